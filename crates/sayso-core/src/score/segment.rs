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

    /// The segment of an answer to "how likely are you to recommend us?"; the trade's "passive" is neutral here.
    /// `None` on any scale but 0 to 10.
    ///
    /// # Formula
    /// Promoter from 9, detractor to 6, neutral between.
    ///
    /// # Source
    /// Reichheld (2003), "The One Number You Need to Grow", *Harvard Business Review* 81(12).
    ///
    /// ```
    /// use sayso_core::answer::{Rating, Scale};
    /// use sayso_core::score::Segment::{self, *};
    /// let of = |value| Segment::of_recommendation(Rating::new(value, Scale::NPS).unwrap());
    /// assert_eq!([0, 6, 7, 8, 9, 10].map(|value| of(value).unwrap()),
    ///     [Detractor, Detractor, Neutral, Neutral, Promoter, Promoter]);
    /// ```
    pub fn of_recommendation(rating: Rating) -> Option<Self> {
        (rating.scale() == crate::answer::Scale::NPS).then(|| match rating.value() {
            9.. => Self::Promoter,
            7..=8 => Self::Neutral,
            _ => Self::Detractor,
        })
    }

    /// The segment of an answer to "they made it easy for me", around the middle of the scale.
    ///
    /// # Formula
    /// Above the middle promoter, below it detractor, on it neutral: 5 to 7, 1 to 3 and 4 on seven points.
    ///
    /// # Source
    /// CES 2.0 counts 5, 6 and 7 as ease (CEB, now Gartner; Dixon et al., 2013, *The Effortless Experience*).
    ///
    /// ```
    /// use sayso_core::answer::{QuestionType, Rating, Scale};
    /// use sayso_core::score::Segment::{self, *};
    /// let seven = Scale::of(QuestionType::Ces, None).unwrap();
    /// let of = |value| Segment::of_ease(Rating::new(value, seven).unwrap());
    /// assert_eq!([1, 3, 4, 5, 7].map(of), [Detractor, Detractor, Neutral, Promoter, Promoter]);
    /// ```
    pub fn of_ease(rating: Rating) -> Self {
        let scale = rating.scale();
        Self::of_sign(f64::from(2 * rating.value()) - f64::from(scale.low() + scale.high()))
    }

    /// The segment of a number whose sign says it: a gap between what was had and what was expected, a feeling's valence.
    ///
    /// # Formula
    /// Above 0 promoter, below 0 detractor, 0 neutral.
    ///
    /// # Source
    /// Positive disconfirmation, negative disconfirmation and confirmation (Oliver, 1980, *Journal of Marketing Research*
    /// 17:460).
    ///
    /// ```
    /// use sayso_core::score::Segment::{self, *};
    /// assert_eq!([-1.0, 0.0, 2.0].map(Segment::of_sign), [Detractor, Neutral, Promoter]);
    /// ```
    pub fn of_sign(number: f64) -> Self {
        if number > 0.0 {
            Self::Promoter
        } else if number < 0.0 {
            Self::Detractor
        } else {
            Self::Neutral
        }
    }
}
