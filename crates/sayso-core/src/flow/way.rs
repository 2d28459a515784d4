//! The way of one respondent through a survey, worked out from what was answered so far.
//!
//! Nothing is remembered but the answers: whoever goes back and answers otherwise walks another way, and what was answered
//! on the old one is kept but counts for nothing.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Step;
use crate::answer::{Answer, Given};
use crate::small;
use crate::survey::{Kind, Question, Survey};

/// A survey, what was answered, and the hidden fields of the page.
///
/// ```
/// use std::collections::BTreeMap;
/// use sayso_core::{answer::Answer, flow::{Step, Way}, survey::Survey};
/// # use serde_json::json;
/// let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["en"], "questions": [
///     { "id": "csat", "type": "smiley", "title": { "en": "How was it?" } },
///     { "id": "why", "type": "text", "title": { "en": "Why?" }, "show_if": { "<=": [{ "var": "csat" }, 2] } }] })).unwrap();
/// let rated = |value| {
///     let rating = survey.questions[0].rate(value).unwrap();
///     BTreeMap::from([("csat".to_owned(), Answer::rating(survey.questions[0].kind.question_type(), rating))])
/// };
/// let context = BTreeMap::new();
/// assert_eq!(Way { survey: &survey, answers: &rated(2), context: &context }.next(Some(0)), Step::Question(1));
/// assert_eq!(Way { survey: &survey, answers: &rated(5), context: &context }.next(Some(0)), Step::Thanks);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// What is asked.
    pub survey: &'a Survey,
    /// What was answered, also on ways that were left.
    pub answers: &'a BTreeMap<String, Answer>,
    /// The hidden fields that the page set. `wave` is the day after the purchase, `quotas_met` the quotas that have enough.
    pub context: &'a BTreeMap<String, String>,
}

/// What was met on the way.
struct Walk {
    /// The questions, in order.
    path: Vec<usize>,
    /// What rules read.
    data: Value,
    /// What comes after the last of them.
    next: Step,
}

impl<'a> Way<'a> {
    /// What follows the question at `current`; from the start, where there is none.
    pub fn next(self, current: Option<usize>) -> Step {
        let walk = self.walk(current);
        match current {
            // Back on a way that was left: on to the next question of the way that is walked now.
            Some(index) if walk.path.last() != Some(&index) => {
                walk.path.into_iter().find(|passed| *passed > index).map_or(Step::Thanks, Step::Question)
            }
            Some(_) => walk.next,
            None => walk.path.first().map_or(Step::Thanks, |first| Step::Question(*first)),
        }
    }

    /// The questions on the way, in order, as far as the answers so far tell.
    pub fn path(self) -> Vec<usize> {
        self.walk(None).path
    }

    /// The answers that count: those on the way. The others are neither sent nor scored.
    pub fn answered(self) -> BTreeMap<String, Answer> {
        let path = self.path();
        small::keep(self.answers, |id, answer| {
            let is_on_path = path.iter().any(|index| self.survey.questions[*index].id == id);
            is_on_path && !answer.is_empty()
        })
    }

    /// Whether something was asked and nothing answered.
    pub fn is_silent(self) -> bool {
        let asks = |index: &usize| !matches!(self.survey.questions[*index].kind, Kind::Statement(_));
        self.answered().is_empty() && self.path().iter().any(asks)
    }

