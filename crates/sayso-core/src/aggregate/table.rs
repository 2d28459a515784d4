//! The counts themselves: one cell for each group and item that occurs together, found by two small numbers.

use rustc_hash::FxHashMap;

use super::grouping::Key;
use super::moments::Moments;
use crate::score::Distribution;

/// What is counted of a group's responses as such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) responses: u64,
    pub(super) complaints: u64,
    pub(super) negatives: u64,
    pub(super) silent: u64,
}

impl Tally {
    pub(super) fn merge(&mut self, other: &Self) {
        self.responses += other.responses;
        self.complaints += other.complaints;
        self.negatives += other.negatives;
        self.silent += other.silent;
    }
}

/// The counts of a scale's points. 32 bits a point: a cell of one group never sees four billion ratings, and half the size is
/// what keeps a million rows under the budget.
pub(super) type Counts = [u32; Distribution::WIDEST];

/// All groups and their cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    ids: FxHashMap<Key, u32>,
    pub(super) groups: Vec<(Key, Tally)>,
    pub(super) ratings: Cells<Counts>,
    pub(super) values: Cells<Moments>,
}

impl Table {
    /// The group's number, a new one where it is new.
    pub(super) fn group(&mut self, key: Key) -> u32 {
        *self.ids.entry(key).or_insert_with(|| {
            self.groups.push((key, Tally::default()));
            u32::try_from(self.groups.len() - 1).unwrap_or(u32::MAX)
        })
    }

    pub(super) fn tally(&mut self, group: u32) -> &mut Tally {
        &mut self.groups[group as usize].1
    }
}

/// Cells by group and item.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells<T> {
    places: FxHashMap<u64, u32>,
    cells: Vec<T>,
}

impl<T: Default> Cells<T> {
    /// The cell, an empty one where it is new.
    pub(super) fn at(&mut self, group: u32, item: u32) -> &mut T {
        let place = *self.places.entry(u64::from(group) << 32 | u64::from(item)).or_insert_with(|| {
            self.cells.push(T::default());
            u32::try_from(self.cells.len() - 1).unwrap_or(u32::MAX)
        });
        &mut self.cells[place as usize]
    }

    /// Every cell with its group and item, in an order that only depends on their numbers.
    #[expect(clippy::cast_possible_truncation, reason = "takes the two halves of a number apart")]
    pub(super) fn sorted(&self) -> Vec<(u32, u32, &T)> {
        let halves = |(key, place): (&u64, &u32)| {
            Some(((key >> 32) as u32, *key as u32, self.cells.get(*place as usize)?))
        };
        let mut cells: Vec<_> = self.places.iter().filter_map(halves).collect();
        cells.sort_unstable_by_key(|(group, item, _)| (*group, *item));
        cells
    }
}
