//! Cases as they are asked for and come out of the database. Where one may go from where it is, the core decides.

use sayso_core::complaint::{Kind, State};
use sayso_core::config::Channel;
use serde_json::Value;
use uuid::Uuid;

use super::Millis;

/// Which cases are asked for. An absent condition lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// The touch point.
    pub touchpoint: Option<String>,
    /// The survey's id.
    pub survey: Option<String>,
    /// The channel.
    pub channel: Option<Channel>,
    /// Told at or after.
    pub from: Option<Millis>,
    /// Told before.
    pub to: Option<Millis>,
    /// How far it has come.
    pub state: Option<State>,
    /// Complaint, praise, suggestion or question.
    pub kind: Option<Kind>,
    /// At least as grave.
    pub severity: Option<u32>,
    /// With a promise to keep before this moment that is not kept yet.
    pub due: Option<Millis>,
}

/// A case as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCase {
    /// The complaint.
    pub id: Uuid,
    /// The response that it was told in.
    pub response_id: Uuid,
    /// Complaint, praise, suggestion or question.
    pub kind: Kind,
    /// The survey's id.
    pub survey: String,
    /// The touch point.
    pub touchpoint: String,
    /// The channel.
    pub channel: String,
    /// How grave it is, 0 to 5.
    pub severity: i64,
    /// When it was told.
    pub received_at: Millis,
    /// By when the customer knows that it is here.
    pub acknowledge_by: Option<Millis>,
    /// By when the customer has an answer.
    pub answer_by: Option<Millis>,
    /// How far it has come.
    pub state: State,
    /// How many steps it has.
    pub version: i64,
    /// The promise that is to be kept next.
    pub next_due: Option<Millis>,
}

/// One step of a case as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The case.
    pub case_id: Uuid,
    /// Which step, from 1.
    pub number: i64,
    /// Where the case went.
    pub state: State,
    /// When.
    pub at: Millis,
    /// Who: the id of a token, or `customer`.
    pub actor: String,
    /// What they wrote about it.
    pub note: Option<String>,
    /// The promise that is to be kept next.
    pub next_due: Option<Millis>,
}

/// A case with its history and what was told.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCase {
    /// The case.
    pub case: StoredCase,
    /// Every step, receipt first.
    pub history: Vec<Step>,
    /// The event that opened it.
    pub body: Value,
}
