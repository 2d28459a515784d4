//! The widget's frame: a card in the page, a popover in its corner, a dialog over it or the page itself; one screen at a time,
//! and the live region.

#![expect(unreachable_pub, reason = "the component macro writes a `pub` struct of props")]

use leptos::prelude::*;
use sayso_core::config::Mode;
use sayso_core::flow::{Onward, Stand, Step};
use sayso_core::locale::is_right_to_left;
use sayso_core::survey::Kind;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};

use super::ask::Ask;
use super::ces::ces;
use super::face::drawn;
use super::handle::pulled;
use super::language::language;
use super::nps::nps;
use super::progress::progress;
use super::rating::rating;
use super::smiley::smiley;
use super::stars::stars;
use super::thumbs::thumbs;
use crate::element::{Element, element, svg};
use crate::session::{Going, Session};

/// One widget.
#[component]
pub(crate) fn App(
    /// What [`STEPS`] drew.
    frame: Element,
) -> impl IntoView {
    frame
}

/// The steps in which a widget is drawn into its frame before it stands in the page. The page goes first between them.
pub(crate) const STEPS: [fn(Session, Element) -> Element; 2] = [question, surroundings];

fn step(session: Session) -> Step {
    session.read(|state| state.step)
}

/// A screen is drawn anew only when this changes, the step or the language, not with every answer on it.
fn shown(session: Session) -> (usize, usize) {
    session.read(|state| (state.step.place(), state.language_changes))
}

fn question(session: Session, frame: Element) -> Element {
    frame.keyed_region(move || shown(session), move || screen(session, step(session)))
}

fn surroundings(session: Session, frame: Element) -> Element {
    let at_the_end = move || session.more().filter(|_| step(session) == Step::Thanks);
    let thanks = move || at_the_end().map(|more| (more.thanks)(session));
    let parting = move || at_the_end().and_then(|more| (more.parting)(session));
    // Empty when it is mounted: a live region that arrives together with its message is not announced.
    let end = element("div").class("end").attr("role", "status");
    frame
        // Under the question: it comes when the draft is read, and must not push away what somebody is about to tap.
        .region(move || {
            session.read(|_| ());
            session.more().and_then(|more| (more.resume)(session))
        })
        .child(end.keyed_region(move || shown(session), thanks))
        .keyed_region(move || shown(session), parting)
        .region(move || language(session))
}

/// What the steps draw into.
pub(crate) fn frame(session: Session) -> Element {
    let frame = empty(session);
    frame.child(progress(session, move || step(session)))
}

fn empty(session: Session) -> Element {
    let (mode, theme) = session.with(|setup| (setup.config.mode, setup.config.theme.name()));
    let locale = move || session.read(|_| session.with(|setup| setup.locale.clone()));
    let frame = element(if mode == Mode::Modal { "dialog" } else { "section" })
        .class(if mode == Mode::Page || mode == Mode::Kiosk { "frame is-page" } else { "frame" })
        .part("frame")
        .attr("data-theme", theme)
        .attr("data-mode", mode.name())
        .live_attr("lang", move || Some(locale()))
        .live_attr("dir", move || Some(if is_right_to_left(&locale()) { "rtl" } else { "ltr" }.to_owned()))
        .live_attr("aria-label", move || Some(session.read(|_| session.text("widget.label").to_string())))
        .live_attr("aria-busy", move || {
            session.read(|state| state.going == Going::Awaited).then(|| "true".to_owned())
        })
        .live_flag("hidden", move || !session.read(|state| state.is_open));
    let (origin, node) = (session.origin(), frame.html());
    let frame = frame.on("focusin", move |event| origin.note(&node, &event));
    if !mode.is_over_the_page() {
        return frame;
    }
    let (node, handled) = (frame.html(), frame.html());
    let frame = if mode == Mode::Modal {
        // A phone's gesture to go back asks a dialog to close without any key.
        frame.class("frame is-modal").on("cancel", move |event| {
            event.prevent_default();
            session.close();
        })
    } else {
        frame.class("frame is-popover").attr("role", "dialog").attr("popover", "manual")
    };
    frame
        .on("keydown", move |event| {
            if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
                event.stop_propagation();
                session.close();
            }
        })
        .on("click", move |event| {
            let has_answers = session.has_answers();
            if is_beside(&node, event.unchecked_ref()) && mode.closes_by_a_tap_outside(has_answers) {
                session.close();
            }
        })
        .child(pulled(session, close_button(session), &handled))
}

