//! Shares of R², to the precision printed.

use sayso_core::driver::{Correlation, Covariance, Drivers, drivers, lmg, relative_weights};
use sayso_core::error::Error;

use crate::close;

/// Motor Trend, 1974: miles a gallon, cylinders, displacement, horsepower, weight.
const CARS: [[f64; 5]; 32] = [
    [21.0, 6.0, 160.0, 110.0, 2.620],
    [21.0, 6.0, 160.0, 110.0, 2.875],
    [22.8, 4.0, 108.0, 93.0, 2.320],
    [21.4, 6.0, 258.0, 110.0, 3.215],
    [18.7, 8.0, 360.0, 175.0, 3.440],
    [18.1, 6.0, 225.0, 105.0, 3.460],
    [14.3, 8.0, 360.0, 245.0, 3.570],
    [24.4, 4.0, 146.7, 62.0, 3.190],
    [22.8, 4.0, 140.8, 95.0, 3.150],
    [19.2, 6.0, 167.6, 123.0, 3.440],
    [17.8, 6.0, 167.6, 123.0, 3.440],
    [16.4, 8.0, 275.8, 180.0, 4.070],
    [17.3, 8.0, 275.8, 180.0, 3.730],
    [15.2, 8.0, 275.8, 180.0, 3.780],
    [10.4, 8.0, 472.0, 205.0, 5.250],
    [10.4, 8.0, 460.0, 215.0, 5.424],
    [14.7, 8.0, 440.0, 230.0, 5.345],
    [32.4, 4.0, 78.7, 66.0, 2.200],
    [30.4, 4.0, 75.7, 52.0, 1.615],
    [33.9, 4.0, 71.1, 65.0, 1.835],
    [21.5, 4.0, 120.1, 97.0, 2.465],
    [15.5, 8.0, 318.0, 150.0, 3.520],
    [15.2, 8.0, 304.0, 150.0, 3.435],
    [13.3, 8.0, 350.0, 245.0, 3.840],
    [19.2, 8.0, 400.0, 175.0, 3.845],
    [27.3, 4.0, 79.0, 66.0, 1.935],
    [26.0, 4.0, 120.3, 91.0, 2.140],
    [30.4, 4.0, 95.1, 113.0, 1.513],
    [15.8, 8.0, 351.0, 264.0, 3.170],
    [19.7, 6.0, 145.0, 175.0, 2.770],
    [15.0, 8.0, 301.0, 335.0, 3.570],
    [21.4, 4.0, 121.0, 109.0, 2.780],
];

fn of_cars() -> Covariance {
    let mut covariance = Covariance::new(4).unwrap();
    for [outcome, predictors @ ..] in &CARS {
        covariance.push(*outcome, predictors).unwrap();
    }
    covariance
}

/// In the order of the predictors.
fn by_predictor(drivers: &Drivers) -> Vec<f64> {
    let mut shares = drivers.shares.clone();
    shares.sort_by_key(|share| share.predictor);
    shares.into_iter().map(|share| share.share).collect()
}

/// The vignette of the R package `rwa` (martinctc.github.io/rwa/articles/regression-methods.html) prints raw weights
/// and percentages.
#[test]
fn relative_weights_agree_with_the_cars() {
    let drivers = relative_weights(&of_cars().correlation().unwrap()).unwrap();
    let printed =
        [(0.209_690_4, 24.709_14), (0.188_304_3, 22.189_08), (0.179_959, 21.205_7), (0.270_681_2, 31.896_07)];
    for (share, (raw, percent)) in by_predictor(&drivers).into_iter().zip(printed) {
        close(share, raw, 5e-8);
        close(100.0 * share / drivers.r_squared, percent, 5e-6);
    }
    assert_eq!(drivers.shares.iter().map(|share| share.predictor).collect::<Vec<_>>(), [3, 0, 1, 2]);
    assert_eq!(drivers.method.as_str(), "relative-weights/1");
}

/// `relaimpo::calc.relimp` on the irises, stats.stackexchange.com/q/650455: 0.04702292, 0.79315491 and 84.02 %. The
/// covariances are those that R prints, with seven decimals, which is what the tolerance is for.
#[test]
fn lmg_agrees_with_the_irises() {
    let (width, length, sepal) = (0.189_979_4_f64, 3.116_277_9_f64, 0.685_693_5_f64);
    let between = -0.329_656_4 / (width * length).sqrt();
    let outcome = [-0.042_434_0 / (width * sepal).sqrt(), 1.274_315_4 / (length * sepal).sqrt()];
    let correlation = Correlation::new(&[vec![1.0, between], vec![between, 1.0]], &outcome).unwrap();
    let drivers = lmg(&correlation).unwrap();
    let shares = by_predictor(&drivers);
    close(shares[0], 0.047_022_92, 3e-7);
    close(shares[1], 0.793_154_91, 3e-7);
    close(drivers.r_squared, 0.8402, 5e-5);
}

