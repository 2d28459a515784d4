//! Correlations that are known to be usable: of predictors that do not determine one another.

use nalgebra::{Cholesky, DMatrix, DVector};

use super::Covariance;
use crate::error::Error;

/// The least part of a predictor's variance that the others must leave unexplained (1/VIF). Below it the digits that
/// decide who gets the share are those that rounding made: at 10⁻⁸ relative weights already miss R² in the ninth.
const TOLERANCE: f64 = 1e-6;

/// How far a matrix may be from symmetric, from a diagonal of 1, or its R² over 1, by rounding.
const ROUNDING: f64 = 1e-9;

/// The correlations of the predictors among each other, and of each with the outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    pub(super) predictors: DMatrix<f64>,
    pub(super) outcome: DVector<f64>,
    pub(super) r_squared: f64,
}

impl Correlation {
    /// From the rows of the predictors' correlation matrix, and each predictor's correlation with the outcome.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for no predictors or more than [`Covariance::MOST_PREDICTORS`], for numbers that are not
    /// from -1 to 1, a diagonal that is not 1, a matrix that is not symmetric, or correlations that no data can have
    /// (an R² over 1); [`Error::LengthMismatch`] for a matrix that is not square or does not match `outcome`;
    /// [`Error::Singular`] when the others explain all but a millionth of a predictor.
    pub fn new(predictors: &[Vec<f64>], outcome: &[f64]) -> Result<Self, Error> {
        let p = outcome.len();
        if p == 0 || p > Covariance::MOST_PREDICTORS {
            return Err(Error::OutOfRange { argument: "predictors" });
        }
        if predictors.len() != p || predictors.iter().any(|row| row.len() != p) {
            return Err(Error::LengthMismatch { argument: "predictors" });
        }
        let valid = |row: usize, column: usize| {
            let r = predictors[row][column];
            let symmetric = (r - predictors[column][row]).abs() <= ROUNDING;
            r.abs() <= 1.0 + ROUNDING && symmetric && (row != column || (r - 1.0).abs() <= ROUNDING)
        };
        if !(0..p).all(|row| (0..p).all(|column| valid(row, column))) {
            return Err(Error::OutOfRange { argument: "predictors" });
        }
        if !outcome.iter().all(|r| r.abs() <= 1.0 + ROUNDING) {
            return Err(Error::OutOfRange { argument: "outcome" });
        }
        let predictors = DMatrix::from_fn(p, p, |row, column| predictors[row][column]);
        let outcome = DVector::from_column_slice(outcome);
        let factor = Cholesky::new(predictors.clone()).ok_or(Error::Singular)?;
        // Not a number fails both comparisons.
        if !factor.inverse().diagonal().iter().all(|inflation| inflation.recip() >= TOLERANCE) {
            return Err(Error::Singular);
        }
        let r_squared = outcome.dot(&factor.solve(&outcome));
        if !(-ROUNDING..=1.0 + ROUNDING).contains(&r_squared) {
            return Err(Error::OutOfRange { argument: "outcome" });
        }
        Ok(Self { predictors, outcome, r_squared: r_squared.clamp(0.0, 1.0) })
    }

    /// How many predictors there are.
    pub fn len(&self) -> usize {
        self.outcome.len()
    }

    /// Never: a correlation has at least one predictor.
    pub fn is_empty(&self) -> bool {
        self.outcome.is_empty()
    }

    /// How much of the outcome's variance the predictors explain together, from 0 to 1.
    pub fn r_squared(&self) -> f64 {
        self.r_squared
    }
}
