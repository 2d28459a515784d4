//! A better answer is never a worse score, and no score leaves its range.

use proptest::prelude::*;
use sayso_core::answer::{Rating, Scale};
use sayso_core::score::{
    AcsiWeights, Composite, Direction, Distribution, Metric, Part, Segments, ces_mean, ces_net, ces_percent,
    gap, rescale, servqual_weighted,
};

use super::table::scale;

fn any_scale() -> impl Strategy<Value = Scale> {
    (2..=11_u8).prop_map(scale)
}

fn ratings(scale: Scale, most: usize) -> impl Strategy<Value = Vec<Rating>> {
    let rating = (scale.low()..=scale.high()).prop_map(move |value| Rating::new(value, scale).unwrap());
    proptest::collection::vec(rating, 1..=most)
}

/// A scale, ratings on it, and which of them gets better by one point.
fn improved() -> impl Strategy<Value = (Vec<Rating>, Vec<Rating>)> {
    any_scale().prop_flat_map(|scale| (ratings(scale, 40), any::<prop::sample::Index>())).prop_map(
        |(before, which)| {
            let mut after = before.clone();
            let rating = &mut after[which.index(before.len())];
            *rating = Rating::new(rating.value() + 1, rating.scale()).unwrap_or(*rating);
            (before, after)
        },
    )
}

fn is_in(value: Option<f64>, low: f64, high: f64) -> bool {
    value.is_none_or(|value| (low..=high).contains(&value))
}

proptest! {
    #[test]
    fn rescaling_rises_and_its_mirror_falls(scale in any_scale()) {
        let points: Vec<f64> = scale.values().map(|value| rescale(Rating::new(value, scale).unwrap())).collect();
        prop_assert!(points.is_sorted() && points[0] == 0.0 && points.last() == Some(&100.0));
        let mirrored = scale.values().rev().map(|value| {
            rescale(Direction::Reversed.apply(Rating::new(value, scale).unwrap()))
        });
        prop_assert_eq!(mirrored.collect::<Vec<_>>(), points);
    }

    #[test]
    fn a_better_answer_is_never_a_worse_score((before, after) in improved()) {
        let of = |ratings: &[Rating]| Distribution::of(ratings).unwrap();
        let (before, after) = (of(&before), of(&after));
        prop_assert!(before.mean() <= after.mean());
        prop_assert!(ces_percent(&before) <= ces_percent(&after));
        prop_assert!(ces_net(&before) <= ces_net(&after));
        prop_assert!(ces_mean(&before) <= ces_mean(&after));
        for (_, metric) in Metric::NAMES {
            let (before, after) = (Segments::of(&before, metric), Segments::of(&after, metric));
            prop_assert!(before.csat() <= after.csat() && before.nps() <= after.nps());
            prop_assert!(before.dsat() >= after.dsat());
        }
    }

    #[test]
    fn shares_stay_in_range_and_make_a_whole((ratings, _) in improved()) {
        let distribution = Distribution::of(&ratings).unwrap();
        let segments = Segments::of(&distribution, Metric::Csat);
        prop_assert_eq!(segments.n(), ratings.len() as u64);
        prop_assert!(is_in(segments.csat(), 0.0, 100.0) && is_in(segments.nps(), -100.0, 100.0));
        let sum = segments.csat().unwrap() + segments.dsat().unwrap() + segments.neutral().unwrap();
        prop_assert!((sum - 100.0).abs() < 1e-10);
        prop_assert!(is_in(ces_net(&distribution), -100.0, 100.0) && is_in(ces_mean(&distribution), 1.0, 7.0));
    }

    #[test]
    fn a_gap_rises_with_what_was_had_and_falls_with_what_was_hoped(ratings in any_scale().prop_flat_map(|s| ratings(s, 4))) {
        let [expected, had] = [ratings[0], *ratings.last().unwrap()];
        let better = Rating::new(had.value() + 1, had.scale()).unwrap_or(had);
        prop_assert!(gap(expected, had) <= gap(expected, better));
        prop_assert!(gap(had, expected) >= gap(better, expected));
        prop_assert_eq!(gap(expected, had).map(|gap| -gap), gap(had, expected));
    }

    #[test]
    fn the_indices_rise_with_their_parts(
        items in [0.0..=100.0_f64, 0.0..=100.0, 0.0..=100.0],
        weights in [0.0..=1e3_f64, 0.0..=1e3, 1e-3..=1e3],
        which in 0..3_usize,
        more in 0.0..=100.0_f64,
    ) {
        let acsi = AcsiWeights::new(weights).unwrap();
        let mut better = items;
        better[which] = (better[which] + more).min(100.0);
        let (before, after) = (acsi.index(items).unwrap(), acsi.index(better).unwrap());
        prop_assert!((0.0..=100.0).contains(&before) && before <= after + 1e-12);
        let [a, b, c] = weights;
        let composite = Composite::new([(Metric::Csat, a), (Metric::Nps, b), (Metric::Ces, c)]).unwrap();
        let metrics = [Metric::Csat, Metric::Nps, Metric::Ces];
        let score = |values: [f64; 3]| {
            let parts: Vec<_> = metrics.iter().zip(values).map(|(metric, value)| Part { metric: *metric, value, n: 30 }).collect();
            composite.score(&parts).unwrap()
        };
        prop_assert!((score(items) - before).abs() < 1e-9 && score(items) <= score(better) + 1e-12);
    }

    #[test]
    fn servqual_stays_between_its_gaps(gaps in [-6.0..=6.0_f64, -6.0..=6.0, -6.0..=6.0, -6.0..=6.0, -6.0..=6.0],
        weights in [0.0..=100.0_f64, 0.0..=100.0, 0.0..=100.0, 0.0..=100.0, 0.1..=100.0]) {
        let overall = servqual_weighted(gaps, weights).unwrap();
        let (low, high) = gaps.iter().fold((f64::MAX, f64::MIN), |(low, high), gap| (low.min(*gap), high.max(*gap)));
        prop_assert!(low - 1e-9 <= overall && overall <= high + 1e-9);
    }
}
