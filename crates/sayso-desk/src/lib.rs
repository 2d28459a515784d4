//! What a kiosk works out besides the survey: whether the place is open, what goes into the device's ledger, how the device is
//! doing, when to call for help, and the board for those who work there.
//!
//! A program of its own beside the widget, which pages that are no kiosk never load. It decides nothing: every decision is a
//! function of `sayso-core`. What the browser knows (clock, time zone, randomness, storage) comes in as arguments; values cross
//! as JSON texts.

mod draw;
mod node;
mod words;

use chrono::{DateTime, FixedOffset};
use sayso_core::aggregate::LocalTime;
use sayso_core::alert::{Notice, Rule};
use sayso_core::attempts::Attempts;
use sayso_core::decode::{Node, Problems};
use sayso_core::device::Report;
use sayso_core::event::{EventType, envelope};
use sayso_core::hours::{Daypart, Hours, Standing, WallTime};
use sayso_core::ledger::{self, Board, Entry};
use sayso_core::response::Response;
use serde_json::{Value, json};
use uuid::Builder;
use wasm_bindgen::prelude::wasm_bindgen;

use words::Words;

/// The version of Sayso.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Whether a place with these hours is open at a time of the wall, `{"open", "daypart", "opens": {"weekday", "minute"}}`; `undefined`
/// for hours or a time that make no sense.
#[wasm_bindgen]
pub fn standing(hours: &str, weekday: u8, minute: u16) -> Option<String> {
    let now = WallTime::new(weekday, minute).ok()?;
    let daypart = Daypart::of(now).name();
    let standing =
        if hours.trim().is_empty() { Standing::Open } else { hours.parse::<Hours>().ok()?.standing(now) };
    let told = match standing {
        Standing::Open => json!({ "open": true, "daypart": daypart }),
        Standing::Closed { opens } => {
            let opens = opens.map(|at| json!({ "weekday": at.weekday(), "minute": at.minute() }));
            json!({ "open": false, "daypart": daypart, "opens": opens })
        }
    };
    Some(told.to_string())
}

/// The wrong codes so far as they are to be kept, `{"wrong", "last"}`, and for how long none is taken, `"left"` in milliseconds.
/// `outcome`: of a code that was just tried whether it was right.
#[wasm_bindgen]
pub fn attempts(kept: &str, now_ms: f64, outcome: Option<bool>) -> String {
    let kept: Value = serde_json::from_str(kept).unwrap_or_default();
    let number = |name: &str| kept[name].as_u64().unwrap_or_default();
    let now = millis(now_ms);
    let wrong = u32::try_from(number("wrong")).unwrap_or(u32::MAX);
    let before = Attempts { wrong, last_ms: number("last") }.seen_at(now);
    let after = match outcome {
        Some(true) => Attempts::default(),
        Some(false) => before.wrong_at(now),
        None => before,
    };
    json!({ "wrong": after.wrong, "last": after.last_ms, "left": after.left_ms(now) }).to_string()
}

/// The questions of a survey's document that ask for reasons, by their ids, as [`entry`] takes them.
#[wasm_bindgen]
pub fn asking(survey: &str) -> String {
    Value::from(ledger::asking(&serde_json::from_str(survey).unwrap_or_default())).to_string()
}

/// The ledger's entry of the `data` of an event; of a response that is kept and not counted its `id` alone, and `undefined` for what is
/// no response. `asking` are the questions that ask for reasons.
#[wasm_bindgen]
pub fn entry(data: &str, asking: &str) -> Option<String> {
    let data: Value = serde_json::from_str(data).ok()?;
    let asking: Value = serde_json::from_str(asking).unwrap_or_default();
    let asking = asking.as_array().into_iter().flatten();
    let asking: Vec<String> = asking.filter_map(|id| Some(id.as_str()?.to_owned())).collect();
    let response = Response::decode(&Node::root(&data), &mut Problems::new())?;
    let uncounted = || json!({ "id": response.response_id.to_string() });
    let entry = Entry::of(&response, &asking).map_or_else(uncounted, |entry| entry.encode());
    Some(entry.to_string())
}

/// The event that says how the device is doing; `undefined` where the facts make none.
#[wasm_bindgen]
pub fn report(facts: &str, source: &str, now_ms: f64, offset_s: i32, random: &[u8]) -> Option<String> {
    let mut facts: Value = serde_json::from_str(facts).ok()?;
    let time = moment(now_ms, offset_s)?;
    facts["reportedAt"] = sayso_core::response::write_time(time).into();
    let report = Report::decode(&Node::root(&facts), &mut Problems::new())?;
    let subject = report.touchpoint.clone();
    event(EventType::Device, report.encode(), source, &subject, time, random)
}

/// For how many milliseconds an alert looks back by this rule, as the attribute says it; 0 where there is to be none, `undefined` for a rule
/// that makes no sense.
#[wasm_bindgen]
pub fn alert_memory(rule: &str) -> Option<f64> {
    Some(wished(rule)?.map_or(0.0, |rule| rule.memory().as_seconds_f64() * 1_000.0))
}

