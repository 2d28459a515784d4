//! Keeps a half-filled response in IndexedDB, one for each survey at each touch point, until it is submitted.
//!
//! In a database of its own, so that the outbox is not touched by what is only convenience: where the browser denies storage
//! nobody is told, and whoever comes back starts anew. What may lie in it is decided by [`Draft`]: not how to reach somebody
//! and not what they complain of, since it lies there in the clear.

use sayso_core::draft::Draft;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

use crate::{clock, idb, json};

const DATABASE: &str = "sayso-drafts";
const STORE: &str = "drafts";

/// What a draft is kept under.
pub(crate) fn key(survey: &str, touchpoint: &str) -> String {
    [survey, "\n", touchpoint].concat()
}

/// The draft under this key, if it is still fresh. Those that are not are thrown away, whosever they are.
pub(crate) async fn recall(key: &str) -> Option<Draft> {
    let database = idb::open(DATABASE, STORE).await.ok()?;
    let all = idb::read_all(&database, STORE).await;
    let mut found = None;
    for entry in all.iter().flat_map(js_sys::Array::iter) {
        let id = json::get(&entry, "id");
        let draft = json::from_js(&json::get(&entry, "draft")).ok().and_then(|draft| Draft::decode(&draft));
        match draft.filter(|draft| draft.is_fresh(clock::now())) {
            Some(draft) if id.as_string().as_deref() == Some(key) => found = Some(draft),
            Some(_) => {}
            None => delete(&database, &id).await,
        }
    }
    database.close();
    found
}

/// Keeps a draft, instead of the one before.
pub(crate) async fn keep(key: &str, draft: &Draft) {
    let entry = json::object([("id", JsValue::from_str(key)), ("draft", json::to_js(&draft.encode()))]);
    let Ok(database) = idb::open(DATABASE, STORE).await else { return };
    let _ = idb::write(&database, STORE, |store| store.put(entry.unchecked_ref()).map(drop)).await;
    database.close();
}

/// Throws the draft under this key away.
pub(crate) async fn forget(key: &str) {
    let Ok(database) = idb::open(DATABASE, STORE).await else { return };
    delete(&database, &JsValue::from_str(key)).await;
    database.close();
}

async fn delete(database: &IdbDatabase, id: &JsValue) {
    let _ = idb::write(database, STORE, |store| store.delete(id).map(drop)).await;
}
