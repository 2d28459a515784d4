//! The five faces: one family on a grid of 48 units, told apart by shape before colour.

use leptos::prelude::*;
use sayso_core::face::Face;

/// Brows, eyes and mouth of a face, as SVG path data. Strokes are round and of one width; only the best face's open mouth is filled.
struct Drawing {
    brows: &'static str,
    eyes: &'static str,
    mouth: &'static str,
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
pub(super) fn face(face: Face) -> impl IntoView {
    let Drawing { brows, eyes, mouth } = drawing(face);
    view! {
        <svg class="face" viewBox="0 0 48 48" aria-hidden="true" data-face=face.name()>
            <circle class="face-skin" cx="24" cy="24" r="20.5" />
            <path class="face-line" d=brows />
            <path class="face-eyes" d=eyes />
            <path class="face-mouth" d=mouth />
        </svg>
    }
}
