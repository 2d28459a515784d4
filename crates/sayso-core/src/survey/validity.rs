//! Whether an answer is one that its question can take, and what of a draft still fits a survey that has changed.
//!
//! Lengths are counted in Unicode scalar values: a family emoji is several, a letter with combining marks one more for each.
//! A lone surrogate cannot get here: on its way from JavaScript it becomes U+FFFD, and a text with that mark is refused
//! rather than kept in a form that its writer did not give it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Choices, ContactFields, Kind, Options, Question, Survey, limits};
use crate::answer::{Answer, Given, Scale};
use crate::complaint::Told;
use crate::contact::{is_email, phone};
use crate::date;
use crate::score::Emotion;

/// Why a question does not take an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invalid {
    /// It must be answered, and was not, or not in full.
    Required,
    /// It is the answer to a question of another type, or of another form.
    Form,
    /// A number or a point lies outside of the range, or between two steps.
    Range,
    /// An option, a row or a feeling that is not offered, or the same one twice.
    Option,
    /// More options, rows or photographs than may be chosen.
    TooMany,
    /// An option that excludes the others was chosen together with others.
    Exclusive,
    /// A text has too many characters.
    TooLong,
    /// A text holds a character that could not be read.
    Unreadable,
    /// There is no such day.
    Date,
    /// It is no telephone number.
    Phone,
    /// It is no e-mail address.
    Email,
    /// Consent was given to other words than those of the question.
    Words,
}

impl Invalid {
    /// Every reason and its key in the locale files.
    pub const KEYS: [(&'static str, Self); 12] = [
        ("error.required", Self::Required),
        ("error.form", Self::Form),
        ("error.range", Self::Range),
        ("error.option", Self::Option),
        ("error.too-many", Self::TooMany),
        ("error.exclusive", Self::Exclusive),
        ("error.too-long", Self::TooLong),
        ("error.unreadable", Self::Unreadable),
        ("error.date", Self::Date),
        ("error.phone", Self::Phone),
        ("error.email", Self::Email),
        ("error.words", Self::Words),
    ];

    /// The reason's key in the locale files.
    pub fn key(self) -> &'static str {
        Self::KEYS[self as usize].0
    }
}

impl Question {
    /// Whether the question takes an answer.
    ///
    /// # Errors
    /// The first reason against it.
    ///
    /// ```
    /// use sayso_core::{answer::{Answer, Given, QuestionType}, survey::{Invalid, Survey}};
    /// # use serde_json::json;
    /// let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["en"],
    ///     "questions": [{ "id": "when", "type": "date", "title": { "en": "When?" } }] })).unwrap();
    /// let on = |day: &str| Answer { kind: QuestionType::Date, given: Given::Other(day.into()) };
    /// assert_eq!(survey.questions[0].accepts(&on("2026-11-21")), Ok(()));
    /// assert_eq!(survey.questions[0].accepts(&on("2026-02-30")), Err(Invalid::Date));
    /// ```
    pub fn accepts(&self, answer: &Answer) -> Result<(), Invalid> {
        if answer.kind != self.kind.question_type() {
            return Err(Invalid::Form);
        }
        match &answer.given {
            Given::Rating(rating) if self.kind.scale() == Some(rating.scale()) => Ok(()),
            Given::Rating(_) => Err(Invalid::Range),
            Given::Other(value) => {
                is_readable(value, limits::ANSWER)?;
                accepts(&self.kind, value)
            }
        }
    }

    /// What of an answer to an earlier version of the question still fits: all of it, or the options and rows that are
    /// still there.
    fn fit(&self, answer: &Answer) -> Option<Answer> {
        let mut answer = answer.clone();
        match (&self.kind, &mut answer.given) {
            (Kind::Choice(Choices { options, .. }), Given::Other(Value::Array(picks))) => {
                picks.retain(|pick| accepts_pick(options, pick).is_ok());
            }
            (Kind::Matrix(matrix), Given::Other(Value::Object(rated))) => {
                rated.retain(|id, point| {
                    matrix.rows.iter().any(|row| row.id == *id) && on_scale(Some(point), matrix.scale).is_ok()
                });
            }
            _ => {}
        }
        (!answer.is_empty() && self.accepts(&answer).is_ok()).then_some(answer)
    }
}

