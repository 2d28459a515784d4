//! What becomes of one event of a request.

use super::Outcome;

/// What becomes of one event of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The endpoint has it: it is forgotten here.
    Arrived,
    /// It is kept, and tried again after a wait.
    Later,
    /// The request was refused as a whole, for which another of its events may be to blame: it is tried again at once, by itself.
    Alone,
    /// It is kept, visible, and not tried again.
    Parked,
}

impl Fate {
    /// By what became of the request, whether its reply refuses this event by name, and whether it was the only one.
    pub fn of(outcome: Outcome, is_refused: bool, was_alone: bool) -> Self {
        match outcome {
            Outcome::Delivered if is_refused => Self::Parked,
            Outcome::Delivered => Self::Arrived,
            Outcome::Retry => Self::Later,
            Outcome::Parked if was_alone => Self::Parked,
            Outcome::Parked => Self::Alone,
        }
    }

    /// As the device keeps it.
    pub fn state(self) -> &'static str {
        match self {
            Self::Arrived => "delivered",
            Self::Later | Self::Alone => "waiting",
            Self::Parked => "parked",
        }
    }

    /// What is told to whoever waits for it, once it is settled.
    pub fn news(self) -> Option<Outcome> {
        match self {
            Self::Arrived => Some(Outcome::Delivered),
            Self::Later | Self::Alone => None,
            Self::Parked => Some(Outcome::Parked),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_parked_for_its_own_fault_alone() {
        let check = |outcome, is_refused, was_alone, fate, state, news| {
            let found = Fate::of(outcome, is_refused, was_alone);
            assert_eq!((found, found.state(), found.news()), (fate, state, news));
        };
        for was_alone in [true, false] {
            check(Outcome::Delivered, false, was_alone, Fate::Arrived, "delivered", Some(Outcome::Delivered));
            check(Outcome::Delivered, true, was_alone, Fate::Parked, "parked", Some(Outcome::Parked));
            check(Outcome::Retry, false, was_alone, Fate::Later, "waiting", None);
        }
        check(Outcome::Parked, false, true, Fate::Parked, "parked", Some(Outcome::Parked));
        check(Outcome::Parked, false, false, Fate::Alone, "waiting", None);
    }
}
