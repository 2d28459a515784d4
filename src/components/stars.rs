//! The stars question: three to ten stars, filled up to the chosen one.
//!
//! # Keyboard
//! As in [`super::rating_group`].
//!
//! # Screen reader
//! Each star is named by what choosing it means: "3 of 5 stars".

use sayso_core::answer::Scale;

use super::ask::Ask;
use super::face::drawn;
use super::rating_group::{Group, rating_group};
use crate::element::{Element, element, svg};

/// A star with five slightly rounded points on the family's grid of 48 units.
const STAR: &str =
    "M24 7.5 29 18.1 40.6 19.6 32.1 27.6 34.2 39.1 24 33.5 13.8 39.1 15.9 27.6 7.4 19.6 19 18.1Z";

/// The stars of a question.
pub(super) fn stars(ask: Ask, scale: Scale) -> Element {
    let name = ask.text("stars.name").fill("{of}", &ask.session.number(scale.points()));
    let stars = scale.values().map(|value| {
        element("button")
            .class("star")
            .part("choice")
            .live_class("is-lit", move || ask.rated().is_some_and(|rated| value <= rated))
            .called(&name.fill("{value}", &ask.session.number(value)))
            .child(drawn("star-shape", "4 3.5 40 40").child(svg("path").attr("d", STAR)))
    });
    rating_group(ask, Group::of(ask, "stars"), stars.collect())
        .attr("data-points", &scale.points().to_string())
}
