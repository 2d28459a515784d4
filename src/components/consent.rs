//! The consent question: an opt-in that is not ticked beforehand. The answer keeps which words were agreed to, and when.
//!
//! # Keyboard
//! One stop for Tab; Space and Enter tick it and take it back.
//!
//! # Screen reader
//! A `checkbox` named by the words that are agreed to, in the group of the question.

use leptos::prelude::untrack;
use sayso_core::response::write_time;
use sayso_core::survey::Consent;
use serde_json::{Map, Value};

use super::ask::{Ask, DESCRIBED_BY, TITLE_ID};
use super::option::checkbox;
use crate::clock;
use crate::element::{Element, element};

/// The box of a consent question.
pub(super) fn consent(ask: Ask, asked: &Consent) -> Element {
    let version = asked.text_version.clone();
    let tick = move || {
        let is_given = untrack(|| ask.value()).is_some();
        ask.answer((!is_given).then(|| agreed(&version)));
    };
    element("div")
        .class("options consent")
        .attr("role", "group")
        .attr("aria-labelledby", TITLE_ID)
        .attr("aria-describedby", DESCRIBED_BY)
        .child(
            checkbox(&ask.local(&asked.text), move || ask.value().is_some(), tick)
                .live_attr("aria-invalid", move || ask.has_error().then(|| "true".to_owned())),
        )
}

fn agreed(version: &str) -> Value {
    let mut consent = Map::new();
    consent.insert("given".to_owned(), true.into());
    consent.insert("textVersion".to_owned(), version.into());
    consent.insert("time".to_owned(), write_time(clock::now()).into());
    Value::Object(consent)
}
