//! A device's own ledger: of each response what is counted, and nothing that leads to a person.
//!
//! Keeping it is left to the device; what it adds up to is [`Board`]'s matter.

mod board;

pub use board::{Board, Cell, Day, Figure};

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::aggregate::Digest;
use crate::answer::{Answer, Given, QuestionType};
use crate::complaint::Reason;
use crate::response::Response;
use crate::score::Segment;

/// One response in the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The response.
    pub id: String,
    /// When it was given, by the clock of the place.
    pub at: DateTime<FixedOffset>,
    /// What of it is counted.
    pub digest: Digest,
    /// Why, by the ids of what was chosen, where the respondent was unhappy or complained.
    pub reasons: Vec<String>,
}

impl Entry {
    /// The most reasons of one response.
    pub const MAX_REASONS: usize = 20;

    /// The entry of a response, or of what was said of one so far: who leaves half way is heard, here as at the endpoint. `asking` are the
    /// ids of the questions whose options are reasons, as [`asking`] finds them. `None` for a response that is kept and not counted.
    pub fn of(response: &Response, asking: &[String]) -> Option<Self> {
        let digest = Digest::of(response)?;
        let is_unhappy = response.segment == Some(Segment::Detractor);
        let given = |(question, answer)| reasons(answer, is_unhappy && asking.contains(question));
        let reasons = response.answers.iter().flat_map(given);
        Some(Self {
            id: response.response_id.to_string(),
            at: response.circumstances.submitted_at,
            digest,
            reasons: reasons.take(Self::MAX_REASONS).collect(),
        })
    }

    /// Whether the respondent was unhappy.
    pub fn is_unhappy(&self) -> bool {
        self.digest.segment() == Some(Segment::Detractor)
    }

    /// As it is kept.
    pub fn encode(&self) -> Value {
        json!({ "id": self.id, "at": self.at.timestamp_millis(), "offset": self.at.offset().local_minus_utc(),
            "digest": self.digest.encode(), "reasons": self.reasons })
    }

    /// Reads what [`Entry::encode`] wrote; `None` for anything else.
    pub fn decode(value: &Value) -> Option<Self> {
        let offset = i32::try_from(value["offset"].as_i64()?).ok().and_then(FixedOffset::east_opt)?;
        let at = DateTime::from_timestamp_millis(value["at"].as_i64()?)?.with_timezone(&offset);
        let reasons = value["reasons"].as_array()?.iter().map(|reason| Some(reason.as_str()?.to_owned()));
        Some(Self {
            id: value["id"].as_str()?.to_owned(),
            at,
            digest: Digest::decode(value["digest"].as_str()?)?,
            reasons: reasons.take(Self::MAX_REASONS).collect::<Option<_>>()?,
        })
    }
}

/// The questions of a survey's document whose options are reasons, by their ids: those of the complaint taxonomy, or options of its own of
/// which one has a code of it. What else is chosen, such as whether one wants to be called, is none.
///
/// ```
/// let survey = serde_json::json!({ "questions": [
///     { "id": "why", "options": "reasons" },
///     { "id": "what", "options": [{ "id": "WAIT" }, { "id": "cold" }] },
///     { "id": "follow", "options": [{ "id": "yes" }, { "id": "no" }] } ] });
/// assert_eq!(sayso_core::ledger::asking(&survey), ["why", "what"]);
/// ```
pub fn asking(survey: &Value) -> Vec<String> {
    let is_reason = |option: &Value| option["id"].as_str().and_then(Reason::from_code).is_some();
    let asks = |question: &&Value| match &question["options"] {
        Value::Array(options) => options.iter().any(is_reason),
        options => options == "reasons",
    };
    let questions = survey["questions"].as_array().into_iter().flatten();
    questions.filter(asks).filter_map(|question| Some(question["id"].as_str()?.to_owned())).collect()
}

