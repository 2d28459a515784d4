//! What lies on the device lies there encrypted: by AES-GCM, under a key in IndexedDB that no script can read out, ours neither.
//!
//! Browsers have the cipher for pages that came over a secure connection. Elsewhere nothing is sealed, and the caller decides what
//! may lie there in the clear.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, JSON, Uint8Array};
use wasm_bindgen::JsValue;

use crate::call::{call, settled, window};
use crate::idb::{Change, DEVICE};
use crate::json;

const CIPHER: &str = "AES-GCM";

/// What the key is kept under.
const KEY: &str = "key";

/// Bytes of a nonce, as the cipher wants them; drawn anew for each text.
const NONCE: u32 = 12;

/// Encrypts a value as JSON.
///
/// # Errors
/// Where the page has no cipher, or the device keeps no key.
pub(crate) async fn seal(value: &JsValue) -> Result<JsValue, JsValue> {
    let key = key().await?;
    let nonce: JsValue = Uint8Array::new_with_length(NONCE).into();
    call(&crypto(), "getRandomValues", &[&nonce])?;
    let text: JsValue = Uint8Array::from(json::stringify(value).as_bytes()).into();
    let data = settled(call(&subtle(), "encrypt", &[&cipher(&nonce), &key, &text])?).await?;
    Ok(json::object(&[("iv", nonce), ("data", data)]).into())
}

/// Reads what was sealed under this key.
///
/// # Errors
/// Where it was another one.
pub(crate) async fn open(key: &JsValue, sealed: &JsValue) -> Result<JsValue, JsValue> {
    let cipher = cipher(&json::get(sealed, "iv"));
    let data = json::get(sealed, "data");
    let text = settled(call(&subtle(), "decrypt", &[&cipher, key, &data])?).await?;
    JSON::parse(&String::from_utf8(Uint8Array::new(&text).to_vec()).unwrap_or_default())
}

/// The key of this device. Read anew each time, since another tab may have wiped it; a new one where none lies here.
///
/// # Errors
/// Where the page has no cipher, or the device reads or keeps no key now.
pub(crate) async fn key() -> Result<JsValue, JsValue> {
    let records = DEVICE.read_all().await?;
    let known = records.iter().map(|record| json::get(&record, KEY)).find(|key| !key.is_undefined());
    match known {
        Some(key) => Ok(key),
        None => make_key().await,
    }
}

/// Of two tabs that make one, the first counts.
async fn make_key() -> Result<JsValue, JsValue> {
    let kind =
        json::object(&[("name", JsValue::from_str(CIPHER)), ("length", JsValue::from_f64(256.0))]).into();
    let uses = Array::of2(&JsValue::from_str("encrypt"), &JsValue::from_str("decrypt")).into();
    let made = settled(call(&subtle(), "generateKey", &[&kind, &JsValue::FALSE, &uses])?).await?;
    let found = Rc::new(RefCell::new(made.clone()));
    let kept = Rc::clone(&found);
    let amend = move |record: JsValue| {
        let known = json::get(&record, KEY);
        if known.is_undefined() {
            return Some(json::object(&[("id", JsValue::from_str(KEY)), (KEY, made)]).into());
        }
        kept.replace(known);
        None
    };
    DEVICE.write(vec![Change::Amend(JsValue::from_str(KEY), Box::new(amend))]).await?;
    let key = found.borrow().clone();
    Ok(key)
}

fn cipher(nonce: &JsValue) -> JsValue {
    json::object(&[("name", JsValue::from_str(CIPHER)), ("iv", nonce.clone())]).into()
}

fn crypto() -> JsValue {
    json::get(&window(), "crypto")
}

fn subtle() -> JsValue {
    json::get(&crypto(), "subtle")
}
