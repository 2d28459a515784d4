//! By what a respondent can be found, so that what leads to them can be taken out, and what that is.
//!
//! What is kept to find somebody by is a hash, and goes together with what it leads to. Scores and choices stay: they lead to
//! nobody.

use sayso_core::answer::{Given, QuestionType};
use sayso_core::complaint::{Contact, Want};
use sayso_core::contact::{is_email, phone};
use sayso_core::event::{EventType, Payload};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use url::Url;

/// The hidden field in which a page may name its own customer.
const HIDDEN_FIELD: &str = "respondent";

/// What a telephone number, an address or a customer's id is found by, however it is written.
///
/// ```
/// use sayso_collector::respondent::hash;
/// assert_eq!(hash("0912 345 678"), hash("+84912345678"));
/// assert_eq!(hash(" An@Shop.example "), hash("an@shop.example"));
/// assert_ne!(hash("customer-1"), hash("customer-2"));
/// ```
pub fn hash(text: &str) -> String {
    let text = text.trim();
    let same =
        phone(text).unwrap_or_else(|| if is_email(text) { text.to_lowercase() } else { text.to_owned() });
    hexadecimal(same.as_bytes())
}

/// The SHA-256 of these bytes: 256 bits as 64 digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.chunks(16).fold(String::new(), |hex, half| {
        let half = half.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        hex + &format!("{half:032x}")
    })
}

