//! Keeps a half-filled response in IndexedDB, one for each survey at each touch point, until it is submitted.
//!
//! In a database of its own, so that the outbox is not touched by what is only convenience: where the browser denies storage
//! nobody is told, and whoever comes back starts anew. What may lie in it is decided by [`Draft`]: not how to reach somebody
//! and not what they complain of, since it lies there in the clear.

use leptos::task::spawn_local;
use sayso_core::draft::Draft;
use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::idb::{Change, Place};
use crate::{clock, json};

const DRAFTS: Place = Place { database: "sayso-drafts", store: "drafts" };

/// What a draft is kept under.
pub(crate) fn key(survey: &str, touchpoint: &str) -> String {
    [survey, "\n", touchpoint].concat()
}

/// The draft under this key, as it lies there. Those that are stale are thrown away, whosever they are.
pub(crate) async fn recall(key: &str) -> Option<Value> {
    let mut found = None;
    let now = clock::now();
    for entry in DRAFTS.read_all().await.ok()?.iter() {
        let id = json::get(&entry, "id");
        let draft = json::from_js(&json::get(&entry, "draft")).unwrap_or_default();
        if Draft::is_stale(&draft, now) {
            write(Change::Delete(id));
        } else if id.as_string().as_deref() == Some(key) {
            found = Some(draft);
        }
    }
    found
}

/// Keeps a draft, instead of the one before.
pub(crate) fn keep(key: &str, draft: &Draft) {
    let entry = json::object([("id", JsValue::from_str(key)), ("draft", json::to_js(&draft.encode()))]);
    write(Change::Put(entry.into()));
}

/// Throws the draft under this key away.
pub(crate) fn forget(key: &str) {
    write(Change::Delete(JsValue::from_str(key)));
}

/// The browser keeps the order of what is written. Nobody waits for it.
fn write(change: Change) {
    spawn_local(async move {
        let _ = DRAFTS.write(change).await;
    });
}
