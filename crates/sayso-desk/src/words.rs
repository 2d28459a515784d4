//! The board's words in one language, from a file of the host's.

use sayso_core::complaint::Reason;
use sayso_core::survey::LocalText;
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

    /// Why somebody was unhappy: an option of the survey's own as the survey calls it (`option.` and its id, in the languages that it has),
    /// a reason of the taxonomy in its words, the id of an option that is asked no more.
    pub(crate) fn reason(&self, id: &str) -> String {
        let own = LocalText::known(&self.texts[["option.", id].concat()]);
        let own = own.as_ref().map(|label| label.pick(&self.locale, "vi"));
        let label = own.or_else(|| Reason::from_code(id).map(|reason| reason.label().pick(&self.locale)));
        label.unwrap_or(id).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_called_as_the_survey_calls_it_or_as_the_taxonomy_does() {
        let check = |locale: &str, expected: [&str; 3]| {
            let words = Words::new(locale, r#"{ "option.slow": { "en": "The wait", "vi": "Chờ lâu quá" } }"#);
            assert_eq!(["slow", "DEL-LATE", "gone"].map(|id| words.reason(id)), expected, "{locale}");
        };
        check("vi", ["Chờ lâu quá", "Giao hàng chậm trễ", "gone"]);
        check("en-GB", ["The wait", "Late delivery", "gone"]);
        check("ja", ["Chờ lâu quá", "Late delivery", "gone"]);
    }
}
