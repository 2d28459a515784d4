//! The end of a survey: a tick, thanks in the tone of the answer, where the answer is by now, and the ways on.

use sayso_core::flow::Step;
use sayso_core::survey::Farewell;

use super::face::{drawn, ring};
use super::receipt::receipt;
use crate::element::{Element, element, svg};
use crate::page;
use crate::session::Session;
use crate::texts::Phrase;

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
                .live_says(move || if is_unheard() { whereabouts() } else { farewell(session) }),
        )
        .child(
            element("p")
                .class("saved")
                .live_says(move || if is_unheard() { Phrase::default() } else { whereabouts() }),
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
}

/// The ways on from the thanks, beside the live region: back to change an answer, and back to the page.
pub(crate) fn parting(session: Session) -> Option<Element> {
    let may_change = session.read(|state| state.step == Step::Thanks && state.ending.may_change);
    let is_over = session.with(|setup| setup.config.mode.is_over_the_page());
    let button = |class: &str, key: &str| {
        element("button").class(class).attr("type", "button").says(&session.text(key))
    };
    let change =
        may_change.then(|| button("quiet", "button.change").on("click", move |_| session.change_answer()));
    let close = is_over.then(|| {
        button("secondary", "button.close").part("button secondary").on("click", move |_| session.close())
    });
    (may_change || is_over).then(|| element("p").class("parting").children(change).children(close))
}

/// The way to a public review, where the business names one: for everybody alike, whatever the score.
fn public_link(session: Session) -> Option<Element> {
    let link = session.with(|setup| setup.survey.public_link.clone())?;
    let anchor = element("a")
        .class("public-link")
        .attr("href", &link.url)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .says(&session.local(&link.label));
    Some(element("p").child(anchor))
}

/// The words of thanks, the business's own or the widget's.
fn farewell(session: Session) -> Phrase {
    let (segment, told, is_silent) =
        session.read(|state| (state.ending.segment, state.ending.told, state.ending.is_silent));
    session.with(|setup| match setup.survey.thanks.farewell(segment, told, is_silent) {
        Farewell::Own(text) => session.local(text),
        Farewell::Key(key) => session.text(key),
    })
}
