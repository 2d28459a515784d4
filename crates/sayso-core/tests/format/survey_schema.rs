//! The JSON Schema of surveys, made from the tables and limits that the decoder itself uses.

use sayso_core::answer::{QuestionType, Scale};
use sayso_core::complaint;
use sayso_core::logic::Operator;
use sayso_core::score::Metric;
use sayso_core::survey::{FORMAT, Promise, Remedy, limits};
use serde_json::{Map, Value, json};

/// The schema of a survey.
pub(crate) fn survey() -> Value {
    let questions: Vec<Value> =
        QuestionType::NAMES.iter().map(|(name, kind)| question(name, *kind)).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Sayso survey",
        "description": "Made from the types of sayso-core; do not edit. References between questions are checked by `cargo xtask check-survey`.",
        "type": "object",
        "required": ["id", "version", "locales", "questions"],
        "additionalProperties": false,
        "properties": {
            "$schema": { "type": "string" },
            "format": { "type": "integer", "minimum": 1, "maximum": FORMAT },
            "id": words(limits::ID),
            "version": { "type": "integer", "minimum": 1, "maximum": 1_000_000 },
            "locales": { "type": "array", "minItems": 1, "maxItems": limits::LOCALES, "items": words(35) },
            "questions": { "type": "array", "minItems": 1, "maxItems": limits::QUESTIONS, "items": { "oneOf": questions } },
            "computed": { "type": "object", "maxProperties": limits::COMPUTED, "propertyNames": reference("name"),
                "additionalProperties": reference("rule") },
            "quotas": { "type": "array", "maxItems": limits::QUOTAS, "items": object(&["id", "if", "limit"], json!({
                "id": reference("name"), "if": reference("rule"),
                "limit": { "type": "integer", "minimum": 1, "maximum": 1_000_000_000 } })) },
            "thanks": object(&[], json!({ "promoter": reference("text"), "neutral": reference("text"),
                "detractor": reference("text"), "everybody": reference("text") })),
            "public_link": object(&["url", "label"], json!({
                "url": { "type": "string", "maxLength": limits::TEXT, "pattern": "^https://[^/\\s][^\\s]*$" },
                "label": reference("text") }))
        },
        "$defs": {
            "name": { "type": "string", "maxLength": limits::ID, "pattern": "^[^.{}\\s\\u0000-\\u001f\\u007f-\\u009f]+$",
                "not": { "enum": ["end", "context"] } },
            "text": { "type": "object", "minProperties": 1, "maxProperties": limits::LOCALES,
                "description": "A text by language, such as {\"vi\": \"…\", \"en\": \"…\"}. It may pipe {{answers}}.",
                "additionalProperties": words(limits::TEXT) },
            "rule": rule(),
            "options": { "type": "array", "minItems": 2, "maxItems": limits::OPTIONS, "items": object(&["id", "label"], json!({
                "id": words(limits::ID), "label": reference("text"), "exclusive": flag(), "with_text": flag() })) },
            "plain_options": { "type": "array", "minItems": 2, "maxItems": limits::OPTIONS, "items": object(&["id", "label"], json!({
                "id": words(limits::ID), "label": reference("text") })) },
            "promise": promise(),
            "go_to": { "type": "array", "maxItems": limits::JUMPS, "items": object(&["to"], json!({
                "if": reference("rule"), "to": { "type": "string", "maxLength": limits::ID } })) }
        }
    })
}

fn question(name: &str, kind: QuestionType) -> Value {
    let (own_required, own) = own_fields(kind);
    let mut properties = json!({
        "type": { "const": name },
        "id": reference("name"),
        "title": reference("text"),
        "help": reference("text"),
        "reversed": flag(),
        "required": flag(),
        "show_if": reference("rule"),
        "wave": { "type": "integer", "minimum": 0, "maximum": 3_650 },
        "phase": reference("name"),
        "go_to": reference("go_to"),
        "was": { "type": "array", "maxItems": limits::FORMER, "items": reference("name") }
    });
    let metrics: Vec<_> = Metric::NAMES.iter().filter(|(_, metric)| metric.fits(kind)).collect();
    if !metrics.is_empty() {
        properties["metric"] = one_of(metrics.into_iter().map(|(name, _)| *name));
    }
    if let (Some(all), Value::Object(own)) = (properties.as_object_mut(), own) {
        all.extend(own);
    }
    object(&[&["id", "type", "title"], own_required].concat(), properties)
}

