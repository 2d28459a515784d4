//! How often each point of a scale was chosen: all that is ever needed to know about ratings.

use crate::answer::{Rating, Scale};
use crate::error::Error;
use crate::score::Direction;

/// The counts of one scale's points, worst first. Exact whatever the order in which ratings came.
///
/// ```
/// use sayso_core::answer::Scale;
/// use sayso_core::score::Distribution;
/// let faces = Distribution::from_counts(Scale::from_one(5).unwrap(), &[1, 0, 2, 3, 4]).unwrap();
/// assert_eq!((faces.n(), faces.mean()), (10, Some(3.9)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distribution {
    scale: Scale,
    counts: [u64; Self::WIDEST],
}

impl Distribution {
    /// The most points that a scale has: 0 to 10.
    pub const WIDEST: usize = 11;

    /// No rating yet.
    pub fn new(scale: Scale) -> Self {
        Self { scale, counts: [0; Self::WIDEST] }
    }

    /// From the counts of the scale's points, worst first.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is one count for each point and their sum is below 2^53.
    pub fn from_counts(scale: Scale, counts: &[u64]) -> Result<Self, Error> {
        let sum = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        if counts.len() != usize::from(scale.points()) || sum.is_none_or(|sum| sum >= 1 << 53) {
            return Err(Error::OutOfRange { argument: "counts" });
        }
        let mut distribution = Self::new(scale);
        distribution.counts[..counts.len()].copy_from_slice(counts);
        Ok(distribution)
    }

    /// Of ratings; `None` where there are none or they do not share one scale.
    pub fn of(ratings: &[Rating]) -> Option<Self> {
        let mut distribution = Self::new(ratings.first()?.scale());
        ratings.iter().all(|rating| distribution.add(*rating)).then_some(distribution)
    }

    /// Counts a rating in; `false`, and nothing counted, where it stands on another scale.
    pub fn add(&mut self, rating: Rating) -> bool {
        let same = rating.scale() == self.scale;
        if same {
            self.counts[usize::from(rating.value() - self.scale.low())] += 1;
        }
        same
    }

    /// The scale.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The counts of the scale's points, worst first.
    pub fn counts(&self) -> &[u64] {
        &self.counts[..usize::from(self.scale.points())]
    }

    /// Each value of the scale and how often it was chosen.
    pub fn iter(&self) -> impl Iterator<Item = (u8, u64)> + '_ {
        self.scale.values().zip(self.counts().iter().copied())
    }

    /// How many ratings there are.
    pub fn n(&self) -> u64 {
        self.counts().iter().sum()
    }

    /// How many ratings satisfy `condition`.
    pub fn count(&self, condition: impl Fn(Rating) -> bool) -> u64 {
        let chosen = self.iter().filter(|(value, _)| Rating::new(*value, self.scale).is_some_and(&condition));
        chosen.map(|(_, count)| count).sum()
    }

    /// The same ratings on a scale whose highest value is the best.
    #[must_use]
    pub fn directed(mut self, direction: Direction) -> Self {
        if direction == Direction::Reversed {
            self.counts[..usize::from(self.scale.points())].reverse();
        }
        self
    }

    /// The mean in points of the scale; `None` without a rating.
    ///
    /// # Formula
    /// `Σ count · value / n`
    ///
    /// # Source
    /// Closed form: six faces, one each, have the mean `(6 + 1) / 2`.
    ///
    /// ```
    /// use sayso_core::{answer::Scale, score::Distribution};
    /// let die = Distribution::from_counts(Scale::from_one(6).unwrap(), &[1; 6]).unwrap();
    /// assert_eq!(die.mean(), Some(3.5));
    /// ```
    pub fn mean(&self) -> Option<f64> {
        let sum: u64 = self.iter().map(|(value, count)| u64::from(value) * count).sum();
        (self.n() > 0).then(|| sum as f64 / self.n() as f64)
    }

    /// The sample variance in squared points of the scale; `None` for fewer than two ratings.
    ///
    /// # Formula
    /// `Σ count · (value − mean)² / (n − 1)`
    ///
    /// # Source
    /// Closed form: as a sample, six faces, one each, have the variance `6 · (6 + 1) / 12`.
    ///
    /// ```
    /// use sayso_core::{answer::Scale, score::Distribution};
    /// let die = Distribution::from_counts(Scale::from_one(6).unwrap(), &[1; 6]).unwrap();
    /// assert_eq!(die.variance(), Some(3.5));
    /// ```
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        let square = |(value, count): (u8, u64)| count as f64 * (f64::from(value) - mean).powi(2);
        let sum: f64 = self.iter().map(square).sum();
        (self.n() > 1).then(|| sum / (self.n() - 1) as f64)
    }
}
