//! A complaint as it leaves the device, under its reference number: what was told, how grave it is, and by when the
//! customer hears back. Praise, suggestions and questions travel the same way.
//!
//! The way it then takes through the business is [`super::Case`]'s matter.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::severity::{decode_assessment, encode_assessment};
use super::{Assessment, Contact, Due, Reference, Told};
use crate::answer::{Answer, Given, QuestionType};
use crate::config::Channel;
use crate::decode::{Node, Problems};
use crate::response::{Response, SurveyRef, write_time};
use crate::small;
use crate::survey::{Intake, Kind as QuestionKind, Survey, limits};

/// The `data` of a `sayso.complaint.v1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Unique; the reference number is made of it.
    pub id: Uuid,
    /// The response that it was told in.
    pub response_id: Uuid,
    /// Which survey asked.
    pub survey: SurveyRef,
    /// The id of the question that asked.
    pub question: String,
    /// Where: a free id such as `checkout`.
    pub touchpoint: String,
    /// By which road the customer came.
    pub channel: Channel,
    /// The language in which they wish to be answered, as BCP 47.
    pub locale: String,
    /// When it was told, by the clock of the place.
    pub received_at: DateTime<FixedOffset>,
    /// What was told.
    pub told: Told,
    /// How grave it is.
    pub assessment: Assessment,
    /// By when the customer hears back, where the business has promised it.
    pub due: Option<Due<FixedOffset>>,
}

impl Complaint {
    /// Takes what was told on the forms of a survey out of a response that is about to leave: each becomes a complaint
    /// under an id of its own, and the response keeps of it what leads to nobody, and the reference. A form that tells
    /// nothing leaves nothing.
    pub fn file(survey: &Survey, response: &mut Response, mut new_id: impl FnMut() -> Uuid) -> Vec<Self> {
        let mut filed = Vec::new();
        for question in &survey.questions {
            let QuestionKind::Complaint(intake) = &question.kind else { continue };
            let Some(answer) = response.answers.get(&question.id) else { continue };
            let told = match &answer.given {
                Given::Other(draft) => Told::of_draft(draft),
                Given::Rating(_) | Given::Ratings(_) => None,
            };
            let Some(told) = told else {
                response.answers = small::keep(&response.answers, |id, _| id != question.id);
                continue;
            };
            let complaint = Self::of(told, &question.id, intake, response, new_id());
            let mut kept = complaint.told.encode_answer();
            kept.insert("reference".to_owned(), complaint.reference().to_string().into());
            let kept = Answer { kind: QuestionType::Complaint, given: Given::Other(Value::Object(kept)) };
            response.answers.insert(question.id.clone(), kept);
            filed.push(complaint);
        }
        filed
    }

    fn of(told: Told, question: &str, intake: &Intake, response: &Response, id: Uuid) -> Self {
        let about = &response.circumstances;
        let assessment = told.assess();
        let promise = intake.promise.as_ref().filter(|_| told.waits_for_answer());
        let due = promise.and_then(|promise| promise.due(assessment.severity, about.submitted_at.to_utc()));
        Self {
            id,
            response_id: response.response_id,
            survey: about.survey.clone(),
            question: question.to_owned(),
            touchpoint: about.touchpoint.clone(),
            channel: about.channel,
            locale: about.locale.clone(),
            received_at: about.submitted_at,
            told,
            assessment,
            due,
        }
    }

    /// The number by which the customer asks about it.
    pub fn reference(&self) -> Reference {
        Reference::of(self.id)
    }

    /// As it stands in the `data` of an event.
    pub fn encode(&self) -> Value {
        let mut data = Map::new();
        let mut put = |name: &str, value: Value| data.insert(name.to_owned(), value);
        put("complaintId", self.id.to_string().into());
        put("reference", self.reference().to_string().into());
        put("responseId", self.response_id.to_string().into());
        put("survey", self.survey.encode());
        put("question", self.question.as_str().into());
        put("touchpoint", self.touchpoint.as_str().into());
        put("channel", self.channel.name().into());
        put("locale", self.locale.as_str().into());
        put("receivedAt", write_time(self.received_at).into());
        put("severity", encode_assessment(&self.assessment));
        if let Some(due) = &self.due {
            put("due", encode_due(due));
        }
        if self.told.contact.as_ref().is_some_and(Contact::is_personal) {
            put("consent", encode_consent(self.received_at));
        }
        data.extend(self.told.encode());
        Value::Object(data)
    }

