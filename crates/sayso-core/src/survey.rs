//! What a business asks: a survey decoded from its JSON, every problem of it reported at once.
//!
//! How a question is drawn is left to the widget, what an answer is worth to [`crate::score`].

mod branch;
mod closing;
mod day;
mod feelings;
mod graph;
mod hotline;
mod kind;
mod loose;
mod opening;
mod options;
pub mod order;
mod photo;
mod picks;
mod promise;
mod room;
mod sides;
mod size;
mod text;
mod texts;
mod validity;
mod whole;

pub use branch::{Computed, END, GoTo, Quota};
pub use closing::{Farewell, PublicLink, Thanks};
pub use day::DateField;
pub use feelings::Feelings;
pub use hotline::Hotline;
pub use kind::{
    Consent, ContactFields, Ends, FileField, Intake, Kind, Matrix, NumberField, Remedy, Slider, TextField,
};
pub use options::{Choices, Choosable, Options, Row};
pub use picks::{Pick, Picks};
pub use promise::Promise;
pub use sides::Sides;
pub use size::Excess;
pub use text::LocalText;
pub use validity::{Invalid, fit};

use serde_json::Value;

use crate::answer::{QuestionType, Rating};
use crate::decode::{Node, Problems};
use crate::logic::Logic;
use crate::problem::Problem;
use crate::score::{Direction, Metric};

/// The limits of the format. A document beyond them is refused before it is read further.
pub mod limits {
    /// Characters in a whole document, as browsers count them: in UTF-16.
    pub const DOCUMENT: usize = 256 * 1024;
    /// Values in a whole document: texts, numbers, lists, objects. No survey for people comes near it; a document of nothing but
    /// brackets would hold up the page.
    pub const VALUES: usize = 20_000;
    /// Lists and objects within one another.
    pub const DEPTH: usize = 32;
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
    /// Jumps from a question.
    pub const JUMPS: usize = 50;
    /// Computed values.
    pub const COMPUTED: usize = 100;
    /// Quotas.
    pub const QUOTAS: usize = 100;
    /// Earlier ids of a question.
    pub const FORMER: usize = 10;
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
    /// When it is asked; always, where there is no rule.
    pub show_if: Option<Logic>,
    /// The day after the purchase on which it is asked; on any, where there is none.
    pub wave: Option<u16>,
    /// The phase of the customer's journey that it asks about.
    pub phase: Option<String>,
    /// Where it leads other than to the next question; the first jump whose rule holds is taken.
    pub go_to: Vec<GoTo>,
    /// The ids it had in earlier versions, under which a draft may still hold its answer.
    pub was: Vec<String>,
}

impl Question {
    /// A tapped value as a rating of this question.
    pub fn rate(&self, value: u8) -> Option<Rating> {
        Rating::new(value, self.kind.scale()?)
    }