/// By what the respondent of an event can be found.
pub(crate) fn found_by(payload: &Payload) -> Vec<String> {
    let mut texts: Vec<&str> = Vec::new();
    match payload {
        Payload::Response(response) => {
            texts.extend(response.context.get(HIDDEN_FIELD).map(String::as_str));
            for answer in response.answers.values().filter(|answer| answer.kind == QuestionType::Contact) {
                if let Given::Other(Value::Object(fields)) = &answer.given {
                    texts.extend(["phone", "email"].iter().filter_map(|name| fields.get(*name)?.as_str()));
                }
            }
        }
        Payload::Complaint(complaint) => match &complaint.told.contact {
            Some(Contact::Phone(number) | Contact::Callback(number, _)) => texts.push(number),
            Some(Contact::Email(address)) => texts.push(address),
            Some(Contact::Staff) | None => {}
        },
        Payload::Request(request) => {
            if let Want::Callback(number, _) = &request.want {
                texts.push(number);
            }
        }
        // Found with its response.
        Payload::Photo(_) => {}
        Payload::Other(_, data) => {
            texts.extend(["phone", "email"].iter().filter_map(|name| data.get(*name)?.as_str()));
        }
    }
    let mut hashes: Vec<String> =
        texts.into_iter().filter(|text| !text.trim().is_empty()).map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// What of a response is kept when its person is erased.
const RESPONSE: [&str; 18] = [
    "responseId",
    "revision",
    "complete",
    "survey",
    "touchpoint",
    "channel",
    "locale",
    "startedAt",
    "submittedAt",
    "durationMs",
    "clockSkewMs",
    "ageMs",
    "ageByWallMs",
    "answers",
    "scores",
    "segment",
    "flags",
    "client",
];

/// What of a complaint is.
const COMPLAINT: [&str; 15] = [
    "complaintId",
    "reference",
    "responseId",
    "survey",
    "question",
    "touchpoint",
    "channel",
    "locale",
    "receivedAt",
    "severity",
    "due",
    "kind",
    "reasons",
    "remedy",
    "public",
];

/// What of any other event is.
const OTHER: [&str; 3] = ["responseId", "touchpoint", "channel"];

/// The answers that lead to nobody: taps and options that the survey names.
const ANSWERS: [&str; 15] = [
    "smiley",
    "stars",
    "rating",
    "nps",
    "ces",
    "thumbs",
    "choice",
    "dropdown",
    "ranking",
    "matrix",
    "slider",
    "expectation",
    "emotion",
    "consent",
    "statement",
];

/// The event without what leads to a person.
pub(crate) fn erase(kind: EventType, event: &Value) -> Value {
    let mut erased = event.clone();
    erased["source"] = origin(event["source"].as_str().unwrap_or_default()).into();
    let fields = event["data"].as_object();
    let kept: &[&str] = match kind {
        EventType::Response => &RESPONSE,
        EventType::Complaint => &COMPLAINT,
        _ => &OTHER,
    };
    let mut data = only(fields, kept);
    if kind == EventType::Response {
        let answers = data.get("answers").and_then(Value::as_object).cloned().unwrap_or_default();
        let answers = answers.into_iter().filter_map(|(id, answer)| Some((id, erase_answer(answer)?)));
        data.insert("answers".into(), Value::Object(answers.collect()));
    }
    erased["data"] = Value::Object(data);
    erased
}

/// Where an event came from, without the page, whose address may name a person.
pub(crate) fn origin(source: &str) -> String {
    match Url::parse(source) {
        Ok(url) if url.origin().is_tuple() => url.origin().ascii_serialization(),
        _ => "about:blank".to_owned(),
    }
}

fn only(fields: Option<&Map<String, Value>>, kept: &[&str]) -> Map<String, Value> {
    let fields = fields.into_iter().flatten().filter(|(name, _)| kept.contains(&name.as_str()));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn erase_answer(mut answer: Value) -> Option<Value> {
    let kind = answer["type"].as_str()?.to_owned();
    if kind == QuestionType::Complaint.name() {
        let told = only(answer["value"].as_object(), &["kind", "reasons", "remedy", "public", "reference"]);
        answer["value"] = Value::Object(told);
        return Some(answer);
    }
    if !ANSWERS.contains(&kind.as_str()) {
        return None;
    }
    drop_words(&mut answer["value"]);
    Some(answer)
}

/// An option that words were written beside, `{"id": "other", "text": "…"}`, becomes the option.
fn drop_words(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(drop_words),
        Value::Object(fields) if fields.contains_key("text") => {
            *value = fields.remove("id").unwrap_or(Value::Null);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::event::Event;
    use serde_json::json;

    fn response() -> Value {
        json!({ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "type": "sayso.response.v1",
            "source": "https://shop.example/an-nguyen?mail=a@b.example", "subject": "checkout",
            "time": "2026-11-21T20:38:00.123+07:00",
            "data": { "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "revision": 1, "complete": true,
                "survey": { "id": "csat", "version": 1 }, "touchpoint": "checkout", "channel": "web",
                "locale": "vi", "startedAt": "2026-11-21T20:37:52.000+07:00",
                "submittedAt": "2026-11-21T20:38:00.123+07:00", "durationMs": 8123,
                "answers": { "csat": { "type": "smiley", "value": 2, "scale": 5 },
                    "why": { "type": "choice", "value": ["DEL-LATE", { "id": "other", "text": "SECRET" }] },
                    "text": { "type": "text", "value": "SECRET words" },
                    "me": { "type": "contact", "value": { "email": "SECRET@shop.example", "phone": "0912345678" } },
                    "case": { "type": "complaint", "value": { "kind": "complaint", "reasons": ["DEL-LATE"],
                        "happened": "SECRET", "public": false, "reference": "SO-5HN7-PK2X-V" } } },
                "scores": [{ "metric": "csat", "value": 25.0, "min": 0.0, "max": 100.0, "method": "rescale/1" }],
                "segment": "detractor", "flags": [], "context": { "respondent": "SECRET-7" }, "later": "SECRET",
                "client": { "version": "0.1.0", "mode": "popover" } } })
    }

    #[test]
    fn what_leads_to_a_person_goes_and_what_is_counted_stays() {
        let event = Event::decode(&response()).unwrap();
        let erased = erase(EventType::Response, &response());
        let text = erased.to_string();
        assert!(
            !text.contains("SECRET") && !text.contains("0912345678") && !text.contains("nguyen"),
            "{text}"
        );
        let Payload::Response(before) = event.payload else { panic!() };
        let Payload::Response(after) = Event::decode(&erased).unwrap().payload else { panic!() };
        assert_eq!((&after.scores, after.segment), (&before.scores, before.segment));
        let kept: Vec<&String> = after.answers.keys().collect();
        assert_eq!(kept, ["case", "csat", "why"]);
        let digest = sayso_core::aggregate::Digest::of;
        assert_eq!(digest(&after), digest(&before));
    }

    #[test]
    fn a_respondent_is_found_by_each_of_their_names() {
        let found = found_by(&Event::decode(&response()).unwrap().payload);
        for name in ["SECRET-7", "secret@shop.example", "+84 912 345 678"] {
            assert!(found.contains(&hash(name)), "{name}");
        }
        assert_eq!(found.len(), 3);
    }
}
