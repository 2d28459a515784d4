//! What one response is worth: scores with their scale and their method, and the segment they put it in.
//!
//! Scores over many responses are left to the aggregates; nothing here needs more than one answer.

mod acsi;
mod ces;
mod composite;
mod distribution;
mod emotion;
mod gap;
mod item;
mod metric;
mod rescale;
mod segment;
mod servqual;
mod share;

pub use acsi::AcsiWeights;
pub use ces::{ces_boxes, ces_mean, ces_net, ces_percent};
pub use composite::{Composite, Part};
pub use distribution::Distribution;
pub use emotion::Emotion;
pub use gap::{gap, gap_words};
pub(crate) use item::{Item, of_items};
pub use metric::Metric;
pub use rescale::{Direction, rescale};
pub use segment::Segment;
pub use servqual::{servqual, servqual_weighted};
pub use share::Segments;

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use crate::answer::Rating;
use crate::decode::{Node, Problems};
use crate::survey::limits;

/// How a score was computed: a name and a version that changes whenever the same answers would give another number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Method(std::borrow::Cow<'static, str>);

impl Method {
    /// A rating's place on its scale, see [`rescale`].
    pub const RESCALE: Self = Self::new("rescale/1");
    /// The same of a scale whose lowest value is the best, see [`Direction`].
    pub const RESCALE_REVERSED: Self = Self::new("rescale-reversed/1");
    /// +100, 0 or −100 by [`Segment::of_recommendation`], so that the mean over respondents is the NPS.
    pub const NPS_CLASS: Self = Self::new("nps-class/1");
    /// What happened minus what was expected, see [`gap`].
    pub const GAP: Self = Self::new("gap/1");
    /// The mean of several gaps of one respondent.
    pub const MEAN_GAP: Self = Self::new("mean-gap/1");
    /// Five dimensions that count the same, see [`servqual`].
    pub const SERVQUAL: Self = Self::new("servqual-unweighted/1");
    /// Three items that count the same, see [`AcsiWeights::EQUAL`].
    pub const ACSI_EQUAL: Self = Self::new("acsi-equal/1");
    /// Three items with published or estimated weights, see [`AcsiWeights::index`].
    pub const ACSI_WEIGHTED: Self = Self::new("acsi-weighted/1");
    /// How pleasant a feeling is, see [`Emotion::valence`].
    pub const VALENCE: Self = Self::new("valence/1");
    /// The share of a scale's one or two highest points, see [`Segments::csat`].
    pub const TOP_BOX: Self = Self::new("top-2-box/1");
    /// The share of a scale's one or two lowest points, see [`Segments::dsat`].
    pub const BOTTOM_BOX: Self = Self::new("bottom-2-box/1");
    /// The share between the two, see [`Segments::neutral`].
    pub const NEUTRAL_SHARE: Self = Self::new("neutral-share/1");
    /// The mean of ratings rescaled to 0 to 100.
    pub const MEAN: Self = Self::new("mean-rescaled/1");
    /// Promoters minus detractors, see [`Segments::nps`].
    pub const NPS: Self = Self::new("nps/1");
    /// CES 2.0 as the share of 5 to 7, see [`ces_percent`].
    pub const CES_PERCENT: Self = Self::new("ces-percent-5-to-7/1");
    /// CES 2.0 as 6 and 7 minus 1 to 3, see [`ces_net`].
    pub const CES_NET: Self = Self::new("ces-net-67-minus-123/1");
    /// CES 2.0 as a mean from 1 to 7, see [`ces_mean`].
    pub const CES_MEAN: Self = Self::new("ces-mean/1");
    /// The unhappy without a complaint among all unhappy.
    pub const SILENT_SHARE: Self = Self::new("silent-share/1");
    /// Complaints per 1,000 responses.
    pub const PER_THOUSAND: Self = Self::new("per-1000/1");

    /// A method of this crate.
    pub const fn new(name_and_version: &'static str) -> Self {
        Self(std::borrow::Cow::Borrowed(name_and_version))
    }

    /// A method by its name and version, whoever's it is.
    pub(crate) fn named(name_and_version: &str) -> Self {
        Self(name_and_version.to_owned().into())
    }

    /// The name and version, such as `rescale/1`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which way the scale runs that the method was applied to.
    pub fn direction(&self) -> Direction {
        if *self == Self::RESCALE_REVERSED { Direction::Reversed } else { Direction::Ascending }
    }

    /// The method of rescaling a scale that runs that way.
    pub fn rescaling(direction: Direction) -> Self {
        match direction {
            Direction::Ascending => Self::RESCALE,
            Direction::Reversed => Self::RESCALE_REVERSED,
        }
    }
}

