//! The half-filled form: one JSON object among the answers, so that Back, and another language, find it as it was.
//!
//! What of it counts, and what stands in the way of sending it, is decided by [`Told`].

use leptos::prelude::untrack;
use sayso_core::complaint::{Kind, Needs, Obstacle, Told};
use sayso_core::small;
use sayso_core::survey::Intake;
use serde_json::{Map, Value};

use crate::components::ask::Ask;
use crate::texts::Phrase;

/// A handle to the form on the screen.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) ask: Ask,
    /// The kind that is chosen beforehand.
    first: Kind,
    /// Whether it has to be said how to be answered.
    pub(super) contact_required: bool,
}

impl Draft {
    pub(super) fn open(ask: Ask, intake: &Intake) -> Self {
        let first = intake.kinds.first().copied().unwrap_or(Kind::Complaint);
        let draft = Self { ask, first, contact_required: intake.contact_required };
        draft.begin();
        // What stood in the way before somebody went back, or changed the language, still does.
        draft.refuse(&draft.now(Value::clone));
        draft
    }

    /// A complaint that is opened for the first time begins with the reasons that were chosen on the way to it.
    fn begin(self) {
        if self.first != Kind::Complaint || self.now(|form| !form.is_null()) {
            return;
        }
        let given = self.ask.session.on_the_way(|way| Told::reasons_given(way.answered().values()));
        if let Some(codes) = given.filter(|codes| !codes.is_empty()) {
            let codes = codes.into_iter().map(Value::from).collect();
            self.note("reasons", Value::Array(codes));
        }
    }

    /// Reads the form and follows it.
    pub(super) fn read<T>(self, read: impl FnOnce(&Value) -> T) -> T {
        read(&self.ask.value().unwrap_or_default())
    }

    /// Reads the form as it is now.
    pub(super) fn now<T>(self, read: impl FnOnce(&Value) -> T) -> T {
        untrack(|| self.read(read))
    }

    /// A text of the form, followed.
    pub(super) fn text(self, name: &str) -> String {
        self.read(|value| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    /// The chosen kind, followed.
    pub(super) fn kind(self) -> Kind {
        self.read(Told::kind_of).unwrap_or(self.first)
    }

    /// Keeps a field, or takes it out.
    pub(super) fn set(self, name: &str, value: Option<Value>) {
        let form = self.with(name, value);
        self.refuse(&form);
        self.ask.answer(Some(form));
    }

    /// Keeps a field that is still being written in.
    pub(super) fn note(self, name: &str, value: Value) {
        let form = self.with(name, Some(value));
        self.refuse(&form);
        self.ask.note(Some(form));
    }

    /// The form with one field changed. The kind always stands in it.
    fn with(self, name: &str, value: Option<Value>) -> Value {
        let mut form = match untrack(|| self.ask.value()) {
            Some(Value::Object(form)) => form,
            _ => Map::new(),
        };
        if !form.contains_key("kind") {
            form.insert("kind".to_owned(), self.first.name().into());
        }
        match value {
            Some(value) => drop(form.insert(name.to_owned(), value)),
            None => form = small::without(&form, name),
        }
        Value::Object(form)
    }

    fn refuse(self, form: &Value) {
        let why = self.obstacle(form).map(|obstacle| match obstacle {
            Obstacle::Contact => self.ask.text("complaint.unreachable"),
            // The field says it itself, where it stands.
            Obstacle::Empty | Obstacle::Phone | Obstacle::Email => Phrase::default(),
            Obstacle::Long(over) => self.ask.text("text.too_long").fill("{n}", &self.ask.session.count(over)),
        });
        self.ask.session.refuse(why);
    }

    fn obstacle(self, form: &Value) -> Option<Obstacle> {
        let told = self.ask.with(|question| question.required);
        Told::obstacle(form, Needs { told, contact: self.contact_required })
    }

    /// Whether the respondent was asked to mend just this; followed.
    pub(super) fn is_refused_for(self, which: impl Fn(Obstacle) -> bool) -> bool {
        self.ask.has_error() && self.read(|form| self.obstacle(form)).is_some_and(which)
    }
}
