//! The dropdown question: one of a long list, by the device's own menu.
//!
//! # Keyboard and screen reader
//! A native `select` named by the question; a phone shows its wheel or its sheet.

use std::rc::Rc;

use sayso_core::complaint::Group as Topic;
use sayso_core::survey::Options;
use serde_json::Value;

use super::ask::{Ask, TITLE_ID};
use super::face::drawn;
use super::field::{Read, field, given, reads, written};
use crate::element::{Element, element, svg};
use crate::texts::Phrase;

/// The menu of a dropdown question.
pub(super) fn dropdown(ask: Ask, options: &Options) -> Element {
    let given = given(ask);
    let given = given.as_ref().and_then(Value::as_str).unwrap_or_default();
    let item = |id: &str, label: &Phrase| {
        let item = element("option").attr("value", id).says(label);
        if id == given { item.attr("selected", "") } else { item }
    };
    let menu =
        field(ask, "select").attr("aria-labelledby", TITLE_ID).child(item("", &ask.text("dropdown.choose")));
    let menu = match options {
        Options::Listed(options) => {
            menu.children(options.iter().map(|option| item(&option.id, &ask.local(&option.label))))
        }
        Options::Reasons => menu.children(Topic::asked().map(|topic| {
            let reasons = topic.reasons().map(|reason| item(reason.code(), &ask.fixed(reason.label())));
            element("optgroup").attr("label", &ask.fixed(topic.label())).children(reasons)
        })),
    };
    let node = menu.html();
    let read: Read = Rc::new(move |_| {
        let id = written(&node);
        Ok((!id.is_empty()).then(|| id.into()))
    });
    let chevron = drawn("chevron", "0 0 24 24").child(svg("path").attr("d", "M6 9.5 12 15.5 18 9.5"));
    element("div").class("field dropdown").child(reads(ask, menu, &read)).child(chevron)
}
