//! The crate against independent implementations; `tests/oracle/README.md` says which, and how the numbers were made.

use sayso_core::chart::{Cusum, Ewma, Limits, Point, Signal, laney_chart, p_chart};
use sayso_core::driver::{Covariance, Drivers, lmg, relative_weights};
use sayso_core::stats::{
    Level, adjusted_wald, difference, mean_interval, nps_interval, two_proportion_z, weighted_mean, wilson,
};
use serde_json::Value;

use crate::close;

/// How far two implementations of the same formula may round apart.
const ROUNDING: f64 = 1e-9;

/// One section of the oracle's output.
fn section(name: &str) -> Value {
    let mut oracle: Value = serde_json::from_str(include_str!("../oracle/oracle.json")).unwrap();
    oracle[name].take()
}

fn rows(name: &str) -> Vec<Value> {
    let rows = section(name).as_array().unwrap().clone();
    assert!(!rows.is_empty());
    rows
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn pair(value: &Value) -> (u64, u64) {
    (count(&value[0]), count(&value[1]))
}

fn level(row: &Value) -> Level {
    Level::new(number(&row["level"])).unwrap()
}

#[test]
fn proportions() {
    for row in rows("intervals") {
        let (x, n) = (count(&row["x"]), count(&row["n"]));
        for (interval, expected) in [
            (wilson(x, n, level(&row)).unwrap(), numbers(&row["wilson"])),
            (adjusted_wald(x, n, level(&row)).unwrap(), numbers(&row["agresti_coull"])),
        ] {
            close(interval.low, expected[0], ROUNDING);
            close(interval.high, expected[1], ROUNDING);
        }
    }
}

#[test]
fn differences() {
    for row in rows("differences") {
        let interval = difference(pair(&row["first"]), pair(&row["second"]), level(&row)).unwrap();
        close(interval.low, number(&row["low"]), ROUNDING);
        close(interval.high, number(&row["high"]), ROUNDING);
    }
}

#[test]
fn z_tests() {
    for row in rows("tests") {
        let test = two_proportion_z(pair(&row["first"]), pair(&row["second"])).unwrap();
        close(test.z, number(&row["z"]), ROUNDING);
        close(test.p, number(&row["p"]), ROUNDING);
    }
}

/// The oracle knows neither the range of a score nor that the interval has to hold the observed one.
#[test]
fn promoter_scores() {
    for row in rows("promoters") {
        let counts = row["counts"].as_array().unwrap().iter().map(count).collect::<Vec<_>>();
        let interval = nps_interval(counts[0], counts[1], counts[2], level(&row)).unwrap();
        close(interval.low, number(&row["low"]).max(-1.0).min(interval.estimate), ROUNDING);
        close(interval.high, number(&row["high"]).min(1.0).max(interval.estimate), ROUNDING);
    }
}

/// A variance of n makes the half-width the quantile itself. Relative, as quantiles go from 10⁻⁹ to 10⁶; in the far
/// tail the level itself has only so many digits left.
#[test]
fn t_quantiles() {
    for row in rows("quantiles") {
        let (freedom, expected) = (count(&row["freedom"]), number(&row["t"]));
        let n = freedom + 1;
        let interval = mean_interval(n, 0.0, n as f64, level(&row)).unwrap();
        assert!((interval.high / expected - 1.0).abs() < ROUNDING, "{row}: {}", interval.high);
    }
}

#[test]
fn weighted_means() {
    for row in rows("weighted") {
        let pairs: Vec<_> = numbers(&row["values"]).into_iter().zip(numbers(&row["weights"])).collect();
        let result = weighted_mean(&pairs).unwrap();
        close(result.mean, number(&row["mean"]), ROUNDING);
        close(result.standard_error.unwrap(), number(&row["se"]), ROUNDING);
        close(result.effective_n, number(&row["effective_n"]), ROUNDING);
    }
}

#[test]
fn exact_ewma() {
    let oracle = section("ewma");
    let argument = |name| number(&oracle[name]);
    let mut chart = Ewma::new(
        argument("target"),
        argument("sigma"),
        argument("lambda"),
        argument("width"),
        Limits::Exact,
    )
    .unwrap();
    let expected = numbers(&oracle["smooth"]).into_iter().zip(numbers(&oracle["half"]));
    for (value, (smooth, half)) in numbers(&oracle["values"]).into_iter().zip(expected) {
        let point = chart.push(value).unwrap();
        close(point.value, smooth, ROUNDING);
        close(point.high - point.center, half, ROUNDING);
        close(point.center - point.low, half, ROUNDING);
    }
}

#[test]
fn cusum_with_a_shift_to_either_side() {
    let oracle = section("cusum");
    let limit = number(&oracle["h"]);
    let mut chart = Cusum::new(number(&oracle["target"]), number(&oracle["k"]), limit).unwrap();
    let expected = numbers(&oracle["above"]).into_iter().zip(numbers(&oracle["below"]));
    let mut signals = Vec::new();
    for (value, (above, below)) in numbers(&oracle["values"]).into_iter().zip(expected) {
        let point = chart.push(value).unwrap();
        close(point.above, above, ROUNDING);
        close(point.below, below, ROUNDING);
        assert_eq!(point.signal.is_some(), above > limit || below > limit);
        signals.extend(point.signal);
    }
    signals.dedup();
    assert_eq!(signals, [Signal::Above, Signal::Below]);
}

#[test]
fn share_charts() {
    let oracle = section("shares");
    let samples: Vec<_> = oracle["samples"].as_array().unwrap().iter().map(pair).collect();
    let check = |points: &[Point], limits: &Value| {
        for (point, (low, high)) in
            points.iter().zip(numbers(&limits[0]).into_iter().zip(numbers(&limits[1])))
        {
            close(point.center, number(&oracle["center"]), ROUNDING);
            close(point.low, low, ROUNDING);
            close(point.high, high, ROUNDING);
            assert_eq!(point.signal.is_some(), point.value < low || point.value > high);
        }
    };
    let (p, laney) = (p_chart(&samples).unwrap(), laney_chart(&samples).unwrap());
    close(laney.sigma_z, number(&oracle["sigma_z"]), ROUNDING);
    check(&p.points, &oracle["p"]);
    check(&laney.points, &oracle["laney"]);
    let signals = |points: &[Point]| points.iter().filter(|point| point.signal.is_some()).count();
    assert!(signals(&p.points) > signals(&laney.points), "these samples vary more than chance");
}

fn covariance(row: &Value) -> Covariance {
    let predictors: Vec<_> = row["predictors"].as_array().unwrap().iter().map(numbers).collect();
    let mut covariance = Covariance::new(predictors[0].len()).unwrap();
    for (outcome, predictors) in numbers(&row["outcome"]).into_iter().zip(&predictors) {
        covariance.push(outcome, predictors).unwrap();
    }
    covariance
}

fn check_shares(drivers: &Drivers, row: &Value) {
    close(drivers.r_squared, number(&row["r_squared"]), ROUNDING);
    let expected = numbers(&row["shares"]);
    assert_eq!(drivers.shares.len(), expected.len());
    for share in &drivers.shares {
        close(share.share, expected[share.predictor], ROUNDING);
    }
}

#[test]
fn lmg_by_regressions_over_all_subsets() {
    for row in rows("lmg") {
        check_shares(&lmg(&covariance(&row).correlation().unwrap()).unwrap(), &row);
    }
}

#[test]
fn relative_weights_by_singular_values() {
    for row in rows("relative_weights") {
        check_shares(&relative_weights(&covariance(&row).correlation().unwrap()).unwrap(), &row);
    }
}
