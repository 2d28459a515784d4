//! What is counted of one question: ratings on a scale, or numbers between two ends.

use std::collections::BTreeMap;

use super::names::Names;
use crate::answer::Scale;
use crate::score::{Direction, Method, Metric};

/// The number of a rated question in the aggregate that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RatingId(pub(super) u32);

/// The number of something measured in the aggregate that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ValueId(pub(super) u32);

/// A question that is rated. Another scale, direction or metric makes another item: their counts cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rated {
    pub(super) question: u32,
    pub(super) metric: Metric,
    pub(super) scale: Scale,
    pub(super) direction: Direction,
}

/// Something that yields numbers: a gap, an index of several questions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measured {
    pub(super) question: u32,
    pub(super) metric: Metric,
    pub(super) method: Method,
    pub(super) min: f64,
    pub(super) max: f64,
}

type RatedKey = (u32, Metric, u8, u8, Direction);
type MeasuredKey = (u32, Metric, Method, u64, u64);

/// Every item and its number.
#[derive(Clone, Debug, Default)]
pub(super) struct Items {
    rated_ids: BTreeMap<RatedKey, RatingId>,
    measured_ids: BTreeMap<MeasuredKey, ValueId>,
    pub(super) rated: Vec<Rated>,
    pub(super) measured: Vec<Measured>,
    pub(super) questions: Names,
}

impl Items {
    pub(super) fn rating(&mut self, item: Rated) -> RatingId {
        let key = (item.question, item.metric, item.scale.low(), item.scale.high(), item.direction);
        *self.rated_ids.entry(key).or_insert_with(|| {
            self.rated.push(item);
            RatingId(id_of_last(self.rated.len()))
        })
    }

    pub(super) fn value(&mut self, item: Measured) -> ValueId {
        let key = (item.question, item.metric, item.method.clone(), item.min.to_bits(), item.max.to_bits());
        *self.measured_ids.entry(key).or_insert_with(|| {
            self.measured.push(item);
            ValueId(id_of_last(self.measured.len()))
        })
    }

    /// The numbers here of another list's items, by their numbers there: rated ones, measured ones.
    pub(super) fn adopt(&mut self, other: &Self) -> (Vec<u32>, Vec<u32>) {
        let questions = self.questions.adopt(&other.questions);
        let here = |question: u32| questions.get(question as usize).copied().unwrap_or_default();
        let rated = other.rated.iter().map(|item| Rated { question: here(item.question), ..*item });
        let rated = rated.map(|item| self.rating(item).0).collect();
        let measured =
            other.measured.iter().map(|item| Measured { question: here(item.question), ..item.clone() });
        let measured = measured.map(|item| self.value(item).0).collect();
        (rated, measured)
    }
}

/// More than 2^32 items cannot be: each holds memory.
fn id_of_last(len: usize) -> u32 {
    u32::try_from(len - 1).unwrap_or(u32::MAX)
}
