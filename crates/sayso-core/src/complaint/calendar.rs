//! When a business is open, and when a promise of so many opening minutes falls due.
//!
//! The clock and the time zone are arguments. Which promise a business makes is [`super::Targets`]' matter.

use std::str::FromStr;

use chrono::offset::LocalResult;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};

use super::case::sane;
use crate::error::Error;

/// Opening hours of one stretch of a day, in minutes since midnight by the clock on the wall.
///
/// ```
/// use sayso_core::complaint::Span;
/// assert_eq!("08:00-12:00".parse(), Span::new(480, 720));
/// assert!("12:00-08:00".parse::<Span>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    from: u16,
    to: u16,
}

impl Span {
    /// The whole day.
    pub const ALL_DAY: Self = Self { from: 0, to: 24 * 60 };

    /// From a minute to another of the same day. What goes on past midnight is two spans, `18:00-24:00` and, on the
    /// next day, `00:00-02:00`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `from` lies before `to` and `to` is at most 1,440.
    pub fn new(from: u16, to: u16) -> Result<Self, Error> {
        if from < to && to <= Self::ALL_DAY.to {
            Ok(Self { from, to })
        } else {
            Err(Error::OutOfRange { argument: "span" })
        }
    }

    /// Its first minute.
    pub fn start(self) -> u16 {
        self.from
    }

    /// The minute after its last.
    pub fn end(self) -> u16 {
        self.to
    }

    /// Whether a minute lies in it.
    pub fn contains(self, minute: u16) -> bool {
        (self.from..self.to).contains(&minute)
    }
}

impl FromStr for Span {
    type Err = Error;

    /// Reads `08:00-12:00`; the end may be `24:00`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let minute = |text: &str| {
            let (hour, minute) = text.trim().split_once(':')?;
            let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            if !digits(hour) || !digits(minute) {
                return None;
            }
            let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
            (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let (from, to) = text.split_once(['-', '–']).ok_or(Error::OutOfRange { argument: "span" })?;
        match (minute(from), minute(to)) {
            (Some(from), Some(to)) => Self::new(from, to),
            _ => Err(Error::OutOfRange { argument: "span" }),
        }
    }
}

/// When a business is open: hours by weekday, and days that are different.
///
/// A wall-clock time that occurs twice, because the clocks go back, means the first; one that is skipped means the
/// moment after the gap. What counts between two such moments is time that really passes: a shop that is open around
/// the clock is open for 25 hours on the day when an hour comes twice.
///
/// ```
/// use chrono::{FixedOffset, NaiveDate, TimeZone};
/// use sayso_core::complaint::{BusinessCalendar, Span};
/// let day: Vec<Span> = ["08:00-12:00", "13:00-17:00"].map(|span| span.parse().unwrap()).into();
/// let week = [day.clone(), day.clone(), day.clone(), day.clone(), day, vec![], vec![]];
/// let tet = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
/// let calendar = BusinessCalendar::new(week).unwrap().with_holiday(tet).unwrap();
/// // Received on Saturday evening, four opening hours to answer: Monday at noon.
/// let hanoi = FixedOffset::east_opt(7 * 3600).unwrap();
/// let received = hanoi.with_ymd_and_hms(2026, 11, 21, 20, 38, 0).unwrap().to_utc();
/// let due = calendar.due(&hanoi, received, 240).unwrap();
/// assert_eq!(due.to_rfc3339(), "2026-11-23T12:00:00+07:00");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusinessCalendar {
    week: [Vec<Span>; 7],
    /// In the order of their dates.
    exceptions: Vec<(NaiveDate, Vec<Span>)>,
}

impl BusinessCalendar {
    /// The most spans a day may have.
    pub const MAX_SPANS: usize = 24;
    /// The most days that differ from their weekday.
    pub const MAX_EXCEPTIONS: usize = 4_000;
    /// How far ahead opening hours are sought, in days: ten years.
    pub const HORIZON: u64 = 3_653;

    /// Open at these hours on each weekday, Monday first. A week with no hours at all is allowed: every day of opening
    /// may be an exception.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a day of more than 24 spans, or of spans that overlap or are not in order.
    pub fn new(week: [Vec<Span>; 7]) -> Result<Self, Error> {
        for day in &week {
            check(day)?;
        }
        Ok(Self { week, exceptions: Vec::new() })
    }

    /// Around the clock, every day.
    pub fn always() -> Self {
        Self { week: std::array::from_fn(|_| vec![Span::ALL_DAY]), exceptions: Vec::new() }
    }

    /// Closed on `date`.
    ///
    /// # Errors
    /// As [`BusinessCalendar::with_day`].
    pub fn with_holiday(self, date: NaiveDate) -> Result<Self, Error> {
        self.with_day(date, Vec::new())
    }

    /// Open at other hours on `date`, such as the Saturday that makes up for a bridge day.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] as [`BusinessCalendar::new`], for a date before 1970 or after 9999, and for more than
    /// 4,000 such days.
    pub fn with_day(mut self, date: NaiveDate, spans: Vec<Span>) -> Result<Self, Error> {
        check(&spans)?;
        if !(1970..=9999).contains(&date.year()) {
            return Err(Error::OutOfRange { argument: "date" });
        }
        match self.place(date) {
            Ok(place) => self.exceptions[place].1 = spans,
            Err(place) => self.exceptions.insert(place, (date, spans)),
        }
        if self.exceptions.len() > Self::MAX_EXCEPTIONS {
            return Err(Error::OutOfRange { argument: "exceptions" });
        }
        Ok(self)
    }

