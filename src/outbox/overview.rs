//! What the page may know of what is kept here: what memory alone holds, and one event to be exported. What lies on the device
//! `loader/sayso-page.js` lists and counts, which weighs less; it unseals none of it.

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{Entry, MEMORY, find, key_to};
use crate::json;

/// How many are held in memory alone, and wait.
pub(super) fn held() -> usize {
    MEMORY.with_borrow(|memory| memory.iter().filter(|entry| entry.is_waiting()).count())
}

/// What is held in memory alone, as it is kept.
pub(crate) fn in_memory() -> Array {
    MEMORY.with_borrow(|memory| memory.iter().map(|entry| entry.0.clone()).collect())
}

/// One entry as it is kept, with its event in the clear; `undefined` where it is not kept here.
pub(crate) async fn one(id: &str) -> JsValue {
    let entry = find(id).await;
    if entry.0.is_undefined() {
        return JsValue::UNDEFINED;
    }
    let key = key_to(std::slice::from_ref(&entry)).await.unwrap_or_default();
    let event = entry.event(&key).await.unwrap_or_default();
    let Entry(entry) = entry;
    json::object(&[("entry", entry), ("event", event)]).into()
}
