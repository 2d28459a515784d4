//! BG/NBD against scipy and mpmath, and the laws of the ghosting score.

use proptest::prelude::*;
use sayso_core::error::Error;
use sayso_core::risk::{BgNbd, Cause, Ghosting, History, Point, Resolution, Signals, Visits, Weights};
use sayso_core::score::Segment;

use crate::domain;

/// What `tests/oracle/bgnbd_expected.py` wrote.
const ORACLE: &str = include_str!("../oracle/bgnbd_expected.csv");

fn relative(found: f64, expected: f64) -> f64 {
    ((found - expected) / expected).abs()
}

#[test]
fn the_model_agrees_with_mpmath_and_where_doubles_can_with_scipy() {
    let mut rows = 0;
    let mut by_scipy = 0;
    for line in ORACLE.lines().skip(2) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |place: usize| cells[place].parse::<f64>().unwrap();
        let model = BgNbd::new(number(0), number(1), number(2), number(3)).unwrap();
        let history = History::new(cells[4].parse().unwrap(), number(5), number(6)).unwrap();
        let expected = model.expected_purchases(history, number(7)).unwrap();
        assert!(relative(model.p_alive(history), number(8)) < 1e-12, "{line}");
        assert!(relative(expected, number(9)) < 1e-12, "{line}: {expected}");
        if !cells[10].is_empty() {
            // The paper's form loses digits to `1 − …`, the more the fewer purchases lie ahead.
            assert!(relative(expected, number(10)) < 1e-7, "{line}: {expected}");
            by_scipy += 1;
        }
        rows += 1;
    }
    assert_eq!((rows, by_scipy), (90, 72));
}

#[test]
fn the_published_customer_comes_out_to_the_printed_digit() {
    let published = domain::json("vectors.json").map(|vectors| {
        let number = |name: &str| vectors["bgnbd"][name].as_f64().unwrap();
        (number("tx"), number("T"), number("palive"), number("EY39"))
    });
    let (recency, age, p_alive, expected) = published.unwrap_or((30.43, 38.86, 0.726_578_57, 1.226_028));
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let customer = History::new(2, recency, age).unwrap();
    assert!((model.p_alive(customer) - p_alive).abs() < 5e-9);
    assert!((model.expected_purchases(customer, 39.0).unwrap() - expected).abs() < 5e-7);
}

#[test]
fn parameters_and_histories_without_sense_are_refused() {
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e10, 1e-10] {
        for place in 0..4 {
            let mut parameters = [0.243, 4.414, 0.793, 2.426];
            parameters[place] = bad;
            let [r, alpha, a, b] = parameters;
            let argument = ["r", "alpha", "a", "b"][place];
            assert_eq!(BgNbd::new(r, alpha, a, b), Err(Error::OutOfRange { argument }), "{bad}");
        }
    }
    let argument = |history: Result<History, Error>| match history {
        Err(Error::OutOfRange { argument }) => argument,
        other => panic!("{other:?}"),
    };
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(argument(History::new(1, bad, 10.0)), "recency");
        assert_eq!(argument(History::new(1, 1.0, bad)), "age");
    }
    assert_eq!(argument(History::new(1, 11.0, 10.0)), "recency");
    assert_eq!(argument(History::new(0, 1.0, 10.0)), "recency");
    assert_eq!(argument(History::new(1_000_001, 1.0, 10.0)), "repeats");
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    let customer = History::new(2, 30.43, 38.86).unwrap();
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(model.expected_purchases(customer, bad), Err(Error::OutOfRange { argument: "time" }));
    }
    assert_eq!(model.expected_purchases(customer, 0.0), Ok(0.0));
}

#[test]
fn a_series_that_would_take_too_long_says_so() {
    let busy = BgNbd::new(1.0e6, 1.0e-3, 0.5, 0.5).unwrap();
    let customer = History::new(1_000_000, 1.0, 1.0).unwrap();
    assert_eq!(busy.expected_purchases(customer, 1.0e9), Err(Error::NoConvergence));
}

fn parameter() -> impl Strategy<Value = f64> {
    (-9.0_f64..9.0).prop_map(|exponent| libm::pow(10.0, exponent).clamp(1e-9, 1e9))
}

fn model() -> impl Strategy<Value = BgNbd> {
    (parameter(), parameter(), parameter(), parameter())
        .prop_map(|(r, alpha, a, b)| BgNbd::new(r, alpha, a, b).unwrap())
}

fn history() -> impl Strategy<Value = History> {
    (0_u32..2_000, 0.0_f64..=1.0, parameter()).prop_map(|(repeats, share, age)| {
        let recency = if repeats == 0 { 0.0 } else { (age * share).min(age) };
        History::new(repeats, recency, age).unwrap()
    })
}

