//! Whether an answer came sooner than its question can have been read.
//!
//! How long a question was on the screen, and how many words stood there, is measured by the caller.

use super::Flag;
use crate::error::Error;

/// One answered question: how much there was to read, and how long that took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timed {
    /// Words of the question and its choices, as spaces part them; in Vietnamese these are syllables.
    pub words: u32,
    /// From the question's appearance to its answer.
    pub milliseconds: u64,
}

impl Timed {
    /// A question's text and how long it took to answer.
    pub fn of(text: &str, milliseconds: u64) -> Self {
        Self { words: u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX), milliseconds }
    }
}

/// How fast one can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    milliseconds_per_word: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self::LENIENT
    }
}

impl Pace {
    /// 300 ms a word, the threshold of the literature for questionnaires that are read for the first time.
    pub const ZHANG_CONRAD: Self = Self { milliseconds_per_word: 300 };

    /// 100 ms a syllable, 600 a minute: faster than anybody reads Vietnamese, and a regular guest who knows the kiosk's
    /// question is not suspected. The default; the number is this project's.
    pub const LENIENT: Self = Self { milliseconds_per_word: 100 };

    /// A pace of one's own.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless it is 1 to 10,000.
    pub fn new(milliseconds_per_word: u32) -> Result<Self, Error> {
        if (1..=10_000).contains(&milliseconds_per_word) {
            Ok(Self { milliseconds_per_word })
        } else {
            Err(Error::OutOfRange { argument: "milliseconds_per_word" })
        }
    }

    /// Whether a question was answered in less than reading it takes.
    ///
    /// # Formula
    /// `milliseconds < words · milliseconds per word`
    ///
    /// # Source
    /// Zhang and Conrad, "Speeding in Web Surveys", *Survey Research Methods* 8 (2014) 127: 300 ms a word.
    ///
    /// ```
    /// use sayso_core::quality::{Pace, Timed};
    /// let question = "How satisfied are you with the delivery of your order?";
    /// assert!(Pace::ZHANG_CONRAD.is_too_fast(Timed::of(question, 2_999)));
    /// assert!(!Pace::ZHANG_CONRAD.is_too_fast(Timed::of(question, 3_000)));
    /// ```
    pub fn is_too_fast(self, question: Timed) -> bool {
        question.milliseconds < u64::from(question.words) * u64::from(self.milliseconds_per_word)
    }

    /// [`Flag::TooFast`] where more than half of the questions were answered too fast.
    pub fn flag(self, questions: &[Timed]) -> Option<Flag> {
        let fast = questions.iter().filter(|question| self.is_too_fast(**question)).count();
        (fast > questions.len() / 2).then_some(Flag::TooFast)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_half_makes_a_response_too_fast() {
        let check = |milliseconds: &[u64], expected: bool| {
            let questions: Vec<_> =
                milliseconds.iter().map(|time| Timed::of("một hai ba bốn", *time)).collect();
            assert_eq!(Pace::default().flag(&questions).is_some(), expected, "{milliseconds:?}");
        };
        check(&[], false);
        check(&[399], true);
        check(&[400], false);
        check(&[399, 400], false);
        check(&[399, 399, 400], true);
        check(&[399, 400, 400], false);
    }

    #[test]
    fn extremes_have_an_answer() {
        assert!(Pace::new(10_000).unwrap().is_too_fast(Timed { words: u32::MAX, milliseconds: 0 }));
        assert!(!Pace::ZHANG_CONRAD.is_too_fast(Timed { words: u32::MAX, milliseconds: u64::MAX }));
        assert!(!Pace::ZHANG_CONRAD.is_too_fast(Timed::of("", 0)));
        assert_eq!(Pace::new(0), Err(Error::OutOfRange { argument: "milliseconds_per_word" }));
    }
}
