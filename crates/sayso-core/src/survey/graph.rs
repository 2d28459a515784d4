//! What can be known about every path through a survey before anybody walks it.
//!
//! A question leads to the next one or to where it jumps; one with a condition may be passed over. On this graph are found:
//! circles, questions that no path reaches, rules and texts that read what does not exist, and rules that read what is only
//! asked later. So every walk ends, after at most as many screens as there are questions.

use crate::decode::{Problems, nearest};
use crate::flow::Step;
use crate::logic::Logic;
use crate::piping;
use crate::problem::Problem;

use super::branch::root;
use super::{LocalText, Question, Survey};

/// Adds what is wrong with the paths of a survey.
pub(super) fn check(survey: &Survey, problems: &mut Problems) {
    let questions = &survey.questions;
    let before = problems.len();
    if let Some(circle) = circle(questions) {
        let names: Vec<&str> = circle.iter().map(|index| questions[*index].id.as_str()).collect();
        let from = circle[circle.len().saturating_sub(2)];
        refuse(
            &["questions", &from.to_string(), "go_to"],
            ["goes in a circle: ", &names.join(" → ")].concat(),
            problems,
        );
    }
    check_names(survey, problems);
    if problems.len() > before {
        return;
    }
    let reached = reached_from(questions, 0);
    for (index, question) in questions.iter().enumerate() {
        if !reached[index] {
            refuse(
                &["questions", &index.to_string()],
                "is never reached: every path goes past it".into(),
                problems,
            );
        }
        check_order(survey, index, question, problems);
    }
}

fn refuse(path: &[&str], reason: String, problems: &mut Problems) {
    problems.push(Problem::new(["/", &path.join("/")].concat(), reason));
}

/// Where question `index` may lead.
fn successors(questions: &[Question], index: usize) -> Vec<usize> {
    let question = &questions[index];
    let always_leaves = question.go_to.iter().any(|jump| jump.condition.is_none());
    let may_be_passed_over = question.show_if.is_some() || question.wave.is_some();
    let jumps = question.go_to.iter().filter_map(|jump| match jump.to {
        Step::Question(to) => Some(to),
        Step::Thanks => None,
    });
    let next = (may_be_passed_over || !always_leaves).then_some(index + 1);
    jumps.chain(next).filter(|to| *to < questions.len()).collect()
}

/// A path that ends where it has been before.
fn circle(questions: &[Question]) -> Option<Vec<usize>> {
    let mut is_clear = vec![false; questions.len()];
    (0..questions.len()).find_map(|start| circle_from(questions, start, &mut is_clear, &mut Vec::new()))
}

fn circle_from(
    questions: &[Question],
    at: usize,
    is_clear: &mut [bool],
    path: &mut Vec<usize>,
) -> Option<Vec<usize>> {
    if is_clear[at] {
        return None;
    }
    if let Some(start) = path.iter().position(|before| *before == at) {
        let mut circle = path[start..].to_vec();
        circle.push(at);
        return Some(circle);
    }
    path.push(at);
    for to in successors(questions, at) {
        if let Some(circle) = circle_from(questions, to, is_clear, path) {
            return Some(circle);
        }
    }
    path.pop();
    is_clear[at] = true;
    None
}

/// Which questions a path from `start` comes to, itself among them.
fn reached_from(questions: &[Question], start: usize) -> Vec<bool> {
    let mut reached = vec![false; questions.len()];
    let mut waiting = vec![start];
    while let Some(index) = waiting.pop() {
        if !std::mem::replace(&mut reached[index], true) {
            waiting.extend(successors(questions, index));
        }
    }
    reached
}

