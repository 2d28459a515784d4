//! The statement: words to read, nothing to answer. An empty line parts paragraphs.
//!
//! # Keyboard and screen reader
//! Text under the heading; the one button goes on.

use sayso_core::survey::LocalText;

use super::ask::Ask;
use crate::element::{Element, element};

/// The words of a statement.
pub(super) fn statement(ask: Ask, body: Option<&LocalText>) -> Element {
    let words = body.map(|body| ask.local(body)).unwrap_or_default();
    let paragraphs = words.split("\n\n").filter(|text| !text.trim().is_empty());
    element("div").class("statement").speaks(&words).children(paragraphs.map(|text| element("p").text(text)))
}
