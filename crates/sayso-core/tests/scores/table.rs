//! Made-up responses for any aggregate: plain values, and the row that they become there.

use proptest::prelude::*;
use sayso_core::aggregate::{Aggregate, Dimension, LocalTime, Row};
use sayso_core::answer::{QuestionType, Scale};
use sayso_core::config::Channel;
use sayso_core::error::Error;
use sayso_core::score::{Direction, Method, Metric, Segment};

/// One response in plain values. Each answer may be missing.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    pub(crate) touchpoint: u8,
    pub(crate) survey: u8,
    pub(crate) channel: Channel,
    pub(crate) locale: u8,
    pub(crate) ms: i64,
    pub(crate) offset: i32,
    pub(crate) complained: bool,
    pub(crate) segment: Option<Segment>,
    /// Points from the low end, by the order of [`RATED`].
    pub(crate) ratings: [Option<u8>; 5],
    /// By the order of [`GAPS`].
    pub(crate) gaps: [Option<f64>; 2],
}

/// The rated questions: name, metric, points, direction. Two of them are CSAT, on scales that differ.
pub(crate) const RATED: [(&str, Metric, u8, Direction); 5] = [
    ("csat", Metric::Csat, 5, Direction::Ascending),
    ("wait", Metric::Csat, 3, Direction::Reversed),
    ("nps", Metric::Nps, 11, Direction::Ascending),
    ("ces", Metric::Ces, 7, Direction::Ascending),
    ("goods", Metric::Product, 10, Direction::Ascending),
];

/// The questions of one metric that are measured and not rated.
pub(crate) const GAPS: [&str; 2] = ["waiting", "price"];

pub(crate) fn scale(points: u8) -> Scale {
    match points {
        11 => Scale::NPS,
        7 => Scale::of(QuestionType::Ces, None).unwrap(),
        points => Scale::from_one(points).unwrap(),
    }
}

pub(crate) fn add(aggregate: &mut Aggregate, plain: &Plain) -> Result<(), Error> {
    let mut ratings = Vec::new();
    for ((name, metric, points, direction), above) in RATED.into_iter().zip(plain.ratings) {
        let Some(above) = above else { continue };
        let scale = scale(points);
        ratings.push((aggregate.rating(name, metric, scale, direction), scale.low() + above));
    }
    let mut values = Vec::new();
    for (name, gap) in GAPS.into_iter().zip(plain.gaps) {
        let Some(gap) = gap else { continue };
        values.push((aggregate.value(name, Metric::Gap, Method::GAP, [-4.0, 4.0])?, gap));
    }
    let row = Row {
        touchpoint: aggregate.touchpoint(&format!("t{}", plain.touchpoint)),
        survey: aggregate.survey(&format!("s{}", plain.survey)),
        channel: plain.channel,
        locale: aggregate.locale(&format!("l{}", plain.locale)),
        at: LocalTime::from_epoch_ms(plain.ms, plain.offset)?,
        complained: plain.complained,
        segment: plain.segment,
        ratings: &ratings,
        values: &values,
    };
    aggregate.add_row(&row)
}

pub(crate) fn of(dimensions: &[Dimension], rows: &[Plain]) -> Aggregate {
    let mut aggregate = Aggregate::by(dimensions.iter().copied());
    for row in rows {
        add(&mut aggregate, row).unwrap();
    }
    aggregate
}

/// Any set of dimensions.
pub(crate) fn dimensions() -> impl Strategy<Value = Vec<Dimension>> {
    proptest::sample::subsequence(Dimension::NAMES.map(|(_, dimension)| dimension).to_vec(), 0..=8)
}

pub(crate) fn rows(most: usize) -> impl Strategy<Value = Vec<Plain>> {
    proptest::collection::vec(row(), 0..=most)
}

fn row() -> impl Strategy<Value = Plain> {
    let place = (0..4_u8, 0..3_u8, 0..7_usize, 0..3_u8);
    // Either a few hours, so that groups meet, or any time at all.
    let ms = prop_oneof![9 => 0..100_000_000_i64, 1 => 0..=253_402_300_799_999_i64];
    let segment = proptest::option::of((0..3_usize).prop_map(|place| Segment::NAMES[place].1));
    let ratings = RATED.map(|(_, _, points, _)| proptest::option::weighted(0.8, 0..points));
    let gaps = GAPS.map(|_| proptest::option::of(-4.0..=4.0_f64));
    (place, ms, -43_200..=50_400_i32, any::<bool>(), segment, ratings, gaps).prop_map(
        |((touchpoint, survey, channel, locale), ms, offset, complained, segment, ratings, gaps)| Plain {
            touchpoint,
            survey,
            channel: Channel::NAMES[channel].1,
            locale,
            ms,
            offset,
            complained,
            segment,
            ratings,
            gaps,
        },
    )
}
