//! What a question asks for: its type and what only that type has.
//!
//! Every field that a type may have is read here; what the questions of every type share is [`super::Question`]'s.

use crate::answer::{QuestionType, Scale};
use crate::complaint;
use crate::decode::{Fields, Node, Problems};

use super::day::DateField;
use super::feelings::Feelings;
use super::hotline::Hotline;
use super::limits;
use super::options::{Choices, Options, Row};
use super::promise::Promise;
use super::sides::Sides;
use super::text::LocalText;

/// The words under both ends of a scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// Under the lowest value.
    pub low: Option<LocalText>,
    /// Under the highest value.
    pub high: Option<LocalText>,
}

/// What a question asks for, with what only that type has.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Faces from worst to best; three to five.
    Smiley(Scale),
    /// Stars, three to ten.
    Stars(Scale),
    /// Numbers from 1, two to ten of them.
    Rating(Scale, Ends),
    /// Willingness to recommend, 0 to 10.
    Nps(Ends),
    /// Agreement that it was easy, 1 to 7.
    Ces(Ends),
    /// A thumb down or up.
    Thumbs,
    /// One or several of a list.
    Choice(Choices),
    /// One of a long list.
    Dropdown(Options),
    /// A list to be put in order.
    Ranking(Options),
    /// Several statements rated on one scale.
    Matrix(Matrix),
    /// A point between two ends.
    Slider(Slider),
    /// Words of one's own.
    Text(TextField),
    /// A number.
    Number(NumberField),
    /// A day.
    Date(DateField),
    /// How to reach the respondent.
    Contact(ContactFields),
    /// An opt-in that is not ticked beforehand.
    Consent(Consent),
    /// What was expected and what happened, on one scale.
    Expectation(Scale, Sides),
    /// The feeling that stayed.
    Emotion(Feelings),
    /// A complaint, praise, a suggestion or a question.
    Complaint(Intake),
    /// Photographs.
    File(FileField),
    /// Words to read; nothing to answer.
    Statement(Option<LocalText>),
}

/// Several statements rated on one scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The statements.
    pub rows: Vec<Row>,
    /// The scale that each is rated on.
    pub scale: Scale,
    /// The words over both ends.
    pub ends: Ends,
}

/// A point between two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    /// The lowest value.
    pub min: f64,
    /// The highest value; above `min`.
    pub max: f64,
    /// From one value to the next; above 0.
    pub step: f64,
    /// The words under both ends.
    pub ends: Ends,
}

/// Words of one's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextField {
    /// Whether there is room for more than one line.
    pub multiline: bool,
    /// The most characters that are taken.
    pub max_length: usize,
    /// What stands in the field while it is empty.
    pub placeholder: Option<LocalText>,
}

/// A number.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberField {
    /// The lowest that is taken.
    pub min: Option<f64>,
    /// The highest that is taken.
    pub max: Option<f64>,
    /// Whether only whole numbers are taken.
    pub whole: bool,
    /// What is counted, beside the field.
    pub unit: Option<LocalText>,
}

/// Which ways of reaching the respondent are asked for. Each may stay empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactFields {
    /// A name.
    pub name: bool,
    /// A telephone number.
    pub phone: bool,
    /// An e-mail address.
    pub email: bool,
}

/// An opt-in that is not ticked beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// What is agreed to, in plain words.
    pub text: LocalText,
    /// The version of these words, kept with the answer.
    pub text_version: String,
}

/// What an intake form takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// The kinds that are offered, in order; the first is chosen beforehand. One alone is not asked for.
    pub kinds: Vec<complaint::Kind>,
    /// The remedies that the business is ready to offer, by code.
    pub remedies: Vec<Remedy>,
    /// Whether it may be asked if the case was posted publicly.
    pub asks_public: bool,
    /// Whether a member of staff can come at once.
    pub staff_call: bool,
    /// Whether it has to be said how to be answered, or that no answer is needed.
    pub contact_required: bool,
    /// A number to call, for whoever prefers to talk.
    pub hotline: Option<Hotline>,
    /// By when those who complain hear back, where the business promises it.
    pub promise: Option<Box<Promise>>,
}

