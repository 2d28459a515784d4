//! What follows a question: the next screen, or the end, where the answers are stored, thanked for and sent.
//!
//! The order of these effects is this module's own; every decision is a function of `sayso-core`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sayso_core::answer::Answer;
use sayso_core::config::{self, Mode};
use sayso_core::delivery::{Delivery, Outcome};
use sayso_core::flow::{self, Progress, Speech, Step, Way};
use sayso_core::response;
use sayso_core::score::Score;
use sayso_core::survey::Invalid;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::{Going, Session, Setup, Shared, State, elapsed};
use crate::ending::Ending;
use crate::more::Work;
use crate::outbox::{self, Batch, Entry, Watcher};
use crate::texts::Phrase;
use crate::{clock, draft, focus, json, keyboard, page};

/// Long enough to see which face was tapped before the screen moves on.
const NOD: Duration = Duration::from_millis(220);

impl Session {
    /// Leaves question `index` after a short nod; a second tap meanwhile changes nothing.
    pub(crate) fn leave(self, index: usize) {
        let here = Step::Question(index);
        let is_here =
            self.state.try_with_untracked(|state| state.step == here && state.going != Going::Leaving);
        if is_here != Some(true) {
            return; // gone on already, or off the page
        }
        if let Some(message) = self.obstacle(index) {
            self.change(|state| state.error = Some(message));
            self.with(|setup| focus::mend(&setup.host));
            return;
        }
        self.change(|state| state.going = Going::Leaving);
        spawn_local(self.nod_and_leave(index));
    }

    /// Nothing else moves the screen meanwhile. What ends the survey is stored while the face still nods, so that whoever closes
    /// the page at once has answered all the same.
    async fn nod_and_leave(self, index: usize) {
        let nod = if page::prefers_reduced_motion() { Duration::ZERO } else { NOD };
        match self.next(Some(index)) {
            Some(Step::Thanks) => {
                let begun = clock::monotonic_ms();
                let kept = self.keep().await;
                sleep(nod.saturating_sub(Duration::from_millis(elapsed(begun)))).await;
                if let Some(ending) = kept {
                    self.thank(index, ending);
                    outbox::start();
                }
            }
            Some(next) => {
                sleep(nod).await;
                self.show(|state| {
                    state.path.push(index);
                    state.step = next;
                    state.error = None;
                    state.refusal = None;
                    state.waits_for_button = false;
                });
                self.keep_part();
                self.keep_draft();
            }
            None => {}
        }
        self.change(|state| state.going = Going::Still);
    }

    /// Where the answers so far lead; `None` once the widget has left the page.
    pub(crate) fn next(self, index: Option<usize>) -> Option<Step> {
        self.on_the_way(|way| way.next(index))
    }

    /// How far the respondent has come, once it is worth a bar, and remembers it.
    pub(crate) fn progress(self, step: Step) -> Option<Progress> {
        let progress = self.on_the_way(|way| Progress::at(way, step)).flatten()?;
        self.shared.try_update_value(|shared| {
            let shown = progress.after(shared.shown_progress);
            shared.shown_progress = Some(shown);
            shown
        })
    }

    /// The survey's words with what they pipe.
    pub(crate) fn fill(self, words: &str) -> String {
        let locale = self.with(|setup| setup.locale.clone());
        let speech = Speech { locale: &locale, words: &|key| self.text(key).to_string() };
        self.on_the_way(|way| way.fill(words, speech)).unwrap_or_default()
    }

