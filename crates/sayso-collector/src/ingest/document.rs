//! The shapes in which events come: `CloudEvents`, one or several, or the bare `data` of one.
//!
//! What an event must hold is left to [`sayso_core::event`].

use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use sayso_core::decode::Node;
use sayso_core::event::{Event, Payload};
use sayso_core::problem::Problem as Fault;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use super::Rejection;
use crate::auth;
use crate::photo;
use crate::problem::Problem;
use crate::store::{Millis, NewEvent};

/// The source of an event whose page does not say where it is.
const UNKNOWN_SOURCE: &str = "about:blank";

/// The longest `source` that an event may have.
const MAX_SOURCE: usize = 2_000;

/// What a body is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// One `CloudEvent`.
    CloudEvent,
    /// A list of `CloudEvents`.
    CloudEvents,
    /// Any of the two, or the bare `data` of responses: `application/json` and, for pages that cannot send a custom
    /// header, `text/plain`.
    Json,
}

impl MediaType {
    /// What the header says.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Problem> {
        let text = auth::header(headers, header::CONTENT_TYPE).unwrap_or_default();
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/cloudevents+json" => Ok(Self::CloudEvent),
            "application/cloudevents-batch+json" => Ok(Self::CloudEvents),
            "application/json" | "text/plain" => Ok(Self::Json),
            _ => Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Content-Type must be application/cloudevents+json, application/cloudevents-batch+json, \
                 application/json or text/plain.",
            )),
        }
    }
}

/// The documents of a body, each to become one event.
pub(super) fn parse(media: MediaType, bytes: &[u8]) -> Result<Vec<Value>, Problem> {
    let document: Value = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    match (media, document) {
        (MediaType::CloudEvents | MediaType::Json, Value::Array(documents)) => Ok(documents),
        (MediaType::CloudEvents, _) => {
            let error = json!({ "index": 0, "path": "", "reason": "expected a list of events" });
            Err(Problem::bad_request("The body is not a batch; see errors.").with_errors(vec![error]))
        }
        (_, document) => Ok(vec![document]),
    }
}

fn malformed(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    let detail = format!("The body is not JSON: {reason} at line {line}, column {column}.");
    Problem::bad_request(detail)
        .with_errors(vec![json!({ "line": line, "column": column, "reason": reason })])
}

/// What the headers of a request say about its events.
#[derive(Debug)]
pub(super) struct Envelope {
    /// Whether bare data may come without a `CloudEvent` around it.
    bare: bool,
    /// The page, for events that do not name it themselves.
    source: String,
    /// The id for an event that has none, where the request brings it alone.
    key: Option<Result<Uuid, Fault>>,
}

impl Envelope {
    pub(super) fn of(headers: &HeaderMap, media: MediaType, alone: bool) -> Self {
        let key = auth::header(headers, HeaderName::from_static("idempotency-key")).filter(|_| alone);
        let key = key.map(|text| {
            // The header's draft standard writes its value as a quoted string.
            let bare = text.trim().trim_matches('"');
            Uuid::try_parse(bare).map_err(|_| Fault::new("", "the header Idempotency-Key: expected a UUID"))
        });
        Self { bare: media == MediaType::Json, source: source(headers), key }
    }

    /// The events that can be kept, and those that cannot.
    pub(super) fn open(&self, documents: Vec<Value>, received_at: Millis) -> (Vec<NewEvent>, Vec<Rejection>) {
        let mut events = Vec::with_capacity(documents.len());
        let mut rejected = Vec::new();
        for (index, document) in documents.into_iter().enumerate() {
            match self.read(document) {
                Ok((event, document)) => {
                    let event = NewEvent::new(&event, &document, received_at);
                    match event.unfit() {
                        None => events.push(event),
                        Some(path) => {
                            let faults = vec![Fault::new(path, "holds the character U+0000")];
                            rejected.push(Rejection { index, faults });
                        }
                    }
                }
                Err(faults) => rejected.push(Rejection { index, faults }),
            }
        }
        (events, rejected)
    }

    /// An event, and the `CloudEvent` that is kept of it.
    fn read(&self, document: Value) -> Result<(Event, Value), Vec<Fault>> {
        let around = ["specversion", "type", "data"];
        if self.bare && document.is_object() && around.iter().all(|name| document.get(name).is_none()) {
            self.wrap(document)
        } else {
            let event = Event::decode(&document)?;
            let faults = photo::faults(&event.payload, "/data");
            if faults.is_empty() { Ok((event, document)) } else { Err(faults) }
        }
    }

