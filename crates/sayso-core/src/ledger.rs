//! A device's own ledger: of each response what is counted, and nothing that leads to a person.
//!
//! Keeping it is left to the device; what it adds up to is [`Board`]'s matter.

mod board;

pub use board::{Board, Cell, Day, Figure};

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::aggregate::Digest;
use crate::answer::{Answer, Given, QuestionType};
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
    /// The options that were chosen, by their ids, where the respondent was unhappy or complained.
    pub reasons: Vec<String>,
}

impl Entry {
    /// The most reasons of one response.
    pub const MAX_REASONS: usize = 20;

    /// The entry of a response; `None` for a part of one, and for one that is kept and not counted.
    pub fn of(response: &Response) -> Option<Self> {
        let digest = Digest::of(response).filter(|_| response.complete)?;
        let is_unhappy = response.segment == Some(Segment::Detractor);
        let reasons = response.answers.values().flat_map(|answer| reasons(answer, is_unhappy));
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

/// The ids of what was chosen; of an option in one's own words the id alone.
fn reasons(answer: &Answer, is_unhappy: bool) -> Vec<String> {
    let Given::Other(value) = &answer.given else { return Vec::new() };
    let chosen = match answer.kind {
        QuestionType::Choice | QuestionType::Dropdown if is_unhappy => value,
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

    #[test]
    fn an_entry_has_scores_and_reasons_and_nothing_that_leads_to_a_person() {
        let entry = Entry::of(&response(|_| ())).unwrap();
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
        let none = |change: fn(&mut Value)| assert_eq!(Entry::of(&response(change)), None);
        none(|data| data["flags"] = json!(["tap-interval"]));
        none(|data| data["complete"] = json!(false));
        // A choice of somebody who is content says nothing against anybody.
        let content = response(|data| {
            data["segment"] = json!("promoter");
            data["answers"]["csat"]["value"] = json!(5);
            data["scores"][0]["value"] = json!(100.0);
        });
        assert_eq!(Entry::of(&content).unwrap().reasons, [""; 0]);
    }

    #[test]
    fn what_is_no_entry_is_passed_over() {
        let whole = Entry::of(&response(|_| ())).unwrap().encode();
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
