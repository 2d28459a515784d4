//! Tells whoever waits for an event what became of it: the session that shows its thanks, in this tab or in another one.
//!
//! A tab that waits for an event holds a lock by its name, so that another one that sends it knows whether to tell it. Where
//! there are no locks, both it and whoever hears of what was left behind are told.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use sayso_core::delivery::Outcome;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::alone::{hold, is_held};
use crate::call::{call, function, spawn};
use crate::json;

#[wasm_bindgen]
extern "C" {
    type BroadcastChannel;

    #[wasm_bindgen(constructor, catch)]
    fn new(name: &str) -> Result<BroadcastChannel, JsValue>;
}

const NAME: &str = "sayso-outbox";

/// Hears of an event, by its id.
pub(crate) type Watcher = Rc<dyn Fn(&str, Outcome)>;

/// Somebody who waits for an event.
struct Watched {
    id: String,
    watcher: Watcher,
    /// Gives back the lock that tells other tabs of it.
    release: Option<Function>,
}

/// Whoever waits on this page.
struct Ears {
    watched: Vec<Watched>,
    left_behind: Option<Watcher>,
    /// Open only while somebody waits: an open channel keeps some browsers from keeping the page.
    channel: Option<JsValue>,
}

thread_local! {
    static EARS: RefCell<Ears> =
        const { RefCell::new(Ears { watched: Vec::new(), left_behind: None, channel: None }) };
}

/// Hears of this event, until it has arrived or is refused.
pub(crate) fn watch(id: &str, watcher: &Watcher) {
    let watched = Watched { id: id.to_owned(), watcher: Rc::clone(watcher), release: hold(&lock(id)) };
    EARS.with_borrow_mut(|ears| {
        ears.watched.push(watched);
        if ears.channel.is_none() {
            ears.channel = open();
        }
    });
}

/// Hears of the events of earlier visits, instead of whoever did before.
pub(crate) fn watch_left_behind(watcher: Watcher) {
    EARS.with_borrow_mut(|ears| ears.left_behind = Some(watcher));
}

/// The ids of the events that somebody on this page waits for.
pub(super) fn watched() -> Vec<String> {
    EARS.with_borrow(|ears| ears.watched.iter().map(|watched| watched.id.clone()).collect())
}

/// Tells what became of an event: once, to whoever waits for it here, else in another tab, else to the one who hears of what
/// was left behind.
pub(super) fn tell(id: &str, outcome: Outcome) {
    if tell_here(id, outcome) {
        return;
    }
    let id = id.to_owned();
    spawn(async move {
        // Asked first: whoever hears of it waits no longer.
        let is_awaited = is_held(&lock(&id)).await;
        if let Some(channel) = open() {
            let told = JsValue::from_f64(f64::from(outcome as u8));
            let news = json::object(&[("id", JsValue::from_str(&id)), ("outcome", told)]);
            let _ = call(&channel, "postMessage", &[&news]);
            close(&channel);
        }
        if !is_awaited && let Some(watcher) = EARS.with_borrow(|ears| ears.left_behind.clone()) {
            watcher(&id, outcome);
        }
    });
}

/// The lock of a tab that waits for this event.
fn lock(id: &str) -> String {
    [NAME, "-", id].concat()
}

/// Tells whoever waits for it on this page; whether anybody does.
pub(super) fn tell_here(id: &str, outcome: Outcome) -> bool {
    let mut found = Vec::new();
    EARS.with_borrow_mut(|ears| {
        ears.watched.retain(|watched| {
            let is_told = watched.id == id;
            let is_over = is_told && outcome != Outcome::Retry;
            if is_told {
                found.push(Rc::clone(&watched.watcher));
            }
            if let (true, Some(release)) = (is_over, &watched.release) {
                let _ = release.call0(&JsValue::UNDEFINED);
            }
            !is_over
        });
        if ears.watched.is_empty()
            && let Some(channel) = ears.channel.take()
        {
            close(&channel);
        }
    });
    for watcher in &found {
        watcher(id, outcome);
    }
    !found.is_empty()
}

/// A channel to the other tabs of this site, which hears of what they sent.
fn open() -> Option<JsValue> {
    let channel: JsValue = BroadcastChannel::new(NAME).ok()?.unchecked_into();
    let hear = |message: JsValue| {
        let news = json::get(&message, "data");
        let outcome = json::get(&news, "outcome").as_f64();
        let outcomes = [Outcome::Delivered, Outcome::Parked];
        let outcome = outcomes.into_iter().find(|known| outcome == Some(f64::from(*known as u8)));
        if let (Some(id), Some(outcome)) = (json::get(&news, "id").as_string(), outcome) {
            tell_here(&id, outcome);
        }
        JsValue::UNDEFINED
    };
    json::set(&channel, "onmessage", &function(Box::new(hear)));
    Some(channel)
}

fn close(channel: &JsValue) {
    let _ = call(channel, "close", &[]);
}