/// Every rule and text may only name what there is.
fn check_names(survey: &Survey, problems: &mut Problems) {
    for (index, question) in survey.questions.iter().enumerate() {
        let place = index.to_string();
        let at = ["questions", place.as_str()];
        each_rule(question, &mut |field, rule| check_rule(survey, &[at[0], at[1], field], rule, problems));
        check_text(survey, &[at[0], at[1], "title"], &question.title, problems);
        if let Some(help) = &question.help {
            check_text(survey, &[at[0], at[1], "help"], help, problems);
        }
    }
    for computed in &survey.computed {
        if survey.question(&computed.name).is_some() {
            refuse(&["computed", &computed.name], "is a question's id too".into(), problems);
        }
        check_rule(survey, &["computed", &computed.name], &computed.rule, problems);
    }
    for (index, quota) in survey.quotas.iter().enumerate() {
        check_rule(survey, &["quotas", &index.to_string(), "if"], &quota.condition, problems);
    }
    survey.thanks.each(&mut |name, text| check_text(survey, &["thanks", name], text, problems));
}

fn each_rule(question: &Question, visit: &mut dyn FnMut(&str, &Logic)) {
    if let Some(rule) = &question.show_if {
        visit("show_if", rule);
    }
    for (index, jump) in question.go_to.iter().enumerate() {
        if let Some(rule) = &jump.condition {
            visit(&["go_to/", &index.to_string(), "/if"].concat(), rule);
        }
    }
}

fn check_rule(survey: &Survey, path: &[&str], rule: &Logic, problems: &mut Problems) {
    rule.each_variable(&mut |variable| check_name(survey, path, root(variable), problems));
}

fn check_text(survey: &Survey, path: &[&str], text: &LocalText, problems: &mut Problems) {
    for words in text.words() {
        piping::each_name(words, &mut |name| check_name(survey, path, root(name), problems));
    }
}

fn check_name(survey: &Survey, path: &[&str], name: &str, problems: &mut Problems) {
    let questions = survey.questions.iter().map(|question| question.id.as_str());
    let known =
        questions.chain(survey.computed.iter().map(|computed| computed.name.as_str())).chain(["context"]);
    if name.is_empty() || known.clone().any(|known| known == name) {
        return;
    }
    let mut reason = ["reads \"", name, "\", which is no question and no computed value"].concat();
    if let Some(near) = nearest(name, known) {
        reason = [&reason, "; did you mean \"", near, "\"?"].concat();
    }
    refuse(path, reason, problems);
}

