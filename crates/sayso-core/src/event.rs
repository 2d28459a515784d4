//! The envelope in which everything leaves the widget: a CloudEvent 1.0 with one of Sayso's types.
//!
//! Sending it is left to the widget's transport, keeping it to the collector's store.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::alert::Notice;
use crate::answer::Answer;
use crate::complaint::{Complaint, Request, Want};
use crate::decode::{Node, Problems};
use crate::device::Report;
use crate::photo::Photo;
use crate::problem::Problem;
use crate::response::{MAX_TOUCHPOINT, Response, write_time};

/// The types of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventType {
    /// A respondent's answers.
    Response,
    /// A complaint that opens a case.
    Complaint,
    /// A request to be called back.
    Callback,
    /// A request for a member of staff, now.
    StaffCall,
    /// The health of a device.
    Device,
    /// A touch point where too many are unhappy.
    Alert,
    /// A consent that was given or withdrawn.
    Consent,
    /// The bytes of a photograph that a response refers to.
    Photo,
}

impl EventType {
    /// Every type and its name on the wire.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("sayso.response.v1", Self::Response),
        ("sayso.complaint.v1", Self::Complaint),
        ("sayso.callback.v1", Self::Callback),
        ("sayso.staff-call.v1", Self::StaffCall),
        ("sayso.device.v1", Self::Device),
        ("sayso.alert.v1", Self::Alert),
        ("sayso.consent.v1", Self::Consent),
        ("sayso.photo.v1", Self::Photo),
    ];

    /// The type's name on the wire.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// What an event tells.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// A response, decoded.
    Response(Box<Response>),
    /// A complaint, decoded.
    Complaint(Box<Complaint>),
    /// A request to be called back, or for a member of staff, decoded.
    Request(Box<Request>),
    /// A photograph, decoded; its bytes are still base64.
    Photo(Box<Photo>),
    /// Any other of Sayso's types, its `data` as it came: of a device a [`Report`], of an alert a [`Notice`], which were read and are
    /// not carried by every page that sends something.
    Other(EventType, Value),
}

impl Payload {
    /// The type on the wire.
    pub fn event_type(&self) -> EventType {
        match self {
            Self::Response(_) => EventType::Response,
            Self::Complaint(_) => EventType::Complaint,
            Self::Request(request) => match request.want {
                Want::Callback(..) => EventType::Callback,
                Want::Staff => EventType::StaffCall,
            },
            Self::Photo(_) => EventType::Photo,
            Self::Other(kind, _) => *kind,
        }
    }

    /// Reads the bare `data` of an event whose type is not said, as the formats `json` and `simple` send it: a request has a
    /// `requestId`, a complaint a `complaintId`, a photograph a `photoId`, what a device tells of itself a `deviceId` and a `queue`,
    /// its call for help a `rule`, and anything else is a response.
    pub fn decode_bare(data: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let has = |name: &str| data.value().get(name).is_some();
        if has("requestId") {
            Request::decode(data, problems).map(|request| Self::Request(Box::new(request)))
        } else if has("complaintId") {
            Complaint::decode(data, problems).map(|complaint| Self::Complaint(Box::new(complaint)))
        } else if has("photoId") {
            Photo::decode(data, problems).map(|photo| Self::Photo(Box::new(photo)))
        } else if has("deviceId") && has("queue") {
            Report::decode(data, problems).map(|_| Self::Other(EventType::Device, data.value().clone()))
        } else if has("deviceId") && has("rule") {
            Notice::decode(data, problems).map(|_| Self::Other(EventType::Alert, data.value().clone()))
        } else {
            Response::decode(data, problems).map(|response| Self::Response(Box::new(response)))
        }
    }

    /// The id of the event where what it tells has one; a response has one for each of its revisions.
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::Complaint(complaint) => Some(complaint.id),
            Self::Request(request) => Some(request.id),
            Self::Photo(photo) => Some(photo.id),
            Self::Response(_) | Self::Other(..) => None,
        }
    }

    /// The touch point, and when it was told there.
    pub fn place_and_time(&self) -> Option<(&str, DateTime<FixedOffset>)> {
        match self {
            Self::Response(response) => {
                Some((&response.circumstances.touchpoint, response.circumstances.submitted_at))
            }
            Self::Complaint(complaint) => Some((&complaint.touchpoint, complaint.received_at)),
            Self::Request(request) => Some((&request.touchpoint, request.requested_at)),
            Self::Photo(photo) => Some((&photo.touchpoint, photo.submitted_at)),
            Self::Other(_, data) => {
                let time = data.get("reportedAt").or_else(|| data.get("at"))?.as_str()?;
                Some((data.get("touchpoint")?.as_str()?, DateTime::parse_from_rfc3339(time).ok()?))
            }
        }
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Unique; the `Idempotency-Key` of its delivery.
    pub id: Uuid,
    /// The page or device it comes from, as a URI reference.
    pub source: String,
    /// The touch point.
    pub subject: String,
    /// When it happened, by the clock of the place.
    pub time: DateTime<FixedOffset>,
    /// What it tells.
    pub payload: Payload,
}

