//! Taps on one device, as they come: one that follows too soon on another, and many in a minute.
//!
//! Whose clock it is, is left to the caller; one that cannot be set is better, one that is set back does no harm.

use std::collections::VecDeque;

use super::Flag;
use crate::config::span_ms;
use crate::error::Error;

/// When taps give rise to a doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TapRule {
    interval_ms: u32,
    burst: u8,
    window_ms: u32,
}

impl Default for TapRule {
    /// Taps closer than 5 s (as `HappyOrNot` sets its kiosks), and six or more within a minute.
    fn default() -> Self {
        Self { interval_ms: 5_000, burst: 6, window_ms: 60_000 }
    }
}

impl TapRule {
    /// The rule of a kiosk whose tag says how far taps are apart at least; [`TapRule::default`] where it says nothing that makes
    /// sense.
    ///
    /// ```
    /// use sayso_core::quality::TapRule;
    /// assert_eq!(TapRule::of_tag("10s"), TapRule::new(10_000, 6, 60_000).unwrap());
    /// assert_eq!(TapRule::of_tag("soon"), TapRule::default());
    /// ```
    pub fn of_tag(interval: &str) -> Self {
        let usual = Self::default();
        let interval = span_ms(interval.trim()).and_then(|span| u32::try_from(span).ok());
        interval.and_then(|span| Self::new(span, usual.burst, usual.window_ms).ok()).unwrap_or(usual)
    }

    /// Taps closer than `interval_ms` (0 for none), and `burst` or more within `window_ms`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless the interval is at most an hour, the burst 2 to 255, and the window 1 ms to a day.
    pub fn new(interval_ms: u32, burst: u8, window_ms: u32) -> Result<Self, Error> {
        if interval_ms > 3_600_000 {
            return Err(Error::OutOfRange { argument: "interval_ms" });
        }
        if burst < 2 {
            return Err(Error::OutOfRange { argument: "burst" });
        }
        if !(1..=86_400_000).contains(&window_ms) {
            return Err(Error::OutOfRange { argument: "window_ms" });
        }
        Ok(Self { interval_ms, burst, window_ms })
    }
}

/// The taps on one device so far: at most as many as make a burst.
///
/// ```
/// use sayso_core::quality::{Flag, TapRule, Taps};
/// let mut taps = Taps::new(TapRule::default());
/// assert_eq!(taps.observe(0), []);
/// assert_eq!(taps.observe(4_999), [Flag::TapInterval]);
/// assert_eq!(taps.observe(5_000), []);
/// ```
#[derive(Clone, Debug)]
pub struct Taps {
    rule: TapRule,
    /// Newest last.
    recent: VecDeque<i64>,
    /// The last tap that was counted.
    counted: Option<i64>,
}

impl Taps {
    /// So many touches within [`Taps::HAMMERING_MS`] are no answering.
    pub const HAMMERING: usize = 15;

    /// How long the touches of somebody who hammers on the screen are looked back at, in milliseconds.
    pub const HAMMERING_MS: i64 = 5_000;

    /// No tap yet.
    pub fn new(rule: TapRule) -> Self {
        Self { rule, recent: VecDeque::with_capacity(usize::from(rule.burst)), counted: None }
    }

    /// A tap at `at_ms` by any clock in milliseconds, and the doubts about it.
    ///
    /// # Formula
    /// [`Flag::TapInterval`] where it follows the last *counted* tap by less than the interval, so that a queue of
    /// people is counted once an interval however fast it taps. [`Flag::Burst`] where it and the taps before it
    /// make `burst` or more with the first less than the window ago.
    ///
    /// A clock that was set back starts both afresh: times that cannot be compared raise no doubt, and none stays
    /// raised until the clock has caught up.
    ///
    /// # Source
    /// `HappyOrNot`'s response interval; six a minute is this project's, from ten seconds for a tap and the next
    /// person.
    pub fn observe(&mut self, at_ms: i64) -> Vec<Flag> {
        self.observe_amid(at_ms, &[])
    }

    /// The same amid touches of the screen, whatever they met, by the same clock and in any order.
    ///
    /// # Formula
    /// As [`Taps::observe`]; [`Flag::TapInterval`] also where [`Taps::HAMMERING`] touches or more lie within
    /// [`Taps::HAMMERING_MS`] before the tap, unless the interval is 0: a child that hammers on the screen would be counted
    /// once an interval.
    ///
    /// # Source
    /// This project's: nobody who reads what they tap goes on for five seconds at three touches a second.
    ///
    /// ```
    /// use sayso_core::quality::{Flag, TapRule, Taps};
    /// let hammered: Vec<i64> = (0..50).map(|touch| touch * 100).collect();
    /// let mut taps = Taps::new(TapRule::default());
    /// assert_eq!(taps.observe_amid(5_000, &hammered), [Flag::TapInterval]);
    /// assert_eq!(taps.observe_amid(10_000, &hammered), []);
    /// ```
    pub fn observe_amid(&mut self, at_ms: i64, touches: &[i64]) -> Vec<Flag> {
        if self.recent.back().is_some_and(|last| at_ms < *last) {
            self.recent.clear();
            self.counted = None;
        }
        let mut flags = Vec::new();
        let soon = |last: i64| at_ms.saturating_sub(last) < i64::from(self.rule.interval_ms);
        if self.is_hammered(at_ms, touches) || self.counted.is_some_and(soon) {
            flags.push(Flag::TapInterval);
        } else {
            self.counted = Some(at_ms);
        }
        if self.recent.len() >= usize::from(self.rule.burst) {
            self.recent.pop_front();
        }
        self.recent.push_back(at_ms);
        let full = self.recent.len() == usize::from(self.rule.burst);
        let first = self.recent.front().copied().unwrap_or(at_ms);
        if full && at_ms.saturating_sub(first) < i64::from(self.rule.window_ms) {
            flags.push(Flag::Burst);
        }
        flags
    }

