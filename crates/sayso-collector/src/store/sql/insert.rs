//! Events into their tables: what is new is decided by the key of the table, which revision counts by the update itself.
//!
//! `PostgreSQL` is across a network, so there a group goes over as one statement a table. `SQLite` runs in a thread of its own,
//! and each statement is a walk there and back: many rows go in one.

use std::collections::{BTreeMap, HashSet};

use sayso_core::complaint::State;
use sayso_core::event::Event;
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use uuid::Uuid;

use super::database::{On, Session};
use super::erasing;
use super::query::Query;
use crate::error::StoreError;
use crate::store::{Kept, NewCase, NewEvent, NewResponse};

/// Who takes the first step of a case.
const CUSTOMER: &str = "customer";

/// How many events are in memory at once while tables are filled in.
const CHUNK: u32 = 500;

/// How many rows a statement to `SQLite` has at most.
const ROWS: usize = 50;

const EVENT: Many = Many {
    before: "INSERT INTO events (id, type, source, subject, time, received_at, response_id, body) VALUES ",
    row: "(?, ?, ?, ?, ?, ?, ?, ?)",
    after: " ON CONFLICT (id) DO NOTHING RETURNING id",
};

const EVENTS: &str = "INSERT INTO events (id, type, source, subject, time, received_at, response_id, body) \
    SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::uuid[], \
    $8::text[]) ON CONFLICT (id) DO NOTHING RETURNING id";

// Two events of one revision are a client's fault; the later id wins, so that the response still counts once.
macro_rules! responses {
    () => {
        "INSERT INTO responses (id, event_id, revision, survey, touchpoint, channel, submitted_at, complained, digest) "
    };
}
macro_rules! higher_revision_wins {
    () => {
        " ON CONFLICT (id) DO UPDATE SET event_id = excluded.event_id, revision = excluded.revision, \
         survey = excluded.survey, touchpoint = excluded.touchpoint, channel = excluded.channel, \
         submitted_at = excluded.submitted_at, complained = excluded.complained, digest = excluded.digest \
         WHERE (excluded.revision, excluded.event_id) > (responses.revision, responses.event_id)"
    };
}

const RESPONSE: Many = Many {
    before: concat!(responses!(), "VALUES "),
    row: "(?, ?, ?, ?, ?, ?, ?, ?, ?)",
    after: higher_revision_wins!(),
};

const RESPONSES: &str = concat!(
    responses!(),
    "SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], \
     $8::boolean[], $9::text[])",
    higher_revision_wins!()
);

const RESPONDENT: &str = "INSERT INTO respondents (ref, response_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

const RESPONDENTS: &str = "INSERT INTO respondents (ref, response_id) SELECT * FROM UNNEST($1::text[], $2::uuid[]) \
    ON CONFLICT DO NOTHING";

const CASE: &str = "INSERT INTO cases (id, reference, event_id, response_id, kind, survey, touchpoint, channel, \
    severity, received_at, acknowledge_by, answer_by, state, version, next_due) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14) ON CONFLICT (id) DO NOTHING";

const PHOTO: &str = "INSERT INTO photos (hash, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";

/// The newest by this server's clock counts, and of those that came together the one of the later id. A start that another has followed
/// and that is heard of again is of a second device with the same id.
const DEVICE: &str = "INSERT INTO devices (id, touchpoint, event_id, received_at, report, start_id) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (id, touchpoint) DO UPDATE SET event_id = excluded.event_id, received_at = excluded.received_at, \
    report = excluded.report, start_id = excluded.start_id, \
    earlier_start_id = CASE WHEN excluded.start_id = devices.start_id THEN devices.earlier_start_id \
        ELSE devices.start_id END, \
    conflict_at = CASE WHEN excluded.start_id = devices.earlier_start_id THEN excluded.received_at \
        ELSE devices.conflict_at END \
    WHERE (excluded.received_at, excluded.event_id) > (devices.received_at, devices.event_id)";

/// Inserts events; says of each, in order, whether it was new.
pub(super) async fn insert(session: &mut Session, events: &[&NewEvent]) -> Result<Vec<Kept>, StoreError> {
    let mut new = match session.on() {
        On::Postgres(connection) => insert_events(connection, events).await?,
        On::Sqlite(connection) => insert_events_into_file(connection, events).await?,
    };
    // Of two with the same id the first is the one that was kept.
    let mut kept = Vec::with_capacity(events.len());
    let mut fresh = Vec::with_capacity(new.len());
    for event in events {
        let is_new = new.remove(&event.id);
        fresh.extend(is_new.then_some(*event));
        kept.push(if is_new { Kept::New } else { Kept::Known });
    }
    insert_what_is_made_of(session, &fresh).await?;
    for event in fresh.iter().filter(|event| event.photo.is_some()) {
        if let Some(response) = event.response_id {
            erasing::take_out_late(session, event.id, response, event.received_at).await?;
        }
    }
    queue_deliveries(session, &fresh).await?;
    Ok(kept)
}

/// A statement of as many rows as there are.
struct Many {
    before: &'static str,
    row: &'static str,
    after: &'static str,
}

