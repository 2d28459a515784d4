//! Every text of a survey with its place, for whoever has to look at all of them: the proof of what they pipe, and
//! what an author forgot.

use super::kind::Ends;
use super::{Kind, LocalText, Options, PublicLink, Question, Survey};

/// Takes a text and the steps of its JSON Pointer.
pub(super) type Visit<'v> = dyn FnMut(&[&str], &LocalText) + 'v;

impl Survey {
    /// Every text that a customer may be shown and that is not written in the survey's first language, by its JSON Pointer. It
    /// is shown in another language, which is no error, and seldom meant.
    ///
    /// ```
    /// use sayso_core::survey::Survey;
    /// # use serde_json::json;
    /// let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["vi", "en"], "questions": [
    ///     { "id": "q", "type": "statement", "title": { "vi": "Chào bạn" }, "body": { "en": "Hello" } }] })).unwrap();
    /// assert_eq!(survey.gaps(), ["/questions/0/body"]);
    /// ```
    pub fn gaps(&self) -> Vec<String> {
        let mut gaps = Vec::new();
        let mut look = |path: &[&str], text: &LocalText| {
            if !text.speaks(self.first_locale()) {
                gaps.push(["/", &path.join("/")].concat());
            }
        };
        for (index, question) in self.questions.iter().enumerate() {
            question.each_text(&index.to_string(), &mut look);
        }
        self.thanks.each(&mut |name, text| look(&["thanks", name], text));
        if let Some(PublicLink { label, .. }) = &self.public_link {
            look(&["public_link", "label"], label);
        }
        gaps
    }
}

impl Question {
    /// Its texts, as the question at `place` of its survey.
    pub(super) fn each_text(&self, place: &str, visit: &mut Visit<'_>) {
        let mut of = |steps: &[&str], text: &LocalText| visit(&[&["questions", place], steps].concat(), text);
        of(&["title"], &self.title);
        if let Some(help) = &self.help {
            of(&["help"], help);
        }
        self.kind.each_text(&mut of);
    }
}

impl Kind {
    fn each_text(&self, visit: &mut Visit<'_>) {
        match self {
            Self::Rating(_, ends) | Self::Nps(ends) | Self::Ces(ends) => ends.each_text(visit),
            Self::Slider(slider) => slider.ends.each_text(visit),
            Self::Matrix(matrix) => {
                labels("rows", matrix.rows.iter().map(|row| &row.label), visit);
                matrix.ends.each_text(visit);
            }
            Self::Choice(choices) => choices.options.each_text(visit),
            Self::Dropdown(options) | Self::Ranking(options) => options.each_text(visit),
            Self::Text(field) => optional("placeholder", field.placeholder.as_ref(), visit),
            Self::Number(field) => optional("unit", field.unit.as_ref(), visit),
            Self::Consent(consent) => visit(&["text"], &consent.text),
            Self::Expectation(_, sides) => {
                optional("expected_label", sides.expected.as_ref(), visit);
                optional("actual_label", sides.actual.as_ref(), visit);
            }
            Self::Statement(body) => optional("body", body.as_ref(), visit),
            Self::Smiley(_)
            | Self::Stars(_)
            | Self::Thumbs
            | Self::Date(_)
            | Self::Contact(_)
            | Self::Emotion(_)
            | Self::Complaint(_)
            | Self::File(_) => {}
        }
    }
}

impl Ends {
    fn each_text(&self, visit: &mut Visit<'_>) {
        optional("low", self.low.as_ref(), visit);
        optional("high", self.high.as_ref(), visit);
    }
}

impl Options {
    fn each_text(&self, visit: &mut Visit<'_>) {
        if let Self::Listed(options) = self {
            labels("options", options.iter().map(|option| &option.label), visit);
        }
    }
}

fn optional(field: &str, text: Option<&LocalText>, visit: &mut Visit<'_>) {
    if let Some(text) = text {
        visit(&[field], text);
    }
}

fn labels<'t>(field: &str, texts: impl Iterator<Item = &'t LocalText>, visit: &mut Visit<'_>) {
    for (index, text) in texts.enumerate() {
        visit(&[field, &index.to_string(), "label"], text);
    }
}
