//! What somebody told on the intake form: complaint, praise, suggestion or question.
//!
//! A form that is half filled in is a draft, plain JSON that the screen keeps; what of it counts is decided here. The
//! case that is made of it is [`super::Complaint`].

use serde_json::{Map, Value};

use super::{Assessment, By, Contact, Kind, Reason, Severity};
use crate::answer::{Answer, Given, QuestionType};
use crate::decode::{Node, Problems};
use crate::survey::{Picks, Remedy, limits};

/// A part of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The reasons of the taxonomy.
    Reasons,
    /// What happened, in words of one's own.
    Happened,
    /// What was expected instead.
    Expected,
    /// What would put it right.
    Remedy,
    /// How to answer.
    Contact,
    /// Whether others have read it already.
    Public,
}

/// What somebody told, valid throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Complaint, praise, suggestion or question.
    pub kind: Kind,
    /// Why, each reason once.
    pub reasons: Vec<Reason>,
    /// What happened; may be empty.
    pub happened: String,
    /// What was expected; may be empty.
    pub expected: String,
    /// What would put it right.
    pub remedy: Option<Remedy>,
    /// Whether it was posted where others read it.
    pub public: bool,
    /// How to answer, where an answer is wanted.
    pub contact: Option<Contact>,
}

/// What a form may not be sent without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Anything at all.
    pub told: bool,
    /// How to be answered, or that no answer is needed; of those kinds that are asked for it. Whoever asks a question says it
    /// in any case.
    pub contact: bool,
}

/// Why a draft cannot be sent as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Nothing was told yet.
    Empty,
    /// How to be answered was not said.
    Contact,
    /// An answer by telephone is wanted, and the number is missing or is none.
    Phone,
    /// An answer by e-mail is wanted, and the address is missing or is none.
    Email,
    /// A text is too long, by so many characters.
    Long(usize),
}

impl Kind {
    /// Whether the form asks somebody of this kind for a part. Praise is done in one field, a suggestion and a
    /// question in two.
    ///
    /// ```
    /// use sayso_core::complaint::{Kind, Part};
    /// assert!(Kind::Complaint.asks(Part::Remedy));
    /// assert!(!Kind::Praise.asks(Part::Contact));
    /// assert!(Kind::Question.asks(Part::Contact));
    /// ```
    pub fn asks(self, part: Part) -> bool {
        match part {
            Part::Happened => true,
            Part::Contact => self != Self::Praise,
            Part::Reasons | Part::Expected | Part::Remedy | Part::Public => self == Self::Complaint,
        }
    }

    /// Whether whoever says this waits for an answer, so that a reference and a promise mean something to them.
    pub fn waits_for_answer(self) -> bool {
        matches!(self, Self::Complaint | Self::Question)
    }
}

impl Told {
    /// What a draft tells, with what the form of its kind does not ask left out; `None` while it tells nothing.
    ///
    /// ```
    /// use sayso_core::complaint::{Contact, Told};
    /// use serde_json::json;
    /// let told = Told::of_draft(&json!({ "kind": "complaint", "reasons": ["DEL-LATE"], "happened": " Trễ hai ngày ",
    ///     "contact": { "by": "phone", "phone": "0912 345 678" } })).unwrap();
    /// assert_eq!(told.happened, "Trễ hai ngày");
    /// assert_eq!(told.contact, Some(Contact::Phone("+84912345678".into())));
    /// assert_eq!(Told::of_draft(&json!({ "kind": "praise", "reasons": ["DEL-LATE"] })), None);
    /// ```
    pub fn of_draft(draft: &Value) -> Option<Self> {
        let kind = Self::kind_of(draft)?;
        let text = |part, name| if kind.asks(part) { words(draft, name).to_owned() } else { String::new() };
        let asked = |part, name| kind.asks(part).then(|| draft.get(name)).flatten();
        let mut reasons: Vec<Reason> = Vec::new();
        for code in asked(Part::Reasons, "reasons").and_then(Value::as_array).into_iter().flatten() {
            let reason = code.as_str().and_then(Reason::from_code);
            reasons.extend(reason.filter(|reason| !reasons.contains(reason)));
        }
        let told = Self {
            kind,
            reasons,
            happened: text(Part::Happened, "happened"),
            expected: text(Part::Expected, "expected"),
            remedy: asked(Part::Remedy, "remedy").and_then(|word| named(word, &Remedy::NAMES)),
            public: asked(Part::Public, "public").and_then(Value::as_bool).unwrap_or(false),
            contact: asked(Part::Contact, "contact").and_then(Contact::of_draft),
        };
        (!told.is_empty()).then_some(told)
    }

