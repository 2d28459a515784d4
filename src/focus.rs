//! Where the focus is: on what is new on the screen, on what has to be mended, and back where it came from once the widget is
//! closed.
//!
//! A new screen begins with its heading, and so does the focus: a screen reader reads the question, Tab leads to its first
//! control, and no phone opens its keyboard unasked. The browser rings the heading for whoever came by keyboard, and for
//! nobody who tapped.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, Node, window};

use crate::json;

/// What a new screen begins with.
const BEGINNING: &str = ".title, .thanks";

/// A field or a choice that has to be mended; of a group, its stop for Tab, since the group itself takes no focus.
const INVALID: &str =
    "[aria-invalid=true]:not([role=radiogroup]), [role=radiogroup][aria-invalid=true] [tabindex='0']";

/// What can be mended in what is no field of its own.
const MARKED: &str = "[data-invalid] :is(summary, input, button)";

/// Puts the focus where the new screen begins, once it is drawn. Whoever is busy elsewhere on the page stays there.
pub(crate) fn begin(host: &HtmlElement) {
    let host = host.clone();
    spawn_local(async move {
        sleep(Duration::ZERO).await;
        let is_elsewhere = active().is_some_and(|active| active != *host.unchecked_ref::<Element>());
        if !is_elsewhere {
            first(&host, &[BEGINNING]);
        }
    });
}

/// Puts the focus on the first of what is marked invalid, once the screen has been marked.
pub(crate) fn mend(host: &HtmlElement) {
    let host = host.clone();
    spawn_local(async move {
        sleep(Duration::ZERO).await;
        first(&host, &[INVALID, MARKED]);
    });
}

/// The first that takes the focus: what lies in a closed topic does not.
fn first(host: &HtmlElement, selectors: &[&str]) {
    let Some(root) = host.shadow_root() else { return };
    for found in selectors.iter().filter_map(|selector| root.query_selector_all(selector).ok()) {
        for node in (0..found.length()).filter_map(|place| found.item(place)) {
            let element: HtmlElement = node.unchecked_into();
            let _ = element.focus();
            if root.active_element().as_ref() == Some(element.unchecked_ref()) {
                return;
            }
        }
    }
}

/// What has the focus in the page; the body stands for nothing.
fn active() -> Option<Element> {
    let document = window()?.document()?;
    let body = document.body();
    document
        .active_element()
        .filter(|active| body.as_ref().is_none_or(|body| active != body.unchecked_ref::<Element>()))
}

/// Whether the widget has the focus.
pub(crate) fn is_in(host: &HtmlElement) -> bool {
    host.shadow_root().and_then(|root| root.active_element()).is_some()
}

/// Where in the page the focus came from.
#[derive(Clone)]
pub(crate) struct Origin(Rc<RefCell<Option<Element>>>);

impl Origin {
    /// What has the focus before the widget is there.
    pub(crate) fn now() -> Self {
        Self(Rc::new(RefCell::new(active())))
    }

    /// Notes where the focus comes from, as it comes in.
    pub(crate) fn note(&self, frame: &Node, event: &Event) {
        let Ok(from) = json::get(event, "relatedTarget").dyn_into::<Element>() else { return };
        if !frame.contains(Some(&from)) {
            *self.0.borrow_mut() = Some(from);
        }
    }

    /// Takes the focus back where it came from.
    pub(crate) fn give_back(&self) {
        if let Some(origin) = self.0.borrow().as_ref() {
            let _ = origin.unchecked_ref::<HtmlElement>().focus();
        }
    }
}
