//! The intake form: complaint, praise, suggestion or question, one thing under another on one screen. What the chosen
//! kind does not ask is not there, so praise is one field and a button.
//!
//! # Keyboard
//! Each group of choices is one stop for Tab and moves as in [`super::rating_group`]; a second tap takes a remedy or a way
//! of contact back. Topics of reasons open as in [`super::choice`]; fields are native.
//!
//! # Screen reader
//! Each part is a group or a field named by its heading. What stands in the way of sending is announced, and the focus goes
//! to the field it is about.

mod contact;
mod draft;

use std::rc::Rc;

use sayso_core::complaint::{Kind, Obstacle, Part};
use sayso_core::survey::{Intake, Remedy};
use serde_json::Value;

use self::contact::{call, contact};
use self::draft::Draft;
use super::ask::{Ask, TITLE_ID};
use super::choice::{chevron, reasons};
use super::field::written;
use super::option::checkbox;
use super::rating_group::{Group, optional_group, word};
use crate::element::{Element, element};
use crate::texts::Phrase;

/// The id of what says that nothing was told yet, under the field to tell it in.
const EMPTY_ID: &str = "tell-empty";

/// The form.
pub(super) fn complaint(ask: Ask, intake: &Intake) -> Element {
    let draft = Draft::open(ask, intake);
    let form = element("div").class("tell");
    let form = if intake.kinds.len() > 1 { form.child(kinds(draft, &intake.kinds)) } else { form };
    let form = form
        .child(words(draft, Part::Happened, "happened", move || {
            ask.text(&["complaint.happened.", draft.kind().name()].concat())
        }))
        .child(part(draft, Part::Reasons, causes(draft)))
        .child(words(draft, Part::Expected, "expected", move || ask.text("complaint.expected")))
        .child(part(
            draft,
            Part::Remedy,
            [heading(draft, "remedy", "complaint.remedy"), remedies(draft, intake.remedies.clone())],
        ));
    let form = if intake.asks_public { form.child(part(draft, Part::Public, [public(draft)])) } else { form };
    let call = intake.hotline.as_ref().map(|hotline| call(draft, hotline));
    form.child(part(draft, Part::Contact, contact(draft, intake.staff_call).into_iter().chain(call)))
}

/// A part of the form; there while the chosen kind asks for it.
fn part(draft: Draft, part: Part, children: impl IntoIterator<Item = Element>) -> Element {
    element("div").class("tell-part").live_flag("hidden", move || !draft.kind().asks(part)).children(children)
}

/// The reasons. Whoever has given them on the way here is told how many, and opens them to change them.
fn causes(draft: Draft) -> Vec<Element> {
    let keep = Rc::new(move |picks| draft.set("reasons", picks));
    let list = reasons(draft.ask, "reasons", keep, "tell-reasons");
    let count = |form: &Value| form.get("reasons").and_then(Value::as_array).map_or(0, Vec::len);
    if draft.now(count) == 0 {
        return vec![heading(draft, "reasons", "complaint.reasons"), list];
    }
    let told = move || match draft.read(count) {
        0 => Phrase::default(),
        count => draft.ask.text("choice.count").fill("{n}", &draft.ask.session.count(count)),
    };
    let summary = element("summary")
        .class("topic-name")
        .child(element("span").attr("id", "tell-reasons").says(&draft.ask.text("complaint.reasons")))
        .child(element("span").class("count").live_says(told))
        .child(chevron());
    vec![element("details").class("topic fold").child(summary).child(list)]
}

/// The heading of a group of choices.
fn heading(draft: Draft, name: &str, key: &str) -> Element {
    element("h3").class("label").attr("id", &["tell-", name].concat()).says(&draft.ask.text(key))
}

