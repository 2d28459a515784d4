//! What a business asks: a survey decoded from its JSON, every problem of it reported at once.
//!
//! How a question is drawn is left to the widget, what an answer is worth to [`crate::score`].

mod kind;
mod options;
pub mod order;
mod photo;
mod picks;
mod promise;
mod room;
mod text;

pub use kind::{
    Consent, ContactFields, Ends, FileField, Intake, Kind, Matrix, NumberField, Remedy, Slider, TextField,
};
pub use options::{Choices, Choosable, Options, Row};
pub use picks::{Pick, Picks};
pub use promise::Promise;
pub use text::LocalText;

use serde_json::Value;

use crate::answer::{QuestionType, Rating};
use crate::decode::{Node, Problems};
use crate::problem::Problem;
use crate::score::{Direction, Metric};

/// The limits of the format. A document beyond them is refused before it is read further.
pub mod limits {
    /// Questions in a survey.
    pub const QUESTIONS: usize = 200;
    /// Locales in a survey.
    pub const LOCALES: usize = 50;
    /// Characters in an id.
    pub const ID: usize = 100;
    /// Characters in a text that a customer reads.
    pub const TEXT: usize = 2_000;
    /// Characters in a text that a customer writes.
    pub const ANSWER: usize = 20_000;
    /// Options of a question.
    pub const OPTIONS: usize = 200;
    /// Rows of a matrix.
    pub const ROWS: usize = 30;
}

/// One question.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Its name in answers, unique in the survey.
    pub id: String,
    /// The question as the customer reads it.
    pub title: LocalText,
    /// A line of explanation under the question.
    pub help: Option<LocalText>,
    /// What it asks for.
    pub kind: Kind,
    /// What its answer measures, if anything.
    pub metric: Option<Metric>,
    /// Which end of its scale is the good one.
    pub direction: Direction,
    /// Whether the customer may not go on without an answer.
    pub required: bool,
}

impl Question {
    /// A tapped value as a rating of this question.
    pub fn rate(&self, value: u8) -> Option<Rating> {
        Rating::new(value, self.kind.scale()?)
    }

    fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("id", problems).and_then(|id| id.name(limits::ID, problems));
        let title = fields.required("title", problems).and_then(|title| LocalText::decode(&title, problems));
        let kind = fields
            .required("type", problems)
            .and_then(|kind| kind.one_of(&QuestionType::NAMES, problems))
            .and_then(|kind| Kind::decode(kind, &mut fields, problems));
        let help = kind::optional(&mut fields, "help", problems, LocalText::decode);
        let metric = fields.optional("metric").map(|metric| metric.one_of(&Metric::NAMES, problems));
        let reversed = fields.optional("reversed").map(|reversed| reversed.boolean(problems));
        let required = fields.optional("required").map(|required| required.boolean(problems));
        fields.refuse_unknown(problems);
        Some(Self {
            id: id?.to_owned(),
            title: title?,
            help: help?,
            kind: kind?,
            metric: metric.flatten(),
            direction: Direction::of(reversed.flatten().unwrap_or(false)),
            required: required.flatten().unwrap_or(false),
        })
    }
}

/// A survey that can be asked: at least one question, each with its own id.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// Its name in events.
    pub id: String,
    /// Its version in events.
    pub version: u32,
    /// The languages its author wrote it in; the first is the fallback.
    pub locales: Vec<String>,
    /// What is asked, in order.
    pub questions: Vec<Question>,
}

impl Survey {
    /// Reads a survey.
    ///
    /// # Errors
    /// Every problem of the document, in its order, each with its JSON Pointer.
    ///
    /// ```
    /// use sayso_core::survey::Survey;
    /// use serde_json::json;
    /// let problems = Survey::decode(&json!({
    ///     "id": "csat", "version": 1, "locales": ["vi"],
    ///     "questions": [{ "id": "csat", "type": "smily", "scale": 11, "title": { "vi": "Bạn thấy thế nào?" } }]
    /// })).unwrap_err();
    /// assert_eq!(problems[0].to_string(),
    ///     "/questions/0/type: x);
    /// assert_eq!(problems[1].to_string(), "/questions/0/scale: expected 3 to 5, found 11");
    /// ```
    pub fn decode(document: &Value) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::new();
        let survey = Self::decode_node(&Node::root(document), &mut problems);
        match survey {
            Some(survey) if problems.is_empty() => Ok(survey),
            _ => Err(problems),
        }
    }

    fn decode_node(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("id", problems).and_then(|id| id.name(limits::ID, problems));
        let version = fields
            .required("version", problems)
            .and_then(|version| version.integer(1..=1_000_000, problems))
            .and_then(|version| u32::try_from(version).ok());
        let locales =
            fields.required("locales", problems).and_then(|locales| decode_locales(&locales, problems));
        let questions = fields
            .required("questions", problems)
            .and_then(|questions| decode_questions(&questions, problems));
        fields.refuse_unknown(problems);
        Some(Self { id: id?.to_owned(), version: version?, locales: locales?, questions: questions? })
    }

    /// The language texts fall back to.
    pub fn first_locale(&self) -> &str {
        self.locales.first().map_or("vi", String::as_str)
    }

    /// The question of that id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

fn decode_locales(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = node.list(limits::LOCALES, problems)?;
    if items.is_empty() {
        return node.refuse("expected at least one language, such as [\"vi\", \"en\"]", problems);
    }
    items.iter().map(|item| item.name(35, problems).map(str::to_owned)).collect()
}

fn decode_questions(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<Question>> {
    let items = node.list(limits::QUESTIONS, problems)?;
    if items.is_empty() {
        return node.refuse("expected at least one question", problems);
    }
    let questions: Vec<_> = items.iter().map(|item| Question::decode(item, problems)).collect();
    let questions = questions.into_iter().collect::<Option<Vec<_>>>()?;
    options::unique(&items, questions.iter().map(|question| question.id.as_str()), problems)?;
    Some(questions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(document: &Value, expected: &[&str]) {
        let found: Vec<String> =
            Survey::decode(document).err().unwrap_or_default().iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        check(
            &json!({ "id": "", "version": 0, "locales": [], "questions": [], "colour": "red" }),
            &[
                "/id: expected a text that is not empty, found \"\"",
                "/version: expected 1 to 1000000, found 0",
                "/locales: expected at least one language, such as [\"vi\", \"en\"]",
                "/questions: expected at least one question",
                "/colour: is not known here",
            ],
        );
        check(&json!(null), &[": expected an object, found nothing"]);
    }

    #[test]
    fn two_questions_may_not_share_an_id() {
        let question = json!({ "id": "a", "type": "smiley", "title": { "vi": "?" } });
        check(
            &json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [question, question] }),
            &["/questions/1: the id \"a\" is taken"],
        );
    }

    #[test]
    fn an_unknown_field_is_answered_with_the_near_one() {
        check(
            &json!({ "id": "s", "version": 1, "locales": ["vi"],
                "questions": [{ "id": "a", "type": "smiley", "titel": {}, "title": { "vi": "?" } }] }),
            &["/questions/0/titel: is not known here; did you mean \"title\"?"],
        );
    }
}
