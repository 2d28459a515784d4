//! What has no answer says so: no panic, no NaN.

use sayso_core::chart::{Cusum, Ewma, Limits, laney_chart, p_chart};
use sayso_core::driver::{Correlation, Covariance};
use sayso_core::error::Error;
use sayso_core::stats::{
    Level, adjusted_wald, difference, effective_n, mean_interval, non_response_bounds, nps_interval,
    post_stratification_weights, suppressed, two_proportion_z, weighted_mean, wilson,
};

/// What every argument that must be a finite number refuses.
const NO_NUMBER: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

fn out_of_range<T>(argument: &'static str) -> Result<T, Error> {
    Err(Error::OutOfRange { argument })
}

#[test]
fn a_level_lies_between_0_and_1() {
    for level in [0.0, 1.0, -0.1, 1.5, f64::NAN, f64::INFINITY] {
        assert_eq!(Level::new(level), out_of_range("level"));
    }
}

#[test]
fn no_answers_or_more_successes_than_answers_are_no_proportion() {
    for (x, n) in [(0, 0), (1, 0), (5, 4), (u64::MAX, u64::MAX - 1)] {
        assert_eq!(wilson(x, n, Level::P95), None);
        assert_eq!(adjusted_wald(x, n, Level::P95), None);
        assert_eq!(difference((x, n), (1, 2), Level::P95), None);
        assert_eq!(difference((1, 2), (x, n), Level::P95), None);
        assert_eq!(two_proportion_z((x, n), (1, 2)), None);
    }
    assert_eq!(two_proportion_z((0, 5), (0, 9)), None);
    assert_eq!(two_proportion_z((5, 5), (9, 9)), None);
}

#[test]
fn promoter_counts_that_a_u64_cannot_add_have_no_interval() {
    assert_eq!(nps_interval(0, 0, 0, Level::P95), None);
    assert_eq!(nps_interval(u64::MAX, 1, 0, Level::P95), None);
    assert_eq!(nps_interval(1, u64::MAX - 1, 1, Level::P95), None);
    assert!(nps_interval(u64::MAX, 0, 0, Level::P95).is_some());
}

#[test]
fn a_mean_needs_two_finite_values_and_a_spread() {
    assert_eq!(mean_interval(0, 1.0, 1.0, Level::P95), None);
    assert_eq!(mean_interval(1, 1.0, 1.0, Level::P95), None);
    assert_eq!(mean_interval(9, 1.0, -1.0, Level::P95), None);
    for value in NO_NUMBER {
        assert_eq!(mean_interval(9, value, 1.0, Level::P95), None);
        assert_eq!(mean_interval(9, 1.0, value, Level::P95), None);
    }
    let widest = mean_interval(2, f64::MAX, f64::MAX, Level::new(1.0 - 1e-15).unwrap()).unwrap();
    assert!(widest.low.is_finite() && widest.high.is_finite());
    let point = mean_interval(9, 4.0, 0.0, Level::P95).unwrap();
    assert!((point.low, point.high) == (4.0, 4.0));
}

#[test]
fn weights_are_not_negative_and_do_not_sum_to_0() {
    for weights in [&[][..], &[0.0, 0.0], &[1.0, -1.0], &[1.0, f64::NAN], &[f64::INFINITY]] {
        let pairs: Vec<(f64, f64)> = weights.iter().map(|&weight| (1.0, weight)).collect();
        assert_eq!(weighted_mean(&pairs), out_of_range("weight"), "{weights:?}");
        assert_eq!(effective_n(weights), out_of_range("weight"), "{weights:?}");
        let strata = vec![1; weights.len()];
        assert_eq!(post_stratification_weights(&strata, weights), out_of_range("weight"), "{weights:?}");
    }
    for value in NO_NUMBER {
        assert_eq!(weighted_mean(&[(value, 1.0), (1.0, 1.0)]), out_of_range("value"));
    }
    assert_eq!(weighted_mean(&[(f64::MAX, 1.0), (f64::MIN, 1.0)]), out_of_range("value"));
    let single = weighted_mean(&[(7.0, 2.0), (9.0, 0.0)]).unwrap();
    assert_eq!((single.n, single.standard_error), (1, None));
}

#[test]
fn strata_have_to_match_and_to_have_answers() {
    assert_eq!(
        post_stratification_weights(&[1, 2], &[1.0]),
        Err(Error::LengthMismatch { argument: "population" })
    );
    assert_eq!(post_stratification_weights(&[0, 2], &[0.5, 0.5]), Err(Error::TooFew { needed: 1 }));
    assert_eq!(post_stratification_weights(&[0, 2], &[0.0, 0.5]), Ok(vec![0.0, 1.0]));
    assert_eq!(post_stratification_weights(&[3, 3], &[0.0, 8.0]), Ok(vec![0.0, 2.0]));
}