    /// Puts the bare data of an event into an envelope.
    fn wrap(&self, data: Value) -> Result<(Event, Value), Vec<Fault>> {
        let mut faults = Vec::new();
        let payload = Payload::decode_bare(&Node::root(&data), &mut faults);
        let key = self.key.clone().transpose().unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        if let Some(payload) = &payload {
            faults.extend(photo::faults(payload, ""));
        }
        let Some(payload) = payload.filter(|_| faults.is_empty()) else { return Err(faults) };
        let Some((subject, time)) = payload.place_and_time() else { return Err(faults) };
        let event = Event {
            id: key.unwrap_or_else(|| derived_id(&payload)),
            source: self.source.clone(),
            subject: subject.to_owned(),
            time,
            payload,
        };
        let mut document = event.encode();
        // As it came, with the fields that this version does not know.
        document["data"] = data;
        Ok((event, document))
    }
}

/// The same for each delivery, so that a retry is known: the id of what has one; for a revision of a response one that
/// is made of both (version 5, the response being the namespace).
fn derived_id(payload: &Payload) -> Uuid {
    match payload {
        Payload::Response(response) => {
            Uuid::new_v5(&response.response_id, response.revision.to_string().as_bytes())
        }
        // A device tells one thing a moment.
        Payload::Other(kind, data) => {
            let told = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
            let told = [kind.name(), told("deviceId"), told("reportedAt"), told("at")].join(" ");
            Uuid::new_v5(&Uuid::NAMESPACE_OID, told.as_bytes())
        }
        other => other.id().unwrap_or_default(),
    }
}

/// The page that sent the request, without query and fragment, which may hold personal data; else its origin.
fn source(headers: &HeaderMap) -> String {
    let page = |name| {
        let mut url = Url::parse(auth::header(headers, name)?).ok()?;
        url.set_query(None);
        url.set_fragment(None);
        let text = url.to_string();
        (matches!(url.scheme(), "http" | "https") && text.chars().count() <= MAX_SOURCE).then_some(text)
    };
    let page = page(header::REFERER).or_else(|| page(header::ORIGIN));
    page.unwrap_or_else(|| UNKNOWN_SOURCE.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        pairs.collect()
    }

    #[test]
    fn a_media_type_is_read_without_its_parameters() {
        let check = |text: &'static str, expected: Option<MediaType>| {
            assert_eq!(MediaType::of(&headers(&[("content-type", text)])).ok(), expected, "{text}");
        };
        check("application/cloudevents+json", Some(MediaType::CloudEvent));
        check("Application/CloudEvents-Batch+JSON; charset=UTF-8", Some(MediaType::CloudEvents));
        check("text/plain;charset=UTF-8", Some(MediaType::Json));
        check("application/json", Some(MediaType::Json));
        check("application/x-www-form-urlencoded", None);
        check("", None);
    }

    #[test]
    fn the_source_is_the_page_without_what_may_be_personal() {
        let check = |pairs: &[(&'static str, &'static str)], expected: &str| {
            assert_eq!(source(&headers(pairs)), expected);
        };
        let origin = ("origin", "https://shop.example");
        check(&[origin], "https://shop.example/");
        check(&[("referer", "https://shop.example/cart?email=a@b.c#x"), origin], "https://shop.example/cart");
        check(&[("origin", "null")], UNKNOWN_SOURCE);
        check(&[], UNKNOWN_SOURCE);
    }

    #[test]
    fn malformed_json_is_answered_with_its_place() {
        let problem = parse(MediaType::Json, b"{\n  \"a\": tru }").unwrap_err();
        let text = format!("{problem:?}");
        assert!(text.contains("expected ident at line 2, column 11"), "{text}");
    }

    #[test]
    fn a_batch_is_a_list() {
        assert!(parse(MediaType::CloudEvents, b"{}").is_err());
        assert_eq!(parse(MediaType::CloudEvents, b"[]").unwrap().len(), 0);
        assert_eq!(parse(MediaType::CloudEvent, b"[1, 2]").unwrap().len(), 1);
        assert_eq!(parse(MediaType::Json, b"[1, 2]").unwrap().len(), 2);
    }
}
