//! Lists to choose from, and the rows of a matrix.

use crate::complaint::Reason;
use crate::decode::{Fields, Node, Problems};

use super::kind::flag;
use super::limits;
use super::text::LocalText;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosable {
    /// Its name in answers.
    pub id: String,
    /// As the customer reads it.
    pub label: LocalText,
    /// Choosing it takes back all others: "none of these".
    pub exclusive: bool,
    /// Choosing it opens a line for words of one's own: "something else".
    pub with_text: bool,
}

/// What to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Options {
    /// The reasons of the complaint taxonomy, in two levels.
    Reasons,
    /// A list of the survey's own.
    Listed(Vec<Choosable>),
}

/// One or several of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// What to choose from.
    pub options: Options,
    /// Whether several may be chosen.
    pub multiple: bool,
    /// Whether the order is drawn by lot for each respondent; exclusive ones and those with text stay last.
    pub random: bool,
}

/// A row of a matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name in answers.
    pub id: String,
    /// As the customer reads it.
    pub label: LocalText,
}

impl Options {
    /// Options of which one may exclude the others or bring a line to write on, as only a choice draws them.
    fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        Self::decode_with(fields, true, problems)
    }

    /// Options that are an id and a label: those of a menu, or of a list to put in order. More would be promised and
    /// not drawn, so it is named as unknown.
    pub(super) fn decode_plain(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        Self::decode_with(fields, false, problems)
    }

    fn decode_with(fields: &mut Fields<'_>, is_choice: bool, problems: &mut Problems) -> Option<Self> {
        let node = fields.required("options", problems)?;
        if let Some(word) = node.value().as_str() {
            return if word == "reasons" {
                Some(Self::Reasons)
            } else {
                node.refuse("expected \"reasons\" or a list of options", problems)
            };
        }
        let items = node.list(limits::OPTIONS, problems)?;
        if items.len() < 2 {
            return node.refuse("expected at least two options", problems);
        }
        let options: Vec<_> = items.iter().map(|item| Choosable::decode(item, is_choice, problems)).collect();
        let options = options.into_iter().collect::<Option<Vec<_>>>()?;
        unique(&items, options.iter().map(|option| option.id.as_str()), problems)?;
        Some(Self::Listed(options))
    }

    /// Whether `id` can be chosen.
    pub fn offers(&self, id: &str) -> bool {
        match self {
            Self::Reasons => Reason::asked().any(|reason| reason.code() == id),
            Self::Listed(options) => options.iter().any(|option| option.id == id),
        }
    }
}

impl Choosable {
    fn decode(node: &Node<'_>, is_choice: bool, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("id", problems).and_then(|id| id.name(limits::ID, problems));
        let label = fields.required("label", problems).and_then(|label| LocalText::decode(&label, problems));
        let mut of_a_choice = |name| if is_choice { flag(&mut fields, name, problems) } else { Some(false) };
        let (exclusive, with_text) = (of_a_choice("exclusive"), of_a_choice("with_text"));
        fields.refuse_unknown(problems);
        Some(Self { id: id?.to_owned(), label: label?, exclusive: exclusive?, with_text: with_text? })
    }
}

impl Choices {
    pub(super) fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let options = Options::decode(fields, problems);
        let multiple = flag(fields, "multiple", problems);
        let random = flag(fields, "random", problems);
        Some(Self { options: options?, multiple: multiple?, random: random? })
    }
}

impl Row {
    pub(super) fn decode_list(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<Self>> {
        let items = node.list(limits::ROWS, problems)?;
        if items.is_empty() {
            return node.refuse("expected at least one row", problems);
        }
        let rows: Vec<_> = items.iter().map(|item| Self::decode(item, problems)).collect();
        let rows = rows.into_iter().collect::<Option<Vec<_>>>()?;
        unique(&items, rows.iter().map(|row| row.id.as_str()), problems)?;
        Some(rows)
    }

    fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("id", problems).and_then(|id| id.name(limits::ID, problems));
        let label = fields.required("label", problems).and_then(|label| LocalText::decode(&label, problems));
        fields.refuse_unknown(problems);
        Some(Self { id: id?.to_owned(), label: label? })
    }
}

/// Refuses every item whose id an earlier one has.
pub(super) fn unique<'i>(
    items: &[Node<'_>],
    ids: impl Iterator<Item = &'i str>,
    problems: &mut Problems,
) -> Option<()> {
    let before = problems.len();
    let ids: Vec<&str> = ids.collect();
    for (index, id) in ids.iter().enumerate() {
        if ids[..index].contains(id) {
            items[index].refuse::<()>(["the id \"", id, "\" is taken"].concat(), problems);
        }
    }
    (problems.len() == before).then_some(())
}
