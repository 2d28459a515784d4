//! Keeps every event in IndexedDB from the tap until the endpoint has acknowledged it.
//!
//! An event is stored first and sent second. Where the browser denies storage it is held in memory alone, and the
//! caller is told so.

use sayso_core::config::Format;
use sayso_core::delivery::Outcome;
use sayso_core::event::Event;
use wasm_bindgen::JsValue;

use crate::idb::{Change, Place};
use crate::json;
use crate::page;
use crate::transport::{self, Destination};

const OUTBOX: Place = Place { database: "sayso", store: "outbox" };

/// Whether an event survives the closing of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    Stored,
    MemoryOnly,
}

/// An event and where it goes, as the outbox keeps it.
#[derive(Clone)]
pub(crate) struct Entry(JsValue);

impl Entry {
    pub(crate) fn new(event: &Event, destination: &Destination) -> Self {
        let entry = json::object([
            ("id", JsValue::from_str(&event.id.to_string())),
            ("event", json::to_js(&event.encode())),
            ("endpoint", JsValue::from_str(&destination.endpoint)),
            ("format", JsValue::from_str(format_name(destination.format))),
            ("state", JsValue::from_str("waiting")),
            ("attempts", JsValue::from_f64(0.0)),
        ]);
        if let Some(key) = &destination.key {
            json::set(&entry, "key", &JsValue::from_str(key));
        }
        Self(entry.into())
    }

    pub(crate) fn id(&self) -> JsValue {
        json::get(&self.0, "id")
    }

    fn is_waiting(&self) -> bool {
        json::get(&self.0, "state").as_string().as_deref() == Some("waiting")
    }

    fn destination(&self) -> Option<Destination> {
        let format = json::get(&self.0, "format").as_string()?;
        Some(Destination {
            endpoint: json::get(&self.0, "endpoint").as_string()?,
            key: json::get(&self.0, "key").as_string(),
            format: Format::NAMES.iter().find(|(name, _)| *name == format)?.1,
        })
    }

    /// The same entry after an attempt that failed.
    fn failed(&self, state: &str, reason: &str) -> &JsValue {
        let attempts = json::get(&self.0, "attempts").as_f64().unwrap_or(0.0);
        json::set(&self.0, "state", &JsValue::from_str(state));
        json::set(&self.0, "attempts", &JsValue::from_f64(attempts + 1.0));
        json::set(&self.0, "lastError", &JsValue::from_str(reason));
        &self.0
    }
}

fn format_name(format: Format) -> &'static str {
    Format::NAMES[format as usize].0
}

/// Stores an entry; returns once the browser has committed it.
pub(crate) async fn store(entry: &Entry) -> Durability {
    if try_store(&entry.0).await.is_ok() {
        page::remember("unsent", true);
        return Durability::Stored;
    }
    page::warn_once("storage", "this browser stores nothing here, so answers are sent at once and not kept");
    Durability::MemoryOnly
}

async fn try_store(entry: &JsValue) -> Result<(), JsValue> {
    OUTBOX.write(Change::Put(entry.clone())).await
}

/// Sends one entry and settles it: forgotten when delivered, kept for later, or parked.
pub(crate) async fn send(entry: &Entry) -> Outcome {
    let Some(destination) = entry.destination() else { return Outcome::Parked };
    let reply = transport::post(&destination, &json::get(&entry.0, "event")).await;
    match reply.outcome {
        Outcome::Delivered => {
            let _ = OUTBOX.write(Change::Delete(entry.id())).await;
        }
        Outcome::Retry => {
            complain(&destination, &reply.reason, "kept on this device and sent again later");
            let _ = try_store(entry.failed("waiting", &reply.reason)).await;
        }
        Outcome::Parked => {
            complain(&destination, &reply.reason, "refused as it is, and kept on this device");
            let _ = try_store(entry.failed("parked", &reply.reason)).await;
        }
    }
    reply.outcome
}

/// Tells the loader of the next visit whether there is anything to send: it fetches the program for that alone, on a page that
/// asks nobody.
pub(crate) async fn remember() {
    if let Some(waiting) = pending().await {
        page::remember("unsent", waiting > 0);
    }
}

/// One line an endpoint, however many events wait for it.
fn complain(destination: &Destination, reason: &str, fate: &str) {
    let endpoint = &destination.endpoint;
    page::warn_once(endpoint, &[endpoint, " did not take an event (", reason, "); it is ", fate].concat());
}

/// Sends what earlier visits left behind, oldest first; an endpoint that fails is left alone for this time, so that one
/// that is gone for good does not hold up the others. Calls `delivered` for each that arrived.
pub(crate) async fn flush(mut delivered: impl FnMut(&Entry)) {
    let mut in_trouble = Vec::new();
    for entry in waiting().await.unwrap_or_default() {
        let endpoint = json::get(&entry.0, "endpoint").as_string();
        if in_trouble.contains(&endpoint) {
            continue;
        }
        match send(&entry).await {
            Outcome::Delivered => delivered(&entry),
            Outcome::Parked => {}
            Outcome::Retry => in_trouble.push(endpoint),
        }
    }
    remember().await;
}

/// How many events wait to be sent; `None` where the browser keeps nothing.
pub(crate) async fn pending() -> Option<usize> {
    Some(waiting().await.ok()?.len())
}

async fn waiting() -> Result<Vec<Entry>, JsValue> {
    Ok(OUTBOX.read_all().await?.iter().map(Entry).filter(Entry::is_waiting).collect())
}
