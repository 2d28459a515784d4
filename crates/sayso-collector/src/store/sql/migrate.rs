//! Bringing a database's schema up to date when a collector starts, under a lock, so that several may start together.

use sqlx::Executor;

use super::database::{Database, On, Session};
use super::insert;
use super::query::Query;
use crate::error::StoreError;

/// `SQLite`'s migrations, in order; the file's `user_version` says how many it has seen.
const SQLITE: [&str; 6] = [
    include_str!("schema/sqlite-1.sql"),
    include_str!("schema/sqlite-2.sql"),
    include_str!("schema/sqlite-3.sql"),
    include_str!("schema/sqlite-4.sql"),
    include_str!("schema/sqlite-5.sql"),
    include_str!("schema/sqlite-6.sql"),
];

/// The last of them after which what is made of the events has to be made anew: those before it had no such tables.
const SQLITE_MADE_ANEW: i64 = 2;

/// `PostgreSQL`'s; the table `schema_version` says how many it has seen.
const POSTGRES: [&str; 5] = [
    include_str!("schema/postgres-1.sql"),
    include_str!("schema/postgres-2.sql"),
    include_str!("schema/postgres-3.sql"),
    include_str!("schema/postgres-4.sql"),
    include_str!("schema/postgres-5.sql"),
];

/// The advisory lock under which collectors take turns; any number that nobody else uses.
const LOCK: i64 = 0x5a15_0c01_1ec7;

/// Runs the migrations that the database has not seen, all of them or none.
pub(super) async fn migrate(database: &Database) -> Result<(), StoreError> {
    let mut session = database.write().await?;
    let migrations: &[&'static str] = match database {
        Database::Sqlite { .. } => &SQLITE,
        Database::Postgres { .. } => {
            // Held until the transaction ends.
            Query::new("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut session).await?;
            let there = Query::new("SELECT to_regclass('schema_version') IS NOT NULL AS there");
            if !there.first(&mut session).await?.map_or(Ok(false), |row| row.get("there"))? {
                run(&mut session, "CREATE TABLE schema_version (version BIGINT NOT NULL)").await?;
            }
            &POSTGRES
        }
    };
    let found = version(&mut session).await?;
    let known = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if found == known {
        return Ok(());
    }
    for (_, migration) in (1_i64..).zip(migrations).filter(|(version, _)| *version > found) {
        run(&mut session, migration).await?;
    }
    set_version(&mut session, known).await?;
    if found > 0 && found < SQLITE_MADE_ANEW && matches!(database, Database::Sqlite { .. }) {
        insert::fill_in(&mut session).await?;
    }
    session.commit().await
}

async fn version(session: &mut Session) -> Result<i64, StoreError> {
    let query = match session.on() {
        On::Sqlite(_) => Query::new("SELECT user_version AS version FROM pragma_user_version"),
        On::Postgres(_) => Query::new("SELECT COALESCE(MAX(version), 0) AS version FROM schema_version"),
    };
    query.first(session).await?.map_or(Ok(0), |row| row.get("version"))
}

async fn set_version(session: &mut Session, version: i64) -> Result<(), StoreError> {
    match session.on() {
        On::Sqlite(connection) => {
            // A pragma takes no bound argument.
            let mark = format!("PRAGMA user_version = {version}");
            connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(mark))).await?;
        }
        On::Postgres(_) => {
            Query::new("INSERT INTO schema_version VALUES ($1)").bind(version).execute(session).await?;
        }
    }
    Ok(())
}

