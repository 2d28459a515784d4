//! The slider question: a point between two ends, on a native range field.
//!
//! A range field always stands somewhere, so one that nobody has touched is drawn hollow, says that nothing is chosen, and
//! leaves the question unanswered.
//!
//! # Keyboard
//! The field's own: arrow keys a step, Page Up and Page Down several, Home and End to the ends. Enter takes the value on which
//! the slider stands.
//!
//! # Screen reader
//! A slider named by the question; its value is read with the words of an end where it has reached one.

use js_sys::Number;
use leptos::prelude::untrack;
use sayso_core::survey::Slider;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::ask::{Ask, DESCRIBED_BY, TITLE_ID};
use super::points::EndWords;
use crate::element::{Element, element};
use crate::texts::Phrase;
use crate::{intl, json};

/// The range field, what it stands on, and the words under both ends.
pub(super) fn slider(ask: Ask, slider: &Slider) -> Element {
    let words = EndWords::of(ask, &slider.ends);
    let shown = move || given(ask).map(|value| in_locale(ask, value));
    let (unset, low_words, high_words) = (ask.text("slider.unset"), words.low, words.high);
    let (low, high) = (slider.min, slider.max);
    let output = element("output").class("slider-value").attr("aria-hidden", "true").live_says({
        let unset = unset.clone();
        move || shown().map_or_else(|| unset.clone(), |words| Phrase::new(words, None))
    });
    let (low_end, high_end) = (low_words.clone(), high_words.clone());
    let none = Phrase::default();
    let read_out = move || {
        let value = given(ask)?;
        let end = if value <= low {
            &low_words
        } else if value >= high {
            &high_words
        } else {
            &none
        };
        let number = in_locale(ask, value);
        Some(if end.is_empty() { number } else { [&number, ", ", &**end].concat() })
    };
    let field = range(ask, slider)
        .live_attr("aria-valuetext", move || Some(read_out().unwrap_or_else(|| unset.to_string())));
    let end = |value: f64, words: &Phrase| {
        let number = element("span").class("slider-end-number").text(&in_locale(ask, value));
        element("span").child(number).child(element("span").says(words))
    };
    let ends = element("div")
        .class("slider-ends")
        .attr("aria-hidden", "true")
        .child(end(low, &low_end))
        .child(end(high, &high_end));
    element("div")
        .class("slider")
        .live_class("is-unset", move || given(ask).is_none())
        .child(output)
        .child(field)
        .child(ends)
}

fn range(ask: Ask, slider: &Slider) -> Element {
    let (low, span) = (slider.min, slider.max - slider.min);
    let value = untrack(|| given(ask)).unwrap_or(low + span / 2.0);
    let field = element("input")
        .class("slider-field")
        .attr("type", "range")
        .attr("min", &plain(slider.min))
        .attr("max", &plain(slider.max))
        .attr("step", &plain(slider.step))
        .attr("value", &plain(value))
        .attr("aria-labelledby", TITLE_ID)
        .attr("aria-describedby", DESCRIBED_BY)
        .live_attr("aria-invalid", move || {
            (ask.has_error() && given(ask).is_none()).then(|| "true".to_owned())
        })
        .live_style("--_fill", move || {
            [&plain(given(ask).map_or(50.0, |value| 100.0 * (value - low) / span)), "%"].concat()
        });
    let node = field.node().clone();
    let take = move || ask.answer(json::from_js(&json::get(&node, "valueAsNumber")).ok());
    let (on_click, on_key) = (take.clone(), take.clone());
    field
        .on("input", move |_| take())
        // A click on the very point where it stands moves nothing, so there is no input event to hear.
        .on("click", move |_| on_click())
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Enter" {
                on_key();
            }
        })
}

fn given(ask: Ask) -> Option<f64> {
    ask.value()?.as_f64()
}

/// A number as the browser's fields write it. (Rust's own writing of floats would cost the page several kilobytes.)
fn plain(value: f64) -> String {
    Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

/// A number as it is written in the language of the screen.
fn in_locale(ask: Ask, value: f64) -> String {
    ask.session.with(|setup| intl::number(&setup.locale, value))
}