    /// Reads where the answers so far lead; `None` once the widget has left the page.
    pub(crate) fn on_the_way<T>(self, read: impl FnOnce(Way<'_>) -> T) -> Option<T> {
        self.shared
            .try_with_value(|shared| self.state.try_with_untracked(|state| read(shared.way(&state.answers))))
            .flatten()
    }

    /// What has to be mended before question `index` can be left.
    fn obstacle(self, index: usize) -> Option<Phrase> {
        self.state.with_untracked(|state| {
            let invalid = self
                .with(|setup| flow::may_leave(&setup.survey, index, &state.answers).err().map(Invalid::key));
            state.refusal.clone().or_else(|| invalid.map(|key| self.text(key)))
        })
    }

    /// Scores and stores the answers; what is stored is what may be thanked for.
    async fn keep(self) -> Option<Ending> {
        let (events, ending, destination, part) = self.shared.try_update_value(|shared| {
            let (answers, is_silent) = self.state.try_with_untracked(|state| {
                let way = shared.way(&state.answers);
                (way.answered(), way.is_silent())
            })?;
            let destination = shared.destination();
            let (events, ending) = shared.leave(answers, is_silent, destination.as_ref());
            Some((events, ending, destination, shared.sitting.part.take()))
        })??;
        let mut entries = Vec::new();
        if let Some(destination) = &destination {
            entries = events.iter().map(|event| Entry::new(event, destination)).collect();
        }
        // What refers to photographs comes last.
        let photos: Vec<Entry> = entries.iter().filter(|entry| entry.is_photo()).cloned().collect();
        if let Some(whole) = entries.last().filter(|_| !photos.is_empty()) {
            whole.wait_for(&photos);
        }
        let mut is_stored = Vec::new();
        if !entries.is_empty() {
            // Another tab may send them before this one has said its thanks.
            let are_kept = self.watch(&entries);
            is_stored = outbox::store(Batch { entries, replaced: part, keeper: self.host() }).await;
            are_kept.set(!is_stored.contains(&false));
        }
        for (index, event) in events.iter().enumerate() {
            let told = ("event", event.event.clone());
            // Without an endpoint the event reaches the page alone, whole.
            let detail = match is_stored.get(index) {
                Some(is_durable) => {
                    let id = ("id", json::get(&event.event, "id"));
                    json::object(&[id, ("durable", JsValue::from_bool(*is_durable)), told])
                }
                None => json::object(&[told]),
            };
            self.dispatch("submitted", &detail);
        }
        self.forget_draft();
        Some(ending)
    }

    fn host(self) -> Option<HtmlElement> {
        self.shared.try_with_value(|shared| shared.setup.host.clone())
    }

    /// Stores what was answered so far for the endpoint, instead of what was stored at the screen before.
    fn keep_part(self) {
        let part = self.shared.try_update_value(|shared| {
            let answers = self.state.try_with_untracked(|state| shared.way(&state.answers).answered())?;
            shared.part(&answers)
        });
        if let Some(Some((part, before))) = part {
            let keeper = self.host();
            spawn_local(async move {
                outbox::store(Batch { entries: vec![part], replaced: before, keeper }).await;
                outbox::look();
            });
        }
    }

    fn thank(self, index: usize, ending: Ending) {
        let has_receipt = ending.receipt.is_some();
        self.show(|state| {
            state.ending = ending;
            state.path.push(index);
            state.step = Step::Thanks;
        });
        if has_receipt && let Some(host) = self.host() {
            page::reveal(&host);
        }
    }

    /// Says where the events are whenever that changes: what is farthest from the endpoint counts.
    fn watch(self, entries: &[Entry]) -> Rc<Cell<bool>> {
        let is_stored = Rc::new(Cell::new(true));
        // What was said is heard of whatever becomes of a photograph.
        let silent: Vec<String> = entries.iter().filter(|entry| entry.only_adds()).map(Entry::id).collect();
        let outcomes = RefCell::new(Vec::<(String, Delivery)>::new());
        let is_kept = Rc::clone(&is_stored);
        let revision = self.revision();
        let watcher: Watcher = Rc::new(move |id, outcome| {
            if outcome == Outcome::Delivered {
                self.delivered(id);
            }
            // Where an answer was changed meanwhile, what is said is said of the change.
            if silent.iter().any(|silent| silent == id) || self.revision() != revision {
                return;
            }
            let mut outcomes = outcomes.borrow_mut();
            outcomes.retain(|(other, _)| other != id);
            outcomes.push((id.to_owned(), Delivery::of(outcome, is_kept.get())));
            let farthest = outcomes.iter().map(|(_, delivery)| *delivery).max();
            self.change(|state| state.delivery = farthest.unwrap_or(Delivery::Pending));
        });
        for entry in entries {
            outbox::watch(&entry.id(), &watcher);
        }
        is_stored
    }

    fn delivered(self, id: &str) {
        self.dispatch("delivered", &json::object(&[("id", JsValue::from_str(id))]));
    }

    /// What is done once the program is whole.
    pub(crate) fn begin(self) {
        self.stay_above_the_keyboard();
        self.review();
        self.take_context();
        self.prefill();
        self.recall();
    }

    /// Lets a phone's keyboard cover nothing. What one can write in comes with the rest of the program, or after it.
    fn stay_above_the_keyboard(self) {
        let watch = self.frame().and_then(|frame| keyboard::stay_above(&frame));
        self.shared.try_update_value(|shared| shared.keyboard = watch.map(|watch| Box::new(watch) as _));
    }

    /// Tells the page's author what the tag gets wrong and no survey waits for.
    fn review(self) {
        let Some(library) = self.shared.try_with_value(|shared| shared.setup.library.clone()) else { return };
        let attributes = json::get(&library, "attributes");
        for misuse in config::review(|name| json::get(&attributes, name).as_string()) {
            let message = misuse.to_string();
            page::warn_once(&message, &message);
        }
        let names = js_sys::Object::keys(attributes.unchecked_ref::<js_sys::Object>());
        for name in names.iter().filter_map(|name| name.as_string()) {
            if let Some(meant) = config::slip(&name) {
                let message = [&name, " is no attribute of the tag; did you mean \"", meant, "\"?"].concat();
                page::warn_once(&message, &message);
            }
        }
    }

    /// Takes the hidden fields of the page. Whoever has not begun yet begins where they lead.
    pub(crate) fn take_context(self) {
        let Some(library) = self.shared.try_with_value(|shared| shared.setup.library.clone()) else { return };
        let fields = json::from_js(&json::get(&library, "context")).unwrap_or_default();
        let fields = response::hidden_fields(&fields);
        let is_changed = self.shared.try_update_value(|shared| {
            let is_changed = shared.context != fields;
            shared.context = fields;
            is_changed
        });
        let is_fresh = |state: &State| state.answers.is_empty() && state.path.is_empty();
        let is_fresh = self.state.try_with_untracked(is_fresh) == Some(true);
        let first = if is_fresh { self.next(None) } else { None };
        self.change(|state| {
            state.step = first.unwrap_or(state.step);
            // What is piped is written anew.
            state.language_changes += usize::from(is_changed == Some(true));
        });
    }

    /// The scores of the answers so far, as events have them.
    pub(crate) fn scores(self) -> JsValue {
        let scores = self.shared.try_with_value(|shared| {
            let answers = self.state.with_untracked(|state| shared.way(&state.answers).answered());
            let (scores, _) = response::score(&shared.setup.survey, &answers);
            json::to_js(&scores.iter().map(Score::encode).collect())
        });
        scores.unwrap_or_default()
    }

    /// Chooses what the link to the page brings along, where nobody has chosen yet; the respondent confirms it.
    fn prefill(self) {
        let prefilled = self.shared.try_with_value(|shared| {
            let Setup { survey, config, .. } = &shared.setup;
            let questions = survey.questions.iter().filter(|_| config.mode == Mode::Page);
            let brought = questions.filter_map(|question| {
                let text = page::link_parameter(&["prefill.", &question.id].concat())?;
                Some((question.id.clone(), Answer::prefilled(question, &text)?))
            });
            brought.collect::<Vec<_>>()
        });
        let prefilled = prefilled.unwrap_or_default();
        self.change(|state| {
            for (question, answer) in prefilled {
                state.answers.entry(question).or_insert(answer);
                state.waits_for_button = true;
            }
        });
    }
}

/// Does with the outbox what the page or a session wishes: `flush` sends what waits, `forget` wipes it, `held` comes to what memory alone
/// holds. An object has an `event` to be kept and sent, in the place of
/// the one that it names under `instead`; or the id of `one` that is kept, which it comes to. The page is told of what arrives by the widget
/// that is there.
pub(crate) fn outbox(session: Option<Session>, wish: JsValue) -> Work {
    Box::pin(async move {
        if wish == "held" {
            return outbox::in_memory().into();
        }
        if wish == "forget" {
            draft::wipe().await;
            outbox::wipe().await;
            return JsValue::UNDEFINED;
        }
        if wish.is_object() {
            if let Some(id) = json::get(&wish, "one").as_string() {
                return outbox::one(&id).await;
            }
            let (entries, replaced) = (vec![Entry::wished(&wish)], json::get(&wish, "instead").as_string());
            outbox::store(Batch { entries, replaced, ..Batch::default() }).await;
            outbox::start();
            return JsValue::UNDEFINED;
        }
        if let Some(session) = session {
            outbox::start();
            outbox::watch_left_behind(Rc::new(move |id, outcome| {
                if outcome == Outcome::Delivered {
                    session.delivered(id);
                }
            }));
            return JsValue::UNDEFINED;
        }
        outbox::flush().await;
        JsValue::UNDEFINED
    })
}

impl Shared {
    /// The way that these answers lead.
    fn way<'a>(&'a self, answers: &'a BTreeMap<String, Answer>) -> Way<'a> {
        Way { survey: &self.setup.survey, answers, context: &self.context }
    }
}
