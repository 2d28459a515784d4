//! What can be known about every path through a survey before anybody walks it.
//!
//! A question leads to the next one or to where it jumps; one with a condition may be passed over. On this graph are found:
//! circles, questions that no path reaches, rules and texts that read what does not exist, and rules that read what is only
//! asked later. So every walk ends, after at most as many screens as there are questions.
//!
//! Part of a survey may not be readable. A question that is not might lead anywhere and show any text, so that nothing is
//! said which would not stay true once it is mended; all that is certain is said at once.

use crate::decode::{MOST_UNKNOWN, Problems, nearest};
use crate::flow::Step;
use crate::logic::Logic;
use crate::piping;
use crate::problem::Problem;

use super::branch::root;
use super::{Computed, LocalText, PublicLink, Question, Quota, Thanks};

/// A survey as far as it could be read.
#[derive(Clone, Copy)]
pub(super) struct Sketch<'s> {
    /// The questions in their places; `None` where one could not be read.
    pub(super) questions: &'s [Option<Question>],
    /// The ids that are written for them.
    pub(super) ids: &'s [&'s str],
    /// The computed values that could be read.
    pub(super) computed: &'s [Computed],
    /// The names that are written for all of them.
    pub(super) names: &'s [&'s str],
    pub(super) quotas: &'s [Quota],
    pub(super) thanks: &'s Thanks,
    pub(super) public_link: Option<&'s PublicLink>,
}

/// Adds what is wrong with the paths of a survey.
pub(super) fn check(sketch: Sketch<'_>, problems: &mut Problems) {
    let questions = sketch.questions;
    if let Some(circle) = circle(questions) {
        let names: Vec<&str> = circle.iter().map(|index| sketch.ids[*index]).collect();
        let from = circle[circle.len().saturating_sub(2)];
        refuse(
            &["questions", &from.to_string(), "go_to"],
            ["goes in a circle: ", &names.join(" → ")].concat(),
            problems,
        );
    }
    sketch.check_names(problems);
    let reached: Vec<_> = (0..questions.len()).map(|start| reached_from(questions, start)).collect();
    for (index, question) in questions.iter().enumerate() {
        if !reached[0][index] {
            refuse(
                &["questions", &index.to_string()],
                "is never reached: every path goes past it".into(),
                problems,
            );
        }
        if let Some(question) = question {
            sketch.check_order(index, question, &reached, problems);
        }
    }
}

fn refuse(path: &[&str], reason: String, problems: &mut Problems) {
    problems.push(Problem::new(["/", &path.join("/")].concat(), reason));
}