    /// The reasons that were already given to other questions, each once: whoever chose them once is not asked again.
    ///
    /// ```
    /// use sayso_core::{answer::{Answer, Given, QuestionType}, complaint::Told};
    /// use serde_json::json;
    /// let why = Answer { kind: QuestionType::Choice, given: Given::Other(json!(["WAIT", "price"])) };
    /// assert_eq!(Told::reasons_given([&why]), ["WAIT"]);
    /// ```
    pub fn reasons_given<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Vec<&'static str> {
        let mut codes = Vec::new();
        for answer in answers {
            let Given::Other(value) = &answer.given else { continue };
            if answer.kind != QuestionType::Choice {
                continue;
            }
            for id in Picks::decode(Some(value)).ids() {
                let code = Reason::from_code(id).map(Reason::code);
                codes.extend(code.filter(|code| !codes.contains(code)));
            }
        }
        codes
    }

    /// The kind of a draft.
    pub fn kind_of(draft: &Value) -> Option<Kind> {
        named(draft.get("kind")?, &Kind::NAMES)
    }

    /// Why a draft cannot be sent, if so. Nothing at all may be sent where nothing has to be: then nothing is.
    ///
    /// ```
    /// use sayso_core::complaint::{Needs, Obstacle, Told};
    /// use serde_json::json;
    /// let needs = Needs { told: true, contact: true };
    /// let draft = json!({ "kind": "complaint", "reasons": ["DEL-LATE"] });
    /// assert_eq!(Told::obstacle(&draft, needs), Some(Obstacle::Contact));
    /// let draft = json!({ "kind": "complaint", "reasons": ["DEL-LATE"], "contact": { "by": "none" } });
    /// assert_eq!(Told::obstacle(&draft, needs), None);
    /// ```
    pub fn obstacle(draft: &Value, needs: Needs) -> Option<Obstacle> {
        let Some(kind) = Self::kind_of(draft) else {
            return needs.told.then_some(Obstacle::Empty);
        };
        let over = [(Part::Happened, "happened"), (Part::Expected, "expected")].map(|(part, name)| {
            let text = if kind.asks(part) { words(draft, name) } else { "" };
            text.chars().count().saturating_sub(limits::ANSWER)
        });
        if let Some(over) = over.into_iter().find(|over| *over > 0) {
            return Some(Obstacle::Long(over));
        }
        let contact = draft.get("contact").filter(|_| kind.asks(Part::Contact));
        if let Some(obstacle) = contact.and_then(Contact::obstacle) {
            return Some(obstacle);
        }
        if Self::of_draft(draft).is_none() {
            return needs.told.then_some(Obstacle::Empty);
        }
        // A question to which nobody knows where to send the answer is never answered.
        let needs_contact = needs.contact && kind.asks(Part::Contact) || kind == Kind::Question;
        let is_unsaid = needs_contact && By::of_draft(draft).is_none();
        is_unsaid.then_some(Obstacle::Contact)
    }

    /// Having posted something in public tells nothing by itself.
    fn is_empty(&self) -> bool {
        self.reasons.is_empty()
            && self.happened.is_empty()
            && self.expected.is_empty()
            && self.remedy.is_none()
            && self.contact.is_none()
    }

    /// Whether somebody waits for an answer: by the nature of what was told, or because they said how to reach them.
    pub fn waits_for_answer(&self) -> bool {
        self.kind.waits_for_answer() || self.contact.is_some()
    }

    /// How grave it is. Only a complaint is: a suggestion harms nobody.
    pub fn assess(&self) -> Assessment {
        if self.kind == Kind::Complaint {
            Assessment::of(&self.reasons, false, self.public)
        } else {
            Assessment { severity: Severity::NONE, points: Vec::new() }
        }
    }

    /// As the answer to the question, in a response: all but how to reach the person, which travels in the complaint
    /// alone.
    pub fn encode_answer(&self) -> Map<String, Value> {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        put("kind", self.kind.name().into());
        put("reasons", self.reasons.iter().map(|reason| Value::from(reason.code())).collect());
        if !self.happened.is_empty() {
            put("happened", self.happened.as_str().into());
        }
        if !self.expected.is_empty() {
            put("expected", self.expected.as_str().into());
        }
        if let Some(remedy) = self.remedy {
            put("remedy", remedy.name().into());
        }
        put("public", self.public.into());
        object
    }

    /// Everything, as it stands in a complaint.
    pub(super) fn encode(&self) -> Map<String, Value> {
        let mut object = self.encode_answer();
        if let Some(contact) = &self.contact {
            object.insert("contact".to_owned(), contact.encode());
        }
        object
    }

    /// Reads what [`Told::encode`] wrote, among other fields.
    pub(super) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let kind = fields.required("kind", problems).and_then(|node| node.one_of(&Kind::NAMES, problems));
        let reasons = match fields.optional("reasons") {
            Some(node) => decode_reasons(&node, problems),
            None => Some(Vec::new()),
        };
        let mut text = |name, problems: &mut Problems| match fields.optional(name) {
            Some(node) => node.text(limits::ANSWER, problems),
            None => Some(""),
        };
        let (happened, expected) = (text("happened", problems), text("expected", problems));
        let remedy = match fields.optional("remedy") {
            Some(node) => node.one_of(&Remedy::NAMES, problems).map(Some),
            None => Some(None),
        };
        let public = match fields.optional("public") {
            Some(node) => node.boolean(problems),
            None => Some(false),
        };
        let contact = match fields.optional("contact") {
            Some(node) => Contact::decode(&node, problems).map(Some),
            None => Some(None),
        };
        Some(Self {
            kind: kind?,
            reasons: reasons?,
            happened: happened?.to_owned(),
            expected: expected?.to_owned(),
            remedy: remedy?,
            public: public?,
            contact: contact?,
        })
    }
}

fn decode_reasons(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<Reason>> {
    let mut reasons = Vec::new();
    let before = problems.len();
    for item in node.list(Reason::ALL.len(), problems)? {
        match item.value().as_str().and_then(Reason::from_code) {
            Some(reason) if reasons.contains(&reason) => drop(item.refuse::<()>("is there twice", problems)),
            Some(reason) => reasons.push(reason),
            None => {
                item.refuse::<()>("expected the code of a reason, such as DEL-LATE", problems);
            }
        }
    }
    (problems.len() == before).then_some(reasons)
}

/// The meaning of a word, if it has one.
pub(super) fn named<T: Copy>(word: &Value, names: &[(&str, T)]) -> Option<T> {
    let word = word.as_str()?;
    names.iter().find(|(name, _)| *name == word).map(|(_, meaning)| *meaning)
}

/// A text of a draft, without the space around it.
fn words<'d>(draft: &'d Value, name: &str) -> &'d str {
    draft.get(name).and_then(Value::as_str).unwrap_or_default().trim()
}
