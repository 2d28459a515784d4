//! Keeps every event in IndexedDB from the tap until the endpoint has acknowledged it.
//!
//! An event is stored first and sent second, by [`sender`]. Where the browser denies storage, or has no cipher for what is private,
//! it is held in memory alone, sent by the same rules while the page lives, and the caller is told so.

mod alone;
mod fresh;
mod lanes;
mod news;
mod queue;
mod sender;

use std::cell::{Cell, RefCell};

use js_sys::{Array, Date, Math, Object};
use sayso_core::config::Format;
use sayso_core::delivery::{Waiting, goes_first};
use sayso_core::event::{Event, Payload};
use wasm_bindgen::{JsCast, JsValue};

use crate::idb::{Change, DEVICE, Order, Place};
use crate::transport::Destination;
use crate::{clock, json, page, vault};

pub(crate) use lanes::skew_ms;
pub(crate) use news::{Watcher, watch, watch_left_behind};
pub(crate) use sender::{flush, look, start};

const OUTBOX: Place =
    Place { database: "sayso", store: "outbox", order: Some(Order { fields: &ORDER, mend: Entry::mend }) };

/// Where an entry stands: what waits is read lane by lane, oldest first.
const ORDER: [&str; 4] = ["state", "lane", "queuedAt", "id"];

/// How much of what was stored here is remembered beside it; a page may live for months.
const MOST_REMEMBERED: usize = 100;

/// An event and where it goes, as the outbox keeps it: what has to be known to send it, and the event itself, as `event` in the
/// clear or as `sealed`.
#[derive(Clone)]
pub(crate) struct Entry(JsValue);

thread_local! {
    /// What the browser would not store.
    static MEMORY: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
    /// The ids of what was replaced.
    static WITHDRAWN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// Tells this page from every other, and from itself after a reload.
    static LIFE: f64 = Math::random();
    static LAST_QUEUED_AT: Cell<f64> = const { Cell::new(0.0) };
}

impl Entry {
    pub(crate) fn new(event: &Event, destination: &Destination) -> Self {
        let told = json::to_js(&event.encode());
        let response = json::get(&json::get(&told, "data"), "responseId");
        let bytes = json::stringify(&told).len();
        let text = JsValue::from_str;
        let entry = json::object(&[
            ("id", text(&event.id.to_string())),
            ("event", told),
            ("private", JsValue::from_bool(event.is_private())),
            ("photo", JsValue::from_bool(matches!(event.payload, Payload::Photo(_)))),
            ("response", response),
            ("bytes", JsValue::from_f64(bytes as f64)),
            ("endpoint", text(&destination.endpoint)),
            ("format", text(format_name(destination.format))),
            ("batch", JsValue::from_f64(destination.batch as f64)),
        ]);
        if let Some(key) = &destination.key {
            json::set(&entry, "key", &text(key));
        }
        Self(entry.into()).queued()
    }

    /// What the page wishes to be sent: an event that nobody wrote anything in, as a device tells of itself.
    pub(crate) fn wished(wish: &JsValue) -> Self {
        let event = json::get(wish, "event");
        let told = |name: &'static str| (name, json::get(wish, name));
        let entry = json::object(&[
            ("id", json::get(&event, "id")),
            ("bytes", JsValue::from_f64(json::stringify(&event).len() as f64)),
            ("event", event),
            told("endpoint"),
            told("key"),
            told("format"),
            told("batch"),
        ]);
        Self(entry.into()).queued()
    }

    /// The same, waiting from now on.
    fn queued(self) -> Self {
        if let Some(destination) = self.destination() {
            self.note("lane", destination.lane());
        }
        self.note("state", "waiting");
        for (name, value) in [
            ("attempts", 0.0),
            ("dueAt", 0.0),
            ("queuedAt", next_place()),
            ("notedAt", Date::now()),
            ("life", LIFE.with(|life| *life)),
            ("bornAt", clock::monotonic_ms()),
        ] {
            self.note(name, value);
        }
        self
    }

