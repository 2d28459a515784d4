//! A rating's place on its scale, from 0 to 100.

use crate::answer::Rating;

/// Maps any scale onto 0 (worst) to 100 (best), so that scales of different lengths can stand side by side.
///
/// # Formula
/// `100 · (value − low) / (high − low)`
///
/// # Source
/// The min-max rescaling of ACSI LLC's index (Fornell et al., 1996, *Journal of Marketing* 60:7), for one item.
///
/// ```
/// use sayso_core::answer::{Rating, Scale};
/// use sayso_core::score::rescale;
/// let rating = |value| Rating::new(value, Scale::from_one(5).unwrap()).unwrap();
/// assert_eq!([1, 2, 3, 4, 5].map(|value| rescale(rating(value))), [0.0, 25.0, 50.0, 75.0, 100.0]);
/// ```
pub fn rescale(rating: Rating) -> f64 {
    let scale = rating.scale();
    let span = f64::from(scale.high() - scale.low());
    100.0 * f64::from(rating.value() - scale.low()) / span
}
