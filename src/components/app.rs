//! The widget's frame: a card in the page or a popover in its corner, one screen at a time, and the live region.

#![expect(unreachable_pub, reason = "the component macro writes a `pub` struct of props")]

use leptos::prelude::*;
use sayso_core::config::Mode;
use sayso_core::flow::{Onward, Stand, Step};
use sayso_core::locale::is_right_to_left;
use sayso_core::survey::Kind;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::ask::Ask;
use super::ces::ces;
use super::choice::choice;
use super::complaint::complaint;
use super::consent::consent;
use super::contact::contact;
use super::date::date;
use super::dropdown::dropdown;
use super::emotion::emotion;
use super::expectation::expectation;
use super::face::drawn;
use super::file::file;
use super::language::language;
use super::matrix::matrix;
use super::nps::nps;
use super::number::number;
use super::progress::progress;
use super::ranking::ranking;
use super::rating::rating;
use super::resume::resume;
use super::slider::slider;
use super::smiley::smiley;
use super::stars::stars;
use super::statement::statement;
use super::text::text;
use super::thanks::thanks;
use super::thumbs::thumbs;
use crate::element::{Element, element, svg};
use crate::keyboard;
use crate::session::Session;

/// One widget.
#[component]
pub(crate) fn App(
    /// The respondent's way through the survey.
    session: Session,
) -> impl IntoView {
    // A screen is drawn anew only when the step or the language changes, not with every answer on it.
    let shown = Memo::new(move |_| session.read(|state| (state.step, state.language_changes)));
    let step = move || shown.get().0;
    let frame = frame(session)
        .child(progress(session, step))
        .region(move || resume(session))
        .region(move || screen(session, step()))
        // Empty when it is mounted: a live region that arrives together with its message is not announced.
        .child(
            element("div")
                .class("end")
                .attr("role", "status")
                .region(move || (step() == Step::Thanks).then(|| thanks(session))),
        )
        .region(move || language(session));
    // Followed for as long as the widget lives.
    StoredValue::new_local(keyboard::stay_above(&frame.html()));
    session.on_mount(frame.html());
    frame
}

fn frame(session: Session) -> Element {
    let (mode, theme) = session.with(|setup| (setup.config.mode, setup.config.theme.name()));
    let locale = move || session.read(|_| session.with(|setup| setup.locale.clone()));
    let frame = element("section")
        .class("frame")
        .attr("data-theme", theme)
        .attr("data-mode", mode.name())
        .live_attr("lang", move || Some(locale()))
        .live_attr("dir", move || Some(if is_right_to_left(&locale()) { "rtl" } else { "ltr" }.to_owned()))
        .live_attr("aria-label", move || Some(session.read(|_| session.text("widget.label"))))
        .live_flag("hidden", move || !session.read(|state| state.is_open));
    let (origin, node) = (session.origin(), frame.html());
    let frame = frame.on("focusin", move |event| origin.note(&node, &event));
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
        .live_attr("aria-label", move || Some(session.read(|_| session.text("button.close"))))
        .on("click", move |_| session.close())
        .child(drawn("cross", "0 0 24 24").child(svg("path").attr("d", "M6 6 18 18M18 6 6 18")))
}

fn screen(session: Session, step: Step) -> Option<Element> {
    let Step::Question(index) = step else { return None };
    let question = session.with(|setup| setup.survey.questions.get(index).cloned())?;
    let kind = question.kind.clone();
    let ask = Ask::new(session, index, question);
    let screen = element("div").class("screen").children(ask.heading()).child(body(ask, &kind));
    Some(screen.child(error_line(session)).child(navigation(ask)))
}

/// What the question's type draws.
fn body(ask: Ask, kind: &Kind) -> Element {
    match kind {
        Kind::Smiley(scale) => smiley(ask, *scale),
        Kind::Stars(scale) => stars(ask, *scale),
        Kind::Rating(scale, ends) => rating(ask, *scale, ends),
        Kind::Nps(ends) => nps(ask, ends),
        Kind::Ces(ends) => ces(ask, ends),
        Kind::Thumbs => thumbs(ask),
        Kind::Ranking(options) => ranking(ask, options),
        Kind::Matrix(rows) => matrix(ask, rows),
        Kind::Slider(range) => slider(ask, range),
        Kind::Expectation(scale) => expectation(ask, *scale),
        Kind::Emotion => emotion(ask),
        Kind::Choice(choices) => choice(ask, choices),
        Kind::Dropdown(options) => dropdown(ask, options),
        Kind::Text(field) => text(ask, field),
        Kind::Number(field) => number(ask, field),
        Kind::Date(field) => date(ask, *field),
        Kind::Contact(fields) => contact(ask, *fields),
        Kind::Consent(words) => consent(ask, words),
        Kind::Complaint(intake) => complaint(ask, intake),
        Kind::File(field) => file(ask, *field),
        Kind::Statement(words) => statement(ask, words.as_ref()),
    }
}

/// What the respondent has to mend before going on; announced, and tied to the field by its id.
fn error_line(session: Session) -> Element {
    let message = move || session.read(|state| state.error.clone()).unwrap_or_default();
    element("p").class("error").attr("id", "error").attr("role", "alert").live_text(message)
}

/// Back, and the one primary button, which [`Onward`] decides about.
fn navigation(ask: Ask) -> Element {
    let session = ask.session;
    // Followed, since the answer on this very screen may decide whether another one comes.
    let onward = move || {
        let is_answered = ask.given().is_some();
        let (waits, is_first) = session.read(|state| (state.waits_for_button, state.path.is_empty()));
        let next = session.on_the_way(|way| way.next(Some(ask.index)))?;
        ask.with(|question| Onward::of(question, Stand { is_answered, waits, is_first, next }))
    };
    let next = element("button")
        .class("primary")
        .attr("type", "button")
        .live_class("is-skip", move || onward() == Some(Onward::Skip))
        .live_flag("hidden", move || onward().is_none())
        .on("click", move |_| ask.go_on())
        .live_text(move || onward().map(|onward| session.text(onward.key())).unwrap_or_default());
    let back = element("button")
        .class("secondary")
        .attr("type", "button")
        .live_flag("hidden", move || session.read(|state| state.path.is_empty()))
        .on("click", move |_| session.go_back())
        .text(&session.text("button.back"));
    element("div").class("navigation").child(back).child(next)
}
