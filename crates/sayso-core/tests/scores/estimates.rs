//! Every estimate against a plain reading of its definition, over the rows themselves.

use proptest::prelude::*;
use sayso_core::aggregate::{Dimension, Estimate};
use sayso_core::score::{Direction, Segment};
use sayso_core::stats::Level;

use super::close;
use super::table::{self, Plain, RATED, dimensions, rows, scale};

/// The ratings of some questions over all rows, each as (value the right way up, low, high).
fn ratings(rows: &[Plain], questions: &[usize]) -> Vec<(u8, u8, u8)> {
    let mut found = Vec::new();
    for (row, place) in rows.iter().flat_map(|row| questions.iter().map(move |place| (row, *place))) {
        let (_, _, points, direction) = RATED[place];
        let Some(above) = row.ratings[place] else { continue };
        let above = if direction == Direction::Reversed { points - 1 - above } else { above };
        let low = scale(points).low();
        found.push((low + above, low, low + points - 1));
    }
    found
}

fn share(whole: f64, part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| whole * part as f64 / of as f64)
}

fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

/// What the definition says; `None` where it says nothing.
fn defined(rows: &[Plain], metric: &str, method: &str) -> Option<f64> {
    let of = |questions: &[usize]| ratings(rows, questions);
    let rescaled = |(value, low, high): &(u8, u8, u8)| 100.0 * f64::from(value - low) / f64::from(high - low);
    let box_of = |(_, low, high): &(u8, u8, u8)| if high - low >= 4 { 2 } else { 1 };
    let top = |rating: &&(u8, u8, u8)| rating.0 > rating.2 - box_of(rating);
    let bottom = |rating: &&(u8, u8, u8)| rating.0 < rating.1 + box_of(rating);
    let satisfaction = if metric == "product" { of(&[4]) } else { of(&[0, 1]) };
    let n = satisfaction.len();
    let (nps, ces) = (of(&[2]), of(&[3]));
    let within = |list: &[(u8, u8, u8)], from: u8, to: u8| {
        list.iter().filter(|(value, _, _)| (from..=to).contains(value)).count()
    };
    let unhappy: Vec<&Plain> = rows.iter().filter(|row| row.segment == Some(Segment::Detractor)).collect();
    match (metric, method) {
        ("csat" | "product", "top-2-box/1") => share(100.0, satisfaction.iter().filter(top).count(), n),
        ("dsat" | "product", "bottom-2-box/1") => share(100.0, satisfaction.iter().filter(bottom).count(), n),
        ("csat" | "product", "neutral-share/1") => {
            let neutral = satisfaction.iter().filter(|rating| !top(rating) && !bottom(rating)).count();
            share(100.0, neutral, n)
        }
        ("csat" | "product", "mean-rescaled/1") => {
            mean(&satisfaction.iter().map(rescaled).collect::<Vec<_>>())
        }
        ("nps", "nps/1") => {
            let net = share(100.0, within(&nps, 9, 10), nps.len())?;
            Some(net - share(100.0, within(&nps, 0, 6), nps.len())?)
        }
        ("ces", "ces-percent-5-to-7/1") => share(100.0, within(&ces, 5, 7), ces.len()),
        ("ces", "ces-net-67-minus-123/1") => {
            Some(share(100.0, within(&ces, 6, 7), ces.len())? - share(100.0, within(&ces, 1, 3), ces.len())?)
        }
        ("ces", "ces-mean/1") => mean(&ces.iter().map(|(value, _, _)| f64::from(*value)).collect::<Vec<_>>()),
        ("gap", "gap/1") => mean(&rows.iter().flat_map(|row| row.gaps).flatten().collect::<Vec<_>>()),
        ("silent-unhappy", "silent-share/1") => {
            share(100.0, unhappy.iter().filter(|row| !row.complained).count(), unhappy.len())
        }
        ("complaint-rate", "per-1000/1") => {
            share(1000.0, rows.iter().filter(|row| row.complained).count(), rows.len())
        }
        (metric, method) => panic!("an estimate that nobody defined: {metric} by {method}"),
    }
}

const ALL: [(&str, &str); 14] = [
    ("csat", "top-2-box/1"),
    ("dsat", "bottom-2-box/1"),
    ("csat", "neutral-share/1"),
    ("csat", "mean-rescaled/1"),
    ("product", "top-2-box/1"),
    ("product", "bottom-2-box/1"),
    ("product", "neutral-share/1"),
    ("product", "mean-rescaled/1"),
    ("nps", "nps/1"),
    ("ces", "ces-percent-5-to-7/1"),
    ("ces", "ces-net-67-minus-123/1"),
    ("ces", "ces-mean/1"),
    ("gap", "gap/1"),
    ("silent-unhappy", "silent-share/1"),
];

