//! `schema/survey.schema.json` is what the tables make of it, takes every preset and a survey with every field there is, and
//! agrees with the decoder on whatever is taken out of that survey, put into it, or written wrong.

use std::path::Path;

use jsonschema::Validator;
use sayso_core::preset;
use sayso_core::survey::Survey;
use serde_json::{Value, json};

use super::survey_schema;

#[test]
fn the_schema_in_the_repository_is_the_one_that_the_tables_make() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/survey.schema.json");
    let made = [serde_json::to_string_pretty(&survey_schema::survey()).unwrap(), "\n".to_owned()].concat();
    if std::env::var_os("SAYSO_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "run this test once with SAYSO_WRITE_SCHEMA=1, which writes {}", path.display());
}

#[test]
fn every_preset_and_the_full_survey_fit() {
    let schema = validator();
    let fits = |name: &str, document: &Value| {
        let problems: Vec<String> = schema.iter_errors(document).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
        assert_eq!(Survey::decode(document).err(), None, "{name}");
    };
    for (name, document) in preset::ALL {
        fits(name, &serde_json::from_str(document).unwrap());
    }
    fits("full", &full());
}

#[test]
fn the_schema_and_the_decoder_agree_on_what_is_wrong() {
    let schema = validator();
    let (mut tried, mut disagreements) = (0, Vec::new());
    for_each_change(&full(), &mut |document, change| {
        tried += 1;
        let problems = Survey::decode(document).err().unwrap_or_default();
        let beyond_a_schema = |reason: &str| {
            [
                "reads \"",
                "takes in \"",
                "dead end",
                "circle",
                "is taken",
                "never reached",
                "expected more than min",
                "expected at least min",
                "expected less than max",
                "expected a step within",
                "is listed already",
                "overlaps",
                "at most answer_hours",
                "\"from\" before",
                "question's id too",
            ]
            .iter()
            .any(|words| reason.contains(words))
        };
        let refused = problems.iter().any(|problem| !beyond_a_schema(&problem.reason));
        if schema.is_valid(document) == refused {
            disagreements.push(
                [change, ": ", &problems.first().map(ToString::to_string).unwrap_or_default()].concat(),
            );
        }
    });
    assert_eq!(disagreements, Vec::<String>::new());
    assert!(tried > 500, "{tried}");
}

fn validator() -> Validator {
    jsonschema::validator_for(&survey_schema::survey()).unwrap()
}

/// Calls `visit` with the document after each single change: a field gone, a value of another kind, a field too many.
fn for_each_change(document: &Value, visit: &mut dyn FnMut(&Value, &str)) {
    let mut places = Vec::new();
    collect(document, "", &mut places);
    for place in places {
        for wrong in [
            json!("?!"),
            json!(-3.5),
            json!(true),
            json!([[1]]),
            json!({ "no-such": 1 }),
            json!(""),
            json!("a\u{7}"),
        ] {
            let mut changed = document.clone();
            *changed.pointer_mut(&place).unwrap() = wrong.clone();
            visit(&changed, &[&place, " = ", &wrong.to_string()].concat());
        }
        let (parent, name) = place.rsplit_once('/').unwrap();
        let mut changed = document.clone();
        if let Some(fields) = changed.pointer_mut(parent).unwrap().as_object_mut() {
            fields.remove(&name.replace("~1", "/").replace("~0", "~"));
            visit(&changed, &[&place, " gone"].concat());
            let mut changed = document.clone();
            changed.pointer_mut(parent).unwrap()["no-such"] = json!({ "vi": "x" });
            visit(&changed, &[parent, " with a field more"].concat());
        }
    }
}

fn collect(value: &Value, path: &str, places: &mut Vec<String>) {
    let mut go_on = |step: String, inner: &Value| {
        let place = [path, "/", &step.replace('~', "~0").replace('/', "~1")].concat();
        collect(inner, &place, places);
        places.push(place);
    };
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| go_on(index.to_string(), item));
        }
        Value::Object(fields) => fields.iter().for_each(|(name, item)| go_on(name.clone(), item)),
        _ => {}
    }
}

/// A survey with every type and every field there is.
fn full() -> Value {
    serde_json::from_str(include_str!("full.json")).unwrap()
}
