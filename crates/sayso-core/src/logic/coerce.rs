//! How JsonLogic takes one kind of value for another: as JavaScript does, but that an empty list is false.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// Whether a value counts as true: not null, false, 0, an empty text or an empty list.
pub fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(_) => true,
    }
}

/// A number as JSON: a whole one without its fraction, null for what JSON cannot hold.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
pub(super) fn number(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 9.0e15 {
        Value::Number(Number::from(number as i64))
    } else {
        Number::from_f64(number).map_or(Value::Null, Value::Number)
    }
}

/// `Number(value)`, where NaN stands for what is no number.
pub(super) fn to_number(value: &Value) -> f64 {
    match value {
        Value::Null => 0.0,
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
        Value::String(text) => read_number(text.trim()),
        Value::Array(_) | Value::Object(_) => read_number(to_text(value).trim()),
    }
}

fn read_number(text: &str) -> f64 {
    if text.is_empty() {
        return 0.0;
    }
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(digits, 16).map_or(f64::NAN, f64::from);
    }
    // Rust also reads "inf" and "nan", which are words to JavaScript.
    if text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) {
        text.parse().unwrap_or(f64::NAN)
    } else {
        f64::NAN
    }
}

/// `parseFloat(value)`: the number that a text begins with.
pub(super) fn leading_number(value: &Value) -> f64 {
    if let Value::Number(number) = value {
        return number.as_f64().unwrap_or(f64::NAN);
    }
    let text = to_text(value);
    let text = text.trim_start();
    let plausible = |c: char| matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
    let end = text.find(|c| !plausible(c)).unwrap_or(text.len()).min(40);
    (1..=end).rev().find_map(|end| text.get(..end)?.parse().ok()).unwrap_or(f64::NAN)
}

/// `String(value)`; a list is its items with commas between.
pub(crate) fn to_text(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) => join(items, ","),
        Value::Object(_) => "[object Object]".into(),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Number(raw) => match number(raw.as_f64().unwrap_or(f64::NAN)) {
            Value::Number(plain) => plain.to_string(),
            _ => "NaN".into(),
        },
    }
}

/// The texts of all items; nothing for null.
pub(super) fn join(items: &[Value], separator: &str) -> String {
    let mut joined = String::new();
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            joined.push_str(separator);
        }
        if !item.is_null() {
            joined.push_str(&to_text(item));
        }
    }
    joined
}

/// `===`, where a number is one however it was written, and lists and objects are compared by what they hold.
pub(super) fn is_identical(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_identical(a, b))
        }
        _ => a == b,
    }
}

/// `==`.
pub(super) fn is_equal(a: &Value, b: &Value) -> bool {
    let is_compound = |value: &Value| value.is_array() || value.is_object();
    if std::mem::discriminant(a) == std::mem::discriminant(b) || (is_compound(a) && is_compound(b)) {
        return is_identical(a, b);
    }
    if a.is_null() || b.is_null() {
        return false;
    }
    if (a.is_string() && is_compound(b)) || (is_compound(a) && b.is_string()) {
        return to_text(a) == to_text(b);
    }
    let (a, b) = (to_number(a), to_number(b));
    a.partial_cmp(&b) == Some(Ordering::Equal)
}

/// How two values stand to one another; `None` where they cannot be compared. Two texts are compared as texts, by
/// UTF-16 unit, anything else as numbers.
pub(super) fn compare(a: Option<&Value>, b: Option<&Value>) -> Option<Ordering> {
    let (a, b) = (a?, b?);
    let is_text = |value: &Value| value.is_string() || value.is_array() || value.is_object();
    if is_text(a) && is_text(b) {
        return Some(to_text(a).encode_utf16().cmp(to_text(b).encode_utf16()));
    }
    to_number(a).partial_cmp(&to_number(b))
}
