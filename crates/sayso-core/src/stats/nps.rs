//! The interval for a Net Promoter Score.

use super::quantile::z_of;
use super::{Interval, Level};

/// The adjusted Wald interval for a Net Promoter Score, as a share from -1 to 1 (a score of 39 is 0.39).
///
/// Three respondents are added before p ± z·se: 3/4 promoters, 3/2 passives, 3/4 detractors. The estimate is the score
/// as it was observed; where it lies outside (two answers or fewer, or a low level) the interval is widened to hold it.
///
/// `None` without answers, or when the counts add up to more than a `u64` holds.
///
/// # Formula
/// `ñ = n + 3`, `p = (promoters + 3/4)/ñ`, `d = (detractors + 3/4)/ñ`, `p − d ± z·√((p + d − (p − d)²)/ñ)`, clipped to
/// -1 and 1.
///
/// # Source
/// Rocks (2016), "Interval estimation for the Net Promoter Score", *The American Statistician* 70:365, as recommended
/// at measuringu.com/nps-confidence-intervals. The variance is that of whuber, stats.stackexchange.com/q/18603.
///
/// ```
/// use sayso_core::stats::{Level, nps_interval};
/// let interval = nps_interval(19, 12, 5, Level::P95).unwrap();
/// assert_eq!(format!("{:.3} {:.3}", interval.low, interval.high), "0.132 0.586");
/// ```
pub fn nps_interval(promoters: u64, passives: u64, detractors: u64, level: Level) -> Option<Interval> {
    let n = promoters.checked_add(passives)?.checked_add(detractors)?;
    if n == 0 {
        return None;
    }
    let (up, down, n) = (promoters as f64, detractors as f64, n as f64);
    let more = n + 3.0;
    let (p, d) = ((up + 0.75) / more, (down + 0.75) / more);
    let half = z_of(level) * ((p + d - (p - d) * (p - d)).max(0.0) / more).sqrt();
    Some(Interval::clipped((up - down) / n, p - d - half, p - d + half, level, -1.0, 1.0))
}
