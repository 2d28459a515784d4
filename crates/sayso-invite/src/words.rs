//! What a point of a scale is called, in the languages of invitations: as the widget calls it.

use sayso_core::answer::Rating;
use sayso_core::face::Face;
use sayso_core::survey::{Ends, Kind, LocalText, Question};
use sayso_core::words::Words;

const NPS: [Words; 2] = [
    Words { vi: "Chắc chắn không", en: "Not at all likely" },
    Words { vi: "Chắc chắn có", en: "Extremely likely" },
];
const CES: [Words; 2] = [
    Words { vi: "Hoàn toàn không đồng ý", en: "Strongly disagree" },
    Words { vi: "Hoàn toàn đồng ý", en: "Strongly agree" },
];
const THUMBS: [Words; 2] = [Words { vi: "Chưa tốt", en: "Not good" }, Words { vi: "Tốt", en: "Good" }];

/// Whether each point has words, and not the ends alone.
pub(crate) fn name_each(question: &Question) -> bool {
    matches!(question.kind, Kind::Smiley(_) | Kind::Thumbs)
}

/// The words of a point; `None` where it is a number alone.
pub(crate) fn of(question: &Question, rating: Rating, language: &str) -> Option<String> {
    let scale = rating.scale();
    let end = match rating.value() {
        value if value == scale.low() => 0,
        value if value == scale.high() => 1,
        _ => 2,
    };
    let own = |ends: &Ends, defaults: Option<&[Words; 2]>| {
        let texts: [&Option<LocalText>; 2] = [&ends.low, &ends.high];
        match texts.get(end)? {
            Some(text) => Some(text.pick(language, "vi").to_owned()),
            None => Some(defaults?.get(end)?.pick(language).to_owned()),
        }
    };
    match &question.kind {
        Kind::Rating(_, ends) => own(ends, None),
        Kind::Nps(ends) => own(ends, Some(&NPS)),
        Kind::Ces(ends) => own(ends, Some(&CES)),
        Kind::Thumbs => Some(THUMBS.get(end)?.pick(language).to_owned()),
        Kind::Smiley(_) => Some(Face::of(rating).words().pick(language).to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_widget() {
        let files = [include_str!("../../../locales/vi.json"), include_str!("../../../locales/en.json")];
        let files = files.map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
        let check = |key: &str, words: Words| {
            assert_eq!(
                [words.vi, words.en].map(serde_json::Value::from),
                files.each_ref().map(|file| file[key].clone()),
                "{key}"
            );
        };
        for (name, face) in Face::NAMES {
            check(&format!("smiley.{name}"), face.words());
        }
        for (key, words) in [("nps", NPS), ("ces", CES)] {
            check(&format!("{key}.low"), words[0]);
            check(&format!("{key}.high"), words[1]);
        }
        check("thumbs.down", THUMBS[0]);
        check("thumbs.up", THUMBS[1]);
    }
}
