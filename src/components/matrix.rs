//! The matrix question: several statements rated on one scale. A table where there is room, a card for each statement on a
//! phone: the same elements, laid out by the style sheet.
//!
//! # Keyboard
//! One stop for Tab a row; within it as in [`super::rating_group`].
//!
//! # Screen reader
//! A table of statements; beside each a `radiogroup` named by it. What was left out is marked once somebody has tried to go
//! on without it.

use sayso_core::survey::Matrix;

use super::ask::{Ask, TITLE_ID};
use super::points::{EndWords, ends_line, field_group, numbers, point_of};
use crate::element::{Element, element};

/// The table of a matrix.
pub(super) fn matrix(ask: Ask, matrix: &Matrix) -> Element {
    let words = EndWords::of(ask, &matrix.ends);
    let rows = matrix.rows.iter().enumerate().map(|(place, row)| {
        let named_by = ["row-", &place.to_string()].concat();
        let name = element("th").attr("scope", "row").attr("id", &named_by).says(&ask.local(&row.label));
        let group = field_group(ask, matrix.scale, row.id.clone(), named_by);
        let cell = element("td").child(numbers(ask, group, matrix.scale, &words)).child(ends_line(
            ask,
            matrix.scale,
            &words,
        ));
        let id = row.id.clone();
        element("tr")
            .live_class("is-missing", move || ask.has_error() && point_of(ask, &id).is_none())
            .child(name)
            .child(cell)
    });
    let table = element("table").class("scale matrix").attr("aria-labelledby", TITLE_ID);
    let body = element("tbody").children(rows);
    if words.is_empty() { table.child(body) } else { table.child(head(ask, &words, matrix)).child(body) }
}

/// The words over both ends of the column of numbers.
fn head(ask: Ask, words: &EndWords, matrix: &Matrix) -> Element {
    let ends = element("th").attr("scope", "col").child(ends_line(ask, matrix.scale, words));
    element("thead").child(element("tr").child(element("td")).child(ends))
}