/// The rule of the attribute: `off` is none, and without one it is the default. `None` for what makes no sense.
#[expect(clippy::option_option, reason = "no rule, and nothing that could be one, are not the same")]
fn wished(rule: &str) -> Option<Option<Rule>> {
    match rule {
        "" => Some(Some(Rule::default())),
        "off" => Some(None),
        rule => rule.parse().ok().map(Some),
    }
}

/// The call for help that the newest of these entries makes by this rule; `undefined` where it makes none.
#[wasm_bindgen]
pub fn alert(
    rule: &str,
    entries: &str,
    device: &str,
    touchpoint: &str,
    source: &str,
    random: &[u8],
) -> Option<String> {
    let rule = wished(rule)??;
    let mut answers: Vec<_> = read(entries).iter().map(|entry| (entry.at, entry.is_unhappy())).collect();
    answers.sort_by_key(|(at, _)| *at);
    let notice = Notice::of_the_last(&answers, rule, device, touchpoint)?;
    let time = notice.at;
    event(EventType::Alert, notice.encode(), source, touchpoint, time, random)
}

/// The staff's board as a tree of `[tag, attributes, children…]`, in the language of the words.
#[wasm_bindgen]
pub fn board(entries: &str, now_ms: f64, offset_s: i32, locale: &str, words: &str) -> Option<String> {
    let now = LocalTime::new(moment(now_ms, offset_s)?).ok()?;
    let board = Board::of(&read(entries), now);
    Some(draw::board(&board, &Words::new(locale, words)).to_string())
}

fn read(entries: &str) -> Vec<Entry> {
    let entries: Value = serde_json::from_str(entries).unwrap_or_default();
    entries.as_array().into_iter().flatten().filter_map(Entry::decode).collect()
}

fn event(
    kind: EventType,
    data: Value,
    source: &str,
    subject: &str,
    time: DateTime<FixedOffset>,
    random: &[u8],
) -> Option<String> {
    let random: &[u8; 10] = random.first_chunk()?;
    let id = Builder::from_unix_timestamp_millis(u64::try_from(time.timestamp_millis()).ok()?, random);
    Some(envelope(kind, id.into_uuid(), source, subject, time, data).to_string())
}

fn moment(ms: f64, offset_s: i32) -> Option<DateTime<FixedOffset>> {
    let ms = i64::try_from(millis(ms)).ok()?;
    DateTime::from_timestamp_millis(ms)
        .map(|at| at.with_timezone(&FixedOffset::east_opt(offset_s).unwrap_or(UTC)))
}

const UTC: FixedOffset = match FixedOffset::east_opt(0) {
    Some(offset) => offset,
    None => unreachable!(),
};

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of what is out of range is its end"
)]
fn millis(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::event::Event;

    fn value(text: Option<String>) -> Value {
        serde_json::from_str(&text.unwrap()).unwrap()
    }

    #[test]
    fn a_place_without_hours_is_open_and_one_with_wrong_hours_says_nothing() {
        assert_eq!(value(standing("", 6, 700)), json!({ "open": true, "daypart": "noon" }));
        let closed = value(standing("mon-fri 08:00-17:00", 6, 700));
        assert_eq!(
            closed,
            json!({ "open": false, "daypart": "noon", "opens": { "weekday": 1, "minute": 480 } })
        );
        assert_eq!(standing("8 to 5", 6, 700), None);
        assert_eq!(standing("", 8, 0), None);
    }

    #[test]
    fn wrong_codes_are_counted_over_what_is_kept_and_a_right_one_forgets_them() {
        let mut kept = String::new();
        for _ in 0..3 {
            kept = attempts(&kept, 1_000.0, Some(false));
        }
        assert_eq!(value(Some(kept.clone())), json!({ "wrong": 3, "last": 1000, "left": 30_000 }));
        assert_eq!(value(Some(attempts(&kept, 21_000.0, None)))["left"], 10_000);
        assert_eq!(value(Some(attempts(&kept, 21_000.0, Some(true))))["wrong"], 0);
        assert_eq!(value(Some(attempts("{\"wrong\": 1e99}", f64::NAN, None)))["left"], 0);
    }

    #[test]
    fn a_report_becomes_an_event_that_can_be_read() {
        let facts = json!({ "deviceId": "a", "touchpoint": "counter-1", "version": "0.1.0", "uptimeMs": 1, "restarts": 2,
            "queue": { "waiting": 0, "parked": 0 } });
        let random = [7; 10];
        let told = value(report(
            &facts.to_string(),
            "https://shop.example/kiosk",
            1_795_268_280_123.0,
            25_200,
            &random,
        ));
        let event = Event::decode(&told).unwrap();
        assert_eq!(
            (event.time.to_rfc3339(), event.subject.as_str()),
            ("2026-11-21T20:38:00.123+07:00".into(), "counter-1")
        );
        assert_eq!(event.id.get_version_num(), 7);
        assert_eq!(report("{}", "/", 0.0, 0, &random), None);
        assert_eq!(report(&facts.to_string(), "/", f64::INFINITY, 0, &random), None);
        assert_eq!(report(&facts.to_string(), "/", 0.0, 0, &[]), None);
    }
}
