//! What the collector asks of a database, whichever it is.
//!
//! The database alone decides what is new and which revision counts, so that any number of collectors may share one.
//! How a request becomes a row is left to [`crate::ingest`], HTTP to [`crate::server`].

mod case;
mod event;
mod new;
mod sql;
mod webhook;

use std::path::Path;

use async_trait::async_trait;
use sayso_core::config::Channel;
use serde_json::Value;
use uuid::Uuid;

pub use case::{CaseFilter, FoundCase, Step, StoredCase};
pub use event::{EventFilter, StoredDevice, StoredEvent};
pub use new::{NewCase, NewDevice, NewEvent, NewResponse};
pub use sql::SqlStore;
pub use webhook::{Delivery, Outcome, WebhookRow};

use crate::credential::{KeyRow, Origin, TokenRow};
use crate::error::StoreError;

/// A moment: milliseconds since 1970, UTC.
pub type Millis = i64;

/// A database of events, cases, tokens, keys and webhooks.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Keeps events; returns after they are on disk. The answer says of each, in order, whether it was new.
    async fn append(&self, events: Vec<NewEvent>) -> Result<Vec<Kept>, StoreError>;

    /// The newest revision of each response that `filter` lets through, newest first.
    async fn responses(&self, filter: &Filter, window: Window) -> Result<Vec<StoredResponse>, StoreError>;

    /// The newest revision of one response.
    async fn response(&self, id: Uuid) -> Result<Option<StoredResponse>, StoreError>;

    /// What is counted of the responses that `filter` lets through, alike ones together.
    async fn tally(&self, filter: &Filter) -> Result<Vec<Tally>, StoreError>;

    /// The events that `filter` lets through, those that came in last first.
    async fn events(&self, filter: &EventFilter, window: Window) -> Result<Vec<StoredEvent>, StoreError>;

    /// The cases that `filter` lets through, newest first.
    async fn cases(&self, filter: &CaseFilter, window: Window) -> Result<Vec<StoredCase>, StoreError>;

    /// A case with its history and what was told.
    async fn case(&self, id: Uuid) -> Result<Option<FoundCase>, StoreError>;

    /// The case of a reference; `None` where there is none, or several share it.
    async fn case_of_reference(&self, reference: i64) -> Result<Option<FoundCase>, StoreError>;

    /// The event that brought the photograph of this hash, unless it was erased.
    async fn photo(&self, hash: &str) -> Result<Option<Value>, StoreError>;

    /// What each device said last, the ones heard of last first.
    async fn devices(
        &self,
        touchpoint: Option<&str>,
        window: Window,
    ) -> Result<Vec<StoredDevice>, StoreError>;

    /// Adds a step to a case that has as many as the caller has seen; says whether it had.
    async fn advance_case(&self, step: &Step) -> Result<bool, StoreError>;

    /// Takes what leads to a person out of everything that belongs to these; how many events that were.
    async fn erase(&self, who: &Whom, at: Millis) -> Result<u64, StoreError>;

    /// The same of at most so many events that came in before a moment.
    async fn erase_older(&self, before: Millis, at: Millis, limit: u32) -> Result<u64, StoreError>;

    /// Writes a copy of the whole database while it is in use.
    async fn backup(&self, to: &Path) -> Result<(), StoreError>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Keeps a token.
    async fn add_token(&self, token: &TokenRow) -> Result<(), StoreError>;

    /// Keeps a token if there has never been one; says whether it did.
    async fn add_first_token(&self, token: &TokenRow) -> Result<bool, StoreError>;

    /// A token that is not revoked.
    async fn active_token(&self, id: Uuid) -> Result<Option<TokenRow>, StoreError>;

    /// All tokens, oldest first.
    async fn tokens(&self) -> Result<Vec<TokenRow>, StoreError>;

    /// Ends a token; says whether there was an active one.
    async fn revoke_token(&self, id: Uuid, at: Millis) -> Result<bool, StoreError>;

    /// Keeps a write key and its origins.
    async fn add_key(&self, key: &KeyRow) -> Result<(), StoreError>;

    /// A write key that is not revoked.
    async fn active_key(&self, key: &str) -> Result<Option<KeyRow>, StoreError>;

    /// All write keys, oldest first.
    async fn keys(&self) -> Result<Vec<KeyRow>, StoreError>;

    /// Ends a write key; says whether there was an active one.
    async fn revoke_key(&self, id: Uuid, at: Millis) -> Result<bool, StoreError>;

    /// Whether any active write key names this origin.
    async fn knows_origin(&self, origin: &Origin) -> Result<bool, StoreError>;

    /// Keeps a webhook.
    async fn add_webhook(&self, webhook: &WebhookRow) -> Result<(), StoreError>;

    /// All webhooks, oldest first.
    async fn webhooks(&self) -> Result<Vec<WebhookRow>, StoreError>;

    /// Ends a webhook; says whether there was an active one.
    async fn revoke_webhook(&self, id: Uuid, at: Millis) -> Result<bool, StoreError>;

    /// Deliveries whose time has come, at most so many, for this collector alone until `until`.
    async fn claim_deliveries(
        &self,
        now: Millis,
        until: Millis,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// Writes down what became of a delivery.
    async fn settle(&self, delivery: &Delivery, outcome: &Outcome) -> Result<(), StoreError>;

    /// Commits what waits and lets go of the database.
    async fn close(&self);
}

/// Whether an event was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is in the database now, and was not before.
    New,
    /// Its id was there already.
    Known,
}

/// Whose events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Of one response.
    Response(Uuid),
    /// Of the cases with this reference.
    Reference(i64),
    /// Of everybody who is found by this hash, see [`crate::respondent::hash`].
    Hash(String),
}

/// Which responses are asked for. An absent condition lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The touch point.
    pub touchpoint: Option<String>,
    /// The survey's id.
    pub survey: Option<String>,
    /// The channel.
    pub channel: Option<Channel>,
    /// Given at or after.
    pub from: Option<Millis>,
    /// Given before.
    pub to: Option<Millis>,
}

/// A place in the order of a list, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// By which time the list is ordered.
    pub at: Millis,
    /// What tells apart those of the same millisecond.
    pub id: Uuid,
}

/// Which part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// What comes after this place alone.
    pub after: Option<Position>,
    /// How many at most.
    pub limit: u32,
}

/// What stands in a list.
pub trait Placed {
    /// Where.
    fn position(&self) -> Position;
}

impl Placed for StoredResponse {
    fn position(&self) -> Position {
        self.position
    }
}

impl Placed for StoredEvent {
    fn position(&self) -> Position {
        self.position
    }
}

impl Placed for StoredDevice {
    fn position(&self) -> Position {
        self.position
    }
}

impl Placed for StoredCase {
    fn position(&self) -> Position {
        Position { at: self.received_at, id: self.id }
    }
}

/// A response as it came out of the database.
#[derive(Clone, Debug)]
pub struct StoredResponse {
    /// Its place in the order.
    pub position: Position,
    /// When the event happened, as it was written.
    pub time: String,
    /// When it came in.
    pub received_at: Millis,
    /// The whole event.
    pub body: Value,
}

/// Responses that are alike in what is counted of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What is counted of each, see [`sayso_core::aggregate::Digest`].
    pub digest: String,
    /// Whether a complaint came with each of them or after it.
    pub complained: bool,
    /// How many there are.
    pub times: u64,
}
