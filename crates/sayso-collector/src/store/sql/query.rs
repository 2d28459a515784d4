//! One wording of SQL for both databases: a text with `$1`, `$2`, … and what is bound to them, and the rows that come back.
//!
//! What the two must be told differently is left to [`super::insert`] and [`super::migrate`].

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query as Prepared;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Decode, Postgres, Row as _, Sqlite, Type, ValueRef};
use uuid::Uuid;

use super::database::{On, Session};
use crate::error::StoreError;
use crate::store::Window;

/// A value on its way into a statement.
#[derive(Clone, Debug)]
pub(super) enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
    Flag(bool),
    Id(Uuid),
    Bytes(Vec<u8>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<&str>> for Arg {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Int(Some(number.into()))
    }
}

impl From<bool> for Arg {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Uuid> for Arg {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<&[u8]> for Arg {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

/// A statement. Its text is made of literals alone, so that nothing of a request can get into it.
#[derive(Debug)]
pub(super) struct Query {
    text: String,
    args: Vec<Arg>,
}

impl Query {
    /// A statement that begins with, or is, this text.
    pub(super) fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), args: Vec::new() }
    }

    /// What the next `$n` of the text stands for.
    #[must_use]
    pub(super) fn bind(mut self, arg: impl Into<Arg>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// More text.
    pub(super) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// A `$n` and what it stands for.
    pub(super) fn push_bind(&mut self, arg: impl Into<Arg>) -> &mut Self {
        self.args.push(arg.into());
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    /// What is in this part of a list, which is ordered by these two columns.
    pub(super) fn push_window(&mut self, at: &'static str, id: &'static str, window: Window) -> &mut Self {
        if let Some(after) = window.after {
            self.push(" AND (").push(at).push(", ").push(id).push(") < (");
            self.push_bind(after.at).push(", ").push_bind(after.id).push(")");
        }
        self.push(" ORDER BY ").push(at).push(" DESC, ").push(id).push(" DESC LIMIT ").push_bind(window.limit)
    }

    /// Runs it; how many rows it changed.
    pub(super) async fn execute(self, session: &mut Session) -> Result<u64, StoreError> {
        let Self { text, args } = self;
        Ok(match session.on() {
            On::Sqlite(connection) => sqlite(text, args).execute(connection).await?.rows_affected(),
            On::Postgres(connection) => postgres(text, args).execute(connection).await?.rows_affected(),
        })
    }

    /// Every row.
    pub(super) async fn all(self, session: &mut Session) -> Result<Vec<Row>, StoreError> {
        let Self { text, args } = self;
        Ok(match session.on() {
            On::Sqlite(connection) => {
                sqlite(text, args).fetch_all(connection).await?.into_iter().map(Row::Sqlite).collect()
            }
            On::Postgres(connection) => {
                postgres(text, args).fetch_all(connection).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row, if there is one.
    pub(super) async fn first(self, session: &mut Session) -> Result<Option<Row>, StoreError> {
        let Self { text, args } = self;
        Ok(match session.on() {
            On::Sqlite(connection) => sqlite(text, args).fetch_optional(connection).await?.map(Row::Sqlite),
            On::Postgres(connection) => {
                postgres(text, args).fetch_optional(connection).await?.map(Row::Postgres)
            }
        })
    }
}

fn sqlite(text: String, args: Vec<Arg>) -> Prepared<'static, Sqlite, SqliteArguments> {
    args.into_iter().fold(sqlx::query(AssertSqlSafe(text)), |query, arg| match arg {
        Arg::Text(text) => query.bind(text),
        Arg::Int(number) => query.bind(number),
        Arg::Flag(flag) => query.bind(flag),
        Arg::Id(id) => query.bind(id.to_string()),
        Arg::Bytes(bytes) => query.bind(bytes),
    })
}

fn postgres(text: String, args: Vec<Arg>) -> Prepared<'static, Postgres, PgArguments> {
    args.into_iter().fold(sqlx::query(AssertSqlSafe(text)), |query, arg| match arg {
        Arg::Text(text) => query.bind(text),
        Arg::Int(number) => query.bind(number),
        Arg::Flag(flag) => query.bind(flag),
        Arg::Id(id) => query.bind(id),
        Arg::Bytes(bytes) => query.bind(bytes),
    })
}

/// A row of either database.
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// A column that both databases give as the same type.
    pub(super) fn get<'r, T>(&'r self, column: &str) -> Result<T, StoreError>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>,
    {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// Whether a column holds anything.
    pub(super) fn has(&self, column: &str) -> Result<bool, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => !row.try_get_raw(column)?.is_null(),
            Self::Postgres(row) => !row.try_get_raw(column)?.is_null(),
        })
    }

    /// A UUID, which `SQLite` keeps as text.
    pub(super) fn id(&self, column: &str) -> Result<Uuid, StoreError> {
        match self {
            Self::Sqlite(row) => Uuid::try_parse(row.try_get(column)?).map_err(|_| StoreError::Corrupt("id")),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }
}
