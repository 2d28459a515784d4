//! Evaluates a rule within a budget, so that no rule and no data can hold up the page.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::coerce::{
    compare, is_equal, is_identical, is_truthy, join, leading_number, number, to_number, to_text,
};
use super::{Logic, Operator, STEPS};

/// The rule's value; `None` where the budget does not suffice.
pub(super) fn run(logic: &Logic, data: &Value) -> Option<Value> {
    Budget { left: STEPS }.evaluate(logic, data)
}

struct Budget {
    left: u32,
}

impl Budget {
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.left = self.left.checked_sub(u32::try_from(steps).ok()?)?;
        Some(())
    }

    /// A copy costs as much as it holds, so that no value doubles itself for long.
    fn copy(&mut self, value: &Value) -> Option<Value> {
        self.pay_for(value)?;
        Some(value.clone())
    }

    fn pay_for(&mut self, value: &Value) -> Option<()> {
        self.spend(1)?;
        match value {
            Value::String(text) => self.spend(text.len()),
            Value::Array(items) => items.iter().try_for_each(|item| self.pay_for(item)),
            Value::Object(map) => map.values().try_for_each(|item| self.pay_for(item)),
            _ => Some(()),
        }
    }

    fn evaluate(&mut self, logic: &Logic, data: &Value) -> Option<Value> {
        self.spend(1)?;
        match logic {
            Logic::Value(value) => self.copy(value),
            Logic::List(items) => self.evaluate_all(items, data).map(Value::Array),
            Logic::Call(operator, arguments) => self.call(*operator, arguments, data),
        }
    }

    fn evaluate_all(&mut self, items: &[Logic], data: &Value) -> Option<Vec<Value>> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.evaluate(item, data)?);
        }
        Some(values)
    }

    /// The operators that choose which of their arguments they evaluate, and those that only see values.
    fn call(&mut self, operator: Operator, arguments: &[Logic], data: &Value) -> Option<Value> {
        match operator {
            Operator::If => self.choose(arguments, data),
            Operator::And => self.first(arguments, data, false),
            Operator::Or => self.first(arguments, data, true),
            _ if operator.has_own_scope() => self.each_item(operator, arguments, data),
            _ => {
                let values = self.evaluate_all(arguments, data)?;
                self.apply(operator, &values, data)
            }
        }
    }

    fn choose(&mut self, arguments: &[Logic], data: &Value) -> Option<Value> {
        let mut pairs = arguments.chunks_exact(2);
        for pair in pairs.by_ref() {
            if is_truthy(&self.evaluate(&pair[0], data)?) {
                return self.evaluate(&pair[1], data);
            }
        }
        match pairs.remainder() {
            [otherwise] => self.evaluate(otherwise, data),
            _ => Some(Value::Null),
        }
    }

    /// The first argument that counts as `wanted`, or the last.
    fn first(&mut self, arguments: &[Logic], data: &Value, wanted: bool) -> Option<Value> {
        let mut last = Value::Null;
        for argument in arguments {
            last = self.evaluate(argument, data)?;
            if is_truthy(&last) == wanted {
                break;
            }
        }
        Some(last)
    }

    fn each_item(&mut self, operator: Operator, arguments: &[Logic], data: &Value) -> Option<Value> {
        let items = match arguments.first() {
            Some(items) => self.evaluate(items, data)?,
            None => Value::Null,
        };
        let items = if let Value::Array(items) = items { items } else { Vec::new() };
        let nothing = Logic::Value(Value::Null);
        let rule = arguments.get(1).unwrap_or(&nothing);
        match operator {
            Operator::Reduce => {
                let start = arguments.get(2).map_or(Some(Value::Null), |start| self.evaluate(start, data))?;
                self.reduce(items, rule, start)
            }
            Operator::Map => {
                let mut mapped = Vec::with_capacity(items.len());
                for item in &items {
                    mapped.push(self.evaluate(rule, item)?);
                }
                Some(Value::Array(mapped))
            }
            Operator::Filter => {
                let mut kept = Vec::new();
                for item in items {
                    if is_truthy(&self.evaluate(rule, &item)?) {
                        kept.push(item);
                    }
                }
                Some(Value::Array(kept))
            }
            _ => self.holds_for(operator, &items, rule),
        }
    }

    fn holds_for(&mut self, operator: Operator, items: &[Value], rule: &Logic) -> Option<Value> {
        // All of nothing is false in this language.
        let decisive = operator != Operator::All;
        for item in items {
            if is_truthy(&self.evaluate(rule, item)?) == decisive {
                return Some(Value::Bool(operator == Operator::Some));
            }
        }
        Some(Value::Bool(match operator {
            Operator::All => !items.is_empty(),
            Operator::NoneOf => true,
            _ => false,
        }))
    }

    fn reduce(&mut self, items: Vec<Value>, rule: &Logic, start: Value) -> Option<Value> {
        let mut accumulator = start;
        for item in items {
            let mut scope = Map::new();
            scope.insert("current".into(), item);
            scope.insert("accumulator".into(), accumulator);
            accumulator = self.evaluate(rule, &Value::Object(scope))?;
        }
        Some(accumulator)
    }

    fn apply(&mut self, operator: Operator, values: &[Value], data: &Value) -> Option<Value> {
        use Ordering::{Equal, Greater, Less};
        let first = values.first().unwrap_or(&Value::Null);
        let second = values.get(1).unwrap_or(&Value::Null);
        Some(match operator {
            Operator::Var => return self.variable(values, data),
            Operator::Missing => return self.missing(values, data).map(Value::Array),
            Operator::MissingSome => return self.missing_some(first, second, data),
            Operator::Equal => Value::Bool(is_equal(first, second)),
            Operator::Unequal => Value::Bool(!is_equal(first, second)),
            Operator::Identical => Value::Bool(is_identical(first, second)),
            Operator::Different => Value::Bool(!is_identical(first, second)),
            Operator::Not => Value::Bool(!is_truthy(first)),
            Operator::Truthy => Value::Bool(is_truthy(first)),
            Operator::More => Value::Bool(in_order(&values[..values.len().min(2)], &[Greater])),
            Operator::AtLeast => Value::Bool(in_order(&values[..values.len().min(2)], &[Greater, Equal])),
            Operator::Less => Value::Bool(in_order(values, &[Less])),
            Operator::AtMost => Value::Bool(in_order(values, &[Less, Equal])),
            Operator::Merge => Value::Array(merge(values)),
            Operator::In => Value::Bool(contains(first, second)),
            Operator::Cat => {
                self.spend(values.iter().map(|value| value.as_str().map_or(20, str::len)).sum())?;
                Value::String(join(values, ""))
            }
            Operator::Substr => Value::String(substring(&to_text(first), second, values.get(2))),
            Operator::Log => first.clone(),
            _ => calculate(operator, values),
        })
    }

    fn variable(&mut self, values: &[Value], data: &Value) -> Option<Value> {
        let path = match values.first() {
            None | Some(Value::Null) => return self.copy(data),
            Some(Value::String(text)) if text.is_empty() => return self.copy(data),
            Some(path) => to_text(path),
        };
        match look_up(data, &path) {
            Some(found) => self.copy(found),
            None => Some(values.get(1).cloned().unwrap_or_default()),
        }
    }

    fn missing(&mut self, keys: &[Value], data: &Value) -> Option<Vec<Value>> {
        let keys = match keys.first() {
            Some(Value::Array(keys)) => keys,
            _ => keys,
        };
        let mut missing = Vec::new();
        for key in keys {
            let found = self.variable(std::slice::from_ref(key), data)?;
            if found.is_null() || found.as_str() == Some("") {
                missing.push(key.clone());
            }
        }
        Some(missing)
    }

    fn missing_some(&mut self, needed: &Value, keys: &Value, data: &Value) -> Option<Value> {
        let count = keys.as_array().map_or(1, Vec::len);
        let missing = self.missing(std::slice::from_ref(keys), data)?;
        let is_enough = (count - missing.len().min(count)) as f64 >= to_number(needed);
        Some(Value::Array(if is_enough { Vec::new() } else { missing }))
    }
}