impl Event {
    /// The most characters of a source.
    pub const MAX_SOURCE: usize = 2_000;

    /// Whether it holds what somebody wrote, or leads to them.
    pub fn is_private(&self) -> bool {
        match &self.payload {
            Payload::Response(response) => response.answers.values().any(Answer::is_private),
            Payload::Complaint(_) | Payload::Request(_) | Payload::Photo(_) => true,
            Payload::Other(kind, _) => !matches!(kind, EventType::Device | EventType::Alert),
        }
    }

    /// As structured JSON (`application/cloudevents+json`).
    pub fn encode(&self) -> Value {
        let data = match &self.payload {
            Payload::Response(response) => response.encode(),
            Payload::Complaint(complaint) => complaint.encode(),
            Payload::Request(request) => request.encode(),
            Payload::Photo(photo) => photo.encode(),
            Payload::Other(_, data) => data.clone(),
        };
        envelope(self.payload.event_type(), self.id, &self.source, &self.subject, self.time, data)
    }

    /// Reads an event.
    ///
    /// # Errors
    /// Every problem of the event, each with its JSON Pointer within the event.
    ///
    /// ```
    /// use sayso_core::event::Event;
    /// use serde_json::json;
    /// let problems = Event::decode(&json!({ "specversion": "0.3", "type": "sayso.respones.v1" })).unwrap_err();
    /// let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
    /// assert!(messages.contains(&"/specversion: expected one of 1.0, found \"0.3\"".to_owned()));
    /// assert!(messages.contains(&"/id: is missing".to_owned()));
    /// assert!(messages.iter().any(|message| message.contains("did you mean \"sayso.response.v1\"?")));
    /// ```
    pub fn decode(document: &Value) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::new();
        let event = Self::decode_node(&Node::root(document), &mut problems);
        match event {
            Some(event) if problems.is_empty() => Ok(event),
            _ => Err(problems),
        }
    }

    fn decode_node(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let version =
            fields.required("specversion", problems).and_then(|node| node.one_of(&[("1.0", ())], problems));
        let id = fields.required("id", problems).and_then(|node| node.uuid(problems));
        let source =
            fields.required("source", problems).and_then(|node| node.name(Event::MAX_SOURCE, problems));
        let kind =
            fields.required("type", problems).and_then(|node| node.one_of(&EventType::NAMES, problems));
        let subject = match fields.optional("subject") {
            Some(node) => node.text(MAX_TOUCHPOINT, problems),
            None => Some(""),
        };
        let time = fields.required("time", problems).and_then(|node| node.moment(problems));
        let data = fields.required("data", problems);
        let payload = match kind {
            Some(EventType::Response) => data
                .and_then(|data| Response::decode(&data, problems))
                .map(|response| Payload::Response(Box::new(response))),
            Some(EventType::Complaint) => data
                .and_then(|data| Complaint::decode(&data, problems))
                .map(|complaint| Payload::Complaint(Box::new(complaint))),
            Some(kind @ (EventType::Callback | EventType::StaffCall)) => data.and_then(|data| {
                let payload = Payload::Request(Box::new(Request::decode(&data, problems)?));
                if payload.event_type() == kind {
                    return Some(payload);
                }
                Node::at(&data.value()["by"], [data.path(), "/by"].concat())
                    .refuse("is not what this type of event asks for", problems)
            }),
            Some(EventType::Photo) => data
                .and_then(|data| Photo::decode(&data, problems))
                .map(|photo| Payload::Photo(Box::new(photo))),
            Some(EventType::Device) => data.and_then(|data| {
                Report::decode(&data, problems)?;
                Some(Payload::Other(EventType::Device, data.value().clone()))
            }),
            Some(EventType::Alert) => data.and_then(|data| {
                Notice::decode(&data, problems)?;
                Some(Payload::Other(EventType::Alert, data.value().clone()))
            }),
            Some(kind) => data.and_then(|data| {
                data.object(problems)?;
                Some(Payload::Other(kind, data.value().clone()))
            }),
            None => None,
        };
        version?;
        Some(Self {
            id: id?,
            source: source?.to_owned(),
            subject: subject?.to_owned(),
            time: time?,
            payload: payload?,
        })
    }
}