/// A remedy that a customer may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Remedy {
    /// Just to be heard.
    Heard,
    /// An apology.
    Apology,
    /// An explanation.
    Explanation,
    /// A repair, or the work done again.
    Redo,
    /// Another of the same.
    Replacement,
    /// The money back.
    Refund,
    /// A change, so that it does not happen again.
    Change,
}

impl Remedy {
    /// Every remedy and its name in surveys and answers.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("heard", Self::Heard),
        ("apology", Self::Apology),
        ("explanation", Self::Explanation),
        ("redo", Self::Redo),
        ("replacement", Self::Replacement),
        ("refund", Self::Refund),
        ("change", Self::Change),
    ];

    /// The remedy's name in surveys and answers.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// Photographs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileField {
    /// How many at most.
    pub max_files: u8,
    /// The longest side after resizing, in pixels.
    pub max_side: u16,
}

impl Kind {
    /// The name of the type in surveys and events.
    pub fn question_type(&self) -> QuestionType {
        match self {
            Self::Smiley(_) => QuestionType::Smiley,
            Self::Stars(_) => QuestionType::Stars,
            Self::Rating(..) => QuestionType::Rating,
            Self::Nps(_) => QuestionType::Nps,
            Self::Ces(_) => QuestionType::Ces,
            Self::Thumbs => QuestionType::Thumbs,
            Self::Choice(_) => QuestionType::Choice,
            Self::Dropdown(_) => QuestionType::Dropdown,
            Self::Ranking(_) => QuestionType::Ranking,
            Self::Matrix(_) => QuestionType::Matrix,
            Self::Slider(_) => QuestionType::Slider,
            Self::Text(_) => QuestionType::Text,
            Self::Number(_) => QuestionType::Number,
            Self::Date(_) => QuestionType::Date,
            Self::Contact(_) => QuestionType::Contact,
            Self::Consent(_) => QuestionType::Consent,
            Self::Expectation(..) => QuestionType::Expectation,
            Self::Emotion(_) => QuestionType::Emotion,
            Self::Complaint(_) => QuestionType::Complaint,
            Self::File(_) => QuestionType::File,
            Self::Statement(_) => QuestionType::Statement,
        }
    }

    /// The scale, where one tap on it is the whole answer.
    pub fn scale(&self) -> Option<Scale> {
        match self {
            Self::Smiley(scale) | Self::Stars(scale) | Self::Rating(scale, _) => Some(*scale),
            Self::Nps(_) => Some(Scale::NPS),
            Self::Ces(_) | Self::Thumbs => Scale::of(self.question_type(), None),
            _ => None,
        }
    }

    /// Whether one tap answers it whole, so that the screen goes on by itself.
    pub fn is_one_tap(&self) -> bool {
        self.scale().is_some() || matches!(self, Self::Emotion(_))
    }

    pub(super) fn decode(
        kind: QuestionType,
        fields: &mut Fields<'_>,
        problems: &mut Problems,
    ) -> Option<Self> {
        Some(match kind {
            QuestionType::Smiley => Self::Smiley(points(fields, 3..=5, 5, problems)?),
            QuestionType::Stars => Self::Stars(points(fields, 3..=10, 5, problems)?),
            QuestionType::Rating => {
                let scale = points(fields, Scale::POINTS, 5, problems);
                let ends = Ends::decode(fields, problems);
                Self::Rating(scale?, ends)
            }
            QuestionType::Nps => Self::Nps(Ends::decode(fields, problems)),
            QuestionType::Ces => Self::Ces(Ends::decode(fields, problems)),
            QuestionType::Thumbs => Self::Thumbs,
            QuestionType::Choice => Self::Choice(Choices::decode(fields, problems)?),
            QuestionType::Dropdown => Self::Dropdown(Options::decode_plain(fields, problems)?),
            QuestionType::Ranking => Self::Ranking(Options::decode_plain(fields, problems)?),
            QuestionType::Matrix => Self::Matrix(Matrix::decode(fields, problems)?),
            QuestionType::Slider => Self::Slider(Slider::decode(fields, problems)?),
            QuestionType::Text => Self::Text(TextField::decode(fields, problems)?),
            QuestionType::Number => Self::Number(NumberField::decode(fields, problems)?),
            QuestionType::Date => Self::Date(DateField::decode(fields, problems)?),
            QuestionType::Contact => Self::Contact(ContactFields::decode(fields, problems)?),
            QuestionType::Consent => Self::Consent(Consent::decode(fields, problems)?),
            QuestionType::Expectation => {
                let scale = points(fields, Scale::POINTS, 5, problems);
                let sides = Sides::decode(fields, problems);
                Self::Expectation(scale?, sides)
            }
            QuestionType::Emotion => Self::Emotion(Feelings::decode(fields, problems)?),
            QuestionType::Complaint => Self::Complaint(Intake::decode(fields, problems)?),
            QuestionType::File => Self::File(FileField::decode(fields, problems)?),
            QuestionType::Statement => {
                Self::Statement(optional(fields, "body", problems, LocalText::decode)?)
            }
        })
    }
}

