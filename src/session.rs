//! One respondent's way through one survey: the signals that components read, and what a tap sets in motion.
//!
//! Every decision is a function of `sayso-core`. What the first screen does without is in the modules below: `going` on from a
//! question, `leave` with a response, the `sitting` that goes on with an earlier one, and the `writing` that could not be taken.

pub(crate) mod going;
mod leave;
mod sitting;
mod writing;

pub(crate) use sitting::Earlier;
pub(crate) use writing::Writing;

use std::any::Any;
use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sayso_core::answer::Answer;
use sayso_core::config::Config;
use sayso_core::delivery::Delivery;
use sayso_core::flow::{Progress, Step};
use sayso_core::small;
use sayso_core::survey::{LocalText, Survey};
use serde_json::Value;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use self::sitting::Sitting;
use crate::embed::refuse;
use crate::ending::Ending;
use crate::focus::Origin;
use crate::more::{self, More};
use crate::photo::Photo;
use crate::texts::{Phrase, Texts};
use crate::{clock, focus, intl, json, page, proof};

/// What a widget is made of, valid throughout.
pub(crate) struct Setup {
    pub(crate) host: HtmlElement,
    pub(crate) survey: Survey,
    pub(crate) config: Config,
    /// The language of the screen.
    pub(crate) locale: String,
    pub(crate) texts: Texts,
    /// Whether it will be said how far the way is.
    pub(crate) is_long: bool,
    /// Where the words of other languages come from.
    pub(crate) library: JsValue,
}

/// What changes while the respondent answers. One signal holds it all: each type of signal costs the page two kilobytes.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) step: Step,
    pub(crate) answers: BTreeMap<String, Answer>,
    /// How it ended, for the thanks.
    pub(crate) ending: Ending,
    pub(crate) delivery: Delivery,
    pub(crate) is_open: bool,
    /// The questions behind the present one, in the order they were seen.
    pub(crate) path: Vec<usize>,
    /// What has to be mended before going on, in the language of the screen.
    pub(crate) error: Option<Phrase>,
    /// What is wrong with what stands in a field and could not become an answer; said when somebody would go on. Empty
    /// where the field says it itself.
    pub(crate) refusal: Option<Phrase>,
    /// Somebody chose by keyboard, so a button to go on is shown.
    pub(crate) waits_for_button: bool,
    /// How often the language was changed: what is drawn in words follows it.
    pub(crate) language_changes: usize,
    /// What an earlier visit left to go on with.
    pub(crate) earlier: Earlier,
    pub(crate) going: Going,
}

/// Whether a screen is about to be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Going {
    /// Nobody wants to go on yet.
    Still,
    /// Somebody does, and what it takes is still on its way.
    Awaited,
    /// The answer is taken: nothing else moves the screen.
    Leaving,
}

struct Shared {
    setup: Setup,
    /// The document of a survey of which only the opening was read so far.
    rest: Option<Value>,
    /// Whether what the first screen could do without is there.
    is_whole: bool,
    /// The language that was asked for last; its words may still be on their way.
    wanted_locale: String,
    response_id: Uuid,
    sitting: Sitting,
    started_at: DateTime<FixedOffset>,
    started_ms: f64,
    /// The hidden fields that the page set.
    context: BTreeMap<String, String>,
    /// Where the focus was before it came into the widget.
    origin: Origin,
    /// The photographs by the question that asked for them. They stay in memory until the outbox takes them.
    photos: Vec<(String, Photo)>,
    /// What stands in fields and could not be taken, by the question.
    writing: Vec<(String, Writing)>,
    /// What keeps the frame above the keyboard of a phone, for as long as the widget lives. Whatever it is, the first screen does without.
    keyboard: Option<Box<dyn Any>>,
    /// How far the respondent was last told to have come.
    shown_progress: Option<Progress>,
}

/// A handle to the session; cheap to copy into every closure of a view.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    shared: StoredValue<Shared, LocalStorage>,
    state: RwSignal<State>,
}

