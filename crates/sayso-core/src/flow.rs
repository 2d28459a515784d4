//! Where a respondent stands in a survey and what comes next.
//!
//! Drawing a screen is left to the widget, keeping the answers to its session.

mod onward;
mod pipes;
mod progress;
mod way;

pub use onward::{Onward, Stand};
pub use pipes::Speech;
pub use progress::{Progress, WHOLE};
pub use way::Way;

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::complaint;
use crate::config::{Channel, Mode};
use crate::draft::Draft;
use crate::survey::{Invalid, Kind, LocalText, Survey};

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
/// answer. Of a matrix that nobody has to answer the rows that were rated are taken, each being an answer by itself; an
/// expectation of which one side is missing says nothing, and is [`Invalid::Half`]: to be completed or taken back.
pub fn may_leave(survey: &Survey, index: usize, answers: &BTreeMap<String, Answer>) -> Result<(), Invalid> {
    let Some(question) = survey.questions.get(index) else { return Ok(()) };
    let Some(answer) = answers.get(&question.id).filter(|answer| !answer.is_empty()) else {
        return if question.required { Err(Invalid::Required) } else { Ok(()) };
    };
    let is_half = !question.kind.is_whole(answer);
    match question.kind {
        _ if is_half && question.required => Err(Invalid::Required),
        Kind::Expectation(..) if is_half => Err(Invalid::Half),
        _ => question.accepts(answer),
    }
}

/// Whether whoever was thanked may go back and change the answers: not on a device that the next person uses, and not once a form
/// was sent, of which somebody has a number and a promise by now.
///
/// ```
/// use sayso_core::{complaint::Kind, config::{Channel, Mode}, flow::may_change};
/// assert!(may_change(Mode::Popover, Channel::Web, None));
/// assert!(!may_change(Mode::Popover, Channel::Web, Some(Kind::Complaint)));
/// assert!(!may_change(Mode::Kiosk, Channel::Web, None) && !may_change(Mode::Inline, Channel::Hotline, None));
/// ```
pub fn may_change(mode: Mode, channel: Channel, told: Option<complaint::Kind>) -> bool {
    // The next person is not offered what this one left half filled in, either.
    told.is_none() && Draft::is_kept_in(mode, channel)
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

    #[test]
    fn what_is_left_half_done_is_taken_where_its_parts_stand_alone() {
        let check = |fields: Value, required: bool, answer: Value, expected: Result<(), Invalid>| {
            let mut question = json!({ "id": "q", "title": { "vi": "?" }, "required": required });
            question.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
            let survey = Survey::decode(
                &json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [question] }),
            )
            .unwrap();
            let kind = &survey.questions[0].kind;
            let answer = Answer { kind: kind.question_type(), given: kind.given(answer) };
            let answers = BTreeMap::from([("q".to_owned(), answer.clone())]);
            assert_eq!(may_leave(&survey, 0, &answers), expected, "{answer:?}");
        };
        let rows = json!([{ "id": "a", "label": { "vi": "A" } }, { "id": "b", "label": { "vi": "B" } }]);
        let matrix = || json!({ "type": "matrix", "rows": rows });
        check(matrix(), false, json!({ "a": 2 }), Ok(()));
        check(matrix(), true, json!({ "a": 2 }), Err(Invalid::Required));
        check(matrix(), true, json!({ "a": 2, "b": 5 }), Ok(()));
        check(matrix(), false, json!({ "a": 6 }), Err(Invalid::Range));
        check(matrix(), false, json!({ "c": 2 }), Err(Invalid::Option));
        let gap = || json!({ "type": "expectation" });
        check(gap(), false, json!({}), Ok(()));
        check(gap(), true, json!({}), Err(Invalid::Required));
        check(gap(), false, json!({ "actual": 2 }), Err(Invalid::Half));
        check(gap(), true, json!({ "actual": 2 }), Err(Invalid::Required));
        check(gap(), true, json!({ "actual": 2, "expected": 5 }), Ok(()));
    }
}
