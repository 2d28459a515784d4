//! The store over a database that speaks SQL: one `SQLite` file, or a `PostgreSQL` server and what speaks like one.
//!
//! Both are told the same in the same words wherever they understand them; [`query`] carries them across.

mod cases;
mod credentials;
mod database;
mod devices;
mod erasing;
mod events;
mod insert;
mod migrate;
mod photos;
mod query;
mod responses;
mod webhooks;
mod writer;

use std::path::Path;

use async_trait::async_trait;
use serde_json::Value;
use uuid::Uuid;

use super::{
    CaseFilter, Delivery, EventFilter, Filter, FoundCase, Kept, Millis, NewEvent, Outcome, Step, Store,
    StoredCase, StoredDevice, StoredEvent, StoredResponse, Tally, WebhookRow, Whom, Window,
};
use crate::credential::{KeyRow, Origin, TokenRow};
use crate::error::StoreError;
use database::Database;
use query::Query;
use writer::Writer;

/// A store over SQL.
#[derive(Debug)]
pub struct SqlStore {
    database: Database,
    writer: Writer,
}

impl SqlStore {
    /// Opens an `SQLite` file, makes it if it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or written, or a later version of the collector wrote it.
    pub async fn sqlite(path: &Path) -> Result<Self, StoreError> {
        Self::over(Database::sqlite(path).await?).await
    }

    /// Reaches a `PostgreSQL` server and brings the schema up to date.
    ///
    /// # Errors
    /// When the server cannot be reached, or a later version of the collector wrote the schema.
    pub async fn postgres(url: &str) -> Result<Self, StoreError> {
        Self::over(Database::postgres(url).await?).await
    }

    async fn over(database: Database) -> Result<Self, StoreError> {
        migrate::migrate(&database).await?;
        let writer = Writer::start(&database);
        Ok(Self { database, writer })
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn append(&self, events: Vec<NewEvent>) -> Result<Vec<Kept>, StoreError> {
        self.writer.append(events).await
    }

    async fn responses(&self, filter: &Filter, window: Window) -> Result<Vec<StoredResponse>, StoreError> {
        responses::responses(&self.database, filter, window).await
    }

    async fn response(&self, id: Uuid) -> Result<Option<StoredResponse>, StoreError> {
        responses::response(&self.database, id).await
    }

    async fn tally(&self, filter: &Filter) -> Result<Vec<Tally>, StoreError> {
        responses::tally(&self.database, filter).await
    }

    async fn events(&self, filter: &EventFilter, window: Window) -> Result<Vec<StoredEvent>, StoreError> {
        events::events(&self.database, filter, window).await
    }

    async fn cases(&self, filter: &CaseFilter, window: Window) -> Result<Vec<StoredCase>, StoreError> {
        cases::cases(&self.database, filter, window).await
    }

    async fn case(&self, id: Uuid) -> Result<Option<FoundCase>, StoreError> {
        cases::case(&self.database, id).await
    }

    async fn case_of_reference(&self, reference: i64) -> Result<Option<FoundCase>, StoreError> {
        cases::case_of_reference(&self.database, reference).await
    }

    async fn photo(&self, hash: &str) -> Result<Option<Value>, StoreError> {
        photos::photo(&self.database, hash).await
    }

    async fn devices(
        &self,
        touchpoint: Option<&str>,
        window: Window,
    ) -> Result<Vec<StoredDevice>, StoreError> {
        devices::devices(&self.database, touchpoint, window).await
    }

    async fn advance_case(&self, step: &Step) -> Result<bool, StoreError> {
        cases::advance(&self.database, step).await
    }

    async fn erase(&self, who: &Whom, at: Millis) -> Result<u64, StoreError> {
        erasing::erase(&self.database, who, at).await
    }

    async fn erase_older(&self, before: Millis, at: Millis, limit: u32) -> Result<u64, StoreError> {
        erasing::erase_older(&self.database, before, at, limit).await
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.database.backup(to).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        let mut session = self.database.read().await?;
        Query::new("SELECT id FROM events LIMIT 1").first(&mut session).await?;
        Ok(())
    }

    async fn add_token(&self, token: &TokenRow) -> Result<(), StoreError> {
        credentials::add_token(&self.database, token).await
    }

    async fn add_first_token(&self, token: &TokenRow) -> Result<bool, StoreError> {
        credentials::add_first_token(&self.database, token).await
    }

    async fn active_token(&self, id: Uuid) -> Result<Option<TokenRow>, StoreError> {
        credentials::active_token(&self.database, id).await
    }

    async fn tokens(&self) -> Result<Vec<TokenRow>, StoreError> {
        credentials::tokens(&self.database).await
    }

    async fn revoke_token(&self, id: Uuid, at: Millis) -> Result<bool, StoreError> {
        credentials::revoke_token(&self.database, id, at).await
    }

    async fn add_key(&self, key: &KeyRow) -> Result<(), StoreError> {
        credentials::add_key(&self.database, key).await
    }

    async fn active_key(&self, key: &str) -> Result<Option<KeyRow>, StoreError> {
        credentials::active_key(&self.database, key).await
    }

    async fn keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        credentials::keys(&self.database).await
    }

    async fn revoke_key(&self, id: Uuid, at: Millis) -> Result<bool, StoreError> {
        credentials::revoke_key(&self.database, id, at).await
    }

    async fn knows_origin(&self, origin: &Origin) -> Result<bool, StoreError> {
        credentials::knows_origin(&self.database, origin).await
    }

    async fn add_webhook(&self, webhook: &WebhookRow) -> Result<(), StoreError> {
        webhooks::add(&self.database, webhook).await
    }

    async fn webhooks(&self) -> Result<Vec<WebhookRow>, StoreError> {
        webhooks::all(&self.database).await
    }

    async fn revoke_webhook(&self, id: Uuid, at: Millis) -> Result<bool, StoreError> {
        webhooks::revoke(&self.database, id, at).await
    }

    async fn claim_deliveries(
        &self,
        now: Millis,
        until: Millis,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        webhooks::claim(&self.database, now, until, limit).await
    }

    async fn settle(&self, delivery: &Delivery, outcome: &Outcome) -> Result<(), StoreError> {
        webhooks::settle(&self.database, delivery, outcome).await
    }

    async fn close(&self) {
        self.writer.close().await;
        self.database.close().await;
    }
}