    fn decode(node: &Node<'_>, ids: &[&str], problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("id", problems).and_then(|id| decode_id(&id, problems));
        let title = fields.required("title", problems).and_then(|title| LocalText::decode(&title, problems));
        let of_type =
            fields.required("type", problems).and_then(|kind| kind.one_of(&QuestionType::NAMES, problems));
        let kind = of_type.and_then(|of_type| Kind::decode(of_type, &mut fields, problems));
        let help = kind::optional(&mut fields, "help", problems, LocalText::decode);
        let metric = fields.optional("metric").and_then(|metric| decode_metric(&metric, of_type, problems));
        let reversed = fields.optional("reversed").map(|reversed| reversed.boolean(problems));
        let required = fields.optional("required").map(|required| required.boolean(problems));
        let show_if = kind::optional(&mut fields, "show_if", problems, Logic::decode);
        let wave = kind::optional(&mut fields, "wave", problems, |wave, problems| {
            u16::try_from(wave.integer(0..=3_650, problems)?).ok()
        });
        let phase = kind::optional(&mut fields, "phase", problems, decode_id);
        let go_to = kind::optional(&mut fields, "go_to", problems, |node, problems| {
            GoTo::decode_list(node, ids, problems)
        });
        let was = kind::optional(&mut fields, "was", problems, decode_ids);
        // Which other fields there are is the type's to say.
        if of_type.is_some() {
            fields.refuse_unknown(problems);
        }
        Some(Self {
            id: id?,
            title: title?,
            help: help?,
            kind: kind?,
            metric,
            direction: Direction::of(reversed.flatten().unwrap_or(false)),
            required: required.flatten().unwrap_or(false),
            show_if: show_if?,
            wave: wave?,
            phase: phase?,
            go_to: go_to?.unwrap_or_default(),
            was: was?.unwrap_or_default(),
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
    /// Values worked out from answers, each after those that it is made of.
    pub computed: Vec<Computed>,
    /// How many responses of a kind are wanted.
    pub quotas: Vec<Quota>,
    /// The words at the end.
    pub thanks: Thanks,
    /// Where to write a review that all may read; shown to everybody alike.
    pub public_link: Option<PublicLink>,
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
    ///     "questions": [{ "id": "csat", "type": "smiley", "scale": 11, "title": { "vi": "Bạn thấy thế nào?" }, "sow_if": true }]
    /// })).unwrap_err();
    /// assert_eq!(problems[0].to_string(), "/questions/0/scale: expected 3 to 5, found 11");
    /// assert_eq!(problems[1].to_string(), "/questions/0/sow_if: is not known here; did you mean \"show_if\"?");
    /// ```
    pub fn decode(document: &Value) -> Result<Self, Vec<Problem>> {
        if let Some(excess) = size::excess(document) {
            return Err(vec![Problem::new("", excess)]);
        }
        let mut problems = Problems::new();
        let survey = Self::decode_node(&Node::root(document), &mut problems);
        match survey {
            Some(survey) if problems.is_empty() => Ok(survey),
            _ => Err(problems),
        }
    }

    /// Reads the text of a survey.
    ///
    /// # Errors
    /// As [`Survey::decode`]; what is no JSON, too large or nested too deep is one problem of the whole.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        if let Some(excess) = size::written_excess(text) {
            return Err(vec![Problem::new("", excess.reason())]);
        }
        let document = serde_json::from_str(text)
            .map_err(|error| vec![Problem::new("", ["is not JSON: ", &error.to_string()].concat())])?;
        Self::decode(&document)
    }

    fn decode_node(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        fields.optional("$schema"); // for editors
        let format = fields.optional("format").map(|format| check_format(&format, problems));
        let id = fields.required("id", problems).and_then(|id| id.name(limits::ID, problems));
        let version = fields
            .required("version", problems)
            .and_then(|version| version.integer(1..=1_000_000, problems))
            .and_then(|version| u32::try_from(version).ok());
        let locales =
            fields.required("locales", problems).and_then(|locales| decode_locales(&locales, problems));
        let listed = fields.required("questions", problems);
        let ids = listed.as_ref().map(written_ids).unwrap_or_default();
        let questions = listed.and_then(|listed| decode_questions(&listed, &ids, problems));
        // What is missing of these is among the problems, and the survey is refused for them; the rest is checked all the same.
        let computed = fields.optional("computed");
        let names: Vec<&str> = computed.iter().flat_map(|node| written_names(node.value())).collect();
        let computed = computed.and_then(|node| Computed::decode_all(&node, problems)).unwrap_or_default();
        let quotas = fields.optional("quotas");
        let quotas = quotas.and_then(|node| Quota::decode_list(&node, problems)).unwrap_or_default();
        let thanks = fields.optional("thanks");
        let thanks = thanks.and_then(|node| Thanks::decode(&node, problems)).unwrap_or_default();
        let public_link = fields.optional("public_link");
        let public_link = public_link.and_then(|node| PublicLink::decode(&node, problems));
        fields.refuse_unknown(problems);
        if let Some(questions) = &questions {
            let sketch = graph::Sketch {
                questions,
                ids: &ids,
                computed: &computed,
                names: &names,
                quotas: &quotas,
                thanks: &thanks,
                public_link: public_link.as_ref(),
            };
            graph::check(sketch, problems);
        }
        format.unwrap_or(Some(()))?;
        Some(Self {
            id: id?.to_owned(),
            version: version?,
            locales: locales?,
            questions: questions?.into_iter().collect::<Option<_>>()?,
            computed,
            quotas,
            thanks,
            public_link,
        })
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

/// The format of surveys that is written down here. A document that does not say its `format` has this one.
///
/// It grows by optional fields alone, so that every survey that was ever valid stays so; a change that cannot be made in
/// that way raises it, and brings the step that rewrites documents of the format before.
pub const FORMAT: i64 = 1;

fn check_format(node: &Node<'_>, problems: &mut Problems) -> Option<()> {
    let format = node.integer(1..=1_000_000, problems)?;
    if format > FORMAT {
        let (newer, known) = (format.to_string(), FORMAT.to_string());
        let reason =
            ["is format ", &newer, ", newer than format ", &known, " that this version of Sayso reads"];
        return node.refuse(reason.concat(), problems);
    }
    Some(())
}

/// What an answer of that type can be worth. What is wrong is among the problems.
fn decode_metric(node: &Node<'_>, kind: Option<QuestionType>, problems: &mut Problems) -> Option<Metric> {
    let metric = node.one_of(&Metric::NAMES, problems)?;
    let Some(kind) = kind.filter(|kind| !metric.fits(*kind)) else { return Some(metric) };
    let reason = ["\"", metric.name(), "\" cannot be read from a question of type ", kind.name()].concat();
    node.refuse(reason, problems)
}

/// A name that rules and texts can use.
fn decode_id(node: &Node<'_>, problems: &mut Problems) -> Option<String> {
    let name = node.name(limits::ID, problems)?;
    check_name(node, name, problems);
    Some(name.to_owned())
}

fn decode_ids(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = node.list(limits::FORMER, problems)?;
    let mut ids = Vec::with_capacity(items.len());
    for item in &items {
        ids.extend(decode_id(item, problems));
    }
    (ids.len() == items.len()).then_some(ids)
}

/// A dot would be read as a step into the answer, braces as the end of a pipe; two words have a meaning of their own.
fn check_name(node: &Node<'_>, name: &str, problems: &mut Problems) {
    if name.contains(|c: char| matches!(c, '.' | '{' | '}') || c.is_whitespace() || c.is_control()) {
        node.refuse::<()>("a name has no dots, braces or blanks", problems);
    } else if name == END || name == "context" {
        node.refuse::<()>(["\"", name, "\" has a meaning of its own; take another name"].concat(), problems);
    }
}

fn decode_locales(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = node.list(limits::LOCALES, problems)?;
    if items.is_empty() {
        return node.refuse("expected at least one language, such as [\"vi\", \"en\"]", problems);
    }
    let locales: Vec<_> = items.iter().map(|item| item.name(35, problems)).collect();
    let locales = locales.into_iter().collect::<Option<Vec<_>>>()?;
    for (index, locale) in locales.iter().enumerate() {
        if locales[..index].iter().any(|earlier| earlier.eq_ignore_ascii_case(locale)) {
            items[index].refuse::<()>(["the language \"", locale, "\" is listed already"].concat(), problems);
        }
    }
    Some(locales.into_iter().map(str::to_owned).collect())
}

/// The ids that are written for the questions, in their places: jumps and rules may name one that stands further down, or
/// one that cannot be read otherwise.
fn written_ids<'v>(node: &Node<'v>) -> Vec<&'v str> {
    let items = node.value().as_array().into_iter().flatten();
    items.map(|item| item.get("id").and_then(Value::as_str).unwrap_or_default()).collect()
}

fn written_names(value: &Value) -> impl Iterator<Item = &str> {
    value.as_object().into_iter().flatten().map(|(name, _)| name.as_str())
}

/// The questions in their places; `None` where one cannot be read.
fn decode_questions(node: &Node<'_>, ids: &[&str], problems: &mut Problems) -> Option<Vec<Option<Question>>> {
    let items = node.list(limits::QUESTIONS, problems)?;
    if items.is_empty() {
        return node.refuse("expected at least one question", problems);
    }
    let questions = items.iter().map(|item| Question::decode(item, ids, problems)).collect();
    for (index, id) in ids.iter().enumerate() {
        if !id.is_empty() && ids[..index].contains(id) {
            items[index].refuse::<()>(["the id \"", id, "\" is taken"].concat(), problems);
        }
    }
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

    #[test]
    fn a_document_beyond_the_limits_is_refused_at_once() {
        let begun = std::time::Instant::now();
        let large = json!({ "id": "s", "questions": vec![json!({ "id": "x".repeat(100) }); 100_000] });
        let built = begun.elapsed();
        check(&large, &[": expected at most 256 kB"]);
        let text = large.to_string();
        assert!(text.len() > 10_000_000);
        let begun = std::time::Instant::now();
        let refused = |text: &str| Survey::parse(text).unwrap_err()[0].to_string();
        assert_eq!(refused(&text), ": expected at most 256 kB");
        assert_eq!(refused(&"[".repeat(10_000)), ": expected at most 32 levels of nesting");
        assert_eq!(refused("{"), ": is not JSON: EOF while parsing an object at line 1 column 1");
        let took = begun.elapsed();
        assert!(took.as_millis() < 100, "{took:?}, and {built:?} to build it");
    }

    #[test]
    fn a_format_of_the_future_is_named() {
        let with = |format| {
            json!({ "format": format, "id": "s", "version": 1, "locales": ["vi"],
                "questions": [{ "id": "a", "type": "smiley", "title": { "vi": "?" } }] })
        };
        check(&with(1), &[]);
        check(&with(2), &["/format: is format 2, newer than format 1 that this version of Sayso reads"]);
        check(&with(0), &["/format: expected 1 to 1000000, found 0"]);
    }

    #[test]
    fn names_that_rules_could_not_read_are_refused() {
        let named = |id: &str| {
            json!({ "id": "s", "version": 1, "locales": ["vi"],
                "questions": [{ "id": id, "type": "smiley", "title": { "vi": "?" } }] })
        };
        check(&named("a-b_c2"), &[]);
        check(&named("lý-do"), &[]);
        check(&named("a.b"), &["/questions/0/id: a name has no dots, braces or blanks"]);
        check(&named("a b"), &["/questions/0/id: a name has no dots, braces or blanks"]);
        check(&named("end"), &["/questions/0/id: \"end\" has a meaning of its own; take another name"]);
    }

    #[test]
    fn a_public_link_leads_to_a_page() {
        let with = |url: &str| {
            json!({ "id": "s", "version": 1, "locales": ["vi"], "public_link": { "url": url, "label": { "vi": "Viết" } },
                "questions": [{ "id": "a", "type": "smiley", "title": { "vi": "?" } }] })
        };
        check(&with("https://g.page/r/x/review"), &[]);
        for url in [
            "javascript:alert(1)",
            "http://x.example",
            "https://",
            "https:///x",
            "https://a b",
            "//x.example",
        ] {
            check(&with(url), &["/public_link/url: expected an address that begins with https://"]);
        }
    }
}
