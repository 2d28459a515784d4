//! The emotion question: the feeling that stayed, as one of seven faces with names.
//!
//! Keyboard as in [`super::rating_group`]; each face is named by the feeling, which also stands under it.

use sayso_core::face::{Face, Features};
use sayso_core::score::Emotion;
use sayso_core::survey::Feelings;

use super::ask::{Ask, TITLE_ID};
use super::face::draw;
use super::rating_group::{Group, rating_group};
use crate::element::{Element, element};

/// The faces of the feelings, in the order that the question asks for.
pub(super) fn emotion(ask: Ask, feelings: Feelings) -> Element {
    let feelings = feelings.in_order();
    let faces = feelings.map(|(name, feeling)| {
        element("button")
            .class("face-radio")
            .attr("data-face", Face::of_feeling(feeling).name())
            .child(draw(&features(feeling)))
            .child(element("span").class("face-name").says(&ask.text(&["emotion.", name].concat())))
    });
    let chosen = move || {
        let given = ask.value()?;
        feelings.iter().position(|(name, _)| given.as_str() == Some(name))
    };
    let choose = move |place: usize| {
        if let Some((name, _)) = feelings.get(place) {
            ask.answer(Some((*name).into()));
        }
    };
    let group = Group {
        class: "faces feelings",
        named_by: TITLE_ID.to_owned(),
        chosen: Box::new(chosen),
        choose: Box::new(choose),
        goes_on: true,
    };
    rating_group(ask, group, faces.into())
}

fn features(feeling: Emotion) -> Features {
    const DOTS: &str = "M17.5 20.5v.01M30.5 20.5v.01";
    match feeling {
        Emotion::Happy => Features {
            brows: "",
            eyes: "M13.5 21.2Q17.2 16.4 20.9 21.2M27.1 21.2Q30.8 16.4 34.5 21.2",
            mouth: "M14 27.5H34Q33 38 24 38T14 27.5Z",
        },
        // Lids at rest over a small smile.
        Emotion::Reassured => Features {
            brows: "M13.5 19.5Q17.2 23.7 20.9 19.5M27.1 19.5Q30.8 23.7 34.5 19.5",
            eyes: "",
            mouth: "M17.5 30.5Q24 36 30.5 30.5",
        },
        Emotion::Neutral => Features { brows: "", eyes: DOTS, mouth: "M17 31.5H31" },
        // Brows that rise to the middle, a mouth that trembles.
        Emotion::Worried => Features {
            brows: "M12.8 16.6 19.2 13.4M35.2 16.6 28.8 13.4",
            eyes: "M17.5 21.5v.01M30.5 21.5v.01",
            mouth: "M15.5 33.5Q18.3 29.5 21.2 32T26.8 32T32.5 31",
        },
        // One brow up, a mouth drawn to the side.
        Emotion::Doubtful => Features {
            brows: "M12.5 17.5H20M27.3 14.2Q31.2 10.8 35.2 14.2",
            eyes: "M17.5 22v.01M31 20.5v.01",
            mouth: "M17.5 33.5 30.5 29.5",
        },
        // Wide eyes, an open mouth.
        Emotion::Bewildered => Features {
            brows: "M13.6 20.5A3.4 3.4 0 1 0 20.4 20.5A3.4 3.4 0 1 0 13.6 20.5M27.6 20.5A3.4 3.4 0 1 0 34.4 20.5A3.4 3.4 0 1 0 27.6 20.5",
            eyes: "",
            mouth: "M20 33A4 4.4 0 1 0 28 33A4 4.4 0 1 0 20 33",
        },
        // Lowered brows over a mouth pressed down.
        Emotion::Annoyed => Features {
            brows: "M12.5 15.2 20.2 18.6M35.5 15.2 27.8 18.6",
            eyes: "M17.5 23.5v.01M30.5 23.5v.01",
            mouth: "M16.5 34.5Q24 28.5 31.5 34.5",
        },
    }
}
