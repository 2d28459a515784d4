//! One respondent's way through one survey: the signals that components read, and what a tap sets in motion.
//!
//! Every decision is a function of `sayso-core`; the order of effects (store, thank, send) is this module's own.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use gloo_timers::future::sleep;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sayso_core::answer::Answer;
use sayso_core::config::Config;
use sayso_core::delivery::Outcome;
use sayso_core::event::{Event, Payload};
use sayso_core::flow::{self, Step};
use sayso_core::response::{self, Circumstances, Client, Response, SurveyRef};
use sayso_core::score::Segment;
use sayso_core::survey::{LocalText, Survey};
use uuid::Uuid;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::outbox::{self, Durability, Entry};
use crate::texts::Texts;
use crate::transport::Destination;
use crate::{clock, json, page};

/// Long enough to see which face was tapped before the screen moves on.
const NOD: Duration = Duration::from_millis(220);

/// What a widget is made of, valid throughout.
pub(crate) struct Setup {
    pub(crate) host: HtmlElement,
    pub(crate) survey: Survey,
    pub(crate) config: Config,
    pub(crate) locale: String,
    pub(crate) texts: Texts,
}

/// Where the answers are by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Nothing to send, or on its way.
    Pending,
    /// The endpoint has it.
    Delivered,
    /// Kept on the device, to be sent later.
    Waiting,
    /// Kept on the device; the endpoint refuses it as it is.
    Parked,
}

/// What changes while the respondent answers. One signal holds it all: each type of signal costs the page two kilobytes.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) step: Step,
    pub(crate) answers: BTreeMap<String, Answer>,
    pub(crate) segment: Option<Segment>,
    pub(crate) delivery: Delivery,
    pub(crate) is_open: bool,
    is_leaving: bool,
}

struct Shared {
    setup: Setup,
    response_id: Uuid,
    started_at: DateTime<FixedOffset>,
    started_ms: f64,
}

/// A handle to the session; cheap to copy into every closure of a view.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    shared: StoredValue<Shared, LocalStorage>,
    state: RwSignal<State>,
}

impl Session {
    pub(crate) fn new(setup: Setup) -> Self {
        let shared = Shared {
            setup,
            response_id: clock::uuid(),
            started_at: clock::now(),
            started_ms: clock::monotonic_ms(),
        };
        let state = State {
            step: Step::Question(0),
            answers: BTreeMap::new(),
            segment: None,
            delivery: Delivery::Pending,
            is_open: true,
            is_leaving: false,
        };
        Self { shared: StoredValue::new_local(shared), state: RwSignal::new(state) }
    }

