//! What the database reaches by itself: bare inserts of the same rows into the same tables.
//!
//! Twice: row by row in a transaction for each request, as who has no collector writes them; and in a transaction for as many
//! requests as can wait at once, to a server in one statement a table, which is the most that can be had.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use sayso_bed::Kind;
use sayso_collector::store::{NewEvent, NewResponse};
use sayso_core::event::Event;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

use crate::figure::Figure;
use crate::shape::{Shape, events};

const EVENT: &str = "INSERT INTO events (id, type, source, subject, time, received_at, response_id, body) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

const RESPONSE: &str = "INSERT INTO responses (id, event_id, revision, survey, touchpoint, channel, submitted_at, \
    complained, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

const EVENTS: &str = "INSERT INTO events (id, type, source, subject, time, received_at, response_id, body) \
    SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::uuid[], \
    $8::text[])";

const RESPONSES: &str = "INSERT INTO responses (id, event_id, revision, survey, touchpoint, channel, submitted_at, \
    complained, digest) SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], \
    $7::bigint[], $8::boolean[], $9::text[])";

/// What a transaction holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transaction {
    /// One request, row by row.
    Request,
    /// A request of each client, to a server at once.
    Group,
}

/// The rows of a load, a transaction at a time.
///
/// # Errors
/// When an event cannot be read, which would be a slip of [`crate::shape::event`].
pub(crate) fn transactions(shape: &Shape, each: Transaction) -> Result<Vec<Vec<NewEvent>>> {
    let rows = events(shape.requests() * shape.batch).into_iter().map(|document| {
        let event = Event::decode(&document).ok().context("an event")?;
        Ok(NewEvent::new(&event, &document, 0))
    });
    let rows = rows.collect::<Result<Vec<NewEvent>>>()?;
    let requests = if each == Transaction::Group { shape.clients } else { 1 };
    Ok(rows.chunks(requests * shape.batch).map(<[NewEvent]>::to_vec).collect())
}

/// Inserts them: into a file by one connection, into a server by as many as a collector opens at most.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn insert(
    kind: Kind,
    url: &str,
    each: Transaction,
    transactions: Vec<Vec<NewEvent>>,
) -> Result<Figure> {
    let number = transactions.iter().map(Vec::len).sum();
    let (transactions, next) = (Arc::new(transactions), Arc::new(AtomicUsize::new(0)));
    let started = Instant::now();
    let writers = if kind == Kind::Sqlite { 1 } else { 10 };
    let writers: Vec<_> = (0..writers)
        .map(|_| {
            let (url, transactions, next) = (url.to_owned(), Arc::clone(&transactions), Arc::clone(&next));
            tokio::spawn(async move {
                match kind {
                    Kind::Sqlite => into_file(&url, &transactions, &next).await,
                    Kind::Postgres => into_server(&url, each, &transactions, &next).await,
                }
            })
        })
        .collect();
    let mut waits = Vec::new();
    for writer in writers {
        waits.extend(writer.await??);
    }
    Ok(Figure::new(number, started.elapsed(), waits))
}

