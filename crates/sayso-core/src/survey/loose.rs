//! Rules that hold for whoever passed a question over: JsonLogic counts nothing as 0, so `{"<=": [{"var": "csat"}, 2]}` does.

use serde_json::{Map, Value};

use super::{Question, Survey};
use crate::logic::{Logic, Operator};

impl Survey {
    /// The rules of questions that hold where nothing was answered, because they compare a question that may stay without an
    /// answer: the path of each, and that question. They may be meant, so they are no problems.
    ///
    /// ```
    /// use sayso_core::survey::Survey;
    /// # use serde_json::json;
    /// let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["en"], "questions": [
    ///     { "id": "csat", "type": "smiley", "title": { "en": "How was it?" } },
    ///     { "id": "why", "type": "text", "title": { "en": "Why?" }, "show_if": { "<=": [{ "var": "csat" }, 2] } }] })).unwrap();
    /// assert_eq!(survey.loose_rules(), [("/questions/1/show_if".to_owned(), "csat")]);
    /// ```
    pub fn loose_rules(&self) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        for (index, question) in self.questions.iter().enumerate() {
            let path = ["/questions/", &index.to_string()].concat();
            let asked = question.show_if.iter().map(|rule| ([&path, "/show_if"].concat(), rule));
            let jumps = question.go_to.iter().enumerate().filter_map(|(place, jump)| {
                let rule = jump.condition.as_ref()?;
                Some(([&path, "/go_to/", &place.to_string(), "/if"].concat(), rule))
            });
            for (path, rule) in asked.chain(jumps) {
                found.extend(self.loose(rule).map(|id| (path, id)));
            }
        }
        found
    }

    /// The question that a rule compares and that nobody has to answer, where it holds without any answer.
    fn loose<'s>(&'s self, rule: &'s Logic) -> Option<&'s str> {
        let nothing = Value::Object(Map::new());
        let mut compared = None;
        if rule.holds(&nothing) {
            each_compared(rule, &nothing, &mut |id| {
                compared =
                    compared.or(Some(id).filter(|id| self.question(id).is_some_and(may_be_passed_over)));
            });
        }
        compared
    }
}

/// Nobody has to answer it, or not everybody is asked.
fn may_be_passed_over(question: &Question) -> bool {
    !question.required || question.show_if.is_some()
}

/// The variables that stand in a comparison which holds for this data.
fn each_compared<'l>(rule: &'l Logic, data: &Value, visit: &mut dyn FnMut(&'l str)) {
    let (Logic::List(parts) | Logic::Call(_, parts)) = rule else { return };
    if matches!(rule, Logic::Call(Operator::More | Operator::AtLeast | Operator::Less | Operator::AtMost, _))
        && rule.holds(data)
    {
        for part in parts {
            if let Logic::Call(Operator::Var, names) = part
                && let [Logic::Value(Value::String(id))] = &names[..]
            {
                visit(id);
            }
        }
    }
    for part in parts {
        each_compared(part, data, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn loose(rule: &Value) -> Option<String> {
        let survey = json!({ "id": "s", "version": 1, "locales": ["en"], "questions": [
            { "id": "must", "type": "smiley", "required": true, "title": { "en": "1" } },
            { "id": "may", "type": "smiley", "title": { "en": "2" } },
            { "id": "some", "type": "smiley", "required": true, "show_if": { "var": "may" }, "title": { "en": "3" } },
            { "id": "why", "type": "text", "title": { "en": "4" }, "show_if": rule }] });
        let survey = Survey::decode(&survey).unwrap();
        survey.loose_rules().first().map(|(_, id)| (*id).to_owned())
    }

    #[test]
    fn a_comparison_that_nothing_satisfies_too_is_loose() {
        let check = |rule: Value, expected: Option<&str>| {
            assert_eq!(loose(&rule).as_deref(), expected, "{rule}");
        };
        check(json!({ "<=": [{ "var": "may" }, 2] }), Some("may"));
        check(json!({ ">": [3, { "var": "may" }] }), Some("may"));
        check(
            json!({ "or": [{ "==": [{ "var": "must" }, 1] }, { "<": [{ "var": "some" }, 3] }] }),
            Some("some"),
        );
        check(json!({ "<=": [{ "var": "must" }, 2] }), None);
        check(json!({ ">=": [{ "var": "may" }, 4] }), None);
        check(json!({ "<": [0, { "var": "may" }, 3] }), None);
        check(json!({ "and": [{ "var": "may" }, { "<=": [{ "var": "may" }, 2] }] }), None);
        check(json!({ "!": { "<": [0, { "var": "may" }, 3] } }), None);
        check(json!({ "<=": [{ "var": ["may", 5] }, 2] }), None);
        check(json!(true), None);
    }

    #[test]
    fn a_jump_is_looked_at_too() {
        let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["en"], "questions": [
            { "id": "may", "type": "smiley", "title": { "en": "1" },
              "go_to": [{ "if": { "<": [{ "var": "may" }, 3] }, "to": "why" }, { "to": "end" }] },
            { "id": "why", "type": "text", "title": { "en": "2" } }] }))
        .unwrap();
        assert_eq!(survey.loose_rules(), [("/questions/0/go_to/0/if".to_owned(), "may")]);
    }

    #[test]
    fn no_preset_has_one() {
        for (name, document) in crate::preset::ALL {
            let survey = Survey::parse(document).unwrap();
            assert_eq!(survey.loose_rules(), [], "{name}");
        }
    }
}
