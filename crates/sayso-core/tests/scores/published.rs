//! Numbers that others printed, and the domain's own collection of them.

use sayso_core::aggregate::Moments;
use sayso_core::answer::Scale;
use sayso_core::score::{AcsiWeights, Distribution, Segments, servqual, servqual_weighted};
use sayso_core::stats::{Level, nps_interval};

use super::{close, mobi};

#[test]
fn acsi_of_the_mobile_phone_data() {
    // Means of CUSA1 to CUSA3 as Tenenhaus et al. (2005) print them; the weights of the State of Ohio.
    let items = [7.988, 7.128, 7.316].map(|mean| (mean - 1.0) / 9.0 * 100.0);
    close(AcsiWeights::EQUAL.index(items).unwrap(), 71.970_37, 5e-6);
    let ohio = AcsiWeights::new([0.3885, 0.3190, 0.2925]).unwrap();
    close(ohio.index(items).unwrap(), 72.412_222, 5e-7);
}

#[test]
fn acsi_with_the_weights_of_smartpls() {
    // Outer weights of the satisfaction block that SmartPLS 2.0.M3 prints for the same data (path weighting scheme), as in
    // the tests of semPLS 1.0-10; the index is the weighted mean in exact arithmetic.
    let weights = AcsiWeights::new([0.364_864_86, 0.383_156_04, 0.450_961_20]).unwrap();
    let items = [7.988, 7.128, 7.316].map(|mean| (mean - 1.0) / 9.0 * 100.0);
    close(weights.index(items).unwrap(), 71.782_433_838, 1e-9);
}

#[test]
fn servqual_of_the_worked_example() {
    let gaps = [-0.65, -1.1, -0.83, -0.7, -1.01];
    close(servqual(gaps).unwrap(), -0.858, 1e-12);
    close(servqual_weighted(gaps, [11.0, 32.0, 22.0, 19.0, 16.0]).unwrap(), -0.9007, 1e-12);
}

#[test]
fn nps_and_its_variance() {
    // whuber, stats.stackexchange.com/q/18603: shares of 1/2, 1/3, 1/6; NPS 1/3, variance 5/9.
    let counts = [54, 0, 0, 0, 0, 0, 0, 108, 0, 162, 0];
    let answers = Distribution::from_counts(Scale::NPS, &counts).unwrap();
    let segments = Segments::of(&answers, sayso_core::score::Metric::Nps);
    assert_eq!((segments.promoters, segments.neutrals, segments.detractors), (162, 108, 54));
    close(segments.nps().unwrap(), 100.0 / 3.0, 1e-12);
    let mut classes = Moments::default();
    for (class, count) in [(1.0, 162), (0.0, 108), (-1.0, 54)] {
        (0..count).for_each(|_| classes.add(class).unwrap());
    }
    let population = classes.variance().unwrap() * 323.0 / 324.0;
    close(population, 5.0 / 9.0, 1e-12);
    close((population / 324.0).sqrt(), 0.041_408_7, 5e-8);
    assert!(nps_interval(162, 108, 54, Level::P95).unwrap().low > 0.0);
}

/// NIST's Statistical Reference Datasets for univariate statistics: certified mean and standard deviation.
#[test]
fn moments_of_nist_reference_data() {
    let check = |first: f64, pair: [f64; 2], mean: f64, tolerance: f64| {
        let mut moments = Moments::default();
        moments.add(first).unwrap();
        for number in pair.iter().cycle().take(1000) {
            moments.add(*number).unwrap();
        }
        close(moments.mean().unwrap(), mean, 1e-8 * mean);
        close(moments.variance().unwrap().sqrt(), 0.1, tolerance);
    };
    check(1.2, [1.1, 1.3], 1.2, 1e-14);
    check(1_000_000.2, [1_000_000.1, 1_000_000.3], 1_000_000.2, 1e-10);
    check(10_000_000.2, [10_000_000.1, 10_000_000.3], 10_000_000.2, 1e-9);
    let mut moments = Moments::default();
    for number in [10_000_001.0, 10_000_003.0, 10_000_002.0] {
        moments.add(number).unwrap();
    }
    assert_eq!((moments.mean(), moments.variance()), (Some(10_000_002.0), Some(1.0)));
}

/// The literals above are those of the domain's file, where that is at hand.
#[test]
fn the_domain_file_says_the_same() {
    let Some(text) = mobi::domain_file("vectors.json") else { return };
    let vectors: serde_json::Value = serde_json::from_str(&text).unwrap();
    let acsi = &vectors["acsi_mobi"];
    assert_eq!(acsi["means"], serde_json::json!([7.988, 7.128, 7.316]));
    assert_eq!(
        (acsi["index_equal"].as_f64(), acsi["index_ohio"].as_f64()),
        (Some(71.970_37), Some(72.412_222))
    );
    let gaps: Vec<f64> = vectors["servqual"]["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .collect();
    let overall = servqual(gaps.try_into().unwrap()).unwrap();
    close(overall, vectors["servqual"]["unweighted"].as_f64().unwrap(), 1e-12);
    let nps = &vectors["nps_wald"];
    let count = |name: &str| nps[name].as_u64().unwrap();
    let segments = Segments { promoters: count("P"), neutrals: count("N"), detractors: count("D") };
    close(segments.nps().unwrap() / 100.0, nps["nps"].as_f64().unwrap(), 1e-12);
}
