//! One complaint's way through the business: its state, when it came there, and whether it won the customer back.
//!
//! Where cases are kept, and who may move them, is left to the collector.

use chrono::{DateTime, Utc};

use super::State;
use crate::error::Error;
use crate::score::Segment;

/// One step of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// Where the case went.
    pub to: State,
    /// When.
    pub at: DateTime<Utc>,
}

/// A complaint and the way it has come; only allowed ways can be built.
///
/// ```
/// use chrono::{TimeDelta, TimeZone, Utc};
/// use sayso_core::complaint::{Case, State};
/// let received = Utc.with_ymd_and_hms(2026, 11, 21, 13, 38, 0).unwrap();
/// let mut case = Case::receive(received).unwrap();
/// case.advance(State::Acknowledged, received + TimeDelta::minutes(20)).unwrap();
/// assert_eq!(case.state(), State::Acknowledged);
/// assert!(case.advance(State::Closed, received + TimeDelta::hours(1)).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    history: Vec<Transition>,
    state: State,
    last: DateTime<Utc>,
}

impl Case {
    /// The most steps a case may have, so that a program that goes in circles is stopped.
    pub const MAX_STEPS: usize = 1_000;

    /// A new case.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] before 1970 or after 9999.
    pub fn receive(at: DateTime<Utc>) -> Result<Self, Error> {
        let first = Transition { to: State::Received, at: sane(at)? };
        Ok(Self { history: vec![first], state: first.to, last: first.at })
    }

    /// A case as it was stored: its history, receipt first.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for `history` that does not begin with the receipt, otherwise as [`Case::advance`].
    pub fn replay(history: &[Transition]) -> Result<Self, Error> {
        let Some((first, rest)) = history.split_first().filter(|(first, _)| first.to == State::Received)
        else {
            return Err(Error::OutOfRange { argument: "history" });
        };
        let mut case = Self::receive(first.at)?;
        for step in rest {
            case.advance(step.to, step.at)?;
        }
        Ok(case)
    }

    /// Goes one step further. On an error the case stays as it was.
    ///
    /// # Errors
    /// [`Error::Transition`] where the state does not allow it, [`Error::TimeReversed`] before the last step,
    /// [`Error::OutOfRange`] before 1970, after 9999 or beyond [`Case::MAX_STEPS`].
    pub fn advance(&mut self, to: State, at: DateTime<Utc>) -> Result<(), Error> {
        let to = self.state.advance(to)?;
        if sane(at)? < self.last {
            return Err(Error::TimeReversed);
        }
        if self.history.len() >= Self::MAX_STEPS {
            return Err(Error::OutOfRange { argument: "history" });
        }
        self.history.push(Transition { to, at });
        (self.state, self.last) = (to, at);
        Ok(())
    }

    /// Where the case is.
    pub fn state(&self) -> State {
        self.state
    }

    /// Every step, receipt first.
    pub fn history(&self) -> &[Transition] {
        &self.history
    }

    /// When it first came to `state`.
    pub fn first(&self, state: State) -> Option<DateTime<Utc>> {
        self.history.iter().find(|step| step.to == state).map(|step| step.at)
    }

    /// How often it was opened again after it had been closed or withdrawn.
    pub fn reopened(&self) -> usize {
        self.history.windows(2).filter(|pair| !pair[0].to.is_open() && pair[1].to.is_open()).count()
    }

    /// What the customer still waits for, of what the business promises: the acknowledgement, then the answer. `None` where
    /// both were given once, or nobody has to do anything any more.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use sayso_core::complaint::{Case, State};
    /// let received = Utc.with_ymd_and_hms(2026, 11, 21, 13, 38, 0).unwrap();
    /// let mut case = Case::receive(received).unwrap();
    /// assert_eq!(case.owes(), Some(State::Acknowledged));
    /// case.advance(State::Acknowledged, received).unwrap();
    /// assert_eq!(case.owes(), Some(State::Answered));
    /// ```
    pub fn owes(&self) -> Option<State> {
        let promises = [State::Acknowledged, State::Answered];
        promises.into_iter().find(|state| self.first(*state).is_none()).filter(|_| self.state.is_open())
    }

    /// Whether the case came to `state` by `due`; `None` while it has not and there is still time at `now`.
    pub fn in_time(&self, state: State, due: DateTime<Utc>, now: DateTime<Utc>) -> Option<bool> {
        match self.first(state) {
            Some(at) => Some(at <= due),
            None => (now > due).then_some(false),
        }
    }

    /// What a new rating says about a complaint that is closed.
    ///
    /// # Formula
    /// Recovered where the segment was detractor before and is not after. `None` while the case is not closed,
    /// where the customer was no detractor, and for a rating from before the closing.
    ///
    /// # Source
    /// The service-recovery measure of the trade: satisfaction with the outcome, asked after closing (ISO 10002, 8.3).
    ///
    /// ```
    /// use chrono::{TimeDelta, TimeZone, Utc};
    /// use sayso_core::complaint::{Case, Recovery, State::*};
    /// use sayso_core::score::Segment;
    /// let at = |minutes| Utc.with_ymd_and_hms(2026, 11, 21, 13, 0, 0).unwrap() + TimeDelta::minutes(minutes);
    /// let mut case = Case::receive(at(0)).unwrap();
    /// for (minutes, state) in [(1, Acknowledged), (2, Assessed), (3, Investigating), (4, Answered), (5, Closed)] {
    ///     case.advance(state, at(minutes)).unwrap();
    /// }
    /// let recovery = |after| case.recovery(Segment::Detractor, after, at(60));
    /// assert_eq!(recovery(Segment::Neutral), Some(Recovery::Recovered));
    /// assert_eq!(recovery(Segment::Detractor), Some(Recovery::StillUnhappy));
    /// assert_eq!(case.recovery(Segment::Promoter, Segment::Promoter, at(60)), None);
    /// ```
    pub fn recovery(&self, before: Segment, after: Segment, rated_at: DateTime<Utc>) -> Option<Recovery> {
        let applies = self.state == State::Closed && before == Segment::Detractor && rated_at >= self.last;
        applies.then_some(match after {
            Segment::Detractor => Recovery::StillUnhappy,
            Segment::Neutral | Segment::Promoter => Recovery::Recovered,
        })
    }
}

