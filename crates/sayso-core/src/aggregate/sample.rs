//! A seeded table of made-up responses, the same on every machine, to measure an aggregate with.

use super::{Aggregate, Dimension, LocalTime, Row};
use crate::answer::{QuestionType, Scale};
use crate::config::Channel;
use crate::error::Error;
use crate::score::{Direction, Metric, Segment};

/// Columns of responses at 50 touch points, 1,000,000 in 30 days: three ratings each, in the order of their times.
///
/// Every column is drawn with whole 32-bit numbers alone, so that a page can make the same table in JavaScript: row by row,
/// `mulberry32` gives touch point (mod 50), channel (mod 7), locale (mod 2), then for CSAT, NPS and CES the larger of two
/// draws (mod 5, 11, 7; CSAT and CES plus 1), then whether an unhappy respondent complained (mod 20 is 0).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// 0 to 49.
    pub touchpoint: Vec<u8>,
    /// Places in [`Channel::NAMES`].
    pub channel: Vec<u8>,
    /// Places in [`Sample::LOCALES`].
    pub locale: Vec<u8>,
    /// Seconds since [`Sample::START`], rising: row · 2592 / 1000, rounded down.
    pub after_start: Vec<u32>,
    /// CSAT 1 to 5, NPS 0 to 10, CES 1 to 7.
    pub ratings: Vec<[u8; 3]>,
    /// Whether the respondent complained.
    pub complained: Vec<bool>,
}

/// `mulberry32` by Tommy Ettinger, in the public domain.
struct Draw(u32);

impl Draw {
    fn below(&mut self, end: u32) -> u8 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut t = (self.0 ^ self.0 >> 15).wrapping_mul(1 | self.0);
        t = t.wrapping_add((t ^ t >> 7).wrapping_mul(0x3d | t)) ^ t;
        u8::try_from((t ^ t >> 14) % end).unwrap_or_default()
    }

    fn larger_below(&mut self, end: u32) -> u8 {
        let first = self.below(end);
        first.max(self.below(end))
    }
}

impl Sample {
    /// 2026-11-01T00:00:00+07:00, in milliseconds since 1970.
    pub const START: i64 = 1_793_466_000_000;
    /// The offset of the place in seconds.
    pub const OFFSET: i32 = 25_200;
    /// How far two rows are apart, in milliseconds.
    pub const APART: u64 = 2_592;
    /// The languages of the made-up responses.
    pub const LOCALES: [&'static str; 2] = ["vi", "en"];
    /// How many touch points there are.
    pub const TOUCHPOINTS: u8 = 50;

    /// The table of that many rows.
    pub fn new(seed: u32, rows: u32) -> Self {
        let mut draw = Draw(seed);
        let mut sample = Self::default();
        for row in 0..u64::from(rows) {
            let after_start = row * Self::APART / 1000;
            sample.touchpoint.push(draw.below(u32::from(Self::TOUCHPOINTS)));
            sample.channel.push(draw.below(7));
            sample.locale.push(draw.below(2));
            sample.after_start.push(u32::try_from(after_start).unwrap_or(u32::MAX));
            let csat = 1 + draw.larger_below(5);
            let nps = draw.larger_below(11);
            let ces = 1 + draw.larger_below(7);
            sample.ratings.push([csat, nps, ces]);
            let complains = draw.below(20) == 0;
            sample.complained.push(csat <= 2 && complains);
        }
        sample
    }

    /// The aggregate of the table, by touch point and hour.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where the columns were changed to something that is no response.
    pub fn aggregate(&self) -> Result<Aggregate, Error> {
        self.aggregate_by([Dimension::Touchpoint, Dimension::Day, Dimension::Hour])
    }

    /// The aggregate of the table, by any dimensions.
    ///
    /// # Errors
    /// As for [`Sample::aggregate`].
    pub fn aggregate_by(&self, dimensions: impl IntoIterator<Item = Dimension>) -> Result<Aggregate, Error> {
        let mut aggregate = Aggregate::by(dimensions);
        let changed = Error::OutOfRange { argument: "sample" };
        let name = |place: u8| ["touchpoint-", &place.to_string()].concat();
        let touchpoints: Vec<_> =
            (0..Self::TOUCHPOINTS).map(|place| aggregate.touchpoint(&name(place))).collect();
        let locales = Self::LOCALES.map(|tag| aggregate.locale(tag));
        let survey = aggregate.survey("sample");
        let faces = Scale::from_one(5).ok_or(changed)?;
        let seven = Scale::of(QuestionType::Ces, None).ok_or(changed)?;
        let [csat, nps, ces] =
            [("csat", Metric::Csat, faces), ("nps", Metric::Nps, Scale::NPS), ("ces", Metric::Ces, seven)]
                .map(|(name, metric, scale)| aggregate.rating(name, metric, scale, Direction::Ascending));
        let places = self.touchpoint.iter().zip(&self.channel).zip(&self.locale);
        let answers = self.after_start.iter().zip(&self.ratings).zip(&self.complained);
        for (((touchpoint, channel), locale), ((after_start, ratings), complained)) in places.zip(answers) {
            let [c, n, e] = *ratings;
            aggregate.add_row(&Row {
                touchpoint: *touchpoints.get(usize::from(*touchpoint)).ok_or(changed)?,
                survey,
                channel: Channel::NAMES.get(usize::from(*channel)).ok_or(changed)?.1,
                locale: *locales.get(usize::from(*locale)).ok_or(changed)?,
                at: LocalTime::from_epoch_ms(Self::START + i64::from(*after_start) * 1000, Self::OFFSET)?,
                complained: *complained,
                segment: Some(if c <= 2 {
                    Segment::Detractor
                } else if c == 3 {
                    Segment::Neutral
                } else {
                    Segment::Promoter
                }),
                ratings: &[(csat, c), (nps, n), (ces, e)],
                values: &[],
            })?;
        }
        Ok(aggregate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_published_one() {
        // mulberry32(1), its first three numbers in JavaScript.
        let mut draw = Draw(1);
        assert_eq!([draw.below(251), draw.below(251), draw.below(251)], [190, 21, 168]);
    }

    #[test]
    fn a_page_makes_the_same_table() {
        // The columns' sums for seed 1 and 1,000 rows, from the rules above written in JavaScript and run in Node.js.
        let sample = Sample::new(1, 1000);
        let sum = |column: &[u8]| column.iter().map(|value| u64::from(*value)).sum::<u64>();
        assert_eq!(
            [&sample.touchpoint, &sample.channel, &sample.locale].map(|c| sum(c)),
            [24_477, 2_862, 521]
        );
        assert_eq!(sample.after_start.iter().sum::<u32>(), 1_294_208);
        let answers =
            [0, 1, 2].map(|place| sample.ratings.iter().map(|row| u32::from(row[place])).sum::<u32>());
        assert_eq!(answers, [3_815, 6_746, 5_203]);
        assert_eq!(sample.complained.iter().filter(|complained| **complained).count(), 12);
    }

    #[test]
    fn the_same_seed_makes_the_same_table() {
        assert_eq!(Sample::new(7, 1000), Sample::new(7, 1000));
        assert_ne!(Sample::new(7, 1000), Sample::new(8, 1000));
        assert_eq!(Sample::new(7, 1000).aggregate().unwrap().responses(), 1000);
    }

    #[test]
    fn a_table_that_is_none_is_refused() {
        let mut sample = Sample::new(7, 10);
        sample.ratings[3] = [9, 9, 9];
        assert!(sample.aggregate().is_err());
        sample = Sample::new(7, 10);
        sample.touchpoint[0] = 50;
        assert!(sample.aggregate().is_err());
    }
}
