//! Where a respondent stands in a survey and what comes next.
//!
//! Drawing a screen is left to the widget, keeping the answers to its session.

mod progress;
mod way;

pub use progress::Progress;
pub use way::Way;

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::survey::Survey;

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The question with this index.
    Question(usize),
    /// The end: thanks.
    Thanks,
}

/// What follows question `index`: the next question, or the thanks.
///
/// ```
/// use sayso_core::{flow::{self, Step}, preset, survey::Survey};
/// # let document = serde_json::from_str(preset::document("smiley").unwrap()).unwrap();
/// let survey = Survey::decode(&document).unwrap();
/// assert_eq!(flow::after(&survey, 0), Step::Thanks);
/// ```
pub fn after(survey: &Survey, index: usize) -> Step {
    if index + 1 < survey.questions.len() { Step::Question(index + 1) } else { Step::Thanks }
}

/// Whether the respondent may leave question `index`: it was answered in full, or need not be.
pub fn may_leave(survey: &Survey, index: usize, answers: &BTreeMap<String, Answer>) -> bool {
    survey.questions.get(index).is_none_or(|question| {
        let whole = |answer| question.kind.is_whole(answer);
        !question.required || answers.get(&question.id).is_some_and(whole)
    })
}