    pub(crate) fn id(&self) -> String {
        self.text("id").unwrap_or_default()
    }

    fn text(&self, name: &str) -> Option<String> {
        json::get(&self.0, name).as_string()
    }

    /// Entries of an earlier version lack some of them.
    fn number(&self, name: &str) -> f64 {
        json::get(&self.0, name).as_f64().unwrap_or_default()
    }

    /// As it may lie on the device, if it may: what leads to a person or is in their words lies nowhere in the clear.
    async fn record(&self) -> Option<JsValue> {
        let sealed = match vault::seal(&json::get(&self.0, "event")).await {
            Ok(sealed) => sealed,
            Err(_) if json::get(&self.0, "private").is_truthy() => return None,
            Err(_) => return Some(self.0.clone()),
        };
        let record = Object::assign(&Object::new(), self.0.unchecked_ref());
        json::set(&record, "event", &JsValue::UNDEFINED);
        json::set(&record, "sealed", &sealed);
        Some(record.into())
    }

    fn is_sealed(&self) -> bool {
        !json::get(&self.0, "sealed").is_undefined()
    }

    /// The event; `None` where it was sealed with another key than this, which lies on the device now.
    async fn event(&self, key: &JsValue) -> Option<JsValue> {
        if !self.is_sealed() {
            return Some(json::get(&self.0, "event"));
        }
        vault::open(key, &json::get(&self.0, "sealed")).await.ok()
    }

    /// What an earlier version stored has no lane, and what one before it stored no place in the queue but its id, which begins
    /// with the time.
    fn mend(entry: JsValue) {
        let entry = Self(entry);
        if let Some(destination) = entry.destination() {
            entry.note("lane", destination.lane());
        }
        if json::get(&entry.0, "queuedAt").is_undefined() {
            let digits: String = entry.id().chars().filter(|digit| *digit != '-').take(12).collect();
            entry.note("queuedAt", u64::from_str_radix(&digits, 16).unwrap_or_default() as f64);
        }
    }

    /// The event as it is told now, where it lies in the clear.
    fn told(&self) -> JsValue {
        self.aged(&json::get(&self.0, "event"))
    }

    /// The event with its age by a clock that nobody sets, where the page that it was given on still lives: no other knows that clock.
    fn aged(&self, event: &JsValue) -> JsValue {
        if json::get(&self.0, "life").as_f64() != Some(LIFE.with(|life| *life)) {
            return event.clone();
        }
        let age = (clock::monotonic_ms() - self.number("bornAt")).max(0.0).round();
        let data = Object::assign(&Object::new(), json::get(event, "data").unchecked_ref());
        json::set(&data, "ageMs", &JsValue::from_f64(age));
        let aged = Object::assign(&Object::new(), event.unchecked_ref());
        json::set(&aged, "data", &data);
        aged.into()
    }

    fn is_withdrawn(&self) -> bool {
        WITHDRAWN.with_borrow(|withdrawn| withdrawn.contains(&self.id()))
    }

    fn has_arrived(&self) -> bool {
        self.text("state").as_deref() == Some("delivered")
    }

    fn is_waiting(&self) -> bool {
        self.text("state").as_deref() == Some("waiting")
    }

    /// The same, not to be sent before this time of the clock.
    pub(crate) fn due_at(self, due_ms: u64) -> Self {
        self.note("dueAt", due_ms as f64);
        self
    }

    /// Notes what became of it.
    fn note(&self, name: &str, value: impl Into<JsValue>) {
        json::set(&self.0, name, &value.into());
    }

    pub(crate) fn is_photo(&self) -> bool {
        json::get(&self.0, "photo").is_truthy()
    }

    /// What was tried so often in vain does not keep its response waiting, if it may arrive after it.
    fn hold_up_nobody(&self, attempts: u32) {
        if self.is_photo() && !goes_first(attempts) {
            self.note("response", self.id());
        }
    }

