//! A rating's place on its scale, from 0 to 100, whichever way the scale runs.

use crate::answer::Rating;

/// Which end of a scale is the good one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// The highest value is the best: "how satisfied are you?"
    #[default]
    Ascending,
    /// The lowest value is the best: "how long did it take?"
    Reversed,
}

impl Direction {
    /// The direction of a scale, told by whether it is reversed.
    pub fn of(reversed: bool) -> Self {
        if reversed { Self::Reversed } else { Self::Ascending }
    }

    /// The rating as it would read on a scale whose highest value is the best.
    ///
    /// # Formula
    /// Reversed: `low + high − value`; ascending: `value`.
    ///
    /// # Source
    /// Reverse-coded items as every questionnaire manual scores them, such as Spector (1992), *Summated Rating Scale
    /// Construction*, Sage: an item reversed on 1 to 5 is `6 − value`.
    ///
    /// ```
    /// use sayso_core::answer::{Rating, Scale};
    /// use sayso_core::score::Direction;
    /// let tapped = Rating::new(2, Scale::from_one(5).unwrap()).unwrap();
    /// assert_eq!(Direction::Reversed.apply(tapped).value(), 4);
    /// ```
    pub fn apply(self, rating: Rating) -> Rating {
        let scale = rating.scale();
        match self {
            Self::Ascending => rating,
            Self::Reversed => {
                let mirrored = scale.high() - rating.value() + scale.low();
                Rating::new(mirrored, scale).unwrap_or(rating)
            }
        }
    }
}

/// Maps any scale onto 0 (worst) to 100 (best), so that scales of different lengths can stand side by side.
///
/// # Formula
/// `100 · (value − low) / (high − low)`; a reversed scale is first put right by [`Direction::apply`].
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