fn named<'e>(estimates: &'e [Estimate], metric: &str, method: &str) -> Option<&'e Estimate> {
    let mut found =
        estimates.iter().filter(|found| found.metric.name() == metric && found.method.as_str() == method);
    let first = found.next();
    assert!(found.next().is_none(), "{metric} by {method} is there twice");
    first
}

proptest! {
    #[test]
    fn every_estimate_is_what_its_definition_says(rows in rows(60)) {
        let estimates = table::of(&[], &rows).estimates(Level::P95);
        for (metric, method) in ALL.into_iter().chain([("complaint-rate", "per-1000/1")]) {
            let found = named(&estimates, metric, method);
            match (found, defined(&rows, metric, method)) {
                (Some(found), Some(expected)) => close(found.value, expected, 1e-10),
                (found, expected) => prop_assert_eq!(found.map(|found| found.value), expected, "{} {}", metric, method),
            }
        }
    }

    #[test]
    fn an_interval_holds_its_estimate_and_stays_in_range(by in dimensions(), rows in rows(60)) {
        for estimate in table::of(&by, &rows).estimates(Level::P95) {
            let Estimate { value, min, max, n, .. } = estimate;
            prop_assert!(n > 0 && min <= value && value <= max, "{estimate:?}");
            if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
                let slack = 1e-9;
                prop_assert!(min <= low && low <= value + slack && value <= high + slack && high <= max, "{estimate:?}");
            }
        }
    }

    #[test]
    fn a_question_is_told_apart_where_it_is_asked_for(rows in rows(60)) {
        let estimates = table::of(&[Dimension::Question], &rows).estimates(Level::P95);
        for question in ["csat", "wait"] {
            let label = [(Dimension::Question, question.to_owned())];
            let found = estimates.iter().find(|estimate| estimate.group == label);
            let place = RATED.iter().position(|(name, ..)| *name == question).unwrap();
            let n = rows.iter().filter(|row| row.ratings[place].is_some()).count() as u64;
            prop_assert_eq!(found.map_or(0, |found| found.n), n);
        }
    }
}

#[test]
fn product_and_service_stay_apart() {
    use sayso_core::aggregate::{Aggregate, LocalTime, Row};
    use sayso_core::config::Channel;
    use sayso_core::score::Metric;
    let mut aggregate = Aggregate::default();
    let faces = scale(5);
    let goods = aggregate.rating("goods", Metric::Product, faces, Direction::Ascending);
    let staff = aggregate.rating("staff", Metric::Service, faces, Direction::Ascending);
    let row = Row {
        touchpoint: aggregate.touchpoint("checkout"),
        survey: aggregate.survey("after-purchase"),
        channel: Channel::Web,
        locale: aggregate.locale("vi"),
        at: LocalTime::from_epoch_ms(0, 0).unwrap(),
        complained: false,
        segment: None,
        ratings: &[(goods, 5), (staff, 1)],
        values: &[],
    };
    aggregate.add_row(&row).unwrap();
    let estimates = aggregate.estimates(Level::P95);
    let mean = |metric| named(&estimates, metric, "mean-rescaled/1").unwrap().value;
    assert_eq!((mean("product"), mean("service")), (100.0, 0.0));
    assert!(estimates.iter().all(|estimate| (estimate.value - 50.0).abs() > 40.0));
}

#[test]
fn one_answer_has_a_mean_and_no_interval() {
    let row = Plain {
        touchpoint: 0,
        survey: 0,
        channel: sayso_core::config::Channel::Kiosk,
        locale: 0,
        ms: 1_795_268_280_123,
        offset: 25_200,
        complained: false,
        segment: Some(Segment::Detractor),
        ratings: [Some(1), None, None, None, None],
        gaps: [None; 2],
    };
    let by = [Dimension::Day, Dimension::Hour, Dimension::Weekday, Dimension::Channel];
    let estimates = table::of(&by, &[row]).estimates(Level::P95);
    let mean = named(&estimates, "csat", "mean-rescaled/1").unwrap();
    let written = mean.encode();
    assert_eq!(
        written,
        serde_json::json!({
            "group": { "channel": "kiosk", "day": "2026-11-21", "hour": "20", "weekday": "6" },
            "metric": "csat", "value": 25.0, "min": 0.0, "max": 100.0, "method": "mean-rescaled/1", "n": 1,
            "low": null, "high": null, "level": 0.95
        })
    );
}
