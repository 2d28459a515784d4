//! When a touch point is open, and which part of its day it is: by the clock on its wall.
//!
//! What that clock shows is the caller's: a browser knows the time zones of the world, and this does not.

use std::str::FromStr;

use crate::complaint::Span;
use crate::error::Error;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// What the clock on the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WallTime {
    weekday: u8,
    minute: u16,
}

impl WallTime {
    /// A day of the week, 1 (Monday) to 7 (Sunday), and a minute since midnight.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for any other day, and from minute 1,440 on.
    pub fn new(weekday: u8, minute: u16) -> Result<Self, Error> {
        if (1..=7).contains(&weekday) && minute < DAY {
            Ok(Self { weekday, minute })
        } else {
            Err(Error::OutOfRange { argument: "time" })
        }
    }

    /// The day of the week, 1 (Monday) to 7 (Sunday).
    pub fn weekday(self) -> u8 {
        self.weekday
    }

    /// Minutes since midnight.
    pub fn minute(self) -> u16 {
        self.minute
    }
}

/// A part of the day, as a counter speaks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Daypart {
    /// From 5:00.
    Morning,
    /// From 11:00.
    Noon,
    /// From 14:00.
    Afternoon,
    /// From 18:00.
    Evening,
    /// From 22:00 to 5:00.
    Night,
}

impl Daypart {
    /// Every part and its name in events.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("morning", Self::Morning),
        ("noon", Self::Noon),
        ("afternoon", Self::Afternoon),
        ("evening", Self::Evening),
        ("night", Self::Night),
    ];

    /// The part that a time belongs to.
    ///
    /// ```
    /// use sayso_core::hours::{Daypart, WallTime};
    /// let at = |hour: u16| Daypart::of(WallTime::new(6, hour * 60).unwrap()).name();
    /// assert_eq!([4, 5, 11, 14, 18, 22].map(at), ["night", "morning", "noon", "afternoon", "evening", "night"]);
    /// ```
    pub fn of(time: WallTime) -> Self {
        match time.minute / 60 {
            5..11 => Self::Morning,
            11..14 => Self::Noon,
            14..18 => Self::Afternoon,
            18..22 => Self::Evening,
            _ => Self::Night,
        }
    }

    /// The part's name in events.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// Opening hours of a week.
///
/// ```
/// use sayso_core::hours::{Hours, Standing, WallTime};
/// let hours: Hours = "mon-fri 08:00-12:00, 13:00-17:00; sat 18:00-02:00".parse().unwrap();
/// let at = |weekday, hour: u16| hours.standing(WallTime::new(weekday, hour * 60).unwrap());
/// assert_eq!(at(1, 8), Standing::Open);
/// assert_eq!(at(1, 12), Standing::Closed { opens: Some(WallTime::new(1, 13 * 60).unwrap()) });
/// assert_eq!(at(7, 1), Standing::Open); // the night of Saturday
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Monday first; in order and apart from each other.
    week: [Vec<Span>; 7],
}

/// Whether a place is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Open,
    /// It is not.
    Closed {
        /// When it opens next, within a week; `None` where it never does.
        opens: Option<WallTime>,
    },
}

impl Hours {
    /// Whether the place is open at a time: from the first minute of its hours on, and not at their last.
    pub fn standing(&self, now: WallTime) -> Standing {
        let today = usize::from(now.weekday - 1);
        if self.week[today].iter().any(|span| span.contains(now.minute)) {
            return Standing::Open;
        }
        let later = (0..=7).flat_map(|days| {
            let day = (today + days) % 7;
            let spans = self.week[day].iter();
            // In a week it is today again, until now.
            let is_ahead =
                move |start: u16| if days == 0 { start > now.minute } else { days < 7 || start < now.minute };
            spans.map(move |span| (day, span.start())).filter(move |(_, start)| is_ahead(*start))
        });
        let opens = later.map(|(day, minute)| WallTime { weekday: WEEKDAYS[day], minute }).next();
        Standing::Closed { opens }
    }
}

