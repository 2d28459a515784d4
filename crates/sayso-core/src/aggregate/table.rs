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
    /// The groups that rows fell into last, each at its key's slot: rows come in the order of time, so the hash is rarely asked.
    recent: Vec<(Key, u32)>,
    pub(super) groups: Vec<(Key, Tally)>,
    pub(super) ratings: Cells<Counts>,
    pub(super) values: Cells<Moments>,
}

impl Table {
    const RECENT: usize = 512;

    /// The group's number, a new one where it is new.
    #[inline]
    pub(super) fn group(&mut self, key: Key) -> u32 {
        let slot = key.slot() % Self::RECENT;
        match self.recent.get(slot) {
            Some((known, group)) if *known == key => *group,
            _ => self.look_up(key, slot),
        }
    }

    #[cold]
    fn look_up(&mut self, key: Key, slot: usize) -> u32 {
        let group = *self.ids.entry(key).or_insert_with(|| {
            self.groups.push((key, Tally::default()));
            last_of(&self.groups)
        });
        if self.recent.is_empty() {
            self.recent.resize(Self::RECENT, (key, group));
        }
        self.recent[slot] = (key, group);
        group
    }

    #[inline]
    pub(super) fn tally(&mut self, group: u32) -> &mut Tally {
        &mut self.groups[group as usize].1
    }
}

/// Cells by group and item.
///
/// Most groups hold few items: the first ones of a group stand beside it and need no hash.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells<T> {
    near: Vec<[Place; NEAR]>,
    far: FxHashMap<u64, u32>,
    list: Vec<T>,
}

const NEAR: usize = 4;

/// An item and where its cell is.
#[derive(Clone, Copy, Debug)]
struct Place {
    item: u32,
    cell: u32,
}

const FREE: Place = Place { item: u32::MAX, cell: u32::MAX };

impl<T: Default> Cells<T> {
    /// The cell, an empty one where it is new. `turn`: which of the response's answers it is, a hint where to look first.
    #[inline]
    pub(super) fn at(&mut self, group: u32, item: u32, turn: usize) -> &mut T {
        let hint = self.near.get(group as usize).map_or(FREE, |near| near[turn % NEAR]);
        let cell = if hint.item == item { hint.cell } else { self.look_up(group, item) };
        &mut self.list[cell as usize]
    }

    #[cold]
    fn look_up(&mut self, group: u32, item: u32) -> u32 {
        let groups = self.near.len().max(group as usize + 1);
        self.near.resize(groups, [FREE; NEAR]);
        let near = &mut self.near[group as usize];
        let mut add = || {
            self.list.push(T::default());
            last_of(&self.list)
        };
        match near.iter_mut().find(|place| place.item == item || place.item == FREE.item) {
            Some(place) if place.item == item => place.cell,
            Some(free) => {
                *free = Place { item, cell: add() };
                free.cell
            }
            None => *self.far.entry(u64::from(group) << 32 | u64::from(item)).or_insert_with(add),
        }
    }

    /// Every cell with its group and item, in an order that only depends on their numbers.
    #[expect(clippy::cast_possible_truncation, reason = "takes the two halves of a number apart")]
    pub(super) fn sorted(&self) -> Vec<(u32, u32, &T)> {
        let near = (0_u32..).zip(&self.near).flat_map(|(group, near)| {
            near.iter().take_while(|place| place.item != FREE.item).map(move |place| (group, *place))
        });
        let far =
            self.far.iter().map(|(key, cell)| ((key >> 32) as u32, Place { item: *key as u32, cell: *cell }));
        let mut cells: Vec<_> = near
            .chain(far)
            .map(|(group, place)| (group, place.item, &self.list[place.cell as usize]))
            .collect();
        cells.sort_unstable_by_key(|(group, item, _)| (*group, *item));
        cells
    }
}

/// The place of the last element. More than 2^32 cannot be: each holds memory.
fn last_of<T>(list: &[T]) -> u32 {
    u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
}
