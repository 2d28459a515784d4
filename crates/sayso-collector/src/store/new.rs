//! An event on its way into the database: as it came, and what is looked up by.

use sayso_core::aggregate::Digest;
use sayso_core::answer::{Given, QuestionType};
use sayso_core::complaint::{Complaint, Kind};
use sayso_core::config::Channel;
use sayso_core::decode::Node;
use sayso_core::device::Report;
use sayso_core::event::{Event, EventType, Payload};
use sayso_core::response::Response;
use serde_json::Value;
use uuid::Uuid;

use super::Millis;
use crate::respondent;

/// An event on its way into the database.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The event's id.
    pub id: Uuid,
    /// Its type.
    pub kind: EventType,
    /// Where it comes from.
    pub source: String,
    /// The touch point.
    pub subject: String,
    /// When it happened, as it was written.
    pub time: String,
    /// When it came in.
    pub received_at: Millis,
    /// The response that it is, or that it belongs to; of a request the complaint, or the request itself.
    pub response_id: Option<Uuid>,
    /// The whole event as JSON.
    pub body: String,
    /// What a response is looked up and counted by.
    pub response: Option<NewResponse>,
    /// The case that a complaint opens.
    pub case: Option<NewCase>,
    /// The hash of a photograph.
    pub photo: Option<String>,
    /// What a device says of how it is doing.
    pub device: Option<NewDevice>,
    /// By what the respondent can be found.
    pub respondents: Vec<String>,
}

/// What a response is looked up and counted by.
#[derive(Clone, Debug)]
pub struct NewResponse {
    /// The response.
    pub id: Uuid,
    /// Which state of it.
    pub revision: u32,
    /// The survey's id.
    pub survey: String,
    /// The touch point.
    pub touchpoint: String,
    /// The channel.
    pub channel: Channel,
    /// When it was given.
    pub submitted_at: Millis,
    /// Whether a complaint was told in its answers.
    pub complained: bool,
    /// What of it is counted, see [`Digest`]; `None` where it is not.
    pub digest: Option<String>,
}

/// What a device says of how it is doing.
#[derive(Clone, Debug)]
pub struct NewDevice {
    /// The device, by the id that it made up.
    pub id: String,
    /// What it made up when it was started last.
    pub start: Option<String>,
    /// Where it stands.
    pub touchpoint: String,
    /// The data of the event as JSON.
    pub report: String,
}

/// The case that a complaint opens.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// The complaint.
    pub id: Uuid,
    /// The 40 bits of its reference.
    pub reference: i64,
    /// The response that it was told in.
    pub response_id: Uuid,
    /// Complaint, praise, suggestion or question.
    pub kind: Kind,
    /// The survey's id.
    pub survey: String,
    /// The touch point.
    pub touchpoint: String,
    /// The channel.
    pub channel: Channel,
    /// How grave it is, 0 to 5.
    pub severity: u32,
    /// When it was told, by the customer's clock.
    pub received_at: Millis,
    /// By when the customer knows that it is here.
    pub acknowledge_by: Option<Millis>,
    /// By when the customer has an answer.
    pub answer_by: Option<Millis>,
}

impl NewEvent {
    /// The rows of an event that was read from `document`, which is kept whole, fields of later versions included.
    pub fn new(event: &Event, document: &Value, received_at: Millis) -> Self {
        let photo = match &event.payload {
            Payload::Photo(photo) => Some(photo.hash.clone()),
            _ => None,
        };
        let (response, case, response_id) = match &event.payload {
            Payload::Response(response) => {
                (Some(NewResponse::of(response)), None, Some(response.response_id))
            }
            Payload::Complaint(told) => (None, Some(NewCase::of(told)), Some(told.response_id)),
            // It does not name its response; with its complaint, or alone, it is found all the same.
            Payload::Request(request) => (None, None, Some(request.complaint_id.unwrap_or(request.id))),
            Payload::Photo(photo) => (None, None, Some(photo.response_id)),
            Payload::Other(_, data) => {
                let id = data.get("responseId").and_then(Value::as_str);
                (None, None, id.and_then(|id| Uuid::try_parse(id).ok()))
            }
        };
        Self {
            id: event.id,
            kind: event.payload.event_type(),
            source: event.source.clone(),
            subject: event.subject.clone(),
            time: sayso_core::response::write_time(event.time),
            received_at,
            response_id,
            body: document.to_string(),
            response,
            case,
            photo,
            device: NewDevice::of(&event.payload),
            respondents: respondent::found_by(&event.payload),
        }
    }

    /// The first text for a column of its own that holds what no database keeps in one, by its place in the event.
    pub fn unfit(&self) -> Option<&'static str> {
        let mut texts = vec![("/source", &self.source), ("/subject", &self.subject)];
        if let Some(response) = &self.response {
            texts.extend([("/data/survey/id", &response.survey), ("/data/touchpoint", &response.touchpoint)]);
        }
        if let Some(device) = &self.device {
            texts.extend([("/data/deviceId", &device.id), ("/data/touchpoint", &device.touchpoint)]);
            texts.extend(device.start.as_ref().map(|start| ("/data/startId", start)));
        }
        if let Some(case) = &self.case {
            texts.extend([("/data/survey/id", &case.survey), ("/data/touchpoint", &case.touchpoint)]);
        }
        texts.into_iter().find(|(_, text)| text.contains('\0')).map(|(path, _)| path)
    }
}

impl NewDevice {
    fn of(payload: &Payload) -> Option<Self> {
        let Payload::Other(EventType::Device, data) = payload else { return None };
        let report = Report::decode(&Node::root(data), &mut Vec::new())?;
        Some(Self {
            id: report.device,
            start: report.start,
            touchpoint: report.touchpoint,
            report: data.to_string(),
        })
    }
}

impl NewResponse {
    fn of(response: &Response) -> Self {
        let about = &response.circumstances;
        Self {
            id: response.response_id,
            revision: response.revision,
            survey: about.survey.id.clone(),
            touchpoint: about.touchpoint.clone(),
            channel: about.channel,
            submitted_at: about.submitted_at.timestamp_millis(),
            complained: has_complained(response),
            digest: Digest::of(response).map(|digest| digest.encode()),
        }
    }
}

/// Whether a complaint was told in the answers. Praise and questions are told on the same form.
fn has_complained(response: &Response) -> bool {
    let told = response.answers.values().filter(|answer| answer.kind == QuestionType::Complaint);
    told.into_iter().any(|answer| match &answer.given {
        Given::Other(value) => {
            value.get("kind").and_then(Value::as_str).is_none_or(|kind| kind == Kind::Complaint.name())
        }
        Given::Rating(_) | Given::Ratings(_) => false,
    })
}

impl NewCase {
    fn of(complaint: &Complaint) -> Self {
        let due = complaint.due.as_ref();
        Self {
            id: complaint.id,
            // 40 bits.
            reference: i64::try_from(complaint.reference().bits()).unwrap_or_default(),
            response_id: complaint.response_id,
            kind: complaint.told.kind,
            survey: complaint.survey.id.clone(),
            touchpoint: complaint.touchpoint.clone(),
            channel: complaint.channel,
            severity: complaint.assessment.severity.get().into(),
            received_at: complaint.received_at.timestamp_millis(),
            acknowledge_by: due.map(|due| due.acknowledge_by.timestamp_millis()),
            answer_by: due.map(|due| due.answer_by.timestamp_millis()),
        }
    }
}
