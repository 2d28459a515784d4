//! How a response ended: where it is by now, and what the respondent takes along. Drawing it is left to the components.

use chrono::{DateTime, FixedOffset};
use sayso_core::complaint::{Complaint, Kind, Reference};
use sayso_core::config::Format;
use sayso_core::delivery::Outcome;
use sayso_core::score::Segment;

use crate::outbox::Durability;
use crate::page;
use crate::transport::Destination;

/// Where the answers are by now; what has most to be said of it last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Delivery {
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
    /// What came of one event.
    pub(crate) fn of(outcome: Outcome, durability: Durability) -> Self {
        match (outcome, durability) {
            (Outcome::Delivered, _) => Self::Delivered,
            (Outcome::Retry, Durability::Stored) => Self::Waiting,
            (Outcome::Parked, Durability::Stored) => Self::Parked,
            (Outcome::Retry | Outcome::Parked, Durability::MemoryOnly) => Self::Lost,
        }
    }

    /// Whether the business has heard or will hear of it without anybody's help, so that a number and a promise are true.
    pub(crate) fn reaches(self) -> bool {
        !matches!(self, Self::Parked | Self::Lost)
    }

    /// The key of what is said about it. Who waits for an answer is told plainly that nobody has heard; who only rated has
    /// nothing to do about it and is not troubled.
    pub(crate) fn words(self, is_awaited: bool, is_online: bool) -> Option<&'static str> {
        match self {
            Self::Pending | Self::Delivered => None,
            Self::Waiting if is_online => Some("saved.later"),
            Self::Waiting => Some("saved.offline"),
            Self::Parked if is_awaited => Some("unheard.parked"),
            Self::Parked => Some("saved.parked"),
            Self::Lost => is_awaited.then_some("unheard.lost"),
        }
    }
}

/// How a response ended, for the thanks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ending {
    /// The group that the scores put the respondent in.
    pub(crate) segment: Option<Segment>,
    /// What was told on a form.
    pub(crate) told: Option<Kind>,
    /// What somebody who waits for an answer takes with them.
    pub(crate) receipt: Option<Receipt>,
}

/// What somebody who waits for an answer takes with them.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    /// The number of their case.
    pub(crate) reference: Reference,
    /// Where its state can be read: only at an endpoint that keeps to our contract is there such a page.
    pub(crate) link: Option<String>,
    /// By when the answer comes, where the business has promised it.
    pub(crate) answer_by: Option<DateTime<FixedOffset>>,
    /// Whether they said how to reach them.
    pub(crate) is_reachable: bool,
}

impl Receipt {
    /// Of the first complaint that waits for an answer.
    pub(crate) fn of(complaints: &[Complaint], destination: Option<&Destination>) -> Option<Self> {
        let complaint = complaints.iter().find(|complaint| complaint.told.waits_for_answer())?;
        let reference = complaint.reference();
        let ours = destination.filter(|destination| destination.format == Format::CloudEvents);
        let origin = ours.and_then(|destination| page::origin(&destination.endpoint));
        Some(Self {
            reference,
            link: origin.map(|origin| [&origin, "/case/", &reference.to_string()].concat()),
            answer_by: complaint.due.as_ref().map(|due| due.answer_by),
            is_reachable: complaint.told.contact.is_some(),
        })
    }

    /// The key of the promise: an answer to whoever can be reached; whoever cannot may look, where there is a page, or ask.
    pub(crate) fn promise(&self) -> &'static str {
        match &self.link {
            _ if self.is_reachable => "promise.reach",
            Some(_) => "promise.look",
            None => "promise.ask",
        }
    }
}
