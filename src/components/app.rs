//! The widget's frame: a card in the page or a popover in its corner, one screen at a time, and the live region.

#![expect(unreachable_pub, reason = "the component macro writes a `pub` struct of props")]

use leptos::prelude::*;
use sayso_core::config::Mode;
use sayso_core::flow::Step;
use sayso_core::locale::is_right_to_left;
use sayso_core::survey::Kind;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::face::drawn;
use super::smiley::smiley;
use super::thanks::thanks;
use crate::element::{Element, element, svg};
use crate::session::Session;

/// One widget.
#[component]
pub(crate) fn App(
    /// The respondent's way through the survey.
    session: Session,
) -> impl IntoView {
    // A screen is drawn anew only when the step changes, not with every answer on it.
    let step = Memo::new(move |_| session.read(|state| state.step));
    let frame = frame(session)
        .region(move || screen(session, step.get()))
        // Empty when it is mounted: a live region that arrives together with its message is not announced.
        .child(
            element("div")
                .class("end")
                .attr("role", "status")
                .region(move || (step.get() == Step::Thanks).then(|| thanks(session))),
        );
    session.on_mount(frame.html());
    frame
}

fn frame(session: Session) -> Element {
    let (mode, theme, locale) =
        session.with(|setup| (setup.config.mode, setup.config.theme.name(), setup.locale.clone()));
    let frame = element("section")
        .class("frame")
        .attr("data-theme", theme)
        .attr("data-mode", mode.name())
        .attr("lang", &locale)
        .attr("dir", if is_right_to_left(&locale) { "rtl" } else { "ltr" })
        .attr("aria-label", &session.text("widget.label"))
        .live_flag("hidden", move || !session.read(|state| state.is_open));
    if mode == Mode::Inline {
        return frame;
    }
    frame
        .class("frame is-popover")
        .attr("role", "dialog")
        .attr("popover", "manual")
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                event.stop_propagation();
                session.close();
            }
        })
        .child(close_button(session))
}

fn close_button(session: Session) -> Element {
    element("button")
        .class("close")
        .attr("type", "button")
        .attr("aria-label", &session.text("button.close"))
        .on("click", move |_| session.close())
        .child(drawn("cross", "0 0 24 24").child(svg("path").attr("d", "M6 6 18 18M18 6 6 18")))
}

fn screen(session: Session, step: Step) -> Option<Element> {
    let Step::Question(index) = step else { return None };
    let question = session.with(|setup| setup.survey.questions.get(index).cloned())?;
    let screen = element("div").class("screen");
    Some(match question.kind {
        Kind::Smiley(scale) => smiley(screen, session, index, &question, scale),
    })
}
