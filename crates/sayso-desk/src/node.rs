//! A tree of elements as the page is to make it: `[tag, attributes, children…]`, where a child is a tree or a text.

use serde_json::{Map, Value};

/// An element.
pub(crate) fn element(
    tag: &str,
    attributes: &[(&str, String)],
    children: impl IntoIterator<Item = Value>,
) -> Value {
    let mut map = Map::new();
    for (name, value) in attributes {
        map.insert((*name).to_owned(), value.as_str().into());
    }
    let mut tree = vec![tag.into(), map.into()];
    tree.extend(children);
    tree.into()
}

/// An element of a class.
pub(crate) fn classed(tag: &str, class: &str, children: impl IntoIterator<Item = Value>) -> Value {
    element(tag, &[("class", class.to_owned())], children)
}

/// An element around a text.
pub(crate) fn text(tag: &str, text: impl Into<String>) -> Value {
    element(tag, &[], [text.into().into()])
}

/// A table that is heard and not seen: what a picture shows, cell by cell.
pub(crate) fn table(caption: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Value {
    let cells = |tag: &'static str, cells: Vec<String>| {
        element("tr", &[], cells.into_iter().map(move |cell| text(tag, cell)))
    };
    let head = cells("th", head.iter().map(|cell| (*cell).to_owned()).collect());
    let rows = rows.into_iter().map(|row| cells("td", row));
    let table = element("table", &[], [text("caption", caption), head].into_iter().chain(rows));
    classed("div", "heard", [table])
}
