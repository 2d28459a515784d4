//! Shares by Johnson's relative weights: close to LMG, for more predictors than all subsets of could be tried.

use nalgebra::{DMatrix, SymmetricEigen};

use super::{Correlation, Drivers};
use crate::error::Error;
use crate::score::Method;

/// How often the eigenvalue search may step before it is given up; it takes two or three steps an eigenvalue.
const MOST_STEPS: usize = 10_000;

/// Splits R² through the uncorrelated variables that are nearest to the predictors.
///
/// # Errors
/// [`Error::NoConvergence`] when the eigenvalues are not found.
///
/// # Formula
/// With `R = VDV'` and `Λ = V√D V'`: `β = Λ⁻¹r`, `share(j) = Σₖ Λⱼₖ²βₖ²`
///
/// # Source
/// Johnson (2000), *Multivariate Behavioral Research* 35:1. With two predictors the shares are LMG's; the numbers are
/// worked by hand: r₁₂ = 0.5, r₁ = 0.6, r₂ = 0.4, R² = 0.28/0.75. Those published for `mtcars` are in the crate's
/// tests.
///
/// ```
/// use sayso_core::driver::{Correlation, relative_weights};
/// let correlation = Correlation::new(&[vec![1.0, 0.5], vec![0.5, 1.0]], &[0.6, 0.4]).unwrap();
/// let drivers = relative_weights(&correlation).unwrap();
/// assert_eq!(format!("{:.6} {:.6}", drivers.shares[0].share, drivers.shares[1].share), "0.286667 0.086667");
/// ```
pub fn relative_weights(correlation: &Correlation) -> Result<Drivers, Error> {
    let eigen = SymmetricEigen::try_new(correlation.predictors.clone(), f64::EPSILON, MOST_STEPS)
        .ok_or(Error::NoConvergence)?;
    // A usable correlation has positive eigenvalues only; rounding may not take the root of less.
    let roots = eigen.eigenvalues.map(|value| value.max(f64::MIN_POSITIVE).sqrt());
    let vectors = &eigen.eigenvectors;
    let root = vectors * DMatrix::from_diagonal(&roots) * vectors.transpose();
    let inverse = vectors * DMatrix::from_diagonal(&roots.map(f64::recip)) * vectors.transpose();
    let beta = inverse * &correlation.outcome;
    let shares = root.component_mul(&root) * beta.component_mul(&beta);
    Ok(Drivers::ranked(correlation, shares.iter().copied(), Method::new("relative-weights/1")))
}
