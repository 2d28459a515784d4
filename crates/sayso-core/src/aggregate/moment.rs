//! When an answer was given, by the clock on the wall of the place: its day, hour and weekday.

use chrono::{DateTime, FixedOffset};

use crate::error::Error;

const SECONDS_A_DAY: i64 = 86_400;
/// 9999-12-31T23:59:59.999Z.
const LAST_MS: i64 = 253_402_300_799_999;
/// The widest offset that RFC 3339 can write: 23:59.
const WIDEST_OFFSET: i32 = 86_340;

/// A local day, hour of the day and weekday.
///
/// ```
/// use sayso_core::aggregate::LocalTime;
/// let evening = chrono::DateTime::parse_from_rfc3339("2026-11-21T20:38:00+07:00").unwrap();
/// let time = LocalTime::new(evening).unwrap();
/// assert_eq!((time.date().as_str(), time.hour(), time.weekday()), ("2026-11-21", 20, 6));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalTime {
    day: i32,
    hour: u8,
    weekday: u8,
}

impl LocalTime {
    /// Of a moment that carries its place's offset.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] before the year 1970 or past 9999, both in UTC.
    pub fn new(moment: DateTime<FixedOffset>) -> Result<Self, Error> {
        Self::from_epoch_ms(moment.timestamp_millis(), moment.offset().local_minus_utc())
    }

    /// Of milliseconds since 1970 and the place's offset from UTC in seconds, east positive.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] before the year 1970 or past 9999, both in UTC, and for an offset of a day or more.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the ranges are checked first"
    )]
    #[inline]
    pub fn from_epoch_ms(ms: i64, offset: i32) -> Result<Self, Error> {
        if !(0..=LAST_MS).contains(&ms) {
            return Err(Error::OutOfRange { argument: "moment" });
        }
        if !(-WIDEST_OFFSET..=WIDEST_OFFSET).contains(&offset) {
            return Err(Error::OutOfRange { argument: "offset" });
        }
        // One division of 64 bits, which WebAssembly is slow at; the rest fits into 32.
        let hours = (ms + i64::from(offset) * 1000).div_euclid(3_600_000) as i32;
        let day = hours.div_euclid(24);
        // 1970-01-01 was a Thursday, the fourth day of an ISO week.
        let weekday = (day + 3).rem_euclid(7) + 1;
        Ok(Self { day, hour: hours.rem_euclid(24) as u8, weekday: weekday as u8 })
    }

    /// Days since 1970-01-01; −1 where a place's clock still showed 1969.
    pub fn day(self) -> i32 {
        self.day
    }

    /// The hour of the day, 0 to 23.
    pub fn hour(self) -> u8 {
        self.hour
    }

    /// The day of the week, 1 (Monday) to 7 (Sunday), as ISO 8601 counts.
    pub fn weekday(self) -> u8 {
        self.weekday
    }

    /// The day as ISO 8601 writes it.
    pub fn date(self) -> String {
        date_of(self.day)
    }
}

/// A day since 1970-01-01 as ISO 8601 writes it.
pub(super) fn date_of(day: i32) -> String {
    let date = DateTime::from_timestamp(i64::from(day) * SECONDS_A_DAY, 0);
    date.map(|date| date.date_naive().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(&str, u8, u8), Error>) {
        let moment = DateTime::parse_from_rfc3339(text).unwrap();
        let found = LocalTime::new(moment).map(|time| (time.date(), time.hour(), time.weekday()));
        assert_eq!(found, expected.map(|(date, hour, weekday)| (date.to_owned(), hour, weekday)), "{text}");
    }

    #[test]
    fn the_clock_on_the_wall_decides() {
        check("2026-11-21T23:59:59.999+07:00", Ok(("2026-11-21", 23, 6)));
        check("2026-11-22T00:00:00+07:00", Ok(("2026-11-22", 0, 7)));
        check("2026-11-21T17:00:00Z", Ok(("2026-11-21", 17, 6)));
        check("1970-01-01T00:00:00-05:00", Ok(("1970-01-01", 0, 4)));
        check("1969-12-31T19:00:00-05:00", Ok(("1969-12-31", 19, 3)));
        check("9999-12-31T23:59:59+00:00", Ok(("9999-12-31", 23, 5)));
    }

    #[test]
    fn hours_that_a_summer_time_repeats_or_skips_count_as_they_are_written() {
        check("2026-10-25T02:30:00+02:00", Ok(("2026-10-25", 2, 7)));
        check("2026-10-25T02:30:00+01:00", Ok(("2026-10-25", 2, 7)));
        check("2026-03-29T02:30:00+01:00", Ok(("2026-03-29", 2, 7)));
    }

    #[test]
    fn years_out_of_range_are_refused() {
        check("1969-12-31T23:59:59Z", Err(Error::OutOfRange { argument: "moment" }));
        for (ms, offset, argument) in [
            (-1, 0, "moment"),
            (LAST_MS + 1, 0, "moment"),
            (i64::MAX, 0, "moment"),
            (i64::MIN, 0, "moment"),
            (0, 86_400, "offset"),
            (0, i32::MIN, "offset"),
        ] {
            assert_eq!(LocalTime::from_epoch_ms(ms, offset), Err(Error::OutOfRange { argument }));
        }
    }
}
