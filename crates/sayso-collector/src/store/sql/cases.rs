//! Cases and their history in their tables. Which step is allowed is decided before it comes here.

use sayso_core::complaint::{Kind, State};
use uuid::Uuid;

use super::database::{Database, Session};
use super::query::{Query, Row};
use crate::error::StoreError;
use crate::store::{CaseFilter, FoundCase, Step, StoredCase, Window};

macro_rules! cases {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.event_id, c.response_id, c.kind, c.survey, c.touchpoint, c.channel, c.severity, \
             c.received_at, c.acknowledge_by, c.answer_by, c.state, c.version, c.next_due FROM cases c WHERE ",
            $rest
        )
    };
}

pub(super) async fn cases(
    database: &Database,
    filter: &CaseFilter,
    window: Window,
) -> Result<Vec<StoredCase>, StoreError> {
    let mut query = Query::new(cases!("TRUE"));
    narrow(&mut query, filter);
    query.push_window("c.received_at", "c.id", window);
    let rows = query.all(&mut database.read().await?).await?;
    rows.iter().map(read).collect()
}

fn narrow(query: &mut Query, filter: &CaseFilter) {
    if let Some(touchpoint) = &filter.touchpoint {
        query.push(" AND c.touchpoint = ").push_bind(touchpoint.as_str());
    }
    if let Some(survey) = &filter.survey {
        query.push(" AND c.survey = ").push_bind(survey.as_str());
    }
    if let Some(channel) = filter.channel {
        query.push(" AND c.channel = ").push_bind(channel.name());
    }
    if let Some(from) = filter.from {
        query.push(" AND c.received_at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" AND c.received_at < ").push_bind(to);
    }
    if let Some(state) = filter.state {
        query.push(" AND c.state = ").push_bind(state.name());
    }
    if let Some(kind) = filter.kind {
        query.push(" AND c.kind = ").push_bind(kind.name());
    }
    if let Some(severity) = filter.severity {
        query.push(" AND c.severity >= ").push_bind(severity);
    }
    if let Some(due) = filter.due {
        query.push(" AND c.next_due < ").push_bind(due);
    }
}

pub(super) async fn case(database: &Database, id: Uuid) -> Result<Option<FoundCase>, StoreError> {
    // A step that is taken meanwhile is in all of it or in none.
    let mut session = database.snapshot().await?;
    match Query::new(cases!("c.id = $1")).bind(id).first(&mut session).await? {
        Some(row) => complete(&mut session, &row).await.map(Some),
        None => Ok(None),
    }
}

pub(super) async fn case_of_reference(
    database: &Database,
    reference: i64,
) -> Result<Option<FoundCase>, StoreError> {
    // A step that is taken meanwhile is in all of it or in none.
    let mut session = database.snapshot().await?;
    // Whoever asks by a number that two share might be shown somebody else's case.
    let rows = Query::new(cases!("c.reference = $1 LIMIT 2")).bind(reference).all(&mut session).await?;
    match rows.as_slice() {
        [row] => complete(&mut session, row).await.map(Some),
        _ => Ok(None),
    }
}

async fn complete(session: &mut Session, row: &Row) -> Result<FoundCase, StoreError> {
    let case = read(row)?;
    let history = "SELECT step, state, at, actor, note FROM case_history WHERE case_id = $1 ORDER BY step";
    let rows = Query::new(history).bind(case.id).all(session).await?;
    let history = rows.iter().map(|row| read_step(&case, row)).collect::<Result<_, _>>()?;
    let event = Query::new("SELECT body FROM events WHERE id = $1").bind(row.id("event_id")?);
    let body: String = event.first(session).await?.ok_or(StoreError::Corrupt("event"))?.get("body")?;
    let body = serde_json::from_str(&body).map_err(|_| StoreError::Corrupt("body"))?;
    Ok(FoundCase { case, history, body })
}

pub(super) async fn advance(database: &Database, step: &Step) -> Result<bool, StoreError> {
    let mut session = database.write().await?;
    let moved = "UPDATE cases SET state = $1, version = $2, next_due = $3 WHERE id = $4 AND version = $5";
    let moved = Query::new(moved)
        .bind(step.state.name())
        .bind(step.number)
        .bind(step.next_due)
        .bind(step.case_id)
        .bind(step.number - 1);
    if moved.execute(&mut session).await? == 0 {
        return Ok(false);
    }
    let written =
        "INSERT INTO case_history (case_id, step, state, at, actor, note) VALUES ($1, $2, $3, $4, $5, $6)";
    let written = Query::new(written)
        .bind(step.case_id)
        .bind(step.number)
        .bind(step.state.name())
        .bind(step.at)
        .bind(step.actor.as_str())
        .bind(step.note.as_deref());
    written.execute(&mut session).await?;
    session.commit().await?;
    Ok(true)
}

fn read(row: &Row) -> Result<StoredCase, StoreError> {
    Ok(StoredCase {
        id: row.id("id")?,
        response_id: row.id("response_id")?,
        kind: named(row.get("kind")?, &Kind::NAMES)?,
        survey: row.get("survey")?,
        touchpoint: row.get("touchpoint")?,
        channel: row.get("channel")?,
        severity: row.get("severity")?,
        received_at: row.get("received_at")?,
        acknowledge_by: row.get("acknowledge_by")?,
        answer_by: row.get("answer_by")?,
        state: named(row.get("state")?, &State::NAMES)?,
        version: row.get("version")?,
        next_due: row.get("next_due")?,
    })
}

fn read_step(case: &StoredCase, row: &Row) -> Result<Step, StoreError> {
    Ok(Step {
        case_id: case.id,
        number: row.get("step")?,
        state: named(row.get("state")?, &State::NAMES)?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        note: row.get("note")?,
        next_due: None,
    })
}

fn named<T: Copy>(name: &str, names: &[(&str, T)]) -> Result<T, StoreError> {
    let found = names.iter().find(|(known, _)| *known == name);
    found.map(|(_, meaning)| *meaning).ok_or(StoreError::Corrupt("name"))
}