/// The ids of what was chosen; of an option in one's own words the id alone.
fn reasons(answer: &Answer, is_asked_why: bool) -> Vec<String> {
    let Given::Other(value) = &answer.given else { return Vec::new() };
    let chosen = match answer.kind {
        QuestionType::Choice | QuestionType::Dropdown if is_asked_why => value,
        QuestionType::Complaint => &value["reasons"],
        _ => return Vec::new(),
    };
    let id = |item: &Value| item.as_str().or_else(|| item["id"].as_str()).map(str::to_owned);
    match chosen {
        Value::Array(items) => items.iter().filter_map(id).collect(),
        item => id(item).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, Payload};

    /// A response of one tap and what was chosen after it.
    pub(super) fn response(change: impl FnOnce(&mut Value)) -> Response {
        let mut event = json!({ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "source": "/",
            "type": "sayso.response.v1", "time": "2026-11-21T20:38:00.123+07:00", "data": {
            "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "revision": 1, "complete": true,
            "survey": { "id": "csat", "version": 1 }, "touchpoint": "counter-1", "channel": "kiosk", "locale": "vi",
            "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00",
            "durationMs": 8123, "clockSkewMs": 0,
            "answers": { "csat": { "type": "smiley", "value": 2, "scale": 5 },
                "why": { "type": "choice", "value": ["DEL-LATE", { "id": "other", "text": "Anh Nam, 0912 345 678" }] },
                "more": { "type": "text", "value": "Anh Nam ở quầy 2" },
                "who": { "type": "contact", "value": { "phone": "+84912345678" } } },
            "scores": [{ "metric": "csat", "value": 25.0, "min": 0.0, "max": 100.0, "method": "rescale/1", "question": "csat" }],
            "segment": "detractor", "flags": [], "context": { "customer": "Nam" },
            "client": { "version": "0.1.0", "mode": "kiosk" } } });
        change(&mut event["data"]);
        match Event::decode(&event).unwrap().payload {
            Payload::Response(response) => *response,
            other => panic!("{other:?}"),
        }
    }

    fn entry(change: impl FnOnce(&mut Value)) -> Option<Entry> {
        Entry::of(&response(change), &["why".to_owned()])
    }

    #[test]
    fn an_entry_has_scores_and_reasons_and_nothing_that_leads_to_a_person() {
        let entry = entry(|_| ()).unwrap();
        assert!(entry.is_unhappy());
        assert_eq!(entry.reasons, ["DEL-LATE", "other"]);
        let text = entry.encode().to_string();
        for private in ["Nam", "0912", "+8491", "quầy 2"] {
            assert!(!text.contains(private), "{text}");
        }
        assert_eq!(Entry::decode(&entry.encode()), Some(entry));
    }

    #[test]
    fn what_is_not_counted_is_not_in_the_ledger() {
        assert_eq!(entry(|data| data["flags"] = json!(["tap-interval"])), None);
    }

    #[test]
    fn who_leaves_half_way_is_counted() {
        let part = entry(|data| data["complete"] = json!(false)).unwrap();
        assert!(part.is_unhappy() && part.reasons == ["DEL-LATE", "other"], "{part:?}");
    }

    #[test]
    fn only_what_is_asked_as_a_reason_of_who_is_unhappy_is_one() {
        // A choice of somebody who is content says nothing against anybody.
        let content = entry(|data| {
            data["segment"] = json!("promoter");
            data["answers"]["csat"]["value"] = json!(5);
            data["scores"][0]["value"] = json!(100.0);
        });
        assert_eq!(content.unwrap().reasons, [""; 0]);
        let called = entry(|data| data["answers"]["follow"] = json!({ "type": "choice", "value": "no" }));
        assert_eq!(called.unwrap().reasons, ["DEL-LATE", "other"]);
        for (preset, questions) in [("csat", "why"), ("wifi", "why"), ("ces", "why"), ("exit", "why")] {
            let document: Value = serde_json::from_str(crate::preset::document(preset).unwrap()).unwrap();
            assert_eq!(asking(&document), [questions], "{preset}");
        }
        for nothing in [
            json!(null),
            json!({ "questions": 7 }),
            json!({ "questions": [7, { "id": 1, "options": "reasons" }] }),
        ] {
            assert_eq!(asking(&nothing), [""; 0]);
        }
    }

    #[test]
    fn what_is_no_entry_is_passed_over() {
        let whole = entry(|_| ()).unwrap().encode();
        for (name, value) in [
            ("at", json!("now")),
            ("at", json!(i64::MAX)),
            ("offset", json!(90_000)),
            ("digest", json!("[]")),
            ("reasons", json!([1])),
            ("id", Value::Null),
        ] {
            let mut broken = whole.clone();
            broken[name] = value;
            assert_eq!(Entry::decode(&broken), None, "{name}");
        }
        assert_eq!(Entry::decode(&json!(7)), None);
    }
}
