//! The interval for a mean.

use super::quantile::t_of;
use super::{Interval, Level};

/// The t interval for a mean. `variance` is the sample's, with n − 1 below.
///
/// `None` for fewer than two values, a mean that is not finite, or a variance that is negative or not finite.
///
/// # Formula
/// `mean ± t(level, n − 1)·√(variance/n)`
///
/// # Source
/// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2: 195 values with mean 9.261460 and standard deviation
/// 0.022789.
///
/// ```
/// use sayso_core::stats::{Level, mean_interval};
/// let interval = mean_interval(195, 9.261_460, 0.022_789 * 0.022_789, Level::P95).unwrap();
/// assert_eq!(format!("{:.5} {:.5}", interval.low, interval.high), "9.25824 9.26468");
/// ```
pub fn mean_interval(n: u64, mean: f64, variance: f64, level: Level) -> Option<Interval> {
    if n < 2 || !mean.is_finite() || !variance.is_finite() || variance < 0.0 {
        return None;
    }
    let half = t_of(level, n - 1)? * (variance / n as f64).sqrt();
    // The root of a variance is far too small to carry a mean past the largest `f64`.
    Some(Interval { estimate: mean, low: mean - half, high: mean + half, level })
}
