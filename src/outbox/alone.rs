//! One tab at a time: a lock of the browser, or a lease in IndexedDB where it has none.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::future::sleep;
use js_sys::{Array, Date, Function, Promise};
use sayso_core::delivery::{Haste, is_free, lease_ms};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::sender::run;
use crate::call::{call, once, settled, window};
use crate::idb::{Change, DEVICE};
use crate::{clock, json};

const NAME: &str = "sayso-outbox";

/// How often a tab looks whether the lease is free.
const LOOK: Duration = Duration::from_millis(300);

thread_local! {
    /// Who holds the lease, where this tab does.
    static HOLDER: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sends while no other tab of this site does the same; waits for its turn.
pub(crate) async fn alone(haste: Haste) {
    let has_begun = Rc::new(Cell::new(false));
    let begun = Rc::clone(&has_begun);
    let turn = request(NAME, move || {
        begun.set(true);
        future_to_promise(async move {
            run(haste).await;
            Ok(JsValue::UNDEFINED)
        })
        .into()
    });
    if let Ok(turn) = turn {
        let _ = settled(turn).await;
    }
    // No locks here, or none for this page.
    if !has_begun.get() {
        with_lease(haste).await;
    }
}

/// Asks for a lock of this name, held from the moment it is granted until what the closure promises has come.
fn request(name: &str, granted: impl FnOnce() -> JsValue + 'static) -> Result<JsValue, JsValue> {
    call(&locks(), "request", &[&JsValue::from_str(name), &once(move |_| granted())])
}

/// Takes a lock for as long as the page lives, or until what this comes to is called.
pub(super) fn hold(name: &str) -> Option<Function> {
    let mut release = None;
    let until = Promise::new(&mut |resolve, _| release = Some(resolve));
    request(name, move || until.into()).ok().and(release)
}

/// Whether a page holds this lock. Nobody can tell in a browser without locks.
pub(super) async fn is_held(name: &str) -> bool {
    let Ok(query) = call(&locks(), "query", &[]) else { return false };
    let locks = settled(query).await.unwrap_or_default();
    let held = Array::from(&json::get(&locks, "held"));
    held.iter().any(|lock| json::get(&lock, "name").as_string().as_deref() == Some(name))
}

fn locks() -> JsValue {
    json::get(&json::get(&window(), "navigator"), "locks")
}

async fn with_lease(haste: Haste) {
    let holder = clock::uuid().to_string();
    // Where nothing can be written, other tabs see nothing of what this one sends.
    while let Ok(false) = claim(&holder, 0).await {
        sleep(LOOK).await;
    }
    HOLDER.set(Some(holder));
    run(haste).await;
    if HOLDER.take().is_some() {
        let _ = DEVICE.write(vec![Change::Delete(JsValue::from_str(NAME))]).await;
    }
}

/// Says that this tab still sends, before each request, of so many bytes.
pub(super) async fn renew(bytes: usize) {
    if let Some(holder) = HOLDER.with_borrow(Clone::clone) {
        let _ = claim(&holder, bytes).await;
    }
}

async fn claim(holder: &str, bytes: usize) -> Result<bool, JsValue> {
    let (is_mine, holder) = (Rc::new(Cell::new(false)), JsValue::from_str(holder));
    let got = Rc::clone(&is_mine);
    let amend = move |lease: JsValue| {
        let until = json::get(&lease, "until").as_f64().unwrap_or_default();
        let now = Date::now();
        let is_free =
            json::get(&lease, "holder") == holder || is_free(clock::millis(until), clock::millis(now));
        got.set(is_free);
        let until = JsValue::from_f64(now + lease_ms(bytes) as f64);
        is_free.then(|| {
            json::object(&[("id", JsValue::from_str(NAME)), ("holder", holder), ("until", until)]).into()
        })
    };
    DEVICE.write(vec![Change::Amend(JsValue::from_str(NAME), Box::new(amend))]).await?;
    Ok(is_mine.get())
}
