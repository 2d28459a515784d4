//! Days as people write them: the order of day, month and year by locale, and whether there is such a day.

use chrono::{Datelike, NaiveDate};

use crate::locale::language;
use crate::number::latin;

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Of the month.
    Day,
    /// Of the year.
    Month,
    /// With four digits.
    Year,
}

impl Part {
    /// Every part and its name in the locale files.
    pub const NAMES: [(&'static str, Self); 3] =
        [("day", Self::Day), ("month", Self::Month), ("year", Self::Year)];

    /// The part's name in the locale files.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// How many digits it has.
    pub fn digits(self) -> usize {
        if self == Self::Year { 4 } else { 2 }
    }
}

/// The order in which a locale writes them.
///
/// ```
/// use sayso_core::date::{Part::{Day, Month, Year}, order};
/// assert_eq!(order("vi-VN"), [Day, Month, Year]);
/// assert_eq!(order("en-US"), [Month, Day, Year]);
/// assert_eq!(order("ja"), [Year, Month, Day]);
/// ```
pub fn order(locale: &str) -> [Part; 3] {
    use Part::{Day, Month, Year};
    if locale.eq_ignore_ascii_case("en-US") {
        return [Month, Day, Year];
    }
    match language(locale) {
        "zh" | "ja" | "ko" | "hu" | "lt" | "mn" | "fa" | "sv" => [Year, Month, Day],
        _ => [Day, Month, Year],
    }
}

/// The day of these numbers, from the year 1900 to 2199; `None` where there is none.
///
/// ```
/// use sayso_core::date::parse;
/// assert!(parse("29", "2", "2024").is_some());
/// assert!(parse("29", "2", "2026").is_none());
/// assert!(parse("٥", "١١", "٢٠٢٦").is_some());
/// ```
pub fn parse(day: &str, month: &str, year: &str) -> Option<NaiveDate> {
    let year: i32 = number(year, 4)?.try_into().ok().filter(|year| (1900..2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, number(month, 2)?, number(day, 2)?)
}

/// Reads what [`write`] wrote.
pub fn read(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    parse(day, month, year)
}

/// As it stands in an answer: `2026-11-21`.
pub fn write(date: NaiveDate) -> String {
    let part = |number: u32, digits: usize| {
        let text = number.to_string();
        ["0".repeat(digits.saturating_sub(text.len())), text].concat()
    };
    [part(date.year().unsigned_abs(), 4), part(date.month(), 2), part(date.day(), 2)].join("-")
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let text = latin(text.trim());
    let fits = (1..=digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_and_written() {
        let check = |parts: [&str; 3], expected: Option<&str>| {
            let [day, month, year] = parts;
            assert_eq!(parse(day, month, year).map(write).as_deref(), expected, "{parts:?}");
            assert_eq!(expected.and_then(read), parse(day, month, year), "{parts:?}");
        };
        check(["21", "11", "2026"], Some("2026-11-21"));
        check(["1", "2", "2026"], Some("2026-02-01"));
        check([" 01", "02 ", "2026"], Some("2026-02-01"));
        check(["29", "2", "2024"], Some("2024-02-29"));
        check(["29", "2", "2100"], None);
        check(["31", "4", "2026"], None);
        check(["0", "1", "2026"], None);
        check(["1", "13", "2026"], None);
        check(["1", "1", "26"], None);
        check(["1", "1", "1899"], None);
        check(["1", "1", "2199"], Some("2199-01-01"));
        check(["001", "1", "2026"], None);
        check(["+1", "1", "2026"], None);
        check(["", "1", "2026"], None);
        check(["١", "1", "2026"], Some("2026-01-01"));
    }
}