/// What of a draft still fits a survey, which may have changed since: answers by the id of their question, also where it
/// had another id before.
pub fn fit(survey: &Survey, draft: &BTreeMap<String, Answer>) -> BTreeMap<String, Answer> {
    let mut fitting = BTreeMap::new();
    for question in &survey.questions {
        let ids = std::iter::once(&question.id).chain(&question.was);
        let answer = ids.filter_map(|id| draft.get(id)).find_map(|answer| question.fit(answer));
        if let Some(answer) = answer {
            fitting.insert(question.id.clone(), answer);
        }
    }
    fitting
}

fn accepts(kind: &Kind, value: &Value) -> Result<(), Invalid> {
    match kind {
        Kind::Choice(choices) => accepts_choice(choices, value),
        Kind::Dropdown(options) => accepts_pick(options, value),
        Kind::Ranking(options) => accepts_ranking(options, value),
        Kind::Matrix(matrix) => {
            let rated = value.as_object().ok_or(Invalid::Form)?;
            rated.iter().try_for_each(|(id, point)| {
                let is_row = matrix.rows.iter().any(|row| row.id == *id);
                if is_row { on_scale(Some(point), matrix.scale) } else { Err(Invalid::Option) }
            })
        }
        Kind::Slider(slider) => {
            let number = value.as_f64().ok_or(Invalid::Form)?;
            let steps = (number - slider.min) / slider.step;
            let is_on_step = (steps - steps.round()).abs() < 1e-6;
            check(is_on_step && (slider.min..=slider.max).contains(&number), Invalid::Range)
        }
        Kind::Text(field) => {
            let text = value.as_str().ok_or(Invalid::Form)?;
            check(field.room(text) >= 0, Invalid::TooLong)
        }
        Kind::Number(field) => {
            let number = value.as_f64().ok_or(Invalid::Form)?;
            let fits = field.min.is_none_or(|min| number >= min)
                && field.max.is_none_or(|max| number <= max)
                && !(field.whole && number.fract() != 0.0);
            check(fits, Invalid::Range)
        }
        Kind::Date => {
            let text = value.as_str().ok_or(Invalid::Form)?;
            let mut parts = text.splitn(3, '-');
            let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(Invalid::Date);
            };
            let day = date::parse(day, month, year).ok_or(Invalid::Date)?;
            check(date::write(day) == text, Invalid::Date)
        }
        Kind::Contact(fields) => accepts_contact(*fields, value),
        Kind::Consent(consent) => {
            let words = value.get("textVersion").and_then(Value::as_str);
            check(value.get("given").is_some_and(Value::is_boolean), Invalid::Form)?;
            check(words == Some(&consent.text_version), Invalid::Words)
        }
        Kind::Expectation(scale) => {
            on_scale(value.get("expected"), *scale)?;
            on_scale(value.get("actual"), *scale)
        }
        Kind::Emotion => {
            let name = value.as_str().ok_or(Invalid::Form)?;
            check(Emotion::from_name(name).is_some(), Invalid::Option)
        }
        Kind::Complaint(intake) => {
            let kind = Told::kind_of(value).ok_or(Invalid::Form)?;
            check(intake.kinds.contains(&kind), Invalid::Option)
        }
        Kind::File(field) => {
            let files = value.as_array().ok_or(Invalid::Form)?;
            check(files.len() <= usize::from(field.max_files), Invalid::TooMany)?;
            let is_file = |file: &Value| file.get("hash").is_some_and(Value::is_string);
            check(files.iter().all(is_file), Invalid::Form)
        }
        Kind::Smiley(_)
        | Kind::Stars(_)
        | Kind::Rating(..)
        | Kind::Nps(_)
        | Kind::Ces(_)
        | Kind::Thumbs
        | Kind::Statement(_) => Err(Invalid::Form),
    }
}

fn check(holds: bool, otherwise: Invalid) -> Result<(), Invalid> {
    if holds { Ok(()) } else { Err(otherwise) }
}

fn on_scale(point: Option<&Value>, scale: Scale) -> Result<(), Invalid> {
    let number = point.and_then(Value::as_f64).ok_or(Invalid::Form)?;
    let stands_on = scale.values().any(|value| f64::from(value).total_cmp(&number).is_eq());
    check(stands_on, Invalid::Range)
}

