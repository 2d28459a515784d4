//! The database behind the store: how it is opened, and who may speak to it at once.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};
use url::Url;

use crate::error::StoreError;

/// How long a connection is waited for, and another process's lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many connections read an `SQLite` file at once.
const READERS: u32 = 4;

/// How many connections a collector has to `PostgreSQL` where the address does not say.
const CONNECTIONS: u32 = 10;

/// An open database.
#[derive(Clone, Debug)]
pub(super) enum Database {
    /// One file, in WAL mode. One connection alone writes, and whoever wants to write waits in turn for it: `SQLite`'s own
    /// lock is not fair.
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    /// A server, and its address for programs of its own.
    Postgres { pool: PgPool, url: Url },
}

impl Database {
    /// Opens the file, and makes it if it is missing.
    pub(super) async fn sqlite(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .disable_statement_logging();
        into_wal_mode(&options).await?.close().await?;
        let pool = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(PATIENCE)
                .test_before_acquire(false)
                .max_lifetime(None)
                .idle_timeout(None)
        };
        Ok(Self::Sqlite {
            readers: pool(READERS).connect_with(options.clone()).await?,
            writer: pool(1).connect_with(options).await?,
        })
    }

    /// Reaches the server.
    pub(super) async fn postgres(url: &str) -> Result<Self, StoreError> {
        let options =
            PgConnectOptions::from_str(url)?.application_name("sayso-collector").disable_statement_logging();
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(PATIENCE);
        let url = Url::parse(url).map_err(|error| sqlx::Error::Configuration(error.into()))?;
        Ok(Self::Postgres { pool: pool.connect_with(options).await?, url })
    }

    /// A connection for reading, and for statements that need no transaction around them.
    pub(super) async fn read(&self) -> Result<Session, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Session::Sqlite(readers.acquire().await?),
            Self::Postgres { pool, .. } => Session::Postgres(pool.acquire().await?),
        })
    }

    /// A transaction that reads several statements as of one moment.
    pub(super) async fn snapshot(&self) -> Result<Session, StoreError> {
        let one_moment = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(match self {
            Self::Sqlite { readers, .. } => Session::SqliteTransaction(readers.begin().await?),
            Self::Postgres { pool, .. } => Session::PostgresTransaction(pool.begin_with(one_moment).await?),
        })
    }

    /// A transaction that writes. Dropped before [`Session::commit`], it leaves no trace.
    pub(super) async fn write(&self) -> Result<Session, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => {
                Session::SqliteTransaction(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres { pool, .. } => Session::PostgresTransaction(pool.begin().await?),
        })
    }

    /// Writes a copy of the whole database while it is in use.
    pub(super) async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let refused = |why: String| StoreError::Backup(format!("{}: {why}", to.display()));
        if to.exists() {
            return Err(refused("is there already".to_owned()));
        }
        match self {
            Self::Sqlite { readers, .. } => {
                let path = to.to_str().ok_or_else(|| refused("is no UTF-8".to_owned()))?;
                // A snapshot of one moment; writers go on meanwhile.
                sqlx::query("VACUUM INTO $1").bind(path).execute(readers).await?;
                Ok(())
            }
            Self::Postgres { url, .. } => {
                let mut dump = tokio::process::Command::new("pg_dump");
                let mut url = url.clone();
                // Everybody on this machine may read what a program is called with.
                let password = url.password().map(|text| percent_decode_str(text).collect::<Vec<u8>>());
                if let Some(password) = password {
                    dump.env("PGPASSWORD", String::from_utf8_lossy(&password).as_ref());
                    url.set_password(None).map_err(|()| refused("the address has no host".to_owned()))?;
                }
                dump.args(["--format=custom", "--file"]).arg(to).arg("--dbname").arg(url.as_str());
                let output = dump.output().await.map_err(|error| refused(format!("pg_dump: {error}")))?;
                if output.status.success() {
                    Ok(())
                } else {
                    Err(refused(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
                }
            }
        }
    }

    /// Lets go.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// A connection in WAL mode. `SQLite` does not wait for a lock when it changes the mode, so this does: several collectors
/// may come to a new file at the same time.
async fn into_wal_mode(options: &SqliteConnectOptions) -> Result<SqliteConnection, StoreError> {
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
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i64>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

/// Somebody who speaks to the database.
pub(super) enum Session {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTransaction(Transaction<'static, Sqlite>),
    Postgres(PoolConnection<Postgres>),
    PostgresTransaction(Transaction<'static, Postgres>),
}

/// The connection of a session.
pub(super) enum On<'s> {
    Sqlite(&'s mut SqliteConnection),
    Postgres(&'s mut PgConnection),
}

impl Session {
    /// Its connection.
    pub(super) fn on(&mut self) -> On<'_> {
        match self {
            Self::Sqlite(connection) => On::Sqlite(connection),
            Self::SqliteTransaction(transaction) => On::Sqlite(transaction),
            Self::Postgres(connection) => On::Postgres(connection),
            Self::PostgresTransaction(transaction) => On::Postgres(transaction),
        }
    }

    /// Returns after what was written is on disk.
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::SqliteTransaction(transaction) => transaction.commit().await?,
            Self::PostgresTransaction(transaction) => transaction.commit().await?,
            Self::Sqlite(_) | Self::Postgres(_) => {}
        }
        Ok(())
    }
}
