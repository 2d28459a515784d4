//! The one that writes: commits together what concurrent requests brought, and answers each after its commit.
//!
//! A commit costs a flush of the disk, so whoever comes while one runs shares the next.

use std::sync::Arc;

use tokio::sync::{Mutex, Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

use super::database::Database;
use super::insert;
use crate::error::StoreError;
use crate::store::{Kept, NewEvent};

/// How many requests may wait, and how many one commit takes.
const GROUP: usize = 256;

/// One request's events, and where its answer goes.
#[derive(Debug)]
struct Job {
    events: Vec<NewEvent>,
    answer: oneshot::Sender<Result<Vec<Kept>, StoreError>>,
}

/// The way to the writing tasks.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    stop: Arc<Notify>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the tasks: one for a file, which takes one writer; for a server two, so that one group is on its way there
    /// while another waits for its disk.
    pub(super) fn start(database: &Database) -> Self {
        let (jobs, queue) = mpsc::channel(GROUP);
        let (queue, stop) = (Arc::new(Mutex::new(queue)), Arc::new(Notify::new()));
        let number = match database {
            Database::Sqlite { .. } => 1,
            Database::Postgres { .. } => 2,
        };
        let start = |_| tokio::spawn(write(database.clone(), Arc::clone(&queue), Arc::clone(&stop)));
        let tasks = (0..number).map(start).collect();
        Self { jobs, stop, tasks: Mutex::new(tasks) }
    }

    /// Hands over events and waits for their commit.
    pub(super) async fn append(&self, events: Vec<NewEvent>) -> Result<Vec<Kept>, StoreError> {
        let (answer, committed) = oneshot::channel();
        self.jobs.send(Job { events, answer }).await.map_err(|_| StoreError::Closed)?;
        committed.await.map_err(|_| StoreError::Closed)?
    }

    /// Takes nothing new, and commits what waits.
    pub(super) async fn close(&self) {
        self.stop.notify_one();
        for task in self.tasks.lock().await.drain(..) {
            if let Err(error) = task.await {
                tracing::error!(%error, "a writer ended badly");
            }
        }
    }
}

async fn write(database: Database, queue: Arc<Mutex<mpsc::Receiver<Job>>>, stop: Arc<Notify>) {
    loop {
        let mut group = Vec::with_capacity(GROUP);
        {
            let mut queue = queue.lock().await;
            tokio::select! {
                biased;
                _ = queue.recv_many(&mut group, GROUP) => {}
                () = stop.notified() => {
                    // What was sent before is still received.
                    queue.close();
                    continue;
                }
            }
        }
        if group.is_empty() {
            return;
        }
        commit_and_answer(&database, group).await;
    }
}

/// Commits a group at once. Where that fails for the sake of one request, each is committed by itself; where the database
/// is busy or out of reach, all are told so: each alone would wait as long again.
async fn commit_and_answer(database: &Database, group: Vec<Job>) {
    let requests: Vec<&[NewEvent]> = group.iter().map(|job| job.events.as_slice()).collect();
    match commit(database, &requests).await {
        Ok(all) => {
            for (job, kept) in group.into_iter().zip(all) {
                // A client that went away does not undo its commit.
                let _gone = job.answer.send(Ok(kept));
            }
        }
        Err(error) if group.len() > 1 && !error.is_of_the_database() => {
            for job in group {
                let alone = commit(database, &[&job.events]).await;
                let _gone = job.answer.send(alone.map(|kept| kept.into_iter().flatten().collect()));
            }
        }
        Err(error) => {
            tracing::error!(%error, requests = group.len(), "a commit failed");
            for job in group {
                let _gone = job.answer.send(Err(StoreError::Unavailable));
            }
        }
    }
}

