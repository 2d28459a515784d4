//! The one that writes: commits together what concurrent requests brought, and answers each after its commit.
//!
//! A commit costs a flush of the disk, so whoever comes while one runs shares the next.

use std::sync::Arc;

use sqlx::{Connection, SqliteConnection};
use tokio::sync::{Mutex, Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::error::StoreError;
use crate::store::{Kept, NewEvent};

/// How many requests may wait, and how many one commit takes.
const GROUP: usize = 256;

const INSERT: &str = "INSERT INTO events (id, type, source, subject, time, received_at, response_id, revision, survey, \
    survey_version, touchpoint, channel, locale, submitted_at, complete, body) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";

/// One request's events, and where its answer goes.
#[derive(Debug)]
struct Job {
    events: Vec<NewEvent>,
    answer: oneshot::Sender<Result<Vec<Kept>, StoreError>>,
}

/// The way to the writing task.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    stop: Arc<Notify>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the task, which owns the connection from now on.
    pub(super) fn start(connection: SqliteConnection) -> Self {
        let (jobs, queue) = mpsc::channel(GROUP);
        let stop = Arc::new(Notify::new());
        let task = tokio::spawn(write(connection, queue, Arc::clone(&stop)));
        Self { jobs, stop, task: Mutex::new(Some(task)) }
    }

    /// Hands over events and waits for their commit.
    pub(super) async fn append(&self, events: Vec<NewEvent>) -> Result<Vec<Kept>, StoreError> {
        let (answer, committed) = oneshot::channel();
        self.jobs.send(Job { events, answer }).await.map_err(|_| StoreError::Closed)?;
        committed.await.map_err(|_| StoreError::Closed)?
    }

    /// Takes nothing new, commits what waits, and closes the connection.
    pub(super) async fn close(&self) {
        self.stop.notify_one();
        if let Some(task) = self.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer ended badly");
        }
    }
}

async fn write(mut connection: SqliteConnection, mut queue: mpsc::Receiver<Job>, stop: Arc<Notify>) {
    let mut group = Vec::with_capacity(GROUP);
    loop {
        let taken = tokio::select! {
            biased;
            taken = queue.recv_many(&mut group, GROUP) => taken,
            () = stop.notified() => {
                // What was sent before is still received.
                queue.close();
                continue;
            }
        };
        if taken == 0 {
            break;
        }
        commit_and_answer(&mut connection, std::mem::take(&mut group)).await;
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the database did not close cleanly");
    }
}

/// Commits a group at once; where that fails, each request by itself, so that none fails for another's sake.
async fn commit_and_answer(connection: &mut SqliteConnection, group: Vec<Job>) {
    let requests: Vec<&[NewEvent]> = group.iter().map(|job| job.events.as_slice()).collect();
    if let Ok(all) = commit(connection, &requests).await {
        for (job, kept) in group.into_iter().zip(all) {
            // A client that went away does not undo its commit.
            let _gone = job.answer.send(Ok(kept));
        }
        return;
    }
    for job in group {
        let alone = commit(connection, &[&job.events]).await;
        if let Err(error) = &alone {
            tracing::error!(%error, events = job.events.len(), "a commit failed");
        }
        let _gone = job.answer.send(alone.map(|kept| kept.into_iter().flatten().collect()));
    }
}

/// One transaction over the events of several requests.
async fn commit(
    connection: &mut SqliteConnection,
    requests: &[&[NewEvent]],
) -> Result<Vec<Vec<Kept>>, StoreError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut all = Vec::new();
    for events in requests {
        let mut kept = Vec::with_capacity(events.len());
        for event in *events {
            kept.push(insert(&mut transaction, event).await?);
        }
        all.push(kept);
    }
    transaction.commit().await?;
    Ok(all)
}

async fn insert(connection: &mut SqliteConnection, event: &NewEvent) -> Result<Kept, StoreError> {
    let response = event.response.as_ref();
    let inserted = sqlx::query(INSERT)
        .bind(event.id.to_string())
        .bind(event.kind.name())
        .bind(event.source.as_str())
        .bind(event.subject.as_str())
        .bind(event.time.as_str())
        .bind(event.received_at)
        .bind(response.map(|keys| keys.response_id.to_string()))
        .bind(response.map(|keys| keys.revision))
        .bind(response.map(|keys| keys.survey.as_str()))
        .bind(response.map(|keys| keys.survey_version))
        .bind(response.map(|keys| keys.touchpoint.as_str()))
        .bind(response.map(|keys| keys.channel.name()))
        .bind(response.map(|keys| keys.locale.as_str()))
        .bind(response.map(|keys| keys.submitted_at))
        .bind(response.map(|keys| keys.complete))
        .bind(event.body.as_str())
        .execute(connection)
        .await?;
    Ok(if inserted.rows_affected() == 1 { Kept::New } else { Kept::Known })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::event::EventType;
    use sqlx::ConnectOptions;
    use sqlx::sqlite::SqliteConnectOptions;
    use uuid::Uuid;

    fn event(subject: &str) -> NewEvent {
        NewEvent {
            id: Uuid::now_v7(),
            kind: EventType::Device,
            source: "urn:test".into(),
            subject: subject.into(),
            time: "2026-11-21T20:38:00.123+07:00".into(),
            received_at: 0,
            response: None,
            body: "{}".into(),
        }
    }

    async fn database() -> SqliteConnection {
        let mut connection = SqliteConnectOptions::new().in_memory(true).connect().await.unwrap();
        sqlx::raw_sql(include_str!("schema.sql")).execute(&mut connection).await.unwrap();
        connection
    }

    #[tokio::test]
    async fn one_request_that_cannot_be_kept_does_not_fail_the_others() {
        let mut connection = database().await;
        let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.subject = 'poison' \
            BEGIN SELECT RAISE(ABORT, 'refused'); END";
        sqlx::raw_sql(refuse).execute(&mut connection).await.unwrap();
        let (mut group, mut answers) = (Vec::new(), Vec::new());
        for subject in ["before", "poison", "after"] {
            let (answer, committed) = oneshot::channel();
            group.push(Job { events: vec![event("same request"), event(subject)], answer });
            answers.push(committed);
        }
        commit_and_answer(&mut connection, group).await;
        let mut kept = Vec::new();
        for answer in answers {
            kept.push(answer.await.unwrap().ok());
        }
        assert_eq!(kept, [Some(vec![Kept::New; 2]), None, Some(vec![Kept::New; 2])]);
        let count = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM events");
        assert_eq!(count.fetch_one(&mut connection).await.unwrap(), 4);
    }

    #[tokio::test]
    async fn what_waits_when_the_writer_is_closed_is_committed_and_what_comes_later_is_refused() {
        let writer = Arc::new(Writer::start(database().await));
        let appends: Vec<_> = (0..100)
            .map(|_| {
                let writer = Arc::clone(&writer);
                tokio::spawn(async move { writer.append(vec![event("waits")]).await })
            })
            .collect();
        // On this one thread, all of them have sent before the writer runs.
        tokio::task::yield_now().await;
        writer.close().await;
        for append in appends {
            assert_eq!(append.await.unwrap().unwrap(), [Kept::New]);
        }
        assert!(matches!(writer.append(vec![event("late")]).await, Err(StoreError::Closed)));
    }
}
