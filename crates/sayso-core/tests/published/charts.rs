//! Control charts, to the precision printed.

use sayso_core::chart::{Cusum, Ewma, Limits, Signal, laney_chart, p_chart};

use crate::close;

/// NIST/SEMATECH e-Handbook, 6.3.3.2, and the same thirty samples in Montgomery, *Statistical Quality Control*, example
/// 7.1.
const NONCONFORMING: [u64; 30] = [
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9,
    6,
];

/// NIST/SEMATECH e-Handbook, 6.3.2.4. Its lower limit is printed as 47.4115: cut, not rounded.
#[test]
fn ewma_agrees_with_the_handbook() {
    let values = [
        52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6,
        52.4, 53.6, 52.1,
    ];
    let printed = [
        50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05,
        49.38, 49.92, 50.73, 51.23, 51.94, 51.99,
    ];
    let mut chart = Ewma::new(50.0, 2.0539, 0.3, 3.0, Limits::Steady).unwrap();
    for (value, printed) in values.into_iter().zip(printed) {
        let point = chart.push(value).unwrap();
        close(point.value, printed, 0.00501);
        close(point.high, 52.588_432, 5e-7);
        close(point.low, 47.411_568, 5e-7);
        assert_eq!(point.signal, None, "the handbook finds the process in control");
    }
}

#[test]
fn ewma_signals_outside_of_its_limits_and_the_exact_ones_are_narrower_at_first() {
    let chart = |limits| Ewma::new(0.0, 1.0, 0.2, 3.0, limits).unwrap();
    let (mut steady, mut exact) = (chart(Limits::Steady), chart(Limits::Exact));
    let (first, narrow) = (steady.push(-4.0).unwrap(), exact.push(-4.0).unwrap());
    assert_eq!((first.signal, narrow.signal), (None, Some(Signal::Below)));
    close(narrow.high, 0.6, 1e-12); // 3σλ: one value's weight
    for _ in 0..200 {
        steady.push(4.0).unwrap();
        exact.push(4.0).unwrap();
    }
    let (steady, exact) = (steady.push(4.0).unwrap(), exact.push(4.0).unwrap());
    assert_eq!(steady.signal, Some(Signal::Above));
    close(steady.high, exact.high, 1e-12);
}

/// Montgomery and Runger, *Applied Statistics and Probability for Engineers*, 3rd ed., table 16-8: target 99, K = 1, H
/// = 10.
#[test]
fn cusum_agrees_with_the_chemical_concentrations() {
    let rows = [
        (102.0, 2.0, 0.0),
        (94.8, 0.0, 3.2),
        (98.3, 0.0, 2.9),
        (98.4, 0.0, 2.5),
        (102.0, 2.0, 0.0),
        (98.5, 0.5, 0.0),
        (99.0, 0.0, 0.0),
        (97.7, 0.0, 0.3),
        (100.0, 0.0, 0.0),
        (98.1, 0.0, 0.0),
        (101.3, 1.3, 0.0),
        (98.7, 0.0, 0.0),
        (101.1, 1.1, 0.0),
        (98.4, 0.0, 0.0),
        (97.0, 0.0, 1.0),
        (96.7, 0.0, 2.3),
        (100.3, 0.3, 0.0),
        (101.4, 1.7, 0.0),
        (97.2, 0.0, 0.8),
        (101.0, 1.0, 0.0),
    ];
    let mut chart = Cusum::new(99.0, 1.0, 10.0).unwrap();
    for (value, above, below) in rows {
        let point = chart.push(value).unwrap();
        close(point.above, above, 1e-9);
        close(point.below, below, 1e-9);
        assert_eq!(point.signal, None, "the book finds the process in control");
    }
}

#[test]
fn cusum_signals_a_lasting_shift_and_starts_again_when_told() {
    let mut chart = Cusum::new(0.0, 0.5, 4.0).unwrap();
    let signals: Vec<_> = (0..5).map(|_| chart.push(1.5).unwrap().signal).collect();
    assert_eq!(signals, [None, None, None, None, Some(Signal::Above)]);
    chart.reset();
    assert_eq!(chart, Cusum::new(0.0, 0.5, 4.0).unwrap());
    assert_eq!(chart.push(-9.0).unwrap().signal, Some(Signal::Below));
}

#[test]
fn cusum_signals_the_side_that_is_further_out_when_both_are() {
    let mut chart = Cusum::new(0.0, 0.0, 1.0).unwrap();
    let points = [10.0, -4.0, -2.0].map(|value| chart.push(value).unwrap());
    assert_eq!(points.map(|point| (point.above, point.below)), [(10.0, 0.0), (6.0, 4.0), (4.0, 6.0)]);
    assert_eq!(
        points.map(|point| point.signal),
        [Some(Signal::Above), Some(Signal::Above), Some(Signal::Below)]
    );
}

/// Montgomery prints 0.2313, 0.4102 and 0.0524, and finds samples 15 and 23 above.
#[test]
fn p_chart_agrees_with_the_handbook() {
    let chart = p_chart(&NONCONFORMING.map(|count| (count, 50))).unwrap();
    close(chart.center, 0.2313, 5e-5);
    close(chart.center, 0.231_333_333_3, 5e-11);
    for point in &chart.points {
        close(point.high, 0.410_239_118_6, 5e-11);
        close(point.low, 0.052_427_548_1, 5e-11);
    }
    let outside: Vec<_> = (1..).zip(&chart.points).filter(|(_, point)| point.signal.is_some()).collect();
    assert_eq!(outside.iter().map(|(sample, _)| *sample).collect::<Vec<_>>(), [15, 23]);
    assert!(outside.iter().all(|(_, point)| point.signal == Some(Signal::Above)));
}

/// The same samples vary 1.66 times more than chance, and inside of limits that know it.
#[test]
fn laney_chart_widens_the_limits_to_how_much_the_samples_vary() {
    let chart = laney_chart(&NONCONFORMING.map(|count| (count, 50))).unwrap();
    close(chart.sigma_z, 1.660_866_719_7, 5e-11);
    close(chart.points[0].high, 0.528_471_998, 5e-10);
    assert!(chart.points.iter().all(|point| point.signal.is_none()));
}
