//! The thumbs question: one thumb down, one up.
//!
//! Keyboard as in [`super::rating_group`]; each thumb is named by the words under it.

use super::ask::Ask;
use super::face::drawn;
use super::rating_group::{Group, rating_group};
use crate::element::{Element, element, svg};

/// Cuff and hand of a thumb that points up, on the family's grid of 48 units.
const CUFF: &str = "M9 21.5H15V38.5H9Z";
const HAND: &str = "M15 22.5 21.6 9.7C22 8.9 22.8 8.5 23.6 8.7C26.1 9.3 27.5 11.7 26.9 14.2L25.3 19.5H36C38.4 19.5 40.1 21.7 \
    39.6 24L37 35.4C36.6 37.2 35 38.5 33.1 38.5H15Z";

/// The two thumbs, down first: worst first, as on every scale.
pub(super) fn thumbs(ask: Ask) -> Element {
    let thumbs = [("down", "matrix(1 0 0 -1 0 48)"), ("up", "")].map(|(way, turn)| {
        let hand = svg("g")
            .attr("transform", turn)
            .child(svg("path").attr("d", CUFF))
            .child(svg("path").attr("d", HAND));
        element("button")
            .class("thumb")
            .part("choice")
            .attr("data-thumb", way)
            .child(drawn("thumb-shape", "0 0 48 48").child(hand))
            .child(element("span").says(&ask.text(&["thumbs.", way].concat())))
    });
    rating_group(ask, Group::of(ask, "thumbs"), thumbs.into())
}
