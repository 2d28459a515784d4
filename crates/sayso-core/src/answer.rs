//! One answer to one question, as it travels in an event.
//!
//! What it is worth is left to [`crate::score`].

mod prefill;
mod ratings;

pub use ratings::Ratings;

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::decode::{Node, Problems};
use crate::small;

/// The kinds of question that the survey format names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the format's own word")]
pub enum QuestionType {
    Smiley,
    Stars,
    Rating,
    Nps,
    Ces,
    Thumbs,
    Choice,
    Dropdown,
    Ranking,
    Matrix,
    Slider,
    Text,
    Number,
    Date,
    Contact,
    Consent,
    Expectation,
    Emotion,
    Complaint,
    File,
    Statement,
}

impl QuestionType {
    /// Every type and its name in a survey and in an event.
    pub const NAMES: [(&'static str, Self); 21] = [
        ("smiley", Self::Smiley),
        ("stars", Self::Stars),
        ("rating", Self::Rating),
        ("nps", Self::Nps),
        ("ces", Self::Ces),
        ("thumbs", Self::Thumbs),
        ("choice", Self::Choice),
        ("dropdown", Self::Dropdown),
        ("ranking", Self::Ranking),
        ("matrix", Self::Matrix),
        ("slider", Self::Slider),
        ("text", Self::Text),
        ("number", Self::Number),
        ("date", Self::Date),
        ("contact", Self::Contact),
        ("consent", Self::Consent),
        ("expectation", Self::Expectation),
        ("emotion", Self::Emotion),
        ("complaint", Self::Complaint),
        ("file", Self::File),
        ("statement", Self::Statement),
    ];

    /// The type's name in a survey and in an event.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// The whole numbers that a rating may take: 1 to 5 for five smileys, 0 to 10 for NPS.
///
/// ```
/// use sayso_core::answer::Scale;
/// let faces = Scale::from_one(5).unwrap();
/// assert_eq!((faces.low(), faces.high(), faces.points()), (1, 5, 5));
/// assert!(Scale::from_one(1).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    low: u8,
    high: u8,
}

impl Scale {
    /// How many points a scale that starts at 1 may have.
    pub const POINTS: RangeInclusive<i64> = 2..=10;

    /// 0 to 10, as NPS asks.
    pub const NPS: Self = Self { low: 0, high: 10 };

    /// 1 to `points`; `None` unless there are 2 to 10.
    pub fn from_one(points: u8) -> Option<Self> {
        Self::POINTS.contains(&i64::from(points)).then_some(Self { low: 1, high: points })
    }

    /// The scale on which a question of this type was answered, given the `scale` of its answer.
    pub fn of(kind: QuestionType, points: Option<u8>) -> Option<Self> {
        match kind {
            QuestionType::Nps => Some(Self::NPS),
            QuestionType::Ces => Some(Self { low: 1, high: 7 }),
            QuestionType::Thumbs => Some(Self { low: 1, high: 2 }),
            QuestionType::Smiley | QuestionType::Stars | QuestionType::Rating => Self::from_one(points?),
            _ => None,
        }
    }

    /// The worst value.
    pub fn low(self) -> u8 {
        self.low
    }

    /// The best value.
    pub fn high(self) -> u8 {
        self.high
    }

    /// How many values there are.
    pub fn points(self) -> u8 {
        self.high - self.low + 1
    }

    /// The values, worst first.
    pub fn values(self) -> RangeInclusive<u8> {
        self.low..=self.high
    }

    /// Whether `value` stands on this scale.
    pub fn contains(self, value: u8) -> bool {
        self.values().contains(&value)
    }
}

/// A value on a scale: the two are valid together.
///
/// ```
/// use sayso_core::answer::{Rating, Scale};
/// let faces = Scale::from_one(5).unwrap();
/// assert_eq!(Rating::new(2, faces).unwrap().value(), 2);
/// assert!(Rating::new(6, faces).is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating {
    value: u8,
    scale: Scale,
}

impl Rating {
    /// `value` on `scale`; `None` where it does not stand on it.
    pub fn new(value: u8, scale: Scale) -> Option<Self> {
        scale.contains(value).then_some(Self { value, scale })
    }

    /// The value that was tapped.
    pub fn value(self) -> u8 {
        self.value
    }

    /// The scale it was tapped on.
    pub fn scale(self) -> Scale {
        self.scale
    }
}

/// What a question was answered with.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A point on a scale.
    Rating(Rating),
    /// Points on one scale, by row or by side.
    Ratings(Ratings),
    /// Anything else, as JSON: a text, a list of option ids, an object.
    Other(Value),
}

