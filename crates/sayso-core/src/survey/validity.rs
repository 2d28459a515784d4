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
    /// The day lies before the first that is taken.
    Early,
    /// The day lies after the last that is taken.
    Late,
    /// One side of a comparison was given and the other was not.
    Half,
    /// It is no telephone number.
    Phone,
    /// It is no e-mail address.
    Email,
    /// Consent was given to other words than those of the question.
    Words,
}

impl Invalid {
    /// Every reason and its key in the locale files.
    pub const KEYS: [(&'static str, Self); 15] = [
        ("error.required", Self::Required),
        ("error.form", Self::Form),
        ("error.range", Self::Range),
        ("error.option", Self::Option),
        ("error.too-many", Self::TooMany),
        ("error.exclusive", Self::Exclusive),
        ("error.too-long", Self::TooLong),
        ("error.unreadable", Self::Unreadable),
        ("error.date", Self::Date),
        ("date.early", Self::Early),
        ("date.late", Self::Late),
        ("error.half", Self::Half),
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
            Given::Ratings(ratings) if self.kind.points() == Some(ratings.scale()) => {
                accepts(&self.kind, &ratings.encode())
            }
            Given::Rating(_) | Given::Ratings(_) => Err(Invalid::Range),
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
            (Kind::Matrix(matrix), Given::Ratings(rated)) => {
                *rated = rated.of_names(matrix.rows.iter().map(|row| &row.id));
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
        Kind::Date(field) => {
            let day = date::read(value.as_str().ok_or(Invalid::Form)?).ok_or(Invalid::Date)?;
            check(value.as_str() == Some(&date::write(day)), Invalid::Date)?;
            field.takes(day)
        }
        Kind::Contact(fields) => accepts_contact(*fields, value),
        Kind::Consent(consent) => {
            let words = value.get("textVersion").and_then(Value::as_str);
            check(value.get("given").is_some_and(Value::is_boolean), Invalid::Form)?;
            check(words == Some(&consent.text_version), Invalid::Words)
        }
        Kind::Expectation(scale, _) => {
            on_scale(value.get("expected"), *scale)?;
            on_scale(value.get("actual"), *scale)
        }
        Kind::Emotion(_) => {
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
mod tests;
