//! Two proportions side by side: by how much they differ, and whether that could be chance.

use super::proportion::{share, wilson};
use super::quantile::two_sided_p;
use super::{Interval, Level};

/// Newcombe's hybrid interval for the difference of two independent proportions, each given as (successes, n).
///
/// `None` when one of them is no proportion: n is 0 or less than the successes.
///
/// # Formula
/// With Wilson's intervals l₁ to u₁ and l₂ to u₂:
/// `d − √((p₁ − l₁)² + (u₂ − p₂)²)` to `d + √((u₁ − p₁)² + (p₂ − l₂)²)`, where `d = p₁ − p₂`
///
/// # Source
/// Newcombe (1998), *Statistics in Medicine* 17:873, method 10; table II holds 56/70 − 48/80: 0.0524 to 0.3339.
///
/// ```
/// use sayso_core::stats::{Level, difference};
/// let interval = difference((56, 70), (48, 80), Level::P95).unwrap();
/// assert_eq!(format!("{:.4} {:.4}", interval.low, interval.high), "0.0524 0.3339");
/// ```
pub fn difference(first: (u64, u64), second: (u64, u64), level: Level) -> Option<Interval> {
    let first = wilson(first.0, first.1, level)?;
    let second = wilson(second.0, second.1, level)?;
    let d = first.estimate - second.estimate;
    // `hypot` would round differently from one platform's library to the next; nothing here is near overflow.
    let root = |a: f64, b: f64| (a * a + b * b).sqrt();
    let below = root(first.estimate - first.low, second.high - second.estimate);
    let above = root(first.high - first.estimate, second.estimate - second.low);
    Some(Interval::clipped(d, d - below, d + above, level, -1.0, 1.0))
}

/// The outcome of a significance test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// How many standard errors the two are apart; negative where the first is the smaller.
    pub z: f64,
    /// How often chance alone sets them at least that far apart, to either side.
    pub p: f64,
}

/// The two-proportion z test with pooled variance: could one and the same proportion have given both (successes, n)?
///
/// `None` when one of them is no proportion, or when all succeeded or all failed, which leaves no variance to test
/// against.
///
/// # Formula
/// `z = (p₁ − p₂) / √(p(1−p)(1/n₁ + 1/n₂))`, `p = (x₁ + x₂)/(n₁ + n₂)`
///
/// # Source
/// Fleiss, Levin and Paik (2003), *Statistical Methods for Rates and Proportions*, 3rd ed., section 3.1, without
/// continuity correction. The numbers are those of the docstring of `proportions_ztest` in statsmodels.
///
/// ```
/// use sayso_core::stats::two_proportion_z;
/// let test = two_proportion_z((5, 83), (12, 99)).unwrap();
/// assert_eq!(format!("{:.3} {:.3}", test.z, test.p), "-1.408 0.159");
/// ```
pub fn two_proportion_z(first: (u64, u64), second: (u64, u64)) -> Option<Test> {
    let (p1, p2) = (share(first.0, first.1)?, share(second.0, second.1)?);
    let (n1, n2) = (first.1 as f64, second.1 as f64);
    let pooled = (first.0 as f64 + second.0 as f64) / (n1 + n2);
    let variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    if variance <= 0.0 {
        return None;
    }
    let z = (p1 - p2) / variance.sqrt();
    Some(Test { z, p: two_sided_p(z) })
}