fn look_up<'v>(data: &'v Value, path: &str) -> Option<&'v Value> {
    let mut found = data;
    for step in path.split('.') {
        found = match found {
            Value::Object(map) => map.get(step)?,
            Value::Array(items) => items.get(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    Some(found)
}

/// Whether each value stands to the next in one of these ways.
fn in_order(values: &[Value], wanted: &[Ordering]) -> bool {
    let holds = |a, b| compare(a, b).is_some_and(|order| wanted.contains(&order));
    holds(values.first(), values.get(1)) && (values.len() < 3 || holds(values.get(1), values.get(2)))
}

fn merge(values: &[Value]) -> Vec<Value> {
    let mut merged = Vec::new();
    for value in values {
        match value {
            Value::Array(items) => merged.extend_from_slice(items),
            single => merged.push(single.clone()),
        }
    }
    merged
}

fn contains(needle: &Value, hay: &Value) -> bool {
    match hay {
        Value::String(text) => !text.is_empty() && text.contains(&to_text(needle)),
        Value::Array(items) => items.iter().any(|item| is_identical(item, needle)),
        _ => false,
    }
}

/// The part of a text from `start`; of that so many characters, or, where `length` is negative, all but so many.
fn substring(text: &str, start: &Value, length: Option<&Value>) -> String {
    let count = text.chars().count();
    let from = place(to_number(start), count);
    let rest = count - from;
    let taken = match length.map(to_number) {
        None => rest,
        Some(length) => place(length, rest).min(rest),
    };
    text.chars().skip(from).take(taken).collect()
}

/// A place within `count`, counted from the end where it is negative.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to integer cast saturates"
)]
fn place(number: f64, count: usize) -> usize {
    let place = if number < 0.0 { count as f64 + number.trunc() } else { number };
    (place as usize).min(count)
}

fn calculate(operator: Operator, values: &[Value]) -> Value {
    let each = |start: f64, read: fn(&Value) -> f64, step: fn(f64, f64) -> f64| {
        values.iter().fold(start, |sum, value| step(sum, read(value)))
    };
    let at = |place: usize| values.get(place).map_or(f64::NAN, to_number);
    // `f64::max` and `min` pass over what is no number; JavaScript does not.
    let larger = |a: f64, b: f64| if a.is_nan() || a > b { a } else { b };
    let smaller = |a: f64, b: f64| if a.is_nan() || a < b { a } else { b };
    number(match operator {
        Operator::Add => each(0.0, leading_number, |a, b| a + b),
        Operator::Multiply => match values {
            [] => f64::NAN,
            [only] => return only.clone(),
            _ => each(1.0, leading_number, |a, b| a * b),
        },
        Operator::Subtract if values.len() < 2 => -at(0),
        Operator::Subtract => at(0) - at(1),
        Operator::Divide => at(0) / at(1),
        Operator::Remainder => at(0) % at(1),
        Operator::Max => each(f64::NEG_INFINITY, to_number, larger),
        Operator::Min => each(f64::INFINITY, to_number, smaller),
        _ => f64::NAN,
    })
}