const WEEKDAYS: [u8; 7] = [1, 2, 3, 4, 5, 6, 7];

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl FromStr for Hours {
    type Err = Error;

    /// Reads `mon-fri 08:00-12:00, 13:00-17:00; sat 18:00-02:00; daily 20:00-21:00`. Hours that end before they begin go on
    /// past midnight.
    fn from_str(text: &str) -> Result<Self, Error> {
        const WRONG: Error = Error::OutOfRange { argument: "hours" };
        let mut week: [Vec<Span>; 7] = Default::default();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (days, hours) = part.split_once(char::is_whitespace).ok_or(WRONG)?;
            for span in hours.split(',') {
                let (today, tomorrow) = spans(span.trim()).ok_or(WRONG)?;
                for day in days_of(days).ok_or(WRONG)? {
                    week[day].push(today);
                    week[(day + 1) % 7].extend(tomorrow);
                }
            }
        }
        for day in &mut week {
            day.sort_unstable();
            if day.windows(2).any(|pair| pair[0].end() > pair[1].start()) {
                return Err(WRONG);
            }
        }
        if week.iter().all(Vec::is_empty) { Err(WRONG) } else { Ok(Self { week }) }
    }
}

/// The hours of a day, and what of them is on the next.
fn spans(text: &str) -> Option<(Span, Option<Span>)> {
    if let Ok(span) = text.parse() {
        return Some((span, None));
    }
    let (from, to) = text.split_once('-')?;
    let until_midnight: Span = [from, "-24:00"].concat().parse().ok()?;
    let after_midnight: Span = ["00:00-", to].concat().parse().ok()?;
    (after_midnight.end() < until_midnight.start()).then_some((until_midnight, Some(after_midnight)))
}

/// Which days: `sat`, `mon-fri`, `sat-mon`, `daily`.
fn days_of(text: &str) -> Option<Vec<usize>> {
    let text = text.to_ascii_lowercase();
    let day = |name: &str| NAMES.iter().position(|known| *known == name);
    if text == "daily" {
        return Some((0..7).collect());
    }
    match text.split_once('-') {
        None => day(&text).map(|day| vec![day]),
        Some((first, last)) => {
            let (first, last) = (day(first)?, day(last)?);
            Some((0..=(last + 7 - first) % 7).map(|step| (first + step) % 7).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> WallTime {
        let (day, clock) = text.split_once(' ').unwrap();
        let (hour, minute) = clock.split_once(':').unwrap();
        let day = NAMES.iter().position(|name| *name == day).unwrap();
        let minute = hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap();
        WallTime::new(WEEKDAYS[day], minute).unwrap()
    }

    #[test]
    fn a_place_is_open_within_its_hours_and_says_when_it_opens_next() {
        let check = |hours: &str, now: &str, opens: Option<&str>| {
            let hours: Hours = hours.parse().unwrap();
            let expected = match opens {
                Some("open") => Standing::Open,
                other => Standing::Closed { opens: other.map(time) },
            };
            assert_eq!(hours.standing(time(now)), expected, "{now}");
        };
        let shop = "mon-fri 08:00-12:00, 13:00-17:00; sat 09:00-12:00";
        check(shop, "mon 07:59", Some("mon 08:00"));
        check(shop, "mon 08:00", Some("open"));
        check(shop, "mon 11:59", Some("open"));
        check(shop, "mon 12:00", Some("mon 13:00"));
        check(shop, "fri 17:00", Some("sat 09:00"));
        check(shop, "sat 12:00", Some("mon 08:00"));
        check(shop, "sun 23:59", Some("mon 08:00"));
        // Once a week: the same day, a week later.
        check("wed 10:00-11:00", "wed 11:00", Some("wed 10:00"));
        check("wed 10:00-11:00", "wed 10:00", Some("open"));
        check("daily 00:00-24:00", "sun 23:59", Some("open"));
        let bar = "daily 18:00-02:00";
        check(bar, "tue 01:59", Some("open"));
        check(bar, "tue 02:00", Some("tue 18:00"));
        check("sat-mon 22:00-06:00", "tue 05:59", Some("open"));
        check("sat-mon 22:00-06:00", "sat 05:59", Some("sat 22:00"));
        check("SUN 08:00-12:00;", "sun 09:00", Some("open"));
    }

    #[test]
    fn what_are_no_hours_is_refused() {
        for text in [
            "",
            ";",
            "mon",
            "mon 8-12",
            "mon 08:00",
            "mon 08:00-08:00",
            "mon 25:00-26:00",
            "someday 08:00-12:00",
            "mon 08:00-12:00, 11:00-13:00",
            "daily 20:00-02:00; tue 01:00-03:00",
            "mon-someday 08:00-12:00",
            "mon 08:00-12:00,",
            "mon\u{1F600} 08:00-12:00",
        ] {
            assert!(text.parse::<Hours>().is_err(), "{text}");
        }
    }
}
