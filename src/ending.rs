//! How a response ended, and what the respondent takes along. Where it is by now is decided by the core, drawing it is left to the
//! components.

use chrono::{DateTime, FixedOffset};
use sayso_core::complaint::{Complaint, Contact, Kind, Reference};
use sayso_core::config::Format;
use sayso_core::score::Segment;

use crate::page;
use crate::transport::Destination;

/// How a response ended, for the thanks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ending {
    /// The group that the scores put the respondent in.
    pub(crate) segment: Option<Segment>,
    /// What was told on a form.
    pub(crate) told: Option<Kind>,
    /// Whether nothing was answered.
    pub(crate) is_silent: bool,
    /// Whether the answers may be changed and sent once more.
    pub(crate) may_change: bool,
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
    /// Whether they asked for a member of staff, now: nobody then waits for an answer by a day.
    pub(crate) calls_staff: bool,
    /// Whether the call goes anywhere.
    pub(crate) has_endpoint: bool,
    /// Whether they said how to reach them.
    pub(crate) is_reachable: bool,
    /// The number or the address that they left.
    pub(crate) contact: Option<String>,
}

impl Receipt {
    /// Of the first complaint that waits for an answer.
    pub(crate) fn of(complaints: &[Complaint], destination: Option<&Destination>) -> Option<Self> {
        let complaint = complaints.iter().find(|complaint| complaint.told.waits_for_answer())?;
        let reference = complaint.reference();
        let ours = destination.filter(|destination| destination.format == Format::CloudEvents);
        let calls_staff = complaint.told.contact == Some(Contact::Staff);
        let origin = ours.and_then(|destination| page::origin(&destination.endpoint));
        Some(Self {
            reference,
            link: origin.map(|origin| [&origin, "/case/", &reference.to_string()].concat()),
            answer_by: complaint.due.as_ref().filter(|_| !calls_staff).map(|due| due.answer_by),
            calls_staff,
            has_endpoint: destination.is_some(),
            is_reachable: complaint.told.contact.is_some(),
            contact: complaint.told.contact.as_ref().and_then(|contact| contact.address().map(str::to_owned)),
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
