//! The two sides of an expectation, in a survey's own words.

use crate::decode::{Fields, Problems};

use super::kind::optional;
use super::text::LocalText;

/// What stands over the two rows of an expectation. Where nothing is written the widget says "what you expected" and
/// "what you got", which does not fit a survey that asks for an ideal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Over what was expected, in the survey `expected_label`.
    pub expected: Option<LocalText>,
    /// Over what happened, in the survey `actual_label`.
    pub actual: Option<LocalText>,
}

impl Sides {
    /// Whether the widget may say the gap in its own words ("better than you expected, by 2"): they are true of its own
    /// sides alone.
    ///
    /// ```
    /// use sayso_core::survey::{LocalText, Sides};
    /// assert!(Sides::default().are_expected_and_got());
    /// assert!(!Sides { expected: LocalText::new([("en", "An ideal place")]), actual: None }.are_expected_and_got());
    /// ```
    pub fn are_expected_and_got(&self) -> bool {
        self.expected.is_none() && self.actual.is_none()
    }

    /// A wrong text is among the problems; the question is refused for it as a whole.
    pub(super) fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Self {
        let expected = optional(fields, "expected_label", problems, LocalText::decode);
        let actual = optional(fields, "actual_label", problems, LocalText::decode);
        Self { expected: expected.flatten(), actual: actual.flatten() }
    }
}
