//! JsonLogic (jsonlogic.com): rules as data, so that any other system can evaluate the conditions of a survey too.
//!
//! A rule is decoded once into a [`Logic`] and evaluated as often as needed. What the variables stand for is left to
//! [`crate::flow`]. The whole published operator set is here and passes the language's public test suite
//! (`tests/jsonlogic`). Results follow the reference implementation in JavaScript, with four things settled that it
//! leaves to its host:
//!
//! - a number that JSON cannot hold, such as 1 / 0, is null;
//! - lists and objects are equal when their contents are, since JSON knows no identity;
//! - an unknown operator, or an object with several, is refused when the rule is decoded, not when it is met;
//! - `log` gives its argument back and writes nothing.
//!
//! It is our own because of its weight. Each was built for WASM (`opt-level="z"`, LTO, `wasm-opt -Oz`, brotli) over the same
//! 13.1 kB that read two JSON texts: `datalogic-rs` 5.4.0 adds 123.5 kB (its later versions ask for a newer compiler),
//! `jsonlogic-rs` 0.5.0 48.0 kB, this 26.0 kB, of which the reading of numbers and [`Node`] are in the widget anyway.
//! Neither crate bounds the work of a rule in that build, and neither says where in a rule a mistake is.

mod coerce;
mod evaluate;

pub use coerce::is_truthy;
pub(crate) use coerce::to_text;

use serde_json::Value;

use crate::decode::{Node, Problems, nearest};

/// The deepest that a rule may nest. A survey's own limit is reached before.
pub const DEPTH: usize = 64;

/// The work that one evaluation may take: operators met, values copied, characters written.
pub const STEPS: u32 = 100_000;

/// What a rule may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the language's own word")]
pub enum Operator {
    Var,
    Missing,
    MissingSome,
    If,
    Equal,
    Identical,
    Unequal,
    Different,
    Not,
    Truthy,
    Or,
    And,
    More,
    AtLeast,
    Less,
    AtMost,
    Max,
    Min,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Map,
    Filter,
    Reduce,
    All,
    NoneOf,
    Some,
    Merge,
    In,
    Cat,
    Substr,
    Log,
}

impl Operator {
    /// Every operator as it is written.
    pub const NAMES: [(&'static str, Self); 35] = [
        ("var", Self::Var),
        ("missing", Self::Missing),
        ("missing_some", Self::MissingSome),
        ("if", Self::If),
        ("?:", Self::If),
        ("==", Self::Equal),
        ("===", Self::Identical),
        ("!=", Self::Unequal),
        ("!==", Self::Different),
        ("!", Self::Not),
        ("!!", Self::Truthy),
        ("or", Self::Or),
        ("and", Self::And),
        (">", Self::More),
        (">=", Self::AtLeast),
        ("<", Self::Less),
        ("<=", Self::AtMost),
        ("max", Self::Max),
        ("min", Self::Min),
        ("+", Self::Add),
        ("-", Self::Subtract),
        ("*", Self::Multiply),
        ("/", Self::Divide),
        ("%", Self::Remainder),
        ("map", Self::Map),
        ("filter", Self::Filter),
        ("reduce", Self::Reduce),
        ("all", Self::All),
        ("none", Self::NoneOf),
        ("some", Self::Some),
        ("merge", Self::Merge),
        ("in", Self::In),
        ("cat", Self::Cat),
        ("substr", Self::Substr),
        ("log", Self::Log),
    ];

    /// Whether its second argument is evaluated for each item of its first, which is then the data.
    fn has_own_scope(self) -> bool {
        matches!(self, Self::Map | Self::Filter | Self::Reduce | Self::All | Self::NoneOf | Self::Some)
    }
}

/// A rule: a value, a list of rules, or an operator with its arguments.
///
/// ```
/// use sayso_core::{decode::Node, logic::Logic};
/// use serde_json::json;
/// let rule = json!({ "<=": [{ "var": "csat" }, 2] });
/// let unhappy = Logic::decode(&Node::root(&rule), &mut Vec::new()).unwrap();
/// assert!(unhappy.holds(&json!({ "csat": 1 })));
/// assert!(!unhappy.holds(&json!({ "csat": 5 })));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Logic {
    /// A value that stands for itself.
    Value(Value),
    /// A list of rules.
    List(Vec<Logic>),
    /// An operator with its arguments.
    Call(Operator, Vec<Logic>),
}

