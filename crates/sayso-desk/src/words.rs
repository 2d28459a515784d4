//! The board's words in one language, from a file of the host's.

use sayso_core::complaint::Reason;
use serde_json::Value;

/// Words by their names.
pub(crate) struct Words {
    locale: String,
    texts: Value,
}

impl Words {
    /// From the text of a file; names stand in for what it lacks.
    pub(crate) fn new(locale: &str, file: &str) -> Self {
        Self { locale: locale.to_owned(), texts: serde_json::from_str(file).unwrap_or_default() }
    }

    /// A text.
    pub(crate) fn get<'w>(&'w self, name: &'w str) -> &'w str {
        self.texts[name].as_str().unwrap_or(name)
    }

    /// A text with its gaps filled.
    pub(crate) fn fill(&self, name: &str, values: &[(&str, String)]) -> String {
        let fill =
            |text: String, (gap, value): &(&str, String)| text.replace(&["{", gap, "}"].concat(), value);
        values.iter().fold(self.get(name).to_owned(), fill)
    }

    /// A day of the week, 1 (Monday) to 7 (Sunday), in a few letters.
    pub(crate) fn weekday(&self, day: u8) -> String {
        self.get(&["day.", &day.to_string()].concat()).to_owned()
    }

    /// Day and month of a date in ISO 8601.
    pub(crate) fn date(&self, date: &str) -> String {
        let mut parts = date.split('-').skip(1).map(str::to_owned);
        let (month, day) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        self.fill("date", &[("day", day), ("month", month)])
    }

    /// Why somebody was unhappy: a reason of the taxonomy in its words, an option of the survey's own by its id.
    pub(crate) fn reason(&self, id: &str) -> String {
        Reason::from_code(id).map_or(id, |reason| reason.label().pick(&self.locale)).to_owned()
    }
}
