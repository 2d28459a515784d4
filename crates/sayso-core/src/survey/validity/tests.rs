//! What each type of question takes, and why not, as tables.

use super::*;
use crate::answer::{QuestionType, Rating, Ratings};
use serde_json::json;

fn question(fields: &Value) -> Question {
    let mut question = json!({ "id": "q", "title": { "vi": "?" } });
    question.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let document = json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [question] });
    Survey::decode(&document).unwrap().questions.remove(0)
}

fn given(question: &Question, value: Value) -> Answer {
    Answer { kind: question.kind.question_type(), given: Given::Other(value) }
}

fn check_all(fields: &Value, cases: &[(Value, Result<(), Invalid>)]) {
    let question = question(fields);
    for (value, expected) in cases {
        assert_eq!(
            question.accepts(&given(&question, value.clone())),
            *expected,
            "{value} for {:?}",
            question.kind
        );
    }
}

#[test]
fn keys_follow_the_order_of_the_enum() {
    for (key, reason) in Invalid::KEYS {
        assert_eq!(reason.key(), key);
    }
}

#[test]
fn a_rating_stands_on_the_scale_of_its_question() {
    let five = question(&json!({ "type": "stars" }));
    let rated = |kind, value, points| {
        Answer::rating(kind, Rating::new(value, Scale::from_one(points).unwrap()).unwrap())
    };
    assert_eq!(five.accepts(&rated(QuestionType::Stars, 4, 5)), Ok(()));
    assert_eq!(five.accepts(&rated(QuestionType::Stars, 4, 7)), Err(Invalid::Range));
    assert_eq!(five.accepts(&rated(QuestionType::Smiley, 4, 5)), Err(Invalid::Form));
    for kind in ["smiley", "stars", "rating", "nps", "ces", "thumbs", "statement"] {
        check_all(&json!({ "type": kind }), &[(json!(1), Err(Invalid::Form))]);
    }
}

#[test]
fn choices_are_among_the_options() {
    let options = json!([{ "id": "a", "label": { "vi": "A" } }, { "id": "b", "label": { "vi": "B" } },
        { "id": "other", "label": { "vi": "?" }, "with_text": true },
        { "id": "none", "label": { "vi": "–" }, "exclusive": true }]);
    check_all(
        &json!({ "type": "choice", "multiple": true, "options": options }),
        &[
            (json!(["a", "b", { "id": "other", "text": "👍🏽 tiếng Việt" }]), Ok(())),
            (json!(["none"]), Ok(())),
            (json!(["none", "a"]), Err(Invalid::Exclusive)),
            (json!(["a", "a"]), Err(Invalid::Option)),
            (json!(["c"]), Err(Invalid::Option)),
            (json!([{ "id": "a", "text": "x" }]), Err(Invalid::Form)),
            (json!(["a", 1]), Err(Invalid::Form)),
            (json!("a"), Err(Invalid::Form)),
            (json!([{ "id": "other", "text": "x".repeat(limits::ANSWER + 1) }]), Err(Invalid::TooLong)),
        ],
    );
    check_all(
        &json!({ "type": "choice", "options": options }),
        &[(json!(["a"]), Ok(())), (json!(["a", "b"]), Err(Invalid::TooMany))],
    );
    check_all(
        &json!({ "type": "choice", "options": "reasons" }),
        &[(json!(["DEL-LATE"]), Ok(())), (json!(["LATE"]), Err(Invalid::Option))],
    );
    let plain = json!([{ "id": "a", "label": { "vi": "A" } }, { "id": "b", "label": { "vi": "B" } }]);
    check_all(
        &json!({ "type": "dropdown", "options": plain }),
        &[(json!("b"), Ok(())), (json!("c"), Err(Invalid::Option)), (json!(1), Err(Invalid::Form))],
    );
    check_all(
        &json!({ "type": "ranking", "options": plain }),
        &[
            (json!(["b", "a"]), Ok(())),
            (json!(["b", "b"]), Err(Invalid::Option)),
            (json!([1]), Err(Invalid::Option)),
            (json!({}), Err(Invalid::Form)),
        ],
    );
}

#[test]
fn points_and_numbers_lie_in_their_range() {
    check_all(
        &json!({ "type": "matrix", "scale": 7, "rows": [{ "id": "a", "label": { "vi": "A" } }] }),
        &[
            (json!({ "a": 7 }), Ok(())),
            (json!({}), Ok(())),
            (json!({ "a": 8 }), Err(Invalid::Range)),
            (json!({ "a": 1.5 }), Err(Invalid::Range)),
            (json!({ "b": 1 }), Err(Invalid::Option)),
            (json!({ "a": "1" }), Err(Invalid::Form)),
        ],
    );
    check_all(
        &json!({ "type": "slider", "min": -1, "max": 1, "step": 0.1 }),
        &[
            (json!(0.3), Ok(())),
            (json!(1), Ok(())),
            (json!(1.1), Err(Invalid::Range)),
            (json!(0.35), Err(Invalid::Range)),
            (json!("1"), Err(Invalid::Form)),
        ],
    );
    check_all(
        &json!({ "type": "number", "min": 0, "max": 10, "whole": true }),
        &[
            (json!(10), Ok(())),
            (json!(3.0), Ok(())),
            (json!(-1), Err(Invalid::Range)),
            (json!(11), Err(Invalid::Range)),
            (json!(2.5), Err(Invalid::Range)),
            (json!(null), Err(Invalid::Form)),
        ],
    );
    check_all(&json!({ "type": "number" }), &[(json!(-1e300), Ok(()))]);
    check_all(
        &json!({ "type": "expectation" }),
        &[
            (json!({ "expected": 5, "actual": 1 }), Ok(())),
            (json!({ "expected": 5 }), Err(Invalid::Form)),
            (json!({ "expected": 6, "actual": 1 }), Err(Invalid::Range)),
        ],
    );
}