    /// Its bytes in a request.
    fn bytes(&self) -> usize {
        usize::try_from(clock::millis(self.number("bytes"))).unwrap_or(usize::MAX)
    }

    fn attempts(&self) -> u32 {
        u32::try_from(clock::millis(self.number("attempts"))).unwrap_or(u32::MAX)
    }

    fn destination(&self) -> Option<Destination> {
        let format = self.text("format")?;
        Some(Destination {
            endpoint: self.text("endpoint")?,
            key: self.text("key"),
            format: Format::NAMES.iter().find(|(name, _)| *name == format)?.1,
            batch: self.batch(),
        })
    }

    /// The most events that a request to its endpoint may bring.
    fn most(&self) -> usize {
        if self.text("format").as_deref() == Some(format_name(Format::CloudEvents)) {
            self.batch()
        } else {
            1
        }
    }

    /// The most that its endpoint wants.
    fn batch(&self) -> usize {
        usize::try_from(clock::millis(self.number("batch"))).unwrap_or(1)
    }

    /// As the core's queue sees it, over its lane and its response.
    fn waiting<'a>(&self, lane: &'a str, response: &'a str) -> Waiting<'a> {
        Waiting {
            lane,
            response,
            attempts: self.attempts(),
            due_ms: clock::millis(self.number("dueAt")),
            noted_ms: clock::millis(self.number("notedAt")),
            bytes: self.bytes(),
            most: self.most(),
        }
    }
}

fn format_name(format: Format) -> &'static str {
    Format::NAMES[format as usize].0
}

/// A time that is later than that of every entry before it in this page, however the clock is set meanwhile.
fn next_place() -> f64 {
    let place = Date::now().max(LAST_QUEUED_AT.get() + 1.0);
    LAST_QUEUED_AT.set(place);
    place
}

/// Stores the entries that may lie on this device; returns once the browser has committed them, with whether each is stored. The
/// others are held in memory alone. What they replace goes in the same moment, unless it is on its way.
pub(crate) async fn store(entries: &[Entry], replaced: Option<String>) -> Vec<bool> {
    fresh::hold(entries);
    sender::listen();
    let mut changes = Vec::new();
    if let Some(id) = replaced {
        changes.push(Change::Delete(JsValue::from_str(&id)));
        fresh::withdraw(&id);
        MEMORY.with_borrow_mut(|memory| memory.retain(|entry| entry.id() != id));
        WITHDRAWN.with_borrow_mut(|withdrawn| remember_last(withdrawn, id));
    }
    let mut records = Vec::new();
    for entry in entries {
        records.push(entry.record().await);
    }
    let mut is_stored: Vec<bool> = records.iter().map(Option::is_some).collect();
    // It takes a moment to seal, in which somebody quick may have gone on.
    let puts = entries.iter().zip(records).filter(|(entry, _)| !entry.is_withdrawn());
    changes.extend(puts.filter_map(|(_, record)| record.map(Change::Put)));
    if OUTBOX.write(changes).await.is_err() {
        page::warn_once(
            "storage",
            "this browser stores nothing here, so answers are sent at once and not kept",
        );
        is_stored.fill(false);
    }
    if is_stored.contains(&true) {
        page::remember("unsent", true);
    }
    let lost =
        entries.iter().zip(&is_stored).filter(|(entry, is_stored)| !**is_stored && !entry.is_withdrawn());
    MEMORY.with_borrow_mut(|memory| memory.extend(lost.map(|(entry, _)| entry.clone())));
    is_stored
}

/// Adds to what is remembered, and forgets what is too long ago.
fn remember_last<T>(remembered: &mut Vec<T>, last: T) {
    if remembered.len() >= MOST_REMEMBERED {
        remembered.remove(0);
    }
    remembered.push(last);
}

