//! An aggregate is a monoid: however rows are ordered, split and put together, it says the same.

use proptest::prelude::*;
use sayso_core::aggregate::{Aggregate, Dimension};
use sayso_core::score::Distribution;

use super::table::{self, dimensions, rows};

/// What is counted of a group, exactly.
type Exact = (Vec<(Dimension, String)>, [u64; 4], Vec<(String, String, u64, Option<Distribution>)>);

/// Everything that an aggregate says: what it counts, and the numbers that carry rounding.
fn said(aggregate: &Aggregate) -> (Vec<Exact>, Vec<Option<f64>>) {
    let mut numbers = Vec::new();
    let mut exact = Vec::new();
    for group in aggregate.groups() {
        let mut summaries = group.summaries();
        summaries.sort_by_key(|summary| (summary.metric, summary.question));
        numbers.extend(summaries.iter().flat_map(|summary| [summary.mean, summary.variance]));
        let counts = [group.responses(), group.complaints(), group.negatives(), group.silent()];
        let items = summaries.iter().map(|summary| {
            let name = summary.metric.name().to_owned();
            (summary.question.to_owned(), name, summary.n, summary.distribution)
        });
        exact.push((group.labels(), counts, items.collect()));
    }
    (exact, numbers)
}

#[track_caller]
fn check(one: &Aggregate, other: &Aggregate) {
    let ((exact, numbers), (exact_too, numbers_too)) = (said(one), said(other));
    assert_eq!(exact, exact_too);
    for (a, b) in numbers.into_iter().zip(numbers_too) {
        match (a, b) {
            (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-12 * (1.0 + a.abs()), "{a} and {b}"),
            _ => assert_eq!(a, b),
        }
    }
}

fn merged(a: &Aggregate, b: &Aggregate) -> Aggregate {
    let mut both = a.clone();
    both.merge(b).unwrap();
    both
}

proptest! {
    #[test]
    fn merging_equals_one_pass_over_both(by in dimensions(), a in rows(40), b in rows(40)) {
        let parts = merged(&table::of(&by, &a), &table::of(&by, &b));
        check(&parts, &table::of(&by, &[a, b].concat()));
    }

    #[test]
    fn merging_is_commutative(by in dimensions(), a in rows(40), b in rows(40)) {
        let (a, b) = (table::of(&by, &a), table::of(&by, &b));
        check(&merged(&a, &b), &merged(&b, &a));
    }

    #[test]
    fn merging_is_associative(by in dimensions(), a in rows(25), b in rows(25), c in rows(25)) {
        let [a, b, c] = [a, b, c].map(|rows| table::of(&by, &rows));
        check(&merged(&merged(&a, &b), &c), &merged(&a, &merged(&b, &c)));
    }

    #[test]
    fn merging_with_nothing_changes_nothing(by in dimensions(), a in rows(40)) {
        let (a, nothing) = (table::of(&by, &a), table::of(&by, &[]));
        check(&merged(&a, &nothing), &a);
        check(&merged(&nothing, &a), &a);
    }

    #[test]
    fn the_order_of_responses_does_not_matter(
        by in dimensions(),
        (a, shuffled) in rows(60).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
    ) {
        check(&table::of(&by, &a), &table::of(&by, &shuffled));
    }

    #[test]
    fn no_response_is_lost_between_groups(by in dimensions(), a in rows(60)) {
        let aggregate = table::of(&by, &a);
        prop_assert_eq!(aggregate.responses(), a.len() as u64);
        let everything = table::of(&[], &a);
        let sum: u64 = aggregate.groups().iter().map(sayso_core::aggregate::Group::silent).sum();
        prop_assert_eq!(sum, everything.groups().first().map_or(0, sayso_core::aggregate::Group::silent));
    }
}
