//! Where a survey goes on, and what else its author states in rules: jumps, computed values, quotas.

use crate::decode::{Node, Problems, nearest};
use crate::flow::Step;
use crate::logic::Logic;

use super::{kind, limits};

/// A jump away from the order of the questions.
#[derive(Clone, Debug, PartialEq)]
pub struct GoTo {
    /// When it is taken; always, where there is none.
    pub condition: Option<Logic>,
    /// Where it leads.
    pub to: Step,
}

/// A value that is worked out from answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Its name in rules and texts.
    pub name: String,
    /// How it is worked out.
    pub rule: Logic,
}

/// How many responses of a kind are wanted. Who counts them is outside: the page names the quotas that are met in the
/// hidden field `quotas_met`, and whoever belongs to one of those is thanked at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// Its name.
    pub id: String,
    /// Who counts.
    pub condition: Logic,
    /// How many are wanted.
    pub limit: u32,
}

/// The word for the end of a survey in `go_to`.
pub const END: &str = "end";

impl GoTo {
    /// Reads the jumps of a question in a survey whose questions have these ids.
    pub(super) fn decode_list(node: &Node<'_>, ids: &[&str], problems: &mut Problems) -> Option<Vec<Self>> {
        let items = node.list(limits::JUMPS, problems)?;
        let mut jumps = Vec::with_capacity(items.len());
        for item in &items {
            if jumps.last().is_some_and(|jump: &Self| jump.condition.is_none()) {
                item.refuse::<()>("is never reached: the jump before it is always taken", problems);
            }
            jumps.extend(Self::decode(item, ids, problems));
        }
        (jumps.len() == items.len()).then_some(jumps)
    }

    fn decode(node: &Node<'_>, ids: &[&str], problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let condition = kind::optional(&mut fields, "if", problems, Logic::decode);
        let to = fields.required("to", problems).and_then(|to| decode_target(&to, ids, problems));
        fields.refuse_unknown(problems);
        Some(Self { condition: condition?, to: to? })
    }
}

fn decode_target(node: &Node<'_>, ids: &[&str], problems: &mut Problems) -> Option<Step> {
    let wanted = node.text(limits::ID, problems)?;
    if wanted == END {
        return Some(Step::Thanks);
    }
    if let Some(index) = ids.iter().position(|id| *id == wanted) {
        return Some(Step::Question(index));
    }
    let mut reason = ["is a dead end: no question is called \"", wanted, "\""].concat();
    if let Some(near) = nearest(wanted, ids.iter().copied()) {
        reason = [&reason, "; did you mean \"", near, "\"?"].concat();
    }
    node.refuse(reason, problems)
}

impl Computed {
    /// Reads an object of names and rules, as far as it can be read, and puts each value after those that it is made of.
    pub(super) fn decode_all(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<Self>> {
        let fields = node.object(problems)?;
        if fields.len() > limits::COMPUTED {
            let most = limits::COMPUTED.to_string();
            return node.refuse(["expected at most ", &most, " computed values"].concat(), problems);
        }
        let mut values = Vec::with_capacity(fields.len());
        for (name, rule) in fields.entries() {
            super::check_name(&rule, name, problems);
            values.extend(Logic::decode(&rule, problems).map(|rule| Self { name: name.to_owned(), rule }));
        }
        Some(in_order(node, values, problems))
    }

    fn reads(&self, name: &str) -> bool {
        let mut reads = false;
        self.rule.each_variable(&mut |variable| reads |= root(variable) == name);
        reads
    }
}

/// The name that a variable's path begins with.
pub(crate) fn root(variable: &str) -> &str {
    variable.split_once('.').map_or(variable, |(root, _)| root)
}

/// Puts each value after those that it reads; refuses those that read one another in a circle.
fn in_order(node: &Node<'_>, mut waiting: Vec<Computed>, problems: &mut Problems) -> Vec<Computed> {
    let mut ordered: Vec<Computed> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|one| !waiting.iter().any(|other| one.reads(&other.name)));
        let Some(ready) = ready else {
            let names: Vec<&str> = waiting.iter().map(|one| one.name.as_str()).collect();
            node.refuse::<()>(["wait for one another: ", &names.join(", ")].concat(), problems);
            ordered.append(&mut waiting);
            break;
        };
        ordered.push(waiting.remove(ready));
    }
    ordered
}

impl Quota {
    pub(super) fn decode_list(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<Self>> {
        let items = node.list(limits::QUOTAS, problems)?;
        let mut quotas = Vec::with_capacity(items.len());
        for item in &items {
            quotas.extend(Self::decode(item, problems));
        }
        if quotas.len() < items.len() {
            return None;
        }
        super::options::unique(&items, quotas.iter().map(|quota: &Self| quota.id.as_str()), problems)?;
        Some(quotas)
    }

    fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("id", problems).and_then(|id| super::decode_id(&id, problems));
        let condition = fields.required("if", problems).and_then(|rule| Logic::decode(&rule, problems));
        let limit =
            fields.required("limit", problems).and_then(|limit| limit.integer(1..=1_000_000_000, problems));
        fields.refuse_unknown(problems);
        Some(Self { id: id?, condition: condition?, limit: u32::try_from(limit?).ok()? })
    }
}
