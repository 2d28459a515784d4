//! The five faces: one family on a grid of 48 units, told apart by shape before colour.

use sayso_core::face::{Face, Features};

use crate::element::{Element, svg};

/// One face. Decorative: its name is the label of the radio around it.
pub(super) fn face(face: Face) -> Element {
    draw(&face.features())
}

/// A face of the family from its features.
pub(super) fn draw(features: &Features) -> Element {
    let Features { brows, eyes, mouth } = features;
    let path = |class: &str, data: &str| svg("path").class(class).attr("d", data);
    drawn("face", "0 0 48 48")
        .child(ring("face-skin"))
        .child(path("face-line", brows))
        .child(path("face-eyes", eyes))
        .child(path("face-mouth", mouth))
}

/// A drawing that says nothing to assistive technology.
pub(super) fn drawn(class: &str, view_box: &str) -> Element {
    svg("svg").class(class).attr("viewBox", view_box).attr("aria-hidden", "true")
}

/// The circle of the family.
pub(super) fn ring(class: &str) -> Element {
    svg("circle").class(class).attr("cx", "24").attr("cy", "24").attr("r", "20.5")
}
