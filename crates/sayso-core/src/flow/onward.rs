//! The button that goes on: whether there is one, and what it says.

use super::Step;
use crate::survey::{Kind, Question};

/// What the button that goes on says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// On to the next question.
    Next,
    /// This was the last one.
    Send,
    /// On without an answer.
    Skip,
}

/// How somebody stands before a question.
#[derive(Clone, Copy, Debug)]
pub struct Stand {
    /// Whether anything stands there as an answer, even one that cannot be taken as it is.
    pub is_answered: bool,
    /// Whether a choice was made by keyboard, or the question was come back to: one tap no longer goes on unseen.
    pub waits: bool,
    /// Whether nothing was asked before.
    pub is_first: bool,
    /// What comes next, as it is answered so far.
    pub next: Step,
}

impl Onward {
    /// The button under a question. Whoever need not answer and has not skips it, whatever its type; words to read ask for
    /// nothing, and the one question of a survey is not skipped: there would be nothing to send. A question that one tap answers
    /// goes on by itself, so it has no other button, except to go on from a choice by keyboard.
    ///
    /// ```
    /// use sayso_core::{flow::{Onward, Stand, Step}, survey::Survey};
    /// # use serde_json::json;
    /// let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["en"], "questions": [
    ///     { "id": "mood", "type": "emotion", "title": { "en": "How do you feel?" } }] })).unwrap();
    /// let stand = Stand { is_answered: false, waits: false, is_first: false, next: Step::Thanks };
    /// assert_eq!(Onward::of(&survey.questions[0], stand), Some(Onward::Skip));
    /// ```
    pub fn of(question: &Question, stand: Stand) -> Option<Self> {
        let goes_on = match stand.next {
            Step::Question(_) => Self::Next,
            Step::Thanks => Self::Send,
        };
        let asks = !matches!(question.kind, Kind::Statement(_));
        let is_whole_survey = stand.is_first && stand.next == Step::Thanks;
        if asks && !stand.is_answered && !question.required && !is_whole_survey {
            return Some(Self::Skip);
        }
        (stand.waits || !question.kind.is_one_tap()).then_some(goes_on)
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Next => "button.next",
            Self::Send => "button.send",
            Self::Skip => "button.skip",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Survey;
    use serde_json::json;

    const NEXT: Step = Step::Question(1);

    #[test]
    fn a_tap_goes_on_alone_and_what_is_not_asked_for_can_be_skipped() {
        let check = |kind: &str, required: bool, given: [bool; 3], next: Step, expected: Option<Onward>| {
            let mut question =
                json!({ "id": "q", "type": kind, "required": required, "title": { "vi": "?" } });
            if kind == "consent" {
                question["text"] = json!({ "vi": "Tôi đồng ý" });
                question["text_version"] = json!("1");
            }
            let document = json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [question] });
            let survey = Survey::decode(&document).unwrap();
            let [is_answered, waits, is_first] = given;
            let stand = Stand { is_answered, waits, is_first, next };
            assert_eq!(Onward::of(&survey.questions[0], stand), expected, "{kind} {required} {stand:?}");
        };
        // One tap, and it has to be given.
        check("smiley", true, [false, false, true], NEXT, None);
        check("smiley", true, [true, true, true], NEXT, Some(Onward::Next));
        check("smiley", true, [false, true, false], Step::Thanks, Some(Onward::Send));
        // One tap that nobody has to give.
        check("nps", false, [false, false, false], NEXT, Some(Onward::Skip));
        check("emotion", false, [false, true, false], Step::Thanks, Some(Onward::Skip));
        check("emotion", false, [true, true, false], Step::Thanks, Some(Onward::Send));
        check("emotion", false, [true, false, false], NEXT, None);
        check("smiley", false, [false, false, true], NEXT, Some(Onward::Skip));
        check("smiley", false, [false, false, true], Step::Thanks, None);
        // More than one tap.
        check("text", false, [false, false, true], Step::Thanks, Some(Onward::Send));
        check("text", true, [false, false, false], NEXT, Some(Onward::Next));
        // "Next" under a text that nobody had written, "Skip" under faces that nobody had tapped: one rule for both.
        check("text", false, [false, false, false], NEXT, Some(Onward::Skip));
        check("contact", false, [false, false, true], NEXT, Some(Onward::Skip));
        check("slider", false, [false, true, false], Step::Thanks, Some(Onward::Skip));
        check("text", false, [true, false, false], NEXT, Some(Onward::Next));
        check("consent", false, [true, false, false], Step::Thanks, Some(Onward::Send));
        check("statement", false, [false, false, false], NEXT, Some(Onward::Next));
        check("statement", false, [false, false, false], Step::Thanks, Some(Onward::Send));
    }
}