/// One transaction over the events of several requests.
async fn commit(database: &Database, requests: &[&[NewEvent]]) -> Result<Vec<Vec<Kept>>, StoreError> {
    let mut session = database.write().await?;
    let events: Vec<&NewEvent> = requests.iter().copied().flatten().collect();
    let mut kept = insert::insert(&mut session, &events).await?.into_iter();
    session.commit().await?;
    Ok(requests.iter().map(|request| kept.by_ref().take(request.len()).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sql::database::On;
    use crate::store::sql::migrate::migrate;
    use crate::store::sql::query::Query;
    use sayso_core::event::EventType;
    use std::time::{Duration, Instant};
    use tempfile::TempDir;
    use uuid::Uuid;

    fn event(subject: &str) -> NewEvent {
        NewEvent {
            id: Uuid::now_v7(),
            kind: EventType::Device,
            source: "urn:test".into(),
            subject: subject.into(),
            time: "2026-11-21T20:38:00.123+07:00".into(),
            received_at: 0,
            response_id: None,
            body: "{}".into(),
            response: None,
            case: None,
            device: None,
            photo: None,
            respondents: Vec::new(),
        }
    }

    async fn database(folder: &TempDir) -> Database {
        let database = Database::sqlite(&folder.path().join("test.db")).await.unwrap();
        migrate(&database).await.unwrap();
        database
    }

    async fn run(database: &Database, sql: &'static str) {
        let mut session = database.write().await.unwrap();
        let On::Sqlite(connection) = session.on() else { panic!() };
        sqlx::raw_sql(sql).execute(connection).await.unwrap();
        session.commit().await.unwrap();
    }

    type Answer = oneshot::Receiver<Result<Vec<Kept>, StoreError>>;

    /// A request for each subject.
    fn group(subjects: &[&str]) -> (Vec<Job>, Vec<Answer>) {
        let job = |subject: &&str| {
            let (answer, committed) = oneshot::channel();
            (Job { events: vec![event("same request"), event(subject)], answer }, committed)
        };
        subjects.iter().map(job).unzip()
    }

    #[tokio::test]
    async fn one_request_that_cannot_be_kept_does_not_fail_the_others() {
        let folder = TempDir::new().unwrap();
        let database = database(&folder).await;
        let refuse = "CREATE TRIGGER refuse BEFORE INSERT ON events WHEN NEW.subject = 'poison' \
            BEGIN SELECT RAISE(ABORT, 'refused'); END";
        run(&database, refuse).await;
        let (group, answers) = group(&["before", "poison", "after"]);
        commit_and_answer(&database, group).await;
        let mut kept = Vec::new();
        for answer in answers {
            kept.push(answer.await.unwrap().ok());
        }
        assert_eq!(kept, [Some(vec![Kept::New; 2]), None, Some(vec![Kept::New; 2])]);
        let count = Query::new("SELECT COUNT(*) AS n FROM events");
        let row = count.first(&mut database.read().await.unwrap()).await.unwrap().unwrap();
        assert_eq!(row.get::<i64>("n").unwrap(), 4);
    }

    /// Each request of a group used to wait for the lock by itself, so that eight of them took eight times as long.
    #[tokio::test]
    async fn where_the_database_is_busy_the_whole_group_is_told_at_once() {
        let folder = TempDir::new().unwrap();
        let (database, other) = (database(&folder).await, database(&folder).await);
        let lock = other.write().await.unwrap();
        let (group, answers) = group(&["a", "b", "c", "d", "e", "f", "g", "h"]);
        let started = Instant::now();
        commit_and_answer(&database, group).await;
        // One waits 5 s; each by itself, 40 s.
        assert!(started.elapsed() < Duration::from_secs(25), "{:?}", started.elapsed());
        for answer in answers {
            assert!(answer.await.unwrap().is_err());
        }
        drop(lock);
    }

    #[tokio::test]
    async fn what_waits_when_the_writer_is_closed_is_committed_and_what_comes_later_is_refused() {
        let folder = TempDir::new().unwrap();
        let writer = Arc::new(Writer::start(&database(&folder).await));
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
