//! The exponentially weighted moving average: small lasting shifts, seen sooner than point by point.

use super::Point;
use crate::error::Error;

/// Which limits an EWMA chart draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limits {
    /// The limits that the chart settles to, from its first point.
    Steady,
    /// The exact limits, narrower for the first points, so that a change right at the start is not missed.
    Exact,
}

/// A running EWMA chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ewma {
    target: f64,
    spread: f64,
    lambda: f64,
    limits: Limits,
    value: f64,
    /// `(1 − λ)²ⁱ`, what of the variance the first i points still lack.
    lacking: f64,
}

impl Ewma {
    /// A chart that starts at `target`, for points with standard deviation `sigma`; the newest weighs `lambda` and the
    /// limits are `width` standard errors away (usually 0.2 to 0.3, and 3).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `target` is finite, `sigma` and `width` are finite and above 0, and `lambda` lies
    /// above 0 and not over 1; or when the limits would not be finite.
    ///
    /// # Formula
    /// `zᵢ = λxᵢ + (1−λ)zᵢ₋₁`, `z₀ = target`; limits `target ± width·σ·√(λ/(2−λ))`, exact ones with `(1 − (1−λ)²ⁱ)`
    /// under the root
    ///
    /// # Source
    /// Roberts (1959), *Technometrics* 1:239; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.4, whose example
    /// begins with 50.60 and 49.52 between 52.5884 and 47.4115 (cut there, not rounded). The exact limits: Montgomery
    /// (2009), *Statistical Quality Control*, 6th ed., eq. 9.25.
    ///
    /// ```
    /// use sayso_core::chart::{Ewma, Limits};
    /// let mut chart = Ewma::new(50.0, 2.0539, 0.3, 3.0, Limits::Steady).unwrap();
    /// let (first, second) = (chart.push(52.0).unwrap(), chart.push(47.0).unwrap());
    /// assert_eq!(format!("{:.2} {:.2}", first.value, second.value), "50.60 49.52");
    /// assert_eq!(format!("{:.4} {:.4}", first.low, first.high), "47.4116 52.5884");
    /// ```
    pub fn new(target: f64, sigma: f64, lambda: f64, width: f64, limits: Limits) -> Result<Self, Error> {
        let positive = |value: f64, argument| {
            if value.is_finite() && value > 0.0 { Ok(()) } else { Err(Error::OutOfRange { argument }) }
        };
        positive(sigma, "sigma")?;
        positive(width, "width")?;
        positive(lambda, "lambda")?;
        if lambda > 1.0 {
            return Err(Error::OutOfRange { argument: "lambda" });
        }
        let spread = width * sigma * (lambda / (2.0 - lambda)).sqrt();
        if !(target - spread).is_finite() || !(target + spread).is_finite() {
            return Err(Error::OutOfRange { argument: "target" });
        }
        Ok(Self { target, spread, lambda, limits, value: target, lacking: 1.0 })
    }

    /// Takes the next value.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a value that is not finite; the chart stays as it was.
    pub fn push(&mut self, x: f64) -> Result<Point, Error> {
        if !x.is_finite() {
            return Err(Error::OutOfRange { argument: "x" });
        }
        let rest = 1.0 - self.lambda;
        self.value = self.lambda * x + rest * self.value;
        self.lacking *= rest * rest;
        let half = match self.limits {
            Limits::Steady => self.spread,
            Limits::Exact => self.spread * (1.0 - self.lacking).sqrt(),
        };
        Ok(Point::judged(self.value, self.target, self.target - half, self.target + half))
    }
}
