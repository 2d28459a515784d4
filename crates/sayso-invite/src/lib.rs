//! What brings people to a survey from outside of a web page: a poster with a code, a rating in an e-mail, a text for a phone.
//!
//! Each leads to the business's own page that shows the survey in the mode `page`. Who prints and sends it is left to the business.

#![deny(missing_docs)]

mod fit;
mod letter;
mod link;
mod message;
mod paper;
mod poster;
mod words;

pub use letter::letter;
pub use link::Link;
pub use message::{Coding, Message};
pub use paper::Paper;
pub use poster::{Poster, file_name};

use sayso_core::answer::QuestionType;
use sayso_core::survey::{LocalText, Question, Survey};
use serde_json::Value;

/// The languages that invitations are written in, first the one that stands above.
pub(crate) const LANGUAGES: [&str; 2] = ["vi", "en"];

/// The question that an invitation asks: the first of the survey that one tap on a scale answers.
pub fn rating(survey: &Survey) -> Option<&Question> {
    survey.questions.iter().find(|question| question.kind.scale().is_some())
}

/// What that question says, out of a survey that is known to be valid and was not read: a kiosk has none of what reads surveys.
///
/// ```
/// use sayso_core::{preset, survey::Survey};
/// let document = preset::document("csat").unwrap();
/// let whole = Survey::parse(document).unwrap();
/// let title = sayso_invite::title(&serde_json::from_str(document).unwrap());
/// assert_eq!(title.as_ref(), sayso_invite::rating(&whole).map(|question| &question.title));
/// ```
pub fn title(document: &Value) -> Option<LocalText> {
    use QuestionType::{Ces, Nps, Rating, Smiley, Stars, Thumbs};
    let is_rating = |question: &&Value| {
        let found = QuestionType::NAMES.iter().find(|(name, _)| question["type"] == *name);
        found.is_some_and(|(_, kind)| matches!(kind, Ces | Nps | Rating | Smiley | Stars | Thumbs))
    };
    let question = document["questions"].as_array()?.iter().find(is_rating)?;
    LocalText::known(&question["title"])
}

/// A question in the languages of invitations, those in which it is written; in whichever it has where it has neither.
///
/// Words that are filled in while somebody answers cannot be printed: a title with such is left out.
pub(crate) fn titles(title: &LocalText) -> Vec<&str> {
    let written = LANGUAGES.into_iter().filter(|language| title.speaks(language));
    let mut titles: Vec<&str> = written.map(|language| title.pick(language, language)).collect();
    if titles.is_empty() {
        titles.push(title.pick(LANGUAGES[0], LANGUAGES[0]));
    }
    titles.retain(|title| !title.contains("{{"));
    titles
}

/// A text as it stands in XML and HTML, between tags and in quoted attributes. What XML has no sign for is left out.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}
