//! Numbers and names as a locale writes them, by the browser's own `Intl`.
//!
//! A survey may name its languages as it likes, and `Intl` throws at a tag that is none: then the plain form stands.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use js_sys::{Date, Function, Number, Object, Reflect};
use sayso_core::locale::language;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::json;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;

    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &Object) -> Result<DisplayNames, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<JsValue, JsValue>;

    /// A bare number, of which `Reflect` reads nothing.
    type Figure;

    #[wasm_bindgen(method, catch, js_name = toLocaleString)]
    fn write(this: &Figure, locale: &str) -> Result<String, JsValue>;
}

/// A number with the digits and the separators of the locale.
pub(crate) fn number(locale: &str, value: f64) -> String {
    let number = Number::from(value);
    // A few of these stand on most screens, and the browser's tables are slow to read for the first time.
    let is_plain =
        (0.0..1_000.0).contains(&value) && value.fract() == 0.0 && matches!(language(locale), "vi" | "en");
    let plain = || number.to_string_with_radix(10).map(String::from).unwrap_or_default();
    if is_plain {
        return plain();
    }
    number.unchecked_ref::<Figure>().write(locale).unwrap_or_else(|_| plain())
}

/// What a language is called by those who speak it; its tag where the browser does not know.
pub(crate) fn name_of(language: &str) -> String {
    // Of those that most surveys have: to read its tables costs a slow phone as much as to draw the whole screen.
    match language {
        "vi" => "Tiếng Việt".to_owned(),
        "en" => "English".to_owned(),
        _ => name_by_tables(language),
    }
}

fn name_by_tables(language: &str) -> String {
    let options = json::object(&[("type", JsValue::from_str("language"))]);
    let name = DisplayNames::new(language, &options).and_then(|names| names.of(language));
    name.ok().and_then(|name| name.as_string()).unwrap_or_else(|| language.to_owned())
}

/// A time by the clock of its own place, such as `17:00`.
pub(crate) fn time_of_day(locale: &str, at: DateTime<FixedOffset>) -> String {
    let two = JsValue::from_str("2-digit");
    let hour = if language(locale) == "en" { JsValue::from_str("numeric") } else { two.clone() };
    // No line ends between 5:00 and PM.
    moment(locale, at, &json::object(&[("hour", hour), ("minute", two)])).replace(' ', "\u{a0}")
}

/// A day by the calendar of its own place, such as `Thứ Hai, 24/11`.
pub(crate) fn day(locale: &str, at: DateTime<FixedOffset>) -> String {
    let numeric = JsValue::from_str("numeric");
    // Vietnamese says its months in numbers; elsewhere a name leaves no doubt which one is the month.
    let month = if language(locale) == "vi" { numeric.clone() } else { JsValue::from_str("long") };
    moment(
        locale,
        at,
        &json::object(&[("weekday", JsValue::from_str("long")), ("day", numeric), ("month", month)]),
    )
}

/// A day with its year, such as `1 tháng 11, 2026`.
pub(crate) fn date(locale: &str, day: NaiveDate) -> String {
    let long = json::object(&[("dateStyle", JsValue::from_str("long"))]);
    moment(locale, day.and_time(NaiveTime::MIN).and_utc().fixed_offset(), &long)
}

fn moment(locale: &str, at: DateTime<FixedOffset>, options: &Object) -> String {
    // The wall clock of the place, dressed as UTC: browsers differ in which offsets they take as a time zone.
    json::set(options, "timeZone", &JsValue::from_str("UTC"));
    let wall = at.naive_local().and_utc();
    #[expect(clippy::cast_precision_loss, reason = "a browser's times lie far within 2^53")]
    let date = Date::new(&JsValue::from_f64(wall.timestamp_millis() as f64));
    let written = Reflect::get(&date, &JsValue::from_str("toLocaleString")).and_then(|write| {
        write.unchecked_into::<Function>().call2(&date, &JsValue::from_str(locale), options)
    });
    let plain = || date.to_iso_string().into();
    written.ok().and_then(|written| written.as_string()).unwrap_or_else(plain)
}
