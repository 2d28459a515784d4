//! Where a respondent stands in a survey and what comes next.
//!
//! Drawing a screen is left to the widget, keeping the answers to its session.

mod onward;
mod pipes;
mod progress;
mod way;

pub use onward::{Onward, Stand};
pub use pipes::Speech;
pub use progress::Progress;
pub use way::Way;

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::survey::{Invalid, Survey};

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The question with this index.
    Question(usize),
    /// The end: thanks.
    Thanks,
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
