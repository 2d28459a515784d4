//! Intervals and tests, to the precision printed.

use sayso_core::stats::{
    Level, adjusted_wald, difference, effective_n, mean_interval, non_response_bounds, nps_interval,
    two_proportion_z, wilson,
};

use crate::close;

/// Newcombe (1998), *Statistics in Medicine* 17:857, table I, method 3; 12 of 40 and 0 of 25 as R's `prop.test(correct
/// = FALSE)` prints them.
#[test]
fn wilson_agrees_with_the_printed_intervals() {
    let check = |x, n, low, high, tolerance| {
        let interval = wilson(x, n, Level::P95).unwrap();
        close(interval.low, low, tolerance);
        close(interval.high, high, tolerance);
    };
    check(81, 263, 0.2553, 0.3662, 5e-5);
    check(15, 148, 0.0624, 0.1605, 5e-5);
    check(0, 20, 0.0, 0.1611, 5e-5);
    check(1, 29, 0.0061, 0.1718, 5e-5);
    check(81, 263, 0.255_289, 0.366_21, 5e-7);
    check(0, 20, 0.0, 0.161_125, 5e-7);
    check(12, 40, 0.180_748_452_297, 0.454_300_188_181, 5e-13);
    check(0, 25, 0.0, 0.133_192_250_939, 5e-13);
}

/// Sauro and Lewis at measuringu.com/wald.htm, with z = 1.96: the level that gives it is 0.9500042.
#[test]
fn adjusted_wald_agrees_with_the_worked_example() {
    let interval = adjusted_wald(4, 5, Level::P95).unwrap();
    close(interval.low, 0.3596, 5e-5);
    close(interval.high, 0.9797, 5e-5);
    let interval = adjusted_wald(4, 5, Level::new(0.950_004_209_703_559).unwrap()).unwrap();
    close(interval.low, 0.359_624_6, 5e-8);
    close(interval.high, 0.979_680_5, 5e-8);
}

/// Centre and ends computed by the recipe at measuringu.com/nps-confidence-intervals at 95 %.
#[test]
fn promoter_score_agrees_with_the_worked_example() {
    let interval = nps_interval(19, 12, 5, Level::P95).unwrap();
    close(f64::midpoint(interval.low, interval.high), 0.358_974_358_974, 5e-13);
    close(interval.low, 0.131_575_311_747, 5e-11);
    close(interval.high, 0.586_373_406_202, 5e-11);
    close(interval.estimate, 14.0 / 36.0, 1e-15);
}

/// whuber, stats.stackexchange.com/q/18603: shares of 1/2, 1/3 and 1/6 have variance 5/9, so 324 answers a standard
/// error of 0.0414087. With a million times as many the three added no longer show.
#[test]
fn promoter_score_has_the_published_variance() {
    let million = 1_000_000;
    let interval = nps_interval(162 * million, 108 * million, 54 * million, Level::P95).unwrap();
    let error = (interval.high - interval.low) / 2.0 / 1.959_963_984_540_054;
    close(error * 1000.0, 0.041_408_666, 5e-9);
    close(interval.estimate, 1.0 / 3.0, 1e-15);
}

/// NIST/SEMATECH e-Handbook, 1.3.5.2: 195 heat flow meters with mean 9.261460 and standard deviation 0.02278881.
#[test]
fn mean_agrees_with_the_heat_flow_meters() {
    let check = |level, half, low, high| {
        let level = Level::new(level).unwrap();
        let interval = mean_interval(195, 9.261_460, 0.022_788_81 * 0.022_788_81, level).unwrap();
        close(interval.high - interval.estimate, half, 5e-9);
        close(interval.low, low, 6e-6);
        close(interval.high, high, 6e-6);
    };
    check(0.5, 0.110_279e-2, 9.26036, 9.26256);
    check(0.75, 0.188_294e-2, 9.25958, 9.26334);
    check(0.9, 0.269_718e-2, 9.25876, 9.26416);
    check(0.95, 0.321_862e-2, 9.25824, 9.26468);
    check(0.99, 0.424_534e-2, 9.25721, 9.26571);
}

/// Newcombe (1998), *Statistics in Medicine* 17:873, table II, method 10.
#[test]
fn difference_agrees_with_newcombes_table() {
    let check = |first, second, low, high| {
        let interval = difference(first, second, Level::P95).unwrap();
        close(interval.low, low, 5e-5);
        close(interval.high, high, 5e-5);
    };
    check((56, 70), (48, 80), 0.0524, 0.3339);
    check((9, 10), (3, 10), 0.1705, 0.8090);
    check((6, 7), (2, 7), 0.0582, 0.8062);
    check((5, 56), (0, 29), -0.0381, 0.1926);
    check((0, 10), (0, 20), -0.1611, 0.2775);
    check((0, 10), (0, 10), -0.2775, 0.2775);
    check((10, 10), (0, 20), 0.6791, 1.0000);
    check((10, 10), (0, 10), 0.6075, 1.0000);
}

/// The docstring of `proportions_ztest` in statsmodels.
#[test]
fn z_test_agrees_with_the_printed_example() {
    let test = two_proportion_z((5, 83), (12, 99)).unwrap();
    close(test.z, -1.407_830_415_125_878_7, 1e-12);
    close(test.p, 0.159_181_291_811_569_92, 1e-12);
}

/// Manski (2007), section 2.2: 21 of the 64 men who were found again, of 106. And by hand: 3 on a scale from 1 to 5 by
/// half of those asked.
#[test]
fn bounds_agree_with_the_men_who_were_not_found() {
    let check = |mean, answered, asked, scale, worst, best| {
        let bounds = non_response_bounds(mean, answered, asked, scale).unwrap();
        close(bounds.worst, worst, 1e-12);
        close(bounds.best, best, 1e-12);
    };
    check(21.0 / 64.0, 64, 106, (0.0, 1.0), 21.0 / 106.0, 63.0 / 106.0);
    check(3.0, 40, 80, (1.0, 5.0), 2.0, 4.0);
    check(3.0, 80, 80, (1.0, 5.0), 3.0, 3.0);
}

#[test]
fn effective_n_agrees_with_kish() {
    close(effective_n(&[1.0, 3.0, 1.0, 2.0]).unwrap(), 3.266_666_666_666_666_6, 1e-12);
    close(effective_n(&[0.25; 8]).unwrap(), 8.0, 1e-12);
}
