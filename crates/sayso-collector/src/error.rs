//! Why the collector does not start, or a command of it fails. What a client did wrong is [`crate::problem`]'s matter.

use std::net::SocketAddr;

/// Why the collector, or one of its commands, gave up. Each is one line for the operator.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A flag or variable holds something that it cannot hold.
    Setting {
        /// The flag's name.
        name: &'static str,
        /// What was expected and what was found.
        reason: String,
    },
    /// `--open` was asked for on an address that other machines reach.
    OpenToTheWorld(SocketAddr),
    /// The address cannot be listened on: it is in use, or not this machine's.
    Listen(SocketAddr, std::io::Error),
    /// The database cannot be opened or brought up to date.
    Database(String, StoreError),
    /// A command on the database failed.
    Store(StoreError),
    /// There is no token or key of this id, or it was revoked before.
    NothingToRevoke(String),
    /// The operating system gives no random bytes, or no runtime.
    System(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Setting { name, reason } => write!(f, "{name}: {reason}"),
            Self::OpenToTheWorld(address) => write!(
                f,
                "--open lets anybody write, so it listens on loopback alone; {address} is not loopback"
            ),
            Self::Listen(address, error) => write!(f, "cannot listen on {address}: {error}"),
            Self::Database(url, error) => write!(f, "cannot open the database {url}: {error}"),
            Self::Store(error) => write!(f, "the database failed: {error}"),
            Self::NothingToRevoke(id) => write!(f, "nothing to revoke: no active entry has the id {id}"),
            Self::System(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Error {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Why the store did not do what it was asked. Its text is for the operator's log, never for a client.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// The database refused, is busy beyond patience, or is out of reach.
    Database(sqlx::Error),
    /// The database was written by a later version of the collector.
    TooNew {
        /// The schema version found.
        found: i64,
        /// The newest one that this build knows.
        known: i64,
    },
    /// A row holds what this build never writes.
    Corrupt(&'static str),
    /// The store was closed while the request waited.
    Closed,
    /// The commit failed; the log has the reason.
    Unavailable,
    /// A copy of the database could not be made.
    Backup(String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database(sqlx::Error::Database(error)) => f.write_str(&one_line(error.message())),
            Self::Database(error) => f.write_str(&one_line(&error.to_string())),
            Self::TooNew { found, known } => {
                write!(f, "its schema is version {found}, this build knows up to {known}; use a newer build")
            }
            Self::Corrupt(what) => write!(f, "a row has an unreadable {what}"),
            Self::Closed => f.write_str("the store is closed"),
            Self::Unavailable => f.write_str("the commit failed"),
            Self::Backup(reason) => f.write_str(reason),
        }
    }
}

impl StoreError {
    /// Whether the database itself is the reason: busy, starting, stopping, full or out of reach, so that trying another
    /// request right now comes to the same.
    pub(crate) fn is_of_the_database(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(error)) => {
                let code = error.code().unwrap_or_default();
                match code.parse::<i64>().ok().filter(|_| code.len() < 5) {
                    // SQLITE_BUSY, LOCKED, IOERR, FULL, CANTOPEN.
                    Some(sqlite) => matches!(sqlite & 0xff, 5 | 6 | 10 | 13 | 14),
                    // PostgreSQL's classes: connection, resources, operator, system.
                    None => ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)),
                }
            }
            Self::Database(error) => matches!(
                error,
                sqlx::Error::Io(_)
                    | sqlx::Error::Tls(_)
                    | sqlx::Error::PoolTimedOut
                    | sqlx::Error::PoolClosed
                    | sqlx::Error::WorkerCrashed
            ),
            Self::Closed | Self::Unavailable => true,
            Self::TooNew { .. } | Self::Corrupt(_) | Self::Backup(_) => false,
        }
    }
}

/// Some databases answer in several lines; a log takes one.
fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}