    /// Reads what [`Complaint::encode`] wrote. Fields of later versions are passed over. A reference that was not made
    /// of the complaint's id is refused, so that nobody files under the number of somebody else; so is a number or an
    /// address without consent.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("complaintId", problems).and_then(|node| node.uuid(problems));
        let reference = fields.required("reference", problems);
        let reference = reference.and_then(|node| decode_reference(&node, id?, problems));
        let response_id = fields.required("responseId", problems).and_then(|node| node.uuid(problems));
        let survey = fields.required("survey", problems).and_then(|node| SurveyRef::decode(&node, problems));
        let question = fields.required("question", problems).and_then(|node| node.name(limits::ID, problems));
        let touchpoint = fields.required("touchpoint", problems).and_then(|node| node.text(500, problems));
        let channel =
            fields.required("channel", problems).and_then(|node| node.one_of(&Channel::NAMES, problems));
        let locale = fields.required("locale", problems).and_then(|node| node.name(35, problems));
        let received_at = fields.required("receivedAt", problems).and_then(|node| node.moment(problems));
        let assessment =
            fields.required("severity", problems).and_then(|node| decode_assessment(&node, problems));
        let due = match fields.optional("due") {
            Some(node) => decode_due(&node, problems).map(Some),
            None => Some(None),
        };
        let told = Told::decode(node, problems);
        let is_personal =
            told.as_ref().and_then(|told| told.contact.as_ref()).is_some_and(Contact::is_personal);
        let consent = if is_personal {
            fields.required("consent", problems).and_then(|node| decode_consent(&node, problems))
        } else {
            Some(())
        };
        reference?;
        consent?;
        Some(Self {
            id: id?,
            response_id: response_id?,
            survey: survey?,
            question: question?.to_owned(),
            touchpoint: touchpoint?.to_owned(),
            channel: channel?,
            locale: locale?.to_owned(),
            received_at: received_at?,
            told: told?,
            assessment: assessment?,
            due: due?,
        })
    }
}

fn decode_reference(node: &Node<'_>, id: Uuid, problems: &mut Problems) -> Option<()> {
    let own = Reference::of(id);
    let text = node.text(40, problems)?;
    match text.parse::<Reference>() {
        Ok(reference) if reference == own => Some(()),
        Ok(_) => node.refuse("is not the reference of this complaintId", problems),
        Err(error) => node.refuse(error.to_string(), problems),
    }
}

/// To be contacted about this matter: given by filling in a number or an address under the sentence that says so.
pub(super) fn encode_consent(at: DateTime<FixedOffset>) -> Value {
    let mut consent = Map::new();
    consent.insert("given".to_owned(), true.into());
    consent.insert("textVersion".to_owned(), Contact::CONSENT_TEXT.into());
    consent.insert("time".to_owned(), write_time(at).into());
    Value::Object(consent)
}

pub(super) fn decode_consent(node: &Node<'_>, problems: &mut Problems) -> Option<()> {
    let mut fields = node.object(problems)?;
    let given = fields.required("given", problems)?;
    let version = fields.required("textVersion", problems).and_then(|node| node.name(limits::ID, problems));
    let time = fields.required("time", problems).and_then(|node| node.moment(problems));
    if !given.boolean(problems)? {
        return given.refuse("expected true: nobody is contacted without their consent", problems);
    }
    version?;
    time?;
    Some(())
}

fn encode_due(due: &Due<FixedOffset>) -> Value {
    let mut object = Map::new();
    object.insert("acknowledge".to_owned(), write_time(due.acknowledge_by).into());
    object.insert("answer".to_owned(), write_time(due.answer_by).into());
    Value::Object(object)
}

fn decode_due(node: &Node<'_>, problems: &mut Problems) -> Option<Due<FixedOffset>> {
    let mut fields = node.object(problems)?;
    let acknowledge = fields.required("acknowledge", problems).and_then(|node| node.moment(problems));
    let answer = fields.required("answer", problems);
    let (acknowledge_by, answer_by) = (acknowledge?, answer.as_ref()?.moment(problems)?);
    if answer_by < acknowledge_by {
        return answer?.refuse("lies before the acknowledgement", problems);
    }
    Some(Due { acknowledge_by, answer_by })
}
