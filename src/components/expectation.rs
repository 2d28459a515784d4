//! The expectation question: what was expected and what was received, on one scale; then the gap in words.
//!
//! # Keyboard
//! Two groups, each as in [`super::rating_group`]; neither goes on by itself.
//!
//! # Screen reader
//! Each group is named by its line ("You expected"); the gap is announced as soon as both sides are given, unless the survey
//! names its sides otherwise.

use sayso_core::answer::{Rating, Scale};
use sayso_core::score;
use sayso_core::survey::Sides;

use super::ask::Ask;
use super::points::{EndWords, ends_line, field_group, numbers, point_of};
use crate::element::{Element, element};
use crate::texts::Phrase;

/// Both sides, in the order in which they came to pass.
const SIDES: [&str; 2] = ["expected", "actual"];

/// The two rows and the gap between them.
pub(super) fn expectation(ask: Ask, scale: Scale, sides: &Sides) -> Element {
    let words = EndWords { low: ask.text("expectation.low"), high: ask.text("expectation.high") };
    let rows =
        [sides.expected.as_ref(), sides.actual.as_ref()].into_iter().zip(SIDES).map(|(label, side)| {
            let group = field_group(ask, scale, side.to_owned(), side.to_owned());
            let name = match label {
                Some(label) => ask.local(label),
                None => ask.text(&["expectation.", side].concat()),
            };
            element("div")
                .class("side")
                .attr("data-side", side)
                .child(element("p").class("side-name").attr("id", side).says(&name))
                .child(numbers(ask, group, scale, &words))
        });
    let said = sides
        .are_expected_and_got()
        .then(|| element("p").class("gap").attr("aria-live", "polite").live_says(move || gap(ask, scale)));
    element("div")
        .class("scale expectation")
        .children(rows)
        .child(ends_line(ask, scale, &words))
        .children(said)
}

/// The gap in words; nothing while a side is missing.
fn gap(ask: Ask, scale: Scale) -> Phrase {
    let side = |name| Rating::new(point_of(ask, name)?, scale);
    let [Some(expected), Some(actual)] = SIDES.map(side) else { return Phrase::default() };
    ask.text(score::gap_words(expected, actual))
        .fill("{steps}", &ask.session.number(actual.value().abs_diff(expected.value())))
}
