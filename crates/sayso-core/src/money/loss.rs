//! What is lost when customers leave: how many, the revenue they take with them, and those whom they tell.

use super::figure::{Currency, Figure, Unit, Working, within};
use crate::error::Error;

/// The most customers that a calculation takes.
const CUSTOMERS: f64 = 1.0e10;

/// The largest amount a customer, in any currency.
const AMOUNT: f64 = 1.0e12;

/// How many customers a problem drives away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProblemImpact {
    /// Customers in the period: 0 to 10¹⁰.
    pub customers: f64,
    /// The share of them that had a problem: 0 to 1.
    pub with_problem: f64,
    /// The share of those that leave over it: 0 to 1.
    pub leaving: f64,
}

impl ProblemImpact {
    /// Customers lost over the problem.
    ///
    /// # Formula
    /// `customers · with_problem · leaving`
    ///
    /// # Source
    /// The published customer-goodwill example (pdfslide.us, *Customer goodwill*): of 80,000 customers 30 % have a problem and
    /// 55 % of those leave, 13,200 in all.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an input outside of its range.
    ///
    /// ```
    /// use sayso_core::money::ProblemImpact;
    /// let lost = ProblemImpact { customers: 80_000.0, with_problem: 0.3, leaving: 0.55 }.customers_lost().unwrap();
    /// assert_eq!(lost.value.round(), 13_200.0);
    /// assert_eq!(lost.formula.vi, "80.000 khách × 30 % gặp sự cố × 55 % bỏ đi = 13.200 khách");
    /// ```
    pub fn customers_lost(&self) -> Result<Figure, Error> {
        let working = Working::default()
            .number(within("customers", self.customers, 0.0, CUSTOMERS)?)
            .words(" khách × ", " customers × ")
            .percent(within("with_problem", self.with_problem, 0.0, 1.0)?)
            .words(" gặp sự cố × ", " with a problem × ")
            .percent(within("leaving", self.leaving, 0.0, 1.0)?)
            .words(" bỏ đi", " leave");
        let lost = self.customers * self.with_problem * self.leaving;
        Ok(working.result(lost, Unit::Customers, Vec::new()))
    }
}

/// The revenue that unhappy customers take with them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RevenueAtRisk {
    /// Customers who leave or may leave, such as [`ProblemImpact::customers_lost`]: 0 to 10¹⁰.
    pub customers: f64,
    /// What one spends in the period: 0 to 10¹².
    pub revenue_per_customer: f64,
    /// In which currency.
    pub currency: Currency,
}

impl RevenueAtRisk {
    /// Revenue at risk.
    ///
    /// # Formula
    /// `customers · revenue per customer`
    ///
    /// # Source
    /// As [`ProblemImpact::customers_lost`]; checked by hand.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an input outside of its range.
    ///
    /// ```
    /// use sayso_core::money::{Currency, RevenueAtRisk};
    /// let risk = RevenueAtRisk { customers: 13_200.0, revenue_per_customer: 250_000.0, currency: Currency::VND };
    /// let figure = risk.revenue().unwrap();
    /// assert_eq!(figure.value, 3.3e9);
    /// assert_eq!(figure.formula.vi, "13.200 khách × 250.000 VND mỗi khách = 3.300.000.000 VND");
    /// ```
    pub fn revenue(&self) -> Result<Figure, Error> {
        let working = Working::default()
            .number(within("customers", self.customers, 0.0, CUSTOMERS)?)
            .words(" khách × ", " customers × ")
            .money(within("revenue_per_customer", self.revenue_per_customer, 0.0, AMOUNT)?, self.currency)
            .words(" mỗi khách", " each");
        Ok(working.result(self.customers * self.revenue_per_customer, Unit::Money(self.currency), Vec::new()))
    }
}

/// How an unhappy customer's story spreads. There is no default: both numbers are the business's own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordOfMouth {
    /// How many people one unhappy customer tells: 0 to 10,000.
    pub told: f64,
    /// The share of them that stay away because of it: 0 to 1.
    pub stay_away: f64,
}

impl WordOfMouth {
    /// How many customers are lost for each one that leaves, that one included.
    ///
    /// # Formula
    /// `1 + told · stay away`
    ///
    /// # Source
    /// As [`ProblemImpact::customers_lost`]; checked by hand. One step of telling; those who hear it tell nobody.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an input outside of its range.
    ///
    /// ```
    /// use sayso_core::money::WordOfMouth;
    /// let figure = WordOfMouth { told: 10.0, stay_away: 0.02 }.multiplier().unwrap();
    /// assert_eq!(figure.value, 1.2);
    /// assert_eq!(figure.formula.en, "1 + 10 people told × 2 % stay away = 1.2 times");
    /// ```
    pub fn multiplier(&self) -> Result<Figure, Error> {
        let working = Working::default()
            .sign("1 + ")
            .number(within("told", self.told, 0.0, 10_000.0)?)
            .words(" người được kể × ", " people told × ")
            .percent(within("stay_away", self.stay_away, 0.0, 1.0)?)
            .words(" không đến nữa", " stay away");
        Ok(working.result(1.0 + self.told * self.stay_away, Unit::Times, Vec::new()))
    }

    /// Customers lost in all, of whom `leaving` leave of their own accord.
    ///
    /// # Formula
    /// `leaving · (1 + told · stay away)`
    ///
    /// # Source
    /// As [`WordOfMouth::multiplier`].
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for an input outside of its range.
    ///
    /// ```
    /// use sayso_core::money::WordOfMouth;
    /// let lost = WordOfMouth { told: 10.0, stay_away: 0.02 }.customers_lost(13_200.0).unwrap();
    /// assert_eq!(lost.value, 15_840.0);
    /// ```
    pub fn customers_lost(&self, leaving: f64) -> Result<Figure, Error> {
        let multiplier = self.multiplier()?.value;
        let working = Working::default()
            .number(within("leaving", leaving, 0.0, CUSTOMERS)?)
            .words(" khách × ", " customers × ")
            .number(multiplier)
            .words(" lần", " times");
        Ok(working.result(leaving * multiplier, Unit::Customers, Vec::new()))
    }
}
