//! IndexedDB as futures: just enough to open a database, write in a durable transaction and read back.
//!
//! A crate for it (`idb`) was measured at 9.5 kB brotli, which a first rating should not pay; this is a tenth of it.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::call::{call, once, window};
use crate::json;

/// A store in a database of its own, keyed by `id`.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) database: &'static str,
    pub(crate) store: &'static str,
}

/// What the device knows besides answers: a key, endpoints that rest, whose turn it is to send.
pub(crate) const DEVICE: Place = Place { database: "sayso-device", store: "device" };

/// What is written.
pub(crate) enum Change {
    /// An entry, instead of the one with its `id`.
    Put(JsValue),
    /// The entry with this `id` goes.
    Delete(JsValue),
    /// Everything goes.
    Clear,
    /// The entry with this `id` becomes what this makes of it, or stays; nobody else writes in between.
    Amend(JsValue, Amend),
}

/// Makes something of an entry; `undefined` where there is none.
pub(crate) type Amend = Box<dyn FnOnce(JsValue) -> Option<JsValue>>;

impl Place {
    /// Writes in one transaction, all or nothing, and returns when the browser has committed it, to the disk where it offers to.
    pub(crate) async fn write(self, changes: Vec<Change>) -> Result<(), JsValue> {
        let database = self.open().await?;
        let committed = match self.begin(&database, changes) {
            Ok(committed) => committed.await.map(drop),
            Err(error) => Err(error),
        };
        // Not before: WebKit tells nobody of a transaction that failed in a database that is closed.
        close(&database);
        committed
    }

    fn begin(self, database: &JsValue, changes: Vec<Change>) -> Result<JsFuture, JsValue> {
        let strict = json::object(&[("durability", JsValue::from_str("strict"))]);
        let mode = JsValue::from_str("readwrite");
        let transaction = call(database, "transaction", &[&JsValue::from_str(self.store), &mode, &strict])?;
        let committed = promise(&transaction, "oncomplete", "onabort");
        let store = call(&transaction, "objectStore", &[&JsValue::from_str(self.store)])?;
        for change in changes {
            match change {
                Change::Put(entry) => call(&store, "put", &[&entry])?,
                Change::Delete(id) => call(&store, "delete", &[&id])?,
                Change::Clear => call(&store, "clear", &[])?,
                Change::Amend(id, amend) => begin_amending(&store, &id, amend)?,
            };
        }
        Ok(committed)
    }

    /// Everything in the store, in the order of its keys.
    pub(crate) async fn read_all(self) -> Result<Array, JsValue> {
        let database = self.open().await?;
        let store = JsValue::from_str(self.store);
        let request = call(&database, "transaction", &[&store])
            .and_then(|transaction| call(&transaction, "objectStore", &[&store]))
            .and_then(|store| call(&store, "getAll", &[]));
        close(&database);
        Ok(result(request?).await?.unchecked_into())
    }

    /// Opens the database, making the store if it is new.
    async fn open(self) -> Result<JsValue, JsValue> {
        let factory = json::get(&window(), "indexedDB");
        let request = call(&factory, "open", &[&JsValue::from_str(self.database), &JsValue::from_f64(1.0)])?;
        let upgraded = request.clone();
        let upgrade = once(move |_| {
            let by_id = json::object(&[("keyPath", JsValue::from_str("id"))]);
            let database = json::get(&upgraded, "result");
            call(&database, "createObjectStore", &[&JsValue::from_str(self.store), &by_id])
                .unwrap_or_default()
        });
        json::set(&request, "onupgradeneeded", &upgrade);
        result(request).await
    }
}

/// Lets go of a database; what was begun in it is brought to its end.
fn close(database: &JsValue) {
    let _ = call(database, "close", &[]);
}

fn begin_amending(store: &JsValue, id: &JsValue, amend: Amend) -> Result<JsValue, JsValue> {
    let request = call(store, "get", &[id])?;
    let (store, found) = (store.clone(), request.clone());
    let amend = once(move |_| {
        let entry = amend(json::get(&found, "result"));
        if entry.is_some_and(|entry| call(&store, "put", &[&entry]).is_err()) {
            // What cannot be written fails the whole.
            let _ = call(&json::get(&store, "transaction"), "abort", &[]);
        }
        JsValue::UNDEFINED
    });
    json::set(&request, "onsuccess", &amend);
    Ok(request)
}

async fn result(request: JsValue) -> Result<JsValue, JsValue> {
    promise(&request, "onsuccess", "onerror").await?;
    Ok(json::get(&request, "result"))
}

/// Settles with one of two events.
fn promise(target: &JsValue, good: &str, bad: &str) -> JsFuture {
    let mut wire = |resolve: Function, reject: Function| {
        json::set(target, good, &resolve);
        json::set(target, bad, &reject);
    };
    JsFuture::from(Promise::new(&mut wire))
}
