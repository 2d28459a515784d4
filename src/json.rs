//! Between the browser's values and the core's value tree. The browser parses and writes JSON; we only walk.

use js_sys::{Array, JSON, JsString, Object, Reflect};
use sayso_core::survey::{Excess, limits};
use serde_json::{Map, Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// A browser value as the core reads it; what JSON cannot hold is nothing.
///
/// # Errors
/// At the first excess, so that the work is bounded by the limits of the format and not by the value.
pub(crate) fn from_js(value: &JsValue) -> Result<Value, Excess> {
    let mut left = Left { characters: limits::DOCUMENT, values: limits::VALUES };
    walk_in(value, limits::DEPTH, &mut left)
}

/// What may still come. The core counts with more care; this bounds the walk to it.
struct Left {
    characters: usize,
    values: usize,
}

fn walk_in(value: &JsValue, depth: usize, left: &mut Left) -> Result<Value, Excess> {
    left.values = left.values.checked_sub(1).ok_or(Excess::Values)?;
    if let Some(text) = value.dyn_ref::<JsString>() {
        spend(text, left)?;
        return Ok(Value::String(text.into()));
    }
    if let Some(number) = value.as_f64() {
        return Ok(walk_number(number).map_or(Value::Null, Value::Number));
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::Bool(flag));
    }
    let Some(object) = value.dyn_ref::<Object>() else { return Ok(Value::Null) };
    let depth = depth.checked_sub(1).ok_or(Excess::Depth)?;
    if let Some(items) = value.dyn_ref::<Array>() {
        let mut list = Vec::new();
        for item in items.iter() {
            list.push(walk_in(&item, depth, left)?);
        }
        return Ok(Value::Array(list));
    }
    let names = Object::keys(object);
    if usize::try_from(names.length()).is_ok_and(|count| count > left.values) {
        return Err(Excess::Values);
    }
    let mut map = Map::new();
    for name in names.iter() {
        let field = Reflect::get(object, &name).unwrap_or_default();
        let name: JsString = name.unchecked_into();
        spend(&name, left)?;
        map.insert(name.into(), walk_in(&field, depth, left)?);
    }
    Ok(Value::Object(map))
}

fn spend(text: &JsString, left: &mut Left) -> Result<(), Excess> {
    let length = usize::try_from(text.length()).unwrap_or(usize::MAX);
    left.characters = left.characters.checked_sub(length).ok_or(Excess::Size)?;
    Ok(())
}

/// JavaScript has one kind of number; a whole one is read as such, so that messages say 11 and not 11.0.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn walk_number(number: f64) -> Option<Number> {
    let is_whole = number.fract() == 0.0 && number.abs() <= js_sys::Number::MAX_SAFE_INTEGER;
    if is_whole { Some(Number::from(number as i64)) } else { Number::from_f64(number) }
}

/// A value of the core as the browser holds it.
pub(crate) fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Bool(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => number.as_f64().map_or(JsValue::NULL, JsValue::from_f64),
        Value::String(text) => JsValue::from_str(text),
        Value::Array(items) => items.iter().map(to_js).collect::<Array>().into(),
        Value::Object(map) => {
            let object = Object::new();
            for (name, value) in map {
                set(&object, name, &to_js(value));
            }
            object.into()
        }
    }
}

/// A plain object of these fields.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, value);
    }
    object
}

/// Sets a field of a plain object of ours, which never refuses.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A field; `undefined` where there is none.
pub(crate) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// The text of a value, as it goes over the wire.
pub(crate) fn stringify(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
