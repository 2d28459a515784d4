//! IndexedDB as futures: just enough to open a database, write in a durable transaction and read back.
//!
//! A crate for it (`idb`) was measured at 9.5 kB brotli, which a first rating should not pay; this is a tenth of it.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStoreParameters, IdbRequest, IdbTransaction, IdbTransactionMode};

use crate::json;

#[wasm_bindgen]
extern "C" {
    /// [`IdbDatabase`] with the third argument of `transaction`, which `web-sys` holds to be unstable.
    #[wasm_bindgen(extends = IdbDatabase)]
    type DurableDatabase;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn durable_transaction(
        this: &DurableDatabase,
        store: &str,
        mode: IdbTransactionMode,
        options: &JsValue,
    ) -> Result<IdbTransaction, JsValue>;
}

/// A store in a database of its own, keyed by `id`.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) database: &'static str,
    pub(crate) store: &'static str,
}

/// What is written.
pub(crate) enum Change {
    /// An entry, instead of the one with its `id`.
    Put(JsValue),
    /// The entry with this `id` goes.
    Delete(JsValue),
}

impl Place {
    /// Writes in one transaction and returns when the browser has committed it, to the disk where it offers to.
    pub(crate) async fn write(self, change: Change) -> Result<(), JsValue> {
        let database = self.open().await?;
        let committed = self.begin(&database, change);
        // What was begun is brought to its end: closing waits for it.
        database.close();
        JsFuture::from(committed?).await.map(drop)
    }

    fn begin(self, database: &IdbDatabase, change: Change) -> Result<Promise, JsValue> {
        let strict = json::object([("durability", JsValue::from_str("strict"))]);
        let transaction = database.unchecked_ref::<DurableDatabase>().durable_transaction(
            self.store,
            IdbTransactionMode::Readwrite,
            &strict,
        )?;
        let committed = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        let store = transaction.object_store(self.store)?;
        match change {
            Change::Put(entry) => store.put(&entry)?,
            Change::Delete(id) => store.delete(&id)?,
        };
        Ok(committed)
    }

    /// Everything in the store, in the order of its keys.
    pub(crate) async fn read_all(self) -> Result<Array, JsValue> {
        let database = self.open().await?;
        let request = database
            .transaction_with_str(self.store)
            .and_then(|transaction| transaction.object_store(self.store)?.get_all());
        database.close();
        Ok(result(&request?).await?.unchecked_into())
    }

    /// Opens the database, making the store if it is new.
    async fn open(self) -> Result<IdbDatabase, JsValue> {
        let factory = web_sys::window()
            .and_then(|window| window.indexed_db().ok().flatten())
            .ok_or_else(|| JsValue::from_str("this browser has no IndexedDB here"))?;
        let request = factory.open_with_u32(self.database, 1)?;
        let upgraded = request.clone();
        let upgrade = Closure::once(move || {
            let Ok(database) = upgraded.result() else { return };
            let database: IdbDatabase = database.unchecked_into();
            let parameters = IdbObjectStoreParameters::new();
            parameters.set_key_path(&JsValue::from_str("id"));
            let _ = database.create_object_store_with_optional_parameters(self.store, &parameters);
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        Ok(result(&request).await?.unchecked_into())
    }
}

async fn result(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let done = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(done).await?;
    request.result()
}
