//! Events as they arrive, read into an aggregate.

use proptest::prelude::*;
use sayso_core::aggregate::{Aggregate, Digest, Dimension};
use sayso_core::answer::{Answer, QuestionType, Rating};
use sayso_core::decode::Node;
use sayso_core::quality::Flag;
use sayso_core::response::Response;
use sayso_core::score::{AcsiWeights, Method, Metric, Score};
use sayso_core::stats::Level;
use serde_json::{Value, json};

use super::table::scale;

fn response(answers: &Value, scores: &Value, segment: &str) -> Response {
    let data = json!({ "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "revision": 2, "complete": true,
        "survey": { "id": "csat", "version": 1 }, "touchpoint": "checkout", "channel": "web", "locale": "vi",
        "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00",
        "durationMs": 8123, "clockSkewMs": 0, "answers": answers, "scores": scores, "segment": segment,
        "client": { "version": "0.1.0", "mode": "popover" } });
    let mut problems = Vec::new();
    Response::decode(&Node::root(&data), &mut problems).unwrap_or_else(|| panic!("{problems:?}"))
}

/// The example of the contract: 2 of 5.
fn contract() -> Response {
    response(
        &json!({ "csat": { "type": "smiley", "value": 2, "scale": 5 } }),
        &json!([{ "metric": "csat", "value": 25.0, "min": 0.0, "max": 100.0, "method": "rescale/1" }]),
        "detractor",
    )
}

/// Metric, method, value and n of every estimate.
fn said(aggregate: &Aggregate) -> Vec<(&'static str, String, f64, u64)> {
    let estimates = aggregate.estimates(Level::P95);
    let short = estimates.iter().map(|e| (e.metric.name(), e.method.as_str().to_owned(), e.value, e.n));
    short.collect()
}

#[test]
fn a_tap_inside_the_interval_is_not_counted() {
    let mut hasty = contract();
    hasty.flags = vec![Flag::TooFast, Flag::TapInterval];
    let mut aggregate = Aggregate::by([]);
    aggregate.add(&hasty, false).unwrap();
    assert_eq!(aggregate.responses(), 0);
    hasty.flags = vec![Flag::TooFast, Flag::Burst];
    aggregate.add(&hasty, false).unwrap();
    assert_eq!(aggregate.responses(), 1, "any other doubt marks, and never drops");
    assert!(Digest::of(&hasty).is_some());
    hasty.flags.push(Flag::TapInterval);
    assert_eq!(Digest::of(&hasty), None);
}

#[test]
fn the_contract_is_counted() {
    let mut aggregate = Aggregate::by([Dimension::Touchpoint, Dimension::Hour]);
    aggregate.add(&contract(), false).unwrap();
    aggregate.add(&contract(), true).unwrap();
    assert_eq!(
        said(&aggregate),
        [
            ("csat", "top-2-box/1".into(), 0.0, 2),
            ("dsat", "bottom-2-box/1".into(), 100.0, 2),
            ("csat", "neutral-share/1".into(), 0.0, 2),
            ("csat", "mean-rescaled/1".into(), 25.0, 2),
            ("silent-unhappy", "silent-share/1".into(), 50.0, 2),
            ("complaint-rate", "per-1000/1".into(), 500.0, 2),
        ]
    );
    let label = |name: &str| name.to_owned();
    let labels = [(Dimension::Touchpoint, label("checkout")), (Dimension::Hour, label("20"))];
    assert_eq!(aggregate.groups()[0].labels(), labels);
}

#[test]
fn a_reversed_scale_is_put_right() {
    let answers = json!({ "wait": { "type": "rating", "value": 1, "scale": 5 } });
    let method = "rescale-reversed/1";
    let scores = json!([{ "metric": "csat", "question": "wait", "value": 100, "min": 0, "max": 100, "method": method }]);
    let mut aggregate = Aggregate::default();
    aggregate.add(&response(&answers, &scores, "promoter"), false).unwrap();
    assert_eq!(said(&aggregate)[0], ("csat", "top-2-box/1".into(), 100.0, 1));
    let groups = aggregate.groups();
    assert_eq!(groups[0].summaries()[0].distribution.unwrap().counts(), [1, 0, 0, 0, 0]);
}

#[test]
fn the_rating_counts_and_not_what_a_client_makes_of_it() {
    let mut lying = contract();
    lying.scores[0].value = 100.0;
    let mut aggregate = Aggregate::default();
    aggregate.add(&lying, false).unwrap();
    assert_eq!(said(&aggregate)[3], ("csat", "mean-rescaled/1".into(), 25.0, 1));
}

#[test]
fn a_score_that_is_repeated_counts_once() {
    let mut stuffed = contract();
    stuffed.scores = vec![stuffed.scores[0].clone(); 50];
    let gap = json!({ "metric": "gap", "value": -2, "min": -4, "max": 4, "method": "gap/1" });
    stuffed.scores.extend(response(&json!({}), &json!([gap, gap, gap]), "detractor").scores);
    let mut aggregate = Aggregate::default();
    aggregate.add(&stuffed, false).unwrap();
    assert!(said(&aggregate).iter().all(|(_, _, _, n)| *n == 1));
}