impl Many {
    /// Its text; made of literals alone, and the same for the same number, so that it is prepared once.
    fn of(&self, rows: usize) -> AssertSqlSafe<String> {
        AssertSqlSafe([self.before, &vec![self.row; rows].join(", "), self.after].concat())
    }
}

/// The ids of those that were new.
async fn insert_events_into_file(
    connection: &mut SqliteConnection,
    events: &[&NewEvent],
) -> Result<HashSet<Uuid>, StoreError> {
    let mut new = HashSet::with_capacity(events.len());
    for rows in events.chunks(ROWS) {
        let mut insert = sqlx::query_scalar::<_, String>(EVENT.of(rows.len()));
        for event in rows {
            insert = insert
                .bind(event.id.to_string())
                .bind(event.kind.name())
                .bind(event.source.as_str())
                .bind(event.subject.as_str())
                .bind(event.time.as_str())
                .bind(event.received_at)
                .bind(event.response_id.map(|id| id.to_string()))
                .bind(event.body.as_str());
        }
        for id in insert.fetch_all(&mut *connection).await? {
            new.insert(Uuid::try_parse(&id).map_err(|_| StoreError::Corrupt("id"))?);
        }
    }
    Ok(new)
}

/// The ids of those that were new. They go in by the order of their ids, so that two collectors that bring the same ones
/// wait for each other and never in a circle.
async fn insert_events(
    connection: &mut PgConnection,
    events: &[&NewEvent],
) -> Result<HashSet<Uuid>, StoreError> {
    let mut sorted = events.to_vec();
    sorted.sort_by_key(|event| event.id);
    let column = |of: fn(&NewEvent) -> &str| -> Vec<&str> { sorted.iter().map(|event| of(event)).collect() };
    let new = sqlx::query_scalar(EVENTS)
        .bind(sorted.iter().map(|event| event.id).collect::<Vec<_>>())
        .bind(column(|event| event.kind.name()))
        .bind(column(|event| &event.source))
        .bind(column(|event| &event.subject))
        .bind(column(|event| &event.time))
        .bind(sorted.iter().map(|event| event.received_at).collect::<Vec<_>>())
        .bind(sorted.iter().map(|event| event.response_id).collect::<Vec<_>>())
        .bind(column(|event| &event.body))
        .fetch_all(connection)
        .await?;
    Ok(new.into_iter().collect())
}

/// Responses, cases, photographs and respondents of events that are new.
async fn insert_what_is_made_of(session: &mut Session, events: &[&NewEvent]) -> Result<(), StoreError> {
    // One statement cannot change a row twice; which of several counts is decided by the same rule as in the table. The
    // order of the map keeps collectors from waiting in a circle.
    let mut responses: BTreeMap<Uuid, (&NewEvent, &NewResponse)> = BTreeMap::new();
    for event in events {
        let Some(response) = &event.response else { continue };
        let place = responses.entry(response.id).or_insert((event, response));
        if (response.revision, event.id) > (place.1.revision, place.0.id) {
            *place = (event, response);
        }
    }
    let found_by = |event: &&NewEvent| {
        let id = event.response_id;
        event.respondents.clone().into_iter().filter_map(move |text| Some((text, id?)))
    };
    let mut respondents: Vec<(String, Uuid)> = events.iter().flat_map(found_by).collect();
    respondents.sort_unstable();
    match session.on() {
        On::Postgres(connection) => {
            let responses: Vec<_> = responses.into_values().collect();
            insert_responses(connection, &responses).await?;
            if !respondents.is_empty() {
                let (hashes, ids): (Vec<String>, Vec<Uuid>) = respondents.into_iter().unzip();
                sqlx::query(RESPONDENTS).bind(hashes).bind(ids).execute(connection).await?;
            }
        }
        On::Sqlite(connection) => {
            let responses: Vec<_> = responses.into_values().collect();
            insert_responses_into_file(connection, &responses).await?;
            for (hash, id) in respondents {
                Query::new(RESPONDENT).bind(hash.as_str()).bind(id).execute(session).await?;
            }
        }
    }
    for event in events {
        if let Some(case) = &event.case {
            insert_case(session, event, case).await?;
        }
        if let Some(hash) = &event.photo {
            Query::new(PHOTO).bind(hash.as_str()).bind(event.id).execute(session).await?;
        }
    }
    insert_devices(session, events).await
}

/// In one order, so that two collectors that hear of the same devices do not wait in a circle.
async fn insert_devices(session: &mut Session, events: &[&NewEvent]) -> Result<(), StoreError> {
    let mut devices: Vec<_> =
        events.iter().filter_map(|event| Some((event.device.as_ref()?, event))).collect();
    devices.sort_by(|(one, _), (other, _)| (&one.id, &one.touchpoint).cmp(&(&other.id, &other.touchpoint)));
    for (device, event) in devices {
        let query = Query::new(DEVICE).bind(device.id.as_str()).bind(device.touchpoint.as_str());
        let query = query.bind(event.id).bind(event.received_at).bind(device.report.as_str());
        let query = query.bind(device.start.as_deref());
        query.execute(session).await?;
    }
    Ok(())
}

