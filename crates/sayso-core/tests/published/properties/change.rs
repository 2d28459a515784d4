//! Of charts and alerts.

use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;
use sayso_core::alert::{Rule, Watch};
use sayso_core::chart::{Cusum, CusumPoint, Ewma, Limits, Point, Signal, laney_chart, p_chart};

use super::{anything, counts, finite, near, positive, proportions};

proptest! {
    #[test]
    fn ewma_takes_anything(
        arguments in (anything(), anything(), anything(), anything()),
        values in prop::collection::vec(anything(), 0..30),
        exact in any::<bool>(),
    ) {
        let (target, sigma, lambda, width) = arguments;
        let limits = if exact { Limits::Exact } else { Limits::Steady };
        if let Ok(mut chart) = Ewma::new(target, sigma, lambda, width, limits) {
            for value in values {
                match chart.push(value) {
                    Ok(point) => prop_assert!(is_judged(point) && value.is_finite()),
                    Err(_) => prop_assert!(!value.is_finite()),
                }
            }
        }
    }

    #[test]
    fn charts_of_any_size_stay_finite(
        (target, sigma, lambda) in (finite(), positive(), prop_oneof![0.0001..1.0, Just(5e-324), Just(1.0)]),
        values in prop::collection::vec(prop_oneof![finite(), Just(f64::MAX), Just(f64::MIN)], 1..30),
        exact in any::<bool>(),
    ) {
        let limits = if exact { Limits::Exact } else { Limits::Steady };
        let mut ewma = Ewma::new(target, sigma, lambda, 3.0, limits);
        let mut cusum = Cusum::new(target, sigma, sigma).unwrap();
        for value in values {
            if let Ok(chart) = &mut ewma {
                prop_assert!(is_judged(chart.push(value).unwrap()));
            }
            let point = cusum.push(value).unwrap();
            prop_assert!(point.above.is_finite() && point.below.is_finite());
        }
    }

    #[test]
    fn cusum_takes_anything(
        arguments in (anything(), anything(), anything()),
        values in prop::collection::vec(anything(), 0..30),
    ) {
        let (target, k, h) = arguments;
        if let Ok(mut chart) = Cusum::new(target, k, h) {
            for value in values {
                match chart.push(value) {
                    Ok(CusumPoint { above, below, limit, signal }) => {
                        prop_assert!(above.is_finite() && below.is_finite() && above >= 0.0 && below >= 0.0);
                        prop_assert_eq!(signal.is_some(), above > limit || below > limit);
                    }
                    Err(_) => prop_assert!(!value.is_finite()),
                }
            }
        }
    }

    #[test]
    fn cusum_of_mirrored_values_is_mirrored(values in prop::collection::vec(-5.0..5.0, 1..40)) {
        let mut chart = Cusum::new(0.0, 0.5, 4.0).unwrap();
        let mut mirror = chart;
        for value in values {
            let (one, other) = (chart.push(value).unwrap(), mirror.push(-value).unwrap());
            prop_assert_eq!((one.above, one.below), (other.below, other.above));
        }
    }

    #[test]
    fn share_charts_take_anything(samples in prop::collection::vec((counts(), counts()), 0..20)) {
        for chart in [p_chart(&samples), laney_chart(&samples)].into_iter().flatten() {
            prop_assert_eq!(chart.points.len(), samples.len());
            prop_assert!(chart.sigma_z.is_finite() && (0.0..=1.0).contains(&chart.center));
            prop_assert!(chart.points.iter().all(|&point| is_judged(point) && point.low >= 0.0 && point.high <= 1.0));
        }
    }

    #[test]
    fn share_charts_of_any_size_stay_finite(samples in prop::collection::vec(proportions(), 1..20)) {
        let p = p_chart(&samples).unwrap();
        prop_assert!(p.points.iter().all(|&point| is_judged(point)));
        if let Ok(laney) = laney_chart(&samples) {
            prop_assert!(laney.sigma_z.is_finite() && laney.points.iter().all(|&point| is_judged(point)));
        }
    }

    #[test]
    fn happy_and_unhappy_mirror_each_other(samples in prop::collection::vec((0..50_u64, 50..90_u64), 2..20)) {
        let mirrored: Vec<_> = samples.iter().map(|&(hits, n)| (n - hits, n)).collect();
        if let (Ok(one), Ok(other)) = (laney_chart(&samples), laney_chart(&mirrored)) {
            prop_assert!(near(one.sigma_z, other.sigma_z) && near(one.center, 1.0 - other.center));
        }
    }

    #[test]
    fn an_alert_is_due_and_no_two_share_a_window(
        answers in prop::collection::vec((0..4000_i64, any::<bool>()), 0..300),
        share in 0.05..1.0,
        window in 1..900_u64,
        minimum in 1..8_u32,
    ) {
        let mut watch = Watch::new(Rule::new(share, Duration::from_secs(window), minimum).unwrap());
        let mut last = None;
        let mut seen: Vec<(i64, bool)> = Vec::new();
        for (at, unhappy) in answers {
            seen.push((at, unhappy));
            let Some(alert) = watch.push(DateTime::UNIX_EPOCH + TimeDelta::seconds(at), unhappy) else { continue };
            let newest = seen.iter().map(|answer| answer.0).max().unwrap();
            prop_assert_eq!(alert.time.timestamp(), newest);
            // What was in its window when it came, judged afresh.
            let mut high = i64::MIN;
            let within = seen.iter().filter(|answer| {
                high = high.max(answer.0);
                high - answer.0 < window.cast_signed() && newest - answer.0 < window.cast_signed()
            });
            let (mut n, mut bad) = (0, 0);
            for answer in within {
                n += 1;
                bad += u32::from(answer.1);
            }
            prop_assert_eq!((alert.n, alert.unhappy), (n, bad));
            prop_assert!(n >= minimum && f64::from(bad) / f64::from(n) >= share);
            if let Some(last) = last {
                prop_assert!(newest - last >= window.cast_signed());
            }
            last = Some(newest);
        }
    }

    #[test]
    fn any_times_are_taken(
        times in prop::collection::vec(any::<i64>(), 0..50),
        share in anything(),
        window in any::<u64>(),
        minimum in any::<u32>(),
    ) {
        let rule = Rule::new(share, Duration::from_millis(window), minimum).unwrap_or_default();
        let mut watch = Watch::new(rule);
        for time in times {
            if let Some(time) = DateTime::from_timestamp_micros(time) {
                watch.push(time, true);
            }
        }
    }
}

fn is_judged(point: Point) -> bool {
    let signal = match point {
        Point { value, high, .. } if value > high => Some(Signal::Above),
        Point { value, low, .. } if value < low => Some(Signal::Below),
        _ => None,
    };
    let numbers = [point.value, point.center, point.low, point.high];
    numbers.iter().all(|number| number.is_finite())
        && point.low <= point.center
        && point.center <= point.high
        && signal == point.signal
}
