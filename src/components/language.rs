//! The switch between the languages of a survey, at the foot of the frame. What was answered stays.
//!
//! # Keyboard
//! Each language is a button. The switch stays when the screen is drawn anew, so the focus stays on it.
//!
//! # Screen reader
//! A `group` named "Language" of buttons, each named in its own language and pronounced by it; the present one is pressed.

use crate::element::{Element, element};
use crate::intl;
use crate::session::Session;

/// The languages; nothing where there is no choice.
pub(super) fn language(session: Session) -> Option<Element> {
    let locales = session.with(|setup| setup.survey.locales.clone());
    if locales.len() < 2 {
        return None;
    }
    let buttons = locales.into_iter().map(|locale| {
        let (wanted, own) = (locale.clone(), locale.clone());
        element("button")
            .class("language")
            .attr("type", "button")
            .attr("lang", &locale)
            .live_attr("aria-pressed", move || {
                let is_present = session.read(|_| session.with(|setup| setup.locale == own));
                Some(if is_present { "true" } else { "false" }.to_owned())
            })
            .on("click", move |_| session.speak(&wanted))
            .text(&intl::name_of(&locale))
    });
    let group = element("div")
        .class("languages")
        .attr("role", "group")
        .live_called(move || session.read(|_| session.text("language.label")));
    Some(group.children(buttons))
}
