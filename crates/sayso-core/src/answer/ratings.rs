//! Several points on one scale: the rows of a matrix, or both sides of an expectation.

use serde_json::{Map, Value};

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
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    /// Each a whole number on the scale. (A map of a type of its own would cost a page several kilobytes.)
    points: Map<String, Value>,
    scale: Scale,
}

impl Ratings {
    /// The points of a JSON object; `None` where one of them does not stand on the scale.
    pub fn of(value: &Value, scale: Scale) -> Option<Self> {
        let mut points = Map::new();
        for (name, value) in value.as_object()? {
            points.insert(name.clone(), point(value, scale)?.into());
        }
        Some(Self { points, scale })
    }

    /// The point of a row or a side.
    pub fn get(&self, name: &str) -> Option<Rating> {
        Rating::new(u8::try_from(self.points.get(name)?.as_u64()?).ok()?, self.scale)
    }

    /// The scale that all of them stand on.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// Whether nothing was rated.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Those of these names alone.
    #[must_use]
    pub fn of_names<'n>(&self, names: impl Iterator<Item = &'n String>) -> Self {
        let mut points = Map::new();
        for name in names {
            if let Some(point) = self.points.get(name) {
                points.insert(name.clone(), point.clone());
            }
        }
        Self { points, scale: self.scale }
    }

    /// As the `value` of an answer: `{"expected": 4, "actual": 2}`.
    pub fn encode(&self) -> Value {
        Value::Object(self.points.clone())
    }

    pub(super) fn decode(node: &Node<'_>, scale: Scale, problems: &mut Problems) -> Option<Self> {
        let range = i64::from(scale.low())..=i64::from(scale.high());
        for (_, value) in node.object(problems)?.entries() {
            value.integer(range.clone(), problems)?;
        }
        Self::of(node.value(), scale)
    }
}

/// The point of the scale that a number is.
fn point(value: &Value, scale: Scale) -> Option<u8> {
    let number = value.as_f64()?;
    scale.values().find(|point| f64::from(*point).total_cmp(&number).is_eq())
}
