//! What those who did not answer could change, if they all were as unhappy, or as happy, as can be.

use crate::error::Error;

/// The mean over everybody who was asked, between the worst and the best that the silent could have said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The mean if all who were silent had given the scale's lowest value.
    pub worst: f64,
    /// The mean if all who were silent had given the highest.
    pub best: f64,
}

/// Worst-case bounds for a mean, or for a share with a `scale` from 0 to 1, when only some of those asked answered.
///
/// Nothing is assumed of the silent, so no confidence level is stated: this is not sampling error but what no sample
/// size removes.
///
/// # Errors
/// [`Error::OutOfRange`] when nobody was asked, more answered than were asked, the scale's ends are not finite and in
/// order, or the mean does not lie between them. With no answers the mean does not count and the bounds are the scale.
///
/// # Formula
/// With r = answered/asked: `r·mean + (1−r)·low` to `r·mean + (1−r)·high`
///
/// # Source
/// Manski (2007), *Identification for Prediction and Decision*, section 2.2: of 106 men in a shelter 64 were found
/// again and 21 of these had a home; the share of all lies between 21/106 and 63/106.
///
/// ```
/// use sayso_core::stats::non_response_bounds;
/// let bounds = non_response_bounds(21.0 / 64.0, 64, 106, (0.0, 1.0)).unwrap();
/// assert_eq!(format!("{:.2} {:.2}", bounds.worst, bounds.best), "0.20 0.59");
/// ```
pub fn non_response_bounds(mean: f64, answered: u64, asked: u64, scale: (f64, f64)) -> Result<Bounds, Error> {
    let (low, high) = scale;
    if !(low.is_finite() && high.is_finite() && low < high) {
        return Err(Error::OutOfRange { argument: "scale" });
    }
    if asked == 0 || answered > asked {
        return Err(Error::OutOfRange { argument: "answered" });
    }
    if answered == 0 {
        return Ok(Bounds { worst: low, best: high });
    }
    if !(low..=high).contains(&mean) {
        return Err(Error::OutOfRange { argument: "mean" });
    }
    let silent = (asked - answered) as f64 / asked as f64;
    let of = |end: f64| (mean * (1.0 - silent) + end * silent).clamp(low, high);
    Ok(Bounds { worst: of(low).min(mean), best: of(high).max(mean) })
}
