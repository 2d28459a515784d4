//! What it costs to win a new customer in place of one that left.

use super::figure::{Claim, Currency, Figure, Unit, Working, within};
use crate::error::Error;
use crate::words::Words;

/// How many times as much a new customer costs as keeping one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Factor {
    /// The business's own number: 0 to 1,000.
    Own(f64),
    /// A number that is only claimed: 0 to 1,000, and who says so.
    Claimed(Claim),
}

impl Default for Factor {
    /// Five times, as is often said. No study is behind it; it is labelled as a claim wherever it is used.
    fn default() -> Self {
        Self::Claimed(Claim {
            value: 5.0,
            label: Words {
                vi: "theo bài viết, chưa có nguồn kiểm chứng", en: "as claimed, no source given"
            },
        })
    }
}

/// What it costs to win new customers in place of those that left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replacement {
    /// Customers to replace: 0 to 10¹⁰.
    pub customers: f64,
    /// What it costs to keep one: 0 to 10¹².
    pub retention_cost: f64,
    /// How many times as much a new one costs.
    pub factor: Factor,
    /// In which currency.
    pub currency: Currency,
}

impl Replacement {
    /// The cost of replacing the customers.
    ///
    /// # Formula
    /// `customers · factor · retention cost`
    ///
    /// # Source
    /// The default factor of 5 is a common claim without a study behind it, and is returned as a [`Claim`]. Checked
    /// by hand.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an input outside of its range.
    ///
    /// ```
    /// use sayso_core::money::{Currency, Factor, Replacement};
    /// let cost = Replacement {
    ///     customers: 100.0, retention_cost: 40_000.0, factor: Factor::default(), currency: Currency::VND,
    /// }.cost().unwrap();
    /// assert_eq!(cost.value, 2.0e7);
    /// assert_eq!(cost.formula.vi, "100 khách × 5 (theo bài viết, chưa có nguồn kiểm chứng) × 40.000 VND giữ một khách = 20.000.000 VND");
    /// assert_eq!(cost.claims.len(), 1);
    /// ```
    pub fn cost(&self) -> Result<Figure, Error> {
        let (factor, claim) = match self.factor {
            Factor::Own(factor) => (factor, None),
            Factor::Claimed(claim) => (claim.value, Some(claim)),
        };
        let mut working = Working::default()
            .number(within("customers", self.customers, 0.0, 1.0e10)?)
            .words(" khách × ", " customers × ")
            .number(within("factor", factor, 0.0, 1_000.0)?);
        if let Some(claim) = claim {
            working = working.sign(" (").words(claim.label.vi, claim.label.en).sign(")");
        }
        let working = working
            .sign(" × ")
            .money(within("retention_cost", self.retention_cost, 0.0, 1.0e12)?, self.currency)
            .words(" giữ một khách", " to keep one");
        let cost = self.customers * factor * self.retention_cost;
        Ok(working.result(cost, Unit::Money(self.currency), claim.into_iter().collect()))
    }
}