proptest! {
    #[test]
    fn p_alive_is_a_probability_that_falls_with_silence(model in model(), history in history(), more in parameter(), share in 0.0_f64..=1.0) {
        let p = model.p_alive(history);
        prop_assert!((0.0..=1.0).contains(&p));
        let repeats = history.repeats();
        if repeats > 0 {
            let recency = more * share;
            let now = model.p_alive(History::new(repeats, recency.min(more), more).unwrap());
            let older = (more * 1.5).min(1e9);
            let later = model.p_alive(History::new(repeats, recency.min(more), older).unwrap());
            prop_assert!(later <= now + 1e-12, "{} then {}", now, later);
        } else {
            prop_assert!((p - 1.0).abs() < f64::EPSILON);
        }
    }

    /// Between nothing and what a customer would buy who never left, and more in a longer time.
    #[test]
    fn expected_purchases_are_finite_bounded_and_rise_with_time(
        r in 0.01_f64..50.0, alpha in 0.1_f64..200.0, a in 0.01_f64..20.0, b in 0.01_f64..20.0,
        repeats in 0_u32..200, share in 0.0_f64..=1.0, age in 0.1_f64..800.0, time in 0.0_f64..2_000.0,
    ) {
        let model = BgNbd::new(r, alpha, a, b).unwrap();
        let recency = if repeats == 0 { 0.0 } else { age * share };
        let history = History::new(repeats, recency, age).unwrap();
        let expected = model.expected_purchases(history, time).unwrap();
        let if_never_left = (r + f64::from(repeats)) * time / (alpha + age);
        prop_assert!(expected >= 0.0 && expected <= model.p_alive(history) * if_never_left * (1.0 + 1e-9));
        let longer = model.expected_purchases(history, time * 1.1).unwrap();
        prop_assert!(longer >= expected * (1.0 - 1e-12));
    }

    #[test]
    fn any_history_has_an_answer(model in model(), history in history(), time in parameter()) {
        match model.expected_purchases(history, time) {
            Ok(expected) => prop_assert!(expected.is_finite() && expected >= 0.0),
            Err(error) => prop_assert_eq!(error, Error::NoConvergence),
        }
    }
}

proptest! {
    #[test]
    fn any_numbers_make_a_model_or_are_refused(
        parameters in prop::array::uniform4(prop_oneof![any::<f64>(), parameter()]),
        repeats in any::<u32>(), recency in any::<f64>(), age in any::<f64>(), time in any::<f64>(), unit in any::<f64>(),
    ) {
        let [r, alpha, a, b] = parameters;
        let (Ok(model), customer) = (BgNbd::new(r, alpha, a, b), History::new(repeats, recency.abs(), age.abs())) else {
            return Ok(());
        };
        let customer = customer.unwrap_or(History::new(repeats % 1_000_000, 0.0, 0.0).unwrap());
        prop_assert!((0.0..=1.0).contains(&model.p_alive(customer)));
        if let Ok(expected) = model.expected_purchases(customer, time.abs()) {
            prop_assert!(expected.is_finite() && expected >= 0.0);
        }
        if let Ok(visits) = Visits::of_history(model, customer, unit) {
            let _ = Ghosting::of(&Signals { visits, ..Signals::default() }, &Weights::default());
        }
    }
}

fn signals() -> impl Strategy<Value = Signals> {
    let segment = prop::option::of(prop::sample::select(Segment::NAMES.map(|(_, segment)| segment).to_vec()));
    let resolution =
        prop::option::of(prop::sample::select(Resolution::NAMES.map(|(_, answer)| answer).to_vec()));
    let visits = prop_oneof![
        Just(Visits::Unknown),
        any::<f64>().prop_map(|days_since| Visits::Once { days_since }),
        (0.0_f64..400.0).prop_map(|days_since| Visits::Once { days_since }),
        (any::<f64>(), any::<f64>())
            .prop_map(|(days_since, usual_days)| Visits::Regular { days_since, usual_days }),
        (0.0_f64..400.0, 0.0_f64..90.0)
            .prop_map(|(days_since, usual_days)| Visits::Regular { days_since, usual_days }),
        any::<f64>().prop_map(|p_alive| Visits::Alive { p_alive }),
        (0.0_f64..=1.0).prop_map(|p_alive| Visits::Alive { p_alive }),
    ];
    (segment, resolution, any::<u32>(), visits).prop_map(|(segment, resolution, complaints, visits)| {
        Signals { segment, resolution, complaints, visits }
    })
}

fn weights() -> impl Strategy<Value = Weights> {
    (any::<[u8; 10]>(), any::<u16>()).prop_map(|(points, first_days_window)| Weights {
        low_score: points[0],
        indifferent: points[1],
        unresolved: points[2],
        partly_resolved: points[3],
        repeated_complaint: points[4],
        long_gap: points[5],
        very_long_gap: points[6],
        gone: points[7],
        first_days: points[8],
        never_back: points[9],
        first_days_window,
    })
}

