//! The group that a response belongs to. "Normal is enough" is the warning that it is not: neutral stands alone.

use crate::answer::Rating;

/// What a respondent is likely to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// Unhappy; may leave without a word.
    Detractor,
    /// Neither; stays while nothing better comes along. Never counted as satisfied.
    Neutral,
    /// Satisfied; may bring others.
    Promoter,
}

impl Segment {
    /// Every segment and its name in events and queries.
    pub const NAMES: [(&'static str, Self); 3] =
        [("detractor", Self::Detractor), ("neutral", Self::Neutral), ("promoter", Self::Promoter)];

    /// The segment's name in events and queries.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The segment of a satisfaction rating: by the two lowest and the two highest points of the scale.
    ///
    /// # Formula
    /// Promoter where the value is among the two highest (top-2-box), detractor among the two lowest, neutral between.
    /// On a scale of two, three or four points a box is one point wide, so that the two never meet.
    ///
    /// # Source
    /// Top-2-box as the trade reports CSAT on five points (Farris et al., *Marketing Metrics*, 3rd ed., section 2.7).
    ///
    /// ```
    /// use sayso_core::answer::{Rating, Scale};
    /// use sayso_core::score::Segment::{self, *};
    /// let of = |value, points| Segment::of_satisfaction(Rating::new(value, Scale::from_one(points).unwrap()).unwrap());
    /// assert_eq!([1, 2, 3, 4, 5].map(|value| of(value, 5)), [Detractor, Detractor, Neutral, Promoter, Promoter]);
    /// assert_eq!([1, 2, 3].map(|value| of(value, 3)), [Detractor, Neutral, Promoter]);
    /// ```
    pub fn of_satisfaction(rating: Rating) -> Self {
        let scale = rating.scale();
        let width = if scale.points() >= 5 { 2 } else { 1 };
        if rating.value() > scale.high() - width {
            Self::Promoter
        } else if rating.value() < scale.low() + width {
            Self::Detractor
        } else {
            Self::Neutral
        }
    }
}
