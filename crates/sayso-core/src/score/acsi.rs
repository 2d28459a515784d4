//! The American Customer Satisfaction Index from its three items: satisfaction, expectancy, comparison with an ideal.

use crate::answer::Rating;
use crate::error::Error;
use crate::score::rescale;

/// The outer weights of the three items, as they were published or estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AcsiWeights([f64; 3]);

impl AcsiWeights {
    /// One third each: the index without a model behind it.
    pub const EQUAL: Self = Self([1.0; 3]);

    /// Published weights, of any sum.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where one is negative or not finite, or their sum is 0 or beyond 10^100.
    pub fn new(weights: [f64; 3]) -> Result<Self, Error> {
        let valid = weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0);
        let sum: f64 = weights.iter().sum();
        if valid && sum > 0.0 && sum <= 1e100 {
            Ok(Self(weights))
        } else {
            Err(Error::OutOfRange { argument: "weights" })
        }
    }

    /// The index of three items that already stand on 0 to 100, in the order satisfaction, expectancy, ideal.
    ///
    /// # Formula
    /// `Σ wᵢ · xᵢ / Σ wᵢ`; with items from 1 to 10 that is `(Σ wᵢ x̄ᵢ − Σ wᵢ) / (9 Σ wᵢ) · 100`
    ///
    /// # Source
    /// Fornell et al. (1996), *Journal of Marketing* 60:7, equation of the index. The numbers: the items' means in the ECSI
    /// mobile-phone data (Tenenhaus et al., 2005, *Computational Statistics & Data Analysis* 48:159), with equal weights and
    /// with those that the US Department of Labor's table gave the State of Ohio.
    ///
    /// ```
    /// use sayso_core::score::AcsiWeights;
    /// let items = [7.988, 7.128, 7.316].map(|mean| (mean - 1.0) / 9.0 * 100.0);
    /// let ohio = AcsiWeights::new([0.3885, 0.3190, 0.2925]).unwrap();
    /// assert_eq!(format!("{:.5}", AcsiWeights::EQUAL.index(items).unwrap()), "71.97037");
    /// assert_eq!(format!("{:.6}", ohio.index(items).unwrap()), "72.412222");
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where an item is not from 0 to 100.
    pub fn index(self, items: [f64; 3]) -> Result<f64, Error> {
        if !items.iter().all(|item| (0.0..=100.0).contains(item)) {
            return Err(Error::OutOfRange { argument: "items" });
        }
        let weighted: f64 = self.0.iter().zip(items).map(|(weight, item)| weight * item).sum();
        let index = weighted / self.0.iter().sum::<f64>();
        Ok(index.clamp(0.0, 100.0))
    }

    /// The index of one respondent.
    ///
    /// ```
    /// use sayso_core::{answer::{Rating, Scale}, score::AcsiWeights};
    /// let ten = |value| Rating::new(value, Scale::from_one(10).unwrap()).unwrap();
    /// assert_eq!(AcsiWeights::EQUAL.of_ratings([ten(10), ten(1), ten(1)]), 100.0 / 3.0);
    /// ```
    pub fn of_ratings(self, ratings: [Rating; 3]) -> f64 {
        self.index(ratings.map(rescale)).unwrap_or_default()
    }
}
