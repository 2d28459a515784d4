//! What of one response is counted, apart from the response: small, and the same for all who answered the same.
//!
//! Who keeps many responses keeps this beside each, and counts them without reading them again.

use serde_json::{Value, json};

use super::{Aggregate, LocalTime, RatingId, Row, ValueId, rating_behind};
use crate::answer::Scale;
use crate::config::Channel;
use crate::error::Error;
use crate::quality::Flag;
use crate::response::Response;
use crate::score::{Direction, Method, Metric, Segment};

/// A rating as it was tapped.
#[derive(Clone, Debug, PartialEq)]
struct Tapped {
    question: String,
    metric: Metric,
    scale: Scale,
    direction: Direction,
    value: u8,
}

/// A number between two ends.
#[derive(Clone, Debug, PartialEq)]
struct Number {
    question: String,
    metric: Metric,
    method: Method,
    range: [f64; 2],
    value: f64,
}

/// What of one response is counted.
///
/// ```
/// use sayso_core::aggregate::{Aggregate, Digest};
/// use sayso_core::stats::Level;
/// let digest = Digest::decode(r#"["detractor",[["csat","csat",5,false,2]],[]]"#).unwrap();
/// let mut scores = Aggregate::default();
/// scores.add_digest(&digest, false, 3).unwrap();
/// assert_eq!((scores.responses(), scores.estimates(Level::P95)[0].value), (3, 0.0));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Digest {
    segment: Option<Segment>,
    tapped: Vec<Tapped>,
    numbers: Vec<Number>,
}

impl Digest {
    /// The digest of a response; `None` for one that is kept and not counted: [`Flag::TapInterval`], or a time that is none.
    pub fn of(response: &Response) -> Option<Self> {
        LocalTime::new(response.circumstances.submitted_at).ok()?;
        if response.flags.contains(&Flag::TapInterval) {
            return None;
        }
        let mut digest = Self { segment: response.segment, ..Self::default() };
        for score in &response.scores {
            let (question, metric) = (score.question().to_owned(), score.metric);
            if let Some(rating) = rating_behind(score, response) {
                let direction = score.method.direction();
                let (scale, value) = (rating.scale(), rating.value());
                digest.tapped.push(Tapped { question, metric, scale, direction, value });
            } else if score.value.is_finite() && score.min.is_finite() && score.max.is_finite() {
                let (method, range) = (score.method.clone(), [score.min, score.max]);
                digest.numbers.push(Number { question, metric, method, range, value: score.value });
            }
        }
        Some(digest)
    }

    /// The group that the scores put the respondent in.
    pub fn segment(&self) -> Option<Segment> {
        self.segment
    }

    /// As one line of JSON, the same for the same digest.
    pub fn encode(&self) -> String {
        let tapped = self.tapped.iter().map(|item| {
            let reversed = item.direction == Direction::Reversed;
            // A scale begins at 0 with NPS alone.
            let points = if item.scale.low() == 0 { 0 } else { item.scale.high() };
            json!([item.question, item.metric.name(), points, reversed, item.value])
        });
        let numbers = self.numbers.iter().map(|item| {
            let [min, max] = item.range;
            json!([item.question, item.metric.name(), item.method.as_str(), min, max, item.value])
        });
        let (tapped, numbers): (Vec<Value>, Vec<Value>) = (tapped.collect(), numbers.collect());
        json!([self.segment.map(Segment::name), tapped, numbers]).to_string()
    }

    /// Reads what [`Digest::encode`] wrote; `None` for anything else.
    pub fn decode(text: &str) -> Option<Self> {
        let document: Value = serde_json::from_str(text).ok()?;
        let [segment, tapped, numbers] = document.as_array()?.as_slice() else { return None };
        let segment = match segment.as_str() {
            Some(name) => Some(named(name, &Segment::NAMES)?),
            None => None,
        };
        let tapped = tapped.as_array()?.iter().map(decode_tapped).collect::<Option<_>>()?;
        let numbers = numbers.as_array()?.iter().map(decode_number).collect::<Option<_>>()?;
        Some(Self { segment, tapped, numbers })
    }
}

fn decode_tapped(item: &Value) -> Option<Tapped> {
    let [question, metric, points, reversed, value] = item.as_array()?.as_slice() else { return None };
    let scale = match u8::try_from(points.as_u64()?).ok()? {
        0 => Scale::NPS,
        points => Scale::from_one(points)?,
    };
    let value = u8::try_from(value.as_u64()?).ok().filter(|value| scale.contains(*value))?;
    let metric = named(metric.as_str()?, &Metric::NAMES)?;
    let direction = Direction::of(reversed.as_bool()?);
    Some(Tapped { question: question.as_str()?.to_owned(), metric, scale, direction, value })
}

fn decode_number(item: &Value) -> Option<Number> {
    let [question, metric, method, min, max, value] = item.as_array()?.as_slice() else { return None };
    Some(Number {
        question: question.as_str()?.to_owned(),
        metric: named(metric.as_str()?, &Metric::NAMES)?,
        method: Method::named(method.as_str()?),
        range: [min.as_f64()?, max.as_f64()?],
        value: value.as_f64()?,
    })
}

fn named<T: Copy>(name: &str, names: &[(&str, T)]) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

impl Aggregate {
    /// Counts so many responses of one digest in, in one group, whatever this aggregate is grouped by: a digest does not know
    /// where and when. `complained`: whether a complaint came with each of them or after it.
    ///
    /// # Errors
    /// As [`Aggregate::add_row`].
    pub fn add_digest(&mut self, digest: &Digest, complained: bool, times: u64) -> Result<(), Error> {
        let mut ratings: Vec<(RatingId, u8)> = Vec::with_capacity(digest.tapped.len());
        let mut rated: Vec<(&str, Metric)> = Vec::new();
        for item in &digest.tapped {
            // One respondent counts once, however often and however turned an event repeats a score.
            if rated.contains(&(&item.question, item.metric)) {
                continue;
            }
            rated.push((&item.question, item.metric));
            ratings.push((self.rating(&item.question, item.metric, item.scale, item.direction), item.value));
        }
        let mut values: Vec<(ValueId, f64)> = Vec::with_capacity(digest.numbers.len());
        for item in &digest.numbers {
            let [min, max] = item.range;
            let id = self.value(&item.question, item.metric, item.method.clone(), item.range);
            // What comes from a broken client is left out, the rest counts.
            values.extend(id.ok().filter(|_| (min..=max).contains(&item.value)).map(|id| (id, item.value)));
        }
        values.sort_by_key(|(id, _)| *id);
        values.dedup_by_key(|(id, _)| *id);
        let row = Row {
            touchpoint: self.touchpoint(""),
            survey: self.survey(""),
            channel: Channel::Web,
            locale: self.locale(""),
            at: LocalTime::from_epoch_ms(0, 0)?,
            complained,
            segment: digest.segment,
            ratings: &ratings,
            values: &values,
        };
        (0..times).try_for_each(|_| self.add_row(&row))
    }
}
