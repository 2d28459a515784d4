//! The five faces: one family on a grid of 48 units, told apart by shape before colour.

use sayso_core::face::Face;

use crate::element::{Element, svg};

/// Brows, eyes and mouth of a face, as SVG path data. Strokes are round; only the best face's open mouth is filled.
pub(super) struct Drawing {
    pub(super) brows: &'static str,
    pub(super) eyes: &'static str,
    pub(super) mouth: &'static str,
}

fn drawing(face: Face) -> Drawing {
    const DOTS: &str = "M17.5 20.5v.01M30.5 20.5v.01";
    match face {
        Face::Awful => Drawing {
            brows: "M12.5 14.2 19.6 17.4M35.5 14.2 28.4 17.4",
            eyes: "M17.5 22.5v.01M30.5 22.5v.01",
            mouth: "M15 36Q24 25.5 33 36",
        },
        Face::Bad => Drawing { brows: "", eyes: DOTS, mouth: "M16.5 33.5Q24 28.5 31.5 33.5" },
        Face::Neutral => Drawing { brows: "", eyes: DOTS, mouth: "M17 31.5H31" },
        Face::Good => Drawing { brows: "", eyes: DOTS, mouth: "M15.5 29.5Q24 37.5 32.5 29.5" },
        Face::Great => Drawing {
            brows: "",
            eyes: "M13.5 21.2Q17.2 16.4 20.9 21.2M27.1 21.2Q30.8 16.4 34.5 21.2",
            mouth: "M14 27.5H34Q33 38 24 38T14 27.5Z",
        },
    }
}

/// One face. Decorative: its name is the label of the radio around it.
pub(super) fn face(face: Face) -> Element {
    draw(&drawing(face))
}

/// A face of the family from its drawing.
pub(super) fn draw(drawing: &Drawing) -> Element {
    let Drawing { brows, eyes, mouth } = drawing;
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
