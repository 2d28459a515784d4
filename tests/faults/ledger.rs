//! What people were told: each response that was thanked for, and the time at which it was given.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

/// Responses that people are about to give, and those that they were thanked for.
#[derive(Debug)]
pub(crate) struct Ledger {
    to_come: AtomicUsize,
    thanked: Mutex<BTreeMap<Uuid, String>>,
}

impl Ledger {
    /// So many people will come.
    pub(crate) fn new(people: usize) -> Self {
        Self { to_come: AtomicUsize::new(people), thanked: Mutex::default() }
    }

    /// Somebody comes, unless everybody was here. Who goes before the thanks, with the tab, comes again.
    pub(crate) fn come(&self) -> Option<Person<'_>> {
        let one_less = |people: usize| people.checked_sub(1);
        let came = self.to_come.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok();
        came.then(|| Person { ledger: self, is_thanked: false })
    }

    /// Whether everybody was thanked.
    pub(crate) fn is_full(&self, people: usize) -> bool {
        self.len() >= people
    }

    /// How many were thanked.
    pub(crate) fn len(&self) -> usize {
        self.thanked.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The responses that were thanked for, each with its time.
    pub(crate) fn thanked(&self) -> BTreeMap<Uuid, String> {
        self.thanked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Somebody in front of a survey.
#[derive(Debug)]
pub(crate) struct Person<'l> {
    ledger: &'l Ledger,
    is_thanked: bool,
}

impl Person<'_> {
    /// The end of the survey: what was given, and when.
    pub(crate) fn sees_the_thanks(mut self, response: Uuid, time: String) {
        self.ledger.thanked.lock().unwrap_or_else(PoisonError::into_inner).insert(response, time);
        self.is_thanked = true;
    }
}

impl Drop for Person<'_> {
    fn drop(&mut self) {
        if !self.is_thanked {
            self.ledger.to_come.fetch_add(1, Ordering::SeqCst);
        }
    }
}
