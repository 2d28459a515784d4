//! One number of several metrics, whose weights are published with it.

use crate::error::Error;
use crate::score::Metric;

/// A part of a composite: what a metric came to over a number of answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// What was measured.
    pub metric: Metric,
    /// What it came to, on 0 (worst) to 100 (best).
    pub value: f64,
    /// Over how many answers.
    pub n: u64,
}

/// Metrics and their published weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Composite {
    weights: Vec<(Metric, f64)>,
}

impl Composite {
    /// The fewest answers that a part may rest on.
    pub const FEWEST: u64 = 30;

    /// Metrics and their weights, of any sum.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where there is no metric, one is there twice, a weight is negative or not finite, or their sum is
    /// 0 or beyond 10^100. [`Error::ProductAndService`] where both would go into the one number.
    pub fn new(weights: impl IntoIterator<Item = (Metric, f64)>) -> Result<Self, Error> {
        let weights: Vec<_> = weights.into_iter().collect();
        let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
        let valid = weights.iter().all(|(_, weight)| weight.is_finite() && *weight >= 0.0);
        let has = |metric| weights.iter().filter(|(known, _)| *known == metric).count();
        if !(valid && sum > 0.0 && sum <= 1e100) || weights.iter().any(|(metric, _)| has(*metric) > 1) {
            return Err(Error::OutOfRange { argument: "weights" });
        }
        if has(Metric::Product) + has(Metric::Service) > 1 {
            return Err(Error::ProductAndService);
        }
        Ok(Self { weights })
    }

    /// The metrics and their weights, as they are to be shown beside the number.
    pub fn weights(&self) -> &[(Metric, f64)] {
        &self.weights
    }

    /// The one number, from 0 to 100.
    ///
    /// # Formula
    /// `Σ wᵢ · valueᵢ / Σ wᵢ`, refused while any part has `n < 30`
    ///
    /// # Source
    /// The weighted arithmetic mean. The number is ACSI's, a composite of three parts itself: the items of the ECSI
    /// mobile-phone data (Tenenhaus et al., 2005; n = 250) with Ohio's weights give 72.412222. The least n is the rule of thumb
    /// under which a mean's distribution is not trusted to be normal (Hogg, Tanis and Zimmerman, 2015, section 5.7).
    ///
    /// ```
    /// use sayso_core::error::Error;
    /// use sayso_core::score::{Composite, Metric, Part};
    /// let index = Composite::new([(Metric::Csat, 0.3885), (Metric::Gap, 0.3190), (Metric::Ces, 0.2925)]).unwrap();
    /// let part = |metric, mean, n| Part { metric, value: (mean - 1.0) / 9.0 * 100.0, n };
    /// let mut parts = [part(Metric::Csat, 7.988, 250), part(Metric::Gap, 7.128, 250), part(Metric::Ces, 7.316, 250)];
    /// assert_eq!(format!("{:.6}", index.score(&parts).unwrap()), "72.412222");
    /// parts[1].n = 29;
    /// assert_eq!(index.score(&parts), Err(Error::TooFew { needed: 30 }));
    /// ```
    ///
    /// # Errors
    /// [`Error::TooFew`] while a part is missing or rests on fewer than 30 answers; [`Error::OutOfRange`] where a value is not
    /// from 0 to 100.
    pub fn score(&self, parts: &[Part]) -> Result<f64, Error> {
        let mut weighted = 0.0;
        for (metric, weight) in &self.weights {
            let part = parts.iter().find(|part| part.metric == *metric && part.n >= Self::FEWEST);
            let part = part.ok_or(Error::TooFew { needed: 30 })?;
            if !(0.0..=100.0).contains(&part.value) {
                return Err(Error::OutOfRange { argument: "value" });
            }
            weighted += weight * part.value;
        }
        let sum: f64 = self.weights.iter().map(|(_, weight)| weight).sum();
        Ok((weighted / sum).clamp(0.0, 100.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(weights: &[(Metric, f64)], expected: Error) {
        assert_eq!(Composite::new(weights.iter().copied()), Err(expected));
    }

    #[test]
    fn product_and_service_never_become_one_number() {
        check(&[(Metric::Product, 1.0), (Metric::Service, 1.0)], Error::ProductAndService);
        check(
            &[(Metric::Csat, 1.0), (Metric::Service, 0.0), (Metric::Product, 1.0)],
            Error::ProductAndService,
        );
        assert!(Composite::new([(Metric::Csat, 1.0), (Metric::Service, 1.0)]).is_ok());
    }

    #[test]
    fn weights_that_weigh_nothing_are_refused() {
        let refused = Error::OutOfRange { argument: "weights" };
        check(&[], refused);
        for weight in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
            check(&[(Metric::Csat, weight)], refused);
        }
        check(&[(Metric::Csat, 1.0), (Metric::Csat, 1.0)], refused);
    }

    #[test]
    fn a_part_that_is_missing_or_out_of_range_gives_no_number() {
        let composite = Composite::new([(Metric::Csat, 1.0)]).unwrap();
        assert_eq!(composite.score(&[]), Err(Error::TooFew { needed: 30 }));
        for value in [f64::NAN, f64::INFINITY, -0.1, 100.1] {
            let part = Part { metric: Metric::Csat, value, n: 30 };
            assert_eq!(composite.score(&[part]), Err(Error::OutOfRange { argument: "value" }));
        }
    }
}
