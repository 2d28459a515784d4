//! What is no answer gives no number: a typed error or nothing, never NaN.

use sayso_core::aggregate::{Aggregate, Dimension, LocalTime, Moments, Row};
use sayso_core::answer::{Rating, Scale};
use sayso_core::config::Channel;
use sayso_core::error::Error;
use sayso_core::score::{
    AcsiWeights, Direction, Distribution, Method, Metric, Segments, ces_mean, ces_net, ces_percent, gap,
    servqual, servqual_weighted,
};
use sayso_core::stats::Level;

const BAD: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

fn out_of_range<T>(argument: &'static str) -> Result<T, Error> {
    Err(Error::OutOfRange { argument })
}

fn five() -> Scale {
    Scale::from_one(5).unwrap()
}

#[test]
fn nothing_has_no_score() {
    assert_eq!(Distribution::of(&[]), None);
    let empty = Distribution::new(five());
    assert_eq!((empty.n(), empty.mean(), empty.variance()), (0, None, None));
    let segments = Segments::of(&empty, Metric::Csat);
    assert_eq!(
        (segments.csat(), segments.dsat(), segments.neutral(), segments.nps()),
        (None, None, None, None)
    );
    let empty = Distribution::new(Scale::from_one(7).unwrap());
    assert_eq!((ces_percent(&empty), ces_net(&empty), ces_mean(&empty)), (None, None, None));
    assert!(Aggregate::default().estimates(Level::P95).is_empty());
    assert_eq!(Moments::default().mean(), None);
}

#[test]
fn counts_that_do_not_fit_the_scale_are_refused() {
    assert_eq!(Distribution::from_counts(five(), &[]), out_of_range("counts"));
    assert_eq!(Distribution::from_counts(five(), &[1; 4]), out_of_range("counts"));
    assert_eq!(Distribution::from_counts(five(), &[1; 6]), out_of_range("counts"));
    assert_eq!(Distribution::from_counts(five(), &[u64::MAX, 1, 0, 0, 0]), out_of_range("counts"));
    assert_eq!(Distribution::from_counts(five(), &[1 << 53, 0, 0, 0, 0]), out_of_range("counts"));
}

#[test]
fn ratings_of_different_scales_do_not_mix() {
    let [a, b] = [five(), Scale::from_one(7).unwrap()].map(|scale| Rating::new(3, scale).unwrap());
    assert_eq!(Distribution::of(&[a, b]), None);
    assert_eq!(gap(a, b), None);
}

#[test]
fn ces_is_not_read_from_another_scale() {
    let ratings = Distribution::from_counts(five(), &[1; 5]).unwrap();
    assert_eq!((ces_percent(&ratings), ces_net(&ratings), ces_mean(&ratings)), (None, None, None));
}

#[test]
fn weights_that_weigh_nothing_are_refused() {
    assert_eq!(AcsiWeights::new([0.0; 3]), out_of_range("weights"));
    assert_eq!(AcsiWeights::new([1.0, -1.0, 1.0]), out_of_range("weights"));
    assert_eq!(AcsiWeights::new([f64::MAX; 3]), out_of_range("weights"));
    assert_eq!(servqual_weighted([0.0; 5], [0.0; 5]), out_of_range("weights"));
    assert_eq!(servqual_weighted([0.0; 5], [-1.0, 1.0, 1.0, 1.0, 1.0]), out_of_range("weights"));
    for bad in BAD {
        assert_eq!(AcsiWeights::new([1.0, bad, 1.0]), out_of_range("weights"));
        assert_eq!(AcsiWeights::EQUAL.index([50.0, bad, 50.0]), out_of_range("items"));
        assert_eq!(servqual([0.0, 0.0, bad, 0.0, 0.0]), out_of_range("gaps"));
        assert_eq!(servqual_weighted([0.0; 5], [1.0, 1.0, bad, 1.0, 1.0]), out_of_range("weights"));
    }
    for item in [-0.1, 100.1] {
        assert_eq!(AcsiWeights::EQUAL.index([50.0, item, 50.0]), out_of_range("items"));
    }
}

#[test]
fn a_row_that_is_none_counts_nothing() {
    let mut aggregate = Aggregate::by([Dimension::Hour]);
    let faces = aggregate.rating("csat", Metric::Csat, five(), Direction::Ascending);
    let gap = aggregate.value("gap", Metric::Gap, Method::GAP, [-4.0, 4.0]).unwrap();
    let row = Row {
        touchpoint: aggregate.touchpoint("checkout"),
        survey: aggregate.survey("csat"),
        channel: Channel::Web,
        locale: aggregate.locale("vi"),
        at: LocalTime::from_epoch_ms(0, 0).unwrap(),
        complained: false,
        segment: None,
        ratings: &[(faces, 3)],
        values: &[(gap, 0.0)],
    };
    for value in [0, 6, 255] {
        let ratings = [(faces, 3), (faces, value)];
        assert_eq!(aggregate.add_row(&Row { ratings: &ratings, ..row }), out_of_range("answer"));
    }
    for value in BAD.into_iter().chain([-4.1, 4.1]) {
        assert_eq!(aggregate.add_row(&Row { values: &[(gap, value)], ..row }), out_of_range("answer"));
    }
    assert_eq!(aggregate.responses(), 0);
    assert_eq!(Aggregate::by([Dimension::Hour]).add_row(&row), out_of_range("name"));
    aggregate.add_row(&row).unwrap();
    assert_eq!(aggregate.responses(), 1);
}

#[test]
fn a_range_that_is_none_is_refused() {
    let mut aggregate = Aggregate::default();
    for range in [[f64::NAN, 1.0], [0.0, f64::INFINITY], [1.0, 0.0], [-f64::MAX, f64::MAX]] {
        assert_eq!(aggregate.value("gap", Metric::Gap, Method::GAP, range), out_of_range("range"));
    }
}

#[test]
fn aggregates_that_say_different_things_are_not_merged() {
    let mut by_hour = Aggregate::by([Dimension::Hour]);
    assert_eq!(by_hour.merge(&Aggregate::by([Dimension::Day])), out_of_range("grouping"));
    let ohio = AcsiWeights::new([0.3885, 0.3190, 0.2925]).unwrap();
    assert_eq!(by_hour.merge(&Aggregate::by([Dimension::Hour]).weighing_acsi(ohio)), out_of_range("weights"));
}
