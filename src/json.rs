//! Between the browser's values and the core's value tree. The browser parses and writes JSON; we only walk.

use js_sys::{Array, JSON, Object, Reflect};
use serde_json::{Map, Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// Deeper than any survey or event of ours; a document beyond it is not walked to its end.
const MAX_DEPTH: usize = 64;

/// A browser value as the core reads it; `None` for what JSON cannot hold, or nests too deep.
pub(crate) fn from_js(value: &JsValue) -> Option<Value> {
    walk_in(value, MAX_DEPTH)
}

fn walk_in(value: &JsValue, depth: usize) -> Option<Value> {
    if let Some(text) = value.as_string() {
        return Some(Value::String(text));
    }
    if let Some(number) = value.as_f64() {
        return walk_number(number).map(Value::Number);
    }
    if let Some(flag) = value.as_bool() {
        return Some(Value::Bool(flag));
    }
    if value.is_null() || value.is_undefined() {
        return Some(Value::Null);
    }
    let depth = depth.checked_sub(1)?;
    if let Some(items) = value.dyn_ref::<Array>() {
        return items.iter().map(|item| walk_in(&item, depth)).collect::<Option<Vec<_>>>().map(Value::Array);
    }
    let mut map = Map::new();
    for entry in Object::entries(value.dyn_ref::<Object>()?).iter() {
        let entry: Array = entry.unchecked_into();
        map.insert(entry.get(0).as_string()?, walk_in(&entry.get(1), depth)?);
    }
    Some(Value::Object(map))
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
        Value::Object(map) => object(map.iter().map(|(name, value)| (name.as_str(), to_js(value)))).into(),
    }
}

/// A plain object of these fields.
pub(crate) fn object<'n>(fields: impl IntoIterator<Item = (&'n str, JsValue)>) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        set(&object, name, &value);
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