impl Session {
    pub(crate) fn new(setup: Setup, rest: Option<Value>) -> Self {
        let shared = Shared {
            wanted_locale: setup.locale.clone(),
            setup,
            rest,
            is_whole: false,
            response_id: clock::uuid(),
            sitting: Sitting::default(),
            started_at: clock::now(),
            started_ms: clock::monotonic_ms(),
            context: BTreeMap::new(),
            origin: Origin::now(),
            photos: Vec::new(),
            writing: Vec::new(),
            keyboard: None,
            shown_progress: None,
        };
        let state = State {
            step: Step::Question(0),
            answers: BTreeMap::new(),
            ending: Ending::default(),
            delivery: Delivery::Pending,
            is_open: true,
            path: Vec::new(),
            error: None,
            refusal: None,
            waits_for_button: false,
            language_changes: 0,
            earlier: Earlier::Nothing,
            going: Going::Still,
        };
        let session = Self { shared: StoredValue::new_local(shared), state: RwSignal::new(state) };
        // Where a rule stands before the first question, the part that works it out is there.
        if let Some(more) = session.more() {
            (more.take_context)(session);
        }
        session
    }

    /// Reads the state and follows it.
    pub(crate) fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.state.with(read)
    }

    /// Changes the state, unless the widget has left the page meanwhile.
    fn change(self, change: impl FnOnce(&mut State)) {
        self.state.try_update(change);
    }

    /// Changes what is on the screen; the focus follows.
    fn show(self, change: impl FnOnce(&mut State)) {
        self.change(change);
        self.shared.try_with_value(|shared| focus::begin(&shared.setup.host));
    }

    /// Reads the setup.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Setup) -> T) -> T {
        self.shared.with_value(|shared| read(&shared.setup))
    }

    /// The widget's own words.
    pub(crate) fn text(self, key: &str) -> Phrase {
        // Asked for after a wait, too, when the widget may have left the page.
        self.shared.try_with_value(|shared| shared.setup.texts.get(key)).unwrap_or_default()
    }

    /// A number as the language of the screen writes it.
    pub(crate) fn number(self, value: impl Into<f64>) -> String {
        self.shared
            .try_with_value(|shared| intl::number(&shared.setup.locale, value.into()))
            .unwrap_or_default()
    }

    /// A count likewise.
    pub(crate) fn count(self, count: usize) -> String {
        self.number(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The survey's words, with what they pipe; where it has none in the language of the screen, those of another.
    pub(crate) fn local(self, text: &LocalText) -> Phrase {
        let phrase = self.with(|Setup { locale, survey, .. }| {
            let (words, language) =
                (text.pick(locale, survey.first_locale()), text.stand_in(locale, survey.first_locale()));
            if language.is_some() {
                let message = ["the survey has no words in ", locale, " for: ", words].concat();
                page::warn_once(&message, &message);
            }
            Phrase::new(words.to_owned(), language)
        });
        match self.more() {
            Some(more) if text.pipes() => phrase.with((more.fill)(self, &phrase)),
            _ => phrase,
        }
    }

    /// Goes on in another language of the survey; what was given stays.
    pub(crate) fn speak(self, locale: &str) {
        let locale = locale.to_owned();
        self.shared.update_value(|shared| shared.wanted_locale.clone_from(&locale));
        spawn_local(async move {
            let Some((library, first)) = self.shared.try_with_value(|Shared { setup, .. }| {
                (setup.library.clone(), setup.survey.first_locale().to_owned())
            }) else {
                return;
            };
            let Some(texts) = Texts::load(&library, &locale, &first).await else {
                // The words that are there stay.
                self.change(|state| state.error = Some(self.text("error.load")));
                return;
            };
            // Whoever taps twice wants the second; the first may arrive after it.
            let is_wanted = self.shared.try_update_value(|shared| {
                let is_wanted = shared.wanted_locale == locale;
                if is_wanted {
                    shared.setup.texts = texts;
                    shared.setup.locale = locale;
                }
                is_wanted
            });
            if is_wanted == Some(true) {
                self.change(|state| {
                    state.language_changes += 1;
                    state.error = None;
                    state.refusal = None;
                });
            }
        });
    }

    /// Tells the page.
    pub(crate) fn dispatch(self, name: &str, detail: &JsValue) {
        if let Some(host) = self.shared.try_with_value(|shared| shared.setup.host.clone()) {
            page::dispatch(&host, name, detail);
        }
    }

    /// Where the focus was before it came into the widget.
    pub(crate) fn origin(self) -> Origin {
        self.shared.with_value(|shared| shared.origin.clone())
    }

    /// Shows the frame, which stands in the page.
    pub(crate) fn present(self, frame: &HtmlElement) {
        page::lift(frame);
        self.shared.try_with_value(|shared| {
            if shared.setup.config.mode.takes_focus() {
                focus::begin(&shared.setup.host);
            }
        });
        self.dispatch("shown", &JsValue::NULL);
    }

    /// Shows again what was closed half way; `false` where it came to its end or has left the page.
    pub(crate) fn open_again(self) -> bool {
        let is_over = self.state.try_with_untracked(|state| state.step == Step::Thanks).unwrap_or(true);
        if !is_over && !self.state.with_untracked(|state| state.is_open) {
            self.change(|state| state.is_open = true);
            if let Some(frame) = self.frame() {
                self.present(&frame);
            }
        }
        !is_over
    }

    fn frame(self) -> Option<HtmlElement> {
        let host = self.shared.try_with_value(|shared| shared.setup.host.clone())?;
        host.shadow_root()?.query_selector(".frame").ok()?.map(JsCast::unchecked_into)
    }

    /// Keeps an answer; the respondent may still change it.
    pub(crate) fn answer(self, question: &str, answer: Answer) {
        let detail = json::object(&[
            ("question", JsValue::from_str(question)),
            ("answer", json::to_js(&answer.encode_for_page())),
        ]);
        self.note(question, answer);
        self.dispatch("answered", &detail);
    }

    /// Keeps an answer that is still being written; the page hears of it once it is whole.
    pub(crate) fn note(self, question: &str, answer: Answer) {
        self.change(|state| {
            state.answers.insert(question.to_owned(), answer);
            state.error = None;
        });
        self.has_changed();
    }

    /// Takes an answer back.
    pub(crate) fn unanswer(self, question: &str) {
        self.change(|state| {
            state.answers = small::keep(&state.answers, |id, _| id != question);
            state.error = None;
        });
        self.has_changed();
    }

    /// Lets a later visit find it, once there is the part of the program that keeps it.
    fn has_changed(self) {
        if let Some(more) = self.more() {
            (more.keep_soon)(self);
        }
    }

    /// The photographs that were added to a question; none once the widget has left the page.
    pub(crate) fn photos(self, question: &str) -> Vec<Photo> {
        let of_question = |(name, photo): &(String, Photo)| (name == question).then(|| photo.clone());
        self.shared
            .try_with_value(|shared| shared.photos.iter().filter_map(of_question).collect())
            .unwrap_or_default()
    }

    /// Adds a photograph to a question, once.
    pub(crate) fn add_photo(self, question: &str, photo: Photo) {
        self.shared.try_update_value(|shared| {
            let is_there = |(name, other): &(String, Photo)| name == question && other.hash == photo.hash;
            if !shared.photos.iter().any(is_there) {
                shared.photos.push((question.to_owned(), photo));
            }
        });
    }

    /// Takes a photograph off a question, and its bytes off the device.
    pub(crate) fn remove_photo(self, question: &str, hash: &str) {
        self.shared.try_update_value(|shared| {
            shared.photos.retain(|(name, photo)| name != question || photo.hash != hash);
        });
    }

    /// Says that what stands in a field cannot be taken, and why; `None` once it can.
    pub(crate) fn refuse(self, why: Option<Phrase>) {
        self.change(|state| state.refusal = why);
    }

    /// What decides anything that is drawn by lot: the random bits of the response's id, so that whoever has the response
    /// can work out what the respondent saw.
    pub(crate) fn seed(self) -> u64 {
        self.shared.with_value(|shared| shared.response_id.as_u64_pair().1)
    }

    /// Shows the button to go on: somebody moves by keyboard.
    pub(crate) fn wait_for_button(self) {
        self.change(|state| state.waits_for_button = true);
    }

    /// Back to the question before; what was given stays.
    pub(crate) fn go_back(self) {
        if self.state.with_untracked(|state| state.going == Going::Leaving) {
            return;
        }
        self.show(|state| {
            if let Some(before) = state.path.pop() {
                state.step = Step::Question(before);
                state.error = None;
                state.refusal = None;
                state.waits_for_button = true;
            }
        });
        self.has_changed();
    }

    /// Leaves question `index`, as soon as there is somewhere to go.
    pub(crate) fn go_on(self, index: usize) {
        spawn_local(async move {
            // What was tapped is painted first.
            sleep(Duration::ZERO).await;
            let mut more = self.more();
            if more.is_none() {
                self.change(|state| state.going = Going::Awaited);
                more = self.complete().await;
                // A second tap may have waited with the first, which leaves.
                self.change(|state| {
                    if state.going == Going::Awaited {
                        state.going = Going::Still;
                    }
                });
            }
            match more {
                Some(more) => (more.leave)(self, index),
                None => self.change(|state| state.error = Some(self.text("error.load"))),
            }
        });
    }

    /// Fetches what the first screen could do without: the rest of the survey, and the part of the program that goes on.
    pub(crate) async fn complete(self) -> Option<&'static More> {
        let (library, host, rest) = self.shared.try_with_value(|shared| {
            let Shared { setup, rest, .. } = shared;
            (setup.library.clone(), setup.host.clone(), rest.clone())
        })?;
        if let Some(document) = rest {
            // Both parts are on their way at once.
            let library = library.clone();
            spawn_local(async move {
                more::load(&library).await;
            });
            match proof::decode(&document).await? {
                Ok(survey) => self.shared.try_update_value(|shared| {
                    shared.setup.survey = survey;
                    shared.rest = None;
                }),
                Err(problems) => {
                    refuse(&host, &problems);
                    self.close();
                    return None;
                }
            };
        }
        let more = more::load(&library).await?;
        self.change(|_| ());
        let was_whole = self.shared.try_update_value(|shared| std::mem::replace(&mut shared.is_whole, true));
        if was_whole == Some(false) {
            (more.begin)(self);
            spawn_local(async move {
                (more.outbox)(Some(self), JsValue::from_str("flush")).await;
            });
        }
        Some(more)
    }

    /// The part of the program that goes on, once there is a whole survey to go on with.
    pub(crate) fn more(self) -> Option<&'static More> {
        let is_whole = self.shared.try_with_value(|shared| shared.rest.is_none()) == Some(true);
        more::loaded().filter(|_| is_whole)
    }

    /// Whether something would be lost with the widget: it was answered, and not sent yet.
    pub(crate) fn has_answers(self) -> bool {
        self.state.with_untracked(|state| !state.answers.is_empty() && state.step != Step::Thanks)
    }

    /// Takes the widget off the screen.
    pub(crate) fn close(self) {
        if self.state.try_with_untracked(|state| state.is_open) == Some(true) {
            // A dialog gives the page back first: what it covers takes no focus.
            let has_focus = self.shared.with_value(|shared| focus::is_in(&shared.setup.host));
            if let Some(frame) = self.frame() {
                page::lower(&frame);
            }
            if has_focus {
                self.shared.with_value(|shared| shared.origin.give_back());
            }
            self.change(|state| state.is_open = false);
            self.dispatch("closed", &JsValue::NULL);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float to integer cast saturates"
)]
fn elapsed(since_ms: f64) -> u64 {
    (clock::monotonic_ms() - since_ms) as u64
}