/// A text of several statements.
async fn run(session: &mut Session, text: &'static str) -> Result<(), StoreError> {
    match session.on() {
        On::Sqlite(connection) => sqlx::raw_sql(text).execute(connection).await.map(|_| ())?,
        On::Postgres(connection) => sqlx::raw_sql(text).execute(connection).await.map(|_| ())?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{CaseFilter, Filter, Kept, NewEvent, SqlStore, Store, Window};
    use sayso_core::event::Event;
    use serde_json::{Value, json};
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{ConnectOptions, Connection};
    use std::path::Path;

    #[tokio::test]
    async fn many_may_come_to_a_new_file_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        let openings: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                tokio::spawn(async move { SqlStore::sqlite(&path).await })
            })
            .collect();
        for opening in openings {
            let store = opening.await.unwrap().unwrap();
            store.ping().await.unwrap();
            store.close().await;
        }
    }

    async fn file(path: &Path, sql: &'static str) -> sqlx::SqliteConnection {
        let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection
    }

    #[tokio::test]
    async fn a_file_of_a_later_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("later.db");
        file(&path, "PRAGMA user_version = 99").await.close().await.unwrap();
        let error = SqlStore::sqlite(&path).await.unwrap_err();
        assert!(matches!(error, StoreError::TooNew { found: 99, known: 6 }), "{error}");
    }

    fn response(id: u128, revision: u32, tapped: u8) -> Value {
        json!({ "specversion": "1.0", "id": uuid::Uuid::from_u128(id).to_string(), "source": "https://shop.example/",
            "type": "sayso.response.v1", "subject": "checkout", "time": "2026-11-21T20:38:00.123+07:00",
            "data": { "responseId": uuid::Uuid::from_u128(7).to_string(), "revision": revision, "complete": true,
                "survey": { "id": "csat", "version": 1 }, "touchpoint": "checkout", "channel": "web", "locale": "vi",
                "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00",
                "durationMs": 8123, "answers": { "csat": { "type": "smiley", "value": tapped, "scale": 5 } },
                "scores": [{ "metric": "csat", "value": 0, "min": 0, "max": 100, "method": "rescale/1" }],
                "client": { "version": "0.1.0", "mode": "popover" } } })
    }

    #[tokio::test]
    async fn what_the_first_version_kept_is_there_and_counted_in_the_second() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("first.db");
        let mut connection = file(&path, SQLITE[0]).await;
        for (id, revision, tapped) in [(1, 2, 5), (2, 1, 1)] {
            let body = response(id, revision, tapped);
            let insert = "INSERT INTO events (id, type, source, subject, time, received_at, response_id, body) \
                VALUES (?, 'sayso.response.v1', '', '', '', 5, ?, ?)";
            let insert = sqlx::query(insert).bind(uuid::Uuid::from_u128(id).to_string());
            let insert = insert.bind(uuid::Uuid::from_u128(7).to_string()).bind(body.to_string());
            insert.execute(&mut connection).await.unwrap();
        }
        sqlx::raw_sql("PRAGMA user_version = 1").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let store = SqlStore::sqlite(&path).await.unwrap();
        let tally = store.tally(&Filter::default()).await.unwrap();
        assert_eq!((tally.len(), tally[0].times), (1, 1));
        let nine = Window { after: None, limit: 9 };
        let found = store.responses(&Filter::default(), nine).await.unwrap();
        assert_eq!((found.len(), &found[0].body["data"]["revision"]), (1, &json!(2)));
        assert_eq!(store.cases(&CaseFilter::default(), nine).await.unwrap(), []);
        let again = response(1, 2, 5);
        let again = NewEvent::new(&Event::decode(&again).unwrap(), &again, 0);
        assert_eq!(store.append(vec![again]).await.unwrap(), [Kept::Known]);
        store.close().await;
    }

    #[tokio::test]
    async fn what_is_listed_by_its_type_is_found_by_the_index() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::sqlite(&folder.path().join("plan.db")).await.unwrap();
        migrate(&database).await.unwrap();
        let mut session = database.read().await.unwrap();
        let On::Sqlite(connection) = session.on() else { panic!() };
        let plan = format!(
            "EXPLAIN QUERY PLAN {} AND type = ? ORDER BY received_at DESC, id DESC LIMIT 9",
            super::super::events::EVENTS
        );
        let plan = sqlx::query_as(sqlx::AssertSqlSafe(plan)).bind("sayso.callback.v1");
        let plan: Vec<(i64, i64, i64, String)> = plan.fetch_all(connection).await.unwrap();
        assert!(plan.len() == 1 && plan[0].3.contains("USING INDEX events_by_type (type=?)"), "{plan:?}");
    }

    #[tokio::test]
    async fn a_commit_is_on_disk_before_it_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::sqlite(&folder.path().join("safe.db")).await.unwrap();
        let mut session = database.write().await.unwrap();
        let On::Sqlite(connection) = session.on() else { panic!() };
        let journal: String =
            sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *connection).await.unwrap();
        let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(connection).await.unwrap();
        assert_eq!((journal.as_str(), synchronous), ("wal", 2));
    }
}
