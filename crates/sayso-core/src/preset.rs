//! The surveys that come with Sayso, as their JSON stands in `presets/`.
//!
//! The widget fetches them as files, so that a page pays for the one it uses; servers and tests take them from here.

/// Every preset's name and document.
pub const ALL: [(&str, &str); 10] = [
    ("csat", include_str!("../../../presets/csat.json")),
    ("smiley", include_str!("../../../presets/smiley.json")),
    ("nps", include_str!("../../../presets/nps.json")),
    ("ces", include_str!("../../../presets/ces.json")),
    ("acsi", include_str!("../../../presets/acsi.json")),
    ("servqual", include_str!("../../../presets/servqual.json")),
    ("complaint", include_str!("../../../presets/complaint.json")),
    ("after-purchase", include_str!("../../../presets/after-purchase.json")),
    ("exit", include_str!("../../../presets/exit.json")),
    ("wifi", include_str!("../../../presets/wifi.json")),
];

/// The document of a preset.
pub fn document(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, document)| *document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Metric;
    use crate::survey::Survey;
    use serde_json::Value;

    #[test]
    fn every_preset_is_a_valid_survey_named_like_its_file() {
        for (name, document) in ALL {
            let survey = Survey::decode(&serde_json::from_str(document).unwrap());
            assert_eq!(survey.unwrap_or_else(|problems| panic!("{name}: {problems:?}")).id, name);
        }
    }
    /// Every text is an object of languages, so whatever lies beside a `vi` has to lie beside an `en`.
    fn texts_without_english(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let (vi, en) = (fields.get("vi"), fields.get("en"));
                let words =
                    |text: Option<&Value>| text.and_then(Value::as_str).is_some_and(|text| !text.is_empty());
                if words(vi) != words(en) || (vi.is_some() && vi == en) {
                    found.push(path.to_owned());
                }
                fields
                    .iter()
                    .for_each(|(name, field)| texts_without_english(field, &format!("{path}/{name}"), found));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .for_each(|(index, item)| texts_without_english(item, &format!("{path}/{index}"), found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_text_of_every_preset_stands_in_both_languages() {
        for (name, document) in ALL {
            let mut found = Vec::new();
            texts_without_english(&serde_json::from_str(document).unwrap(), name, &mut found);
            assert_eq!(found, [""; 0]);
        }
    }

    #[test]
    fn the_published_instruments_are_whole() {
        let count = |name: &str, metric: Metric| {
            let survey = Survey::decode(&serde_json::from_str(document(name).unwrap()).unwrap()).unwrap();
            survey.questions.iter().filter(|question| question.metric == Some(metric)).count()
        };
        assert_eq!(Metric::SERVQUAL.map(|dimension| count("servqual", dimension)), [4, 5, 4, 4, 5]);
        assert_eq!(count("acsi", Metric::Acsi), 3);
    }
}
