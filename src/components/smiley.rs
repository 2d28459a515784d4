//! The smiley question: three to five faces, worst first. Keyboard and screen reader as in [`super::rating_group`];
//! each face is named in the language of the screen.

use sayso_core::answer::{Rating, Scale};
use sayso_core::face::Face;

use super::ask::Ask;
use super::face::face;
use super::rating_group::{Group, rating_group};
use crate::element::{Element, element};

/// The faces of a smiley question.
pub(super) fn smiley(ask: Ask, scale: Scale) -> Element {
    let faces = scale.values().filter_map(|value| Rating::new(value, scale)).map(|rating| {
        let shape = Face::of(rating);
        let name = ask.text(&["smiley.", shape.name()].concat());
        element("button")
            .class("face-radio")
            .part("choice")
            .attr("data-face", shape.name())
            .child(face(shape))
            .child(element("span").class("face-name").says(&name))
    });
    rating_group(ask, Group::of(ask, "faces"), faces.collect())
}