/// A number with everything that is needed to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What was measured.
    pub metric: Metric,
    /// The question it was made of, where that is not named like the metric; `None` too for what several questions make.
    pub question: Option<String>,
    /// The number, from `min` to `max`; never NaN.
    pub value: f64,
    /// The lowest value the method can give.
    pub min: f64,
    /// The highest value the method can give.
    pub max: f64,
    /// How it was computed.
    pub method: Method,
}

impl Score {
    /// The score of one rating: its place on the scale, from 0 (worst) to 100 (best).
    ///
    /// ```
    /// use sayso_core::answer::{Rating, Scale};
    /// use sayso_core::score::{Metric, Score};
    /// let score = Score::of_rating(Metric::Csat, Rating::new(2, Scale::from_one(5).unwrap()).unwrap());
    /// assert_eq!((score.value, score.method.as_str()), (25.0, "rescale/1"));
    /// ```
    pub fn of_rating(metric: Metric, rating: Rating) -> Self {
        Self::new(metric, rescale(rating), 0.0..=100.0, Method::RESCALE)
    }

    pub(crate) fn new(metric: Metric, value: f64, range: RangeInclusive<f64>, method: Method) -> Self {
        Self { metric, question: None, value, min: *range.start(), max: *range.end(), method }
    }

    /// The score as one of that question.
    #[must_use]
    pub fn of_question(mut self, question: &str) -> Self {
        self.question = (question != self.metric.name()).then(|| question.to_owned());
        self
    }

    /// The question it was made of, or the metric's name.
    pub fn question(&self) -> &str {
        self.question.as_deref().unwrap_or_else(|| self.metric.name())
    }

    /// As it stands in an event.
    pub fn encode(&self) -> Value {
        let mut object = Map::new();
        object.insert("metric".into(), self.metric.name().into());
        if let Some(question) = &self.question {
            object.insert("question".into(), question.as_str().into());
        }
        object.insert("value".into(), json!(self.value));
        object.insert("min".into(), json!(self.min));
        object.insert("max".into(), json!(self.max));
        object.insert("method".into(), self.method.as_str().into());
        Value::Object(object)
    }

    /// Reads what [`Score::encode`] wrote.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let metric =
            fields.required("metric", problems).and_then(|node| node.one_of(&Metric::NAMES, problems));
        let question = match fields.optional("question") {
            Some(node) => Some(node.name(limits::ID, problems)?.to_owned()),
            None => None,
        };
        let value = fields.required("value", problems);
        let number = value.as_ref().and_then(|node| node.number(problems));
        let min = fields.required("min", problems).and_then(|node| node.number(problems));
        let max = fields.required("max", problems).and_then(|node| node.number(problems));
        let method = fields.required("method", problems).and_then(|node| node.name(100, problems));
        let score = Self {
            metric: metric?,
            question,
            value: number?,
            min: min?,
            max: max?,
            method: Method::named(method?),
        };
        if (score.min..=score.max).contains(&score.value) {
            Some(score)
        } else {
            value?.refuse("lies outside of the score's min and max", problems)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &Value) -> Result<Score, String> {
        let mut problems = Problems::new();
        let score = Score::decode(&Node::root(value), &mut problems);
        score.ok_or_else(|| problems[0].to_string())
    }

    #[test]
    fn a_score_of_each_metric_survives_the_journey() {
        for (name, metric) in Metric::NAMES {
            let written = json!({ "metric": name, "value": 0.5, "min": -6.0, "max": 6.0, "method": "gap/1" });
            let score = read(&written).unwrap();
            assert_eq!((score.metric, score.question()), (metric, name));
            assert_eq!(score.encode(), written);
            let named = score.of_question("q1");
            assert_eq!(named.encode()["question"], json!("q1"));
            assert_eq!(read(&named.encode()), Ok(named));
        }
    }

    #[test]
    fn a_score_that_is_none_is_refused_with_its_path() {
        let check = |field: &str, value: Value, expected: &str| {
            let mut written = Score::new(Metric::Csat, 25.0, 0.0..=100.0, Method::RESCALE).encode();
            written[field] = value;
            assert_eq!(read(&written), Err(expected.to_owned()));
        };
        check(
            "metric",
            json!("dsat"),
            "/metric: expected one of csat, product, service, nps, ces, acsi, gap, servqual, \
            servqual-tangibles, servqual-reliability, servqual-responsiveness, servqual-assurance, servqual-empathy, \
            emotion (did you mean \"csat\"?), found \"dsat\"",
        );
        check("value", json!(101), "/value: lies outside of the score's min and max");
        check("value", json!("25"), "/value: expected a number, found \"25\"");
        check("question", json!(""), "/question: expected a text that is not empty, found \"\"");
        check("min", json!(null), "/min: is missing");
    }
}
