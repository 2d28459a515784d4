//! A new, empty database of either kind, and the server behind it, where there is one.

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::postgres::{Care, Postgres};

/// What keeps the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Kind {
    /// Those that are to be had on this machine.
    pub fn here() -> Vec<Self> {
        let server = Postgres::is_here().then_some(Self::Postgres);
        [Self::Sqlite].into_iter().chain(server).collect()
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A database; it goes when this is dropped.
#[derive(Debug)]
pub struct Database {
    folder: TempDir,
    server: Option<Postgres>,
}

impl Database {
    /// Makes one.
    ///
    /// # Errors
    /// When there is no folder to be had, or no server.
    pub fn new(kind: Kind, care: Care) -> Result<Self> {
        let folder = tempfile::tempdir().context("a folder for the database")?;
        let server = (kind == Kind::Postgres).then(|| Postgres::start(care)).transpose()?;
        Ok(Self { folder, server })
    }

    /// What the collector is told by `--database`.
    pub fn url(&self) -> String {
        match &self.server {
            None => format!("sqlite:{}", self.folder.path().join("sayso.db").display()),
            // The one that every new server has.
            Some(server) => format!("{}/postgres", server.base()),
        }
    }

    /// The server, which can be made to crash; a file has none.
    pub fn server(&mut self) -> Option<&mut Postgres> {
        self.server.as_mut()
    }
}
