//! What a first rating does without: a second part of the same program, fetched while the first screen is looked at.
//!
//! The part is cut off by `wasm_split_cli_support` when the widget is built for pages: whatever only [`fetch`] leads to goes into a file
//! of its own. Without the feature `split` (in the component tests) it is there from the start.

use sayso_core::flow::{Progress, Step};
use sayso_core::survey::Kind;
use std::cell::Cell;
use std::pin::Pin;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::components;
use crate::components::Ask;
use crate::element::Element;
use crate::session::{Session, going};
use crate::{style, texts};

/// The way into the second part.
pub(crate) struct More {
    /// Draws the body of a question that one tap does not answer.
    pub(crate) body: fn(Ask, &Kind) -> Element,
    /// Draws the thanks.
    pub(crate) thanks: fn(Session) -> Element,
    /// Draws the ways on from there.
    pub(crate) parting: fn(Session) -> Option<Element>,
    /// The survey's words with what they pipe.
    pub(crate) fill: fn(Session, &str) -> String,
    /// Leaves a question.
    pub(crate) leave: fn(Session, usize),
    /// What comes after a question, or first.
    pub(crate) next: fn(Session, Option<usize>) -> Option<Step>,
    /// How far the respondent has come.
    pub(crate) progress: fn(Session, Step) -> Option<Progress>,
    /// Draws the offer to go on with it.
    pub(crate) resume: fn(Session) -> Option<Element>,
    /// Keeps what was answered on this screen for a later visit, once nothing was added for a moment.
    pub(crate) keep_soon: fn(Session),
    /// What is done once the program is whole: what the tag gets wrong, what a link brings along, what an earlier visit left.
    pub(crate) begin: fn(Session),
    /// Takes the hidden fields of the page.
    pub(crate) take_context: fn(Session),
    /// The scores of the answers so far.
    pub(crate) scores: fn(Session) -> JsValue,
    /// Does with what waits on this device what the page wishes.
    pub(crate) outbox: fn(Option<Session>, JsValue) -> Work,
}

/// What is worked out in the background.
pub(crate) type Work = Pin<Box<dyn Future<Output = JsValue>>>;

static MORE: More = More {
    body: components::body,
    thanks: components::thanks,
    parting: components::parting,
    fill: Session::fill,
    leave: Session::leave,
    next: Session::next,
    progress: Session::progress,
    resume: components::resume,
    keep_soon: Session::keep_soon,
    begin: Session::begin,
    take_context: Session::take_context,
    scores: Session::scores,
    outbox: going::outbox,
};

thread_local! {
    static LOADED: Cell<Option<&'static More>> = const { Cell::new(None) };
}

/// The second part, if it is there.
pub(crate) fn loaded() -> Option<&'static More> {
    LOADED.get()
}

/// The second part and its style, fetched unless they are there; `None` where they cannot be had now.
pub(crate) async fn load(library: &JsValue) -> Option<&'static More> {
    if loaded().is_none() {
        // The style is on its way while the part is fetched.
        let style = texts::more_style(library)?;
        let part = fetch().await.ok()?;
        let style = JsFuture::from(style).await.ok()?.as_string()?;
        // Two widgets may have waited for it.
        if loaded().is_none() {
            style::extend(&style).ok()?;
            LOADED.set(Some(part));
        }
    }
    loaded()
}

#[cfg(feature = "split")]
#[allow(clippy::unnecessary_wraps, reason = "the file may not come, which the macro turns into the error")]
#[wasm_split_helpers::wasm_split(more, fallible)]
fn fetch() -> Result<&'static More, wasm_split_helpers::SplitLoaderError> {
    Ok(&MORE)
}

#[cfg(not(feature = "split"))]
#[expect(clippy::unused_async, reason = "the same call as that of a part that has to be fetched")]
async fn fetch() -> Result<&'static More, ()> {
    Ok(&MORE)
}
