//! The widget's frame: a card in the page or a popover in its corner, one screen at a time, and the live region.

#![expect(unreachable_pub, reason = "the component macro writes a `pub` struct of props")]

use leptos::html;
use leptos::prelude::*;
use sayso_core::config::Mode;
use sayso_core::flow::Step;
use sayso_core::locale::is_right_to_left;
use sayso_core::survey::Kind;
use wasm_bindgen::JsValue;
use web_sys::KeyboardEvent;

use super::smiley::{TITLE_ID, smiley};
use super::thanks::thanks;
use crate::session::Session;

/// One widget.
#[component]
pub(crate) fn App(
    /// The respondent's way through the survey.
    session: Session,
) -> impl IntoView {
    let (mode, theme, locale) =
        session.with(|setup| (setup.config.mode, setup.config.theme.name(), setup.locale.clone()));
    let dir = if is_right_to_left(&locale) { "rtl" } else { "ltr" };
    let is_popover = mode != Mode::Inline;
    // A screen is drawn anew only when the step changes, not with every answer on it.
    let step = Memo::new(move |_| session.read(|state| state.step));
    let frame = NodeRef::<html::Section>::new();
    frame.on_load(move |frame| {
        if is_popover {
            // Without the popover attribute's support the card is placed by the style sheet alone.
            let _ = frame.show_popover();
        }
        session.dispatch("shown", &JsValue::NULL);
    });
    let on_keydown = move |event: KeyboardEvent| {
        if is_popover && event.key() == "Escape" {
            event.stop_propagation();
            session.close();
        }
    };
    view! {
        <section
            class="frame"
            class:is-popover=is_popover
            data-theme=theme
            data-mode=mode.name()
            lang=locale
            dir=dir
            role=is_popover.then_some("dialog")
            aria-labelledby=TITLE_ID
            popover=is_popover.then_some("manual")
            hidden=move || !session.read(|state| state.is_open)
            node_ref=frame
            on:keydown=on_keydown
        >
            {is_popover.then(|| close_button(session))}
            {move || screen(session, step.get())}
            // Empty when it is mounted: a live region that arrives together with its message is not announced.
            <div class="end" role="status">
                {move || (step.get() == Step::Thanks).then(|| thanks(session))}
            </div>
        </section>
    }
}

fn close_button(session: Session) -> impl IntoView {
    let label = session.text("button.close");
    view! {
        <button class="close" type="button" aria-label=label on:click=move |_| session.close()>
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 6 18 18M18 6 6 18" />
            </svg>
        </button>
    }
}

fn screen(session: Session, step: Step) -> Option<AnyView> {
    let Step::Question(index) = step else { return None };
    let question = session.with(|setup| setup.survey.questions.get(index).cloned())?;
    let body = match question.kind {
        Kind::Smiley(scale) => smiley(session, index, question, scale).into_any(),
    };
    Some(view! { <div class="screen">{body}</div> }.into_any())
}