/// A rule of a question may only read what can have been asked by then.
fn check_order(survey: &Survey, index: usize, question: &Question, problems: &mut Problems) {
    each_rule(question, &mut |field, rule| {
        rule.each_variable(&mut |variable| {
            let name = root(variable);
            let Some(read) = survey.questions.iter().position(|question| question.id == name) else { return };
            let is_own = read == index;
            let is_known =
                if is_own { field != "show_if" } else { reached_from(&survey.questions, read)[index] };
            if !is_known {
                let when = if is_own { "the question itself" } else { "which is asked later" };
                let reason = ["reads \"", name, "\", ", when].concat();
                refuse(&["questions", &index.to_string(), field], reason, problems);
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A survey of five questions a to e with these further fields, and these of the whole.
    fn check(questions: &Value, whole: &Value, expected: &[&str]) {
        let ids = ["a", "b", "c", "d", "e"];
        let question = |id: &str| {
            let mut question = json!({ "id": id, "type": "smiley", "title": { "vi": "?" } });
            for (name, value) in questions.get(id).and_then(Value::as_object).into_iter().flatten() {
                question[name] = value.clone();
            }
            question
        };
        let mut document =
            json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": ids.map(question) });
        for (name, value) in whole.as_object().into_iter().flatten() {
            document[name] = value.clone();
        }
        let found: Vec<String> =
            Survey::decode(&document).err().unwrap_or_default().iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{questions}");
    }

    fn paths(questions: &Value, expected: &[&str]) {
        check(questions, &Value::Null, expected);
    }

    #[test]
    fn jumps_that_end_are_taken() {
        let low = json!({ "<=": [{ "var": "a" }, 2] });
        paths(&json!({ "a": { "go_to": [{ "if": low, "to": "c" }, { "to": "b" }] } }), &[]);
        paths(&json!({ "a": { "go_to": [{ "if": low, "to": "end" }] } }), &[]);
        // Back and forth, but never in a circle: a, d, b, c, e.
        let orders = json!({ "a": { "go_to": [{ "to": "d" }] }, "d": { "go_to": [{ "to": "b" }] },
            "c": { "go_to": [{ "to": "e" }] } });
        paths(&orders, &[]);
    }

    #[test]
    fn a_circle_is_told_with_its_questions() {
        let back = json!({ "if": { "var": "a" }, "to": "b" });
        paths(&json!({ "d": { "go_to": [back] } }), &["/questions/3/go_to: goes in a circle: b → c → d → b"]);
        paths(
            &json!({ "a": { "go_to": [{ "to": "a" }] } }),
            &["/questions/0/go_to: goes in a circle: a → a"],
        );
    }

    #[test]
    fn a_jump_to_nowhere_is_a_dead_end() {
        paths(
            &json!({ "a": { "go_to": [{ "to": "f" }, { "to": "end" }] } }),
            &["/questions/0/go_to/0/to: is a dead end: no question is called \"f\"; did you mean \"a\"?"],
        );
        paths(
            &json!({ "a": { "go_to": [{ "to": "c" }, { "to": "b" }] } }),
            &["/questions/0/go_to/1: is never reached: the jump before it is always taken"],
        );
    }

    #[test]
    fn a_question_that_no_path_reaches_is_told() {
        paths(
            &json!({ "a": { "go_to": [{ "to": "d" }] } }),
            &[
                "/questions/1: is never reached: every path goes past it",
                "/questions/2: is never reached: every path goes past it",
            ],
        );
        // Where the question that jumps may itself be passed over, the next one is reached.
        paths(&json!({ "b": { "go_to": [{ "to": "d" }], "show_if": { "var": "a" } } }), &[]);
        paths(&json!({ "a": { "go_to": [{ "to": "d" }], "wave": 7 } }), &[]);
    }

    #[test]
    fn rules_and_texts_name_what_there_is() {
        paths(
            &json!({ "b": { "show_if": { "var": "aa" }, "go_to": [{ "if": { "missing": ["x.y"] }, "to": "c" }],
                "title": { "vi": "{{ z.label }} {{a}} {{context.name}}" } } }),
            &[
                "/questions/1/show_if: reads \"aa\", which is no question and no computed value; did you mean \"a\"?",
                "/questions/1/go_to/0/if: reads \"x\", which is no question and no computed value; did you mean \"a\"?",
                "/questions/1/title: reads \"z\", which is no question and no computed value; did you mean \"a\"?",
            ],
        );
        check(
            &json!({}),
            &json!({ "computed": { "a": 1, "sum": { "+": [{ "var": "a" }, { "var": "suum" }] } },
                "quotas": [{ "id": "q", "if": { "var": "no-such" }, "limit": 1 }], "thanks": { "neutral": { "vi": "{{no-such}}" } } }),
            &[
                "/computed/a: is a question's id too",
                "/computed/sum: reads \"suum\", which is no question and no computed value; did you mean \"sum\"?",
                "/quotas/0/if: reads \"no-such\", which is no question and no computed value",
                "/thanks/neutral: reads \"no-such\", which is no question and no computed value",
            ],
        );
    }

    #[test]
    fn a_rule_reads_what_was_asked_before() {
        paths(
            &json!({ "b": { "show_if": { "var": "c" } }, "c": { "show_if": { "var": "c" } },
                "d": { "go_to": [{ "if": { "var": "d" }, "to": "end" }] } }),
            &[
                "/questions/1/show_if: reads \"c\", which is asked later",
                "/questions/2/show_if: reads \"c\", the question itself",
            ],
        );
    }

    #[test]
    fn computed_values_may_not_wait_for_one_another() {
        let rules = json!({ "x": { "var": "y" }, "y": { "var": "x" }, "z": { "var": "a" } });
        check(&json!({}), &json!({ "computed": rules }), &["/computed: wait for one another: x, y"]);
        check(&json!({}), &json!({ "computed": { "b2": { "var": "c2" }, "c2": { "var": "a" } } }), &[]);
    }
}
