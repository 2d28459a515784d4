//! What a business asks: a survey decoded from its JSON, every problem of it reported at once.
//!
//! How a question is drawn is left to the widget, what an answer is worth to [`crate::score`].

use std::collections::BTreeMap;

use serde_json::Value;

use crate::answer::{QuestionType, Rating, Scale};
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
}

/// A text in the languages that its author wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalText(BTreeMap<String, String>);

impl LocalText {
    /// A text from pairs of language and words; `None` where there is none.
    pub fn new<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Self> {
        let texts: BTreeMap<_, _> =
            texts.into_iter().map(|(locale, text)| (locale.to_owned(), text.to_owned())).collect();
        (!texts.is_empty()).then_some(Self(texts))
    }

    /// The words for `locale`: its own, those of its language, those of `fallback`, or whichever there are.
    ///
    /// ```
    /// use sayso_core::survey::LocalText;
    /// let hello = LocalText::new([("vi", "Xin chào"), ("en", "Hello")]).unwrap();
    /// assert_eq!(hello.pick("en-GB", "vi"), "Hello");
    /// assert_eq!(hello.pick("fr", "vi"), "Xin chào");
    /// ```
    pub fn pick(&self, locale: &str, fallback: &str) -> &str {
        let language = locale.split('-').next().unwrap_or(locale);
        [locale, language, fallback]
            .iter()
            .find_map(|key| self.0.get(*key))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let fields = node.object(problems)?;
        if fields.is_empty() || fields.len() > limits::LOCALES {
            return node
                .refuse("expected a text in at least one language, such as {\"vi\": \"…\"}", problems);
        }
        let texts: Vec<_> = fields
            .entries()
            .map(|(locale, text)| Some((locale, text.name(limits::TEXT, problems)?)))
            .collect();
        Self::new(texts.into_iter().collect::<Option<Vec<_>>>()?)
    }
}

/// What a question asks for, with what only that type has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Faces from worst to best.
    Smiley(Scale),
}

impl Kind {
    const DRAWN: [(&'static str, QuestionType); 1] = [("smiley", QuestionType::Smiley)];

    /// The name of the type in events.
    pub fn question_type(&self) -> QuestionType {
        match self {
            Self::Smiley(_) => QuestionType::Smiley,
        }
    }

    /// The scale, where the type has one.
    pub fn scale(&self) -> Option<Scale> {
        match self {
            Self::Smiley(scale) => Some(*scale),
        }
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its name in answers, unique in the survey.
    pub id: String,
    /// The question as the customer reads it.
    pub title: LocalText,
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
        let kind = fields.required("type", problems).and_then(|kind| kind.one_of(&Kind::DRAWN, problems));
        let points = match fields.optional("scale") {
            Some(scale) => scale.integer(3..=5, problems),
            None => Some(5),
        };
        let metric = fields.optional("metric").map(|metric| metric.one_of(&Metric::NAMES, problems));
        let reversed = fields.optional("reversed").map(|reversed| reversed.boolean(problems));
        let required = fields.optional("required").map(|required| required.boolean(problems));
        fields.refuse_unknown(problems);
        let QuestionType::Smiley = kind? else { return None };
        Some(Self {
            id: id?.to_owned(),
            title: title?,
            kind: Kind::Smiley(Scale::from_one(u8::try_from(points?).ok()?)?),
            metric: metric.flatten(),
            direction: Direction::of(reversed.flatten().unwrap_or(false)),
            required: required.flatten().unwrap_or(false),
        })
    }
}

/// A survey that can be asked: at least one question, each with its own id.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    ///     "/questions/0/type: expected one of smiley (did you mean \"smiley\"?), found \"smily\"");
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
    let decoded: Vec<_> = items.iter().map(|item| Question::decode(item, problems)).collect();
    for (index, question) in decoded.iter().enumerate() {
        let Some(question) = question else { continue };
        if decoded[..index].iter().flatten().any(|earlier| earlier.id == question.id) {
            items[index].refuse::<()>(["the id \"", &question.id, "\" is taken"].concat(), problems);
        }
    }
    decoded.into_iter().collect()
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
