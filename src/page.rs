//! What the widget needs of the page around it, and how it speaks to that page: composed events and the console.

use std::cell::RefCell;
use std::time::Duration;

use gloo_timers::future::sleep;
use js_sys::{Function, Promise};
use leptos::task::spawn_local;
use sayso_core::event::Event;
use sayso_core::response::{MAX_TOUCHPOINT, clip};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement, Url, UrlSearchParams, console, window};

use crate::json;

/// The page's address without its query and fragment, which may hold what is nobody's business.
pub(crate) fn source() -> String {
    let Some(window) = window() else { return String::new() };
    // In a frame it is the address of the page around it, which that page says.
    let around = json::get(&window, "saysoSource").as_string();
    let own = |location: web_sys::Location| {
        [location.origin().unwrap_or_default(), location.pathname().unwrap_or_default()].concat()
    };
    let address = around.unwrap_or_else(|| own(window.location()));
    clip(&address, Event::MAX_SOURCE).to_owned()
}

/// The path of the page: the touch point of a tag that names none.
pub(crate) fn path() -> String {
    let path = window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    clip(&path, MAX_TOUCHPOINT).to_owned()
}

/// What the link to the page says under a name.
pub(crate) fn link_parameter(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Keeps a word for the loader, beside its own, or takes it back; a page without storage remembers nothing.
pub(crate) fn remember(word: &str, is_so: bool) {
    let Some(storage) = window().map(|window| json::get(&window, "localStorage")) else { return };
    let word = ["sayso:", word].concat();
    if is_so {
        json::set(&storage, &word, &JsValue::from_str("1"));
    } else if let Ok(storage) = storage.dyn_into::<js_sys::Object>() {
        let _ = js_sys::Reflect::delete_property(&storage, &JsValue::from_str(&word));
    }
}

/// An address as the page would follow it, made whole, so that it means the same on every other page.
pub(crate) fn absolute(address: &str) -> String {
    let base = window().and_then(|window| window.document()?.base_uri().ok().flatten());
    let url = base.and_then(|base| Url::new_with_base(address, &base).ok());
    url.map_or_else(|| address.to_owned(), |url| url.href())
}

/// Whether the browser says that it has a network.
pub(crate) fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Whether somebody may be looking at the page.
pub(crate) fn is_visible() -> bool {
    let document = window().and_then(|window| window.document());
    document.is_some_and(|document| json::get(&document, "hidden") == JsValue::FALSE)
}

/// Whether the page may put something on the clipboard.
pub(crate) fn can_copy() -> bool {
    !clipboard().is_undefined()
}

/// Puts a text on the clipboard; whether that was allowed.
pub(crate) async fn copy(text: &str) -> bool {
    let clipboard = clipboard();
    let write = json::get(&clipboard, "writeText").dyn_into::<Function>();
    let promise = write.and_then(|write| write.call1(&clipboard, &JsValue::from_str(text)));
    match promise {
        Ok(promise) => JsFuture::from(promise.unchecked_into::<Promise>()).await.is_ok(),
        Err(_) => false,
    }
}

/// Absent from pages that did not come over a secure connection.
fn clipboard() -> JsValue {
    window().map_or(JsValue::UNDEFINED, |window| json::get(&window.navigator(), "clipboard"))
}

/// The address of the same host.
pub(crate) fn origin(address: &str) -> Option<String> {
    Url::new(address).ok().map(|url| url.origin()).filter(|origin| origin != "null")
}

/// Lifts the frame over the page, into the browser's own top layer; what the browser lacks is done by the style sheet alone.
pub(crate) fn lift(frame: &HtmlElement) {
    if frame.has_attribute("popover") {
        invoke(frame, "showPopover");
        if is_astray(frame) {
            let style = frame.style();
            let _ = style.set_property("position", "static");
            let _ = frame.offset_height();
            let _ = style.remove_property("position");
        }
    } else if frame.tag_name() == "DIALOG" {
        invoke(frame, "showModal");
    }
}

/// Whether what was lifted is far from the foot of the window: WebKit places it in a transformed page as if it still stood there,
/// until it is positioned anew. What lifts it has laid out the page, so to ask costs nothing.
fn is_astray(frame: &HtmlElement) -> bool {
    const FAR: f64 = 100.0;
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.is_some_and(|height| (height - frame.get_bounding_client_rect().bottom()).abs() > FAR)
}

/// Gives the page back what a dialog keeps from it while it is shown.
pub(crate) fn lower(frame: &HtmlElement) {
    if frame.tag_name() == "DIALOG" {
        invoke(frame, "close");
    }
}

fn invoke(target: &HtmlElement, method: &str) {
    if let Ok(method) = json::get(target, method).dyn_into::<Function>() {
        let _ = method.call0(target);
    }
}

/// Whether the visitor asked for less motion.
pub(crate) fn prefers_reduced_motion() -> bool {
    window()
        .and_then(|window| window.match_media("(prefers-reduced-motion: reduce)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Tells the page that something happened. Composed and bubbling, so that it leaves the shadow root and can be
/// listened to on the document.
pub(crate) fn dispatch(host: &HtmlElement, name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&["sayso:", name].concat(), &init) {
        let _ = host.dispatch_event(&event);
    }
}

/// Brings the widget back into view, where a long form has just given way to a short screen. A page that shows it
/// already does not move.
pub(crate) fn reveal(host: &HtmlElement) {
    let host = host.clone();
    spawn_local(async move {
        sleep(Duration::ZERO).await;
        let nearest = json::object(&[("block", JsValue::from_str("nearest"))]);
        if let Ok(scroll) = json::get(&host, "scrollIntoView").dyn_into::<Function>() {
            let _ = scroll.call1(&host, &nearest);
        }
    });
}

thread_local! {
    static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Warns the page's author, once about each subject, however often it comes up.
pub(crate) fn warn_once(subject: &str, message: &str) {
    let is_new = SAID.with_borrow_mut(|said| {
        let is_new = !said.iter().any(|before| before == subject);
        if is_new {
            said.push(subject.to_owned());
        }
        is_new
    });
    if is_new {
        console::warn_1(&JsValue::from_str(&["sayso: ", message].concat()));
    }
}
