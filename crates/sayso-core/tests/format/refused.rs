//! What is of the right kind and could not have been meant is refused with its place.

use sayso_core::survey::Survey;
use serde_json::{Value, json};

fn check(question: &Value, locales: &Value, expected: &[&str]) {
    let mut question = question.clone();
    question["id"] = json!("q");
    question["title"] = json!({ "vi": "?" });
    let document = json!({ "id": "s", "version": 1, "locales": locales, "questions": [question] });
    let found: Vec<String> =
        Survey::decode(&document).err().unwrap_or_default().iter().map(ToString::to_string).collect();
    assert_eq!(found, expected, "{document}");
}

#[test]
fn a_slider_has_room_for_its_step() {
    let slider = |min: Value, max: Value, step: Value, expected: &[&str]| {
        let slider = json!({ "type": "slider", "min": min, "max": max, "step": step });
        check(&slider, &json!(["vi"]), expected);
    };
    let null = || Value::Null;
    slider(null(), null(), null(), &[]);
    slider(json!(0), json!(10), json!(10), &[]);
    slider(json!(0), json!(0.5), json!(0.1), &[]);
    let within = "expected a step within the range from min to max";
    slider(json!(0), json!(10), json!(11), &[&format!("/questions/0/step: {within}")]);
    slider(json!(0), json!(0.5), null(), &[&format!("/questions/0/max: {within}")]);
    slider(json!(99.5), null(), null(), &[&format!("/questions/0/min: {within}")]);
    slider(json!(5), json!(4), null(), &["/questions/0/max: expected more than min"]);
    // Once refused without a reason, since the end that was not written had nowhere to stand.
    slider(json!(200), null(), null(), &["/questions/0/min: expected less than max"]);
}

#[test]
fn a_metric_is_one_that_the_type_can_give() {
    let metric = |kind: &str, metric: &str, expected: &[&str]| {
        check(&json!({ "type": kind, "metric": metric }), &json!(["vi"]), expected);
    };
    metric("stars", "csat", &[]);
    metric("expectation", "servqual-empathy", &[]);
    metric("text", "nps", &["/questions/0/metric: \"nps\" cannot be read from a question of type text"]);
    metric("smiley", "gap", &["/questions/0/metric: \"gap\" cannot be read from a question of type smiley"]);
}

#[test]
fn a_language_is_listed_once() {
    let text = json!({ "type": "text" });
    check(&text, &json!(["vi", "en"]), &[]);
    check(&text, &json!(["vi", "en", "VI"]), &["/locales/2: the language \"VI\" is listed already"]);
}
