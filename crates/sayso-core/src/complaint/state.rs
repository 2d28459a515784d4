//! How far a complaint has come, and where it may go from there. When it went is [`super::Case`]'s matter.

use crate::error::Error;
use crate::words::Words;

/// How far a complaint has come.
///
/// ```
/// use sayso_core::complaint::State;
/// assert!(State::Received.advance(State::Acknowledged).is_ok());
/// let refused = State::Received.advance(State::Closed).unwrap_err();
/// assert_eq!(refused.to_string(), "a case that is received cannot become closed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// It is here, under a reference number.
    Received,
    /// The customer knows that it is here.
    Acknowledged,
    /// Severity and owner are settled.
    Assessed,
    /// Somebody finds out what happened.
    Investigating,
    /// It was taken to a higher level, inside or outside.
    Escalated,
    /// The customer has the decision.
    Answered,
    /// The customer accepts the decision, or every recourse is used up.
    Closed,
    /// The customer took it back.
    Withdrawn,
}

impl State {
    /// Every state and its name in events and queries.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("received", Self::Received),
        ("acknowledged", Self::Acknowledged),
        ("assessed", Self::Assessed),
        ("investigating", Self::Investigating),
        ("escalated", Self::Escalated),
        ("answered", Self::Answered),
        ("closed", Self::Closed),
        ("withdrawn", Self::Withdrawn),
    ];

    /// The state's name in events and queries.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The state as the customer reads it.
    pub fn label(self) -> Words {
        match self {
            Self::Received => Words { vi: "Đã nhận", en: "Received" },
            Self::Acknowledged => Words { vi: "Đã báo nhận", en: "Acknowledged" },
            Self::Assessed => Words { vi: "Đã có người phụ trách", en: "Assigned" },
            Self::Investigating => Words { vi: "Đang tìm hiểu", en: "Being looked into" },
            Self::Escalated => Words { vi: "Đã chuyển cấp trên", en: "With a higher level" },
            Self::Answered => Words { vi: "Đã trả lời", en: "Answered" },
            Self::Closed => Words { vi: "Đã xong", en: "Closed" },
            Self::Withdrawn => Words { vi: "Bạn đã rút lại", en: "Withdrawn by you" },
        }
    }

    /// Where a case may go from here.
    ///
    /// # Source
    /// ISO 10002, clauses 7.2 to 7.9 and its escalation flowchart: receipt, acknowledgement, assessment, investigation,
    /// response, closing. A simple matter is answered on assessment; a rejected decision stays open and is looked at
    /// again or taken higher; a closed case is reopened when something new comes to light. That the customer may
    /// withdraw, and think better of it, is added here.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Received => &[Self::Acknowledged, Self::Withdrawn],
            Self::Acknowledged => &[Self::Assessed, Self::Withdrawn],
            Self::Assessed => &[Self::Investigating, Self::Escalated, Self::Answered, Self::Withdrawn],
            Self::Investigating => &[Self::Escalated, Self::Answered, Self::Withdrawn],
            Self::Escalated => &[Self::Investigating, Self::Answered, Self::Withdrawn],
            Self::Answered => &[Self::Investigating, Self::Escalated, Self::Closed, Self::Withdrawn],
            Self::Closed => &[Self::Investigating, Self::Escalated],
            Self::Withdrawn => &[Self::Assessed],
        }
    }

    /// Goes to `next`.
    ///
    /// # Errors
    /// [`Error::Transition`] unless [`State::next`] lists it.
    pub fn advance(self, next: Self) -> Result<Self, Error> {
        if self.next().contains(&next) { Ok(next) } else { Err(Error::Transition { from: self, to: next }) }
    }

    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Withdrawn)
    }
}
