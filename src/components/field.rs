//! A field to write in: what text, numbers, days and contacts have in common.
//!
//! # Keyboard
//! A native field. Enter in a field of one line goes on.
//!
//! # Screen reader
//! Named by its label or by the question, described by the help and by what is wrong with it. What cannot be taken is
//! said when somebody would go on, and the focus returns to the field that is marked invalid.

use std::rc::Rc;

use leptos::prelude::untrack;
use leptos::task::spawn_local;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::ask::{Ask, DESCRIBED_BY};
use super::rating_group::word;

use crate::element::{Element, element};
use crate::json;
use crate::session::Writing;
use crate::texts::Phrase;

/// What stands in the fields of a question: an answer, none, or why it cannot be one.
pub(super) type Reading = Result<Option<Value>, Phrase>;

/// Reads the fields of a question. `true` once a field is left: then is the time to say what is wrong with it.
pub(super) type Read = Rc<dyn Fn(bool) -> Reading>;

/// The one field of a question, which is invalid while the question's error is shown.
pub(super) fn field(ask: Ask, tag: &str) -> Element {
    line(ask, tag)
        .attr("aria-describedby", DESCRIBED_BY)
        .live_attr("aria-invalid", move || word(ask.has_error(), "true", "false"))
}

/// A field to write in.
pub(super) fn line(ask: Ask, tag: &str) -> Element {
    let required = if ask.with(|question| question.required) { "true" } else { "false" };
    let field = element(tag).class("line").part("field").attr("aria-required", required);
    if tag == "input" { field.attr("type", "text").attr("enterkeyhint", "next") } else { field }
}

/// Keeps what is written with every letter, and tells the page once the field is left.
pub(super) fn reads(ask: Ask, field: Element, read: &Read) -> Element {
    let has_lines = field.node().tag_name() == "TEXTAREA";
    let (node, id, read) = (field.html(), field.node().id(), read.clone());
    let refused = ask.session.writing(&ask.id(), &id);
    if let Some(text) = &refused {
        json::set(&node, "value", &text.as_str().into());
    }
    let took = Rc::new(move |is_left: bool| {
        let reading = read(is_left);
        let fields = if reading.is_err() { fields_beside(&node) } else { Vec::new() };
        ask.session.keep_writing(&ask.id(), fields);
        take(ask, reading, is_left);
    });
    if refused.is_some() {
        // Once the fields beside it stand there too, it is read again: in this language, and with what is wrong with it.
        let took = took.clone();
        spawn_local(async move { took(true) });
    }
    let (left, entered) = (took.clone(), took.clone());
    field.on("input", move |_| took(false)).on("change", move |_| left(true)).on("keydown", move |event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        // Enter also ends a word that is being composed, as Vietnamese ones often are.
        if key.key() == "Enter" && !has_lines && !key.is_composing() {
            event.prevent_default();
            entered(true);
            ask.go_on();
        }
    })
}

/// What stands in all fields of the screen that this one is on.
fn fields_beside(field: &HtmlElement) -> Writing {
    let screen = field.closest(".screen").ok().flatten();
    let Some(found) = screen.and_then(|screen| screen.query_selector_all(".line").ok()) else {
        return Vec::new();
    };
    let fields = (0..found.length()).filter_map(|place| found.item(place));
    fields.map(JsCast::unchecked_into::<HtmlElement>).map(|field| [field.id(), written(&field)]).collect()
}

/// Takes an answer, or notes why there is none.
pub(super) fn take(ask: Ask, reading: Reading, is_whole: bool) {
    let (value, why) = match reading {
        Ok(value) => (value, None),
        Err(why) => (None, Some(why)),
    };
    ask.session.refuse(why);
    if is_whole { ask.answer(value) } else { ask.note(value) }
}

/// What stands in a field.
pub(super) fn written(field: &HtmlElement) -> String {
    json::get(field, "value").as_string().unwrap_or_default()
}

/// The answer so far, read once.
pub(super) fn given(ask: Ask) -> Option<Value> {
    untrack(|| ask.value())
}