#[test]
fn bounds_need_somebody_who_was_asked_and_a_scale() {
    let share = (0.0, 1.0);
    assert_eq!(non_response_bounds(0.5, 0, 0, share), out_of_range("answered"));
    assert_eq!(non_response_bounds(0.5, 3, 2, share), out_of_range("answered"));
    for mean in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        assert_eq!(non_response_bounds(mean, 1, 2, share), out_of_range("mean"));
    }
    for scale in [(1.0, 1.0), (1.0, 0.0), (f64::NAN, 1.0), (0.0, f64::NAN), (f64::NEG_INFINITY, 0.0)] {
        assert_eq!(non_response_bounds(0.5, 1, 2, scale), out_of_range("scale"));
    }
    let nobody = non_response_bounds(f64::NAN, 0, 9, (1.0, 5.0)).unwrap();
    assert!((nobody.worst, nobody.best) == (1.0, 5.0));
}

#[test]
fn what_is_hidden_cannot_be_told_from_the_total() {
    let check = |cells: &[u64], hidden: &[bool]| assert_eq!(suppressed(cells, 11), hidden, "{cells:?}");
    check(&[], &[]);
    check(&[10], &[true]);
    check(&[11, 500], &[false, false]);
    check(&[10, 11, 12, 500], &[true, true, false, false]);
    check(&[3, 4, 12, 500], &[true, true, true, false]);
    check(&[6, 7, 12, 500], &[true, true, false, false]);
    check(&[0, 0, 12, 500], &[false, false, false, false]);
    assert_eq!(suppressed(&[u64::MAX, u64::MAX], u64::MAX), [false, false]);
    assert_eq!(suppressed(&[1, 2], 0), [false, false]);
}

#[test]
fn charts_refuse_what_is_no_number_and_stay_as_they_were() {
    let mut ewma = Ewma::new(0.0, 1.0, 0.2, 3.0, Limits::Exact).unwrap();
    let mut cusum = Cusum::new(0.0, 0.5, 4.0).unwrap();
    let (ewma_before, cusum_before) = (ewma, cusum);
    for value in NO_NUMBER {
        assert_eq!(ewma.push(value), out_of_range("x"));
        assert_eq!(cusum.push(value), out_of_range("x"));
        assert_eq!(Ewma::new(value, 1.0, 0.2, 3.0, Limits::Steady), out_of_range("target"));
        assert_eq!(Ewma::new(0.0, value, 0.2, 3.0, Limits::Steady), out_of_range("sigma"));
        assert_eq!(Ewma::new(0.0, 1.0, value, 3.0, Limits::Steady), out_of_range("lambda"));
        assert_eq!(Ewma::new(0.0, 1.0, 0.2, value, Limits::Steady), out_of_range("width"));
        assert_eq!(Cusum::new(value, 0.5, 4.0), out_of_range("target"));
        assert_eq!(Cusum::new(0.0, value, 4.0), out_of_range("k"));
        assert_eq!(Cusum::new(0.0, 0.5, value), out_of_range("h"));
    }
    assert_eq!((ewma, cusum), (ewma_before, cusum_before));
    assert_eq!(Ewma::new(0.0, 0.0, 0.2, 3.0, Limits::Steady), out_of_range("sigma"));
    assert_eq!(Ewma::new(0.0, 1.0, 1.1, 3.0, Limits::Steady), out_of_range("lambda"));
    assert_eq!(Ewma::new(0.0, f64::MAX, 1.0, 3.0, Limits::Steady), out_of_range("target"));
    assert_eq!(Cusum::new(0.0, -0.1, 4.0), out_of_range("k"));
    assert_eq!(Cusum::new(0.0, 0.5, 0.0), out_of_range("h"));
}

#[test]
fn share_charts_need_samples_that_are_samples() {
    assert_eq!(p_chart(&[]), Err(Error::TooFew { needed: 1 }));
    assert_eq!(laney_chart(&[(1, 2)]), Err(Error::TooFew { needed: 2 }));
    for samples in [[(0, 0), (1, 2)], [(3, 2), (1, 2)]] {
        assert_eq!(p_chart(&samples), out_of_range("samples"));
        assert_eq!(laney_chart(&samples), out_of_range("samples"));
    }
    assert_eq!(laney_chart(&[(0, 5), (0, 9)]), Err(Error::Constant { argument: "samples" }));
    assert_eq!(laney_chart(&[(5, 5), (9, 9)]), Err(Error::Constant { argument: "samples" }));
    assert!(p_chart(&[(u64::MAX, u64::MAX), (u64::MAX, u64::MAX)]).unwrap().points[1].signal.is_none());
}