/// The kinds; the title of the question names them.
fn kinds(draft: Draft, offered: &[Kind]) -> Element {
    let names: Vec<&'static str> = offered.iter().map(|kind| kind.name()).collect();
    let labels: Vec<_> = names.iter().map(|name| draft.ask.text(&["kind.", name].concat())).collect();
    let chosen = names.clone();
    let group = Group {
        class: "picks kinds",
        named_by: TITLE_ID.to_owned(),
        chosen: Box::new(move || chosen.iter().position(|name| *name == draft.kind().name())),
        choose: Box::new(move |place| {
            if let Some(name) = names.get(place) {
                draft.set("kind", Some((*name).into()));
            }
        }),
        goes_on: false,
    };
    picks(draft, group, &labels)
}

/// What would put it right; a second tap takes it back.
fn remedies(draft: Draft, offered: Vec<Remedy>) -> Element {
    let labels: Vec<_> =
        offered.iter().map(|remedy| draft.ask.text(&["remedy.", remedy.name()].concat())).collect();
    let names: Vec<&'static str> = offered.into_iter().map(Remedy::name).collect();
    picks(draft, taken_back("tell-remedy", names, draft, "remedy"), &labels)
}

/// A group over one field of the draft, whose choice a second tap takes back.
fn taken_back(named_by: &str, names: Vec<&'static str>, draft: Draft, field: &'static str) -> Group {
    let chosen = names.clone();
    Group {
        class: "picks",
        named_by: named_by.to_owned(),
        chosen: Box::new(move || {
            let word = draft.text(field);
            chosen.iter().position(|name| *name == word)
        }),
        choose: Box::new(move |place| {
            let name = names.get(place).copied().unwrap_or_default();
            let is_new = draft.now(|value| value.get(field).and_then(Value::as_str) != Some(name));
            draft.set(field, is_new.then(|| name.into()));
        }),
        goes_on: false,
    }
}

/// Choices beside one another, as many as fit in a row.
fn picks(draft: Draft, group: Group, labels: &[Phrase]) -> Element {
    let radios = labels.iter().map(|label| element("button").class("pick").says(label));
    optional_group(draft.ask, group, radios.collect())
}

/// A field for words of one's own.
fn words(draft: Draft, asked: Part, name: &'static str, label: impl Fn() -> Phrase + 'static) -> Element {
    let id = ["tell-", name].concat();
    let given = draft.now(|value| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned());
    let field = element("textarea")
        .class("line")
        .attr("id", &id)
        .attr("rows", if asked == Part::Happened { "3" } else { "2" })
        .attr("aria-describedby", &["error ", EMPTY_ID].concat())
        .live_attr("aria-invalid", move || {
            let is_empty = draft.is_refused_for(|obstacle| obstacle == Obstacle::Empty);
            let is_long = draft.is_refused_for(|obstacle| matches!(obstacle, Obstacle::Long(_)));
            word(is_long || is_empty && asked == Part::Happened, "true", "false")
        })
        .prop("value", &given);
    // A copy of the text, out of sight, gives the field its height without a script that measures.
    let grow = element("div").class("grow").attr("data-text", &given);
    let (typed, left, copy) = (field.html(), field.html(), grow.node().clone());
    let field = field
        .on("input", move |_| {
            let text = written(&typed);
            let _ = copy.set_attribute("data-text", &text);
            draft.note(name, text.into());
        })
        .on("change", move |_| draft.set(name, Some(written(&left).into())));
    let label = element("label").class("label").attr("for", &id).live_says(label);
    let missing = (asked == Part::Happened).then(|| {
        let message = draft.ask.text("complaint.empty");
        element("p").class("error").attr("id", EMPTY_ID).attr("role", "alert").live_says(move || {
            let is_empty = draft.is_refused_for(|obstacle| obstacle == Obstacle::Empty);
            if is_empty { message.clone() } else { Phrase::default() }
        })
    });
    part(draft, asked, [label, grow.child(field)].into_iter().chain(missing))
}

/// Whether others have read it already.
fn public(draft: Draft) -> Element {
    let is_ticked = move || draft.read(|value| value.get("public").and_then(Value::as_bool).unwrap_or(false));
    checkbox(&draft.ask.text("complaint.public"), is_ticked, move || {
        let was = draft.now(|value| value.get("public").and_then(Value::as_bool).unwrap_or(false));
        draft.set("public", Some((!was).into()));
    })
}