impl Logic {
    /// Reads a rule.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        Self::decode_within(node, DEPTH, problems)
    }

    fn decode_within(node: &Node<'_>, depth: usize, problems: &mut Problems) -> Option<Self> {
        let Some(depth) = depth.checked_sub(1) else {
            return node.refuse("is nested too deep", problems);
        };
        match node.value() {
            Value::Array(items) => Self::decode_list(node, items.len(), depth, problems).map(Self::List),
            Value::Object(map) => {
                let fields = node.object(problems)?;
                let mut entries = fields.entries();
                let (Some((name, arguments)), None) = (entries.next(), entries.next()) else {
                    let found = if map.is_empty() { "none" } else { "several" };
                    let reason =
                        ["expected one operator, such as {\"var\": \"csat\"}, found ", found].concat();
                    return node.refuse(reason, problems);
                };
                let operator = operator(name, &arguments, problems);
                let arguments = match arguments.value() {
                    Value::Array(items) => Self::decode_list(&arguments, items.len(), depth, problems),
                    _ => Self::decode_within(&arguments, depth, problems).map(|only| vec![only]),
                };
                Some(Self::Call(operator?, arguments?))
            }
            value => Some(Self::Value(value.clone())),
        }
    }

    fn decode_list(node: &Node<'_>, len: usize, depth: usize, problems: &mut Problems) -> Option<Vec<Self>> {
        let items = node.list(len, problems)?;
        let mut list = Vec::with_capacity(len);
        for item in &items {
            list.extend(Self::decode_within(item, depth, problems));
        }
        (list.len() == len).then_some(list)
    }

    /// The rule's value for this data; `None` where it takes more than [`STEPS`] of work.
    pub fn evaluate(&self, data: &Value) -> Option<Value> {
        evaluate::run(self, data)
    }

    /// Whether the rule's value counts as true for this data. A rule that takes too long holds for nothing.
    pub fn holds(&self, data: &Value) -> bool {
        self.evaluate(data).is_some_and(|value| is_truthy(&value))
    }

    /// Calls `name` with every variable that the rule reads from its data and names outright.
    pub fn each_variable<'l>(&'l self, name: &mut dyn FnMut(&'l str)) {
        match self {
            Self::Value(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.each_variable(name)),
            Self::Call(operator, arguments) => {
                let named = match operator {
                    Operator::Var => &arguments[..arguments.len().min(1)],
                    Operator::Missing | Operator::MissingSome => arguments,
                    _ => &[],
                };
                for argument in named {
                    argument.each_text(name);
                }
                for (place, argument) in arguments.iter().enumerate() {
                    if !(operator.has_own_scope() && place == 1) {
                        argument.each_variable(name);
                    }
                }
            }
        }
    }

    fn each_text<'l>(&'l self, text: &mut dyn FnMut(&'l str)) {
        match self {
            Self::Value(Value::String(name)) => text(name),
            Self::List(items) => items.iter().for_each(|item| item.each_text(text)),
            _ => {}
        }
    }
}