#[test]
fn texts_are_counted_in_characters_and_come_whole() {
    check_all(
        &json!({ "type": "text", "max_length": 5 }),
        &[
            (json!("ế".repeat(5)), Ok(())),
            (json!("e\u{302}\u{301}ab"), Ok(())),
            (json!("\u{202e}xyz"), Ok(())),
            (json!("👨‍👩‍👧"), Ok(())),
            (json!("👨‍👩‍👧‍👦"), Err(Invalid::TooLong)),
            (json!("abcdef"), Err(Invalid::TooLong)),
            (json!("a\u{fffd}"), Err(Invalid::Unreadable)),
            (json!(["a"]), Err(Invalid::Form)),
        ],
    );
    check_all(&json!({ "type": "text" }), &[(json!("x".repeat(100_000)), Err(Invalid::TooLong))]);
}

#[test]
fn days_people_and_feelings_are_real() {
    check_all(
        &json!({ "type": "date" }),
        &[
            (json!("2024-02-29"), Ok(())),
            (json!("2026-02-29"), Err(Invalid::Date)),
            (json!("2026-2-1"), Err(Invalid::Date)),
            (json!("21/11/2026"), Err(Invalid::Date)),
            (json!("2026-11-21T00"), Err(Invalid::Date)),
            (json!(2026), Err(Invalid::Form)),
        ],
    );
    check_all(
        &json!({ "type": "contact", "fields": ["name", "phone"] }),
        &[
            (json!({ "name": "Lan", "phone": "+84912345678" }), Ok(())),
            (json!({}), Ok(())),
            (json!({ "phone": "12" }), Err(Invalid::Phone)),
            (json!({ "email": "a@b.vn" }), Err(Invalid::Form)),
            (json!({ "name": "x".repeat(101) }), Err(Invalid::TooLong)),
        ],
    );
    check_all(
        &json!({ "type": "contact" }),
        &[(json!({ "email": "a@b.vn" }), Ok(())), (json!({ "email": "a@b" }), Err(Invalid::Email))],
    );
    check_all(
        &json!({ "type": "consent", "text": { "vi": "Đồng ý" }, "text_version": "2" }),
        &[
            (json!({ "given": true, "textVersion": "2", "time": "2026-11-21T20:38:00+07:00" }), Ok(())),
            (json!({ "given": true, "textVersion": "1" }), Err(Invalid::Words)),
            (json!({ "textVersion": "2" }), Err(Invalid::Form)),
        ],
    );
    check_all(
        &json!({ "type": "emotion" }),
        &[
            (json!("worried"), Ok(())),
            (json!("hungry"), Err(Invalid::Option)),
            (json!(1), Err(Invalid::Form)),
        ],
    );
    check_all(
        &json!({ "type": "complaint", "kinds": ["complaint"] }),
        &[
            (json!({ "kind": "complaint", "happened": "Trễ" }), Ok(())),
            (json!({ "kind": "praise" }), Err(Invalid::Option)),
            (json!({}), Err(Invalid::Form)),
        ],
    );
    check_all(
        &json!({ "type": "file" }),
        &[
            (json!([{ "hash": "00", "bytes": 1, "type": "image/jpeg" }]), Ok(())),
            (json!([{ "hash": "0" }, { "hash": "1" }]), Err(Invalid::TooMany)),
            (json!([{}]), Err(Invalid::Form)),
        ],
    );
}

#[test]
fn a_draft_keeps_what_still_fits_a_changed_survey() {
    let label = json!({ "vi": "?" });
    let option = |id: &str| json!({ "id": id, "label": label });
    let survey = Survey::decode(&json!({ "id": "s", "version": 2, "locales": ["vi"], "questions": [
        { "id": "rating", "type": "smiley", "title": label, "was": ["csat"] },
        { "id": "why", "type": "choice", "multiple": true, "title": label, "options": [option("b"), option("c")] },
        { "id": "rows", "type": "matrix", "title": label, "rows": [option("x")] },
        { "id": "nps", "type": "nps", "title": label }, { "id": "note", "type": "text", "title": label, "max_length": 3 }] })).unwrap();
    let other = |kind, value| Answer { kind, given: Given::Other(value) };
    let on = |points, value: &Value| {
        let ratings = Ratings::of(value, Scale::from_one(points).unwrap()).unwrap();
        Answer { kind: QuestionType::Matrix, given: Given::Ratings(ratings) }
    };
    let rows = |value: &Value| on(5, value);
    let smiley = Answer::rating(QuestionType::Smiley, survey.questions[0].rate(4).unwrap());
    let draft = [
        ("csat", smiley.clone()),
        ("why", other(QuestionType::Choice, json!(["a", "b"]))),
        ("rows", rows(&json!({ "x": 3, "y": 2 }))),
        ("nps", smiley.clone()),
        ("note", other(QuestionType::Text, json!("dài quá"))),
        ("gone", smiley.clone()),
    ];
    let draft = draft.map(|(id, answer)| (id.to_owned(), answer)).into();
    let expected = [
        ("rating", smiley),
        ("why", other(QuestionType::Choice, json!(["b"]))),
        ("rows", rows(&json!({ "x": 3 }))),
    ];
    assert_eq!(fit(&survey, &draft), expected.map(|(id, answer)| (id.to_owned(), answer)).into());
    let on_another_scale = [("rows".to_owned(), on(7, &json!({ "x": 3 })))].into();
    assert_eq!(fit(&survey, &on_another_scale), BTreeMap::new());
}
