//! The first screen of a survey that is known to be valid, read without the rest.
//!
//! A page that shows one of the product's own presets need not wait for the decoder, which proves surveys that anybody may
//! have written and weighs more than all that draws the first question. The whole survey is read before anything is
//! answered.

use serde_json::Value;

use super::kind::Ends;
use super::{Kind, LocalText, Question, Survey, Thanks};
use crate::answer::{QuestionType, Scale};
use crate::score::Direction;

impl Survey {
    /// The survey as far as its first question, where one tap answers that and nothing has to be worked out before it; see
    /// [`crate::flow::opens_plainly`]. What is not as it should be is `None`, never a guess.
    ///
    /// ```
    /// use sayso_core::{preset, survey::Survey};
    /// # let document: serde_json::Value = serde_json::from_str(preset::document("csat").unwrap()).unwrap();
    /// let opening = Survey::opening(&document).unwrap();
    /// assert_eq!(opening.questions[0].title, Survey::decode(&document).unwrap().questions[0].title);
    /// ```
    pub fn opening(document: &Value) -> Option<Self> {
        let locales =
            document["locales"].as_array()?.iter().filter_map(|locale| Some(locale.as_str()?.to_owned()));
        let first = question(&document["questions"][0])?;
        let survey = Self {
            id: document["id"].as_str()?.to_owned(),
            version: u32::try_from(whole(&document["version"])?).ok()?,
            locales: locales.collect(),
            questions: vec![first],
            computed: Vec::new(),
            quotas: Vec::new(),
            thanks: Thanks::default(),
            public_link: None,
        };
        crate::flow::opens_plainly(&survey).then_some(survey)
    }
}

/// What a question may have and still be drawn alone.
const PLAIN: [&str; 9] = ["id", "type", "title", "help", "metric", "required", "scale", "low", "high"];

fn question(value: &Value) -> Option<Question> {
    if !value.as_object()?.keys().all(|name| PLAIN.contains(&name.as_str())) {
        return None;
    }
    let points = match &value["scale"] {
        Value::Null => 5,
        points => u8::try_from(whole(points)?).ok()?,
    };
    let ends = || Ends { low: LocalText::known(&value["low"]), high: LocalText::known(&value["high"]) };
    let name = value["type"].as_str()?;
    let (_, of_type) = QuestionType::NAMES.into_iter().find(|(other, _)| *other == name)?;
    let kind = match of_type {
        QuestionType::Smiley => Kind::Smiley(Scale::from_one(points)?),
        QuestionType::Stars => Kind::Stars(Scale::from_one(points)?),
        QuestionType::Rating => Kind::Rating(Scale::from_one(points)?, ends()),
        QuestionType::Nps => Kind::Nps(ends()),
        QuestionType::Ces => Kind::Ces(ends()),
        QuestionType::Thumbs => Kind::Thumbs,
        _ => return None,
    };
    Some(Question {
        id: value["id"].as_str()?.to_owned(),
        title: LocalText::known(&value["title"])?,
        help: LocalText::known(&value["help"]),
        kind,
        // What an answer is worth is worked out from the whole survey.
        metric: None,
        direction: Direction::of(false),
        required: value["required"].as_bool().unwrap_or(false),
        show_if: None,
        wave: None,
        phase: None,
        go_to: Vec::new(),
        was: Vec::new(),
    })
}

/// A whole number, which the browser gives as a double.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn whole(value: &Value) -> Option<u64> {
    let number = value.as_f64()?;
    (number.fract() == 0.0 && (0.0..=1e6).contains(&number)).then_some(number as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{flow, preset};
    use serde_json::json;

    #[test]
    fn presets_open_as_they_are_decoded() {
        let mut opened = 0;
        for (name, document) in preset::ALL {
            let document: Value = serde_json::from_str(document).unwrap();
            let whole = Survey::decode(&document).unwrap();
            let opening = Survey::opening(&document);
            assert_eq!(opening.is_some(), flow::opens_plainly(&whole) && plain(&document), "{name}");
            let Some(opening) = opening else { continue };
            opened += 1;
            assert_eq!(
                (&opening.id, opening.version, &opening.locales),
                (&whole.id, whole.version, &whole.locales)
            );
            let (read, decoded) = (&opening.questions[0], &whole.questions[0]);
            let measured = Question { metric: decoded.metric, direction: decoded.direction, ..read.clone() };
            assert_eq!(&measured, decoded, "{name}");
        }
        assert!(opened >= 4, "{opened}");
    }

    fn plain(document: &Value) -> bool {
        document["questions"][0].as_object().unwrap().keys().all(|name| PLAIN.contains(&name.as_str()))
    }

    #[test]
    fn what_has_to_be_worked_out_or_is_not_as_it_should_be_waits_for_the_decoder() {
        let check = |change: &dyn Fn(&mut Value)| {
            let mut document = json!({ "id": "s", "version": 1, "locales": ["vi"], "questions": [
                { "id": "q", "type": "smiley", "title": { "vi": "?" } }] });
            change(&mut document);
            Survey::opening(&document).is_some()
        };
        assert!(check(&|_| {}));
        assert!(!check(&|it| it["questions"][0]["show_if"] = json!(true)));
        assert!(!check(&|it| it["questions"][0]["title"]["vi"] = json!("Chào {{context.name}}")));
        assert!(!check(&|it| it["questions"][0]["type"] = json!("text")));
        assert!(!check(&|it| it["questions"][0]["scale"] = json!(4.5)));
        assert!(!check(&|it| it["questions"] = json!([])));
        assert!(!check(&|it| it["version"] = json!("one")));
        assert!(!check(&|it| *it = json!(null)));
    }
}
