//! What the collector asks of a database, whichever it is.
//!
//! The database alone decides what is new and which revision counts, so that any number of collectors may share one.
//! How a request becomes a row is left to [`crate::ingest`], HTTP to [`crate::server`].

mod sqlite;

use async_trait::async_trait;
use sayso_core::config::Channel;
use sayso_core::event::{Event, EventType, Payload};
use serde_json::Value;
use uuid::Uuid;

pub use sqlite::SqliteStore;

use crate::credential::{KeyRow, Origin, TokenRow};
use crate::error::StoreError;

/// A moment: milliseconds since 1970, UTC.
pub type Millis = i64;

/// A database of events, tokens and keys.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Keeps events; returns after they are on disk. The answer says of each, in order, whether it was new.
    async fn append(&self, events: Vec<NewEvent>) -> Result<Vec<Kept>, StoreError>;

    /// The newest revision of each response that `filter` lets through, newest first, those after `after` alone.
    async fn responses(
        &self,
        filter: &Filter,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Vec<StoredResponse>, StoreError>;

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

    /// Commits what waits and lets go of the database.
    async fn close(&self);
}

/// An event on its way into the database.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The event's id.
    pub id: Uuid,
    /// Its type.
    pub kind: EventType,
    /// Where it comes from.
    pub source: String,
    /// The touch point.
    pub subject: String,
    /// When it happened, as it was written.
    pub time: String,
    /// When it came in.
    pub received_at: Millis,
    /// What a response is looked up by.
    pub response: Option<ResponseKeys>,
    /// The whole event as JSON.
    pub body: String,
}

/// What a response is looked up by.
#[derive(Clone, Debug)]
pub struct ResponseKeys {
    /// The response.
    pub response_id: Uuid,
    /// Which state of it.
    pub revision: u32,
    /// The survey's id.
    pub survey: String,
    /// The survey's version.
    pub survey_version: u32,
    /// The touch point.
    pub touchpoint: String,
    /// The channel.
    pub channel: Channel,
    /// The language.
    pub locale: String,
    /// When it was given.
    pub submitted_at: Millis,
    /// Whether the respondent came to the end.
    pub complete: bool,
}

impl NewEvent {
    /// The row of an event that was read from `document`, which is kept whole, fields of later versions included.
    pub fn new(event: &Event, document: &Value, received_at: Millis) -> Self {
        Self {
            id: event.id,
            kind: event.payload.event_type(),
            source: event.source.clone(),
            subject: event.subject.clone(),
            time: sayso_core::response::write_time(event.time),
            received_at,
            response: ResponseKeys::of(&event.payload),
            body: document.to_string(),
        }
    }
}

impl ResponseKeys {
    fn of(payload: &Payload) -> Option<Self> {
        let Payload::Response(response) = payload else { return None };
        let about = &response.circumstances;
        Some(Self {
            response_id: response.response_id,
            revision: response.revision,
            survey: about.survey.id.clone(),
            survey_version: about.survey.version,
            touchpoint: about.touchpoint.clone(),
            channel: about.channel,
            locale: about.locale.clone(),
            submitted_at: about.submitted_at.timestamp_millis(),
            complete: response.complete,
        })
    }
}

/// Whether an event was new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is in the database now, and was not before.
    New,
    /// Its id was there already.
    Known,
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

/// A place in the order of responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// When the response was given.
    pub submitted_at: Millis,
    /// The event's id, which tells apart those of the same millisecond.
    pub id: Uuid,
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
