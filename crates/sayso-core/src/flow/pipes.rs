//! What the names in a text stand for: answers, their labels, computed values and hidden fields.

use serde_json::Value;

use super::Way;
use super::way::readable;
use crate::answer::{Answer, Given, Rating};
use crate::complaint::Reason;
use crate::face::Face;
use crate::logic::to_text;
use crate::piping;
use crate::survey::{Choices, Kind, Options, Question};

/// In which words a label is said.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    /// The language of the screen.
    pub locale: &'a str,
    /// The widget's own words, by key.
    pub words: &'a dyn Fn(&str) -> String,
}

impl Way<'_> {
    /// A text of the survey with what it pipes: `{{id}}` for an answer or a computed value, `{{id.label}}` for an answer in
    /// words, `{{context.name}}` for a hidden field. Only answers on the way are told.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use sayso_core::{answer::Answer, flow::{Speech, Way}, preset, survey::Survey};
    /// # let document = serde_json::from_str(preset::document("smiley").unwrap()).unwrap();
    /// let survey = Survey::decode(&document).unwrap();
    /// let (kind, rating) = (survey.questions[0].kind.question_type(), survey.questions[0].rate(5).unwrap());
    /// let answers = BTreeMap::from([("csat".to_owned(), Answer::rating(kind, rating))]);
    /// let context = BTreeMap::from([("name".to_owned(), "<b>Lan".to_owned())]);
    /// let way = Way { survey: &survey, answers: &answers, context: &context };
    /// let speech = Speech { locale: "en", words: &|key| key.to_owned() };
    /// assert_eq!(way.fill("{{context.name}}: {{csat}}, {{csat.label}}", speech), "<b>Lan: 5, smiley.great");
    /// ```
    pub fn fill(self, text: &str, speech: Speech<'_>) -> String {
        if !text.contains("{{") {
            return text.to_owned();
        }
        let data = self.data();
        piping::fill(text, &|name| {
            if let Some(field) = name.strip_prefix("context.") {
                return self.context.get(field).cloned();
            }
            if let Some(id) = name.strip_suffix(".label") {
                // Off the way there is no value, and so no label.
                data.get(id)?;
                return Some(label(
                    self.survey.question(id)?,
                    self.answers.get(id)?,
                    self.survey.first_locale(),
                    speech,
                ));
            }
            data.get(name).filter(|value| !value.is_null() && !value.is_object()).map(to_text)
        })
    }
}

fn label(question: &Question, answer: &Answer, fallback: &str, speech: Speech<'_>) -> String {
    let word = |group: &str, name: &str| (speech.words)(&[group, name].concat());
    match (&question.kind, &answer.given) {
        (Kind::Smiley(_), Given::Rating(rating)) => word("smiley.", Face::of(*rating).name()),
        (Kind::Thumbs, Given::Rating(rating)) => word("thumbs.", if is_up(*rating) { "up" } else { "down" }),
        (Kind::Emotion(_), Given::Other(Value::String(name))) => word("emotion.", name),
        (
            Kind::Choice(Choices { options, .. }) | Kind::Dropdown(options) | Kind::Ranking(options),
            Given::Other(_),
        ) => match readable(answer) {
            Value::Array(ids) => {
                let labels: Vec<String> = ids
                    .iter()
                    .filter_map(|id| option_label(options, id.as_str()?, fallback, speech))
                    .collect();
                labels.join(", ")
            }
            id => id.as_str().and_then(|id| option_label(options, id, fallback, speech)).unwrap_or_default(),
        },
        _ => to_text(&readable(answer)),
    }
}

fn is_up(rating: Rating) -> bool {
    rating.value() == rating.scale().high()
}

fn option_label(options: &Options, id: &str, fallback: &str, speech: Speech<'_>) -> Option<String> {
    match options {
        Options::Reasons => Some(Reason::from_code(id)?.label().pick(speech.locale).to_owned()),
        Options::Listed(options) => {
            let option = options.iter().find(|option| option.id == id)?;
            Some(option.label.pick(speech.locale, fallback).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Survey;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[test]
    fn answers_are_told_in_numbers_and_in_words() {
        let option =
            |id: &str, vi: &str| json!({ "id": id, "label": { "vi": vi, "en": id }, "with_text": id == "x" });
        let title = json!({ "vi": "?" });
        let survey = Survey::decode(&json!({ "id": "s", "version": 1, "locales": ["vi"],
            "computed": { "double": { "*": [2, { "var": "n" }] } }, "questions": [
            { "id": "n", "type": "number", "title": title },
            { "id": "list", "type": "choice", "multiple": true, "title": title, "options": [option("a", "Một"), option("x", "Khác")] },
            { "id": "why", "type": "dropdown", "options": "reasons", "title": title },
            { "id": "mood", "type": "emotion", "title": title }, { "id": "thumbs", "type": "thumbs", "title": title },
            { "id": "off", "type": "text", "title": title, "show_if": false }] }))
        .unwrap();
        let answer = |id: &str, value: Value| {
            let kind = survey.question(id).unwrap().kind.question_type();
            (id.to_owned(), Answer { kind, given: Given::Other(value) })
        };
        let thumbs = survey.question("thumbs").unwrap();
        let up = Answer::rating(thumbs.kind.question_type(), thumbs.rate(2).unwrap());
        let answers = BTreeMap::from([
            answer("n", json!(1.5)),
            answer("list", json!(["a", { "id": "x", "text": "{{n}}" }])),
            answer("why", json!("DEL-LATE")),
            answer("mood", json!("worried")),
            answer("off", json!("hidden")),
            ("thumbs".to_owned(), up),
        ]);
        let context = BTreeMap::from([("name".to_owned(), "{{n}}<script>".to_owned())]);
        let way = Way { survey: &survey, answers: &answers, context: &context };
        let check = |text: &str, expected: &str| {
            let speech = Speech { locale: "vi", words: &|key| ["<", key, ">"].concat() };
            assert_eq!(way.fill(text, speech), expected, "{text}");
        };
        check("{{n}} {{double}} {{n.label}}", "1.5 3 1.5");
        check("{{list}}; {{list.label}}", "a,x; Một, Khác");
        check(
            "{{why}}: {{why.label}}",
            &["DEL-LATE: ", Reason::from_code("DEL-LATE").unwrap().label().vi].concat(),
        );
        check("{{mood.label}} {{thumbs.label}}", "<emotion.worried> <thumbs.up>");
        check("{{off}}{{off.label}}{{context}}{{none}}{{context.none}}", "");
        check("{{context.name}}", "{{n}}<script>");
    }
}
