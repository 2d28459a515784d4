//! A group of radios for a point on a scale: what smileys, stars, numbers and thumbs have in common.
//!
//! # Keyboard
//! One stop for Tab: the chosen radio, or the first. Arrow keys, Home and End move and choose without going on; Enter
//! and Space choose and go on, as a tap does. After a choice by arrows a button to go on stands below.
//!
//! # Screen reader
//! A `radiogroup` named by the question; each choice a `radio` named by its label.

use leptos::prelude::untrack;
use sayso_core::answer::Scale;
use sayso_core::radio::place_by_key;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::ask::{Ask, DESCRIBED_BY, TITLE_ID};
use crate::element::{Element, element, set};

/// What a group does with a choice.
pub(super) struct Group {
    /// The classes of the group.
    pub(super) class: &'static str,
    /// The id of the element that names it.
    pub(super) named_by: String,
    /// Which choice is made, by its place; followed.
    pub(super) chosen: Box<dyn Fn() -> Option<usize>>,
    /// Makes a choice.
    pub(super) choose: Box<dyn Fn(usize)>,
    /// Whether a tap goes on by itself.
    pub(super) goes_on: bool,
}

impl Group {
    /// The group of a question whose whole answer is one point of its scale.
    pub(super) fn of(ask: Ask, class: &'static str) -> Self {
        let low = ask.with(|question| question.kind.scale()).map_or(0, Scale::low);
        Self {
            class,
            named_by: TITLE_ID.to_owned(),
            chosen: Box::new(move || ask.rated().map(|value| usize::from(value - low))),
            choose: Box::new(move |place| {
                if let Ok(place) = u8::try_from(place) {
                    ask.rate(low + place);
                }
            }),
            goes_on: true,
        }
    }
}

/// A group of these radios, whose role and behaviour it adds. Where an answer is missing the group is marked invalid.
pub(super) fn rating_group(ask: Ask, group: Group, radios: Vec<Element>) -> Element {
    let chosen: std::rc::Rc<dyn Fn() -> Option<usize>> = group.chosen.into();
    let is_missing = chosen.clone();
    let group = Group { chosen: Box::new(move || chosen()), ..group };
    optional_group(ask, group, radios)
        .attr("aria-required", if ask.with(|question| question.required) { "true" } else { "false" })
        .live_attr("aria-invalid", move || {
            (ask.has_error() && is_missing().is_none()).then(|| "true".to_owned())
        })
}

/// The same as a part of a question, which may stay without a choice.
pub(super) fn optional_group(ask: Ask, group: Group, radios: Vec<Element>) -> Element {
    let Group { class, named_by, chosen, choose, goes_on } = group;
    let chosen: std::rc::Rc<dyn Fn() -> Option<usize>> = chosen.into();
    let choose: std::rc::Rc<dyn Fn(usize)> = choose.into();
    let stops: Vec<HtmlElement> = radios.iter().map(Element::html).collect();
    let radios = radios.into_iter().enumerate().map(|(place, radio)| {
        let choose = choose.clone();
        radio.attr("type", "button").attr("role", "radio").on("click", move |_| {
            choose(place);
            if goes_on {
                ask.go_on();
            }
        })
    });
    let group = element("div")
        .class(class)
        .attr("role", "radiogroup")
        .attr("aria-labelledby", &named_by)
        .attr("aria-describedby", DESCRIBED_BY)
        .children(radios);
    let (node, marked, is_chosen) = (group.html(), stops.clone(), chosen.clone());
    group.live(move || mark(&node, &marked, is_chosen())).on("keydown", move |event| {
        let key = event.unchecked_ref::<KeyboardEvent>().key();
        let Some(place) = place_by_key(&key, untrack(|| chosen()), stops.len(), is_rtl(&stops)) else {
            return;
        };
        event.prevent_default();
        choose(place);
        ask.wait_for_button();
        if let Some(radio) = stops.get(place) {
            let _ = radio.focus();
        }
    })
}

/// Says which radio is chosen, and which is the group's stop for Tab. The stop comes last: to change it on what has the focus makes
/// the browser lay out the page, as it then is.
fn mark(group: &HtmlElement, radios: &[HtmlElement], chosen: Option<usize>) {
    let _ = group.class_list().toggle_with_force("is-answered", chosen.is_some());
    for (name, here, yes, no) in
        [("aria-checked", chosen, "true", "false"), ("tabindex", chosen.or(Some(0)), "0", "-1")]
    {
        for (place, radio) in radios.iter().enumerate() {
            set(radio, name, Some(if here == Some(place) { yes } else { no }));
        }
    }
}

/// One of two words.
#[expect(clippy::unnecessary_wraps, reason = "an attribute may be absent; this one never is")]
pub(super) fn word(flag: bool, yes: &str, no: &str) -> Option<String> {
    Some((if flag { yes } else { no }).to_owned())
}

fn is_rtl(radios: &[HtmlElement]) -> bool {
    radios.first().and_then(|radio| radio.closest("[dir=rtl]").ok().flatten()).is_some()
}