/// An event around `data`, as structured JSON.
pub fn envelope(
    kind: EventType,
    id: Uuid,
    source: &str,
    subject: &str,
    time: DateTime<FixedOffset>,
    data: Value,
) -> Value {
    let mut event = Map::new();
    let mut put = |name: &str, value: Value| event.insert(name.to_owned(), value);
    put("specversion", "1.0".into());
    put("id", id.to_string().into());
    put("source", source.into());
    put("type", kind.name().into());
    put("subject", subject.into());
    put("time", write_time(time).into());
    put("datacontenttype", "application/json".into());
    put("data", data);
    Value::Object(event)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The example of the contract, with its times filled in.
    fn contract() -> Value {
        json!({ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d",
            "source": "https://shop.example/cart", "type": "sayso.response.v1", "subject": "checkout",
            "time": "2026-11-21T20:38:00.123+07:00", "datacontenttype": "application/json",
            "data": { "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "revision": 2, "complete": true,
                "survey": { "id": "csat", "version": 1 }, "touchpoint": "checkout", "channel": "web", "locale": "vi",
                "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00",
                "durationMs": 8123, "clockSkewMs": 0,
                "answers": { "csat": { "type": "smiley", "value": 2, "scale": 5 },
                    "why": { "type": "choice", "value": ["DEL-LATE"] } },
                "scores": [{ "metric": "csat", "value": 25.0, "min": 0.0, "max": 100.0, "method": "rescale/1" }],
                "segment": "detractor", "flags": [], "context": { "plan": "gold" },
                "client": { "version": "0.1.0", "mode": "popover" } } })
    }

    #[test]
    fn the_contract_survives_the_journey_to_the_letter() {
        assert_eq!(Event::decode(&contract()).unwrap().encode(), contract());
    }

    #[test]
    fn an_event_is_private_by_what_was_written_in_it() {
        let check = |answer: Value, expected: bool| {
            let mut document = contract();
            document["data"]["answers"]["why"] = answer;
            assert_eq!(Event::decode(&document).unwrap().is_private(), expected);
        };
        check(json!({ "type": "choice", "value": ["DEL-LATE"] }), false);
        check(json!({ "type": "choice", "value": [{ "id": "other", "text": "Anh Nam" }] }), true);
        check(json!({ "type": "text", "value": "chậm" }), true);
        check(json!({ "type": "contact", "value": { "phone": "+84912345678" } }), true);
    }

    #[test]
    fn a_wrong_field_is_named_by_its_path() {
        let mut document = contract();
        document["data"]["answers"]["csat"]["value"] = json!(9);
        document["data"]["scores"][0]["value"] = json!(125);
        document["time"] = json!("yesterday");
        let problems: Vec<String> =
            Event::decode(&document).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "/time: expected a time such as 2026-11-21T20:38:00+07:00, found \"yesterday\"",
                "/data/answers/csat/value: expected 1 to 5, found 9",
                "/data/scores/0/value: lies outside of the score's min and max",
            ]
        );
    }

    #[test]
    fn what_a_device_tells_is_read_and_kept_as_it_came() {
        let mut document = contract();
        document["type"] = json!("sayso.device.v1");
        document["data"] = json!({ "deviceId": "a", "touchpoint": "counter-1", "reportedAt": "2026-11-21T20:38:00+07:00",
            "version": "0.1.0", "uptimeMs": 1, "restarts": 0, "queue": { "waiting": 2, "parked": 0 }, "mood": "fine" });
        let event = Event::decode(&document).unwrap();
        assert_eq!(event.encode()["data"], document["data"]);
        assert!(!event.is_private());
        document["data"]["queue"]["waiting"] = json!(-1);
        let problem = Event::decode(&document).unwrap_err()[0].to_string();
        assert_eq!(problem, "/data/queue/waiting: expected 0 to 9007199254740992, found -1");
    }

    #[test]
    fn fields_of_later_versions_are_passed_over() {
        let mut document = contract();
        document["traceparent"] = json!("00-…");
        document["data"]["mood"] = json!("fine");
        assert!(Event::decode(&document).is_ok());
    }
}
