//! How to reach the respondent: name, telephone, e-mail, each of which may stay empty.
//!
//! # Keyboard
//! Native fields in this order, filled in by the browser where the respondent lets it; Enter goes on.
//!
//! # Screen reader
//! Each field is named by its label. What is wrong with one is said when it is left, is tied to it, and stands under it
//! until it is mended.

use std::rc::Rc;

use sayso_core::contact::{is_email, phone};
use sayso_core::survey::ContactFields;
use serde_json::{Map, Value};
use web_sys::{Element as Node, HtmlElement};

use super::ask::{Ask, DESCRIBED_BY, TITLE_ID};
use super::field::{Read, Reading, given, line, reads, written};
use crate::element::{Element, element, tell};
use crate::texts::Phrase;

/// A way to reach somebody: its name in the answer, and what a browser should know of its field.
struct Way {
    name: &'static str,
    input: &'static str,
    autocomplete: &'static str,
    /// What the answer holds for what was written; `None` where it cannot be right.
    read: fn(&str) -> Option<String>,
}

const WAYS: [Way; 3] = [
    Way { name: "name", input: "text", autocomplete: "name", read: |text| Some(text.to_owned()) },
    Way { name: "phone", input: "tel", autocomplete: "tel", read: phone },
    Way {
        name: "email",
        input: "email",
        autocomplete: "email",
        read: |text| is_email(text).then(|| text.to_owned()),
    },
];

/// The fields of a contact question.
pub(super) fn contact(ask: Ask, asked: ContactFields) -> Element {
    let given = given(ask).unwrap_or_default();
    let fields: Vec<Field> = WAYS
        .iter()
        .zip([asked.name, asked.phone, asked.email])
        .filter(|(_, is_asked)| *is_asked)
        .map(|(way, _)| Field::new(ask, way, given.get(way.name).and_then(Value::as_str)))
        .collect();
    let handles: Vec<Handle> = fields.iter().map(Field::handle).collect();
    let read: Read = Rc::new(move |is_left| read_contact(ask, &handles, is_left));
    ask.marked(element("div"))
        .class("contact")
        .attr("role", "group")
        .attr("aria-labelledby", TITLE_ID)
        .attr("aria-describedby", DESCRIBED_BY)
        .children(fields.into_iter().map(|field| field.draw(ask, &read)))
}

struct Field {
    way: &'static Way,
    line: Element,
    error: Element,
}

/// What reading a field takes of it.
struct Handle {
    way: &'static Way,
    line: HtmlElement,
    error: Node,
}

impl Field {
    fn new(ask: Ask, way: &'static Way, given: Option<&str>) -> Self {
        let error_id = [way.name, "-error"].concat();
        let line = line(ask, "input")
            .attr("id", way.name)
            .attr("name", way.name)
            .attr("type", way.input)
            .attr("inputmode", way.input)
            .attr("autocomplete", ask.autocomplete(way.autocomplete))
            .attr("aria-describedby", &error_id)
            .attr("aria-invalid", "false")
            .attr("aria-required", "false")
            .prop("value", given.unwrap_or_default());
        // Empty from the start, so that what comes to stand in it is announced.
        let error = element("p").class("error").attr("id", &error_id).attr("role", "alert");
        Self { way, line, error }
    }

    fn handle(&self) -> Handle {
        Handle { way: self.way, line: self.line.html(), error: self.error.node().clone() }
    }

    fn draw(self, ask: Ask, read: &Read) -> Element {
        let name = ask.text(&["contact.", self.way.name].concat());
        element("div")
            .class("part")
            .child(element("label").class("label").attr("for", self.way.name).says(&name))
            .child(reads(ask, self.line, read))
            .child(self.error)
    }
}

/// What the fields hold. The fields say themselves what is wrong with them: a wrong one when it is left, a mended one
/// at once.
fn read_contact(ask: Ask, fields: &[Handle], is_left: bool) -> Reading {
    let mut reached = Map::new();
    let mut is_wrong = false;
    for Handle { way, line, error } in fields {
        let text = written(line);
        let text = text.trim();
        if text.is_empty() {
            mark(line, error, &Phrase::default());
        } else if let Some(value) = (way.read)(text) {
            reached.insert(way.name.to_owned(), value.into());
            mark(line, error, &Phrase::default());
        } else {
            is_wrong = true;
            if is_left {
                mark(line, error, &ask.text(&["contact.wrong_", way.name].concat()));
            }
        }
    }
    if is_wrong {
        Err(Phrase::default())
    } else {
        Ok((!reached.is_empty()).then_some(Value::Object(reached)))
    }
}

fn mark(line: &HtmlElement, error: &Node, what: &Phrase) {
    let _ = line.set_attribute("aria-invalid", if what.is_empty() { "false" } else { "true" });
    if error.text_content().as_deref() != Some(what) {
        tell(error, what);
    }
}
