//! A computed figure that can show its working: value, unit, and the formula with the numbers that made it.

use std::fmt::Write as _;

use crate::error::Error;
use crate::words::Words;

/// A currency by its ISO 4217 code.
///
/// ```
/// use sayso_core::money::Currency;
/// assert_eq!(Currency::new("VND").unwrap().code(), "VND");
/// assert!(Currency::new("vnd").is_err() && Currency::new("đồng").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Vietnamese đồng.
    pub const VND: Self = Self(*b"VND");

    /// A currency by its code. Whether ISO has given it out is not checked.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless it is three capital letters.
    pub fn new(code: &str) -> Result<Self, Error> {
        match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(letters) if letters.iter().all(u8::is_ascii_uppercase) => Ok(Self(letters)),
            _ => Err(Error::OutOfRange { argument: "currency" }),
        }
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// People.
    Customers,
    /// An amount of money.
    Money(Currency),
    /// How many times as much.
    Times,
}

/// A number of the formula that nobody has measured for this business.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// The number.
    pub value: f64,
    /// Who says so.
    pub label: Words,
}

/// How a figure was made, in both languages, each with its own way to write numbers.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Formula {
    /// Such as `80.000 khách × 30 % gặp sự cố × 55 % bỏ đi = 13.200 khách`.
    pub vi: String,
    /// Such as `80,000 customers × 30 % with a problem × 55 % leave = 13,200 customers`.
    pub en: String,
}

/// A computed figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The number; finite.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
    /// How it was made.
    pub formula: Formula,
    /// What in it is only claimed.
    pub claims: Vec<Claim>,
}

/// How a language writes numbers.
#[derive(Clone, Copy)]
enum Style {
    Vi,
    En,
}

/// A formula in the making.
#[derive(Default)]
pub(super) struct Working {
    formula: Formula,
    rounded: bool,
}

impl Working {
    /// Adds words or signs that are the same in both languages.
    pub(super) fn sign(self, sign: &str) -> Self {
        self.words(sign, sign)
    }

    /// Adds words.
    pub(super) fn words(mut self, vi: &str, en: &str) -> Self {
        self.formula.vi.push_str(vi);
        self.formula.en.push_str(en);
        self
    }

    /// Adds a number, to four decimals.
    pub(super) fn number(mut self, value: f64) -> Self {
        self.rounded |= write_number(&mut self.formula.vi, value, Style::Vi);
        self.rounded |= write_number(&mut self.formula.en, value, Style::En);
        self
    }

    /// Adds a share as a percentage.
    pub(super) fn percent(self, share: f64) -> Self {
        self.number(share * 100.0).sign(" %")
    }

    /// Adds an amount.
    pub(super) fn money(self, amount: f64, currency: Currency) -> Self {
        self.number(amount).sign(" ").sign(currency.code())
    }

    /// Ends with the result: `=`, or `≈` where a number on the way is not shown in full.
    pub(super) fn result(mut self, value: f64, unit: Unit, claims: Vec<Claim>) -> Figure {
        let mut result = Self::default().number(value);
        result = match unit {
            Unit::Customers => result.words(" khách", " customers"),
            Unit::Money(currency) => result.sign(" ").sign(currency.code()),
            Unit::Times => result.words(" lần", " times"),
        };
        let equals = if self.rounded || result.rounded { " ≈ " } else { " = " };
        self = self.sign(equals).words(&result.formula.vi, &result.formula.en);
        Figure { value, unit, formula: self.formula, claims }
    }
}

/// Writes a finite number to at most four decimals, thousands apart; tells whether that rounds it.
fn write_number(text: &mut String, value: f64, style: Style) -> bool {
    let (thousands, decimal) = match style {
        Style::Vi => ('.', ','),
        Style::En => (',', '.'),
    };
    let written = format!("{:.4}", value.abs());
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let part = part.trim_end_matches('0');
    if value < 0.0 && written.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.push('−');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(thousands);
        }
        text.push(digit);
    }
    if !part.is_empty() {
        // Writing to a string does not fail.
        let _ = write!(text, "{decimal}{part}");
    }
    let shown: f64 = written.parse().unwrap_or(0.0);
    (shown - value.abs()).abs() > 1.0e-12 * value.abs()
}

/// An input within its range, or the typed error.
pub(super) fn within(argument: &'static str, value: f64, low: f64, high: f64) -> Result<f64, Error> {
    if (low..=high).contains(&value) { Ok(value) } else { Err(Error::OutOfRange { argument }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_does() {
        let check = |value: f64, vi: &str, en: &str, rounds: bool| {
            let (mut in_vi, mut in_en) = (String::new(), String::new());
            assert_eq!(write_number(&mut in_vi, value, Style::Vi), rounds, "{value}");
            write_number(&mut in_en, value, Style::En);
            assert_eq!((in_vi.as_str(), in_en.as_str()), (vi, en));
        };
        check(0.0, "0", "0", false);
        check(-0.0, "0", "0", false);
        check(999.0, "999", "999", false);
        check(1_000.5, "1.000,5", "1,000.5", false);
        check(-1_234_567.25, "−1.234.567,25", "−1,234,567.25", false);
        check(1.0 / 3.0, "0,3333", "0.3333", true);
        check(-0.000_01, "0", "0", true);
        check(1.0e22, "10.000.000.000.000.000.000.000", "10,000,000,000,000,000,000,000", false);
    }

    #[test]
    fn a_share_that_binary_cannot_hold_is_still_shown_as_exact() {
        let figure = Working::default().percent(0.07).result(7.0, Unit::Times, Vec::new());
        assert_eq!(figure.formula.en, "7 % = 7 times");
    }
}