    /// The quotas that this respondent counts for.
    pub fn counts_for(self) -> Vec<&'a str> {
        let data = self.data();
        let quotas = self.survey.quotas.iter().filter(|quota| quota.condition.holds(&data));
        quotas.map(|quota| quota.id.as_str()).collect()
    }

    /// What rules read by the end of the way: answers by question, computed values, and the hidden fields as `context`.
    pub fn data(self) -> Value {
        self.walk(None).data
    }

    /// Walks as far as the question `until`, or to the end.
    fn walk(self, until: Option<usize>) -> Walk {
        let fields = self.context.iter().map(|(name, value)| (name.as_str(), Value::from(value.as_str())));
        let data = small::object([("context", small::object(fields))]);
        let mut walk = Walk { path: Vec::new(), data, next: Step::Thanks };
        self.compute(&mut walk.data);
        walk.next = self.first_shown(0, &walk.data);
        while let Step::Question(index) = walk.next {
            walk.path.push(index);
            self.note(index, &mut walk.data);
            walk.next = self.leave(index, &walk.data);
            // A survey that was decoded has no circles; one that was put together by hand may.
            if let Step::Question(next) = walk.next
                && walk.path.contains(&next)
            {
                walk.next = Step::Thanks;
            }
            if until == Some(index) {
                break;
            }
        }
        walk
    }

    fn note(self, index: usize, data: &mut Value) {
        let question = &self.survey.questions[index];
        let answer = self.answers.get(&question.id).filter(|answer| !answer.is_empty());
        if let (Some(answer), Some(map)) = (answer, data.as_object_mut()) {
            map.insert(question.id.clone(), readable(answer));
            self.compute(data);
        }
    }

    fn compute(self, data: &mut Value) {
        for computed in &self.survey.computed {
            let value = computed.rule.evaluate(data).unwrap_or_default();
            if let Some(map) = data.as_object_mut() {
                map.insert(computed.name.clone(), value);
            }
        }
    }

    fn leave(self, index: usize, data: &Value) -> Step {
        if self.has_enough_of(data) {
            return Step::Thanks;
        }
        let question = &self.survey.questions[index];
        let holds =
            |rule: &Option<_>| rule.as_ref().is_none_or(|rule: &crate::logic::Logic| rule.holds(data));
        match question.go_to.iter().find(|jump| holds(&jump.condition)).map(|jump| jump.to) {
            Some(Step::Question(to)) => self.first_shown(to, data),
            Some(Step::Thanks) => Step::Thanks,
            None => self.first_shown(index + 1, data),
        }
    }

    fn first_shown(self, from: usize, data: &Value) -> Step {
        let questions = self.survey.questions.iter().enumerate().skip(from);
        let shown = |question: &Question| {
            question.wave.is_none_or(|wave| wave == self.wave())
                && question.show_if.as_ref().is_none_or(|rule| rule.holds(data))
        };
        questions
            .into_iter()
            .find(|(_, question)| shown(question))
            .map_or(Step::Thanks, |(index, _)| Step::Question(index))
    }

    /// The wave that the page named, or the survey's first.
    fn wave(self) -> u16 {
        let named = self.context.get("wave").and_then(|wave| wave.parse().ok());
        let waves = self.survey.questions.iter().filter_map(|question| question.wave);
        named.or(waves.min()).unwrap_or(0)
    }

    fn has_enough_of(self, data: &Value) -> bool {
        let Some(met) = self.context.get("quotas_met") else { return false };
        let is_met = |id: &str| met.split([',', ' ']).any(|name| name == id);
        self.survey.quotas.iter().any(|quota| is_met(&quota.id) && quota.condition.holds(data))
    }
}

