//! By when a customer hears back: what the business promises for each severity, on its calendar.

use chrono::{DateTime, TimeZone, Utc};

use super::{BusinessCalendar, Severity};
use crate::error::Error;

/// What a business promises, in minutes of opening time, by severity from 0 to 5.
///
/// # Source
/// ISO 10002 asks for acknowledgement "immediately" and names no number (7.4). The defaults are this project's:
/// from one working day to half an hour to acknowledge, from five working days of eight hours to half a day to
/// answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Targets {
    acknowledge: [u32; 6],
    answer: [u32; 6],
}

impl Default for Targets {
    fn default() -> Self {
        Self { acknowledge: [480, 480, 240, 120, 60, 30], answer: [2_400, 2_400, 1_440, 960, 480, 240] }
    }
}

impl Targets {
    /// A promise of one's own: minutes of opening time, for the severities 0 to 5.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where an answer would be due before its acknowledgement, or a graver complaint after a
    /// lighter one.
    pub fn new(acknowledge: [u32; 6], answer: [u32; 6]) -> Result<Self, Error> {
        let falls = |minutes: &[u32; 6]| minutes.windows(2).all(|pair| pair[0] >= pair[1]);
        if !falls(&acknowledge) {
            return Err(Error::OutOfRange { argument: "acknowledge" });
        }
        if !falls(&answer) || acknowledge.iter().zip(&answer).any(|(first, second)| first > second) {
            return Err(Error::OutOfRange { argument: "answer" });
        }
        Ok(Self { acknowledge, answer })
    }

    /// Minutes of opening time until the acknowledgement.
    pub fn acknowledge(&self, severity: Severity) -> u32 {
        self.acknowledge[usize::from(severity.get())]
    }

    /// Minutes of opening time until the answer.
    pub fn answer(&self, severity: Severity) -> u32 {
        self.answer[usize::from(severity.get())]
    }
}

/// By when a customer hears back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due<Tz: TimeZone> {
    /// That the complaint is here.
    pub acknowledge_by: DateTime<Tz>,
    /// What the business has decided.
    pub answer_by: DateTime<Tz>,
}

impl<Tz: TimeZone> Due<Tz> {
    /// The due times of a complaint, by the clock of the business.
    ///
    /// # Errors
    /// As [`BusinessCalendar::due`].
    ///
    /// ```
    /// use chrono::{FixedOffset, TimeZone};
    /// use sayso_core::complaint::{BusinessCalendar, Due, Severity, Targets};
    /// let hanoi = FixedOffset::east_opt(7 * 3600).unwrap();
    /// let received = hanoi.with_ymd_and_hms(2026, 11, 21, 20, 38, 0).unwrap().to_utc();
    /// let due = Due::of(Severity::CRITICAL, received, &BusinessCalendar::always(), &hanoi, &Targets::default()).unwrap();
    /// assert_eq!(due.acknowledge_by.to_rfc3339(), "2026-11-21T21:08:00+07:00");
    /// assert_eq!(due.answer_by.to_rfc3339(), "2026-11-22T00:38:00+07:00");
    /// ```
    pub fn of(
        severity: Severity,
        received: DateTime<Utc>,
        calendar: &BusinessCalendar,
        zone: &Tz,
        targets: &Targets,
    ) -> Result<Self, Error> {
        Ok(Self {
            acknowledge_by: calendar.due(zone, received, targets.acknowledge(severity))?,
            answer_by: calendar.due(zone, received, targets.answer(severity))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_that_contradicts_itself_is_refused() {
        let refused = |acknowledge, answer| Targets::new(acknowledge, answer).unwrap_err();
        let even = [60; 6];
        assert!(Targets::new(even, even).is_ok());
        assert_eq!(
            refused([60, 60, 60, 60, 60, 61], [100; 6]),
            Error::OutOfRange { argument: "acknowledge" }
        );
        assert_eq!(refused(even, [59; 6]), Error::OutOfRange { argument: "answer" });
        assert_eq!(refused(even, [60, 60, 60, 60, 60, 90]), Error::OutOfRange { argument: "answer" });
    }

    #[test]
    fn the_default_is_a_promise_that_could_be_made() {
        let Targets { acknowledge, answer } = Targets::default();
        assert_eq!(Targets::new(acknowledge, answer), Ok(Targets::default()));
    }
}