    /// The moment at which `minutes` of opening time have passed since `from`. For 0 minutes, the next moment of
    /// opening.
    ///
    /// # Errors
    /// [`Error::NeverOpen`] where the calendar does not open for that long within ten years; [`Error::OutOfRange`]
    /// where `from` or the answer lies before 1970 or after 9999.
    pub fn due<Tz: TimeZone>(
        &self,
        zone: &Tz,
        from: DateTime<Utc>,
        minutes: u32,
    ) -> Result<DateTime<Tz>, Error> {
        let mut left = TimeDelta::minutes(i64::from(minutes));
        for (start, end) in self.openings(zone, sane(from)?) {
            let start = start.max(from);
            let open = end.signed_duration_since(start);
            if open <= TimeDelta::zero() {
                continue;
            }
            if left <= open {
                let due = sane(start + left)?.with_timezone(zone);
                let year = due.naive_local().year();
                return if year <= 9999 { Ok(due) } else { Err(Error::OutOfRange { argument: "time" }) };
            }
            left -= open;
        }
        Err(Error::NeverOpen)
    }

    /// How much opening time lies between two moments.
    ///
    /// # Errors
    /// [`Error::TimeReversed`] where `to` lies before `from`; [`Error::OutOfRange`] where either lies before 1970 or
    /// after 9999, or where more than ten years lie between them.
    pub fn open_between<Tz: TimeZone>(
        &self,
        zone: &Tz,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<TimeDelta, Error> {
        let (from, to) = (sane(from)?, sane(to)?);
        if to < from {
            return Err(Error::TimeReversed);
        }
        // Two days less than the search covers, for what zones add and take away at the ends.
        if (to - from).num_days().unsigned_abs() > Self::HORIZON - 2 {
            return Err(Error::OutOfRange { argument: "to" });
        }
        let parts = self
            .openings(zone, from)
            .take_while(|(start, _)| *start < to)
            .map(|(start, end)| end.min(to).signed_duration_since(start.max(from)))
            .filter(|open| *open > TimeDelta::zero());
        Ok(parts.fold(TimeDelta::zero(), |sum, open| sum + open))
    }

    /// The openings of ten years from the day of `from` on, in order.
    fn openings<'c, Tz: TimeZone>(
        &'c self,
        zone: &'c Tz,
        from: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + 'c {
        let first = from.with_timezone(zone).date_naive();
        (0..Self::HORIZON).map_while(move |day| first.checked_add_days(Days::new(day))).flat_map(
            move |date| {
                self.spans(date).iter().map(move |span| {
                    (moment(zone, on_the_wall(date, span.from)), moment(zone, on_the_wall(date, span.to)))
                })
            },
        )
    }

    /// The hours of a date.
    fn spans(&self, date: NaiveDate) -> &[Span] {
        match self.place(date) {
            Ok(place) => &self.exceptions[place].1,
            // Monday is 0, Sunday 6.
            Err(_) => &self.week[date.weekday() as usize],
        }
    }

    /// Where a date stands among the exceptions, or would.
    fn place(&self, date: NaiveDate) -> Result<usize, usize> {
        self.exceptions.binary_search_by_key(&date, |(day, _)| *day)
    }
}

/// In order, apart from each other, and not too many.
fn check(day: &[Span]) -> Result<(), Error> {
    if day.len() <= BusinessCalendar::MAX_SPANS && day.windows(2).all(|pair| pair[0].to <= pair[1].from) {
        Ok(())
    } else {
        Err(Error::OutOfRange { argument: "spans" })
    }
}

/// A minute of a date; 24:00 is midnight of the next.
fn on_the_wall(date: NaiveDate, minute: u16) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute))
}

/// The first moment at which the clock on the wall shows `local` or later.
fn moment<Tz: TimeZone>(zone: &Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(moment) => moment.to_utc(),
        LocalResult::Ambiguous(one, other) => one.to_utc().min(other.to_utc()),
        LocalResult::None => after_the_gap(zone, local),
    }
}

/// The moment at which the clocks jump past `local`, which they never show. Zones lie within a day of UTC, and have
/// skipped up to a whole day (Samoa, 30 December 2011): the jump is sought by halving between three days before and
/// after.
fn after_the_gap<Tz: TimeZone>(zone: &Tz, local: NaiveDateTime) -> DateTime<Utc> {
    let (mut before, mut after) =
        (local.and_utc() - TimeDelta::days(3), local.and_utc() + TimeDelta::days(3));
    while after - before > TimeDelta::seconds(1) {
        let middle = before + (after - before) / 2;
        if middle.with_timezone(zone).naive_local() < local { before = middle } else { after = middle }
    }
    // The halving ends less than a second after the jump, and jumps fall on whole seconds.
    after - TimeDelta::nanoseconds(i64::from(after.timestamp_subsec_nanos()))
}
