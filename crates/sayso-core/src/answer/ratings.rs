//! Several points on one scale: the rows of a matrix, or both sides of an expectation.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Rating, Scale};
use crate::decode::{Node, Problems};

/// Points by the name of their row or side, all on the one scale. Some may be missing.
///
/// ```
/// use sayso_core::answer::{Ratings, Scale};
/// use serde_json::json;
/// let scale = Scale::from_one(5).unwrap();
/// let ratings = Ratings::of(&json!({ "expected": 4, "actual": 2 }), scale).unwrap();
/// assert_eq!(ratings.get("actual").unwrap().value(), 2);
/// assert!(Ratings::of(&json!({ "expected": 6 }), scale).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratings {
    points: BTreeMap<String, u8>,
    scale: Scale,
}

impl Ratings {
    /// The points of a JSON object; `None` where one of them does not stand on the scale.
    pub fn of(value: &Value, scale: Scale) -> Option<Self> {
        let point = |(name, value): (&String, &Value)| Some((name.clone(), point(value, scale)?));
        let points = value.as_object()?.iter().map(point).collect::<Option<_>>()?;
        Some(Self { points, scale })
    }

    /// The point of a row or a side.
    pub fn get(&self, name: &str) -> Option<Rating> {
        Rating::new(*self.points.get(name)?, self.scale)
    }

    /// The scale that all of them stand on.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The names of what was rated.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.points.keys().map(String::as_str)
    }

    /// Whether nothing was rated.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The same without what is not to be kept.
    #[must_use]
    pub fn only(mut self, is_kept: impl Fn(&str) -> bool) -> Self {
        self.points.retain(|name, _| is_kept(name));
        self
    }

    /// As the `value` of an answer: `{"expected": 4, "actual": 2}`.
    pub fn encode(&self) -> Value {
        Value::Object(self.points.iter().map(|(name, point)| (name.clone(), (*point).into())).collect())
    }

    pub(super) fn decode(node: &Node<'_>, scale: Scale, problems: &mut Problems) -> Option<Self> {
        let fields = node.object(problems)?;
        let range = i64::from(scale.low())..=i64::from(scale.high());
        let mut points = BTreeMap::new();
        for (name, value) in fields.entries() {
            let point = u8::try_from(value.integer(range.clone(), problems)?).ok()?;
            points.insert(name.to_owned(), point);
        }
        Some(Self { points, scale })
    }
}

/// The point of the scale that a number is.
fn point(value: &Value, scale: Scale) -> Option<u8> {
    let number = value.as_f64()?;
    scale.values().find(|point| f64::from(*point).total_cmp(&number).is_eq())
}
