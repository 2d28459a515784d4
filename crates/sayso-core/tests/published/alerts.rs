//! The touch point's alert, answer by answer.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sayso_core::alert::{Alert, Rule, Watch};

const UNHAPPY: bool = true;
const HAPPY: bool = false;

const NEVER: [i64; 0] = [];

fn second(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

/// Feeds the answers to the default rule and returns the seconds at which it called.
fn calls(answers: impl IntoIterator<Item = (i64, bool)>) -> Vec<i64> {
    let mut watch = Watch::new(Rule::default());
    answers
        .into_iter()
        .filter_map(|(at, unhappy)| watch.push(second(at), unhappy))
        .map(|alert| alert.time.timestamp())
        .collect()
}

#[test]
fn half_of_four_within_a_quarter_of_an_hour_calls() {
    assert_eq!(calls([(0, HAPPY), (60, UNHAPPY), (120, HAPPY), (180, UNHAPPY)]), [180]);
}

#[test]
fn three_answers_are_too_few_however_unhappy() {
    assert_eq!(calls([(0, UNHAPPY), (1, UNHAPPY), (2, UNHAPPY)]), NEVER);
}

#[test]
fn less_than_half_does_not_call() {
    assert_eq!(calls([(0, HAPPY), (1, HAPPY), (2, HAPPY), (3, UNHAPPY), (4, UNHAPPY)]), NEVER);
}

#[test]
fn an_answer_leaves_the_window_after_exactly_a_quarter_of_an_hour() {
    let four = |last| [(0, UNHAPPY), (1, UNHAPPY), (2, HAPPY), (last, HAPPY)];
    assert_eq!(calls(four(899)), [899]);
    assert_eq!(calls(four(900)), NEVER);
}

#[test]
fn order_does_not_matter_to_what_is_in_the_window() {
    assert_eq!(calls([(180, UNHAPPY), (60, UNHAPPY), (120, HAPPY), (0, HAPPY)]), [180]);
}

#[test]
fn an_answer_older_than_the_window_changes_nothing() {
    assert_eq!(calls([(1000, HAPPY), (100, UNHAPPY), (99, UNHAPPY), (98, UNHAPPY), (97, UNHAPPY)]), NEVER);
}

#[test]
fn answers_at_the_same_time_are_different_people() {
    let mut watch = Watch::new(Rule::default());
    let answers: Vec<_> = (0..4).map(|_| watch.push(second(5), UNHAPPY)).collect();
    assert_eq!(answers, [None, None, None, Some(Alert { time: second(5), n: 4, unhappy: 4 })]);
}

#[test]
fn a_bad_afternoon_calls_once() {
    assert_eq!(calls((0..500).map(|at| (at * 30, UNHAPPY))), [90]);
}

#[test]
fn a_share_that_hovers_around_the_limit_calls_once_a_window_at_most() {
    let answers = (0..2000).map(|at| (at * 10, at % 2 == 0 || at % 7 == 0));
    let calls = calls(answers);
    assert!(!calls.is_empty());
    assert!(calls.windows(2).all(|pair| pair[1] - pair[0] >= 900), "{calls:?}");
}

#[test]
fn it_calls_again_once_it_was_better_for_a_while() {
    let bad = |from: i64| (0..6).map(move |at| (from + at * 60, UNHAPPY));
    let good = |from: i64| (0..40).map(move |at| (from + at * 60, HAPPY));
    assert_eq!(calls(bad(0).chain(good(360)).chain(bad(4000))), [180, 4180]);
}

#[test]
fn a_quiet_night_arms_it_again() {
    let bad = |from: i64| (0..6).map(move |at| (from + at * 60, UNHAPPY));
    assert_eq!(calls(bad(0).chain(bad(40_000))), [180, 40_180]);
}

#[test]
fn a_flood_is_judged_by_its_newest_answers() {
    let rule = Rule::new(0.5, Duration::from_mins(15), 4).unwrap();
    let mut watch = Watch::new(rule);
    let most = i64::try_from(Watch::MOST).unwrap();
    let at = |nth: i64| DateTime::UNIX_EPOCH + TimeDelta::microseconds(nth);
    for nth in 0..2 * most {
        assert_eq!(watch.push(at(nth), HAPPY), None);
    }
    let calls: Vec<_> = (2 * most..3 * most).filter_map(|nth| watch.push(at(nth), UNHAPPY)).collect();
    let n = u32::try_from(Watch::MOST).unwrap();
    assert_eq!(calls, [Alert { time: at(2 * most + most / 2 - 1), n, unhappy: n / 2 }]);
}

#[test]
fn the_ends_of_time_are_times_like_any_other() {
    let mut watch = Watch::new(Rule::new(1.0, Duration::from_hours(366 * 24), 1).unwrap());
    assert!(watch.push(DateTime::<Utc>::MIN_UTC, UNHAPPY).is_some());
    assert!(watch.push(DateTime::<Utc>::MAX_UTC, HAPPY).is_none());
    assert!(watch.push(DateTime::<Utc>::MIN_UTC, UNHAPPY).is_none());
}

#[test]
fn a_rule_that_makes_no_sense_is_refused() {
    let minute = Duration::from_mins(1);
    for share in [0.0, -0.5, 1.01, f64::NAN, f64::INFINITY] {
        assert!(Rule::new(share, minute, 4).is_err(), "{share}");
    }
    for window in [Duration::ZERO, Duration::from_nanos(1), Duration::MAX, Duration::from_hours(400 * 24)] {
        assert!(Rule::new(0.5, window, 4).is_err(), "{window:?}");
    }
    for minimum in [0, u32::MAX] {
        assert!(Rule::new(0.5, minute, minimum).is_err(), "{minimum}");
    }
    assert_eq!(Rule::new(0.5, Duration::from_mins(15), 4), Ok(Rule::default()));
}

#[test]
fn a_rule_is_read_as_a_page_says_it_or_refused() {
    let rule = |share, minutes: u64, minimum| Rule::new(share, Duration::from_secs(60 * minutes), minimum);
    for (text, expected) in [
        ("50% 15m 4", rule(0.5, 15, 4)),
        (" 100%  6h  1 ", rule(1.0, 360, 1)),
        ("1% 0.5h 4096", rule(0.01, 30, 4096)),
    ] {
        assert_eq!(text.parse(), expected, "{text}");
    }
    for wrong in [
        "",
        "50%",
        "50% 15m",
        "50% 15m 4 5",
        "0% 15m 4",
        "101% 15m 4",
        "300% 15m 4",
        "50 15m 4",
        "50% 15 4",
        "50% 0s 4",
        "50% 7h 4",
        "50% 15m 0",
        "50% 15m 4097",
        "50% 15m -4",
        "NaN% 15m 4",
        "off",
    ] {
        assert!(wrong.parse::<Rule>().is_err(), "{wrong}");
    }
    assert_eq!(Rule::default().memory(), TimeDelta::hours(1));
}
