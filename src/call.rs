//! Calls what a browser offers by its name. A typed binding would put an import of its own into the glue, which every page loads
//! before its first screen; what only goes on after it is called from here.

use std::pin::Pin;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::json;

/// Calls a method.
///
/// # Errors
/// What it throws, or `undefined` where the browser has no such method.
pub(crate) fn call(target: &JsValue, method: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = json::get(target, method).dyn_into().map_err(|_| JsValue::UNDEFINED)?;
    method.apply(target, &arguments.iter().copied().collect::<Array>())
}

/// Waits for what a method promises.
pub(crate) fn settled(promise: JsValue) -> JsFuture {
    JsFuture::from(promise.unchecked_into::<Promise>())
}

/// A function for the browser, which frees it when it is done with it.
pub(crate) fn function(act: Box<dyn FnMut(JsValue) -> JsValue>) -> JsValue {
    Closure::wrap(act).into_js_value()
}

/// The same of what can be done only once.
pub(crate) fn once(act: impl FnOnce(JsValue) -> JsValue + 'static) -> JsValue {
    let mut act = Some(act);
    function(Box::new(move |argument| act.take().map_or(JsValue::UNDEFINED, |act| act(argument))))
}

/// Calls this whenever something happens, for as long as the page lives.
pub(crate) fn on(target: &JsValue, event: &str, act: fn()) {
    let act = function(Box::new(move |_| {
        act();
        JsValue::UNDEFINED
    }));
    let _ = call(target, "addEventListener", &[&JsValue::from_str(event), &act]);
}

/// Does something in the background, also on a page that shows no survey.
pub(crate) fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    wasm_bindgen_futures::spawn_local(work);
}

/// The page's own object.
pub(crate) fn window() -> JsValue {
    js_sys::global().into()
}
