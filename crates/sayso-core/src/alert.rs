//! The rule that calls for help while it can still be given: too many unhappy within a short window.
//!
//! Which answer is unhappy is left to [`crate::score`], whom to call and how to the host.

mod notice;

pub use notice::Notice;

use std::collections::VecDeque;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::span_ms;
use crate::error::Error;

/// When to call for help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    share: f64,
    window: TimeDelta,
    minimum: u32,
}

impl Rule {
    /// A rule that holds while at least `share` of the answers within `window` are unhappy, and there are at least
    /// `minimum`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `share` lies above 0 and not over 1, `window` is between a millisecond and a year,
    /// and `minimum` at least 1 and not over [`Watch::MOST`].
    pub fn new(share: f64, window: Duration, minimum: u32) -> Result<Self, Error> {
        if !(share > 0.0 && share <= 1.0) {
            return Err(Error::OutOfRange { argument: "share" });
        }
        if minimum == 0 || minimum as usize > Watch::MOST {
            return Err(Error::OutOfRange { argument: "minimum" });
        }
        match TimeDelta::from_std(window) {
            Ok(window) if window >= TimeDelta::milliseconds(1) && window <= TimeDelta::days(366) => {
                Ok(Self { share, window, minimum })
            }
            _ => Err(Error::OutOfRange { argument: "window" }),
        }
    }
}

impl Rule {
    /// The longest window that is read from a text: a device has to remember [`Rule::memory`].
    pub const LONGEST: Duration = Duration::from_hours(6);

    /// Whose answers a [`Watch`] that begins anew is given first, so that it knows of the calls that were made over them: those
    /// of four windows.
    pub fn memory(&self) -> TimeDelta {
        self.window * 4
    }
}

impl FromStr for Rule {
    type Err = Error;

    /// Reads a share in percent, a window of up to [`Rule::LONGEST`], and the fewest answers, as a page's author writes them.
    ///
    /// ```
    /// use sayso_core::alert::Rule;
    /// assert_eq!("50% 15m 4".parse(), Ok(Rule::default()));
    /// assert!("50% 15m".parse::<Rule>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, Error> {
        const WRONG: Error = Error::OutOfRange { argument: "rule" };
        let mut parts = text.split_whitespace();
        let (Some(share), Some(window), Some(minimum), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(WRONG);
        };
        let share = share.strip_suffix('%').and_then(|share| share.parse::<u8>().ok()).ok_or(WRONG)?;
        let window = span_ms(window).map(Duration::from_millis).ok_or(WRONG)?;
        if window > Self::LONGEST {
            return Err(Error::OutOfRange { argument: "window" });
        }
        Self::new(f64::from(share) / 100.0, window, minimum.parse().map_err(|_| WRONG)?)
    }
}

impl Default for Rule {
    /// 50 % unhappy within 15 minutes, of at least 4 answers: the start that `HappyOrNot` recommends for its terminals.
    fn default() -> Self {
        Self { share: 0.5, window: TimeDelta::minutes(15), minimum: 4 }
    }
}

/// Help is needed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alert {
    /// The time of the newest answer in the window.
    pub time: DateTime<Utc>,
    /// How many answers the window holds.
    pub n: u32,
    /// How many of them are unhappy.
    pub unhappy: u32,
}

/// One touch point under a rule.
///
/// The window ends at the newest time seen and is half-open: an answer exactly `window` older is out. Answers may come
/// late, in any order, and at the same time; one that comes after its window is gone changes nothing.
///
/// After an alert the watch is silent. It is armed again by the first answer, a window or more after the alert, at
/// which the rule does not hold; so one bad afternoon calls once, and never are there two alerts within one window.
///
/// A time far ahead of the others moves the window there and makes what follows too late to count: give it times from
/// one clock, such as the receiver's.
#[derive(Clone, Debug)]
pub struct Watch {
    rule: Rule,
    /// By time, oldest first.
    answers: VecDeque<(DateTime<Utc>, bool)>,
    unhappy: u32,
    /// When it last called, until it is armed again.
    called: Option<DateTime<Utc>>,
}

impl Watch {
    /// How many answers a window holds at most: beyond that the oldest go early, and the share is that of the newest.
    pub const MOST: usize = 4096;

    /// A watch that has seen nothing yet.
    pub fn new(rule: Rule) -> Self {
        Self { rule, answers: VecDeque::new(), unhappy: 0, called: None }
    }

    /// Takes an answer, and says whether it is time to call.
    ///
    /// # Formula
    /// `n ≥ minimum` and `unhappy/n ≥ share`, over the answers with `newest − window < time ≤ newest`
    ///
    /// # Source
    /// `HappyOrNot`, alerts for Smiley terminals: 50 % unhappy within 15 minutes and at least 4 answers.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta};
    /// use sayso_core::alert::{Rule, Watch};
    /// let mut watch = Watch::new(Rule::default());
    /// let minute = |minutes| DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes);
    /// assert_eq!(watch.push(minute(0), false), None);
    /// assert_eq!(watch.push(minute(1), true), None);
    /// assert_eq!(watch.push(minute(2), false), None);
    /// let alert = watch.push(minute(3), true).unwrap();
    /// assert_eq!((alert.unhappy, alert.n), (2, 4));
    /// ```
    pub fn push(&mut self, time: DateTime<Utc>, unhappy: bool) -> Option<Alert> {
        let newest = self.answers.back().map_or(time, |&(newest, _)| newest.max(time));
        if newest - time >= self.rule.window {
            return None;
        }
        let place = self.answers.partition_point(|&(other, _)| other <= time);
        self.answers.insert(place, (time, unhappy));
        self.unhappy += u32::from(unhappy);
        while self.answers.front().is_some_and(|&(oldest, _)| {
            newest - oldest >= self.rule.window || self.answers.len() > Self::MOST
        }) {
            let gone = self.answers.pop_front();
            self.unhappy -= u32::from(gone.is_some_and(|(_, unhappy)| unhappy));
        }
        self.judge(newest)
    }

    fn judge(&mut self, newest: DateTime<Utc>) -> Option<Alert> {
        // At most MOST answers are kept, so that their number fits.
        let n = u32::try_from(self.answers.len()).unwrap_or(u32::MAX);
        let holds = n >= self.rule.minimum && f64::from(self.unhappy) / f64::from(n) >= self.rule.share;
        match self.called {
            Some(called) if holds || newest - called < self.rule.window => None,
            _ if holds => {
                self.called = Some(newest);
                Some(Alert { time: newest, n, unhappy: self.unhappy })
            }
            _ => {
                self.called = None;
                None
            }
        }
    }
}