    /// Reads the state and follows it.
    pub(crate) fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.state.with(read)
    }

    /// Changes the state, unless the widget has left the page meanwhile.
    fn change(self, change: impl FnOnce(&mut State)) {
        self.state.try_update(change);
    }

    /// Reads the setup.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Setup) -> T) -> T {
        self.shared.with_value(|shared| read(&shared.setup))
    }

    /// The widget's own words.
    pub(crate) fn text(self, key: &str) -> String {
        self.with(|setup| setup.texts.get(key))
    }

    /// The survey's words.
    pub(crate) fn local(self, text: &LocalText) -> String {
        self.with(|setup| text.pick(&setup.locale, setup.survey.first_locale()).to_owned())
    }

    /// Tells the page.
    pub(crate) fn dispatch(self, name: &str, detail: &JsValue) {
        if let Some(host) = self.shared.try_with_value(|shared| shared.setup.host.clone()) {
            page::dispatch(&host, name, detail);
        }
    }

    /// Shows the frame, once it stands in the page.
    pub(crate) fn on_mount(self, frame: HtmlElement) {
        spawn_local(async move {
            if frame.has_attribute("popover") {
                // Without the popover attribute's support the card is placed by the style sheet alone.
                let _ = frame.show_popover();
            }
            self.dispatch("shown", &JsValue::NULL);
        });
    }

    /// Keeps an answer; the respondent may still change it.
    pub(crate) fn answer(self, question: &str, answer: Answer) {
        let detail = json::object([
            ("question", JsValue::from_str(question)),
            ("answer", json::to_js(&answer.encode())),
        ]);
        self.change(|state| drop(state.answers.insert(question.to_owned(), answer)));
        self.dispatch("answered", &detail);
    }

    /// Leaves question `index` after a short nod; a second tap meanwhile changes nothing.
    pub(crate) fn go_on(self, index: usize) {
        let may_leave = self.state.with_untracked(|state| {
            !state.is_leaving && self.with(|setup| flow::may_leave(&setup.survey, index, &state.answers))
        });
        if !may_leave {
            return;
        }
        self.change(|state| state.is_leaving = true);
        spawn_local(async move {
            if !page::prefers_reduced_motion() {
                sleep(NOD).await;
            }
            match self.shared.try_with_value(|shared| flow::after(&shared.setup.survey, index)) {
                Some(Step::Thanks) => self.submit().await,
                Some(next) => self.change(|state| state.step = next),
                None => {}
            }
            self.change(|state| state.is_leaving = false);
        });
    }

    /// Scores and stores the answers, thanks the respondent, and only then sends.
    async fn submit(self) {
        let Some((event, segment, destination)) = self.shared.try_with_value(|shared| {
            let answers = self.state.with_untracked(|state| state.answers.clone());
            let event = shared.event(answers);
            let segment = match &event.payload {
                Payload::Response(response) => response.segment,
                Payload::Other(..) => None,
            };
            (event, segment, shared.destination())
        }) else {
            return;
        };
        let Some(destination) = destination else {
            // Without an endpoint the event reaches the page alone, whole.
            self.dispatch("submitted", &json::object([("event", json::to_js(&event.encode()))]));
            self.thank(segment);
            return;
        };
        let entry = Entry::new(&event, &destination);
        let durability = outbox::store(&entry).await;
        let detail = json::object([
            ("id", entry.id()),
            ("durable", JsValue::from_bool(durability == Durability::Stored)),
            ("event", json::to_js(&event.encode())),
        ]);
        self.dispatch("submitted", &detail);
        self.thank(segment);
        let outcome = outbox::send(&entry).await;
        self.settle(&entry, outcome, durability);
    }

    fn thank(self, segment: Option<Segment>) {
        self.change(|state| {
            state.segment = segment;
            state.step = Step::Thanks;
        });
    }

    fn settle(self, entry: &Entry, outcome: Outcome, durability: Durability) {
        let delivery = match (outcome, durability) {
            (Outcome::Delivered, _) => Delivery::Delivered,
            (Outcome::Retry, Durability::Stored) => Delivery::Waiting,
            (Outcome::Parked, Durability::Stored) => Delivery::Parked,
            // Nothing is kept, so nothing is promised.
            (Outcome::Retry | Outcome::Parked, Durability::MemoryOnly) => Delivery::Pending,
        };
        if delivery == Delivery::Delivered {
            self.delivered(entry);
        }
        self.change(|state| state.delivery = delivery);
    }

    fn delivered(self, entry: &Entry) {
        self.dispatch("delivered", &json::object([("id", entry.id())]));
    }

    /// Sends what earlier visits left behind.
    pub(crate) fn flush(self) {
        spawn_local(outbox_flush(self));
    }

    /// Takes the widget off the screen.
    pub(crate) fn close(self) {
        if self.state.with_untracked(|state| state.is_open) {
            self.change(|state| state.is_open = false);
            self.dispatch("closed", &JsValue::NULL);
        }
    }
}

async fn outbox_flush(session: Session) {
    outbox::flush(|entry| session.delivered(entry)).await;
}

impl Shared {
    fn event(&self, answers: BTreeMap<String, Answer>) -> Event {
        let Setup { survey, config, locale, .. } = &self.setup;
        let submitted_at = clock::now();
        let touchpoint = config.touchpoint.clone().unwrap_or_else(page::path);
        let (scores, segment) = response::score(survey, &answers);
        let response = Response {
            response_id: self.response_id,
            revision: 1,
            complete: true,
            answers,
            scores,
            segment,
            flags: Vec::new(),
            context: BTreeMap::new(),
            circumstances: Circumstances {
                survey: SurveyRef { id: survey.id.clone(), version: survey.version },
                touchpoint: touchpoint.clone(),
                channel: config.channel,
                locale: locale.clone(),
                started_at: self.started_at,
                submitted_at,
                duration_ms: elapsed(self.started_ms),
                clock_skew_ms: 0,
                client: Client { version: env!("CARGO_PKG_VERSION").to_owned(), mode: config.mode },
            },
        };
        Event {
            id: clock::uuid(),
            source: page::source(),
            subject: touchpoint,
            time: submitted_at,
            payload: Payload::Response(Box::new(response)),
        }
    }

    fn destination(&self) -> Option<Destination> {
        let Config { endpoint, key, format, .. } = &self.setup.config;
        let endpoint = page::absolute(endpoint.as_deref()?);
        Some(Destination { endpoint, key: key.clone(), format: *format })
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