impl Given {
    /// What was given, as JSON without its scale.
    ///
    /// ```
    /// use sayso_core::answer::{Given, Rating, Scale};
    /// let rating = Rating::new(0, Scale::NPS).unwrap();
    /// assert_eq!(Given::Rating(rating).value(), 0);
    /// ```
    pub fn value(&self) -> Value {
        match self {
            Self::Rating(rating) => rating.value().into(),
            Self::Ratings(ratings) => ratings.encode(),
            Self::Other(value) => value.clone(),
        }
    }

    /// The scale that it stands on.
    pub fn scale(&self) -> Option<Scale> {
        match self {
            Self::Rating(rating) => Some(rating.scale()),
            Self::Ratings(ratings) => Some(ratings.scale()),
            Self::Other(_) => None,
        }
    }
}

/// An answer with the type of its question, so that it can be read without the survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The question's type.
    pub kind: QuestionType,
    /// What was answered.
    pub given: Given,
}

impl Answer {
    /// The longest text, in characters, that an answer may hold at any depth.
    pub const MAX_TEXT: usize = 20_000;

    /// An answer on a scale.
    pub fn rating(kind: QuestionType, rating: Rating) -> Self {
        Self { kind, given: Given::Rating(rating) }
    }

    /// The point on the scale, where the question has one.
    pub fn as_rating(&self) -> Option<Rating> {
        match self.given {
            Given::Rating(rating) => Some(rating),
            Given::Ratings(_) | Given::Other(_) => None,
        }
    }

    /// Whether nothing was given after all: an empty text or list, or one of blanks.
    pub fn is_empty(&self) -> bool {
        match &self.given {
            Given::Rating(_) => false,
            Given::Ratings(ratings) => ratings.is_empty(),
            Given::Other(Value::String(text)) => text.trim().is_empty(),
            Given::Other(Value::Array(items)) => items.is_empty(),
            Given::Other(Value::Object(fields)) => fields.is_empty(),
            Given::Other(value) => value.is_null(),
        }
    }

    /// Whether it is in words of their own, or leads to them: what lies nowhere in the clear.
    ///
    /// ```
    /// use sayso_core::answer::{Answer, Given, QuestionType::{self, *}};
    /// use serde_json::json;
    /// let is_private = |kind: QuestionType, value| Answer { kind, given: Given::Other(value) }.is_private();
    /// assert!(is_private(Text, json!("chậm")) && is_private(Contact, json!({ "phone": "+84912345678" })));
    /// assert!(is_private(Choice, json!(["price", { "id": "other", "text": "Anh Nam" }])));
    /// assert!(!is_private(Choice, json!(["price"])) && !is_private(Number, json!(3)));
    /// ```
    pub fn is_private(&self) -> bool {
        use QuestionType::{Complaint, Contact, File, Text};
        match &self.given {
            _ if matches!(self.kind, Complaint | Contact | File | Text) => true,
            // A choice with words added to it.
            Given::Other(Value::Array(items)) => items.iter().any(Value::is_object),
            Given::Rating(_) | Given::Ratings(_) | Given::Other(_) => false,
        }
    }

    /// As it stands in an event: `{"type": "smiley", "value": 2, "scale": 5}`.
    pub fn encode(&self) -> Value {
        let mut object = Map::new();
        object.insert("type".into(), self.kind.name().into());
        object.insert("value".into(), self.given.value());
        if let Some(scale) = self.given.scale() {
            object.insert("scale".into(), scale.points().into());
        }
        Value::Object(object)
    }

    /// What the page hears of it while it is being given. How to reach somebody and what they complain of is for the business
    /// that they send it to: any script of the page may listen, and a form is heard half filled in. So of these the page hears
    /// that they were given, and no more.
    ///
    /// ```
    /// use sayso_core::answer::{Answer, Given, QuestionType};
    /// let given = Given::Other(serde_json::json!({ "phone": "+84912345678" }));
    /// let answer = Answer { kind: QuestionType::Contact, given };
    /// assert_eq!(answer.encode_for_page(), serde_json::json!({ "type": "contact" }));
    /// ```
    pub fn encode_for_page(&self) -> Value {
        if matches!(self.kind, QuestionType::Contact | QuestionType::Complaint) {
            return small::object([("type", self.kind.name().into())]);
        }
        self.encode()
    }