/// The example of Grömping (2006), *Journal of Statistical Software* 17(1): fertility in 47 Swiss provinces by agriculture,
/// examination, education, Catholics and infant mortality. The correlations are those that R prints for `swiss`.
#[test]
fn lmg_agrees_with_the_swiss_provinces() {
    let rows = [
        vec![1.0, -0.686_542_21, -0.639_522_52, 0.401_095_05, -0.060_858_61],
        vec![-0.686_542_21, 1.0, 0.698_415_30, -0.572_741_8, -0.114_021_60],
        vec![-0.639_522_52, 0.698_415_30, 1.0, -0.153_858_92, -0.099_321_85],
        vec![0.401_095_05, -0.572_741_8, -0.153_858_92, 1.0, 0.175_495_91],
        vec![-0.060_858_61, -0.114_021_60, -0.099_321_85, 0.175_495_91, 1.0],
    ];
    let outcome = [0.353_079_18, -0.645_882_7, -0.663_788_86, 0.463_684_7, 0.416_556_03];
    let drivers = lmg(&Correlation::new(&rows, &outcome).unwrap()).unwrap();
    let printed = [0.057_091_220_8, 0.171_173_028_9, 0.260_134_678_6, 0.105_570_150_4, 0.112_765_922_9];
    for (share, printed) in by_predictor(&drivers).into_iter().zip(printed) {
        close(share, printed, 5e-8);
    }
    close(drivers.r_squared, 0.706_735_001_6, 5e-8);
    assert_eq!(drivers.shares.iter().map(|share| share.predictor).collect::<Vec<_>>(), [2, 1, 4, 3, 0]);
}

/// By hand: R² = (r₁² + r₂² − 2r₁r₂r₁₂)/(1 − r₁₂²), and each share the mean of coming first and coming second.
#[test]
fn two_predictors_agree_with_the_closed_form() {
    let correlation = Correlation::new(&[vec![1.0, 0.5], vec![0.5, 1.0]], &[0.6, 0.4]).unwrap();
    for drivers in [lmg(&correlation).unwrap(), relative_weights(&correlation).unwrap()] {
        close(drivers.r_squared, 0.373_333_333_333_333_35, 1e-12);
        close(by_predictor(&drivers)[0], 0.286_666_666_7, 5e-11);
        close(by_predictor(&drivers)[1], 0.086_666_666_7, 5e-11);
    }
}

#[test]
fn twelve_predictors_are_tried_in_all_orders_and_thirteen_are_not() {
    let uncorrelated = |p: usize| {
        let rows: Vec<Vec<f64>> =
            (0..p).map(|row| (0..p).map(|at| f64::from(u8::from(row == at))).collect()).collect();
        let outcome: Vec<f64> = (0..p).map(|at| 0.02 * (at + 1) as f64).collect();
        Correlation::new(&rows, &outcome).unwrap()
    };
    for (p, method) in [(1, "lmg/1"), (12, "lmg/1"), (13, "relative-weights/1")] {
        // Uncorrelated predictors each have their squared correlation, by either method.
        let drivers = drivers(&uncorrelated(p)).unwrap();
        assert_eq!(drivers.method.as_str(), method);
        for (at, share) in by_predictor(&drivers).into_iter().enumerate() {
            close(share, (0.02 * (at + 1) as f64).powi(2), 1e-12);
        }
        assert_eq!(drivers.shares[0].predictor, p - 1);
    }
    assert_eq!(lmg(&uncorrelated(13)), Err(Error::OutOfRange { argument: "predictors" }));
}

#[test]
fn predictors_that_determine_one_another_have_no_shares() {
    let of = |r: f64| Correlation::new(&[vec![1.0, r], vec![r, 1.0]], &[0.5, 0.5]);
    assert_eq!(of(1.0), Err(Error::Singular));
    assert_eq!(of(-1.0), Err(Error::Singular));
    assert_eq!(of(1.0 - 1e-7), Err(Error::Singular));
    assert!(of(1.0 - 1e-6).is_ok());
    // The third is the sum of the others.
    let mut covariance = Covariance::new(3).unwrap();
    for at in 0..50 {
        let (one, other) = (f64::from(at * 7 % 11), f64::from(at * 3 % 13));
        covariance.push(f64::from(at % 5), &[one, other, one + other]).unwrap();
    }
    assert_eq!(covariance.correlation(), Err(Error::Singular));
}