    /// The doubts about a response that raised those `before` at its first tap and goes on at `at_ms`: a child that hammers on the
    /// screen after a face was met is known by what follows.
    ///
    /// ```
    /// use sayso_core::quality::{Flag, TapRule, Taps};
    /// let hammered: Vec<i64> = (0..20).map(|touch| touch * 100).collect();
    /// let mut taps = Taps::new(TapRule::default());
    /// let first = taps.observe_amid(0, &hammered[..1]);
    /// assert_eq!(first, []);
    /// assert_eq!(taps.observe_on(first, 2_000, &hammered), [Flag::TapInterval]);
    /// ```
    pub fn observe_on(&self, before: Vec<Flag>, at_ms: i64, touches: &[i64]) -> Vec<Flag> {
        let mut flags = before;
        if self.is_hammered(at_ms, touches) && !flags.contains(&Flag::TapInterval) {
            flags.push(Flag::TapInterval);
        }
        flags
    }

    fn is_hammered(&self, at_ms: i64, touches: &[i64]) -> bool {
        let is_near = |touch: &&i64| (0..Self::HAMMERING_MS).contains(&at_ms.saturating_sub(**touch));
        self.rule.interval_ms > 0 && touches.iter().filter(is_near).count() >= Self::HAMMERING
    }
}

/// Whether the same device answered the same survey less than `span_ms` before; not where the clock went back.
///
/// ```
/// use sayso_core::quality::is_repeat;
/// assert!(is_repeat(Some(1_000), 1_999, 1_000));
/// assert!(!is_repeat(Some(1_000), 2_000, 1_000));
/// assert!(!is_repeat(None, 2_000, 1_000) && !is_repeat(Some(3_000), 2_000, 1_000));
/// ```
pub fn is_repeat(previous_ms: Option<i64>, at_ms: i64, span_ms: u64) -> bool {
    previous_ms.is_some_and(|previous| at_ms >= previous && at_ms.abs_diff(previous) < span_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(rule: TapRule, times: &[i64]) -> Vec<Vec<Flag>> {
        let mut taps = Taps::new(rule);
        times.iter().map(|at| taps.observe(*at)).collect()
    }

    #[test]
    fn whoever_hammers_on_the_screen_is_not_counted_once_an_interval() {
        let mut taps = Taps::new(TapRule::default());
        assert_eq!(taps.observe(0), []);
        // Ten touches a second for a minute, of which every twentieth meets a face.
        let touches: Vec<i64> = (0..600).map(|touch| 10_000 + touch * 100).collect();
        for at in (12_000..70_000).step_by(2_000) {
            assert!(taps.observe_amid(at, &touches).contains(&Flag::TapInterval), "{at}");
        }
        assert!(!taps.observe_amid(76_000, &touches).contains(&Flag::TapInterval), "the next person");
        // Few touches are a person's, and a kiosk that counts everything counts this, too.
        let few: Vec<i64> = (0..14).map(|touch| 90_000 + touch * 300).collect();
        assert!(!taps.observe_amid(94_500, &few).contains(&Flag::TapInterval));
        let mut all = Taps::new(TapRule::new(0, 6, 60_000).unwrap());
        assert_eq!(all.observe_amid(12_000, &touches), []);
    }

    #[test]
    fn the_sixth_tap_of_a_minute_is_a_burst() {
        let times = [0, 10_000, 20_000, 30_000, 40_000, 59_999, 65_000];
        let found = flags(TapRule::default(), &times);
        assert!(found[..5].iter().all(Vec::is_empty));
        assert_eq!(found[5], [Flag::Burst]);
        assert_eq!(found[6], [Flag::Burst]);
        assert!(flags(TapRule::default(), &[0, 10_000, 20_000, 30_000, 40_000, 60_000])[5].is_empty());
    }

    #[test]
    fn a_clock_that_is_set_back_starts_afresh() {
        let rule = TapRule::default();
        let found = flags(rule, &[100_000, 101_000, 102_000, 103_000, 104_000, 0, 1_000, 6_000]);
        assert_eq!(found[4], [Flag::TapInterval]);
        assert!(found[5].is_empty());
        assert_eq!(found[6], [Flag::TapInterval]);
        assert!(found[7].is_empty());
    }

    #[test]
    fn one_tap_an_interval_is_counted_however_fast_they_come() {
        let times: Vec<i64> = (0..100).map(|second| second * 1_000).collect();
        let counted = flags(TapRule::default(), &times)
            .into_iter()
            .filter(|flags| !flags.contains(&Flag::TapInterval))
            .count();
        assert_eq!(counted, 20);
    }

    #[test]
    fn the_ends_of_time_have_an_answer() {
        let mut taps = Taps::new(TapRule::new(3_600_000, 2, 86_400_000).unwrap());
        assert_eq!(taps.observe(i64::MIN), []);
        assert_eq!(taps.observe(i64::MAX), []);
        assert_eq!(taps.observe(i64::MIN), []);
        assert!(!is_repeat(Some(i64::MIN), i64::MAX, u64::MAX));
    }

    #[test]
    fn a_rule_without_sense_is_refused() {
        let argument = |rule: Result<TapRule, Error>| match rule {
            Err(Error::OutOfRange { argument }) => argument,
            other => panic!("{other:?}"),
        };
        assert_eq!(argument(TapRule::new(3_600_001, 6, 60_000)), "interval_ms");
        assert_eq!(argument(TapRule::new(0, 1, 60_000)), "burst");
        assert_eq!(argument(TapRule::new(0, 6, 0)), "window_ms");
        assert!(TapRule::new(0, 2, 1).is_ok());
    }
}
