//! What dissatisfaction costs: the published example, ranges, and formulas that show what they used.

use proptest::prelude::*;
use sayso_core::error::Error;
use sayso_core::money::{
    Claim, Currency, Factor, Figure, ProblemImpact, Replacement, RevenueAtRisk, Unit, WordOfMouth,
};
use sayso_core::words::Words;

use crate::domain;

#[test]
fn the_published_problem_costs_as_many_customers() {
    let vector = domain::json("vectors.json").map(|vectors| vectors["revenue_problem"].clone());
    let number =
        |name: &str, known: f64| vector.as_ref().map_or(known, |vector| vector[name].as_f64().unwrap());
    let impact = ProblemImpact {
        customers: number("N", 80_000.0),
        with_problem: number("problem", 0.3),
        leaving: number("leave", 0.55),
    };
    let lost = impact.customers_lost().unwrap();
    assert!((lost.value - number("lost", 13_200.0)).abs() < 1e-9);
    assert_eq!(lost.unit, Unit::Customers);
    assert_eq!(lost.formula.en, "80,000 customers × 30 % with a problem × 55 % leave = 13,200 customers");
    assert!(lost.claims.is_empty());
}

#[test]
fn a_claim_is_labelled_in_the_figure_and_ones_own_number_is_not() {
    let replacement = Replacement {
        customers: 3.0,
        retention_cost: 10.5,
        factor: Factor::default(),
        currency: Currency::VND,
    };
    let claimed = replacement.cost().unwrap();
    assert!(claimed.formula.vi.contains("theo bài viết"));
    assert_eq!(
        claimed.formula.en,
        "3 customers × 5 (as claimed, no source given) × 10.5 VND to keep one = 157.5 VND"
    );
    assert_eq!(claimed.claims.iter().map(|claim| claim.value.to_string()).collect::<Vec<_>>(), ["5"]);
    let own = Replacement { factor: Factor::Own(7.0), ..replacement }.cost().unwrap();
    assert_eq!(own.formula.vi, "3 khách × 7 × 10,5 VND giữ một khách = 220,5 VND");
    assert!(own.claims.is_empty());
}

#[test]
fn friends_who_hear_of_it_are_lost_as_well() {
    let figure = WordOfMouth { told: 9.0, stay_away: 1.0 / 3.0 }.customers_lost(100.0).unwrap();
    assert!((figure.value - 400.0).abs() < 1e-9);
    assert_eq!(figure.formula.vi, "100 khách × 4 lần = 400 khách");
    // A share that is not shown in full makes the result "about".
    let multiplier = WordOfMouth { told: 9.0, stay_away: 1.0 / 3.0 }.multiplier().unwrap();
    assert_eq!(multiplier.formula.en, "1 + 9 people told × 33.3333 % stay away ≈ 4 times");
}

/// Every function of the module, by one set of inputs.
fn figures(numbers: [f64; 4], share: f64, other: f64) -> Vec<Result<Figure, Error>> {
    let [customers, amount, factor, told] = numbers;
    let label = Words { vi: "theo bài viết", en: "as claimed" };
    let claimed = Factor::Claimed(Claim { value: factor, label });
    let currency = Currency::VND;
    let replacement = |factor| Replacement { customers, retention_cost: amount, factor, currency };
    vec![
        ProblemImpact { customers, with_problem: share, leaving: other }.customers_lost(),
        RevenueAtRisk { customers, revenue_per_customer: amount, currency }.revenue(),
        WordOfMouth { told, stay_away: share }.multiplier(),
        WordOfMouth { told, stay_away: share }.customers_lost(customers),
        replacement(Factor::Own(factor)).cost(),
        replacement(claimed).cost(),
    ]
}

#[test]
fn an_input_outside_of_its_range_is_named() {
    let argument = |place: usize, numbers, share, other| match &figures(numbers, share, other)[place] {
        Err(Error::OutOfRange { argument }) => *argument,
        other => panic!("{other:?}"),
    };
    for bad in [-1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e13] {
        assert_eq!(argument(0, [bad, 1.0, 1.0, 1.0], 0.5, 0.5), "customers");
        assert_eq!(argument(0, [1.0; 4], bad, 0.5), "with_problem");
        assert_eq!(argument(0, [1.0; 4], 0.5, bad), "leaving");
        assert_eq!(argument(1, [bad, 1.0, 1.0, 1.0], 0.5, 0.5), "customers");
        assert_eq!(argument(1, [1.0, bad, 1.0, 1.0], 0.5, 0.5), "revenue_per_customer");
        assert_eq!(argument(2, [1.0, 1.0, 1.0, bad], 0.5, 0.5), "told");
        assert_eq!(argument(2, [1.0; 4], bad, 0.5), "stay_away");
        assert_eq!(argument(3, [bad, 1.0, 1.0, 1.0], 0.5, 0.5), "leaving");
        assert_eq!(argument(4, [1.0, 1.0, bad, 1.0], 0.5, 0.5), "factor");
        assert_eq!(argument(4, [1.0, bad, 1.0, 1.0], 0.5, 0.5), "retention_cost");
        assert_eq!(argument(5, [1.0, 1.0, bad, 1.0], 0.5, 0.5), "factor");
    }
}

proptest! {
    #[test]
    fn every_figure_is_finite_and_none_is_negative(
        customers in 0.0_f64..=1e10, amount in 0.0_f64..=1e12, factor in 0.0_f64..=1_000.0, told in 0.0_f64..=10_000.0,
        share in 0.0_f64..=1.0, other in 0.0_f64..=1.0,
    ) {
        for figure in figures([customers, amount, factor, told], share, other) {
            let figure = figure.unwrap();
            prop_assert!(figure.value.is_finite() && figure.value >= 0.0);
            for formula in [&figure.formula.vi, &figure.formula.en] {
                prop_assert!(formula.contains('=') || formula.contains('≈'), "{}", formula);
                prop_assert!(!formula.contains("NaN") && !formula.contains("inf"), "{}", formula);
            }
        }
    }

    #[test]
    fn any_input_has_an_answer(numbers in any::<[f64; 4]>(), share in any::<f64>(), other in any::<f64>()) {
        for figure in figures(numbers, share, other).into_iter().flatten() {
            prop_assert!(figure.value.is_finite());
        }
    }

    #[test]
    fn more_loss_never_costs_less(customers in 0.0_f64..=1e9, more in 1.0_f64..=10.0, share in 0.0_f64..=1.0) {
        let lost = |customers| ProblemImpact { customers, with_problem: share, leaving: 0.5 }.customers_lost().unwrap().value;
        prop_assert!(lost(customers * more) >= lost(customers));
    }
}
