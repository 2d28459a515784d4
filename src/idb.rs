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
    /// In which order it is read, where it is large.
    pub(crate) order: Option<Order>,
    /// A second store in the same database, which is written with the first; the same where there is no other.
    pub(crate) aside: &'static str,
}

/// The order of a store: by these fields of its entries, one after the other. An entry that lacks one of them has no place in it.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    pub(crate) fields: &'static [&'static str],
    /// Gives an entry from before there was an order what it needs for its place.
    pub(crate) mend: fn(JsValue),
}

/// The name of the index.
const ORDER: &str = "order";

/// What the device knows besides answers: a key, endpoints that rest, whose turn it is to send.
pub(crate) const DEVICE: Place =
    Place { database: "sayso-device", store: "device", order: None, aside: "device" };

/// What is written.
pub(crate) enum Change {
    /// An entry, instead of the one with its `id`.
    Put(JsValue),
    /// The same in the store aside.
    PutAside(JsValue),
    /// The entry with this `id` of the store aside goes.
    DeleteAside(JsValue),
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
        let transaction =
            call(database, "transaction", &[&json::get(database, "objectStoreNames"), &mode, &strict])?;
        let committed = promise(&transaction, "oncomplete", "onabort");
        let within = |name: &str| call(&transaction, "objectStore", &[&JsValue::from_str(name)]);
        let store = within(self.store)?;
        for change in changes {
            match change {
                Change::PutAside(entry) => call(&within(self.aside)?, "put", &[&entry])?,
                Change::DeleteAside(id) => call(&within(self.aside)?, "delete", &[&id])?,
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
        Ok(self.ask("getAll", &[]).await?.unchecked_into())
    }

    /// The first entries within a range of the order, at most so many.
    pub(crate) async fn read_some(self, range: &JsValue, most: usize) -> Result<Array, JsValue> {
        let most = JsValue::from_f64(most as f64);
        Ok(self.ask_of(Some(ORDER), "getAll", &[range, &most]).await?.unchecked_into())
    }

    /// The entry with this `id`, or `undefined`.
    pub(crate) async fn read(self, id: &JsValue) -> Result<JsValue, JsValue> {
        self.ask("get", &[id]).await
    }

    async fn ask(self, what: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
        self.ask_of(None, what, arguments).await
    }

    /// What the store, or an index of it, answers.
    async fn ask_of(
        self,
        index: Option<&str>,
        what: &str,
        arguments: &[&JsValue],
    ) -> Result<JsValue, JsValue> {
        let database = self.open().await?;
        let store = JsValue::from_str(self.store);
        let request = call(&database, "transaction", &[&store])
            .and_then(|transaction| call(&transaction, "objectStore", &[&store]))
            .and_then(|store| index.map_or(Ok(store.clone()), |name| call(&store, "index", &[&name.into()])))
            .and_then(|source| call(&source, what, arguments));
        close(&database);
        result(request?).await
    }

    /// Opens the database, making it what this version of the program needs it to be.
    async fn open(self) -> Result<JsValue, JsValue> {
        let version = if self.order.is_some() { 3.0 } else { 1.0 };
        let opened = self.open_version(&[&self.database.into(), &version.into()]).await;
        match opened {
            // A later version of the program was here: whoever still has this one open goes on in what that made of it.
            Err(_) => self.open_version(&[&self.database.into()]).await,
            opened => opened,
        }
    }

    async fn open_version(self, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
        let factory = json::get(&window(), "indexedDB");
        let request = call(&factory, "open", arguments)?;
        // It asks the event for the request, since most requests never call it: one that held its request would keep both for ever.
        let upgrade = once(move |event| {
            let upgraded = json::get(&event, "target");
            self.upgrade(&upgraded).unwrap_or_else(|_| {
                // Half of it is worse than what was there.
                call(&json::get(&upgraded, "transaction"), "abort", &[]).unwrap_or_default()
            })
        });
        json::set(&request, "onupgradeneeded", &upgrade);
        result(request).await
    }

    /// Makes the stores that are new, and the order; what lies in there is given its place.
    fn upgrade(self, opening: &JsValue) -> Result<JsValue, JsValue> {
        let database = json::get(opening, "result");
        let make = |name: &str| {
            let name = JsValue::from_str(name);
            if contains(&database, "objectStoreNames", &name)? {
                return call(&json::get(opening, "transaction"), "objectStore", &[&name]);
            }
            let by_id = json::object(&[("keyPath", JsValue::from_str("id"))]);
            call(&database, "createObjectStore", &[&name, &by_id])
        };
        let store = make(self.store)?;
        make(self.aside)?;
        let Some(Order { fields, mend }) = self.order else { return Ok(store) };
        if contains(&store, "indexNames", &ORDER.into())? {
            return Ok(store);
        }
        let path: Array = fields.iter().copied().map(JsValue::from_str).collect();
        call(&store, "createIndex", &[&ORDER.into(), &path])?;
        let request = call(&store, "getAll", &[])?;
        let (found, mended) = (request.clone(), store.clone());
        let put = once(move |_| {
            for entry in Array::from(&json::get(&found, "result")).iter() {
                mend(entry.clone());
                let _ = call(&mended, "put", &[&entry]);
            }
            JsValue::UNDEFINED
        });
        json::set(&request, "onsuccess", &put);
        Ok(store)
    }
}

fn contains(target: &JsValue, names: &str, name: &JsValue) -> Result<bool, JsValue> {
    Ok(call(&json::get(target, names), "contains", &[name])?.is_truthy())
}

/// Lets go of a database; what was begun in it is brought to its end.
fn close(database: &JsValue) {
    let _ = call(database, "close", &[]);
}

fn begin_amending(store: &JsValue, id: &JsValue, amend: Amend) -> Result<JsValue, JsValue> {
    let request = call(store, "get", &[id])?;
    let amend = once(move |event| {
        let found = json::get(&event, "target");
        let store = json::get(&found, "source");
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
