//! Sends what waits, one tab at a time, and sees to it that it is tried again: by a timer, at the network's return, when the
//! page is looked at again, and at the next visit.
//!
//! Which events go next and how long to wait is decided by `sayso_core::delivery`.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use js_sys::{Date, Math};
use sayso_core::delivery::{Fate, Haste, Outcome, wait_ms};

use super::alone::{alone, renew};
use super::overview::held;
use super::queue::{self, Lane};
use super::{Entry, find, fresh, key_to, lanes, news, remember, settle, waits};
use crate::call::{on, spawn, window};
use crate::transport::{self, Destination, Reply};
use crate::{clock, json, page};

/// No two looks by the clock are closer than this, whatever a clock says.
const LEAST_MS: u64 = 100;

thread_local! {
    /// The next look by the clock.
    static TIMER: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    /// How what waits for its turn to send came about.
    static NEXT: Cell<Option<Haste>> = const { Cell::new(None) };
    static LISTENS: Cell<bool> = const { Cell::new(false) };
}

/// What was stored here is wiped: nothing of it is sent any more, but for what is on its way.
pub(super) fn wipe() {
    fresh::wipe();
    TIMER.take();
}

/// Sends what was just stored, and whatever else is ready.
pub(crate) fn start() {
    begin(Haste::Now);
}

/// Sends what is due, and sees to it that the rest is sent when it is.
pub(crate) fn look() {
    begin(Haste::Due);
}

/// Sends whatever waits, unless an endpoint asked to be left alone; returns after it was tried.
pub(crate) async fn flush() {
    listen();
    alone(Haste::Now).await;
}

/// A page of many widgets waits for one turn to send, not for as many.
fn begin(haste: Haste) {
    listen();
    let next = NEXT.replace(Some(haste));
    if next == Some(Haste::Now) {
        NEXT.set(next);
    }
    if next.is_none() {
        spawn(alone(haste));
    }
}

/// Goes through the queue until nothing is ready, one request a lane in turn. A lane that fails is left alone for this time, so that
/// an endpoint that is gone for good does not hold up the others.
pub(super) async fn run(haste: Haste) {
    // Whoever asked while this waited for its turn gets what they asked for by it.
    let haste = if NEXT.take() == Some(Haste::Now) { Haste::Now } else { haste };
    lanes::recall().await;
    let mut queue = queue::lanes().await;
    while queue.iter().any(|lane| !lane.is_over) {
        for lane in queue.iter_mut().filter(|lane| !lane.is_over) {
            let batch = lane.next(haste).await;
            let Some(destination) = batch.first().and_then(Entry::destination) else {
                lane.is_over = true;
                continue;
            };
            renew(batch.iter().map(Entry::bytes).sum()).await;
            fresh::tried(&batch);
            lane.is_over = send(&destination, &batch).await == Outcome::Retry;
            // The batch is of the same objects, so what became of them is noted there as well.
            lane.settle();
        }
    }
    look_again(&queue);
    for id in news::watched() {
        if waits(&id).await {
            news::tell_here(&id, Outcome::Retry);
        }
    }
    // Read anew: something may have been stored meanwhile.
    remember().await;
}

/// Sends one request and settles its entries: forgotten when delivered, kept for later, or parked.
async fn send(destination: &Destination, batch: &[Entry]) -> Outcome {
    let (mut events, mut readable, mut news) = (Vec::new(), Vec::new(), Vec::new());
    // A key that cannot be read now may be read later; what it leads to is not given up for that.
    let Ok(key) = key_to(batch).await else {
        lanes::learn(&destination.lane(), &Reply::none("the key to it cannot be read now")).await;
        return Outcome::Retry;
    };
    for entry in batch {
        let reason = match entry.event(&key).await {
            _ if is_vain(entry).await => "its photograph was refused",
            Some(event) => {
                events.push(entry.aged(&event));
                readable.push(entry.clone());
                continue;
            }
            None => "the key that it was kept under is gone",
        };
        entry.note("state", Fate::Parked.state());
        entry.note("lastError", reason);
        news.push((entry.id(), Outcome::Parked));
    }
    let mut reply = Reply::none("");
    reply.outcome = Outcome::Parked;
    if !readable.is_empty() {
        reply = transport::post(destination, &events).await;
        lanes::learn(&destination.lane(), &reply).await;
    }
    for (index, entry) in readable.iter().enumerate() {
        let refusal = reply.refused.iter().find(|(refused, _)| *refused == index);
        let reason = refusal.map_or(&reply.reason, |(_, reason)| reason);
        let fate = Fate::of(reply.outcome, refusal.is_some(), readable.len() == 1);
        entry.note("state", fate.state());
        entry.note("lastError", reason);
        let attempts = entry.attempts().saturating_add(1);
        entry.note("attempts", attempts);
        let mut due_ms = 0;
        match fate {
            Fate::Later => {
                complain(destination, reason, "kept on this device and sent again later");
                let wait = wait_ms(attempts, Math::random(), reply.asked_ms);
                let now = Date::now();
                entry.note("notedAt", now);
                due_ms = clock::millis(now).saturating_add(wait);
            }
            Fate::Parked => complain(destination, reason, "refused as it is, and kept on this device"),
            Fate::Arrived | Fate::Alone => {}
        }
        entry.note("dueAt", due_ms as f64);
        news.extend(fate.news().map(|outcome| (entry.id(), outcome)));
    }
    settle(batch).await;
    for (id, outcome) in news {
        news::tell(&id, outcome);
    }
    reply.outcome
}

/// Whether an event refers to what was refused, and so is not to be sent.
async fn is_vain(entry: &Entry) -> bool {
    for id in entry.awaits() {
        let kept = find(&id).await;
        if kept.text("state").as_deref() == Some(Fate::Parked.state()) {
            return true;
        }
    }
    false
}

/// One line an endpoint, however many events wait for it.
fn complain(destination: &Destination, reason: &str, fate: &str) {
    let endpoint = &destination.endpoint;
    page::warn_once(endpoint, &[endpoint, " did not take an event (", reason, "); it is ", fate].concat());
}

/// Looks again when something is due.
fn look_again(queue: &[Lane]) {
    let now = clock::millis(Date::now());
    let due = queue.iter().filter_map(|lane| lane.due_ms(now)).min();
    TIMER.set(due.map(|due_ms| {
        let wait = due_ms.saturating_sub(now).max(LEAST_MS);
        Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX), || begin(Haste::Due))
    }));
}

/// Hears of the network's return, and of the page that is looked at again or left. For as long as the page lives: what waits
/// outlives the widget.
pub(super) fn listen() {
    if LISTENS.replace(true) {
        return;
    }
    let window = window();
    on(&window, "online", || begin(Haste::Now));
    on(&window, "pagehide", fresh::leave);
    on(&json::get(&window, "document"), "visibilitychange", || {
        if page::is_visible() {
            begin(Haste::Due);
        } else if !fresh::is_empty() || held() > 0 {
            // Many a page that is put away on a telephone never comes back, nor hears that it goes.
            begin(Haste::Now);
        }
    });
}
