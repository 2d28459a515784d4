//! Count, mean and variance of a stream of numbers, in one pass and in any order.

use crate::error::Error;

/// What is known of the numbers so far.
///
/// # Formula
/// One more number `x` (Welford): `δ = x − mean`, `mean += δ/n`, `M₂ += δ · (x − mean)`.
/// Two streams (Chan): `δ = mean_b − mean_a`, `mean = (n_a·mean_a + n_b·mean_b)/n`, `M₂ = M₂a + M₂b + δ²·n_a·n_b/n`.
///
/// # Source
/// Welford (1962), *Technometrics* 4:419; Chan, Golub and `LeVeque` (1983), *The American Statistician* 37:242. The numbers
/// are NIST's Statistical Reference Dataset `NumAcc3`: certified mean 1000000.2, standard deviation 0.1.
///
/// ```
/// use sayso_core::aggregate::Moments;
/// let mut moments = Moments::default();
/// moments.add(1_000_000.2).unwrap();
/// for _ in 0..500 {
///     moments.add(1_000_000.1).unwrap();
///     moments.add(1_000_000.3).unwrap();
/// }
/// assert_eq!(moments.n(), 1001);
/// assert!((moments.mean().unwrap() - 1_000_000.2).abs() < 1e-9);
/// assert!((moments.variance().unwrap().sqrt() - 0.1).abs() < 1e-10);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    m2: f64,
}

impl Moments {
    /// The largest number that can be taken, so that no square of a difference overflows.
    pub const LARGEST: f64 = 1e100;

    /// Takes one number more.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for NaN, and for numbers beyond [`Moments::LARGEST`]; nothing is counted then.
    pub fn add(&mut self, number: f64) -> Result<(), Error> {
        if number.is_nan() || number.abs() > Self::LARGEST {
            return Err(Error::OutOfRange { argument: "number" });
        }
        self.n += 1;
        let delta = number - self.mean;
        self.mean += delta / self.n as f64;
        self.m2 += delta * (number - self.mean);
        Ok(())
    }

    /// The same number `times` over.
    pub(super) fn repeated(number: f64, times: u64) -> Self {
        if times == 0 { Self::default() } else { Self { n: times, mean: number, m2: 0.0 } }
    }

    /// What is known of both streams together.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        if self.n == 0 || other.n == 0 {
            return if self.n == 0 { other } else { self };
        }
        let n = self.n + other.n;
        let (a, b, both) = (self.n as f64, other.n as f64, n as f64);
        let delta = other.mean - self.mean;
        // Written so, it is the same from both sides to the last bit; `mean_a + δ·n_b/n` is not.
        let mean = (self.mean * a + other.mean * b) / both;
        Self { n, mean, m2: self.m2 + other.m2 + delta * delta * (a * b / both) }
    }

    /// How many numbers there were.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; `None` without a number.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean)
    }

    /// The sample variance, with n − 1 below; `None` for fewer than two numbers.
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.m2 / (self.n - 1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none_are_refused_and_change_nothing() {
        let mut moments = Moments::default();
        moments.add(1.0).unwrap();
        let before = moments;
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e101] {
            assert!(moments.add(number).is_err());
        }
        assert_eq!(moments, before);
    }

    #[test]
    fn too_few_numbers_have_no_moment() {
        assert_eq!((Moments::default().mean(), Moments::default().variance()), (None, None));
        assert_eq!(Moments::repeated(2.0, 1).variance(), None);
    }

    #[test]
    fn the_largest_numbers_stay_finite() {
        let mut moments = Moments::default();
        moments.add(Moments::LARGEST).unwrap();
        moments.add(-Moments::LARGEST).unwrap();
        assert!(moments.variance().unwrap().is_finite());
    }
}
