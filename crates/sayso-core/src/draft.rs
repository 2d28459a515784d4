//! A response that was left half filled in, as the device keeps it until the respondent comes back.
//!
//! Storing it is left to the widget. How to reach somebody, what they complain of, their photographs and their consent are
//! left out: the draft is offered to whoever uses the device next, and whoever comes back is asked for them again.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::answer::{Answer, QuestionType};
use crate::config::{Channel, Mode};
use crate::flow::{Way, may_leave};
use crate::survey::{Survey, fit};

/// A half-filled response.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The same before and after the break.
    pub response_id: Uuid,
    /// The revision of the sitting that was broken off; the next one is higher.
    pub revision: u32,
    /// When the first screen was shown, at the first sitting.
    pub started_at: DateTime<FixedOffset>,
    /// How long the sittings took so far.
    pub duration_ms: u64,
    /// When it was kept.
    pub saved_at: DateTime<FixedOffset>,
    /// The id of the question that was on the screen.
    pub at: String,
    /// What was answered.
    pub answers: BTreeMap<String, Answer>,
    /// Whether something was given that is not kept, so that whoever comes back is told to give it again.
    pub lacks: bool,
}

impl Draft {
    /// For how many hours it is offered, and kept.
    pub const HOURS: i64 = 72;

    /// Whether drafts are kept at all. Who stands before a kiosk next, or calls next, is somebody else.
    ///
    /// ```
    /// use sayso_core::{config::{Channel, Mode}, draft::Draft};
    /// assert!(Draft::is_kept_in(Mode::Inline, Channel::Web));
    /// assert!(!Draft::is_kept_in(Mode::Kiosk, Channel::Qr));
    /// assert!(!Draft::is_kept_in(Mode::Page, Channel::Kiosk) && !Draft::is_kept_in(Mode::Inline, Channel::Hotline));
    /// ```
    pub fn is_kept_in(mode: Mode, channel: Channel) -> bool {
        mode != Mode::Kiosk && !matches!(channel, Channel::Kiosk | Channel::Hotline)
    }

    /// Whether answers of this type may lie in a draft.
    pub fn keeps(kind: QuestionType) -> bool {
        use QuestionType::{Complaint, Consent, Contact, File};
        !matches!(kind, Complaint | Consent | Contact | File)
    }

    /// Whether any of these answers is left out of a draft.
    pub fn leaves_out(answers: &BTreeMap<String, Answer>) -> bool {
        answers.values().any(|answer| !Self::keeps(answer.kind) && !answer.is_empty())
    }

    /// Whether it holds what somebody wrote, so that it may not lie in the clear.
    pub fn is_private(&self) -> bool {
        self.answers.values().any(|answer| Self::keeps(answer.kind) && answer.is_private())
    }

    /// Where to go on: the questions behind, and the one to ask. It is the one that was on the screen, or an earlier one that
    /// has to be answered first: its answer does not fit any more, or was not kept.
    pub fn place(&self, way: Way<'_>) -> Option<(Vec<usize>, usize)> {
        let mut behind = way.path();
        let is_here = |index: &usize| {
            let question = &way.survey.questions[*index];
            let was_left_out = !Self::keeps(question.kind.question_type());
            question.id == self.at
                || question.was.contains(&self.at)
                || was_left_out && !way.answers.contains_key(&question.id)
                || may_leave(way.survey, *index, way.answers).is_err()
        };
        let place = behind.iter().position(is_here).or(behind.len().checked_sub(1))?;
        let here = behind.get(place).copied()?;
        behind.truncate(place);
        Some((behind, here))
    }

    /// As the device keeps it.
    pub fn encode(&self) -> Value {
        let mut draft = Map::new();
        let mut put = |name: &str, value: Value| draft.insert(name.to_owned(), value);
        // As bytes, since reading a UUID's text is another kilobyte for every page.
        put("response", self.response_id.as_bytes().iter().map(|byte| Value::from(*byte)).collect());
        put("revision", self.revision.into());
        put("startedAt", self.started_at.timestamp_millis().into());
        put("durationMs", self.duration_ms.into());
        put("savedAt", self.saved_at.timestamp_millis().into());
        put("at", self.at.as_str().into());
        let mut kept = Map::new();
        for (id, answer) in self.answers.iter().filter(|(_, answer)| Self::keeps(answer.kind)) {
            kept.insert(id.clone(), answer.encode());
        }
        put("answers", Value::Object(kept));
        put("lacks", self.lacks.into());
        Value::Object(draft)
    }