/// Whether a tap that a dialog got was on what surrounds it. A click by a key has no place, and is on what has the focus.
fn is_beside(frame: &HtmlElement, event: &MouseEvent) -> bool {
    // To ask for its place makes the browser lay out the page anew: not at a tap on what is inside, which is to be seen at once.
    if event.target().as_ref() != Some(frame.unchecked_ref()) {
        return false;
    }
    let area = frame.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    !((area.left()..=area.right()).contains(&x) && (area.top()..=area.bottom()).contains(&y))
}

fn close_button(session: Session) -> Element {
    element("button")
        .class("close")
        .part("close")
        .attr("type", "button")
        .live_called(move || session.read(|_| session.text("button.close")))
        .on("click", move |_| session.close())
        .child(drawn("cross", "0 0 24 24").child(svg("path").attr("d", "M6 6 18 18M18 6 6 18")))
}

fn screen(session: Session, step: Step) -> Option<Element> {
    let Step::Question(index) = step else { return None };
    let ask = Ask::new(session, index);
    let screen = element("div").class("screen").children(ask.heading());
    let screen = ask.with(|question| screen.child(body(ask, &question.kind))).child(error_line(session));
    Some(screen.child(navigation(ask)))
}

/// What the question's type draws: what one tap answers is here, the rest in the second part, which is there by then.
fn body(ask: Ask, kind: &Kind) -> Element {
    match kind {
        Kind::Smiley(scale) => smiley(ask, *scale),
        Kind::Stars(scale) => stars(ask, *scale),
        Kind::Rating(scale, ends) => rating(ask, *scale, ends),
        Kind::Nps(ends) => nps(ask, ends),
        Kind::Ces(ends) => ces(ask, ends),
        Kind::Thumbs => thumbs(ask),
        _ => match ask.session.more() {
            Some(more) => (more.body)(ask, kind),
            None => element("div"),
        },
    }
}

/// What the respondent has to mend before going on; announced, and tied to the field by its id.
fn error_line(session: Session) -> Element {
    let message = move || session.read(|state| state.error.clone()).unwrap_or_default();
    element("p").class("error").part("error").attr("id", "error").attr("role", "alert").live_says(message)
}

/// Back, and the one primary button, which [`Onward`] decides about.
fn navigation(ask: Ask) -> Element {
    let session = ask.session;
    // Followed, since the answer on this very screen may decide whether another one comes.
    let onward = move || {
        let is_given = ask.given().is_some_and(|answer| !answer.is_empty());
        let (waits, is_first, is_refused) =
            session.read(|state| (state.waits_for_button, state.path.is_empty(), state.refusal.is_some()));
        let is_answered = is_given || is_refused;
        let Some(more) = session.more() else {
            // What comes next is not known yet, but whoever moves by keyboard can go on.
            return waits.then_some(Onward::Next);
        };
        let next = (more.next)(session, Some(ask.index))?;
        ask.with(|question| Onward::of(question, Stand { is_answered, waits, is_first, next }))
    };
    let next = element("button")
        .class("primary")
        .part("button primary")
        .attr("type", "button")
        .live_class("is-skip", move || onward() == Some(Onward::Skip))
        .live_flag("hidden", move || onward().is_none())
        .on("click", move |_| ask.go_on())
        .live_says(move || onward().map(|onward| session.text(onward.key())).unwrap_or_default());
    let back = element("button")
        .class("secondary")
        .part("button secondary")
        .attr("type", "button")
        .live_flag("hidden", move || session.read(|state| state.path.is_empty()))
        .on("click", move |_| session.go_back())
        .says(&session.text("button.back"));
    element("div").class("navigation").child(back).child(next)
}