/// An optional field: `Some(None)` where it is absent, `None` where it is wrong.
#[expect(clippy::option_option, reason = "a field may be absent, wrong, or there")]
pub(super) fn optional<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    problems: &mut Problems,
    decode: impl FnOnce(&Node<'_>, &mut Problems) -> Option<T>,
) -> Option<Option<T>> {
    match fields.optional(name) {
        Some(node) => decode(&node, problems).map(Some),
        None => Some(None),
    }
}

pub(super) fn flag(fields: &mut Fields<'_>, name: &'static str, problems: &mut Problems) -> Option<bool> {
    match fields.optional(name) {
        Some(node) => node.boolean(problems),
        None => Some(false),
    }
}

fn points(
    fields: &mut Fields<'_>,
    range: std::ops::RangeInclusive<i64>,
    default: u8,
    problems: &mut Problems,
) -> Option<Scale> {
    let points = optional(fields, "scale", problems, |node, problems| {
        u8::try_from(node.integer(range, problems)?).ok()
    });
    Scale::from_one(points?.unwrap_or(default))
}

impl Ends {
    /// A wrong text is among the problems; the question is refused for it as a whole.
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Self {
        let low = optional(fields, "low", problems, LocalText::decode);
        let high = optional(fields, "high", problems, LocalText::decode);
        Self { low: low.flatten(), high: high.flatten() }
    }
}

impl Matrix {
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let rows = fields.required("rows", problems).and_then(|rows| Row::decode_list(&rows, problems));
        let scale = points(fields, Scale::POINTS, 5, problems);
        let ends = Ends::decode(fields, problems);
        Some(Self { rows: rows?, scale: scale?, ends })
    }
}

impl Slider {
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let min_node = fields.optional("min");
        let min = min_node.as_ref().map_or(Some(0.0), |node| node.number(problems));
        let max_node = fields.optional("max");
        let max = max_node.as_ref().map_or(Some(100.0), |node| node.number(problems));
        let step_node = fields.optional("step");
        let step = step_node.as_ref().map_or(Some(1.0), |node| {
            let step = node.number(problems)?;
            if step > 0.0 { Some(step) } else { node.refuse("expected more than 0", problems) }
        });
        let ends = Ends::decode(fields, problems);
        let (min, max) = (min?, max?);
        if max <= min {
            // An end that nobody wrote is 100 or 0, so that the other one is wrong.
            let (node, reason) = match max_node {
                Some(node) => (node, "expected more than min"),
                None => (min_node?, "expected less than max"),
            };
            return node.refuse(reason, problems);
        }
        let step = step?;
        if step > max - min {
            // A step that nobody wrote is 1, which a range within 0 and 1 has to be told not to be.
            let node = step_node.or(max_node).or(min_node)?;
            return node.refuse("expected a step within the range from min to max", problems);
        }
        Some(Self { min, max, step, ends })
    }
}