    /// Reads what [`Draft::encode`] wrote, as far as it still fits the survey, which may have changed since. `None` where nothing
    /// fits, and for anything else, such as what a later version wrote. Its times are told by the clock of the place, `offset`.
    pub fn decode(draft: &Value, survey: &Survey, offset: FixedOffset) -> Option<Self> {
        let time = |name: &str| {
            let time = DateTime::from_timestamp_millis(draft.get(name)?.as_i64()?)?;
            Some(time.with_timezone(&offset))
        };
        let mut bytes = [0; 16];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = draft.get("response")?.get(place)?.as_u64()?.try_into().ok()?;
        }
        let answers = draft.get("answers")?;
        let mut kept = BTreeMap::new();
        for question in &survey.questions {
            for id in std::iter::once(&question.id).chain(&question.was) {
                if let Some(answer) = answers.get(id).and_then(|answer| question.kind.kept(answer)) {
                    kept.insert(id.clone(), answer);
                }
            }
        }
        let answers = fit(survey, &kept);
        if answers.is_empty() {
            return None;
        }
        Some(Self {
            response_id: Uuid::from_bytes(bytes),
            revision: draft.get("revision")?.as_u64()?.try_into().ok()?,
            started_at: time("startedAt")?,
            duration_ms: draft.get("durationMs")?.as_u64()?,
            saved_at: time("savedAt")?,
            at: draft.get("at")?.as_str()?.to_owned(),
            answers,
            // Drafts of before did not say.
            lacks: draft.get("lacks").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// Whether a draft is no longer offered, whatever else is in it: then it is thrown away.
    pub fn is_stale(draft: &Value, now: DateTime<FixedOffset>) -> bool {
        let saved_at = draft.get("savedAt").and_then(Value::as_i64);
        !saved_at.is_some_and(|saved_at| is_recent(saved_at, now))
    }
}

fn is_recent(saved_at_ms: i64, now: DateTime<FixedOffset>) -> bool {
    const HOUR_MS: i64 = 3_600_000;
    let age = now.timestamp_millis().saturating_sub(saved_at_ms);
    // A clock that was set back a little is no reason to lose it.
    (-HOUR_MS..=Draft::HOURS * HOUR_MS).contains(&age)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Node, Problems};
    use serde_json::json;

    const TIME: &str = "2026-11-21T20:38:00.123+07:00";

    fn place() -> FixedOffset {
        FixedOffset::east_opt(7 * 3_600).unwrap()
    }

    fn survey() -> Survey {
        let title = json!({ "vi": "?" });
        Survey::decode(&json!({ "id": "s", "version": 2, "locales": ["vi"], "questions": [
            { "id": "mood", "type": "smiley", "title": title, "required": true, "was": ["csat"] },
            { "id": "reach", "type": "contact", "title": title, "show_if": { "<": [{ "var": "mood" }, 3] } },
            { "id": "note", "type": "text", "title": title, "show_if": { "!=": [{ "var": "mood" }, 5] } },
            { "id": "last", "type": "thumbs", "title": title, "required": true }] }))
        .unwrap()
    }

    fn answer(kind: QuestionType, value: &Value) -> Answer {
        let mut object = json!({ "type": kind.name(), "value": value });
        if kind == QuestionType::Smiley {
            object["scale"] = json!(5);
        }
        Answer::decode(&Node::root(&object), &mut Problems::new()).unwrap()
    }

    fn draft(at: &str, answers: &[(&str, Answer)]) -> Draft {
        let time = DateTime::parse_from_rfc3339(TIME).unwrap();
        Draft {
            response_id: Uuid::from_u128(7),
            revision: 1,
            started_at: time,
            duration_ms: 8_123,
            saved_at: time,
            at: at.to_owned(),
            answers: answers.iter().map(|(id, answer)| ((*id).to_owned(), answer.clone())).collect(),
            lacks: false,
        }
    }

    #[test]
    fn a_draft_survives_the_journey_without_what_others_may_not_read() {
        let mood = ("mood", answer(QuestionType::Smiley, &json!(2)));
        let note = ("note", answer(QuestionType::Text, &json!("chậm")));
        let private = [
            ("reach", answer(QuestionType::Contact, &json!({ "phone": "+84912345678" }))),
            ("case", answer(QuestionType::Complaint, &json!({ "kind": "complaint", "happened": "Trễ" }))),
            ("ok", answer(QuestionType::Consent, &json!({ "given": true, "textVersion": "1" }))),
            ("photo", answer(QuestionType::File, &json!([{ "hash": "00" }]))),
        ];
        let public = [mood, note];
        let written = draft("note", &[&public[..], &private[..]].concat()).encode();
        let text = written.to_string();
        for secret in ["912345678", "Trễ", "hash", "textVersion"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert_eq!(Draft::decode(&written, &survey(), place()), Some(draft("note", &public)));
    }

    #[test]
    fn it_remembers_that_something_was_left_out_and_not_what() {
        // Who had told a complaint was offered to go on as if it were still there.
        let of = |answers: &[(&str, Answer)]| {
            let whole = draft("note", answers);
            let kept = Draft { lacks: Draft::leaves_out(&whole.answers), ..whole };
            Draft::decode(&kept.encode(), &survey(), place()).map(|draft| draft.lacks)
        };
        let mood = ("mood", answer(QuestionType::Smiley, &json!(2)));
        let reach = |value: &Value| ("reach", answer(QuestionType::Contact, value));
        assert_eq!(of(std::slice::from_ref(&mood)), Some(false));
        assert_eq!(of(&[mood.clone(), reach(&json!({ "phone": "+84912345678" }))]), Some(true));
        assert_eq!(of(&[mood.clone(), reach(&json!({}))]), Some(false), "nothing was given");
        let mut before = draft("note", &[mood]).encode();
        before.as_object_mut().unwrap().remove("lacks");
        assert_eq!(Draft::decode(&before, &survey(), place()).map(|draft| draft.lacks), Some(false));
    }

    #[test]
    fn a_draft_is_private_by_the_words_that_are_kept_in_it() {
        let check = |kind, value: Value, expected: bool| {
            assert_eq!(draft("note", &[("note", answer(kind, &value))]).is_private(), expected, "{kind:?}");
        };
        check(QuestionType::Smiley, json!(2), false);
        check(QuestionType::Text, json!("chậm"), true);
        check(QuestionType::Choice, json!([{ "id": "other", "text": "Anh Nam" }]), true);
        // Left out of it anyway.
        check(QuestionType::Contact, json!({ "phone": "+84912345678" }), false);
    }

    #[test]
    fn what_is_no_draft_is_none_and_an_unreadable_answer_is_passed_over() {
        let sound = draft("note", &[("mood", answer(QuestionType::Smiley, &json!(2)))]).encode();
        let none =
            |document: &Value| assert_eq!(Draft::decode(document, &survey(), place()), None, "{document}");
        for name in ["response", "revision", "startedAt", "durationMs", "savedAt", "at", "answers"] {
            for wrong in [json!(null), json!([]), json!([-1]), json!(-1e300)] {
                let mut document = sound.clone();
                document[name] = wrong;
                none(&document);
            }
        }
        for (field, wrong) in
            [("value", json!(9)), ("value", json!("2")), ("scale", json!(4)), ("type", json!("nps"))]
        {
            let mut document = sound.clone();
            document["answers"]["mood"][field] = wrong;
            none(&document);
            document["answers"]["note"] = json!({ "type": "text", "value": "chậm" });
            let read = Draft::decode(&document, &survey(), place()).unwrap();
            assert_eq!(read.answers.keys().collect::<Vec<_>>(), ["note"]);
        }
    }

    #[test]
    fn it_is_offered_for_three_days() {
        let check = |time: &str, expected: bool| {
            let now = DateTime::parse_from_rfc3339(time).unwrap();
            assert_eq!(Draft::is_stale(&draft("note", &[]).encode(), now), !expected, "{time}");
        };
        check("2026-11-21T20:38:00.123+07:00", true);
        check("2026-11-24T20:38:00.123+07:00", true);
        check("2026-11-24T20:38:00.124+07:00", false);
        check("2026-11-21T19:38:00.123+07:00", true);
        check("2026-11-21T19:38:00.122+07:00", false);
    }

    #[test]
    fn it_goes_on_where_it_was_left_or_at_what_is_missing_before() {
        let survey = survey();
        let check = |at: &str, answers: &[(&str, Answer)], expected: Option<(&[usize], usize)>| {
            let draft = Draft::decode(&draft(at, answers).encode(), &survey, place());
            let place = draft.and_then(|draft| {
                draft.place(Way { survey: &survey, answers: &draft.answers, context: &BTreeMap::new() })
            });
            let expected = expected.map(|(behind, here)| (behind.to_vec(), here));
            assert_eq!(place, expected, "{at}");
        };
        let mood = |value: u8| ("csat", answer(QuestionType::Smiley, &json!(value)));
        let note = ("note", answer(QuestionType::Text, &json!("chậm")));
        check("note", &[mood(4)], Some((&[0], 2)));
        check("last", &[mood(4), note.clone()], Some((&[0, 2], 3)));
        check("csat", &[mood(4)], Some((&[], 0)));
        // How to reach them was not kept, so it is asked again.
        check("last", &[mood(2), note.clone()], Some((&[0], 1)));
        // The question is gone: on at the first that needs an answer.
        check("gone", &[mood(4), note.clone()], Some((&[0, 2], 3)));
        // Nothing fits, or the first question lost its answer.
        check("last", &[("gone", mood(4).1)], None);
        check("last", &[note], Some((&[], 0)));
    }
}
