//! The cumulative sum: small lasting shifts, with the moment they began.

use super::Signal;
use crate::error::Error;

/// A running two-sided tabular CUSUM.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cusum {
    target: f64,
    k: f64,
    h: f64,
    above: f64,
    below: f64,
}

/// A point of a CUSUM chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CusumPoint {
    /// What has piled up over the target.
    pub above: f64,
    /// What has piled up under the target.
    pub below: f64,
    /// The limit of both.
    pub limit: f64,
    /// Set when one of them is over its limit; the larger one, should both be.
    pub signal: Option<Signal>,
}

impl Cusum {
    /// A chart around `target`. `k` is the slack, half of the shift worth finding; `h` is the decision limit. Both are
    /// in the unit of the values: usually 0.5 and 4 to 5 standard deviations.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `target` is finite, `k` finite and not negative, `h` finite and above 0.
    ///
    /// # Formula
    /// `Cᵢ⁺ = max(0, Cᵢ₋₁⁺ + xᵢ − target − k)`, `Cᵢ⁻ = max(0, Cᵢ₋₁⁻ + target − k − xᵢ)`; a signal where one exceeds `h`
    ///
    /// # Source
    /// Page (1954), *Biometrika* 41:100, in the tabular form of NIST/SEMATECH e-Handbook of Statistical Methods,
    /// 6.3.2.3. The numbers open table 16-8 of Montgomery and Runger, *Applied Statistics and Probability for
    /// Engineers*, 3rd ed.
    ///
    /// ```
    /// use sayso_core::chart::Cusum;
    /// let mut chart = Cusum::new(99.0, 1.0, 10.0).unwrap();
    /// let points = [102.0, 94.8, 98.3].map(|x| chart.push(x).unwrap());
    /// let sums = points.map(|point| format!("{:.1} {:.1}", point.above, point.below));
    /// assert_eq!(sums, ["2.0 0.0", "0.0 3.2", "0.0 2.9"]);
    /// ```
    pub fn new(target: f64, k: f64, h: f64) -> Result<Self, Error> {
        if !target.is_finite() {
            return Err(Error::OutOfRange { argument: "target" });
        }
        if !k.is_finite() || k < 0.0 {
            return Err(Error::OutOfRange { argument: "k" });
        }
        if !h.is_finite() || h <= 0.0 {
            return Err(Error::OutOfRange { argument: "h" });
        }
        Ok(Self { target, k, h, above: 0.0, below: 0.0 })
    }

    /// Takes the next value. The sums go on after a signal; [`Cusum::reset`] starts them again once the cause is found.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a value that is not finite; the chart stays as it was.
    pub fn push(&mut self, x: f64) -> Result<CusumPoint, Error> {
        if !x.is_finite() {
            return Err(Error::OutOfRange { argument: "x" });
        }
        // Values near the largest `f64` must pile up to that and no further.
        self.above = (self.above + (x - self.target - self.k)).clamp(0.0, f64::MAX);
        self.below = (self.below + (self.target - self.k - x)).clamp(0.0, f64::MAX);
        let signal = match (self.above > self.h, self.below > self.h) {
            (false, false) => None,
            (above, below) if above && (!below || self.above >= self.below) => Some(Signal::Above),
            _ => Some(Signal::Below),
        };
        Ok(CusumPoint { above: self.above, below: self.below, limit: self.h, signal })
    }

    /// Forgets what has piled up.
    pub fn reset(&mut self) {
        (self.above, self.below) = (0.0, 0.0);
    }
}
