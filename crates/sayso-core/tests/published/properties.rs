//! What holds for every input: bounds, symmetries, and that the order of answers does not matter.

mod change;
mod driver;
mod uncertainty;

use proptest::prelude::*;
use sayso_core::stats::Level;

fn levels() -> impl Strategy<Value = Level> {
    prop_oneof![
        8 => 0.5..0.9999,
        1 => Just(f64::MIN_POSITIVE),
        1 => Just(1.0 - f64::EPSILON / 2.0),
        1 => 0.0001..0.5,
    ]
    .prop_map(|level| Level::new(level).unwrap())
}

/// Small counts mostly, and any.
fn counts() -> impl Strategy<Value = u64> {
    prop_oneof![6 => 0..200_u64, 2 => 0..10_000_000_u64, 1 => any::<u64>()]
}

/// (successes, n).
fn proportions() -> impl Strategy<Value = (u64, u64)> {
    (counts(), counts()).prop_map(|(one, other)| (one.min(other), one.max(other).max(1)))
}

/// Any `f64`: ordinary ones, extremes, infinities, NaN.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -10.0..10.0,
        2 => any::<f64>(),
        1 => prop::sample::select(vec![
            0.0, -0.0, 1.0, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, f64::NAN, f64::INFINITY,
            f64::NEG_INFINITY, 1e100, -1e100, 1e-200, f64::EPSILON,
        ]),
    ]
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-12 * one.abs().max(other.abs()).max(1.0)
}

/// Finite ones only, of every size: what gets past the first check.
fn finite() -> impl Strategy<Value = f64> {
    anything().prop_filter("finite", |number| number.is_finite())
}

/// Above 0 and finite, of every size.
fn positive() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => 0.001..10.0,
        2 => (-307..308_i32).prop_map(|exponent| 10_f64.powi(exponent)),
        1 => prop::sample::select(vec![5e-324, f64::MIN_POSITIVE, f64::EPSILON, 1.0, f64::MAX]),
    ]
}