async fn into_file(url: &str, transactions: &[Vec<NewEvent>], next: &AtomicUsize) -> Result<Vec<Duration>> {
    let path = url.strip_prefix("sqlite:").context("a file")?;
    let options = SqliteConnectOptions::new().filename(path).synchronous(SqliteSynchronous::Full);
    let mut connection: SqliteConnection = options.disable_statement_logging().connect().await?;
    let mut waits = Vec::new();
    while let Some(rows) = transactions.get(next.fetch_add(1, Ordering::Relaxed)) {
        let started = Instant::now();
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        for row in rows {
            let insert = sqlx::query(EVENT)
                .bind(row.id.to_string())
                .bind(row.kind.name())
                .bind(row.source.as_str())
                .bind(row.subject.as_str())
                .bind(row.time.as_str())
                .bind(row.received_at)
                .bind(row.response_id.map(|id| id.to_string()))
                .bind(row.body.as_str());
            insert.execute(&mut *transaction).await?;
            let Some(response) = &row.response else { continue };
            let insert = sqlx::query(RESPONSE)
                .bind(response.id.to_string())
                .bind(row.id.to_string())
                .bind(response.revision)
                .bind(response.survey.as_str())
                .bind(response.touchpoint.as_str())
                .bind(response.channel.name())
                .bind(response.submitted_at)
                .bind(response.complained)
                .bind(response.digest.as_deref());
            insert.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        waits.push(started.elapsed());
    }
    Ok(waits)
}

async fn into_server(
    url: &str,
    each: Transaction,
    transactions: &[Vec<NewEvent>],
    next: &AtomicUsize,
) -> Result<Vec<Duration>> {
    let mut connection = PgConnection::connect(url).await?;
    let mut waits = Vec::new();
    while let Some(rows) = transactions.get(next.fetch_add(1, Ordering::Relaxed)) {
        let started = Instant::now();
        let mut transaction = connection.begin().await?;
        match each {
            Transaction::Request => row_by_row(&mut transaction, rows).await?,
            Transaction::Group => at_once(&mut transaction, rows).await?,
        }
        transaction.commit().await?;
        waits.push(started.elapsed());
    }
    Ok(waits)
}

async fn row_by_row(connection: &mut PgConnection, rows: &[NewEvent]) -> Result<()> {
    for row in rows {
        let insert = sqlx::query(EVENT)
            .bind(row.id)
            .bind(row.kind.name())
            .bind(row.source.as_str())
            .bind(row.subject.as_str())
            .bind(row.time.as_str())
            .bind(row.received_at)
            .bind(row.response_id)
            .bind(row.body.as_str());
        insert.execute(&mut *connection).await?;
        let Some(response) = &row.response else { continue };
        let insert = sqlx::query(RESPONSE)
            .bind(response.id)
            .bind(row.id)
            .bind(i64::from(response.revision))
            .bind(response.survey.as_str())
            .bind(response.touchpoint.as_str())
            .bind(response.channel.name())
            .bind(response.submitted_at)
            .bind(response.complained)
            .bind(response.digest.as_deref());
        insert.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn at_once(connection: &mut PgConnection, rows: &[NewEvent]) -> Result<()> {
    let texts = |of: fn(&NewEvent) -> &str| -> Vec<&str> { rows.iter().map(of).collect() };
    sqlx::query(EVENTS)
        .bind(rows.iter().map(|row| row.id).collect::<Vec<Uuid>>())
        .bind(texts(|row| row.kind.name()))
        .bind(texts(|row| &row.source))
        .bind(texts(|row| &row.subject))
        .bind(texts(|row| &row.time))
        .bind(rows.iter().map(|row| row.received_at).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.response_id).collect::<Vec<_>>())
        .bind(texts(|row| &row.body))
        .execute(&mut *connection)
        .await?;
    let responses: Vec<(&NewEvent, &NewResponse)> =
        rows.iter().filter_map(|row| Some((row, row.response.as_ref()?))).collect();
    let texts = |of: fn(&NewResponse) -> &str| -> Vec<&str> {
        responses.iter().map(|(_, response)| of(response)).collect()
    };
    sqlx::query(RESPONSES)
        .bind(responses.iter().map(|(_, response)| response.id).collect::<Vec<Uuid>>())
        .bind(responses.iter().map(|(row, _)| row.id).collect::<Vec<Uuid>>())
        .bind(responses.iter().map(|(_, response)| i64::from(response.revision)).collect::<Vec<_>>())
        .bind(texts(|response| &response.survey))
        .bind(texts(|response| &response.touchpoint))
        .bind(texts(|response| response.channel.name()))
        .bind(responses.iter().map(|(_, response)| response.submitted_at).collect::<Vec<_>>())
        .bind(responses.iter().map(|(_, response)| response.complained).collect::<Vec<_>>())
        .bind(responses.iter().map(|(_, response)| response.digest.as_deref()).collect::<Vec<_>>())
        .execute(&mut *connection)
        .await?;
    Ok(())
}
