//! One question on the screen: what every type of question is given to draw itself with.
//!
//! It answers what is asked and given and takes the answer; it decides nothing.

use sayso_core::answer::{Answer, QuestionType, Rating};
use sayso_core::draft::Draft;
use sayso_core::survey::{LocalText, Question};
use sayso_core::words::Words;
use serde_json::Value;

use crate::element::{Element, element};
use crate::session::{Session, Setup};
use crate::texts::Phrase;

/// The id of the question's title, which names its group or its field.
pub(super) const TITLE_ID: &str = "title";

/// The ids of what describes the field: its help and its error.
pub(super) const DESCRIBED_BY: &str = "help error";

/// A question on the screen; cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    pub(super) session: Session,
    /// Its place in the survey.
    pub(super) index: usize,
}

impl Ask {
    pub(super) fn new(session: Session, index: usize) -> Self {
        Self { session, index }
    }

    /// Reads the question.
    pub(super) fn with<T>(self, read: impl FnOnce(&Question) -> T) -> T {
        self.session.with(|setup| read(&setup.survey.questions[self.index]))
    }

    /// What a browser may suggest in a field, by the name of HTML: nothing on a device that the next person uses.
    pub(super) fn autocomplete(self, name: &'static str) -> &'static str {
        let (mode, channel) = self.session.with(|Setup { config, .. }| (config.mode, config.channel));
        if Draft::is_kept_in(mode, channel) { name } else { "off" }
    }

    /// The widget's own words.
    pub(super) fn text(self, key: &str) -> Phrase {
        self.session.text(key)
    }

    /// The survey's words.
    pub(super) fn local(self, text: &LocalText) -> Phrase {
        self.session.local(text)
    }

    /// Fixed words of the core.
    pub(super) fn fixed(self, words: Words) -> Phrase {
        self.session
            .with(|Setup { locale, .. }| Phrase::new(words.pick(locale).to_owned(), Words::stand_in(locale)))
    }

    /// The answer so far; a closure that calls it follows it.
    pub(super) fn given(self) -> Option<Answer> {
        self.session.read(|state| self.with(|question| state.answers.get(&question.id).cloned()))
    }

    /// The rating so far.
    pub(super) fn rated(self) -> Option<u8> {
        self.session
            .read(|state| self.with(|question| state.answers.get(&question.id)?.as_rating()))
            .map(Rating::value)
    }

    /// The answer so far as JSON.
    pub(super) fn value(self) -> Option<Value> {
        self.given().map(|answer| answer.given.value())
    }

    /// Whether the respondent was asked to mend something; a closure that calls it follows it.
    pub(super) fn has_error(self) -> bool {
        self.session.read(|state| state.error.is_some())
    }

    /// The question's id, of one's own: the page hears of an answer while it is kept, and may change the session.
    pub(super) fn id(self) -> String {
        self.with(|question| question.id.clone())
    }

    /// Marks what is no field while there is something to mend in it, so that the focus finds it.
    pub(super) fn marked(self, part: Element) -> Element {
        part.live_flag("data-invalid", move || self.has_error())
    }

    /// The type of the question.
    pub(super) fn kind(self) -> QuestionType {
        self.with(|question| question.kind.question_type())
    }

    /// Answers with a point of the scale.
    pub(super) fn rate(self, value: u8) {
        if let Some(rating) = self.with(|question| question.rate(value)) {
            self.give(Answer::rating(self.kind(), rating));
        }
    }

    /// Answers with anything else; `None` takes the answer back.
    pub(super) fn answer(self, value: Option<Value>) {
        match value {
            Some(value) => self.give(self.written(value)),
            None => self.session.unanswer(&self.id()),
        }
    }

    /// Keeps what is being written, letter by letter, without telling the page yet.
    pub(super) fn note(self, value: Option<Value>) {
        let answer = value.map(|value| self.written(value));
        match answer {
            Some(answer) => self.session.note(&self.id(), answer),
            None => self.session.unanswer(&self.id()),
        }
    }

    fn written(self, value: Value) -> Answer {
        Answer { kind: self.kind(), given: self.with(|question| question.kind.given(value)) }
    }

    fn give(self, answer: Answer) {
        self.session.answer(&self.id(), answer);
    }

    /// Leaves the screen.
    pub(super) fn go_on(self) {
        self.session.go_on(self.index);
    }

    /// Says that the respondent moves by keyboard, so that a button to go on is shown.
    pub(super) fn wait_for_button(self) {
        self.session.wait_for_button();
    }

    /// The title, and the help under it.
    pub(super) fn heading(self) -> [Element; 2] {
        let help_line = element("p").class("help").part("help").attr("id", "help");
        // A new screen takes the focus here.
        let heading = element("h2").class("title").part("title").attr("id", TITLE_ID).attr("tabindex", "-1");
        self.with(|question| {
            let help_line = match &question.help {
                Some(help) => help_line.says(&self.local(help)),
                None => help_line,
            };
            [heading.says(&self.local(&question.title)), help_line]
        })
    }
}
