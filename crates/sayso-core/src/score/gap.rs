//! The expectation gap: what happened against what was expected.

use crate::answer::Rating;

/// Perceived minus expected, in points of the scale that both stand on; `None` where they do not share one.
///
/// # Formula
/// `P − E`, from `−(high − low)` to `high − low`
///
/// # Source
/// Parasuraman, Zeithaml and Berry (1988), "SERVQUAL", *Journal of Retailing* 64:12.
///
/// ```
/// use sayso_core::answer::{Rating, Scale};
/// use sayso_core::score::gap;
/// let seven = |value| Rating::new(value, Scale::from_one(7).unwrap()).unwrap();
/// assert_eq!(gap(seven(7), seven(5)), Some(-2.0));
/// ```
pub fn gap(expected: Rating, perceived: Rating) -> Option<f64> {
    let same = expected.scale() == perceived.scale();
    same.then(|| f64::from(perceived.value()) - f64::from(expected.value()))
}

/// The key of what is said of a gap, or of none.
///
/// ```
/// use sayso_core::{answer::{Rating, Scale}, score::gap_words};
/// let five = |value| Rating::new(value, Scale::from_one(5).unwrap()).unwrap();
/// assert_eq!(gap_words(five(3), five(5)), "expectation.better");
/// assert_eq!(gap_words(five(3), five(3)), "expectation.same");
/// assert_eq!(gap_words(five(3), five(1)), "expectation.worse");
/// ```
pub fn gap_words(expected: Rating, perceived: Rating) -> &'static str {
    match gap(expected, perceived) {
        Some(gap) if gap > 0.0 => "expectation.better",
        Some(gap) if gap < 0.0 => "expectation.worse",
        _ => "expectation.same",
    }
}
