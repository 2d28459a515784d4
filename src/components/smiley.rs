//! The smiley question: a radio group of faces, worst first.
//!
//! # Keyboard
//! One stop for Tab: the chosen face, or the first. Arrow keys, Home and End move and choose without going on; Enter
//! and Space choose and go on, as a tap does. After a choice by arrows a Send button stands below.
//!
//! # Screen reader
//! A `radiogroup` named by the question; each face a `radio` named in the survey's language.

use leptos::prelude::*;
use sayso_core::answer::{Answer, Rating, Scale};
use sayso_core::face::Face;
use sayso_core::flow::{self, Step};
use sayso_core::survey::Question;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::face::face;
use crate::element::{Element, element};
use crate::session::Session;

/// The id of the question's title, which names the group.
const TITLE_ID: &str = "title";

/// A smiley question, drawn into its screen.
pub(super) fn smiley(
    screen: Element,
    session: Session,
    index: usize,
    question: &Question,
    scale: Scale,
) -> Element {
    let id = StoredValue::new(question.id.clone());
    let kind = question.kind.question_type();
    let chosen = move || {
        session.read(|state| id.with_value(|id| state.answers.get(id)?.as_rating())).map(Rating::value)
    };
    let by_keys = RwSignal::new(false);
    let choose = move |value| {
        if let Some(rating) = Rating::new(value, scale) {
            id.with_value(|id| session.answer(id, Answer::rating(kind, rating)));
        }
    };
    let radios: Vec<_> = scale
        .values()
        .filter_map(|value| Rating::new(value, scale))
        .map(|rating| {
            radio(session, rating, chosen).on("click", move |_| {
                choose(rating.value());
                session.go_on(index);
            })
        })
        .collect();
    let stops: Vec<_> = radios.iter().map(Element::html).collect();
    let faces = element("div")
        .class("faces")
        .attr("role", "radiogroup")
        .attr("aria-labelledby", TITLE_ID)
        .attr("aria-required", if question.required { "true" } else { "false" })
        .live_class("is-answered", move || chosen().is_some())
        .on("keydown", move |event| {
            let key = event.unchecked_ref::<KeyboardEvent>().key();
            let Some(value) = move_by_key(&key, untrack(chosen), scale, is_rtl(&stops)) else { return };
            event.prevent_default();
            choose(value);
            by_keys.set(true);
            if let Some(radio) = stops.get(usize::from(value - scale.low())) {
                let _ = radio.focus();
            }
        })
        .children(radios);
    let send_key = session.with(|setup| match flow::after(&setup.survey, index) {
        Step::Thanks => "button.send",
        Step::Question(_) => "button.next",
    });
    let send = element("button")
        .class("primary")
        .attr("type", "button")
        .live_flag("hidden", move || !by_keys.get())
        .on("click", move |_| session.go_on(index))
        .text(&session.text(send_key));
    let title = element("h2").class("title").attr("id", TITLE_ID).text(&session.local(&question.title));
    screen.child(title).child(faces).child(send)
}

fn radio(session: Session, rating: Rating, chosen: impl Fn() -> Option<u8> + Copy + 'static) -> Element {
    let value = rating.value();
    let shape = Face::of(rating);
    let name = session.text(&["smiley.", shape.name()].concat());
    let word = |flag: bool, yes: &str, no: &str| Some((if flag { yes } else { no }).to_owned());
    element("button")
        .class("face-radio")
        .attr("type", "button")
        .attr("role", "radio")
        .attr("data-face", shape.name())
        .live_attr("aria-checked", move || word(chosen() == Some(value), "true", "false"))
        .live_attr("tabindex", move || word(chosen().unwrap_or(rating.scale().low()) == value, "0", "-1"))
        .child(face(shape))
        .child(element("span").class("face-name").text(&name))
}

/// Which value an arrow key leads to, wrapping at both ends as the radio pattern of the ARIA guide asks.
fn move_by_key(key: &str, chosen: Option<u8>, scale: Scale, is_rtl: bool) -> Option<u8> {
    let step = match (key, is_rtl) {
        ("Home", _) => return Some(scale.low()),
        ("End", _) => return Some(scale.high()),
        ("ArrowDown", _) | ("ArrowRight", false) | ("ArrowLeft", true) => 1,
        ("ArrowUp", _) | ("ArrowLeft", false) | ("ArrowRight", true) => scale.points() - 1,
        _ => return None,
    };
    let from = chosen.unwrap_or(scale.low()) - scale.low();
    Some(scale.low() + (from + step) % scale.points())
}

fn is_rtl(radios: &[HtmlElement]) -> bool {
    radios.first().and_then(|radio| radio.closest("[dir=rtl]").ok().flatten()).is_some()
}