/// An answer as rules read it: the number of a rating, the ids of a choice without the words that were added to one.
pub(super) fn readable(answer: &Answer) -> Value {
    match &answer.given {
        Given::Other(Value::Array(items)) => {
            items.iter().map(|item| item.get("id").unwrap_or(item).clone()).collect()
        }
        given => given.value(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A survey of ratings `a` to `e` on five smileys, with these further fields.
    fn survey(questions: &Value, whole: &Value) -> Survey {
        let question = |id: &str| {
            let mut question = json!({ "id": id, "type": "smiley", "title": { "vi": "?" } });
            for (name, value) in questions.get(id).and_then(Value::as_object).into_iter().flatten() {
                question[name] = value.clone();
            }
            question
        };
        let questions = ["a", "b", "c", "d", "e"].map(question);
        let mut document = json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": questions });
        for (name, value) in whole.as_object().into_iter().flatten() {
            document[name] = value.clone();
        }
        Survey::decode(&document).unwrap()
    }

    fn answers(survey: &Survey, ratings: &[(&str, u8)]) -> BTreeMap<String, Answer> {
        let rated = |(id, value): &(&str, u8)| {
            let question = survey.question(id).unwrap();
            let rating = question.rate(*value).unwrap();
            ((*id).to_owned(), Answer::rating(question.kind.question_type(), rating))
        };
        ratings.iter().map(rated).collect()
    }

    fn check(survey: &Survey, ratings: &[(&str, u8)], context: &[(&str, &str)], expected: &str) {
        let context: BTreeMap<_, _> =
            context.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answers = answers(survey, ratings);
        let way = Way { survey, answers: &answers, context: &context };
        let names: String = way.path().iter().map(|index| survey.questions[*index].id.as_str()).collect();
        assert_eq!(names, expected, "{ratings:?} {context:?}");
        // Going on screen by screen walks the same way.
        let mut walked = String::new();
        let mut at = None;
        while let Step::Question(index) = way.next(at) {
            assert!(walked.len() < 9, "{walked}");
            walked.push_str(&survey.questions[index].id);
            at = Some(index);
        }
        assert_eq!(walked, expected, "{ratings:?} {context:?}");
    }

    #[test]
    fn conditions_and_jumps_decide_what_comes_next() {
        let low = |id: &str| json!({ "and": [{ "var": id }, { "<=": [{ "var": id }, 2] }] });
        let survey = survey(
            &json!({ "a": { "go_to": [{ "if": low("a"), "to": "d" }] }, "c": { "show_if": low("b") },
                "d": { "show_if": { "<": [{ "var": "a" }, 5] }, "go_to": [{ "if": low("d"), "to": "end" }] } }),
            &Value::Null,
        );
        check(&survey, &[], &[], "abde");
        check(&survey, &[("a", 1)], &[], "ade");
        check(&survey, &[("a", 1), ("d", 1)], &[], "ad");
        check(&survey, &[("a", 5), ("b", 1)], &[], "abce");
        // What was answered off the way decides nothing: d is not asked.
        check(&survey, &[("a", 5), ("d", 1)], &[], "abe");
    }

    #[test]
    fn what_was_answered_on_a_way_that_was_left_is_kept_but_does_not_count() {
        let survey = survey(&json!({ "b": { "show_if": { "<=": [{ "var": "a" }, 2] } } }), &Value::Null);
        let (answers, context) = (answers(&survey, &[("a", 4), ("b", 1), ("c", 3)]), BTreeMap::new());
        let way = Way { survey: &survey, answers: &answers, context: &context };
        assert_eq!(way.answered().into_keys().collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(way.data(), json!({ "a": 4, "c": 3, "context": {} }));
        // On b when a was changed: on to c.
        assert_eq!(way.next(Some(1)), Step::Question(2));
        assert_eq!(way.next(Some(4)), Step::Thanks);
    }

    #[test]
    fn computed_values_follow_the_answers_of_the_way() {
        let survey = survey(
            &json!({ "c": { "show_if": { ">": [{ "var": "twice" }, 6] } } }),
            &json!({ "computed": { "sum": { "+": [{ "var": ["a", 0] }, { "var": ["b", 0] }] },
                "twice": { "*": [2, { "var": "sum" }] } } }),
        );
        check(&survey, &[("a", 1), ("b", 2)], &[], "abde");
        check(&survey, &[("a", 2), ("b", 2)], &[], "abcde");
    }

    #[test]
    fn a_wave_asks_its_own_questions() {
        let survey =
            survey(&json!({ "a": { "wave": 0 }, "b": { "wave": 7 }, "c": { "wave": 30 } }), &Value::Null);
        check(&survey, &[], &[], "ade");
        check(&survey, &[], &[("wave", "7")], "bde");
        check(&survey, &[], &[("wave", "30")], "cde");
        check(&survey, &[], &[("wave", "5")], "de");
        check(&survey, &[], &[("wave", "soon")], "ade");
    }

    #[test]
    fn whoever_belongs_to_a_quota_that_is_met_is_thanked_at_once() {
        let survey = survey(
            &json!({}),
            &json!({ "quotas": [{ "id": "happy", "if": { ">=": [{ "var": "a" }, 4] }, "limit": 100 },
                { "id": "unhappy", "if": { "and": [{ "var": "a" }, { "<": [{ "var": "a" }, 3] }] }, "limit": 100 }] }),
        );
        check(&survey, &[("a", 5)], &[("quotas_met", "unhappy")], "abcde");
        check(&survey, &[("a", 5)], &[("quotas_met", "unhappy, happy")], "a");
        check(&survey, &[("a", 3)], &[("quotas_met", "unhappy happy")], "abcde");
        let (answers, context) = (answers(&survey, &[("a", 4)]), BTreeMap::new());
        assert_eq!(Way { survey: &survey, answers: &answers, context: &context }.counts_for(), ["happy"]);
    }

    #[test]
    fn who_was_asked_and_answered_nothing_is_silent() {
        let survey = survey(&Value::Null, &Value::Null);
        let context = BTreeMap::new();
        let silent = |survey: &Survey, answers: &BTreeMap<String, Answer>| {
            Way { survey, answers, context: &context }.is_silent()
        };
        assert!(silent(&survey, &BTreeMap::new()));
        assert!(!silent(&survey, &answers(&survey, &[("c", 3)])));
        let words = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [
            { "id": "words", "type": "statement", "title": { "vi": "Chào bạn" } }] }));
        assert!(!silent(&words.unwrap(), &BTreeMap::new()), "nobody was asked anything");
    }

    #[test]
    fn a_survey_put_together_with_a_circle_still_ends() {
        let mut survey = survey(&Value::Null, &Value::Null);
        survey.questions[4].go_to.push(crate::survey::GoTo { condition: None, to: Step::Question(0) });
        check(&survey, &[], &[], "abcde");
    }
}