/// Everything that is kept here, oldest first: what waits, and what is parked.
async fn all() -> Vec<Entry> {
    let all = OUTBOX.read_all().await.unwrap_or_default();
    MEMORY.with_borrow(|memory| {
        for entry in memory {
            all.push(&entry.0);
        }
    });
    in_order(&all)
}

/// Oldest first. Sorted by the browser, as weighs least.
fn in_order(entries: &Array) -> Vec<Entry> {
    let place = |entry: &JsValue| json::get(entry, "queuedAt").as_f64().unwrap_or_default();
    entries.sort_by(&mut |one, other| {
        if place(&one) < place(&other) { -1 } else { i32::from(place(&one) > place(&other)) }
    });
    entries.iter().map(Entry).collect()
}

/// The key of the device, where any of these is sealed; read once for all of them.
///
/// # Errors
/// Where the device reads no key now.
async fn key_to(entries: &[Entry]) -> Result<JsValue, JsValue> {
    if entries.iter().any(Entry::is_sealed) { vault::key().await } else { Ok(JsValue::UNDEFINED) }
}

/// What is kept here, as the page is told of it.
pub(crate) async fn list() -> JsValue {
    let now = Date::now();
    let (all, list) = (all().await, Array::new());
    let key = key_to(&all).await.unwrap_or_default();
    for entry in all {
        let told = |name: &'static str| (name, json::get(&entry.0, name));
        let is_durable = !MEMORY.with_borrow(|memory| memory.iter().any(|held| held.0 == entry.0));
        let age = (now - entry.number("queuedAt")).max(0.0);
        list.push(&json::object(&[
            told("id"),
            ("ageMs", JsValue::from_f64(age)),
            told("attempts"),
            told("lastError"),
            ("parked", JsValue::from_bool(!entry.is_waiting())),
            ("durable", JsValue::from_bool(is_durable)),
            told("endpoint"),
            ("event", entry.event(&key).await.unwrap_or_default()),
        ]));
    }
    list.into()
}

/// Wipes what is kept here, and what was learnt of endpoints.
pub(crate) async fn wipe() {
    MEMORY.take();
    sender::wipe();
    for place in [OUTBOX, DEVICE] {
        let _ = place.write(vec![Change::Clear]).await;
    }
}

/// Keeps what was noted on these entries, and forgets those that have arrived. What was wiped meanwhile does not come back.
async fn settle(entries: &[Entry]) {
    MEMORY.with_borrow_mut(|memory| memory.retain(|entry| !entry.has_arrived()));
    let change = |entry: &Entry| {
        let (id, noted) = (json::get(&entry.0, "id"), entry.0.clone());
        if entry.has_arrived() {
            return Change::Delete(id);
        }
        Change::Amend(id, Box::new(move |kept| if kept.is_undefined() { None } else { Some(noted) }))
    };
    let _ = OUTBOX.write(entries.iter().map(change).collect()).await;
}

/// Tells the loader of the next visit whether there is anything to send: it fetches the program for that alone, on a page that
/// asks nobody.
async fn remember() {
    if let Ok(first) = OUTBOX.read_some(&queue::everything(), 1).await {
        page::remember("unsent", first.length() > 0 || held() > 0);
    }
}

/// How many events wait to be sent.
pub(crate) async fn waiting() -> usize {
    OUTBOX.count(&queue::everything()).await.unwrap_or_default() + held()
}

/// How many of them are held in memory alone.
fn held() -> usize {
    MEMORY.with_borrow(|memory| memory.iter().filter(|entry| entry.is_waiting()).count())
}

/// Whether this event waits to be sent.
async fn waits(id: &str) -> bool {
    let is_held =
        MEMORY.with_borrow(|memory| memory.iter().any(|entry| entry.id() == id && entry.is_waiting()));
    is_held || Entry(OUTBOX.read(&JsValue::from_str(id)).await.unwrap_or_default()).is_waiting()
}
