//! The surveys that come with Sayso, as their JSON stands in `presets/`.
//!
//! The widget fetches them as files, so that a page pays for the one it uses; servers and tests take them from here.

/// Every preset's name and document.
pub const ALL: [(&str, &str); 2] = [
    ("csat", include_str!("../../../presets/csat.json")),
    ("smiley", include_str!("../../../presets/smiley.json")),
];

/// The document of a preset.
pub fn document(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, document)| *document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Survey;

    #[test]
    fn every_preset_is_a_valid_survey_named_like_its_file() {
        for (name, document) in ALL {
            let survey = Survey::decode(&serde_json::from_str(document).unwrap());
            assert_eq!(survey.unwrap_or_else(|problems| panic!("{name}: {problems:?}")).id, name);
        }
    }
}
