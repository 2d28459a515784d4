//! ACSI from the 250 respondents of the ECSI mobile-phone data (Tenenhaus et al., 2005).
//!
//! The data lie beside the project, in `../shared/domain` or where `SAYSO_DOMAIN` says; they may not be copied into it. The
//! published results themselves stand in [`super::published`], which needs no file.

use std::path::{Path, PathBuf};

use sayso_core::aggregate::Aggregate;
use sayso_core::answer::{Answer, QuestionType, Rating, Scale};
use sayso_core::decode::Node;
use sayso_core::response::Response;
use sayso_core::score::{AcsiWeights, Method, Metric, Score};
use sayso_core::stats::Level;
use serde_json::json;

use super::close;

/// A file of the domain's data; `None`, said aloud, where it is not there.
pub(crate) fn domain_file(name: &str) -> Option<String> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/domain");
    let path = std::env::var_os("SAYSO_DOMAIN").map_or_else(beside, PathBuf::from).join(name);
    let text = std::fs::read_to_string(&path);
    if text.is_err() {
        println!("SKIPPED: {} is not there; set SAYSO_DOMAIN to the folder that has it", path.display());
    }
    text.ok()
}

/// The three satisfaction items of each respondent.
fn respondents(csv: &str) -> Vec<[u8; 3]> {
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|title| title.trim_matches('"') == name).unwrap();
    let columns = ["CUSA1", "CUSA2", "CUSA3"].map(column);
    let cells = lines.map(|line| line.split(',').collect::<Vec<_>>());
    cells.map(|cells| columns.map(|column| cells[column].parse().unwrap())).collect()
}

/// A response as it arrives: three ratings, their scores, and the index with equal weights.
fn response(items: [u8; 3]) -> Response {
    let template = json!({ "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "revision": 1, "complete": true,
        "survey": { "id": "acsi", "version": 1 }, "touchpoint": "phone", "channel": "web", "locale": "en",
        "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00",
        "durationMs": 8123, "clockSkewMs": 0, "answers": {}, "client": { "version": "0.1.0", "mode": "inline" } });
    let mut response = Response::decode(&Node::root(&template), &mut Vec::new()).unwrap();
    let ratings = items.map(|value| Rating::new(value, Scale::from_one(10).unwrap()).unwrap());
    let index = AcsiWeights::EQUAL.of_ratings(ratings);
    let method = Method::ACSI_EQUAL;
    response.scores.push(Score {
        metric: Metric::Acsi,
        question: None,
        value: index,
        min: 0.0,
        max: 100.0,
        method,
    });
    for (question, rating) in ["satisfaction", "expectancy", "ideal"].into_iter().zip(ratings) {
        response.answers.insert(question.to_owned(), Answer::rating(QuestionType::Rating, rating));
        response.scores.push(Score::of_rating(Metric::Acsi, rating).of_question(question));
    }
    response
}

#[track_caller]
fn check(mut aggregate: Aggregate, respondents: &[[u8; 3]], method: &str, index: f64, deviation: f64) {
    for items in respondents {
        aggregate.add(&response(*items), false).unwrap();
    }
    let estimates = aggregate.estimates(Level::P95);
    let acsi: Vec<_> = estimates.iter().filter(|estimate| estimate.metric.name() == "acsi").collect();
    assert_eq!((acsi.len(), acsi[0].n, acsi[0].method.as_str()), (1, 250, method));
    close(acsi[0].value, index, 5e-5);
    // t of 249 degrees of freedom at 95 %: 1.96954.
    close(acsi[0].high.unwrap() - index, 1.969_54 * deviation / 250.0_f64.sqrt(), 1e-4);
    let groups = aggregate.groups();
    let mean = |question: &str| {
        let summaries = groups[0].summaries();
        summaries.iter().find(|summary| summary.question == question).unwrap().mean.unwrap() * 9.0 / 100.0
            + 1.0
    };
    for (question, published) in [("satisfaction", 7.988), ("expectancy", 7.128), ("ideal", 7.316)] {
        close(mean(question), published, 1e-9);
    }
}

#[test]
fn acsi_of_250_respondents() {
    let Some(csv) = domain_file("mobi.csv") else { return };
    let respondents = respondents(&csv);
    // Standard deviations of the respondents' indices: Python's `statistics.stdev`.
    check(Aggregate::default(), &respondents, "acsi-equal/1", 71.9704, 14.724_071);
    let ohio = AcsiWeights::new([0.3885, 0.3190, 0.2925]).unwrap();
    check(Aggregate::default().weighing_acsi(ohio), &respondents, "acsi-weighted/1", 72.4122, 14.401_326);
}
