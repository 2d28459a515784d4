//! The points of a scale as numbered radios with words at both ends: what rating, NPS, CES, expectation and matrix share.
//!
//! # Keyboard
//! As in [`super::rating_group`].
//!
//! # Screen reader
//! Each radio is named by its number, the first and the last by the words at their end as well ("0, not at all likely").
//! The line of these words under the group is for eyes alone, so nothing is read twice.

use leptos::prelude::untrack;
use sayso_core::answer::Scale;
use sayso_core::small;
use sayso_core::survey::{Ends, LocalText};
use serde_json::{Map, Value};

use super::ask::Ask;
use super::rating_group::{Group, rating_group};
use crate::element::{Element, element};
use crate::texts::Phrase;

/// The words at both ends of a scale; empty where there are none.
pub(super) struct EndWords {
    pub(super) low: Phrase,
    pub(super) high: Phrase,
}

impl EndWords {
    /// The survey's words, or none.
    pub(super) fn of(ask: Ask, ends: &Ends) -> Self {
        let words = |text: &Option<LocalText>| text.as_ref().map(|text| ask.local(text)).unwrap_or_default();
        Self { low: words(&ends.low), high: words(&ends.high) }
    }

    /// The survey's words, or the widget's own under these keys.
    pub(super) fn or(ask: Ask, ends: &Ends, low: &str, high: &str) -> Self {
        let words = |text: &Option<LocalText>, key| {
            text.as_ref().map_or_else(|| ask.text(key), |text| ask.local(text))
        };
        Self { low: words(&ends.low, low), high: words(&ends.high, high) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.low.is_empty() && self.high.is_empty()
    }
}

/// A question whose whole answer is one point: its radios and the words under them.
pub(super) fn points(ask: Ask, scale: Scale, words: &EndWords) -> Element {
    element("div")
        .class("scale")
        .child(numbers(ask, Group::of(ask, "points"), scale, words))
        .child(ends_line(ask, scale, words))
}

/// The radios of a scale.
pub(super) fn numbers(ask: Ask, group: Group, scale: Scale, words: &EndWords) -> Element {
    let none = Phrase::default();
    let radios = scale.values().map(|value| {
        let number = ask.session.number(value);
        let end = match value {
            _ if value == scale.low() => &words.low,
            _ if value == scale.high() => &words.high,
            _ => &none,
        };
        let radio = element("button").class("point").part("choice").text(&number);
        if end.is_empty() { radio } else { radio.called(&end.with([&number, ", ", &**end].concat())) }
    });
    rating_group(ask, group, radios.collect()).attr("data-points", &scale.points().to_string())
}

/// The words under both ends. Where the numbers stand in several rows, each says which number it belongs to.
pub(super) fn ends_line(ask: Ask, scale: Scale, words: &EndWords) -> Element {
    let end = |value: u8, words: &Phrase| {
        let number = element("span").class("end-number").text(&ask.session.number(value));
        let line = element("span").class("scale-end");
        if words.is_empty() { line } else { line.child(number).child(element("span").says(words)) }
    };
    let line = element("div").class("ends").attr("aria-hidden", "true");
    if words.is_empty() {
        return line.attr("hidden", "");
    }
    line.attr("data-points", &scale.points().to_string())
        .child(end(scale.low(), &words.low))
        .child(end(scale.high(), &words.high))
}

/// A group that answers one field of an answer with several: a row of a matrix, one side of an expectation. It stays on
/// the screen, since there is more to answer. Where nothing has to be answered, a second tap takes the point back.
pub(super) fn field_group(ask: Ask, scale: Scale, field: String, named_by: String) -> Group {
    let low = scale.low();
    let read = field.clone();
    Group {
        class: "points",
        named_by,
        chosen: Box::new(move || point_of(ask, &read).map(|value| usize::from(value.saturating_sub(low)))),
        choose: Box::new(move |place| {
            let Ok(place) = u8::try_from(place) else { return };
            let mut fields = match untrack(|| ask.value()) {
                Some(Value::Object(fields)) => fields,
                _ => Map::new(),
            };
            let point = Value::from(low + place);
            if fields.get(&field) == Some(&point) && !ask.with(|question| question.required) {
                fields = small::without(&fields, &field);
            } else {
                fields.insert(field.clone(), point);
            }
            ask.answer((!fields.is_empty()).then_some(Value::Object(fields)));
        }),
        goes_on: false,
    }
}

/// The point that a field was answered with.
pub(super) fn point_of(ask: Ask, field: &str) -> Option<u8> {
    u8::try_from(ask.value()?.get(field)?.as_u64()?).ok()
}
