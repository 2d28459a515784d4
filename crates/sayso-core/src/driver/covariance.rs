//! How an outcome and its predictors vary together, accumulated in one pass over any number of respondents.

use super::Correlation;
use crate::error::Error;

/// The sums that correlations are made of: mergeable, of a size that does not grow with the data.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    n: u64,
    /// Of the outcome, then of each predictor.
    means: Vec<f64>,
    /// Sums of products of deviations: the lower triangle, row by row, in the order of `means`.
    moments: Vec<f64>,
}

impl Covariance {
    /// How many predictors it can hold.
    pub const MOST_PREDICTORS: usize = 64;

    /// The largest magnitude that a value may have; products of many of these are still finite.
    pub const LARGEST: f64 = 1e100;

    /// For one outcome and this many predictors.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for no predictor, or for more than [`Self::MOST_PREDICTORS`].
    pub fn new(predictors: usize) -> Result<Self, Error> {
        if predictors == 0 || predictors > Self::MOST_PREDICTORS {
            return Err(Error::OutOfRange { argument: "predictors" });
        }
        let size = predictors + 1;
        Ok(Self { n: 0, means: vec![0.0; size], moments: vec![0.0; size * (size + 1) / 2] })
    }

    /// How many respondents are in it.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Takes one respondent's outcome and predictors. Somebody who skipped one of them has to be left out.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for another number of predictors, [`Error::OutOfRange`] for a value that is not finite
    /// or beyond ±[`Self::LARGEST`]; nothing is taken then.
    ///
    /// # Formula
    /// `M += (x − x̄)(y − ȳ)·(n − 1)/n` with the means before, then `x̄ += (x − x̄)/n`
    ///
    /// # Source
    /// Welford (1962), *Technometrics* 4:419.
    ///
    /// ```
    /// use sayso_core::driver::Covariance;
    /// let mut covariance = Covariance::new(1).unwrap();
    /// for (outcome, predictor) in [(1.0, 2.0), (2.0, 4.0), (3.0, 5.0)] {
    ///     covariance.push(outcome, &[predictor]).unwrap();
    /// }
    /// assert_eq!(covariance.covariance(0, 1), Some(1.5));
    /// ```
    pub fn push(&mut self, outcome: f64, predictors: &[f64]) -> Result<(), Error> {
        if predictors.len() + 1 != self.means.len() {
            return Err(Error::LengthMismatch { argument: "predictors" });
        }
        let values = || std::iter::once(&outcome).chain(predictors);
        // NaN is not within the range either.
        if !values().all(|value| value.abs() <= Self::LARGEST) {
            return Err(Error::OutOfRange { argument: "value" });
        }
        self.n = self.n.checked_add(1).ok_or(Error::OutOfRange { argument: "n" })?;
        let n = self.n as f64;
        let apart = |at: usize| (if at == 0 { outcome } else { predictors[at - 1] }) - self.means[at];
        let mut moments = self.moments.iter_mut();
        for row in 0..self.means.len() {
            let of_row = apart(row) * ((n - 1.0) / n);
            for (column, moment) in (0..=row).zip(moments.by_ref()) {
                *moment += of_row * apart(column);
            }
        }
        for (mean, value) in self.means.iter_mut().zip(values()) {
            *mean += (value - *mean) / n;
        }
        Ok(())
    }

    /// Adds what another one saw.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] for another number of predictors, [`Error::OutOfRange`] for more respondents than a
    /// `u64` counts.
    ///
    /// # Formula
    /// `M = M₁ + M₂ + (x̄₂ − x̄₁)(ȳ₂ − ȳ₁)·n₁n₂/n`
    ///
    /// # Source
    /// Chan, Golub and `LeVeque` (1983), *The American Statistician* 37:242.
    ///
    /// ```
    /// use sayso_core::driver::Covariance;
    /// let of = |rows: &[(f64, f64)]| {
    ///     let mut covariance = Covariance::new(1).unwrap();
    ///     rows.iter().for_each(|(outcome, predictor)| covariance.push(*outcome, &[*predictor]).unwrap());
    ///     covariance
    /// };
    /// let mut merged = of(&[(1.0, 2.0)]);
    /// merged.merge(&of(&[(2.0, 4.0), (3.0, 5.0)])).unwrap();
    /// assert_eq!(merged.covariance(0, 1), Some(1.5)); // as in one pass, see `push`
    /// ```
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.means.len() != other.means.len() {
            return Err(Error::LengthMismatch { argument: "predictors" });
        }
        let n = self.n.checked_add(other.n).ok_or(Error::OutOfRange { argument: "n" })?;
        if n == 0 {
            return Ok(());
        }
        let part = other.n as f64 / n as f64;
        let weight = self.n as f64 * part;
        let apart: Vec<f64> =
            self.means.iter().zip(&other.means).map(|(mine, theirs)| theirs - mine).collect();
        let mut moments = self.moments.iter_mut().zip(&other.moments);
        for (row, of_row) in apart.iter().enumerate() {
            for (of_column, (moment, theirs)) in apart[..=row].iter().zip(moments.by_ref()) {
                *moment += theirs + of_row * of_column * weight;
            }
        }
        for (mean, apart) in self.means.iter_mut().zip(&apart) {
            *mean += apart * part;
        }
        self.n = n;
        Ok(())
    }

    /// The sample covariance of two variables: 0 is the outcome, 1 the first predictor, and so on.
    ///
    /// `None` while there are fewer than two respondents, or for a variable that does not exist.
    pub fn covariance(&self, one: usize, other: usize) -> Option<f64> {
        let (row, column) = (one.max(other), one.min(other));
        if self.n < 2 || row >= self.means.len() {
            return None;
        }
        Some(self.moment(row, column) / (self.n - 1) as f64)
    }

    /// The correlations, for [`super::drivers`].
    ///
    /// # Errors
    /// [`Error::TooFew`] unless there are at least two respondents more than predictors, [`Error::Constant`] for an
    /// outcome or a predictor that is the same for everybody to twelve digits, and what [`Correlation::new`] refuses.
    pub fn correlation(&self) -> Result<Correlation, Error> {
        let size = self.means.len();
        if self.n < size as u64 + 1 {
            return Err(Error::TooFew { needed: size + 1 });
        }
        let deviations: Vec<f64> = (0..size).map(|at| self.moment(at, at).sqrt()).collect();
        for (at, (deviation, mean)) in deviations.iter().zip(&self.means).enumerate() {
            if *deviation <= 1e-12 * mean.abs() * (self.n as f64).sqrt() {
                return Err(Error::Constant { argument: if at == 0 { "outcome" } else { "predictor" } });
            }
        }
        let r = |row: usize, column: usize| {
            if row == column {
                return 1.0;
            }
            let moment = self.moment(row.max(column), row.min(column));
            (moment / deviations[row] / deviations[column]).clamp(-1.0, 1.0)
        };
        let predictors: Vec<Vec<f64>> =
            (1..size).map(|row| (1..size).map(|column| r(row, column)).collect()).collect();
        let outcome: Vec<f64> = (1..size).map(|at| r(at, 0)).collect();
        Correlation::new(&predictors, &outcome)
    }

    /// Needs `column` not to be over `row`.
    fn moment(&self, row: usize, column: usize) -> f64 {
        self.moments[row * (row + 1) / 2 + column]
    }
}