fn operator(name: &str, node: &Node<'_>, problems: &mut Problems) -> Option<Operator> {
    if let Some((_, operator)) = Operator::NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*operator);
    }
    let names = Operator::NAMES.iter().map(|(name, _)| *name).filter(|name| name.len() > 1);
    node.refuse(
        match nearest(name, names) {
            Some(near) => ["is no operator of JsonLogic; did you mean \"", near, "\"?"].concat(),
            None => "is no operator of JsonLogic".into(),
        },
        problems,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn decoded(rule: &Value) -> Result<Logic, String> {
        let mut problems = Problems::new();
        let logic = Logic::decode(&Node::root(rule), &mut problems);
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        logic.ok_or(lines.join("\n"))
    }

    fn check(rule: &Value, data: &Value, expected: &Value) {
        assert_eq!(decoded(rule).unwrap().evaluate(data).as_ref(), Some(expected), "{rule} of {data}");
    }

    #[test]
    fn the_public_suite_holds() {
        let suite: Vec<Value> = serde_json::from_str(include_str!("../tests/jsonlogic/tests.json")).unwrap();
        let cases: Vec<_> = suite.iter().filter_map(Value::as_array).collect();
        assert_eq!(cases.len(), 275);
        for case in cases {
            check(&case[0], &case[1], &case[2]);
        }
    }

    #[test]
    fn values_are_taken_as_javascript_takes_them() {
        let data = json!({ "no": null, "list": [1, 2], "deep": { "er": [{ "x": "y" }] }, "1.5": 1 });
        for (rule, expected) in [
            (json!({ "==": [null, 0] }), json!(false)),
            (json!({ "<=": [null, 0] }), json!(true)),
            (json!({ "<": [1] }), json!(false)),
            (json!({ "==": [true, "1"] }), json!(true)),
            (json!({ "==": [[1], 1] }), json!(true)),
            (json!({ "==": ["", 0] }), json!(true)),
            (json!({ "==": ["nan", 0] }), json!(false)),
            (json!({ "===": [1, 1.0] }), json!(true)),
            (json!({ "==": [{ "var": "list" }, [1, 2]] }), json!(true)),
            (json!({ "<": ["b", "a"] }), json!(false)),
            (json!({ "<": ["10", "9"] }), json!(true)),
            (json!({ "<": ["10", 9] }), json!(false)),
            (json!({ "/": [1, 0] }), json!(null)),
            (json!({ "+": ["3 apples", "x"] }), json!(null)),
            (json!({ "+": ["3.5 apples", "-1e1x"] }), json!(-6.5)),
            (json!({ "-": ["0x10", 1] }), json!(15)),
            (json!({ "%": [-7, 3] }), json!(-1)),
            (json!({ "max": [] }), json!(null)),
            (json!({ "cat": ["a", null, true, 1.5, [1, [2]]] }), json!("atrue1.51,2")),
            (json!({ "substr": ["xin chào", -4] }), json!("chào")),
            (json!({ "substr": ["👍🏽ok", 2] }), json!("ok")),
            (json!({ "in": [1, "a1"] }), json!(true)),
            (json!({ "in": ["1", [1]] }), json!(false)),
            (json!({ "var": "deep.er.0.x" }), json!("y")),
            (json!({ "var": "list.2" }), json!(null)),
            (json!({ "var": ["no", 7] }), json!(null)),
            (json!({ "log": "x" }), json!("x")),
            (json!({ "reduce": [[1, 2], { "var": "accumulator" }] }), json!(null)),
        ] {
            check(&rule, &data, &expected);
        }
    }

    #[test]
    fn what_is_no_rule_is_refused_by_name_and_place() {
        let refused = |rule: &Value, expected: &str| assert_eq!(decoded(rule).unwrap_err(), expected);
        refused(
            &json!({ "misssing": ["a"] }),
            "/misssing: is no operator of JsonLogic; did you mean \"missing\"?",
        );
        refused(
            &json!({ "and": [{ "like": [1] }, {}] }),
            "/and/0/like: is no operator of JsonLogic\n/and/1: expected one operator, such as {\"var\": \"csat\"}, found none",
        );
        let mut deep = json!(1);
        for _ in 0..DEPTH {
            deep = json!([deep]);
        }
        assert!(decoded(&deep).unwrap_err().ends_with("/0: is nested too deep"));
    }

    #[test]
    fn a_rule_that_grows_without_end_gives_up() {
        let twice = json!({ "var": "accumulator" });
        let thirty: Vec<u8> = (0..60).collect();
        for step in
            [json!({ "cat": [twice, twice] }), json!([twice, twice]), json!({ "merge": [twice, twice] })]
        {
            let rule = json!({ "reduce": [thirty, step, "x"] });
            assert_eq!(decoded(&rule).unwrap().evaluate(&json!({})), None, "{rule}");
        }
    }

    #[test]
    fn variables_are_named_but_not_those_of_an_item() {
        let rule = json!({ "and": [{ "var": ["a.b", { "var": "c" }] }, { "missing": ["d", "e"] },
            { "some": [{ "var": "f" }, { "==": [{ "var": "item" }, 1] }] }, { "missing_some": [1, ["g"]] }] });
        let mut found = Vec::new();
        let logic = decoded(&rule).unwrap();
        logic.each_variable(&mut |name| found.push(name));
        assert_eq!(found, ["a.b", "c", "d", "e", "f", "g"]);
    }
}