    /// Reads what [`Answer::encode`] wrote.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let kind =
            fields.required("type", problems).and_then(|kind| kind.one_of(&QuestionType::NAMES, problems));
        let value = fields.required("value", problems);
        let points = match fields.optional("scale") {
            Some(scale) => {
                Some(scale.integer(2..=11, problems).and_then(|points| u8::try_from(points).ok())?)
            }
            None => None,
        };
        let (kind, value) = (kind?, value?);
        // Whoever sends no scale with parts of an answer has them kept as they came.
        if let (QuestionType::Matrix | QuestionType::Expectation, Some(points)) = (kind, points) {
            let Some(scale) = Scale::from_one(points) else {
                return node.refuse("its \"scale\" has from 2 to 10 points", problems);
            };
            let ratings = Ratings::decode(&value, scale, problems)?;
            return Some(Self { kind, given: Given::Ratings(ratings) });
        }
        let Some(scale) = Scale::of(kind, points) else {
            if matches!(kind, QuestionType::Smiley | QuestionType::Stars | QuestionType::Rating) {
                return node.refuse("a rating needs its \"scale\", from 2 to 10", problems);
            }
            if !is_short(value.value()) {
                return value.refuse("holds a text of more than 20000 characters", problems);
            }
            return Some(Self { kind, given: Given::Other(value.value().clone()) });
        };
        let range = i64::from(scale.low())..=i64::from(scale.high());
        let tapped = u8::try_from(value.integer(range, problems)?).ok()?;
        Some(Self::rating(kind, Rating::new(tapped, scale)?))
    }
}

/// Whether no text in `value`, at any depth, is longer than [`Answer::MAX_TEXT`].
fn is_short(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().nth(Answer::MAX_TEXT).is_none(),
        Value::Array(items) => items.iter().all(is_short),
        Value::Object(fields) => fields.values().all(is_short),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(input: &Value, expected: Result<&Value, &str>) {
        let mut problems = Problems::new();
        let answer = Answer::decode(&Node::root(input), &mut problems);
        match expected {
            Ok(written) => assert_eq!(&answer.unwrap().encode(), written),
            Err(message) => assert_eq!(problems.first().unwrap().to_string(), message),
        }
    }

    #[test]
    fn names_follow_the_order_of_the_enum() {
        for (name, kind) in QuestionType::NAMES {
            assert_eq!(kind.name(), name);
        }
    }

    #[test]
    fn an_answer_survives_the_journey() {
        let smiley = json!({"type": "smiley", "value": 2, "scale": 5});
        check(&smiley, Ok(&smiley));
        let why = json!({"type": "choice", "value": ["DEL-LATE"]});
        check(&why, Ok(&why));
        check(&json!({"type": "nps", "value": 0}), Ok(&json!({"type": "nps", "value": 0, "scale": 11})));
    }

    #[test]
    fn parts_of_an_answer_travel_with_their_scale() {
        let gap = json!({"type": "expectation", "value": {"expected": 5, "actual": 2}, "scale": 5});
        check(&gap, Ok(&gap));
        let matrix = json!({"type": "matrix", "value": {"taste": 7}, "scale": 7});
        check(&matrix, Ok(&matrix));
        let bare = json!({"type": "matrix", "value": {"taste": 7}});
        check(&bare, Ok(&bare));
        let off = json!({"type": "matrix", "value": {"taste": 8, "speed": 1}, "scale": 7});
        check(&off, Err("/value/taste: expected 1 to 7, found 8"));
        let list = json!({"type": "matrix", "value": [1], "scale": 7});
        check(&list, Err("/value: expected an object, found a list"));
        let eleven = json!({"type": "matrix", "value": {}, "scale": 11});
        check(&eleven, Err(": its \"scale\" has from 2 to 10 points"));
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused_at_any_depth() {
        let of = |length| json!({ "type": "complaint", "value": { "told": ["ề".repeat(length)] } });
        check(&of(Answer::MAX_TEXT), Ok(&of(Answer::MAX_TEXT)));
        let message = "/value: holds a text of more than 20000 characters";
        check(&of(Answer::MAX_TEXT + 1), Err(message));
    }

    #[test]
    fn an_answer_off_its_scale_is_refused() {
        check(&json!({"type": "smiley", "value": 6, "scale": 5}), Err("/value: expected 1 to 5, found 6"));
        check(&json!({"type": "smiley", "value": 0, "scale": 5}), Err("/value: expected 1 to 5, found 0"));
        check(&json!({"type": "nps", "value": 11}), Err("/value: expected 0 to 10, found 11"));
        check(&json!({"type": "smiley", "value": 3}), Err(": a rating needs its \"scale\", from 2 to 10"));
    }
}