/// What only questions of this type have: what they must have, and all of it.
fn own_fields(kind: QuestionType) -> (&'static [&'static str], Value) {
    let ends = || json!({ "low": reference("text"), "high": reference("text") });
    let with = |base: Value, more: Value| {
        let mut all = base.as_object().cloned().unwrap_or_default();
        all.extend(more.as_object().cloned().unwrap_or_default());
        Value::Object(all)
    };
    let any_scale = || json!({ "scale": integer(*Scale::POINTS.start(), *Scale::POINTS.end()) });
    let number = || json!({ "type": "number" });
    match kind {
        QuestionType::Smiley => (&[], json!({ "scale": integer(3, 5) })),
        QuestionType::Stars => (&[], json!({ "scale": integer(3, 10) })),
        QuestionType::Rating => (&[], with(ends(), any_scale())),
        QuestionType::Nps | QuestionType::Ces => (&[], ends()),
        QuestionType::Thumbs => (&[], json!({})),
        QuestionType::Emotion => (&[], json!({ "worst_first": flag() })),
        QuestionType::Date => {
            let day = || json!({ "type": "string", "pattern": "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$" });
            (&[], json!({ "min": day(), "max": day() }))
        }
        QuestionType::Choice => (
            &["options"],
            json!({ "options": { "oneOf": [{ "const": "reasons" }, reference("options")] },
                "multiple": flag(), "random": flag() }),
        ),
        QuestionType::Dropdown | QuestionType::Ranking => (
            &["options"],
            json!({ "options": { "oneOf": [{ "const": "reasons" }, reference("plain_options")] } }),
        ),
        QuestionType::Matrix => {
            let row =
                object(&["id", "label"], json!({ "id": words(limits::ID), "label": reference("text") }));
            let rows =
                json!({ "rows": { "type": "array", "minItems": 1, "maxItems": limits::ROWS, "items": row } });
            (&["rows"], with(with(ends(), any_scale()), rows))
        }
        QuestionType::Slider => (
            &[],
            with(
                ends(),
                json!({ "min": number(), "max": number(), "step": { "type": "number", "exclusiveMinimum": 0 } }),
            ),
        ),
        QuestionType::Text => (
            &[],
            json!({ "multiline": flag(), "max_length": integer(1, i64::try_from(limits::ANSWER).unwrap()), "placeholder": reference("text") }),
        ),
        QuestionType::Number => {
            (&[], json!({ "min": number(), "max": number(), "whole": flag(), "unit": reference("text") }))
        }
        QuestionType::Contact => {
            let fields = json!({ "type": "array", "minItems": 1, "maxItems": 3, "items": one_of(["name", "phone", "email"].into_iter()) });
            (&[], json!({ "fields": fields }))
        }
        QuestionType::Consent => (
            &["text", "text_version"],
            json!({ "text": reference("text"), "text_version": words(limits::ID) }),
        ),
        QuestionType::Expectation => (
            &[],
            with(
                any_scale(),
                json!({ "expected_label": reference("text"), "actual_label": reference("text") }),
            ),
        ),
        QuestionType::Complaint => (
            &[],
            json!({ "kinds": some_of(&complaint::Kind::NAMES.map(|(name, _)| name)),
                "remedies": some_of(&Remedy::NAMES.map(|(name, _)| name)),
                "asks_public": flag(), "staff_call": flag(),
                "contact_required": flag(), "hotline": hotline(), "promise": reference("promise") }),
        ),
        QuestionType::File => (&[], json!({ "max_files": integer(1, 5), "max_side": integer(320, 4_096) })),
        QuestionType::Statement => (&[], json!({ "body": reference("text") })),
    }
}

/// JsonLogic: a value, a list of rules, or one operator with its arguments.
fn rule() -> Value {
    let operators: Map<String, Value> =
        Operator::NAMES.iter().map(|(name, _)| ((*name).to_owned(), reference("rule"))).collect();
    json!({ "description": "JsonLogic, see https://jsonlogic.com", "anyOf": [
        { "type": ["string", "number", "boolean", "null"] },
        { "type": "array", "items": reference("rule") },
        { "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false, "properties": operators } ] })
}

fn promise() -> Value {
    let time = json!({ "type": "string", "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" });
    let days = json!({ "type": "array", "minItems": 1, "maxItems": 7,
        "items": one_of(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].into_iter()) });
    let hours = object(&["days", "from", "to"], json!({ "days": days, "from": time, "to": time }));
    object(
        &["hours", "offset", "answer_hours"],
        json!({
            "hours": { "type": "array", "minItems": 1, "maxItems": Promise::MAX_DAYS, "items": hours },
            "holidays": { "type": "array", "maxItems": Promise::MAX_DAYS,
                "items": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" } },
            "offset": { "type": "string", "pattern": "^[+−-][0-9]{2}:[0-5][0-9]$" },
            "acknowledge_hours": integer(1, Promise::MAX_HOURS),
            "answer_hours": integer(1, Promise::MAX_HOURS)
        }),
    )
}

#[expect(clippy::needless_pass_by_value, reason = "every caller makes it on the spot")]
fn object(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "additionalProperties": false, "properties": properties })
}

fn reference(name: &str) -> Value {
    let pointer = ["#/$defs/", name].concat();
    json!({ "$ref": pointer })
}

fn words(most: usize) -> Value {
    json!({ "type": "string", "maxLength": most, "pattern": "\\S" })
}

/// A telephone number of 3 to 15 digits.
fn hotline() -> Value {
    let pattern = r"^\s*\+?[ .()-]*([0-9][ .()-]*){3,15}\s*$";
    json!({ "type": "string", "maxLength": limits::ID, "pattern": pattern })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn integer(least: i64, most: i64) -> Value {
    json!({ "type": "integer", "minimum": least, "maximum": most })
}

fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> Value {
    json!({ "enum": names.collect::<Vec<_>>() })
}

fn some_of(names: &[&str]) -> Value {
    json!({ "type": "array", "minItems": 1, "maxItems": names.len(), "items": { "enum": names } })
}
