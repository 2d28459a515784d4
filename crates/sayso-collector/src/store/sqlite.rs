//! The store in one `SQLite` file: write-ahead log, one writer that commits for many, readers beside it.
//!
//! Several processes may open the same file; `SQLite`'s own locks order them.

mod credentials;
mod events;
mod writer;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use uuid::Uuid;

use super::{Filter, Kept, Millis, NewEvent, Position, Store, StoredResponse};
use crate::credential::{KeyRow, Origin, TokenRow};
use crate::error::StoreError;
use writer::Writer;

/// The migrations, in order; the file's `user_version` says how many it has seen.
const MIGRATIONS: [&str; 1] = [include_str!("sqlite/schema.sql")];

/// How long a connection waits for another process's lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many connections read at once.
const READERS: u32 = 4;

/// A store in one `SQLite` file.
#[derive(Debug)]
pub struct SqliteStore {
    pool: SqlitePool,
    writer: Writer,
}

impl SqliteStore {
    /// Opens the file, makes it if it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened or written, or a later version of the collector wrote it.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .disable_statement_logging();
        let mut connection = connect(&options).await?;
        migrate(&mut connection).await?;
        let pool = SqlitePoolOptions::new().max_connections(READERS).connect_with(options).await?;
        Ok(Self { pool, writer: Writer::start(connection) })
    }
}

/// A connection in WAL mode. `SQLite` does not wait for a lock when it changes the mode, so this does: several collectors
/// may come to a new file at the same time.
async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
    let options = options.clone().journal_mode(SqliteJournalMode::Wal);
    let pause = Duration::from_millis(50);
    let mut left = PATIENCE;
    loop {
        match options.connect().await {
            Err(error) if is_busy(&error) && !left.is_zero() => {
                tokio::time::sleep(pause).await;
                left = left.saturating_sub(pause);
            }
            connected => return Ok(connected?),
        }
    }
}

/// `SQLITE_BUSY` and its extended codes.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i64>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

/// Runs the migrations that the file has not seen, all under the file's write lock.
async fn migrate(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let found: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *transaction).await?;
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for (version, migration) in (1_i64..).zip(MIGRATIONS).filter(|(version, _)| *version > found) {
        sqlx::raw_sql(migration).execute(&mut *transaction).await?;
        // A pragma takes no bound argument.
        let mark = format!("PRAGMA user_version = {version}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    Ok(())
}

#[async_trait]
impl Store for SqliteStore {
    async fn append(&self, events: Vec<NewEvent>) -> Result<Vec<Kept>, StoreError> {
        self.writer.append(events).await
    }

    async fn responses(
        &self,
        filter: &Filter,
        after: Option<Position>,
        limit: u32,
    ) -> Result<Vec<StoredResponse>, StoreError> {
        events::responses(&self.pool, filter, after, limit).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM events LIMIT 1").fetch_optional(&self.pool).await?;
        Ok(())
    }

    async fn add_token(&self, token: &TokenRow) -> Result<(), StoreError> {
        credentials::add_token(&self.pool, token).await
    }

    async fn add_first_token(&self, token: &TokenRow) -> Result<bool, StoreError> {
        credentials::add_first_token(&self.pool, token).await
    }

    async fn active_token(&self, id: Uuid) -> Result<Option<TokenRow>, StoreError> {
        credentials::active_token(&self.pool, id).await
    }

    async fn tokens(&self) -> Result<Vec<TokenRow>, StoreError> {
        credentials::tokens(&self.pool).await
    }

    async fn revoke_token(&self, id: Uuid, at: Millis) -> Result<bool, StoreError> {
        credentials::revoke_token(&self.pool, id, at).await
    }

    async fn add_key(&self, key: &KeyRow) -> Result<(), StoreError> {
        credentials::add_key(&self.pool, key).await
    }

    async fn active_key(&self, key: &str) -> Result<Option<KeyRow>, StoreError> {
        credentials::active_key(&self.pool, key).await
    }

    async fn keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        credentials::keys(&self.pool).await
    }

    async fn revoke_key(&self, id: Uuid, at: Millis) -> Result<bool, StoreError> {
        credentials::revoke_key(&self.pool, id, at).await
    }

    async fn knows_origin(&self, origin: &Origin) -> Result<bool, StoreError> {
        credentials::knows_origin(&self.pool, origin).await
    }

    async fn close(&self) {
        self.writer.close().await;
        self.pool.close().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn many_may_come_to_a_new_file_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        let openings: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                tokio::spawn(async move { SqliteStore::open(&path).await })
            })
            .collect();
        for opening in openings {
            let store = opening.await.unwrap().unwrap();
            store.ping().await.unwrap();
            store.close().await;
        }
    }

    #[tokio::test]
    async fn a_file_of_a_later_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("later.db");
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        sqlx::query("PRAGMA user_version = 99").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let error = SqliteStore::open(&path).await.unwrap_err();
        assert!(matches!(error, StoreError::TooNew { found: 99, known: 1 }), "{error}");
    }

    #[tokio::test]
    async fn a_commit_is_on_disk_before_it_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("safe.db")).await.unwrap();
        let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&store.pool).await.unwrap();
        let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&store.pool).await.unwrap();
        assert_eq!((journal.as_str(), synchronous), ("wal", 2));
        store.close().await;
    }
}
