//! Small numbers for names, so that the rows of a table need no texts.

use std::collections::BTreeMap;

/// A name's number in the aggregate that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameId(pub(super) u32);

/// Names and their numbers, counted from 0.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    ids: BTreeMap<String, NameId>,
    names: Vec<String>,
}

impl Names {
    /// The name's number, a new one where it is new.
    pub(super) fn id(&mut self, name: &str) -> NameId {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        // More than 2^32 names cannot be: each holds memory.
        let id = NameId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.ids.insert(name.to_owned(), id);
        self.names.push(name.to_owned());
        id
    }

    /// The name of that number.
    pub(super) fn name(&self, id: u32) -> &str {
        self.names.get(id as usize).map_or("", String::as_str)
    }

    /// Whether the number was given here.
    pub(super) fn knows(&self, id: NameId) -> bool {
        (id.0 as usize) < self.names.len()
    }

    /// The numbers here of another list's names, by their numbers there.
    pub(super) fn adopt(&mut self, other: &Self) -> Vec<u32> {
        other.names.iter().map(|name| self.id(name).0).collect()
    }
}
