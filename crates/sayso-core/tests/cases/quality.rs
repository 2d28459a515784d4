//! The stream of taps against a plain reading of its rule, and flags of later versions on their way through.

use proptest::prelude::*;
use sayso_core::event::{Event, Payload};
use sayso_core::quality::{Battery, Flag, Pace, TapRule, Taps, Timed, is_repeat, longest_run};
use serde_json::json;

/// The rule as it is written, over the whole list.
fn plain(times: &[i64], interval: i64, burst: usize, window: i64) -> Vec<(bool, bool)> {
    let mut counted: Option<i64> = None;
    (0..times.len())
        .map(|now| {
            // Since the clock last went back.
            let start = (1..=now).rev().find(|place| times[*place] < times[place - 1]).unwrap_or(0);
            if start == now {
                counted = None;
            }
            let soon = counted.is_some_and(|last| times[now] - last < interval);
            if !soon {
                counted = Some(times[now]);
            }
            let near = times[start..=now].iter().filter(|time| times[now] - **time < window).count();
            (soon, near >= burst)
        })
        .collect()
}

proptest! {
    #[test]
    fn the_stream_says_what_the_rule_says(
        steps in prop::collection::vec(prop_oneof![9 => 0_i64..15_000, 1 => -40_000_i64..0], 0..120),
        interval in 0_u32..10_000, burst in 2_u8..10, window in 1_u32..90_000,
    ) {
        let times: Vec<i64> = steps.iter().scan(1_800_000_000_000, |now, step| { *now += step; Some(*now) }).collect();
        let mut taps = Taps::new(TapRule::new(interval, burst, window).unwrap());
        let found: Vec<_> = times.iter().map(|time| {
            let flags = taps.observe(*time);
            (flags.contains(&Flag::TapInterval), flags.contains(&Flag::Burst))
        }).collect();
        prop_assert_eq!(found, plain(&times, i64::from(interval), usize::from(burst), i64::from(window)));
    }

    #[test]
    fn any_clock_has_an_answer(times in prop::collection::vec(any::<i64>(), 0..60), span in any::<u64>()) {
        let mut taps = Taps::new(TapRule::default());
        for time in &times {
            prop_assert!(taps.observe(*time).len() <= 2);
        }
        for pair in times.windows(2) {
            prop_assert!(!(is_repeat(Some(pair[0]), pair[1], span) && is_repeat(Some(pair[1]), pair[0], span)) || pair[0] == pair[1]);
        }
    }

    #[test]
    fn a_slower_answer_is_never_more_doubtful(words in prop::collection::vec(any::<u32>(), 0..20), time in any::<u64>(), pace in 1_u32..=10_000) {
        let pace = Pace::new(pace).unwrap();
        let timed = |milliseconds: u64| words.iter().map(|words| Timed { words: *words, milliseconds }).collect::<Vec<_>>();
        if pace.flag(&timed(time)).is_none() {
            prop_assert_eq!(pace.flag(&timed(time.saturating_mul(2))), None);
        }
    }

    #[test]
    fn a_run_is_straight_only_when_nothing_breaks_it(answers in prop::collection::vec(0_u8..4, 0..12)) {
        let run = longest_run(&answers);
        prop_assert!(run <= answers.len() && (run == 0) == answers.is_empty());
        let all_same = answers.iter().all(|answer| *answer == answers[0]);
        prop_assert_eq!(Battery::default().flag(&answers).is_some(), answers.len() >= 4 && all_same);
        let turned: Vec<u8> = answers.iter().rev().copied().collect();
        prop_assert_eq!(longest_run(&turned), run);
    }

    #[test]
    fn any_name_is_kept(name in any::<String>()) {
        let flag = Flag::from_name(&name);
        prop_assert_eq!(flag.name(), name);
    }
}

#[test]
fn a_battery_of_one_item_is_refused() {
    assert!(Battery::new(1).is_err());
    assert_eq!(Battery::new(2).unwrap().flag(&[3, 3]), Some(Flag::StraightLining));
}

fn event(flags: &serde_json::Value) -> serde_json::Value {
    json!({ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "source": "/kiosk/3",
        "type": "sayso.response.v1", "subject": "door", "time": "2026-11-21T20:38:00.123+07:00",
        "datacontenttype": "application/json",
        "data": { "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "revision": 1, "complete": true,
            "survey": { "id": "csat", "version": 1 }, "touchpoint": "door", "channel": "kiosk", "locale": "vi",
            "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00",
            "durationMs": 8123, "clockSkewMs": 0, "answers": {}, "scores": [], "flags": flags, "context": {},
            "client": { "version": "0.1.0", "mode": "kiosk" } } })
}

#[test]
fn a_flag_of_a_later_version_travels_on() {
    let document = event(&json!(["burst", "mirrored", "tap-interval"]));
    let decoded = Event::decode(&document).unwrap();
    let Payload::Response(response) = &decoded.payload else { panic!("{decoded:?}") };
    assert_eq!(response.flags, [Flag::Burst, Flag::Other("mirrored".into()), Flag::TapInterval]);
    assert_eq!(decoded.encode(), document);
}

#[test]
fn a_flag_that_is_no_name_is_refused_under_its_path() {
    let problems = Event::decode(&event(&json!(["burst", 7, " ", "x".repeat(101)]))).unwrap_err();
    let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "/data/flags/1: expected a text, found 7",
            "/data/flags/2: expected a text that is not empty, found \" \"",
            "/data/flags/3: expected at most 100 characters, found 101",
        ]
    );
}
