//! How far a respondent has come, as far as the answers so far tell.

use serde_json::Value;

use super::{Step, Way};
use crate::survey::Kind;

/// From this many questions on, a respondent wants to know how many there are.
const WORTH_SAYING: usize = 3;

/// How far a respondent has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Which question this is, counted from 1.
    pub place: usize,
    /// How many there are on the way that the answers so far lead.
    pub total: usize,
    /// How much of the way is behind, in thousandths. The end is a step of its own, so that the last question is not yet all of it.
    pub share: usize,
}

/// The whole way, as [`Progress::share`] counts it.
pub const WHOLE: usize = 1_000;

impl Progress {
    /// How far the way is at a step. Words to read are no question: at them it is as far as at the question before. `None` before
    /// the first question, at the end, and where the way is so short that saying so would only be in the way.
    ///
    /// ```
    /// use sayso_core::{flow::{Progress, Step, Way}, preset, survey::Survey};
    /// use std::collections::BTreeMap;
    /// # let read = |name| Survey::decode(&serde_json::from_str(preset::document(name).unwrap()).unwrap()).unwrap();
    /// let (acsi, smiley) = (read("acsi"), read("smiley"));
    /// let (answers, context) = (BTreeMap::new(), BTreeMap::new());
    /// let fresh = |survey| Way { survey, answers: &answers, context: &context };
    /// assert_eq!(Progress::at(fresh(&acsi), Step::Question(1)), Some(Progress { place: 2, total: 3, share: 500 }));
    /// assert_eq!(Progress::at(fresh(&acsi), Step::Thanks), None);
    /// assert_eq!(Progress::at(fresh(&smiley), Step::Question(0)), None);
    /// ```
    pub fn at(way: Way<'_>, step: Step) -> Option<Self> {
        let Step::Question(index) = step else { return None };
        let path = way.path();
        let behind = path.iter().position(|on_path| *on_path == index)?;
        let asks = |index: &&usize| !matches!(way.survey.questions[**index].kind, Kind::Statement(_));
        let place = path[..=behind].iter().filter(asks).count();
        let total = path.iter().filter(asks).count();
        let share = WHOLE * place / (total + 1);
        (place > 0 && total >= WORTH_SAYING).then_some(Self { place, total, share })
    }

    /// What is shown after `before`: whoever says yes to one question more is no farther from the end than they were told. Only
    /// who goes back is told less.
    ///
    /// ```
    /// use sayso_core::flow::Progress;
    /// let last = Progress { place: 4, total: 4, share: 800 };
    /// let one_more = Progress { place: 4, total: 5, share: 666 };
    /// let back = Progress { place: 3, total: 5, share: 500 };
    /// assert_eq!(one_more.after(Some(last)), Progress { share: 800, ..one_more });
    /// assert_eq!(back.after(Some(last)), back);
    /// ```
    #[must_use]
    pub fn after(self, before: Option<Self>) -> Self {
        let shown = before.filter(|before| before.place <= self.place).map_or(0, |before| before.share);
        Self { share: self.share.max(shown), ..self }
    }

    /// Whether the document of a survey alone tells that its way is worth saying: the place of a bar is kept by it until the
    /// survey is decoded.
    ///
    /// ```
    /// use sayso_core::{flow::Progress, preset};
    /// # let document = |name| serde_json::from_str(preset::document(name).unwrap()).unwrap();
    /// assert!(Progress::is_coming(&document("acsi")));
    /// assert!(!Progress::is_coming(&document("csat"))); // its other questions come by what the first one gets
    /// assert!(!Progress::is_coming(&document("servqual"))); // it begins with words to read
    /// ```
    pub fn is_coming(document: &Value) -> bool {
        let asks = |question: &Value| question["type"] != "statement";
        let is_certain =
            |question: &&Value| asks(question) && question["show_if"].is_null() && question["wave"].is_null();
        let questions = document["questions"].as_array();
        questions.is_some_and(|questions| {
            questions.first().is_some_and(asks) && questions.iter().filter(is_certain).count() >= WORTH_SAYING
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Answer;
    use crate::preset;
    use crate::survey::Survey;
    use proptest::prelude::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn survey(name: &str) -> Survey {
        Survey::decode(&serde_json::from_str(preset::document(name).unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn words_to_read_are_no_question() {
        // "Câu 1 trên 23" stood over the introduction to 22 questions.
        let survey = survey("servqual");
        let (answers, context) = (BTreeMap::new(), BTreeMap::new());
        let way = Way { survey: &survey, answers: &answers, context: &context };
        assert_eq!(Progress::at(way, Step::Question(0)), None);
        let first = Progress::at(way, Step::Question(1)).unwrap();
        assert_eq!((first.place, first.total), (1, 22));
    }

    #[test]
    fn between_questions_words_stand_where_the_question_before_did() {
        let question = |id: &str, kind: &str| json!({ "id": id, "type": kind, "title": { "vi": "?" } });
        let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [
            question("a", "thumbs"), question("b", "thumbs"), question("words", "statement"), question("c", "thumbs")] }))
        .unwrap();
        let (answers, context) = (BTreeMap::new(), BTreeMap::new());
        let way = Way { survey: &survey, answers: &answers, context: &context };
        let at =
            |index| Progress::at(way, Step::Question(index)).map(|progress| (progress.place, progress.total));
        assert_eq!([0, 1, 2, 3].map(at), [Some((1, 3)), Some((2, 3)), Some((2, 3)), Some((3, 3))]);
    }

    /// Five thumbs, and behind each one more question that a thumb up brings along.
    fn branching() -> Survey {
        let questions: Vec<Value> = (0..5)
            .flat_map(|place| {
                let id = ["q", &place.to_string()].concat();
                let more = json!({ "==": [{ "var": id }, 2] });
                [
                    json!({ "id": id, "type": "thumbs", "title": { "vi": "?" } }),
                    json!({ "id": format!("{id}-more"), "type": "thumbs", "title": { "vi": "?" }, "show_if": more }),
                ]
            })
            .collect();
        Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": questions }))
            .unwrap()
    }

    proptest! {
        // "Yes, please answer me" took the bar back from 100 % to 80 %.
        #[test]
        fn going_forward_the_bar_never_falls(given in prop::collection::vec(prop::option::of(1_u8..=2), 10)) {
            let survey = branching();
            let context = BTreeMap::new();
            let mut answers = BTreeMap::new();
            let mut shown: Option<Progress> = None;
            let mut step = Way { survey: &survey, answers: &answers, context: &context }.next(None);
            while let Step::Question(index) = step {
                let question = &survey.questions[index];
                // As the screen comes, and once it is answered.
                for value in [None, given[index]] {
                    if let Some(rating) = value.and_then(|value| question.rate(value)) {
                        answers.insert(question.id.clone(), Answer::rating(question.kind.question_type(), rating));
                    }
                    let way = Way { survey: &survey, answers: &answers, context: &context };
                    let now = Progress::at(way, step).unwrap().after(shown);
                    prop_assert!(shown.is_none_or(|shown| shown.share <= now.share), "{shown:?} {now:?}");
                    prop_assert!(0 < now.share && now.share < WHOLE, "{now:?}");
                    shown = Some(now);
                }
                step = Way { survey: &survey, answers: &answers, context: &context }.next(Some(index));
            }
            prop_assert!(shown.is_some());
        }
    }
}
