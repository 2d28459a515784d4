//! Whatever comes in, there is a survey or there are problems, a value or nothing; and whatever a survey is answered with, the
//! way through it ends.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sayso_core::answer::Answer;
use sayso_core::decode::Node;
use sayso_core::flow::{Step, Way};
use sayso_core::logic::{Logic, Operator};
use sayso_core::survey::{self, Survey};
use serde_json::{Map, Value, json};

/// Names that mean something here and there, so that more than the first check is passed.
fn name() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 20] = [
        "id",
        "type",
        "title",
        "vi",
        "questions",
        "show_if",
        "go_to",
        "if",
        "to",
        "options",
        "scale",
        "smiley",
        "var",
        "version",
        "locales",
        "computed",
        "quotas",
        "a",
        "b",
        "end",
    ];
    prop_oneof![4 => proptest::sample::select(&KNOWN[..]).prop_map(str::to_owned), 1 => ".{0,6}"]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-12_i64..12).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        name().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            proptest::collection::btree_map(name(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_rule() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![any_json(), name().prop_map(|name| json!({ "var": name }))];
    leaf.prop_recursive(5, 60, 4, |inner| {
        let operator = proptest::sample::select(&Operator::NAMES[..]).prop_map(|(name, _)| name);
        (operator, proptest::collection::vec(inner, 0..4))
            .prop_map(|(name, arguments)| json!({ name: arguments }))
    })
}

proptest! {
    #[test]
    fn any_document_is_a_survey_or_has_problems(document in any_json(), question in any_json()) {
        for document in [document.clone(), json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [question, document] })] {
            if let Err(problems) = Survey::decode(&document) {
                prop_assert!(!problems.is_empty());
            }
        }
    }

    #[test]
    fn any_text_is_a_survey_or_has_problems(text in ".{0,200}") {
        if let Err(problems) = Survey::parse(&text) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn any_rule_has_a_value_or_none(rule in any_rule(), data in any_json()) {
        let logic = Logic::decode(&Node::root(&rule), &mut Vec::new());
        if let Some(value) = logic.and_then(|logic| logic.evaluate(&data)) {
            // Nothing comes out that JSON could not hold.
            prop_assert_eq!(serde_json::from_str::<Value>(&value.to_string()).is_ok(), true);
        }
    }

    #[test]
    fn any_answers_lead_to_the_end(values in proptest::collection::vec(any_json(), 22), wave in 0_u8..9) {
        let survey = Survey::parse(include_str!("full.json")).unwrap();
        let answers: BTreeMap<_, _> = survey.questions.iter().zip(values).map(|(question, value)| {
            (question.id.clone(), Answer { kind: question.kind.question_type(), given: question.kind.given(value) })
        }).collect();
        let context = BTreeMap::from([("wave".to_owned(), wave.to_string())]);
        let way = Way { survey: &survey, answers: &answers, context: &context };
        let (mut at, mut screens) = (None, 0);
        while let Step::Question(index) = way.next(at) {
            (at, screens) = (Some(index), screens + 1);
            prop_assert!(screens <= survey.questions.len());
        }
        prop_assert_eq!(screens, way.path().len());
        prop_assert!(way.answered().keys().all(|id| answers.contains_key(id)));
        for (id, answer) in survey::fit(&survey, &answers) {
            prop_assert_eq!(survey.question(&id).unwrap().accepts(&answer), Ok(()));
        }
    }
}
