//! What fuzzing and the oracle found, kept: each says what was wrong.

use sayso_core::driver::{Covariance, lmg, relative_weights};
use sayso_core::error::Error;
use sayso_core::stats::{Level, mean_interval, two_proportion_z};

use crate::close;

/// The third predictor follows the second, but for `noise`.
fn nearly_determined(noise: f64) -> Covariance {
    let mut covariance = Covariance::new(4).unwrap();
    for at in 0..30 {
        let [outcome, one, two, own, four] = [7, 5, 4, 3, 11].map(|step| f64::from(at * step % 13));
        covariance.push(outcome, &[one, two, 1.0 - 0.84 * two + noise * own, four]).unwrap();
    }
    covariance
}

/// With 1/VIF at 10⁻⁸ relative weights summed to 0.304354163 where R² was 0.304354160: the digits were rounding's. It
/// counts as singular now, and whatever does not has shares that sum.
#[test]
fn shares_sum_to_r_squared_up_to_where_predictors_count_as_singular() {
    assert_eq!(nearly_determined(1e-4).correlation(), Err(Error::Singular));
    let correlation = nearly_determined(1e-2).correlation().unwrap();
    for split in [lmg, relative_weights] {
        let drivers = split(&correlation).unwrap();
        close(drivers.shares.iter().map(|share| share.share).sum(), drivers.r_squared, 1e-10);
    }
}

/// The library's inverse of Student's t never returned for a billion degrees of freedom.
#[test]
fn a_mean_of_a_billion_answers_has_an_interval() {
    let interval = mean_interval(1_000_000_001, 0.0, 1_000_000_001.0, Level::P95).unwrap();
    close(interval.high, 1.959_963_986_912_325, 1e-12);
}

/// The library's complementary error function has ten digits; this p was off in the eleventh.
#[test]
fn a_p_value_has_all_its_digits() {
    close(two_proportion_z((5, 83), (12, 99)).unwrap().p, 0.159_181_291_811_569_92, 1e-15);
}
