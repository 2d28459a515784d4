//! Charts of a share over time, such as the unhappy by hour: the p-chart, and Laney's p' for shares that vary more than
//! chance.

use super::Point;
use crate::error::Error;

/// The bias of the mean moving range of two normal values, as tables of control chart constants print it (d₂ for n =
/// 2).
const D2: f64 = 1.128;

/// A chart of shares.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareChart {
    /// The share over all samples.
    pub center: f64,
    /// How many times wider than by chance the shares vary: 1 in a p-chart, `σ_z` in Laney's.
    pub sigma_z: f64,
    /// A point for each sample, with the limits that its size gives.
    pub points: Vec<Point>,
}

/// The p-chart of samples, each given as (how many, of n).
///
/// # Errors
/// [`Error::TooFew`] without samples; [`Error::OutOfRange`] for a sample of 0 or with more hits than its n.
///
/// # Formula
/// `p̄ = Σx/Σn`; limits `p̄ ± 3·√(p̄(1−p̄)/nᵢ)`, clipped to 0 and 1
///
/// # Source
/// Shewhart (1931); NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.3.2, whose 30 samples of 50 wafers have p̄ =
/// 0.2313.
///
/// ```
/// use sayso_core::chart::p_chart;
/// let counts = [
///     12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
/// ];
/// let chart = p_chart(&counts.map(|count| (count, 50))).unwrap();
/// assert_eq!(format!("{:.4}", chart.center), "0.2313");
/// ```
pub fn p_chart(samples: &[(u64, u64)]) -> Result<ShareChart, Error> {
    let center = overall(samples)?;
    Ok(drawn(samples, center, 1.0))
}

/// Laney's p' chart: a p-chart whose limits also hold the variation between samples, for large samples or days that
/// differ.
///
/// # Errors
/// As [`p_chart`]; [`Error::TooFew`] also for a single sample, and [`Error::Constant`] when all hit or all missed.
///
/// # Formula
/// `zᵢ = (pᵢ − p̄)/√(p̄(1−p̄)/nᵢ)`, `σ_z = mean|zᵢ − zᵢ₋₁| / 1.128`; limits `p̄ ± 3·σ_z·√(p̄(1−p̄)/nᵢ)`, clipped to 0
/// and 1
///
/// # Source
/// Laney (2002), *Quality Engineering* 14:531. No table of it is public; the samples are those of NIST 6.3.3.2,
/// computed independently in Python.
///
/// ```
/// use sayso_core::chart::laney_chart;
/// let counts = [
///     12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
/// ];
/// let chart = laney_chart(&counts.map(|count| (count, 50))).unwrap();
/// assert_eq!(format!("{:.10} {:.9}", chart.sigma_z, chart.points[0].high), "1.6608667197 0.528471998");
/// ```
pub fn laney_chart(samples: &[(u64, u64)]) -> Result<ShareChart, Error> {
    let center = overall(samples)?;
    if samples.len() < 2 {
        return Err(Error::TooFew { needed: 2 });
    }
    if center <= 0.0 || center >= 1.0 {
        return Err(Error::Constant { argument: "samples" });
    }
    let z = |&(hits, n): &(u64, u64)| (hits as f64 / n as f64 - center) / chance(center, n);
    let ranges: f64 = samples.windows(2).map(|pair| (z(&pair[1]) - z(&pair[0])).abs()).sum();
    Ok(drawn(samples, center, ranges / (samples.len() - 1) as f64 / D2))
}

/// The share over all samples, once they are known to be samples.
fn overall(samples: &[(u64, u64)]) -> Result<f64, Error> {
    if samples.is_empty() {
        return Err(Error::TooFew { needed: 1 });
    }
    if samples.iter().any(|&(hits, n)| n == 0 || hits > n) {
        return Err(Error::OutOfRange { argument: "samples" });
    }
    let sum = |of: fn(&(u64, u64)) -> u64| samples.iter().map(|sample| of(sample) as f64).sum::<f64>();
    Ok((sum(|sample| sample.0) / sum(|sample| sample.1)).min(1.0))
}

/// The standard error that chance alone gives the share of a sample of n.
fn chance(center: f64, n: u64) -> f64 {
    (center * (1.0 - center) / n as f64).sqrt()
}

fn drawn(samples: &[(u64, u64)], center: f64, sigma_z: f64) -> ShareChart {
    let point = |&(hits, n): &(u64, u64)| {
        let half = 3.0 * sigma_z * chance(center, n);
        Point::judged(hits as f64 / n as f64, center, (center - half).max(0.0), (center + half).min(1.0))
    };
    ShareChart { center, sigma_z, points: samples.iter().map(point).collect() }
}
