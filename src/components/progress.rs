//! How far the respondent has come: a slim bar over the question, from three questions on.
//!
//! # Screen reader
//! A `progressbar` named in words ("Câu 2 trên 5"); the words are also announced when the question changes.

use sayso_core::flow::{Progress, Step, WHOLE};

use crate::element::{Element, element};
use crate::session::Session;
use crate::texts::Phrase;

/// The bar for the step on the screen, and what announces it. It stays while screens come and go, since a live region
/// that arrives together with its message is not announced.
pub(super) fn progress(session: Session, step: impl Fn() -> Step + Copy + 'static) -> Element {
    let progress = move || {
        session.read(|_| ());
        session.more().and_then(|more| (more.progress)(session, step()))
    };
    let is_long = session.with(|setup| setup.is_long);
    // Before the rest of the program is there, nobody knows; but the question stands where it will.
    let is_coming = move || is_long && session.more().is_none();
    let said = move || progress().map(|progress| words(session, progress)).unwrap_or_default();
    let bar = element("progress")
        .class("progress-bar")
        .part("progress")
        .attr("max", &WHOLE.to_string())
        .live_attr("value", move || Some(progress()?.share.to_string()))
        .live_called(said);
    element("div")
        .class("progress")
        .live_class("is-coming", move || session.read(|_| is_coming()))
        .live_flag("hidden", move || progress().is_none() && !is_coming())
        .child(bar)
        .child(element("p").class("unseen").attr("aria-live", "polite").live_says(said))
}

fn words(session: Session, Progress { place, total, .. }: Progress) -> Phrase {
    let words = session.text("progress.words").fill("{place}", &session.count(place));
    words.fill("{total}", &session.count(total))
}
