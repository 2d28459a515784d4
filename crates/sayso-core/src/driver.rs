//! What drives satisfaction: shares of the explained variance by predictor.
//!
//! A share says how much of the differences between respondents goes with a predictor, not what changing it would do.
//! Which questions are outcome and predictors is left to the host.

mod correlation;
mod covariance;
mod lmg;
mod relative_weights;

pub use correlation::Correlation;
pub use covariance::Covariance;
pub use lmg::{MOST_FOR_LMG, lmg};
pub use relative_weights::relative_weights;

use crate::error::Error;
use crate::score::Method;

/// The predictors, the strongest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// How much of the outcome's variance the predictors explain together, from 0 to 1.
    pub r_squared: f64,
    /// Each predictor's part of it; they sum to `r_squared`.
    pub shares: Vec<Share>,
    /// How it was split.
    pub method: Method,
}

/// One predictor's part of R².
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Which predictor, counted from 0.
    pub predictor: usize,
    /// Its part, from 0 to R².
    pub share: f64,
}

/// Splits R² among the predictors: by [`lmg`] for up to [`MOST_FOR_LMG`] of them, by [`relative_weights`] beyond.
///
/// # Errors
/// Those of the two.
///
/// ```
/// use sayso_core::driver::{Correlation, drivers};
/// let correlation = Correlation::new(&[vec![1.0, 0.5], vec![0.5, 1.0]], &[0.6, 0.4]).unwrap();
/// let drivers = drivers(&correlation).unwrap();
/// assert_eq!(format!("{:.6} {:.6}", drivers.shares[0].share, drivers.shares[1].share), "0.286667 0.086667");
/// assert_eq!(drivers.method.as_str(), "lmg/1");
/// ```
pub fn drivers(correlation: &Correlation) -> Result<Drivers, Error> {
    if correlation.len() <= MOST_FOR_LMG { lmg(correlation) } else { relative_weights(correlation) }
}

impl Drivers {
    /// The largest first, and among equals the one that was asked first. A share of 0 may come out as minus a rounding
    /// error.
    fn ranked(correlation: &Correlation, shares: impl Iterator<Item = f64>, method: Method) -> Self {
        let mut shares: Vec<Share> = shares
            .enumerate()
            .map(|(predictor, share)| Share { predictor, share: share.clamp(0.0, 1.0) })
            .collect();
        shares.sort_by(|one, other| other.share.total_cmp(&one.share));
        Self { r_squared: correlation.r_squared, shares, method }
    }
}
