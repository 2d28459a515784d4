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

/// The names of the presets, for a program that carries none of their documents.
pub const NAMES: [&str; 10] =
    ["csat", "smiley", "nps", "ces", "acsi", "servqual", "complaint", "after-purchase", "exit", "wifi"];

/// Whether a survey is one of ours by its name: a file of another name beside them is whoever's who put it there.
///
/// ```
/// use sayso_core::preset;
/// assert!(preset::is_ours("csat") && !preset::is_ours("our-own"));
/// assert_eq!(preset::ALL.map(|(name, _)| name), preset::NAMES);
/// ```
pub fn is_ours(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The document of a preset.
pub fn document(name: &str) -> Option<&'static str> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, document)| *document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use crate::answer::Answer;
    use crate::complaint::Reason;
    use crate::decode::Node;
    use crate::flow::Way;
    use crate::response;
    use crate::score::{Metric, Segment};
    use crate::survey::{Choices, Farewell, Kind, Options, Question, Survey};

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
    fn survey(name: &str) -> Survey {
        Survey::decode(&serde_json::from_str(document(name).unwrap()).unwrap()).unwrap()
    }

    /// The ids of the questions on the way that these ratings and choices lead.
    fn check(name: &str, given: &[(&str, Value)], wave: &str, expected: &[&str]) {
        let survey = survey(name);
        let answer = |(id, value): &(&str, Value)| {
            let kind = &survey.question(id).unwrap_or_else(|| panic!("{name} asks {id}")).kind;
            let mut answer = json!({ "type": kind.question_type().name(), "value": value });
            if let Some(scale) = kind.scale() {
                answer["scale"] = scale.high().into();
            }
            let mut problems = Vec::new();
            let answer = Answer::decode(&Node::root(&answer), &mut problems);
            ((*id).to_owned(), answer.unwrap_or_else(|| panic!("{problems:?}")))
        };
        let answers: BTreeMap<_, _> = given.iter().map(answer).collect();
        let context = BTreeMap::from([("wave".to_owned(), wave.to_owned())]);
        let path = Way { survey: &survey, answers: &answers, context: &context }.path();
        let ids: Vec<&str> = path.iter().map(|index| survey.questions[*index].id.as_str()).collect();
        assert_eq!(ids, expected, "{name} {given:?} {wave}");
    }

    #[test]
    fn a_low_score_is_asked_why_and_complains_only_where_it_wants_an_answer() {
        let yes = || ("follow", json!(["yes"]));
        check("csat", &[("csat", json!(2))], "", &["csat", "why", "gap", "follow"]);
        check("csat", &[("csat", json!(1)), yes()], "", &["csat", "why", "gap", "follow", "case"]);
        check(
            "csat",
            &[("csat", json!(2)), ("follow", json!(["no"]))],
            "",
            &["csat", "why", "gap", "follow"],
        );
        check("nps", &[("nps", json!(0))], "", &["nps", "why", "gap", "follow"]);
        check("nps", &[("nps", json!(6)), yes()], "", &["nps", "why", "gap", "follow", "case"]);
        check("ces", &[("ces", json!(3))], "", &["ces", "why", "gap", "follow"]);
        let acsi = ["satisfaction", "expectancy", "ideal"];
        let of = |three: [u8; 3]| [0, 1, 2].map(|place| (acsi[place], json!(three[place])));
        let asked = |more: &[&'static str]| [&acsi[..], more].concat();
        // The three together say how satisfied somebody is.
        check("acsi", &of([9, 1, 1]), "", &asked(&["why", "follow"]));
        check("acsi", &of([4, 7, 4]), "", &asked(&["elsewhere"]));
        check("acsi", &of([4, 10, 7]), "", &acsi);
    }

    #[test]
    fn who_finds_a_wide_gap_in_servqual_is_asked_why_and_thanked_with_regret() {
        // 22 gaps of six steps each ended with "Thank you for your time", and nobody had asked why.
        let survey = survey("servqual");
        let items = || survey.questions[1..=22].iter();
        let check = |sides: &[(u8, u8)], is_asked: bool| {
            let answer = |(question, (expected, actual)): (&Question, &(u8, u8))| {
                let given = question.kind.given(json!({ "expected": expected, "actual": actual }));
                (question.id.clone(), Answer { kind: question.kind.question_type(), given })
            };
            let answers: BTreeMap<_, _> = items().zip(sides).map(answer).collect();
            let way = Way { survey: &survey, answers: &answers, context: &BTreeMap::new() };
            let ids: Vec<&str> =
                way.path().iter().skip(23).map(|index| survey.questions[*index].id.as_str()).collect();
            assert_eq!(ids == ["why", "follow"], is_asked, "{sides:?} {ids:?}");
            let (_, segment) = response::score(&survey, &answers);
            let regrets = [survey.thanks.farewell(Some(Segment::Detractor), None, false)];
            let is_regretted = regrets.contains(&survey.thanks.farewell(segment, None, way.is_silent()));
            assert_eq!(is_regretted, is_asked, "who is asked is who hears regret: {sides:?} {segment:?}");
        };
        check(&[(7, 1); 22], true);
        check(&[(7, 6); 22], true);
        check(&[(5, 5); 22], false);
        check(&[(5, 7); 22], false);
        // Half a step is the least that counts, of those that were answered.
        check(&[(7, 6), (7, 7)], true);
        check(&[(7, 6), (7, 7), (7, 7)], false);
        check(&[], false);
    }

    #[test]
    fn who_answered_nothing_is_not_thanked_for_being_frank() {
        for (name, _) in ALL {
            let survey = survey(name);
            let way = Way { survey: &survey, answers: &BTreeMap::new(), context: &BTreeMap::new() };
            let farewell = survey.thanks.farewell(None, None, way.is_silent());
            assert_eq!(farewell, Farewell::Key("thanks.silent"), "{name}");
        }
    }

    #[test]
    fn after_a_trouble_the_unpleasant_feelings_come_first() {
        let survey = survey("after-purchase");
        for question in &survey.questions {
            let Kind::Emotion(feelings) = question.kind else { continue };
            assert_eq!(feelings.worst_first, question.id == "emotion-problem", "{}", question.id);
        }
    }

    #[test]
    fn a_fair_score_is_asked_what_would_draw_it_away_and_a_high_one_is_done() {
        check("csat", &[("csat", json!(3))], "", &["csat", "elsewhere"]);
        check("csat", &[("csat", json!(4))], "", &["csat"]);
        check("csat", &[], "", &["csat"]);
        check("nps", &[], "", &["nps"]);
        check("nps", &[("nps", json!(7))], "", &["nps", "elsewhere"]);
        check("nps", &[("nps", json!(9))], "", &["nps", "best"]);
        check("ces", &[("ces", json!(4))], "", &["ces", "elsewhere"]);
        check("ces", &[("ces", json!(5))], "", &["ces"]);
        check("smiley", &[("csat", json!(1))], "", &["csat"]);
    }

    #[test]
    fn after_a_purchase_each_wave_asks_about_its_phase() {
        check("after-purchase", &[], "", &["purchase", "emotion-before", "emotion-purchase"]);
        let first_days = ["product-first-days", "service-first-days", "cared-first-days"];
        let [product, service, cared] = first_days;
        check("after-purchase", &[], "7", &[product, service, cared, "terms", "emotion-first-days"]);
        check(
            "after-purchase",
            &[(cared, json!(1))],
            "7",
            &[product, service, cared, "why", "gap", "emotion-problem", "follow"],
        );
        let in_use =
            ["product-in-use", "service-in-use", "cared-in-use", "emotion-in-use", "emotion-renewal"];
        check("after-purchase", &[], "30", &in_use);
        let and_elsewhere: Vec<&str> = in_use.into_iter().chain(["elsewhere"]).collect();
        check("after-purchase", &[("product-in-use", json!(3))], "30", &and_elsewhere);
    }

    #[test]
    fn a_reason_of_the_taxonomy_is_only_taken_from_the_unhappy() {
        check("wifi", &[], "", &["csat"]);
        check("wifi", &[("csat", json!(2))], "", &["csat", "why"]);
        check("wifi", &[("csat", json!(3))], "", &["csat", "because"]);
        check("wifi", &[("csat", json!(5))], "", &["csat", "because"]);
        let survey = survey("wifi");
        let Kind::Choice(Choices { options: Options::Listed(options), .. }) =
            &survey.question("because").unwrap().kind
        else {
            panic!("a list");
        };
        assert!(options.iter().all(|option| Reason::from_code(&option.id).is_none()), "{options:?}");
    }

    #[test]
    fn no_preset_promises_on_behalf_of_a_business_and_who_wants_an_answer_tells_the_case() {
        let mut asked = 0;
        for (name, _) in ALL {
            for question in survey(name).questions {
                let Kind::Complaint(intake) = question.kind else { continue };
                asked += 1;
                assert!(intake.promise.is_none() && !intake.staff_call && intake.hotline.is_none(), "{name}");
                assert!(question.required, "{name}");
                // Who asked for an answer says how; who came to complain may say it to nobody.
                assert_eq!(intake.contact_required, name != "complaint", "{name}");
            }
        }
        assert_eq!(asked, 8);
    }

    #[test]
    fn who_stays_away_is_asked_about_the_reason_that_was_given() {
        let survey = survey("exit");
        let Kind::Choice(Choices { options: Options::Listed(options), .. }) = &survey.questions[0].kind
        else {
            panic!("the reasons are a list");
        };
        let ids: Vec<&str> = options.iter().map(|option| option.id.as_str()).collect();
        assert_eq!(ids[..5], ["CARE-ABAND", "PRI-HIGH", "PRI-COMP", "VAL-LOW", "no-reason"]);
        check("exit", &[("why", json!(["CARE-ABAND"]))], "", &["why", "missed", "return", "follow"]);
        check("exit", &[("why", json!(["PRI-COMP"]))], "", &["why", "price", "better", "return"]);
        check("exit", &[("why", json!(["no-reason"]))], "", &["why", "return"]);
    }
}