async fn insert_responses_into_file(
    connection: &mut SqliteConnection,
    responses: &[(&NewEvent, &NewResponse)],
) -> Result<(), StoreError> {
    for rows in responses.chunks(ROWS) {
        let mut insert = sqlx::query(RESPONSE.of(rows.len()));
        for (event, response) in rows {
            insert = insert
                .bind(response.id.to_string())
                .bind(event.id.to_string())
                .bind(response.revision)
                .bind(response.survey.as_str())
                .bind(response.touchpoint.as_str())
                .bind(response.channel.name())
                .bind(response.submitted_at)
                .bind(response.complained)
                .bind(response.digest.as_deref());
        }
        insert.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn insert_responses(
    connection: &mut PgConnection,
    responses: &[(&NewEvent, &NewResponse)],
) -> Result<(), StoreError> {
    if responses.is_empty() {
        return Ok(());
    }
    let all = || responses.iter().map(|(_, response)| *response);
    sqlx::query(RESPONSES)
        .bind(all().map(|response| response.id).collect::<Vec<_>>())
        .bind(responses.iter().map(|(event, _)| event.id).collect::<Vec<_>>())
        .bind(all().map(|response| i64::from(response.revision)).collect::<Vec<_>>())
        .bind(all().map(|response| response.survey.as_str()).collect::<Vec<_>>())
        .bind(all().map(|response| response.touchpoint.as_str()).collect::<Vec<_>>())
        .bind(all().map(|response| response.channel.name()).collect::<Vec<_>>())
        .bind(all().map(|response| response.submitted_at).collect::<Vec<_>>())
        .bind(all().map(|response| response.complained).collect::<Vec<_>>())
        .bind(all().map(|response| response.digest.as_deref()).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}

async fn insert_case(session: &mut Session, event: &NewEvent, case: &NewCase) -> Result<(), StoreError> {
    let query = Query::new(CASE)
        .bind(case.id)
        .bind(case.reference)
        .bind(event.id)
        .bind(case.response_id)
        .bind(case.kind.name())
        .bind(case.survey.as_str())
        .bind(case.touchpoint.as_str())
        .bind(case.channel.name())
        .bind(case.severity)
        .bind(case.received_at)
        .bind(case.acknowledge_by)
        .bind(case.answer_by)
        .bind(State::Received.name())
        .bind(case.acknowledge_by);
    if query.execute(session).await? == 1 {
        // A clock that is ahead must not make the next step one into the past.
        let at = case.received_at.min(event.received_at);
        let first = "INSERT INTO case_history (case_id, step, state, at, actor) VALUES ($1, 1, $2, $3, $4)";
        let first = Query::new(first).bind(case.id).bind(State::Received.name()).bind(at).bind(CUSTOMER);
        first.execute(session).await?;
    }
    Ok(())
}

/// Puts new events on the way to the webhooks of their types, in the transaction that keeps them.
async fn queue_deliveries(session: &mut Session, events: &[&NewEvent]) -> Result<(), StoreError> {
    let wanted = "SELECT DISTINCT type FROM webhooks WHERE revoked_at IS NULL";
    let rows = Query::new(wanted).all(session).await?;
    let wanted: Vec<String> = rows.iter().map(|row| row.get("type")).collect::<Result<_, _>>()?;
    for event in events.iter().filter(|event| wanted.iter().any(|kind| kind == event.kind.name())) {
        let queue = "INSERT INTO deliveries (webhook_id, event_id, attempts, next_at) \
            SELECT id, $1, 0, $2 FROM webhooks WHERE type = $3 AND revoked_at IS NULL ON CONFLICT DO NOTHING";
        let queue = Query::new(queue).bind(event.id).bind(event.received_at).bind(event.kind.name());
        queue.execute(session).await?;
    }
    Ok(())
}

/// Makes responses, cases and respondents of the events that an earlier version kept.
pub(super) async fn fill_in(session: &mut Session) -> Result<(), StoreError> {
    let mut after = Uuid::nil();
    loop {
        let chunk = "SELECT id, received_at, body FROM events WHERE id >= $1 ORDER BY id LIMIT $2";
        let rows = Query::new(chunk).bind(after).bind(CHUNK).all(session).await?;
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            let document: Value =
                serde_json::from_str(&row.get::<String>("body")?).map_err(|_| StoreError::Corrupt("body"))?;
            match Event::decode(&document) {
                Ok(event) => events.push(NewEvent::new(&event, &document, row.get("received_at")?)),
                Err(_) => {
                    tracing::warn!(id = %row.id("id")?, "an event of an earlier version cannot be read");
                }
            }
        }
        insert_what_is_made_of(session, &events.iter().collect::<Vec<_>>()).await?;
        match rows.last() {
            Some(last) if rows.len() == CHUNK as usize => {
                after = Uuid::from_u128(last.id("id")?.as_u128().saturating_add(1));
            }
            _ => return Ok(()),
        }
    }
}
