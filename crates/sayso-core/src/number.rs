//! Numbers as people write them: with a decimal comma in Vietnam and most of the world, with a point in English.

use crate::locale::language;
use crate::survey::NumberField;

/// Why a number is not taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// It has decimals where whole numbers are asked for.
    NotWhole,
    /// It is below this.
    Below(f64),
    /// It is above this.
    Above(f64),
}

/// What is wrong with a number as an answer, if anything.
///
/// ```
/// use sayso_core::number::{Fault, fault};
/// use sayso_core::survey::NumberField;
/// let guests = NumberField { min: Some(1.0), max: Some(20.0), whole: true, unit: None };
/// assert_eq!(fault(&guests, 4.0), None);
/// assert_eq!(fault(&guests, 4.5), Some(Fault::NotWhole));
/// assert_eq!(fault(&guests, 21.0), Some(Fault::Above(20.0)));
/// ```
pub fn fault(field: &NumberField, value: f64) -> Option<Fault> {
    if field.whole && value.fract() != 0.0 {
        return Some(Fault::NotWhole);
    }
    let below = field.min.filter(|min| value < *min).map(Fault::Below);
    below.or_else(|| field.max.filter(|max| value > *max).map(Fault::Above))
}

/// The mark before the decimals in a locale.
///
/// ```
/// use sayso_core::number::decimal_mark;
/// assert_eq!([decimal_mark("vi-VN"), decimal_mark("en"), decimal_mark("de")], [',', '.', ',']);
/// ```
pub fn decimal_mark(locale: &str) -> char {
    // Where the point is the mark, by CLDR; everybody else writes a comma.
    let points = [
        "en", "zh", "ja", "ko", "th", "he", "hi", "bn", "ta", "ms", "fil", "km", "my", "ur", "ga", "mt", "sw",
    ];
    if points.contains(&language(locale)) { '.' } else { ',' }
}

/// The digits of other scripts as those of this one: what an Arabic, a Persian or a Hindi keyboard writes, is read.
///
/// ```
/// use sayso_core::number::latin;
/// assert_eq!(["١٢", "۱۲", "१२", "１２", "12 kg"].map(latin), ["12", "12", "12", "12", "12 kg"]);
/// ```
pub fn latin(text: &str) -> String {
    const ZEROS: [u32; 6] = [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10];
    let digit = |letter: char| {
        let place = |zero: u32| u32::from(letter).checked_sub(zero).filter(|digit| *digit < 10);
        char::from_digit(ZEROS.into_iter().find_map(place)?, 10)
    };
    text.chars().map(|letter| digit(letter).unwrap_or(letter)).collect()
}

/// A number as written in a locale. Blanks and a thousands mark are passed over; `None` for what is no number, and
/// beyond 15 digits, which a double cannot hold exactly.
///
/// One mark alone is taken for what the writer must have meant: `1.5` is one and a half in Vietnam too, and `1.500` there
/// is fifteen hundred.
///
/// ```
/// use sayso_core::number::parse;
/// assert_eq!([parse("2,5", "vi"), parse("2.5", "vi"), parse("1.500", "vi")], [Some(2.5), Some(2.5), Some(1500.0)]);
/// assert_eq!([parse("1,500", "en"), parse("1.500", "en")], [Some(1500.0), Some(1.5)]);
/// assert_eq!([parse("١٢٫٥٠٠", "ar-EG"), parse("١٬٢٠٠", "ar-EG")], [Some(12.5), Some(1200.0)]);
/// ```
pub fn parse(text: &str, locale: &str) -> Option<f64> {
    // Arabic has marks of its own, one for decimals and one between thousands.
    let mark = |letter: char| if letter == '\u{066B}' { decimal_mark(locale) } else { letter };
    let is_kept = |letter: &char| !letter.is_whitespace() && *letter != '\u{066C}';
    let text: String = latin(text).chars().filter(is_kept).map(mark).collect();
    let (sign, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.as_str()),
    };
    let (whole, decimals) = split(text, decimal_mark(locale))?;
    let digits: String = whole.chars().chain(decimals.chars()).filter(char::is_ascii_digit).collect();
    if digits.is_empty() || digits.trim_start_matches('0').len() > 15 {
        return None;
    }
    let scale = 10_f64.powi(i32::try_from(decimals.len()).ok().filter(|places| *places <= 15)?);
    // Two whole numbers that a double holds exactly, so that their quotient is the nearest double there is.
    Some(sign * (digits.parse::<u64>().ok()? as f64) / scale + 0.0) // no -0
}

/// Before and after the decimal mark; `None` where the marks do not make a number.
fn split(text: &str, decimal: char) -> Option<(&str, &str)> {
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_mark = |letter: char| letter == ',' || letter == '.';
    let Some(at) = text.rfind(is_mark) else { return is_digits(text).then_some((text, "")) };
    let (whole, rest) = text.split_at(at);
    let (mark, decimals) = (rest.chars().next()?, &rest[1..]);
    if !is_digits(decimals) {
        return None;
    }
    if is_grouped(text, mark) && mark != decimal {
        return Some((text, ""));
    }
    // The last mark is the decimal one: what stands before it may be grouped by the other.
    let other = if mark == ',' { '.' } else { ',' };
    (is_digits(whole) || is_grouped(whole, other)).then_some((whole, decimals))
}

/// Whether `mark` sets thousands apart, and nothing else stands there.
fn is_grouped(text: &str, mark: char) -> bool {
    let mut groups = text.split(mark);
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && is_digits(first)
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_locale_writes_them() {
        let check = |text: &str, locale: &str, expected: Option<f64>| {
            assert_eq!(parse(text, locale), expected, "{text} in {locale}");
        };
        check("12", "vi", Some(12.0));
        check(" 1 200 ", "vi", Some(1200.0));
        check("-3", "vi", Some(-3.0));
        check("\u{2212}3,5", "vi", Some(-3.5));
        check("0,1", "vi", Some(0.1));
        check("1.234.567,89", "vi", Some(1_234_567.89));
        check("1,234,567.89", "vi", Some(1_234_567.89));
        check("1.234.567", "vi", Some(1_234_567.0));
        check("1,234", "vi", Some(1.234));
        check("1.234", "vi", Some(1234.0));
        check("1.2345", "vi", Some(1.2345));
        check("1,234", "en", Some(1234.0));
        check("1.234", "en", Some(1.234));
        check("1,5", "en", Some(1.5));
        check("1,234,567", "vi", None);
        check(",5", "vi", Some(0.5));
        check("5,", "vi", Some(5.0));
        check("", "vi", None);
        check("-", "vi", None);
        check(",", "vi", None);
        check("1.2.3", "vi", None);
        check("1..2", "vi", None);
        check("12a", "vi", None);
        check("1e3", "vi", None);
        check("--1", "vi", None);
        check("999999999999999", "vi", Some(999_999_999_999_999.0));
        check("9999999999999999", "vi", None);
        check("0,1234567890123456", "vi", None);
        check("NaN", "en", None);
    }
}
