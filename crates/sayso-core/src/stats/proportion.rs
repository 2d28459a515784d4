//! Intervals for one proportion.

use super::quantile::z_of;
use super::{Interval, Level};

/// The score interval for a proportion: honest also for few answers and near 0 and 1, where p ± z·se is not.
///
/// `None` when `n` is 0 or less than `successes`.
///
/// # Formula
/// `(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`
///
/// # Source
/// Wilson (1927), *JASA* 22:209; without continuity correction, method 3 of Newcombe (1998), *Statistics in Medicine*
/// 17:857, table I of which holds 81 of 263: 0.2553 to 0.3662.
///
/// ```
/// use sayso_core::stats::{Level, wilson};
/// let interval = wilson(81, 263, Level::P95).unwrap();
/// assert_eq!(format!("{:.4} {:.4}", interval.low, interval.high), "0.2553 0.3662");
/// ```
pub fn wilson(successes: u64, n: u64, level: Level) -> Option<Interval> {
    let (p, count) = (share(successes, n)?, n as f64);
    let z = z_of(level);
    let weight = z * z / count;
    let centre = (p + weight / 2.0) / (1.0 + weight);
    let half = z * (p * (1.0 - p) / count + weight / (4.0 * count)).sqrt() / (1.0 + weight);
    let low = if successes == 0 { 0.0 } else { centre - half };
    let high = if successes == n { 1.0 } else { centre + half };
    Some(Interval::clipped(p, low, high, level, 0.0, 1.0))
}

/// The Agresti-Coull interval for a proportion: p ± z·se after z²/2 successes and as many failures were added.
///
/// `None` when `n` is 0 or less than `successes`.
///
/// # Formula
/// `ñ = n + z²`, `p̃ = (x + z²/2)/ñ`, `p̃ ± z·√(p̃(1−p̃)/ñ)`, clipped to 0 and 1. The estimate stays `x/n`.
///
/// # Source
/// Agresti and Coull (1998), *The American Statistician* 52:119; 4 of 5 as worked at measuringu.com/wald.htm.
///
/// ```
/// use sayso_core::stats::{Level, adjusted_wald};
/// let interval = adjusted_wald(4, 5, Level::P95).unwrap();
/// assert_eq!(format!("{:.4} {:.4}", interval.low, interval.high), "0.3596 0.9797");
/// ```
pub fn adjusted_wald(successes: u64, n: u64, level: Level) -> Option<Interval> {
    let p = share(successes, n)?;
    let z = z_of(level);
    let more = n as f64 + z * z;
    let centre = (successes as f64 + z * z / 2.0) / more;
    let half = z * (centre * (1.0 - centre) / more).sqrt();
    Some(Interval::clipped(p, centre - half, centre + half, level, 0.0, 1.0))
}

/// `successes / n`, unless that is no proportion.
pub(super) fn share(successes: u64, n: u64) -> Option<f64> {
    (n > 0 && successes <= n).then(|| successes as f64 / n as f64)
}