fn accepts_choice(choices: &Choices, value: &Value) -> Result<(), Invalid> {
    let picks = value.as_array().ok_or(Invalid::Form)?;
    check(choices.multiple || picks.len() <= 1, Invalid::TooMany)?;
    picks.iter().try_for_each(|pick| accepts_pick(&choices.options, pick))?;
    check(are_different(picks), Invalid::Option)?;
    let Options::Listed(options) = &choices.options else { return Ok(()) };
    let is_exclusive =
        |pick: &Value| options.iter().any(|it| it.exclusive && Some(it.id.as_str()) == id_of(pick));
    check(picks.len() <= 1 || !picks.iter().any(is_exclusive), Invalid::Exclusive)
}

/// An option's id, or its id with words where it has a line for them.
fn accepts_pick(options: &Options, pick: &Value) -> Result<(), Invalid> {
    let id = id_of(pick).ok_or(Invalid::Form)?;
    check(options.offers(id), Invalid::Option)?;
    let Some(words) = pick.get("text") else { return Ok(()) };
    let takes_words = match options {
        Options::Listed(options) => options.iter().any(|option| option.with_text && option.id == id),
        Options::Reasons => false,
    };
    check(takes_words && words.is_string(), Invalid::Form)
}

fn accepts_ranking(options: &Options, value: &Value) -> Result<(), Invalid> {
    let ranked = value.as_array().ok_or(Invalid::Form)?;
    ranked
        .iter()
        .try_for_each(|item| check(item.as_str().is_some_and(|id| options.offers(id)), Invalid::Option))?;
    check(are_different(ranked), Invalid::Option)
}

fn id_of(pick: &Value) -> Option<&str> {
    pick.as_str().or_else(|| pick.get("id")?.as_str())
}

fn are_different(picks: &[Value]) -> bool {
    picks
        .iter()
        .enumerate()
        .all(|(place, pick)| !picks[..place].iter().any(|other| id_of(other) == id_of(pick)))
}

/// Each field may stay empty; what is given has to be what it says.
fn accepts_contact(asked: ContactFields, value: &Value) -> Result<(), Invalid> {
    for (name, value) in value.as_object().ok_or(Invalid::Form)? {
        let text = value.as_str().ok_or(Invalid::Form)?;
        match name.as_str() {
            "name" if asked.name => check(text.chars().count() <= limits::ID, Invalid::TooLong)?,
            "phone" if asked.phone => check(phone(text).is_some(), Invalid::Phone)?,
            "email" if asked.email => check(is_email(text), Invalid::Email)?,
            _ => return Err(Invalid::Form),
        }
    }
    Ok(())
}

/// Whether every text within is of a length to be taken, and came whole.
fn is_readable(value: &Value, longest: usize) -> Result<(), Invalid> {
    match value {
        Value::String(text) => {
            check(text.chars().count() <= longest, Invalid::TooLong)?;
            check(!text.contains('\u{fffd}'), Invalid::Unreadable)
        }
        Value::Array(items) => items.iter().try_for_each(|item| is_readable(item, longest)),
        Value::Object(fields) => fields.values().try_for_each(|item| is_readable(item, longest)),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{QuestionType, Rating};
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
        check_all(
            &json!({ "type": "dropdown", "options": options }),
            &[(json!("b"), Ok(())), (json!("c"), Err(Invalid::Option)), (json!(1), Err(Invalid::Form))],
        );
        check_all(
            &json!({ "type": "ranking", "options": options }),
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
        let smiley = Answer::rating(QuestionType::Smiley, survey.questions[0].rate(4).unwrap());
        let draft = [
            ("csat", smiley.clone()),
            ("why", other(QuestionType::Choice, json!(["a", "b"]))),
            ("rows", other(QuestionType::Matrix, json!({ "x": 3, "y": 2 }))),
            ("nps", smiley.clone()),
            ("note", other(QuestionType::Text, json!("dài quá"))),
            ("gone", smiley.clone()),
        ];
        let draft = draft.map(|(id, answer)| (id.to_owned(), answer)).into();
        let expected = [
            ("rating", smiley),
            ("why", other(QuestionType::Choice, json!(["b"]))),
            ("rows", other(QuestionType::Matrix, json!({ "x": 3 }))),
        ];
        assert_eq!(fit(&survey, &draft), expected.map(|(id, answer)| (id.to_owned(), answer)).into());
    }
}