/// Found by fuzzing: the same rating, sent once for each direction of its scale, counted twice.
#[test]
fn a_rating_that_is_sent_both_ways_round_counts_once() {
    let mut turned = contract();
    turned.scores.push(Score { method: Method::RESCALE_REVERSED, ..turned.scores[0].clone() });
    let mut aggregate = Aggregate::default();
    aggregate.add(&turned, false).unwrap();
    assert_eq!(said(&aggregate)[0], ("csat", "top-2-box/1".into(), 0.0, 1));
    assert!(said(&aggregate).iter().all(|(_, _, _, n)| *n == 1));
}

#[test]
fn a_number_between_absurd_ends_is_left_out_and_the_rest_counts() {
    let answers = json!({ "csat": { "type": "smiley", "value": 5, "scale": 5 } });
    let absurd = json!({ "metric": "gap", "value": 1e300, "min": -1e300, "max": 1e300, "method": "gap/1" });
    let fine = json!({ "metric": "csat", "value": 100, "min": 0, "max": 100, "method": "rescale/1" });
    let mut aggregate = Aggregate::default();
    aggregate.add(&response(&answers, &json!([absurd, fine]), "promoter"), false).unwrap();
    assert!(said(&aggregate).iter().all(|(metric, ..)| *metric != "gap"));
    assert_eq!(said(&aggregate)[0], ("csat", "top-2-box/1".into(), 100.0, 1));
}

#[test]
fn recommendation_and_feeling_are_counted_by_their_own_methods() {
    let answers =
        json!({ "nps": { "type": "nps", "value": 9 }, "mood": { "type": "emotion", "value": "worried" } });
    let scores = json!([
        { "metric": "nps", "value": 100, "min": -100, "max": 100, "method": "nps-class/1" },
        { "metric": "emotion", "question": "mood", "value": -1, "min": -2, "max": 2, "method": "valence/1" }]);
    let mut aggregate = Aggregate::default();
    aggregate.add(&response(&answers, &scores, "promoter"), false).unwrap();
    let said = said(&aggregate);
    assert_eq!(said[0], ("nps", "nps/1".into(), 100.0, 1));
    assert_eq!(said[1], ("emotion", "valence/1".into(), -1.0, 1));
}

/// Scores as a broken or hostile client may send them: any number, any metric, any method, for questions that may be answered.
fn any_scores() -> impl Strategy<Value = Vec<Score>> {
    let number = prop_oneof![any::<f64>(), -200.0..200.0_f64, Just(0.0), Just(100.0)];
    let methods =
        [Method::RESCALE, Method::RESCALE_REVERSED, Method::NPS_CLASS, Method::GAP, Method::ACSI_EQUAL];
    let question = proptest::option::of(proptest::sample::select(vec!["a", "b", "c", "nps"]));
    let metric = (0..Metric::NAMES.len()).prop_map(|place| Metric::NAMES[place].1);
    let method = proptest::sample::select(methods.to_vec());
    let score = (metric, question, [number.clone(), number.clone(), number], method).prop_map(
        |(metric, question, [value, min, max], method)| {
            let question = question.map(str::to_owned);
            Score { metric, question, value, min, max, method }
        },
    );
    proptest::collection::vec(score, 0..8)
}

proptest! {
    #[test]
    fn whatever_a_client_sends_every_estimate_is_a_number_in_its_range(
        several in proptest::collection::vec((any_scores(), [0..11_u8, 0..11, 0..11], any::<bool>()), 0..8),
        weigh in any::<bool>(),
    ) {
        let weights = AcsiWeights::new([0.3885, 0.3190, 0.2925]).unwrap();
        let mut aggregate = Aggregate::by([Dimension::Question]);
        if weigh {
            aggregate = aggregate.weighing_acsi(weights);
        }
        let (mut all, mut digested) = (Aggregate::default(), Aggregate::default());
        let count = several.len() as u64;
        for (scores, values, complained) in several {
            let mut response = contract();
            response.scores = scores;
            for ((question, points), value) in [("a", 5), ("b", 7), ("nps", 11)].into_iter().zip(values) {
                let scale = scale(points);
                let rating = Rating::new(scale.low() + value % points, scale).unwrap();
                response.answers.insert(question.to_owned(), Answer::rating(QuestionType::Rating, rating));
            }
            aggregate.add(&response, complained).unwrap();
            all.add(&response, complained).unwrap();
            let digest = Digest::of(&response).unwrap();
            let read_back = Digest::decode(&digest.encode()).unwrap();
            digested.add_digest(&read_back, complained, 1).unwrap();
        }
        prop_assert_eq!(aggregate.responses(), count);
        prop_assert_eq!(said(&all).len(), said(&digested).len());
        for (a, b) in said(&all).into_iter().zip(said(&digested)) {
            prop_assert!((a.0, &a.1, a.3) == (b.0, &b.1, b.3), "{a:?} {b:?}");
            prop_assert!((a.2 - b.2).abs() <= 1e-9 * (1.0 + a.2.abs()), "{a:?} {b:?}");
        }
        for estimate in aggregate.estimates(Level::P95) {
            prop_assert!(estimate.value >= estimate.min && estimate.value <= estimate.max, "{estimate:?}");
            prop_assert!(estimate.n >= 1 && estimate.n <= count, "{estimate:?}");
            prop_assert!(estimate.low.is_none_or(f64::is_finite) && estimate.high.is_none_or(f64::is_finite));
        }
    }
}
