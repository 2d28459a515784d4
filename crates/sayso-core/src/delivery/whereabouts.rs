//! Where a response is by now, and what is said about it to the person who gave it.

use super::Outcome;

/// Where a response is by now; what has most to be said of it last, so that the worst of several events counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// Nothing to send, or on its way.
    Pending,
    /// The endpoint has it.
    Delivered,
    /// Kept on the device, to be sent later.
    Waiting,
    /// Kept on the device; the endpoint refuses it as it is.
    Parked,
    /// Neither sent nor kept.
    Lost,
}

impl Delivery {
    /// What came of one event, which the device has stored or not.
    ///
    /// ```
    /// use sayso_core::delivery::{Delivery, Outcome};
    /// assert_eq!(Delivery::of(Outcome::Retry, true), Delivery::Waiting);
    /// assert_eq!(Delivery::of(Outcome::Retry, false), Delivery::Lost);
    /// assert_eq!(Delivery::of(Outcome::Delivered, false), Delivery::Delivered);
    /// ```
    pub fn of(outcome: Outcome, is_stored: bool) -> Self {
        match outcome {
            Outcome::Delivered => Self::Delivered,
            Outcome::Retry | Outcome::Parked if !is_stored => Self::Lost,
            Outcome::Retry => Self::Waiting,
            Outcome::Parked => Self::Parked,
        }
    }

    /// Whether the business has heard or will hear of it without anybody's help, so that a number and a promise are true.
    pub fn reaches(self) -> bool {
        !matches!(self, Self::Parked | Self::Lost)
    }

    /// The key of what is said about it. Who waits for an answer is told plainly that nobody has heard, and nothing else; who only
    /// rated is told beside the thanks what the device keeps, and not troubled with what is lost.
    pub fn words(self, is_awaited: bool, is_online: bool) -> Option<&'static str> {
        match self {
            Self::Pending | Self::Delivered => None,
            Self::Waiting if is_online => Some("saved.later"),
            Self::Waiting => Some("saved.offline"),
            Self::Parked if is_awaited => Some("unheard.parked"),
            Self::Parked => Some("saved.parked"),
            Self::Lost => is_awaited.then_some("unheard.lost"),
        }
    }

    /// The key of what is said to somebody who asked for a member of staff, now: that one comes is true once the call was heard.
    pub fn words_of_a_call(self) -> &'static str {
        match self {
            Self::Pending => "staff.calling",
            Self::Delivered => "staff.coming",
            Self::Waiting | Self::Parked | Self::Lost => "staff.uncalled",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_promised_of_what_nobody_will_hear() {
        let check = |outcome, is_stored, reaches, to_who_waits, to_who_rated| {
            let delivery = Delivery::of(outcome, is_stored);
            assert_eq!(delivery.reaches(), reaches, "{delivery:?}");
            assert_eq!(delivery.words(true, true), to_who_waits, "{delivery:?}");
            assert_eq!(delivery.words(false, true), to_who_rated, "{delivery:?}");
        };
        check(Outcome::Delivered, true, true, None, None);
        check(Outcome::Retry, true, true, Some("saved.later"), Some("saved.later"));
        check(Outcome::Parked, true, false, Some("unheard.parked"), Some("saved.parked"));
        check(Outcome::Retry, false, false, Some("unheard.lost"), None);
        check(Outcome::Parked, false, false, Some("unheard.lost"), None);
        assert_eq!(Delivery::Waiting.words(true, false), Some("saved.offline"));
    }

    #[test]
    fn a_member_of_staff_comes_once_the_call_was_heard() {
        let told = [Delivery::Pending, Delivery::Delivered, Delivery::Waiting].map(Delivery::words_of_a_call);
        assert_eq!(told, ["staff.calling", "staff.coming", "staff.uncalled"]);
    }

    #[test]
    fn the_worst_of_several_counts() {
        let worst = [Delivery::Delivered, Delivery::Parked, Delivery::Waiting].into_iter().max();
        assert_eq!(worst, Some(Delivery::Parked));
    }
}
