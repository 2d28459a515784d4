//! What a question measures: the names that surveys, events and queries share.

use crate::answer::QuestionType;

/// What a question measures, or what is computed from several questions that measure parts of it.
///
/// Product and service are two metrics, not two questions of one, so that no mean ever runs over both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// Satisfaction with one thing, at one touch point.
    Csat,
    /// Satisfaction with what was bought.
    Product,
    /// Satisfaction with how one was served.
    Service,
    /// Willingness to recommend, 0 to 10.
    Nps,
    /// Ease of doing business (CES 2.0), 1 to 7.
    Ces,
    /// One of ACSI's three items, and the index made of them.
    Acsi,
    /// What happened minus what was expected.
    Gap,
    /// A SERVQUAL item outside of the five dimensions, and the score over all of them.
    Servqual,
    /// SERVQUAL: rooms, equipment, looks.
    Tangibles,
    /// SERVQUAL: doing what was promised, dependably.
    Reliability,
    /// SERVQUAL: helping, and promptly.
    Responsiveness,
    /// SERVQUAL: knowing one's trade and earning trust.
    Assurance,
    /// SERVQUAL: caring for the one customer.
    Empathy,
    /// The feeling that stayed.
    Emotion,
}

impl Metric {
    /// Every metric and its name in surveys, events and queries.
    pub const NAMES: [(&'static str, Self); 14] = [
        ("csat", Self::Csat),
        ("product", Self::Product),
        ("service", Self::Service),
        ("nps", Self::Nps),
        ("ces", Self::Ces),
        ("acsi", Self::Acsi),
        ("gap", Self::Gap),
        ("servqual", Self::Servqual),
        ("servqual-tangibles", Self::Tangibles),
        ("servqual-reliability", Self::Reliability),
        ("servqual-responsiveness", Self::Responsiveness),
        ("servqual-assurance", Self::Assurance),
        ("servqual-empathy", Self::Empathy),
        ("emotion", Self::Emotion),
    ];

    /// SERVQUAL's five dimensions, in the order in which its authors list them.
    pub const SERVQUAL: [Self; 5] =
        [Self::Tangibles, Self::Reliability, Self::Responsiveness, Self::Assurance, Self::Empathy];

    /// The metric's name in surveys, events and queries.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Whether its ratings are a gap between two answers rather than one answer.
    pub fn is_gap(self) -> bool {
        self == Self::Gap || Self::Servqual.is_made_of(self)
    }

    /// Whether an answer of that type can be worth a score of this metric.
    ///
    /// ```
    /// use sayso_core::{answer::QuestionType, score::Metric};
    /// assert!(Metric::Csat.fits(QuestionType::Stars) && Metric::Gap.fits(QuestionType::Expectation));
    /// assert!(!Metric::Nps.fits(QuestionType::Text) && !Metric::Nps.fits(QuestionType::Stars));
    /// ```
    pub fn fits(self, kind: QuestionType) -> bool {
        match kind {
            QuestionType::Nps if self == Self::Nps => true,
            QuestionType::Smiley
            | QuestionType::Stars
            | QuestionType::Rating
            | QuestionType::Thumbs
            | QuestionType::Nps
            | QuestionType::Ces => {
                matches!(self, Self::Csat | Self::Product | Self::Service | Self::Ces | Self::Acsi)
            }
            QuestionType::Expectation => self.is_gap(),
            QuestionType::Emotion => self == Self::Emotion,
            _ => false,
        }
    }

    /// Whether questions of that metric go into the one score of this metric.
    pub fn is_made_of(self, part: Self) -> bool {
        self == part || (self == Self::Servqual && Self::SERVQUAL.contains(&part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_order_of_the_enum_and_differ() {
        for (index, (name, metric)) in Metric::NAMES.iter().enumerate() {
            assert_eq!(metric.name(), *name);
            assert!(Metric::NAMES[..index].iter().all(|(earlier, _)| earlier != name));
        }
    }
}