proptest! {
    #[test]
    fn the_total_is_its_points_and_no_point_is_hidden(signals in signals(), weights in weights()) {
        if let Ok(risk) = Ghosting::of(&signals, &weights) {
            let sum: u32 = risk.points.iter().map(|point| u32::from(point.points)).sum();
            prop_assert_eq!(u32::from(risk.total), sum.min(100));
            prop_assert!(risk.points.iter().all(|point| point.points > 0));
            prop_assert!(risk.points.iter().all(|point| point.evidence.is_none_or(f64::is_finite)));
        }
    }

    #[test]
    fn a_better_answer_never_raises_the_risk(signals in signals()) {
        let total = |segment, resolution, complaints| {
            Ghosting::of(&Signals { segment, resolution, complaints, ..signals }, &Weights::default()).map(|risk| risk.total)
        };
        let (segment, resolution, complaints) = (signals.segment, signals.resolution, signals.complaints);
        if let Ok(now) = total(segment, resolution, complaints) {
            prop_assert!(total(Some(Segment::Promoter), resolution, complaints).unwrap() <= now);
            prop_assert!(total(Some(Segment::Detractor), resolution, complaints).unwrap() >= now);
            prop_assert!(total(segment, Some(Resolution::Yes), complaints).unwrap() <= now);
            prop_assert!(total(segment, Some(Resolution::No), complaints).unwrap() >= now);
            prop_assert!(total(segment, resolution, 0).unwrap() <= now);
            prop_assert!(now <= 100);
        }
    }
}

#[test]
fn the_second_complaint_is_a_repeated_one() {
    let points = |complaints| {
        Ghosting::of(&Signals { complaints, ..Signals::default() }, &Weights::default()).unwrap().points
    };
    assert!(points(1).is_empty());
    let second = Point { cause: Cause::RepeatedComplaint, points: 15, evidence: Some(2.0) };
    assert_eq!(points(2), [second]);
}

#[test]
fn ways_of_staying_away() {
    let check = |visits: Visits, expected: Option<(Cause, u8)>| {
        let risk = Ghosting::of(&Signals { visits, ..Signals::default() }, &Weights::default()).unwrap();
        let found = risk.points.first().map(|point| (point.cause, point.points));
        assert_eq!((found, risk.points.len() < 2), (expected, true), "{visits:?}");
    };
    let regular = |days_since| Visits::Regular { days_since, usual_days: 30.0 };
    check(Visits::Unknown, None);
    check(regular(59.9), None);
    check(regular(60.0), Some((Cause::LongGap, 15)));
    check(regular(90.0), Some((Cause::VeryLongGap, 30)));
    check(Visits::Once { days_since: 100.0 }, Some((Cause::FirstDays, 10)));
    check(Visits::Once { days_since: 100.5 }, Some((Cause::NeverBack, 20)));
    check(Visits::Alive { p_alive: 1.0 }, None);
    check(Visits::Alive { p_alive: 0.726_578_57 }, Some((Cause::Gone, 8)));
    check(Visits::Alive { p_alive: 0.0 }, Some((Cause::Gone, 30)));
}

#[test]
fn visits_without_sense_are_refused() {
    let argument = |visits| match Ghosting::of(&Signals { visits, ..Signals::default() }, &Weights::default())
    {
        Err(Error::OutOfRange { argument }) => argument,
        other => panic!("{other:?}"),
    };
    for bad in [-1.0, f64::NAN, f64::INFINITY, 100_001.0] {
        assert_eq!(argument(Visits::Once { days_since: bad }), "days_since");
        assert_eq!(argument(Visits::Regular { days_since: bad, usual_days: 1.0 }), "days_since");
        assert_eq!(argument(Visits::Regular { days_since: 1.0, usual_days: bad }), "usual_days");
        assert_eq!(argument(Visits::Alive { p_alive: bad }), "p_alive");
    }
    for usual_days in [0.0, 5e-324] {
        assert_eq!(argument(Visits::Regular { days_since: 1.0, usual_days }), "usual_days");
    }
    assert_eq!(argument(Visits::Regular { days_since: 0.0, usual_days: 0.0 }), "usual_days");
    let model = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    for bad in [0.0, -7.0, f64::NAN, f64::INFINITY, 1_001.0] {
        let found = Visits::of_history(model, History::new(2, 30.43, 38.86).unwrap(), bad);
        assert_eq!(found, Err(Error::OutOfRange { argument: "days_per_unit" }));
    }
}

#[test]
fn every_cause_has_its_name_and_words() {
    for (name, cause) in Cause::NAMES {
        assert_eq!(cause.name(), name);
        assert!(!cause.words().vi.is_empty() && !cause.words().en.is_empty());
    }
    for (name, answer) in Resolution::NAMES {
        assert_eq!(answer.name(), name);
    }
}