impl TextField {
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let multiline = flag(fields, "multiline", problems);
        let longest = i64::try_from(limits::ANSWER).unwrap_or(i64::MAX);
        let max_length =
            optional(fields, "max_length", problems, |node, problems| node.integer(1..=longest, problems));
        let placeholder = optional(fields, "placeholder", problems, LocalText::decode);
        let max_length = usize::try_from(max_length?.unwrap_or(1_000)).ok()?;
        Some(Self { multiline: multiline?, max_length, placeholder: placeholder? })
    }
}

impl NumberField {
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let number = |node: &Node<'_>, problems: &mut Problems| node.number(problems);
        let min = optional(fields, "min", problems, number);
        let max_node = fields.optional("max");
        let max = match &max_node {
            Some(node) => node.number(problems).map(Some),
            None => Some(None),
        };
        let whole = flag(fields, "whole", problems);
        let unit = optional(fields, "unit", problems, LocalText::decode);
        let (min, max) = (min?, max?);
        if min.zip(max).is_some_and(|(min, max)| max < min) {
            return max_node?.refuse("expected at least min", problems);
        }
        Some(Self { min, max, whole: whole?, unit: unit? })
    }
}

impl ContactFields {
    const NAMES: [(&'static str, u8); 3] = [("name", 0), ("phone", 1), ("email", 2)];

    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let Some(node) = fields.optional("fields") else {
            return Some(Self { name: true, phone: true, email: true });
        };
        let items = node.list(3, problems)?;
        let asked: Option<Vec<u8>> = items.iter().map(|item| item.one_of(&Self::NAMES, problems)).collect();
        let asked = asked?;
        if asked.is_empty() {
            return node.refuse("expected at least one of name, phone, email", problems);
        }
        let asks = |field| asked.contains(&field);
        Some(Self { name: asks(0), phone: asks(1), email: asks(2) })
    }
}

impl Consent {
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let text = fields.required("text", problems).and_then(|text| LocalText::decode(&text, problems));
        let version =
            fields.required("text_version", problems).and_then(|node| node.name(limits::ID, problems));
        Some(Self { text: text?, text_version: version?.to_owned() })
    }
}

impl Intake {
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let kinds = words(fields, "kinds", &complaint::Kind::NAMES, problems);
        let remedies = words(fields, "remedies", &Remedy::NAMES, problems);
        let asks_public = flag(fields, "asks_public", problems);
        let staff_call = flag(fields, "staff_call", problems);
        let contact_required = flag(fields, "contact_required", problems);
        let hotline = optional(fields, "hotline", problems, Hotline::decode);
        let promise = optional(fields, "promise", problems, Promise::decode);
        Some(Self {
            kinds: kinds?.unwrap_or_else(|| vec![complaint::Kind::Complaint]),
            remedies: remedies?.unwrap_or_else(|| Remedy::NAMES.map(|(_, remedy)| remedy).to_vec()),
            asks_public: asks_public?,
            staff_call: staff_call?,
            contact_required: contact_required?,
            hotline: hotline?,
            promise: promise?.map(Box::new),
        })
    }
}

/// An optional list of fixed words, not empty.
#[expect(clippy::option_option, reason = "a field may be absent, wrong, or there")]
fn words<T: Copy>(
    fields: &mut Fields<'_>,
    name: &'static str,
    names: &[(&str, T)],
    problems: &mut Problems,
) -> Option<Option<Vec<T>>> {
    optional(fields, name, problems, |node, problems| {
        let items = node.list(names.len(), problems)?;
        if items.is_empty() {
            return node.refuse("expected at least one", problems);
        }
        items.iter().map(|item| item.one_of(names, problems)).collect()
    })
}

impl FileField {
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let max_files =
            optional(fields, "max_files", problems, |node, problems| node.integer(1..=5, problems));
        let max_side =
            optional(fields, "max_side", problems, |node, problems| node.integer(320..=4_096, problems));
        Some(Self {
            max_files: u8::try_from(max_files?.unwrap_or(1)).ok()?,
            max_side: u16::try_from(max_side?.unwrap_or(1_600)).ok()?,
        })
    }
}
