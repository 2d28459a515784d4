//! Keeps every event in IndexedDB from the tap until the endpoint has acknowledged it.
//!
//! An event is stored first and sent second, by [`sender`]. Where the browser denies storage, or has no cipher for what is private,
//! it is held in memory alone, sent by the same rules while the page lives, and the caller is told so.

mod alone;
mod fresh;
mod lanes;
mod news;
mod overview;
mod queue;
mod sender;

use std::cell::{Cell, RefCell};

use js_sys::{Array, Date, Math, Object};
use sayso_core::config::Format;
use sayso_core::delivery::{Age, Waiting};
use sayso_core::event::{Event, EventType};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use crate::call::call;
use crate::idb::{Change, DEVICE, Order, Place};
use crate::transport::Destination;
use crate::{clock, json, page, vault};

pub(crate) use lanes::skew_ms;
pub(crate) use news::{Watcher, watch, watch_left_behind};
pub(crate) use overview::{in_memory, one};
pub(crate) use sender::{flush, look, start};

const OUTBOX: Place = Place {
    database: "sayso",
    store: "outbox",
    order: Some(Order { fields: &ORDER, mend: Entry::mend }),
    aside: "ledger",
};

/// Where an entry stands: what waits is read lane by lane, oldest first.
const ORDER: [&str; 4] = ["state", "lane", "queuedAt", "id"];

/// How much of what was stored here is remembered beside it; a page may live for months.
const MOST_REMEMBERED: usize = 100;

/// An event and where it goes, as the outbox keeps it: what has to be known to send it, and the event itself, as `event` in the
/// clear or as `sealed`.
#[derive(Clone)]
pub(crate) struct Entry(JsValue);

/// An event as the browser holds it.
pub(crate) struct Told {
    pub(crate) event: JsValue,
    /// Whether it leads to a person, or is in their words.
    is_private: bool,
}

