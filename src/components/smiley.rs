//! The smiley question: a radio group of faces, worst first.
//!
//! # Keyboard
//! One stop for Tab: the chosen face, or the first. Arrow keys, Home and End move and choose without going on; Enter
//! and Space choose and go on, as a tap does. After a choice by arrows a Send button stands below.
//!
//! # Screen reader
//! A `radiogroup` named by the question; each face a `radio` named in the survey's language.

use leptos::html;
use leptos::prelude::*;
use sayso_core::answer::{Answer, Rating, Scale};
use sayso_core::face::Face;
use sayso_core::flow::{self, Step};
use sayso_core::survey::Question;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::face::face;
use crate::session::Session;

/// The id of the question's title, which names the group.
pub(super) const TITLE_ID: &str = "title";

/// A smiley question, drawn.
pub(super) fn smiley(session: Session, index: usize, question: Question, scale: Scale) -> impl IntoView {
    let title = session.local(&question.title);
    let id = StoredValue::new(question.id.clone());
    let kind = question.kind.question_type();
    let group = NodeRef::<html::Div>::new();
    let chosen = move || {
        session.read(|state| state.answers.get(id.read_value().as_str())?.as_rating()).map(Rating::value)
    };
    let by_keys = RwSignal::new(false);
    let choose = move |value| {
        if let Some(rating) = Rating::new(value, scale) {
            session.answer(&id.read_value(), Answer::rating(kind, rating));
        }
    };
    let tap = move |value| {
        choose(value);
        session.go_on(index);
    };
    let on_keydown = move |event: KeyboardEvent| {
        let Some(value) = move_by_key(&event.key(), untrack(chosen), scale, is_rtl(&event)) else { return };
        event.prevent_default();
        choose(value);
        by_keys.set(true);
        focus_radio(group, value - scale.low());
    };
    let radios = scale
        .values()
        .filter_map(|value| Rating::new(value, scale))
        .map(|rating| radio(session, rating, chosen, tap))
        .collect_view();
    let send_key = session.with(|setup| match flow::after(&setup.survey, index) {
        Step::Thanks => "button.send",
        Step::Question(_) => "button.next",
    });
    view! {
        <h2 class="title" id=TITLE_ID>{title}</h2>
        <div
            class="faces"
            class:is-answered=move || chosen().is_some()
            role="radiogroup"
            aria-labelledby=TITLE_ID
            aria-required=question.required.to_string()
            node_ref=group
            on:keydown=on_keydown
        >
            {radios}
        </div>
        <button
            class="primary"
            type="button"
            hidden=move || !by_keys.get()
            on:click=move |_| session.go_on(index)
        >
            {session.text(send_key)}
        </button>
    }
}

fn radio(
    session: Session,
    rating: Rating,
    chosen: impl Fn() -> Option<u8> + Copy + Send + 'static,
    tap: impl Fn(u8) + Copy + Send + 'static,
) -> impl IntoView {
    let value = rating.value();
    let shape = Face::of(rating);
    let name = session.text(&["smiley.", shape.name()].concat());
    let is_chosen = move || chosen() == Some(value);
    let is_tab_stop = move || chosen().unwrap_or(rating.scale().low()) == value;
    view! {
        <button
            class="face-radio"
            type="button"
            role="radio"
            aria-checked=move || is_chosen().to_string()
            tabindex=move || if is_tab_stop() { "0" } else { "-1" }
            data-face=shape.name()
            on:click=move |_| tap(value)
        >
            {face(shape)}
            <span class="face-name">{name}</span>
        </button>
    }
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

fn is_rtl(event: &KeyboardEvent) -> bool {
    let group = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    group.and_then(|group| group.closest("[dir=rtl]").ok().flatten()).is_some()
}

fn focus_radio(group: NodeRef<html::Div>, index: u8) {
    let radios = group.get_untracked().and_then(|group| group.query_selector_all("[role=radio]").ok());
    let radio = radios.and_then(|radios| radios.item(u32::from(index)));
    if let Some(radio) = radio.and_then(|radio| radio.dyn_into::<HtmlElement>().ok()) {
        let _ = radio.focus();
    }
}
