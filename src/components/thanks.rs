//! The end of a survey: a tick, thanks in the tone of the answer, and where the answer is by now.

use sayso_core::survey::{Farewell, LocalText};

use super::face::{drawn, ring};
use super::receipt::receipt;
use crate::element::{Element, element, svg};
use crate::page;
use crate::session::Session;

/// The thanks, as they stand in the live region.
pub(crate) fn thanks(session: Session) -> Element {
    let tick = svg("path").class("tick-mark").attr("d", "M15 24.5 21.5 31 33.5 18").attr("pathLength", "1");
    let whereabouts = move || {
        let (delivery, is_awaited) = session.read(|state| (state.delivery, state.ending.receipt.is_some()));
        delivery.words(is_awaited, page::is_online()).map(|key| session.text(key)).unwrap_or_default()
    };
    // Whoever waits for an answer hears nothing else where nobody has heard of it: no tick, no thanks.
    let is_unheard =
        move || session.read(|state| state.ending.receipt.is_some() && !state.delivery.reaches());
    // A number that nobody knows is no number, and what nobody heard nobody answers.
    let own = move || session.read(|state| state.ending.receipt.clone().filter(|_| state.delivery.reaches()));
    let language = move || farewell(session, |own| session.stand_in(own), |_| None);
    let words = move || farewell(session, |own| session.local(own), |key| session.text(key));
    element("div")
        .child(
            drawn("tick", "0 0 48 48")
                .live_class("is-unheard", is_unheard)
                .child(ring("tick-ring"))
                .child(tick),
        )
        .child(
            element("p")
                .class("thanks")
                .part("thanks")
                .attr("tabindex", "-1")
                .live_attr("lang", move || if is_unheard() { None } else { language() })
                .live_text(move || if is_unheard() { whereabouts() } else { words() }),
        )
        .child(
            element("p")
                .class("saved")
                .live_text(move || if is_unheard() { String::new() } else { whereabouts() }),
        )
        // Drawn once for each language: the focus may be in it when the answer is delivered.
        .keyed_region(
            move || {
                let has_own =
                    session.read(|state| state.ending.receipt.is_some() && state.delivery.reaches());
                (usize::from(has_own), session.read(|state| state.language_changes))
            },
            move || own().map(|own| receipt(session, &own)),
        )
        .children(public_link(session))
        .children(close(session))
}

/// A way back to the page that says what it is.
fn close(session: Session) -> Option<Element> {
    let is_over = session.with(|setup| setup.config.mode.is_over_the_page());
    let button = element("button").class("secondary").part("button secondary").attr("type", "button");
    let button = button.on("click", move |_| session.close());
    is_over.then(|| element("p").class("leave").child(button.text(&session.text("button.close"))))
}

/// The way to a public review, where the business names one: for everybody alike, whatever the score.
fn public_link(session: Session) -> Option<Element> {
    let link = session.with(|setup| setup.survey.public_link.clone())?;
    let anchor = element("a")
        .class("public-link")
        .attr("href", &link.url)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .in_language(session.stand_in(&link.label).as_deref())
        .text(&session.local(&link.label));
    Some(element("p").child(anchor))
}

/// Reads the words of thanks, the business's own or the widget's.
fn farewell<T>(session: Session, own: impl FnOnce(&LocalText) -> T, common: impl FnOnce(&str) -> T) -> T {
    let (segment, told) = session.read(|state| (state.ending.segment, state.ending.told));
    session.with(|setup| match setup.survey.thanks.farewell(segment, told) {
        Farewell::Own(text) => own(text),
        Farewell::Key(key) => common(key),
    })
}
