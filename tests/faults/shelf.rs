//! What a device keeps: the events that wait, as the widget's outbox has them in `IndexedDB`, and who may send them.

use std::sync::Mutex;

use sayso_core::delivery::{Rest, Waiting};
use uuid::Uuid;

/// One event that waits.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) id: Uuid,
    pub(crate) response: String,
    pub(crate) body: String,
    pub(crate) attempts: u32,
    pub(crate) due_ms: u64,
    pub(crate) noted_ms: u64,
    pub(crate) is_parked: bool,
}

impl Entry {
    /// As the core looks at it.
    pub(crate) fn waiting(&self, most: usize) -> Waiting<'_> {
        Waiting {
            lane: "collector",
            response: &self.response,
            attempts: self.attempts,
            due_ms: self.due_ms,
            noted_ms: self.noted_ms,
            bytes: self.body.len(),
            most,
            refers: false,
        }
    }
}

/// All of it. Each use is a transaction: done, or not.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
pub(crate) struct Inside {
    pub(crate) entries: Vec<Entry>,
    pub(crate) rests: Vec<Rest>,
    pub(crate) lease_until_ms: u64,
    /// Whether the browser gives no more room.
    pub(crate) is_full: bool,
}

impl Shelf {
    /// One transaction.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut Inside) -> T) -> T {
        act(&mut self.inside.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Inside {
    /// Keeps an event, where there is room.
    pub(crate) fn put(&mut self, entry: Entry) -> Result<(), Entry> {
        if self.is_full {
            return Err(entry);
        }
        self.entries.push(entry);
        Ok(())
    }
}
