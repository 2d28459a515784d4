//! Of accumulators and shares of R².

use proptest::prelude::*;
use sayso_core::driver::{Correlation, Covariance, Drivers, drivers, lmg, relative_weights};

use super::anything;

/// Respondents with a rating of each of a few things and one of the whole.
fn respondents(predictors: usize, n: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
    prop::collection::vec(prop::collection::vec((0..=10_i32).prop_map(f64::from), predictors + 1), n)
}

fn accumulated(rows: &[Vec<f64>]) -> Covariance {
    let mut covariance = Covariance::new(rows.first().map_or(1, |row| row.len() - 1)).unwrap();
    for row in rows {
        covariance.push(row[0], &row[1..]).unwrap();
    }
    covariance
}

/// Whether two accumulators agree, relative to the values' range of 10.
fn agree(one: &Covariance, other: &Covariance, variables: usize) -> bool {
    one.n() == other.n()
        && (0..variables).all(|row| {
            (0..variables).all(|column| match (one.covariance(row, column), other.covariance(row, column)) {
                (Some(one), Some(other)) => (one - other).abs() < 1e-12 * 100.0,
                (one, other) => one == other,
            })
        })
}

fn sums_to_r_squared(drivers: &Drivers) -> bool {
    let sum: f64 = drivers.shares.iter().map(|share| share.share).sum();
    (sum - drivers.r_squared).abs() < 1e-9
        && drivers.shares.iter().all(|share| (0.0..=1.0).contains(&share.share))
        && drivers.shares.windows(2).all(|pair| pair[0].share >= pair[1].share)
}

proptest! {
    #[test]
    fn merging_accumulators_is_one_pass_over_all(
        rows in respondents(3, 40), first in 0..=40_usize, second in 0..=40_usize,
    ) {
        let (first, second) = (first.min(second), first.max(second));
        let whole = accumulated(&rows);
        let part = |from: usize, to: usize| {
            let mut covariance = Covariance::new(3).unwrap();
            rows[from..to].iter().for_each(|row| covariance.push(row[0], &row[1..]).unwrap());
            covariance
        };
        let (a, b, c) = (part(0, first), part(first, second), part(second, 40));
        let merged = |one: &Covariance, other: &Covariance| {
            let mut one = one.clone();
            one.merge(other).unwrap();
            one
        };
        prop_assert!(agree(&merged(&merged(&a, &b), &c), &whole, 4));
        prop_assert!(agree(&merged(&a, &merged(&b, &c)), &whole, 4));
        prop_assert!(agree(&merged(&b, &a), &merged(&a, &b), 4));
    }

    #[test]
    fn shares_sum_to_r_squared(rows in respondents(5, 30)) {
        if let Ok(correlation) = accumulated(&rows).correlation() {
            prop_assert!(sums_to_r_squared(&lmg(&correlation).unwrap()));
            prop_assert!(sums_to_r_squared(&relative_weights(&correlation).unwrap()));
        }
    }

    #[test]
    fn neither_the_order_of_predictors_nor_of_respondents_matters(
        (rows, order, shuffled) in respondents(5, 30).prop_flat_map(|rows| {
            let order: Vec<usize> = (0..5).collect();
            (Just(rows.clone()), Just(order).prop_shuffle(), Just(rows).prop_shuffle())
        }),
    ) {
        let permuted: Vec<Vec<f64>> =
            shuffled
                .iter()
                .map(|row| std::iter::once(row[0]).chain(order.iter().map(|&at| row[at + 1])).collect())
                .collect();
        if let (Ok(one), Ok(other)) = (accumulated(&rows).correlation(), accumulated(&permuted).correlation()) {
            for split in [lmg, relative_weights] {
                let (one, other) = (split(&one).unwrap(), split(&other).unwrap());
                for share in &other.shares {
                    let same = one.shares.iter().find(|candidate| candidate.predictor == order[share.predictor]);
                    prop_assert!((same.unwrap().share - share.share).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn a_unit_of_measure_does_not_matter(
        rows in respondents(3, 30),
        factor in 0.001..1000.0,
        offset in -100.0..100.0,
    ) {
        let scaled: Vec<Vec<f64>> =
            rows.iter().map(|row| vec![row[0], row[1] * factor + offset, row[2], row[3]]).collect();
        if let (Ok(one), Ok(other)) = (accumulated(&rows).correlation(), accumulated(&scaled).correlation()) {
            prop_assert!((one.r_squared() - other.r_squared()).abs() < 1e-9);
        }
    }

    #[test]
    fn an_accumulator_takes_anything(
        rows in prop::collection::vec((anything(), anything(), anything()), 0..12),
    ) {
        let mut covariance = Covariance::new(2).unwrap();
        for (outcome, one, other) in rows {
            if covariance.push(outcome, &[one, other]).is_err() {
                let finite = [outcome, one, other].iter().all(|value| value.abs() <= Covariance::LARGEST);
                prop_assert!(!finite);
            }
        }
        if let Ok(correlation) = covariance.correlation() {
            prop_assert!(sums_to_r_squared(&drivers(&correlation).unwrap()));
        }
    }

    #[test]
    fn predictors_that_nearly_determine_one_another_have_sound_shares_or_none(
        rows in respondents(4, 30),
        (one, other) in (-3.0..3.0, -3.0..3.0),
        noise in (-16..1_i32).prop_map(|exponent| 10_f64.powi(exponent)),
        (size, offset) in (-90..90_i32, -9..9_i32).prop_map(|(size, offset)| (10_f64.powi(size), 10_f64.powi(offset))),
    ) {
        let rows: Vec<Vec<f64>> = rows
            .iter()
            .map(|row| {
                let third = (one * row[1] + other * row[2] + noise * row[3] + offset) * size;
                vec![row[0], row[1], row[2], third, row[4]]
            })
            .collect();
        if let Ok(correlation) = accumulated(&rows).correlation() {
            let (lmg, johnson) = (lmg(&correlation).unwrap(), relative_weights(&correlation).unwrap());
            prop_assert!(sums_to_r_squared(&lmg), "{lmg:?}");
            prop_assert!(sums_to_r_squared(&johnson), "{johnson:?}");
        }
    }

    #[test]
    fn any_matrix_is_taken(
        (matrix, outcome) in (0..5_usize).prop_flat_map(|p| {
            let entry = prop_oneof![6 => -1.0..1.0, 1 => anything()];
            let outcome = prop_oneof![6 => -0.6..0.6, 1 => anything()];
            (prop::collection::vec(entry, p * p), prop::collection::vec(outcome, p))
        }),
        symmetric in prop::bool::weighted(0.9),
    ) {
        let p = outcome.len();
        let entry = |row: usize, column: usize| match row.cmp(&column) {
            std::cmp::Ordering::Equal if symmetric => 1.0,
            std::cmp::Ordering::Less if symmetric => matrix[column * p + row],
            _ => matrix[row * p + column],
        };
        let rows: Vec<Vec<f64>> = (0..p).map(|row| (0..p).map(|column| entry(row, column)).collect()).collect();
        if let Ok(correlation) = Correlation::new(&rows, &outcome) {
            prop_assert!(sums_to_r_squared(&drivers(&correlation).unwrap()));
            prop_assert!(sums_to_r_squared(&relative_weights(&correlation).unwrap()));
        }
    }
}
