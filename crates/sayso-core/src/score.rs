//! What one response is worth: scores with their scale and their method, and the segment they put it in.
//!
//! Scores over many responses are left to the aggregates; nothing here needs more than one answer.

mod rescale;
mod segment;

pub use rescale::rescale;
pub use segment::Segment;

use serde_json::{Map, Value, json};

use crate::answer::Rating;
use crate::decode::{Node, Problems};

/// What a question measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// Satisfaction with one thing, at one touch point.
    Csat,
}

impl Metric {
    /// Every metric and its name in surveys, events and queries.
    pub const NAMES: [(&'static str, Self); 1] = [("csat", Self::Csat)];

    /// The metric's name in surveys, events and queries.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// How a score was computed: a name and a version that changes whenever the same answers would give another number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Method(std::borrow::Cow<'static, str>);

impl Method {
    /// A method of this crate.
    pub const fn new(name_and_version: &'static str) -> Self {
        Self(std::borrow::Cow::Borrowed(name_and_version))
    }

    /// The name and version, such as `rescale/1`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A number with everything that is needed to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// What was measured.
    pub metric: Metric,
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
        Self { metric, value: rescale(rating), min: 0.0, max: 100.0, method: Method::new("rescale/1") }
    }

    /// As it stands in an event.
    pub fn encode(&self) -> Value {
        let mut object = Map::new();
        object.insert("metric".into(), self.metric.name().into());
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
        let value = fields.required("value", problems);
        let number = value.as_ref().and_then(|node| node.number(problems));
        let min = fields.required("min", problems).and_then(|node| node.number(problems));
        let max = fields.required("max", problems).and_then(|node| node.number(problems));
        let method = fields.required("method", problems).and_then(|node| node.name(100, problems));
        let score = Self {
            metric: metric?,
            value: number?,
            min: min?,
            max: max?,
            method: Method(method?.to_owned().into()),
        };
        if (score.min..=score.max).contains(&score.value) {
            Some(score)
        } else {
            value?.refuse("lies outside of the score's min and max", problems)
        }
    }
}