#[test]
fn a_covariance_refuses_what_it_cannot_hold() {
    assert_eq!(Covariance::new(0), out_of_range("predictors"));
    assert_eq!(Covariance::new(65), out_of_range("predictors"));
    let mut covariance = Covariance::new(2).unwrap();
    let empty = covariance.clone();
    for value in [f64::NAN, f64::INFINITY, 1.1e100] {
        assert_eq!(covariance.push(value, &[1.0, 2.0]), out_of_range("value"));
        assert_eq!(covariance.push(1.0, &[1.0, -value]), out_of_range("value"));
    }
    assert_eq!(covariance.push(1.0, &[1.0]), Err(Error::LengthMismatch { argument: "predictors" }));
    let other = Covariance::new(3).unwrap();
    assert_eq!(covariance.merge(&other), Err(Error::LengthMismatch { argument: "predictors" }));
    assert_eq!(covariance, empty);
    assert_eq!(covariance.covariance(0, 1), None);
}

#[test]
fn doubling_a_covariance_past_what_a_u64_counts_is_refused() {
    let mut covariance = Covariance::new(1).unwrap();
    covariance.push(1.0, &[2.0]).unwrap();
    for _ in 0..63 {
        let same = covariance.clone();
        covariance.merge(&same).unwrap();
    }
    assert_eq!(covariance.n(), 1 << 63);
    let same = covariance.clone();
    assert_eq!(covariance.merge(&same), out_of_range("n"));
    assert_eq!(covariance, same);
}

#[test]
fn correlations_need_respondents_who_differ() {
    let of = |rows: &[(f64, f64)]| {
        let mut covariance = Covariance::new(1).unwrap();
        for &(outcome, predictor) in rows {
            covariance.push(outcome, &[predictor]).unwrap();
        }
        covariance.correlation().map(|correlation| correlation.r_squared())
    };
    assert_eq!(of(&[]), Err(Error::TooFew { needed: 3 }));
    assert_eq!(of(&[(1.0, 2.0), (2.0, 3.0)]), Err(Error::TooFew { needed: 3 }));
    assert_eq!(of(&[(5.0, 1.0), (5.0, 2.0), (5.0, 4.0)]), Err(Error::Constant { argument: "outcome" }));
    assert_eq!(
        of(&[(1.0, 0.3), (2.0, 0.1 + 0.2), (4.0, 0.3)]),
        Err(Error::Constant { argument: "predictor" })
    );
    assert!((of(&[(1.0, 3.0), (2.0, 5.0), (4.0, 9.0)]).unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn a_matrix_that_no_data_can_have_is_refused() {
    let pair = |r12: f64, r21: f64| vec![vec![1.0, r12], vec![r21, 1.0]];
    assert_eq!(Correlation::new(&[], &[]), out_of_range("predictors"));
    assert_eq!(
        Correlation::new(&pair(0.1, 0.1), &[0.1]),
        Err(Error::LengthMismatch { argument: "predictors" })
    );
    assert_eq!(
        Correlation::new(&[vec![1.0], vec![0.0]], &[0.1, 0.2]),
        Err(Error::LengthMismatch { argument: "predictors" })
    );
    assert_eq!(Correlation::new(&pair(0.1, 0.2), &[0.1, 0.2]), out_of_range("predictors"));
    assert_eq!(Correlation::new(&pair(f64::NAN, f64::NAN), &[0.1, 0.2]), out_of_range("predictors"));
    assert_eq!(Correlation::new(&pair(1.5, 1.5), &[0.1, 0.2]), out_of_range("predictors"));
    assert_eq!(Correlation::new(&[vec![0.9]], &[0.1]), out_of_range("predictors"));
    assert_eq!(Correlation::new(&pair(0.0, 0.0), &[0.9, 0.9]), out_of_range("outcome"));
    assert_eq!(Correlation::new(&pair(0.0, 0.0), &[f64::NAN, 0.9]), out_of_range("outcome"));
    assert_eq!(Correlation::new(&pair(0.0, 0.0), &[0.0, 1.5]), out_of_range("outcome"));
    // Three that each go against both others to 0.9 do not exist.
    let impossible = [vec![1.0, -0.9, -0.9], vec![-0.9, 1.0, -0.9], vec![-0.9, -0.9, 1.0]];
    assert_eq!(Correlation::new(&impossible, &[0.0; 3]), Err(Error::Singular));
}
