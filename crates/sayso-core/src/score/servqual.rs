//! SERVQUAL: service quality as five gaps between what was perceived and what was expected.

use crate::error::Error;

/// The overall score of five dimensions, each counting the same.
///
/// # Formula
/// `Σ gapᵢ / 5`
///
/// # Source
/// Parasuraman, Zeithaml and Berry (1988), *Journal of Retailing* 64:12. The numbers are the worked example of the
/// `zeithaml_servqual` thread on 12manage.com.
///
/// ```
/// use sayso_core::score::servqual;
/// let overall = servqual([-0.65, -1.1, -0.83, -0.7, -1.01]).unwrap();
/// assert!((overall - -0.858).abs() < 1e-12);
/// ```
///
/// # Errors
/// [`Error::OutOfRange`] where a gap is not finite.
pub fn servqual(gaps: [f64; 5]) -> Result<f64, Error> {
    servqual_weighted(gaps, [1.0; 5])
}

/// The overall score of five dimensions, weighted by what customers say that each matters to them.
///
/// # Formula
/// `Σ wᵢ · gapᵢ / Σ wᵢ`
///
/// # Source
/// The weights that customers gave on average: Zeithaml, Parasuraman and Berry (1990), *Delivering Quality Service*, Free
/// Press, figure 2-3: tangibles 11, reliability 32, responsiveness 22, assurance 19, empathy 16 of 100 points. The result on
/// the gaps above is the closed form.
///
/// ```
/// use sayso_core::score::servqual_weighted;
/// let weights = [11.0, 32.0, 22.0, 19.0, 16.0];
/// let overall = servqual_weighted([-0.65, -1.1, -0.83, -0.7, -1.01], weights).unwrap();
/// assert!((overall - -0.9007).abs() < 1e-12);
/// ```
///
/// # Errors
/// [`Error::OutOfRange`] where a gap is not finite, or a weight is negative or not finite, or all weights are 0.
pub fn servqual_weighted(gaps: [f64; 5], weights: [f64; 5]) -> Result<f64, Error> {
    if !gaps.iter().all(|gap| gap.abs() <= 1e9) {
        return Err(Error::OutOfRange { argument: "gaps" });
    }
    let sum: f64 = weights.iter().sum();
    let valid = weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0);
    if !(valid && sum.is_finite() && sum > 0.0) {
        return Err(Error::OutOfRange { argument: "weights" });
    }
    Ok(gaps.iter().zip(weights).map(|(gap, weight)| gap * (weight / sum)).sum())
}
