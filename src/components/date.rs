//! A day: three short fields in the order of the language, and a tap for today and yesterday.
//!
//! # Keyboard
//! Three native fields; a full one passes the focus on to the next, Enter goes on. Two buttons before them fill all three,
//! each there only where its day is one that the question takes.
//!
//! # Screen reader
//! A group named by the question; each field by what it is. A day that does not exist, or that lies outside of the limits,
//! is said when somebody would go on, with the limit in words.

use std::rc::Rc;

use chrono::{Datelike, Days, NaiveDate};
use sayso_core::date::{self, Part};
use sayso_core::survey::{DateField, Invalid};
use serde_json::Value;
use web_sys::HtmlElement;

use super::ask::{Ask, DESCRIBED_BY, TITLE_ID};
use super::field::{Read, Reading, field, given, reads, take, written};
use crate::element::{Element, element};
use crate::texts::Phrase;
use crate::{clock, intl, json};

/// The fields of a date question.
pub(super) fn date(ask: Ask, asked: DateField) -> Element {
    let parts = date::order(&ask.session.with(|setup| setup.locale.clone()));
    let fields = parts.map(|part| field(ask, "input").attr("id", &id_of(part)));
    let nodes = Rc::new(fields.each_ref().map(Element::html));
    if let Some(day) = given(ask).as_ref().and_then(Value::as_str).and_then(date::read) {
        fill(&nodes, parts, day);
    }
    let reading = nodes.clone();
    let read: Read = Rc::new(move |_| read_date(ask, asked, parts, &reading));
    let boxes = fields.into_iter().zip(parts).enumerate().map(|(place, (field, part))| {
        part_box(ask, part, reads(ask, passes_on(field, part, nodes.get(place + 1).cloned()), &read))
    });
    let today = clock::now().date_naive();
    let days = [("date.today", Some(today)), ("date.yesterday", today.checked_sub_days(Days::new(1)))];
    let shortcuts = days.into_iter().filter_map(|(key, day)| {
        let (day, nodes) = (day.filter(|day| asked.takes(*day).is_ok())?, nodes.clone());
        Some(shortcut(&ask.text(key)).on("click", move |_| {
            fill(&nodes, parts, day);
            take(ask, Ok(Some(date::write(day).into())), true);
        }))
    });
    element("div")
        .class("date")
        .attr("role", "group")
        .attr("aria-labelledby", TITLE_ID)
        .attr("aria-describedby", DESCRIBED_BY)
        .child(element("div").class("shortcuts").children(shortcuts))
        .child(element("div").class("parts").children(boxes))
}

fn shortcut(name: &Phrase) -> Element {
    element("button").class("chip").attr("type", "button").says(name)
}

fn id_of(part: Part) -> String {
    ["date-", part.name()].concat()
}

/// A field under its name.
fn part_box(ask: Ask, part: Part, field: Element) -> Element {
    let id = id_of(part);
    let digits = part.digits().to_string();
    let field = field.attr("inputmode", "numeric").attr("autocomplete", "off").attr("maxlength", &digits);
    let name =
        element("label").class("label").attr("for", &id).says(&ask.text(&["date.", part.name()].concat()));
    element("div").class("part").attr("data-part", part.name()).child(name).child(field)
}

/// Passes the focus on once the field is full.
fn passes_on(field: Element, part: Part, next: Option<HtmlElement>) -> Element {
    let node = field.html();
    field.on("input", move |_| {
        if let Some(next) = next.as_ref().filter(|_| written(&node).chars().count() == part.digits()) {
            let _ = next.focus();
        }
    })
}

fn read_date(ask: Ask, asked: DateField, parts: [Part; 3], nodes: &[HtmlElement; 3]) -> Reading {
    let texts = nodes.each_ref().map(written);
    if texts.iter().all(|text| text.trim().is_empty()) {
        return Ok(None);
    }
    let text = |wanted: Part| {
        parts.iter().zip(&texts).find(|(part, _)| **part == wanted).map_or("", |(_, text)| text.as_str())
    };
    let day = date::parse(text(Part::Day), text(Part::Month), text(Part::Year))
        .ok_or_else(|| ask.text("date.invalid"))?;
    let said = |key: &str, limit: Option<NaiveDate>| {
        let limit = limit.map(|limit| ask.session.with(|setup| intl::date(&setup.locale, limit)));
        Err(ask.text(key).fill("{day}", &limit.unwrap_or_default()))
    };
    match asked.takes(day) {
        Err(Invalid::Early) => said("date.early", asked.min),
        Err(_) => said("date.late", asked.max),
        Ok(()) => Ok(Some(date::write(day).into())),
    }
}

fn fill(nodes: &[HtmlElement; 3], parts: [Part; 3], day: NaiveDate) {
    for (node, part) in nodes.iter().zip(parts) {
        let number = match part {
            Part::Day => day.day(),
            Part::Month => day.month(),
            Part::Year => day.year().unsigned_abs(),
        };
        json::set(node, "value", &number.to_string().into());
    }
}
