//! A number, as the language of the screen writes it.
//!
//! # Keyboard
//! A native field with the keyboard of digits; Enter goes on. It is no `type="number"`, which changes by the mouse wheel,
//! hides what it cannot read and takes no decimal comma.
//!
//! # Screen reader
//! Named by the question and by the unit beside the field.

use std::rc::Rc;

use js_sys::Number;
use sayso_core::number::{Fault, decimal_mark, fault, parse};
use sayso_core::survey::NumberField;
use serde_json::Value;

use super::ask::{Ask, TITLE_ID};
use super::field::{Read, Reading, field, given, reads, written};
use crate::element::{Element, element};

/// The field of a number question, with its unit beside it.
pub(super) fn number(ask: Ask, asked: &NumberField) -> Element {
    let locale = ask.session.with(|setup| setup.locale.clone());
    let given = given(ask).as_ref().and_then(Value::as_f64).map(|value| write(value, &locale));
    let takes_minus = asked.min.is_none_or(|min| min < 0.0);
    let unit = asked.unit.as_ref().map(|unit| ask.local(unit)).unwrap_or_default();
    let line = field(ask, "input")
        .attr("aria-labelledby", &[TITLE_ID, " unit"].concat())
        .attr("autocomplete", "off")
        // The phones' number pads have no minus.
        .attr(
            "inputmode",
            if takes_minus {
                "text"
            } else if asked.whole {
                "numeric"
            } else {
                "decimal"
            },
        )
        .prop("value", given.as_deref().unwrap_or_default());
    let (node, asked) = (line.html(), asked.clone());
    let read: Read = Rc::new(move |_| read_number(ask, &asked, &locale, &written(&node)));
    element("div")
        .class("field number")
        .child(reads(ask, line, &read))
        .child(element("span").class("unit").attr("id", "unit").says(&unit))
}

fn read_number(ask: Ask, asked: &NumberField, locale: &str, text: &str) -> Reading {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value = parse(text, locale).ok_or_else(|| ask.text("number.invalid"))?;
    let bound = |key: &str, bound: f64| ask.text(key).fill("{n}", &write(bound, locale));
    match fault(asked, value) {
        None => Ok(serde_json::Number::from_f64(value).map(Value::Number)),
        Some(Fault::NotWhole) => Err(ask.text("number.whole")),
        Some(Fault::Below(min)) => Err(bound("number.least", min)),
        Some(Fault::Above(max)) => Err(bound("number.most", max)),
    }
}

/// The shortest way to write a number: the browser's, with the mark of the locale.
fn write(value: f64, locale: &str) -> String {
    let text = Number::from(value)
        .to_string_with_radix(10)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default();
    text.replace('.', decimal_mark(locale).encode_utf8(&mut [0; 4]))
}