/// Where question `index` is known to lead.
fn successors(questions: &[Option<Question>], index: usize) -> Vec<usize> {
    let Some(question) = &questions[index] else { return Vec::new() };
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
fn circle(questions: &[Option<Question>]) -> Option<Vec<usize>> {
    let mut is_clear = vec![false; questions.len()];
    (0..questions.len()).find_map(|start| circle_from(questions, start, &mut is_clear, &mut Vec::new()))
}

fn circle_from(
    questions: &[Option<Question>],
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

/// Which questions a path from `start` may come to, itself among them; any, behind one that could not be read.
fn reached_from(questions: &[Option<Question>], start: usize) -> Vec<bool> {
    let mut reached = vec![false; questions.len()];
    let mut waiting = vec![start];
    while let Some(index) = waiting.pop() {
        if questions[index].is_none() {
            return vec![true; questions.len()];
        }
        if !std::mem::replace(&mut reached[index], true) {
            waiting.extend(successors(questions, index));
        }
    }
    reached
}

impl Sketch<'_> {
    /// Every rule and text may only name what there is.
    fn check_names(self, problems: &mut Problems) {
        for (index, question) in self.questions.iter().enumerate() {
            let Some(question) = question else { continue };
            let place = index.to_string();
            each_rule(question, &mut |field, rule| {
                self.check_rule(&["questions", &place, field], rule, problems);
            });
            question.each_text(&place, &mut |path, text| self.check_text(path, text, problems));
        }
        for name in self.names.iter().filter(|name| self.ids.contains(*name)) {
            refuse(&["computed", name], "is a question's id too".into(), problems);
        }
        for computed in self.computed {
            self.check_rule(&["computed", &computed.name], &computed.rule, problems);
        }
        for (index, quota) in self.quotas.iter().enumerate() {
            self.check_rule(&["quotas", &index.to_string(), "if"], &quota.condition, problems);
        }
        self.thanks.each(&mut |name, text| self.check_text(&["thanks", name], text, problems));
        if let Some(PublicLink { label, .. }) = self.public_link {
            self.check_text(&["public_link", "label"], label, problems);
        }
    }

    fn check_rule(self, path: &[&str], rule: &Logic, problems: &mut Problems) {
        rule.each_variable(&mut |variable| self.check_name(path, root(variable), problems));
    }

    fn check_text(self, path: &[&str], text: &LocalText, problems: &mut Problems) {
        for words in text.words() {
            piping::each_name(words, &mut |name| {
                self.check_name(path, root(name), problems);
                self.check_part(path, name, problems);
            });
        }
    }

    fn check_name(self, path: &[&str], name: &str, problems: &mut Problems) {
        let known = || self.ids.iter().chain(self.names).copied().chain(["context"]);
        if name.is_empty() || known().any(|known| known == name) {
            return;
        }
        let reason = ["reads \"", name, "\", which is no question and no computed value"].concat();
        refuse(path, with_near(reason, name, known(), problems), problems);
    }

    /// Of a hidden field the name, of an answer its label: a text can take in nothing else after a dot.
    fn check_part(self, path: &[&str], name: &str, problems: &mut Problems) {
        let (whole, part) = name.split_once('.').unwrap_or((name, ""));
        let reason = match whole {
            "context" if part.is_empty() => {
                "takes in \"context\" without a field; write \"context.name\"".into()
            }
            "context" => return,
            _ if part.is_empty() || (part == "label" && self.ids.contains(&whole)) => return,
            _ if self.names.contains(&whole) => {
                ["takes in \"", name, "\", but a computed value has no parts"].concat()
            }
            _ if self.ids.contains(&whole) => {
                let reason = ["takes in \"", name, "\", but an answer has no \"", part, "\""].concat();
                with_near(reason, part, ["label"].into_iter(), problems)
            }
            _ => return,
        };
        refuse(path, reason, problems);
    }

    /// A rule of a question may only read what can have been asked by then.
    fn check_order(self, index: usize, question: &Question, reached: &[Vec<bool>], problems: &mut Problems) {
        each_rule(question, &mut |field, rule| {
            rule.each_variable(&mut |variable| {
                let name = root(variable);
                let Some(read) = self.ids.iter().position(|id| *id == name) else { return };
                let is_own = read == index;
                let is_known = if is_own { field != "show_if" } else { reached[read][index] };
                if !is_known {
                    let when = if is_own { "the question itself" } else { "which is asked later" };
                    let reason = ["reads \"", name, "\", ", when].concat();
                    refuse(&["questions", &index.to_string(), field], reason, problems);
                }
            });
        });
    }
}

/// The reason with the nearest name there is; beyond [`MOST_UNKNOWN`] problems nobody looks for it, since it takes its time.
fn with_near<'n>(
    mut reason: String,
    name: &str,
    known: impl Iterator<Item = &'n str>,
    problems: &Problems,
) -> String {
    let near = if problems.len() < MOST_UNKNOWN { nearest(name, known) } else { None };
    if let Some(near) = near {
        reason.extend(["; did you mean \"", near, "\"?"]);
    }
    reason
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

#[cfg(test)]
mod tests {
    use crate::survey::Survey;
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
            &[
                "/questions/0/go_to: goes in a circle: a → a",
                "/questions/1: is never reached: every path goes past it",
                "/questions/2: is never reached: every path goes past it",
                "/questions/3: is never reached: every path goes past it",
                "/questions/4: is never reached: every path goes past it",
            ],
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

    #[test]
    fn what_could_be_read_is_checked_beside_what_could_not() {
        // b has no sound condition, so that it may lead to anything behind it; c reads a name that there is none of.
        check(
            &json!({ "b": { "show_if": { "no-such": 1 } }, "c": { "show_if": { "var": "aa" } },
                "d": { "go_to": [{ "if": { "var": "e" }, "to": "d" }] }, "e": { "scale": 9 } }),
            &json!({ "computed": { "x": { "var": "a" }, "a": { "bad": 1 } }, "thanks": { "neutral": { "vi": "{{aa}} {{x}}" } } }),
            &[
                "/questions/1/show_if/no-such: is no operator of JsonLogic",
                "/questions/4/scale: expected 3 to 5, found 9",
                "/computed/a/bad: is no operator of JsonLogic",
                "/questions/3/go_to: goes in a circle: d → d",
                "/questions/2/show_if: reads \"aa\", which is no question and no computed value; did you mean \"a\"?",
                "/computed/a: is a question's id too",
                "/thanks/neutral: reads \"aa\", which is no question and no computed value; did you mean \"a\"?",
            ],
        );
    }

    #[test]
    fn texts_of_every_kind_take_in_what_there_is() {
        let options = json!([{ "id": "x", "label": { "vi": "{{b.lable}}" } }, { "id": "y", "label": { "vi": "{{y}}" } }]);
        let text = |words: &str| json!({ "vi": words });
        check(
            &json!({ "a": { "type": "choice", "options": options },
                "b": { "type": "statement", "body": text("{{a.text}} {{a.label}} {{context}} {{context.x}}") },
                "c": { "type": "rating", "low": text("{{sum.label}} {{sum}}") },
                "d": { "type": "expectation", "actual_label": text("{{z}}") },
                "e": { "type": "consent", "text": text("{{zz}}"), "text_version": "1" } }),
            &json!({ "computed": { "sum": 1 }, "public_link": { "url": "https://a.example", "label": text("{{no}}") } }),
            &[
                "/questions/0/options/0/label: takes in \"b.lable\", but an answer has no \"lable\"; did you mean \"label\"?",
                "/questions/0/options/1/label: reads \"y\", which is no question and no computed value; did you mean \"a\"?",
                "/questions/1/body: takes in \"a.text\", but an answer has no \"text\"",
                "/questions/1/body: takes in \"context\" without a field; write \"context.name\"",
                "/questions/2/low: takes in \"sum.label\", but a computed value has no parts",
                "/questions/3/actual_label: reads \"z\", which is no question and no computed value; did you mean \"a\"?",
                "/questions/4/text: reads \"zz\", which is no question and no computed value",
                "/public_link/label: reads \"no\", which is no question and no computed value",
            ],
        );
    }
}