/// What became of a customer whose complaint was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recovery {
    /// No longer negative.
    Recovered,
    /// As unhappy as before.
    StillUnhappy,
}

/// A moment that an event can carry: between the years 1970 and 9999.
pub(super) fn sane(at: DateTime<Utc>) -> Result<DateTime<Utc>, Error> {
    const END_OF_9999: i64 = 253_402_300_799;
    if (0..=END_OF_9999).contains(&at.timestamp()) {
        Ok(at)
    } else {
        Err(Error::OutOfRange { argument: "time" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn case(states: &[State]) -> Case {
        let mut case = Case::receive(at(0)).unwrap();
        for (state, minutes) in states.iter().zip(1..) {
            case.advance(*state, at(minutes)).unwrap();
        }
        case
    }

    const TO_CLOSED: [State; 4] = [State::Acknowledged, State::Assessed, State::Answered, State::Closed];

    #[test]
    fn the_history_tells_every_step_and_its_time() {
        let case = case(&TO_CLOSED);
        let steps: Vec<_> = case.history().iter().map(|step| (step.to.name(), step.at)).collect();
        assert_eq!(
            steps,
            [
                ("received", at(0)),
                ("acknowledged", at(1)),
                ("assessed", at(2)),
                ("answered", at(3)),
                ("closed", at(4))
            ]
        );
        assert_eq!(Case::replay(case.history()), Ok(case));
    }

    #[test]
    fn a_step_that_is_refused_changes_nothing() {
        let mut case = case(&[State::Acknowledged]);
        let before = case.clone();
        assert_eq!(case.advance(State::Assessed, at(0)), Err(Error::TimeReversed));
        assert_eq!(
            case.advance(State::Closed, at(9)),
            Err(Error::Transition { from: State::Acknowledged, to: State::Closed })
        );
        assert_eq!(
            case.advance(State::Assessed, DateTime::<Utc>::MAX_UTC),
            Err(Error::OutOfRange { argument: "time" })
        );
        assert_eq!(case, before);
        assert!(Case::receive(at(-1)).is_err());
        assert!(Case::replay(&case.history()[1..]).is_err());
        assert!(Case::replay(&[]).is_err());
    }

    #[test]
    fn a_case_in_circles_comes_to_an_end() {
        let mut case = case(&[State::Acknowledged, State::Assessed]);
        // Steps of one moment are steps all the same.
        for step in case.history().len()..Case::MAX_STEPS {
            let next = if step % 2 == 1 { State::Investigating } else { State::Escalated };
            case.advance(next, at(9)).unwrap();
        }
        assert_eq!(case.advance(State::Answered, at(9)), Err(Error::OutOfRange { argument: "history" }));
    }

    #[test]
    fn reopening_is_counted() {
        let mut case = case(&TO_CLOSED);
        assert_eq!(case.reopened(), 0);
        case.advance(State::Investigating, at(5)).unwrap();
        assert_eq!((case.reopened(), case.state()), (1, State::Investigating));
    }

    #[test]
    fn a_promise_is_owed_until_it_is_kept_once() {
        use State::{Acknowledged, Answered, Assessed, Closed, Investigating, Withdrawn};
        let check = |states: &[State], expected| assert_eq!(case(states).owes(), expected, "{states:?}");
        check(&[], Some(Acknowledged));
        check(&[Acknowledged], Some(Answered));
        check(&[Acknowledged, Assessed, Investigating], Some(Answered));
        check(&[Acknowledged, Assessed, Answered], None);
        check(&[Acknowledged, Assessed, Answered, Investigating], None);
        check(&[Acknowledged, Assessed, Answered, Closed], None);
        check(&[Withdrawn], None);
        check(&[Withdrawn, Assessed], Some(Acknowledged));
    }

    #[test]
    fn in_time_is_open_until_the_hour_strikes() {
        let case = case(&[State::Acknowledged]);
        assert_eq!(case.in_time(State::Acknowledged, at(1), at(9)), Some(true));
        assert_eq!(case.in_time(State::Acknowledged, at(0), at(9)), Some(false));
        assert_eq!(case.in_time(State::Answered, at(9), at(9)), None);
        assert_eq!(case.in_time(State::Answered, at(8), at(9)), Some(false));
    }

    #[test]
    fn only_an_unhappy_customer_of_a_closed_case_can_be_won_back() {
        let closed = case(&TO_CLOSED);
        let open = case(&TO_CLOSED[..3]);
        let check = |case: &Case, before, after, minutes, expected| {
            assert_eq!(case.recovery(before, after, at(minutes)), expected, "{before:?} to {after:?}");
        };
        check(&closed, Segment::Detractor, Segment::Promoter, 4, Some(Recovery::Recovered));
        check(&closed, Segment::Detractor, Segment::Neutral, 9, Some(Recovery::Recovered));
        check(&closed, Segment::Detractor, Segment::Detractor, 9, Some(Recovery::StillUnhappy));
        check(&closed, Segment::Detractor, Segment::Promoter, 3, None);
        check(&closed, Segment::Neutral, Segment::Promoter, 9, None);
        check(&open, Segment::Detractor, Segment::Promoter, 9, None);
    }
}
