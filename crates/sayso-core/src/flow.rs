//! Where a respondent stands in a survey and what comes next.
//!
//! Drawing a screen is left to the widget, keeping the answers to its session.

mod pipes;
mod progress;
mod way;

pub use pipes::Speech;
pub use progress::Progress;
pub use way::Way;

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::survey::{Invalid, LocalText, Survey};

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The question with this index.
    Question(usize),
    /// The end: thanks.
    Thanks,
}

impl Step {
    /// Its place among all steps of a survey, counted from 1; the end is 0.
    pub fn place(self) -> usize {
        match self {
            Self::Question(index) => index + 1,
            Self::Thanks => 0,
        }
    }
}

/// Whether a survey opens with a question that one tap answers and that nothing has to be worked out for: it is asked of
/// everybody, and its words pipe nothing. Then the first screen can be drawn before the rest of the program is there.
///
/// ```
/// use sayso_core::{flow::opens_plainly, preset, survey::Survey};
/// # let read = |name| Survey::decode(&serde_json::from_str(preset::document(name).unwrap()).unwrap()).unwrap();
/// assert!(opens_plainly(&read("csat")));
/// assert!(!opens_plainly(&read("complaint")));
/// ```
pub fn opens_plainly(survey: &Survey) -> bool {
    survey.questions.first().is_some_and(|first| {
        let pipes = std::iter::once(&first.title).chain(&first.help).any(LocalText::pipes);
        first.kind.scale().is_some() && first.show_if.is_none() && first.wave.is_none() && !pipes
    })
}

/// Whether the respondent may leave question `index`.
///
/// # Errors
/// [`Invalid::Required`] where it has to be answered, in full, and was not; else why the question does not take the
/// answer. What is left half done where nothing has to be done may be left.
pub fn may_leave(survey: &Survey, index: usize, answers: &BTreeMap<String, Answer>) -> Result<(), Invalid> {
    let Some(question) = survey.questions.get(index) else { return Ok(()) };
    match answers.get(&question.id).filter(|answer| !answer.is_empty() && question.kind.is_whole(answer)) {
        Some(answer) => question.accepts(answer),
        None if question.required => Err(Invalid::Required),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Given;
    use serde_json::{Value, json};

    #[test]
    fn a_question_is_left_answered_or_not_asked_for() {
        let check = |required: bool, answer: Option<Value>, expected: Result<(), Invalid>| {
            let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [
                { "id": "q", "type": "text", "max_length": 3, "required": required, "title": { "vi": "?" } }] })).unwrap();
            let kind = survey.questions[0].kind.question_type();
            let answer = answer.map(|value| ("q".to_owned(), Answer { kind, given: Given::Other(value) }));
            let answers = answer.clone().into_iter().collect();
            assert_eq!(may_leave(&survey, 0, &answers), expected, "{answer:?}");
            assert_eq!(may_leave(&survey, 9, &answers), Ok(()));
        };
        check(false, None, Ok(()));
        check(true, None, Err(Invalid::Required));
        check(true, Some(json!("  ")), Err(Invalid::Required));
        check(true, Some(json!("ừ")), Ok(()));
        check(false, Some(json!("dài quá")), Err(Invalid::TooLong));
    }
}
