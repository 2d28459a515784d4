//! One option of a list: a mark and its words, one large target.
//!
//! # Keyboard
//! A button: Enter and Space choose. Radios are moved between by [`super::rating_group`]; each box is a stop of its own.
//!
//! # Screen reader
//! A `radio` or a `checkbox` named by its words.

use super::ask::Ask;
use super::face::drawn;
use super::rating_group::word;
use crate::element::{Element, element, svg};
use crate::texts::Phrase;

/// A round mark with its words; the group makes it a radio.
pub(super) fn radio(label: &Phrase) -> Element {
    let circle = |class: &str, radius: &str| {
        svg("circle").class(class).attr("cx", "12").attr("cy", "12").attr("r", radius)
    };
    let mark = drawn("mark", "0 0 24 24").child(circle("mark-ring", "9.25")).child(circle("mark-dot", "5"));
    option(label, mark)
}

/// A square mark with its words, ticked while `is_ticked`.
pub(super) fn checkbox(
    label: &Phrase,
    is_ticked: impl Fn() -> bool + 'static,
    tick: impl Fn() + 'static,
) -> Element {
    let ring = svg("rect")
        .class("mark-ring")
        .attr("x", "2.75")
        .attr("y", "2.75")
        .attr("width", "18.5")
        .attr("height", "18.5")
        .attr("rx", "5");
    let mark = drawn("mark", "0 0 24 24")
        .child(ring)
        .child(svg("path").class("mark-tick").attr("d", "M7.2 12.4 10.6 15.8 16.8 8.6"));
    option(label, mark)
        .attr("type", "button")
        .attr("role", "checkbox")
        .live_attr("aria-checked", move || word(is_ticked(), "true", "false"))
        .on("click", move |_| tick())
}

/// A line for words of one's own beside an option; there while `is_there`.
pub(super) fn own_words(ask: Ask, label: &str, is_there: impl Fn() -> bool + 'static) -> Element {
    element("input")
        .class("line own-words")
        .attr("type", "text")
        .attr("aria-label", label)
        .attr("placeholder", &ask.text("choice.own_words"))
        .live_flag("hidden", move || !is_there())
}

fn option(label: &Phrase, mark: Element) -> Element {
    element("button")
        .class("option")
        .part("choice")
        .speaks(label)
        .child(mark)
        .child(element("span").class("option-label").text(label))
}
