//! An answer that a link brings along: `prefill.csat=4` of a one-tap rating in an e-mail.
//!
//! It is chosen, and sent only when the respondent confirms it.

use serde_json::{Value, json};

use super::{Answer, Given};
use crate::survey::{Kind, Question};

impl Answer {
    /// The answer that a text stands for: the point of a rating, or the ids of options. `None` where the question takes no
    /// such answer.
    ///
    /// ```
    /// use sayso_core::{answer::Answer, preset, survey::Survey};
    /// # let document = serde_json::from_str(preset::document("smiley").unwrap()).unwrap();
    /// let survey = Survey::decode(&document).unwrap();
    /// let answer = Answer::prefilled(&survey.questions[0], "4").unwrap();
    /// assert_eq!(answer.given.value(), 4);
    /// assert_eq!(Answer::prefilled(&survey.questions[0], "6"), None);
    /// ```
    pub fn prefilled(question: &Question, text: &str) -> Option<Self> {
        let kind = question.kind.question_type();
        if question.kind.scale().is_some() {
            return Some(Self::rating(kind, question.rate(text.parse().ok()?)?));
        }
        let value = match question.kind {
            Kind::Choice(_) => text.split(',').map(Value::from).collect(),
            Kind::Dropdown(_) => json!(text),
            _ => return None,
        };
        let answer = Self { kind, given: Given::Other(value) };
        question.accepts(&answer).is_ok().then_some(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Survey;

    fn check(fields: &Value, text: &str, expected: Option<&Value>) {
        let mut question = json!({ "id": "q", "title": { "en": "How?" } });
        for (name, value) in fields.as_object().expect("fields") {
            question[name] = value.clone();
        }
        let survey = json!({ "id": "one", "version": 1, "locales": ["en"], "questions": [question] });
        let survey = Survey::decode(&survey).expect("a survey");
        let answer = Answer::prefilled(&survey.questions[0], text);
        assert_eq!(answer.map(|answer| answer.given.value()), expected.cloned(), "{fields} {text}");
    }

    #[test]
    fn a_link_chooses_what_the_question_offers_and_nothing_else() {
        let options = json!([{ "id": "a", "label": { "en": "A" } }, { "id": "b", "label": { "en": "B" } }]);
        let one = json!({ "type": "choice", "options": options });
        let several = json!({ "type": "choice", "multiple": true, "options": options });
        let nps = json!({ "type": "nps" });
        check(&nps, "0", Some(&json!(0)));
        check(&nps, "10", Some(&json!(10)));
        for wrong in ["11", "-1", "4.5", "", "four", " 4"] {
            check(&nps, wrong, None);
        }
        check(&one, "b", Some(&json!(["b"])));
        check(&one, "a,b", None);
        check(&one, "c", None);
        check(&several, "a,b", Some(&json!(["a", "b"])));
        check(&several, "a,a", None);
        check(&json!({ "type": "dropdown", "options": options }), "a", Some(&json!("a")));
        check(&json!({ "type": "text" }), "I was here", None);
    }
}
