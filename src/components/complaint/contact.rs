//! Whether and how to be answered. A number or an address is asked for only after somebody has said that they want an
//! answer that way, under the sentence that says what it is for.

use sayso_core::complaint::{By, Obstacle, Slot};
use sayso_core::config::Mode;
use sayso_core::survey::Hotline;
use serde_json::{Map, Value};

use super::draft::Draft;
use super::{heading, picks};
use crate::components::field::written;
use crate::components::rating_group::{Group, word};
use crate::element::{Element, element};
use crate::texts::Phrase;

/// The ways, and the fields of the chosen one.
pub(super) fn contact(draft: Draft, staff_call: bool) -> Vec<Element> {
    // Whoever wants none has read the others first.
    let ways = [By::Phone, By::Email, By::Callback, By::Staff, By::None];
    let ways = ways.into_iter().filter(|by| staff_call || *by != By::Staff);
    let hint =
        |id: &str, key: &str| element("p").class("tell-hint").attr("id", id).says(&draft.ask.text(key));
    vec![
        heading(draft, "contact", "complaint.contact"),
        group(draft, "tell-contact", "by", "contact.by.", ways.map(By::name).collect())
            .attr("aria-required", if draft.contact_required { "true" } else { "false" })
            .live_attr("aria-invalid", move || {
                word(draft.is_refused_for(|refused| refused == Obstacle::Contact), "true", "false")
            }),
        // Read before the field under it is filled in: filling it in is the consent.
        shown(draft, |by| by.takes_phone() || by == By::Email)
            .child(hint("tell-consent", "complaint.consent")),
        shown(draft, By::takes_phone).child(field(draft, "phone", "tel", Obstacle::Phone)),
        shown(draft, |by| by == By::Callback).child(heading(draft, "slot", "complaint.slot")).child(group(
            draft,
            "tell-slot",
            "slot",
            "slot.",
            Slot::NAMES.map(|(name, _)| name).into(),
        )),
        shown(draft, |by| by == By::Email).child(field(draft, "email", "email", Obstacle::Email)),
        shown(draft, |by| by == By::Staff).child(hint("tell-staff", "complaint.staff")),
        shown(draft, |by| by == By::None).child(hint("tell-none", "complaint.unanswered")),
    ]
}

/// What is there while a way is chosen that needs it.
fn shown(draft: Draft, needs: fn(By) -> bool) -> Element {
    element("div")
        .class("tell-way")
        .live_flag("hidden", move || !draft.read(|form| By::of_draft(form).is_some_and(needs)))
}

/// Choices for one field of the contact.
fn group(draft: Draft, named_by: &str, field: &'static str, keys: &str, names: Vec<&'static str>) -> Element {
    let labels: Vec<_> = names.iter().map(|name| draft.ask.text(&[keys, name].concat())).collect();
    let chosen = names.clone();
    let group = Group {
        class: "picks",
        named_by: named_by.to_owned(),
        chosen: Box::new(move || {
            let word = draft.read(|form| given(form, field));
            chosen.iter().position(|name| *name == word)
        }),
        choose: Box::new(move |place| {
            if let Some(name) = names.get(place) {
                draft.set("contact", Some(with(draft, field, name)));
            }
        }),
        goes_on: false,
    };
    picks(draft, group, &labels)
}

/// A field for a number or an address.
fn field(draft: Draft, name: &'static str, input: &'static str, obstacle: Obstacle) -> Element {
    let id = ["tell-", name].concat();
    let error_id = [&id, "-error"].concat();
    let line = element("input")
        .class("line")
        .attr("id", &id)
        .attr("type", input)
        .attr("inputmode", input)
        .attr("autocomplete", draft.ask.autocomplete(input))
        .attr("enterkeyhint", "done")
        .attr("aria-describedby", &["tell-consent ", &error_id].concat())
        .live_attr("aria-invalid", move || {
            word(draft.is_refused_for(|refused| refused == obstacle), "true", "false")
        })
        .prop("value", &draft.now(|form| given(form, name)));
    let node = line.html();
    let line = line.on("input", move |_| {
        draft.note("contact", with(draft, name, &written(&node)));
    });
    let label =
        element("label").class("label").attr("for", &id).says(&draft.ask.text(&["contact.", name].concat()));
    let wrong = draft.ask.text(&["contact.wrong_", name].concat());
    let missing = draft.ask.text(&["contact.missing_", name].concat());
    let error =
        element("p").class("error").attr("id", &error_id).attr("role", "alert").live_says(move || {
            let is_missing = draft.read(|form| given(form, name).trim().is_empty());
            match draft.is_refused_for(|refused| refused == obstacle) {
                true if is_missing => missing.clone(),
                true => wrong.clone(),
                false => Phrase::default(),
            }
        });
    element("div").child(label).child(line).child(error)
}

/// A field of the contact, empty where there is none.
fn given(form: &Value, field: &str) -> String {
    let contact = form.get("contact").and_then(|contact| contact.get(field));
    contact.and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The contact with one field changed.
fn with(draft: Draft, field: &str, word: &str) -> Value {
    let mut contact = match draft.now(|form| form.get("contact").cloned()) {
        Some(Value::Object(contact)) => contact,
        _ => Map::new(),
    };
    contact.insert(field.to_owned(), word.into());
    Value::Object(contact)
}

/// The number for whoever prefers to talk. A kiosk has no telephone, and no way out: there it is to be read.
pub(super) fn call(draft: Draft, hotline: &Hotline) -> Element {
    let text = draft.ask.text("complaint.call").fill("{phone}", hotline.text());
    let line = if draft.ask.session.with(|setup| setup.config.mode == Mode::Kiosk) {
        element("span")
    } else {
        element("a").class("public-link").attr("href", &hotline.address())
    };
    element("p").class("tell-way").child(line.says(&text))
}