impl Told {
    pub(crate) fn of(event: &Event) -> Self {
        Self { event: json::to_js(&event.encode()), is_private: event.is_private() }
    }
}

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
    pub(crate) fn new(told: &Told, destination: &Destination) -> Self {
        let text = JsValue::from_str;
        let field = |name: &'static str| (name, json::get(&told.event, name));
        let entry = json::object(&[
            field("id"),
            field("type"),
            ("event", told.event.clone()),
            ("private", JsValue::from_bool(told.is_private)),
            ("response", json::get(&json::get(&told.event, "data"), "responseId")),
            ("bytes", JsValue::from_f64(json::stringify(&told.event).len() as f64)),
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
            ("type", json::get(&event, "type")),
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
        for (name, value) in
            [("attempts", 0.0), ("dueAt", 0.0), ("queuedAt", next_place()), ("notedAt", Date::now())]
        {
            self.note(name, value);
        }
        self.note_age(Age::default());
        self
    }

    /// It refers to these: it goes once the endpoint has them, and not at all where it refuses one.
    pub(crate) fn wait_for(&self, others: &[Self]) {
        let ids: Array = others.iter().map(|other| json::get(&other.0, "id")).collect();
        self.note("awaits", ids);
        for other in others {
            other.note("holds", self.id());
        }
    }

    /// What becomes of it in the device's ledger, where there is one: what is counted is noted, and what is not, or is no more, goes.
    fn aside(&self, keeper: &HtmlElement) -> Option<Change> {
        let kept = call(keeper, "ledger", &[&self.data()]).ok()?;
        let id = Some(json::get(&kept, "id")).filter(JsValue::is_string)?;
        Some(if json::get(&kept, "at").is_undefined() {
            Change::DeleteAside(id)
        } else {
            Change::PutAside(kept)
        })
    }

    /// What it tells.
    pub(crate) fn data(&self) -> JsValue {
        json::get(&json::get(&self.0, "event"), "data")
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

    /// How old it is: by the clock of the page that noted it, where that still lives; else it is found here, and noted anew.
    fn age(&self) -> Age {
        let whole = |name| clock::millis(self.number(name));
        let noted = Age { ms: whole("ageMs"), by_wall_ms: whole("ageByWallMs") };
        if json::get(&self.0, "life").as_f64() == Some(LIFE.with(|life| *life)) {
            return noted.after(clock::millis((clock::monotonic_ms() - self.number("agedAt")).round()));
        }
        // What an earlier version stored says when at least.
        let noted_at = if json::get(&self.0, "agedOn").is_undefined() { "queuedAt" } else { "agedOn" };
        let age = noted.found(whole(noted_at), clock::millis(Date::now()));
        self.note_age(age);
        age
    }

    /// Notes how old it is by now, for this page and for the next.
    fn note_age(&self, age: Age) {
        for (name, value) in [
            ("ageMs", age.ms as f64),
            ("ageByWallMs", age.by_wall_ms as f64),
            ("agedOn", Date::now()),
            ("agedAt", clock::monotonic_ms()),
            ("life", LIFE.with(|life| *life)),
        ] {
            self.note(name, value);
        }
    }

    /// The event with its age at this sending.
    fn aged(&self, event: &JsValue) -> JsValue {
        let age = self.age();
        let data = Object::assign(&Object::new(), json::get(event, "data").unchecked_ref());
        json::set(&data, "ageMs", &JsValue::from_f64(age.ms as f64));
        json::set(&data, "ageByWallMs", &JsValue::from_f64(age.by_wall_ms as f64));
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
        self.text("type").as_deref() == Some(EventType::Photo.name())
    }

    /// Whether it only adds photographs to what goes before it: what was said is heard without it.
    pub(crate) fn only_adds(&self) -> bool {
        self.is_photo() || self.refers()
    }

    /// Whether it refers to others.
    fn refers(&self) -> bool {
        !json::get(&self.0, "awaits").is_undefined()
    }

    /// The ids of those that it refers to.
    fn awaits(&self) -> Vec<String> {
        let ids = json::get(&self.0, "awaits");
        let ids = if ids.is_undefined() { Array::new() } else { Array::from(&ids) };
        ids.iter().filter_map(|id| id.as_string()).collect()
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

    /// The most events that may share a request with it. A photograph might be what a list is refused for.
    fn most(&self) -> usize {
        if !self.is_photo() && self.text("format").as_deref() == Some(format_name(Format::CloudEvents)) {
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
            refers: self.refers(),
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

/// What is to be stored in one moment.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) entries: Vec<Entry>,
    /// The id of what they replace, unless it is on its way.
    pub(crate) replaced: Option<String>,
    /// The element that knows what the device's ledger keeps of them: a kiosk's.
    pub(crate) keeper: Option<HtmlElement>,
}

/// Stores the entries that may lie on this device; returns once the browser has committed them, with whether each is stored. The
/// others are held in memory alone.
pub(crate) async fn store(batch: Batch) -> Vec<bool> {
    let Batch { entries, replaced, keeper } = batch;
    let entries = &*entries;
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
    let mut is_torn = false;
    for entry in entries {
        // What refers to others outlives no page that they do not.
        let record = if is_torn && entry.refers() { None } else { entry.record().await };
        is_torn |= record.is_none();
        records.push(record);
    }
    let mut is_stored: Vec<bool> = records.iter().map(Option::is_some).collect();
    // It takes a moment to seal, in which somebody quick may have gone on.
    for (entry, record) in entries.iter().zip(records).filter(|(entry, _)| !entry.is_withdrawn()) {
        changes.extend(record.map(Change::Put));
        changes.extend(keeper.as_ref().and_then(|keeper| entry.aside(keeper)));
    }
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
        entry.note_age(entry.age());
        Change::Amend(id, Box::new(move |kept| if kept.is_undefined() { None } else { Some(noted) }))
    };
    let _ = OUTBOX.write(entries.iter().map(change).collect()).await;
}

/// Tells the loader of the next visit whether there is anything to send: it fetches the program for that alone, on a page that
/// asks nobody.
async fn remember() {
    if let Ok(first) = OUTBOX.read_some(&queue::everything(), 1).await {
        page::remember("unsent", first.length() > 0 || overview::held() > 0);
    }
}

/// Whether this event waits to be sent.
async fn waits(id: &str) -> bool {
    find(id).await.is_waiting()
}

/// The entry of this id, in memory or on the device; an empty one where there is none.
async fn find(id: &str) -> Entry {
    match MEMORY.with_borrow(|memory| memory.iter().find(|held| held.id() == id).cloned()) {
        Some(held) => held,
        None => Entry(OUTBOX.read(&JsValue::from_str(id)).await.unwrap_or_default()),
    }
}
