//! Keeps a half-filled response in IndexedDB, one for each survey at each touch point, until it is submitted.
//!
//! In a database of its own, so that the outbox is not touched by what is only convenience: where the browser denies storage
//! nobody is told, and whoever comes back starts anew. It lies there sealed; where the page has no cipher, only while it holds
//! nobody's words. What may lie in it at all is decided by [`Draft`]: not how to reach somebody and not what they complain of.

use std::cell::Cell;

use sayso_core::draft::Draft;
use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::call::spawn;
use crate::idb::{Change, Place};
use crate::{clock, json, vault};

const DRAFTS: Place = Place { database: "sayso-drafts", store: "drafts", order: None, aside: "drafts" };

thread_local! {
    /// How often a draft was kept or thrown away on this page, by whichever survey: two that are kept in the same moment are rare,
    /// and the next screen keeps the other.
    static TURN: Cell<u32> = const { Cell::new(0) };
}

/// What a draft is kept under.
pub(crate) fn key(survey: &str, touchpoint: &str) -> String {
    [survey, "\n", touchpoint].concat()
}

/// The draft under this key, as it lies there. Those that are stale or cannot be read any more are thrown away, whosever they are.
pub(crate) async fn recall(key: &str) -> Option<Value> {
    let mut found = None;
    let now = clock::now();
    for entry in DRAFTS.read_all().await.ok()?.iter() {
        let id = json::get(&entry, "id");
        let sealed = json::get(&entry, "sealed");
        let draft = if sealed.is_undefined() {
            json::get(&entry, "draft")
        } else {
            // One that cannot be read now is no stale one.
            let Ok(key) = vault::key().await else { continue };
            vault::open(&key, &sealed).await.unwrap_or_default()
        };
        let draft = json::from_js(&draft).unwrap_or_default();
        if Draft::is_stale(&draft, now) {
            let _ = DRAFTS.write(vec![Change::Delete(id)]).await;
        } else if id.as_string().as_deref() == Some(key) {
            found = Some(draft);
        }
    }
    found
}

/// Keeps a draft, instead of the one before. Nobody waits for it.
pub(crate) fn keep(key: &str, draft: &Draft) {
    let (turn, id) = (next_turn(), JsValue::from_str(key));
    let (is_private, clear) = (draft.is_private(), json::to_js(&draft.encode()));
    spawn(async move {
        let kept = match vault::seal(&clear).await {
            Ok(sealed) => Some(("sealed", sealed)),
            Err(_) => (!is_private).then_some(("draft", clear)),
        };
        let change = match kept {
            Some(kept) => Change::Put(json::object(&[("id", id), kept]).into()),
            None => Change::Delete(id),
        };
        // It takes a moment to seal; what was done since counts.
        if TURN.get() == turn {
            let _ = DRAFTS.write(vec![change]).await;
        }
    });
}

/// Throws the draft under this key away.
pub(crate) fn forget(key: &str) {
    next_turn();
    let change = Change::Delete(JsValue::from_str(key));
    spawn(async move {
        let _ = DRAFTS.write(vec![change]).await;
    });
}

/// Throws every draft away.
pub(crate) async fn wipe() {
    next_turn();
    let _ = DRAFTS.write(vec![Change::Clear]).await;
}

fn next_turn() -> u32 {
    TURN.set(TURN.get().wrapping_add(1));
    TURN.get()
}
