//! Words of one's own, on one line or on several that grow with what is written.
//!
//! # Keyboard
//! A native field; Enter goes on from a single line and breaks a multiple one.
//!
//! # Screen reader
//! Named by the question. The room that is left is shown once it is short, and said politely at a few steps instead of
//! with every letter. Nothing is cut off silently: too much is refused, with the number of characters to take out.

use std::rc::Rc;

use sayso_core::survey::TextField;
use serde_json::Value;
use web_sys::Element as Node;

use super::ask::{Ask, TITLE_ID};
use super::field::{Read, Reading, field, given, reads, written};
use crate::element::{Element, element, tell};
use crate::texts::Phrase;

/// The field of a text question.
pub(super) fn text(ask: Ask, asked: &TextField) -> Element {
    let given = given(ask);
    let refused = ask.session.writing(&ask.id(), "");
    let given = refused.as_deref().or(given.as_ref().and_then(Value::as_str)).unwrap_or_default();
    let placeholder = asked.placeholder.as_ref().map(|text| ask.local(text)).unwrap_or_default();
    let line = field(ask, if asked.multiline { "textarea" } else { "input" })
        .attr("aria-labelledby", TITLE_ID)
        .attr("placeholder", &placeholder)
        .prop("value", given);
    // A copy of the text, out of sight, gives the field its height without a script that measures.
    let grow = element("div").class("grow").attr("data-text", given);
    let shown = element("p").class("room").attr("aria-hidden", "true");
    let spoken = element("p").class("unseen").attr("role", "status");
    let room = Room { shown: shown.node().clone(), spoken: spoken.node().clone() };
    let (node, copy, asked) = (line.html(), grow.node().clone(), Rc::new(asked.clone()));
    room.tell(ask, &asked, given);
    let line = line.on("input", {
        let (node, asked) = (node.clone(), asked.clone());
        move |_| {
            let text = written(&node);
            let _ = copy.set_attribute("data-text", &text);
            room.tell(ask, &asked, &text);
        }
    });
    let read: Read = Rc::new(move |_| read_text(ask, &asked, &written(&node)));
    element("div").class("field").child(grow.child(reads(ask, line, &read))).child(shown).child(spoken)
}

/// Blanks alone are no answer; everything else is taken as it was written.
fn read_text(ask: Ask, asked: &TextField, text: &str) -> Reading {
    let room = asked.room(text);
    if room < 0 {
        return Err(count(ask, "text.too_long", -room));
    }
    Ok((!text.trim().is_empty()).then(|| text.into()))
}

/// The room that is left, for the eye and for the ear.
struct Room {
    shown: Node,
    spoken: Node,
}

impl Room {
    fn tell(&self, ask: Ask, asked: &TextField, text: &str) {
        let room = asked.room(text);
        let words = if room < 0 { count(ask, "text.too_long", -room) } else { count(ask, "text.room", room) };
        let shown = if asked.is_near_limit(room) { words } else { Phrase::default() };
        tell(&self.shown, &shown);
        let _ = self.shown.class_list().toggle_with_force("is-over", room < 0);
        // The same step is said once.
        let step = asked.spoken_room(room).map(|step| step.to_string()).unwrap_or_default();
        if self.spoken.get_attribute("data-step").unwrap_or_default() != step {
            let _ = self.spoken.set_attribute("data-step", &step);
            tell(&self.spoken, &shown);
        }
    }
}

fn count(ask: Ask, key: &str, count: i64) -> Phrase {
    ask.text(key).fill("{n}", &ask.session.count(usize::try_from(count).unwrap_or_default()))
}
