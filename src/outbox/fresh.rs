//! What was stored on this page and has not been tried yet, in the clear: if the page is left before, it is sent by requests that outlive
//! it. Whether they arrived is not known here, so the next visit sends it again under the same ids. What memory alone holds goes as well,
//! however often it was tried: no next visit will.

use std::cell::RefCell;

use js_sys::Date;
use sayso_core::delivery::{Waiting, parting};

use super::{Entry, MEMORY, lanes, remember_last};
use crate::{clock, transport};

thread_local! {
    static FRESH: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// Holds what was just stored ready.
pub(super) fn hold(entries: &[Entry]) {
    FRESH.with_borrow_mut(|fresh| entries.iter().for_each(|entry| remember_last(fresh, entry.clone())));
}

/// Takes back what was stored and not tried yet.
pub(super) fn withdraw(id: &str) {
    FRESH.with_borrow_mut(|fresh| fresh.retain(|entry| entry.id() != id));
}

/// Lets go of what is being tried.
pub(super) fn tried(batch: &[Entry]) {
    let is_tried = |entry: &Entry| batch.iter().any(|other| other.id() == entry.id());
    FRESH.with_borrow_mut(|fresh| fresh.retain(|entry| !is_tried(entry)));
}

/// Lets go of everything.
pub(super) fn wipe() {
    FRESH.take();
}

pub(super) fn is_empty() -> bool {
    FRESH.with_borrow(Vec::is_empty)
}

/// The page goes.
pub(super) fn leave() {
    let mut entries = FRESH.take();
    MEMORY.with_borrow(|memory| {
        for entry in memory.iter().filter(|entry| entry.is_waiting()) {
            if !entries.iter().any(|fresh| fresh.0 == entry.0) {
                entries.push(entry.clone());
            }
        }
    });
    let lanes: Vec<String> = entries.iter().map(|entry| entry.text("lane").unwrap_or_default()).collect();
    let view: Vec<Waiting<'_>> =
        entries.iter().zip(&lanes).map(|(entry, lane)| entry.waiting(lane, lane)).collect();
    for request in parting(&view, &lanes::rests(), clock::millis(Date::now())) {
        let Some(destination) = entries[request[0]].destination() else { continue };
        let events = request.iter().map(|index| entries[*index].told());
        transport::part(destination, events.collect());
    }
}
