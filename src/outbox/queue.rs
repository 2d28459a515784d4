//! What waits, lane by lane and in sending order: read from its index a page at a time, and no farther than it is sent.
//!
//! How far to read is decided by `sayso_core::delivery`.

use js_sys::{Array, Date};
use sayso_core::delivery::{self, Haste, PAGE, Waiting};
use wasm_bindgen::JsValue;

use super::{Entry, MEMORY, OUTBOX, in_order, lanes};
use crate::call::{call, window};
use crate::{clock, json};

/// What comes after every text and number in the order of the browser's keys.
fn end() -> JsValue {
    Array::new().into()
}

/// Where an entry stands in the order in which it is sent.
fn place(entry: &JsValue) -> JsValue {
    super::ORDER.iter().map(|name| json::get(entry, name)).collect::<Array>().into()
}

fn key(parts: &[&JsValue]) -> JsValue {
    parts.iter().copied().collect::<Array>().into()
}

/// What lies between two places of the order, these left out.
fn between(lower: &JsValue, upper: &JsValue) -> JsValue {
    let ranges = json::get(&window(), "IDBKeyRange");
    call(&ranges, "bound", &[lower, upper, &JsValue::TRUE, &JsValue::TRUE]).unwrap_or_default()
}

fn waiting() -> JsValue {
    JsValue::from_str("waiting")
}

/// All that waits.
pub(super) fn everything() -> JsValue {
    between(&key(&[&waiting()]), &key(&[&waiting(), &end()]))
}

/// One lane of the queue: where it begins, as far as it was read.
pub(super) struct Lane {
    name: String,
    /// What was read and still waits.
    entries: Vec<Entry>,
    /// The place up to which it was read, and its time.
    read_to: JsValue,
    reached: f64,
    /// Whether there is nothing behind what was read.
    is_whole: bool,
    /// Whether this run is done with it.
    pub(super) is_over: bool,
}

/// Every lane in which something waits.
pub(super) async fn lanes() -> Vec<Lane> {
    let mut names: Vec<String> = Vec::new();
    let (mut lower, upper) = (key(&[&waiting()]), key(&[&waiting(), &end()]));
    while let Ok(first) = OUTBOX.read_some(&between(&lower, &upper), 1).await {
        let Some(name) = Entry(first.get(0)).text("lane") else { break };
        lower = key(&[&waiting(), &JsValue::from_str(&name), &end()]);
        names.push(name);
    }
    MEMORY.with_borrow(|memory| {
        for name in memory.iter().filter(|entry| entry.is_waiting()).filter_map(|entry| entry.text("lane")) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    });
    let lane = |name: String| {
        let read_to = key(&[&waiting(), &JsValue::from_str(&name)]);
        Lane { name, entries: Vec::new(), read_to, reached: -1.0, is_whole: false, is_over: false }
    };
    names.into_iter().map(lane).collect()
}

impl Lane {
    /// What goes next in one request; nothing where nothing is ready.
    pub(super) async fn next(&mut self, haste: Haste) -> Vec<Entry> {
        loop {
            let (now_ms, rests) = (clock::millis(Date::now()), lanes::rests());
            if delivery::rests_until(&self.name, &rests, now_ms, haste) > now_ms {
                return Vec::new();
            }
            let responses = self.responses();
            let view = self.view(&responses);
            let batch = delivery::next(&view, &rests, now_ms, haste);
            if self.is_whole || !delivery::reads_on(&view, &batch) {
                return batch.into_iter().map(|index| self.entries[index].clone()).collect();
            }
            self.read_on().await;
        }
    }

    /// When there is something to send here by the clock.
    pub(super) fn due_ms(&self, now_ms: u64) -> Option<u64> {
        let (rests, responses) = (lanes::rests(), self.responses());
        let seen = delivery::due_ms(&self.view(&responses), &rests, now_ms);
        if self.is_whole || self.entries.len() > PAGE {
            return seen;
        }
        // Of what is behind it no more is known than that the lane rests.
        Some(delivery::rests_until(&self.name, &rests, now_ms, Haste::Due).max(now_ms))
    }

    /// Lets go of what waits no longer.
    pub(super) fn settle(&mut self) {
        self.entries.retain(Entry::is_waiting);
    }

    /// Reads the next page, and what memory alone holds between its places.
    async fn read_on(&mut self) {
        let lane = JsValue::from_str(&self.name);
        let rest = between(&self.read_to, &key(&[&waiting(), &lane, &end()]));
        let page = OUTBOX.read_some(&rest, PAGE).await.unwrap_or_default();
        self.is_whole = (page.length() as usize) < PAGE;
        let before = self.reached;
        let last = page.get(page.length().wrapping_sub(1));
        if !last.is_undefined() {
            self.read_to = place(&last);
            self.reached = Entry(last).number("queuedAt");
        }
        MEMORY.with_borrow(|memory| {
            for entry in memory.iter().filter(|entry| entry.is_waiting()) {
                let at = entry.number("queuedAt");
                let is_here = at > before && (self.is_whole || at <= self.reached);
                if is_here && entry.text("lane").as_deref() == Some(&*self.name) {
                    page.push(&entry.0);
                }
            }
        });
        self.entries.extend(in_order(&page));
    }

    /// The response of each entry.
    fn responses(&self) -> Vec<String> {
        // Entries of an earlier version name none.
        self.entries.iter().map(|entry| entry.text("response").unwrap_or_else(|| entry.id())).collect()
    }

    fn view<'a>(&'a self, responses: &'a [String]) -> Vec<Waiting<'a>> {
        let see = |(entry, response): (&Entry, &'a String)| entry.waiting(&self.name, response);
        self.entries.iter().zip(responses).map(see).collect()
    }
}
