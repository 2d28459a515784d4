//! Of intervals, tests, weights, bounds and suppression.

use proptest::prelude::*;
use sayso_core::stats::{
    Interval, Level, adjusted_wald, difference, effective_n, mean_interval, non_response_bounds,
    nps_interval, post_stratification_weights, suppressed, two_proportion_z, weighted_mean, wilson,
};

use super::{anything, counts, finite, levels, near, positive, proportions};

proptest! {
    #[test]
    fn an_interval_of_a_proportion_holds_it_and_stays_within_0_and_1(
        (x, n) in proportions(),
        level in levels(),
    ) {
        prop_assert!(is_sound(wilson(x, n, level).unwrap(), 0.0, 1.0));
        prop_assert!(is_sound(adjusted_wald(x, n, level).unwrap(), 0.0, 1.0));
    }

    #[test]
    fn a_higher_level_is_never_narrower(
        (x, n) in proportions(), other in proportions(), up in 0..100_u64, one in levels(), two in levels(),
    ) {
        let (low, high) = ordered(one, two);
        prop_assert!(holds(wilson(x, n, high).unwrap(), wilson(x, n, low).unwrap()));
        prop_assert!(holds(adjusted_wald(x, n, high).unwrap(), adjusted_wald(x, n, low).unwrap()));
        prop_assert!(holds(difference((x, n), other, high).unwrap(), difference((x, n), other, low).unwrap()));
        prop_assert!(holds(nps_interval(up, 3, 4, high).unwrap(), nps_interval(up, 3, 4, low).unwrap()));
        let mean = |level| mean_interval(up + 2, 3.0, 1.0, level).unwrap();
        prop_assert!(holds(mean(high), mean(low)));
    }

    #[test]
    fn successes_and_failures_mirror_each_other((x, n) in proportions(), level in levels()) {
        for of in [wilson, adjusted_wald] {
            let (one, other) = (of(x, n, level).unwrap(), of(n - x, n, level).unwrap());
            prop_assert!(near(one.low, 1.0 - other.high) && near(one.high, 1.0 - other.low));
        }
    }

    #[test]
    fn more_answers_with_the_same_share_are_never_less_certain(
        (x, n) in (0..500_u64, 1..500_u64),
        level in levels(),
    ) {
        let x = x.min(n);
        prop_assert!(holds(wilson(x, n, level).unwrap(), wilson(3 * x, 3 * n, level).unwrap()));
    }

    #[test]
    fn a_difference_turns_its_sign_with_its_sides(
        one in proportions(),
        other in proportions(),
        level in levels(),
    ) {
        let (there, back) = (difference(one, other, level).unwrap(), difference(other, one, level).unwrap());
        prop_assert!(is_sound(there, -1.0, 1.0));
        prop_assert!(near(there.low, -back.high) && near(there.high, -back.low));
        prop_assert!(near(there.estimate, -back.estimate));
        if let Some(test) = two_proportion_z(one, other) {
            let back = two_proportion_z(other, one).unwrap();
            prop_assert!(near(test.z, -back.z) && near(test.p, back.p));
            prop_assert!((0.0..=1.0).contains(&test.p) && test.z.is_finite());
        }
    }

    #[test]
    fn a_promoter_score_is_held_by_its_interval_and_mirrors(
        up in counts(), even in counts(), down in counts(), level in levels(),
    ) {
        if let Some(interval) = nps_interval(up, even, down, level) {
            prop_assert!(is_sound(interval, -1.0, 1.0));
            let mirror = nps_interval(down, even, up, level).unwrap();
            prop_assert!(near(interval.low, -mirror.high) && near(interval.high, -mirror.low));
        }
    }

    #[test]
    fn a_mean_is_held_by_its_interval(
        n in any::<u64>(),
        mean in anything(),
        variance in anything(),
        level in levels(),
    ) {
        if let Some(interval) = mean_interval(n, mean, variance, level) {
            prop_assert!(is_sound(interval, f64::MIN, f64::MAX));
        }
    }

    #[test]
    fn a_weighted_mean_is_finite_or_refused(pairs in prop::collection::vec((anything(), anything()), 0..20)) {
        if let Ok(result) = weighted_mean(&pairs) {
            prop_assert!(result.mean.is_finite() && result.standard_error.is_none_or(|se| se.is_finite() && se >= 0.0));
            prop_assert!(result.effective_n >= 1.0 - 1e-12 && result.effective_n <= result.n as f64 + 1e-9);
        }
    }

    #[test]
    fn weights_of_any_size_give_a_mean_within_the_values(
        pairs in prop::collection::vec((-1e150..1e150, positive()), 1..20),
    ) {
        let result = weighted_mean(&pairs).unwrap();
        let low = pairs.iter().map(|pair| pair.0).fold(f64::MAX, f64::min);
        let high = pairs.iter().map(|pair| pair.0).fold(f64::MIN, f64::max);
        let rounding = 1e-12 * low.abs().max(high.abs());
        prop_assert!(low - rounding <= result.mean && result.mean <= high + rounding);
        prop_assert!(result.effective_n >= 1.0 - 1e-12);
        let weights: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
        let strata = post_stratification_weights(&vec![1; weights.len()], &weights).unwrap();
        prop_assert!(strata.iter().all(|weight| weight.is_finite()));
    }

    #[test]
    fn a_mean_of_any_size_is_held_by_its_interval(
        n in 2..=u64::MAX, mean in finite(), variance in prop_oneof![Just(0.0), positive()], level in levels(),
    ) {
        prop_assert!(is_sound(mean_interval(n, mean, variance, level).unwrap(), f64::MIN, f64::MAX));
    }

    #[test]
    fn the_order_of_weighted_values_does_not_matter(
        (pairs, shuffled) in prop::collection::vec((-100.0..100.0, 0.01..100.0), 1..60)
            .prop_flat_map(|pairs| (Just(pairs.clone()), Just(pairs).prop_shuffle())),
    ) {
        let (one, other) = (weighted_mean(&pairs).unwrap(), weighted_mean(&shuffled).unwrap());
        // Relative to the values, which go to 100.
        prop_assert!((one.mean - other.mean).abs() <= 1e-12 * 100.0);
        prop_assert!(near(one.effective_n, other.effective_n));
        prop_assert!(near(one.standard_error.unwrap_or(0.0), other.standard_error.unwrap_or(0.0)));
        let low = pairs.iter().map(|pair| pair.0).fold(f64::MAX, f64::min);
        let high = pairs.iter().map(|pair| pair.0).fold(f64::MIN, f64::max);
        prop_assert!(low - 1e-12 * 100.0 <= one.mean && one.mean <= high + 1e-12 * 100.0);
    }

    #[test]
    fn weights_scale_away(
        weights in prop::collection::vec(0.01..100.0, 1..40),
        factor in prop_oneof![Just(1e-290), Just(1e290), 0.1..10.0],
    ) {
        let scaled: Vec<f64> = weights.iter().map(|weight| weight * factor).collect();
        prop_assert!(near(effective_n(&weights).unwrap(), effective_n(&scaled).unwrap()));
    }

    #[test]
    fn post_stratified_answers_have_the_make_up_of_the_population(
        strata in prop::collection::vec((1..1000_u64, 0.001..1000.0), 1..12),
    ) {
        let (sample, population): (Vec<u64>, Vec<f64>) = strata.into_iter().unzip();
        let weights = post_stratification_weights(&sample, &population).unwrap();
        let n: f64 = sample.iter().map(|&count| count as f64).sum();
        let everybody: f64 = population.iter().sum();
        let mut sum = 0.0;
        for ((&count, share), weight) in sample.iter().zip(&population).zip(&weights) {
            prop_assert!((count as f64 * weight / n - share / everybody).abs() < 1e-12);
            sum += count as f64 * weight;
        }
        prop_assert!((sum / n - 1.0).abs() < 1e-12);
    }

    #[test]
    fn post_stratification_takes_anything(
        sample in prop::collection::vec(counts(), 0..6),
        population in prop::collection::vec(anything(), 0..6),
    ) {
        if let Ok(weights) = post_stratification_weights(&sample, &population) {
            prop_assert!(weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0));
        }
    }

    #[test]
    fn bounds_hold_the_mean_within_the_scale(
        mean in anything(), answered in counts(), asked in counts(), low in anything(), high in anything(),
    ) {
        if let Ok(bounds) = non_response_bounds(mean, answered, asked, (low, high)) {
            prop_assert!(low <= bounds.worst && bounds.worst <= bounds.best && bounds.best <= high);
            prop_assert!(answered == 0 || (bounds.worst <= mean && mean <= bounds.best));
        }
    }

    #[test]
    fn suppression_leaves_nothing_small_and_nothing_to_subtract(
        cells in prop::collection::vec(0..40_u64, 0..12),
        minimum in 0..20_u64,
    ) {
        let hidden = suppressed(&cells, minimum);
        prop_assert!(cells.iter().zip(&hidden).all(|(&n, &hidden)| hidden || n == 0 || n >= minimum));
        let people: u64 = cells.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(n, _)| n).sum();
        let left = cells.iter().zip(&hidden).any(|(&n, &hidden)| n > 0 && !hidden);
        let some = hidden.iter().filter(|&&hidden| hidden).count();
        prop_assert!(some == 0 || !left || (some >= 2 && people >= minimum));
    }
}

fn is_sound(interval: Interval, min: f64, max: f64) -> bool {
    min <= interval.low
        && interval.low <= interval.estimate
        && interval.estimate <= interval.high
        && interval.high <= max
}

fn holds(wide: Interval, narrow: Interval) -> bool {
    wide.low <= narrow.low + 1e-12 && narrow.high <= wide.high + 1e-12
}

fn ordered(one: Level, other: Level) -> (Level, Level) {
    if one <= other { (one, other) } else { (other, one) }
}
