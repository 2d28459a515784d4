//! Shares of respondents by segment: CSAT, DSAT, the neutral share and NPS.

use crate::score::{Distribution, Metric, Segment};

/// How many respondents stand in each segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Segments {
    /// Satisfied.
    pub promoters: u64,
    /// Neither.
    pub neutrals: u64,
    /// Unhappy.
    pub detractors: u64,
}

impl Segments {
    /// The segments of ratings by what they measure; a rating that the metric cannot be read from is in none.
    pub fn of(distribution: &Distribution, metric: Metric) -> Self {
        let segment = |rating| match metric {
            Metric::Nps => Segment::of_recommendation(rating),
            Metric::Ces => Some(Segment::of_ease(rating)),
            _ => Some(Segment::of_satisfaction(rating)),
        };
        let count = |wanted| distribution.count(|rating| segment(rating) == Some(wanted));
        Self {
            promoters: count(Segment::Promoter),
            neutrals: count(Segment::Neutral),
            detractors: count(Segment::Detractor),
        }
    }

    /// Those of both.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        Self {
            promoters: self.promoters.saturating_add(other.promoters),
            neutrals: self.neutrals.saturating_add(other.neutrals),
            detractors: self.detractors.saturating_add(other.detractors),
        }
    }

    /// How many respondents there are.
    pub fn n(self) -> u64 {
        self.promoters.saturating_add(self.neutrals).saturating_add(self.detractors)
    }

    /// CSAT: the satisfied in percent; `None` without a respondent. The neutral are not among them.
    ///
    /// # Formula
    /// `100 · promoters / n`, promoters by [`Segment::of_satisfaction`] (top-2-box)
    ///
    /// # Source
    /// Farris et al., *Marketing Metrics*, 3rd ed., section 2.7. The numbers: Delighted's help pages, "How is CSAT calculated?",
    /// 74 satisfied of 107, 69.16 %.
    ///
    /// ```
    /// use sayso_core::{answer::Scale, score::{Distribution, Metric, Segments}};
    /// let answers = Distribution::from_counts(Scale::from_one(5).unwrap(), &[14, 9, 10, 32, 42]).unwrap();
    /// let segments = Segments::of(&answers, Metric::Csat);
    /// assert_eq!(format!("{:.2}", segments.csat().unwrap()), "69.16");
    /// ```
    pub fn csat(self) -> Option<f64> {
        percent(self.promoters, self.n())
    }

    /// DSAT: the unhappy in percent; `None` without a respondent.
    ///
    /// # Formula
    /// `100 · detractors / n`, detractors by [`Segment::of_satisfaction`] (bottom-2-box)
    ///
    /// # Source
    /// As [`Segments::csat`], at the other end of the scale; closed form.
    ///
    /// ```
    /// use sayso_core::score::Segments;
    /// let segments = Segments { promoters: 12, neutrals: 20, detractors: 8 };
    /// assert_eq!(segments.dsat(), Some(20.0));
    /// ```
    pub fn dsat(self) -> Option<f64> {
        percent(self.detractors, self.n())
    }

    /// Those for whom it was just normal, in percent; `None` without a respondent.
    ///
    /// # Formula
    /// `100 · neutrals / n`; with CSAT and DSAT it makes 100.
    ///
    /// # Source
    /// Closed form.
    ///
    /// ```
    /// use sayso_core::score::Segments;
    /// let segments = Segments { promoters: 12, neutrals: 20, detractors: 8 };
    /// assert_eq!(segments.neutral(), Some(50.0));
    /// ```
    pub fn neutral(self) -> Option<f64> {
        percent(self.neutrals, self.n())
    }

    /// The Net Promoter Score, from −100 to 100; `None` without a respondent.
    ///
    /// # Formula
    /// `100 · (promoters − detractors) / n`
    ///
    /// # Source
    /// Reichheld (2003), *Harvard Business Review* 81(12). The numbers: whuber's answer at stats.stackexchange.com/q/18603,
    /// shares of 1/2, 1/3 and 1/6 in 324 respondents, NPS 1/3.
    ///
    /// ```
    /// use sayso_core::score::Segments;
    /// let segments = Segments { promoters: 162, neutrals: 108, detractors: 54 };
    /// assert_eq!(segments.nps(), Some(100.0 / 3.0));
    /// ```
    pub fn nps(self) -> Option<f64> {
        let n = self.n();
        (n > 0).then(|| 100.0 * (self.promoters as f64 - self.detractors as f64) / n as f64)
    }
}

fn percent(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| 100.0 * part as f64 / whole as f64)
}
