//! The paper for a survey's author: its examples are surveys, its limits and its types are the decoder's.

use sayso_core::answer::{QuestionType, Scale};
use sayso_core::score::Metric;
use sayso_core::survey::{Promise, Survey, limits};

const PAPER: &str = include_str!("../../../../docs/surveys.md");

#[test]
fn every_example_is_a_survey_without_a_gap() {
    let examples: Vec<&str> =
        PAPER.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(examples.len(), PAPER.matches("```json").count());
    assert!(examples.len() >= 5, "{}", examples.len());
    for example in examples {
        let survey = Survey::parse(example).unwrap_or_else(|problems| panic!("{problems:?}\n{example}"));
        assert!(survey.gaps().is_empty(), "{example}");
        assert!(survey.loose_rules().is_empty(), "{example}");
    }
}

#[test]
fn every_limit_is_told_with_its_number() {
    let (promise, holidays) = (usize::try_from(Promise::MAX_HOURS).unwrap(), Promise::MAX_DAYS);
    let told = [
        ("the whole document, in kB", limits::DOCUMENT / 1024),
        ("the whole document, in values", limits::VALUES),
        ("lists and objects within one another", limits::DEPTH),
        ("questions", limits::QUESTIONS),
        ("languages", limits::LOCALES),
        ("characters in an id", limits::ID),
        ("characters in a text that a customer reads", limits::TEXT),
        ("characters in a text that a customer writes", limits::ANSWER),
        ("options of a question", limits::OPTIONS),
        ("rows of a matrix", limits::ROWS),
        ("jumps from a question", limits::JUMPS),
        ("computed values", limits::COMPUTED),
        ("quotas", limits::QUOTAS),
        ("earlier ids of a question", limits::FORMER),
        ("hours of a promise", promise),
        ("holidays, and stretches of hours, of a promise", holidays),
        ("points of a scale", usize::try_from(*Scale::POINTS.end()).unwrap()),
    ];
    let rows = told.map(|(what, most)| format!("| {what} | {most} |\n")).concat();
    assert!(PAPER.contains(&rows), "{rows}");
}

#[test]
fn every_type_and_every_metric_that_fits_it_stands_in_the_table() {
    let (_, table) = PAPER.split_once("| type |").unwrap();
    let table = table.split("\n\n").next().unwrap();
    for (name, kind) in QuestionType::NAMES {
        let row = table
            .lines()
            .find(|row| row.split('|').nth(1).is_some_and(|first| first.contains(&format!("`{name}`"))));
        let metrics = row.unwrap_or_else(|| panic!("{name}")).split('|').nth(3).unwrap();
        let fits: Vec<&str> =
            Metric::NAMES.iter().filter(|(_, metric)| metric.fits(kind)).map(|(name, _)| *name).collect();
        assert_eq!(metrics.trim().is_empty(), fits.is_empty(), "{name}");
        let same = metrics.contains("the same");
        let is_told = |metric: &str| {
            metrics.contains(metric)
                || (same && ["csat", "product", "service", "ces", "acsi"].contains(&metric))
                || (metrics.contains("servqual-…") && metric.starts_with("servqual-"))
        };
        assert!(fits.iter().all(|metric| is_told(metric)), "{name}: {metrics} of {fits:?}");
    }
}
