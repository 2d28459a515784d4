//! Responses out of their table: the highest revision of each, newest first, and what is counted of them.

use uuid::Uuid;

use super::database::Database;
use super::query::{Query, Row};
use crate::error::StoreError;
use crate::store::{Filter, Position, StoredResponse, Tally, Window};

const RESPONSES: &str = "SELECT r.event_id, r.submitted_at, e.time, e.received_at, e.body \
    FROM responses r JOIN events e ON e.id = r.event_id WHERE TRUE";

/// A complaint that came as an event of its own counts for its response, whichever of the two came first.
const TALLY: &str = "SELECT digest, COUNT(*) AS times, (complained OR id IN (SELECT response_id FROM cases \
    WHERE kind = 'complaint')) AS complained FROM responses r WHERE digest IS NOT NULL";

pub(super) async fn responses(
    database: &Database,
    filter: &Filter,
    window: Window,
) -> Result<Vec<StoredResponse>, StoreError> {
    let mut query = Query::new(RESPONSES);
    narrow(&mut query, filter);
    query.push_window("r.submitted_at", "r.event_id", window);
    let rows = query.all(&mut database.read().await?).await?;
    rows.iter().map(read).collect()
}

pub(super) async fn response(database: &Database, id: Uuid) -> Result<Option<StoredResponse>, StoreError> {
    let mut query = Query::new(RESPONSES);
    query.push(" AND r.id = ").push_bind(id);
    query.first(&mut database.read().await?).await?.as_ref().map(read).transpose()
}

pub(super) async fn tally(database: &Database, filter: &Filter) -> Result<Vec<Tally>, StoreError> {
    let mut query = Query::new(TALLY);
    narrow(&mut query, filter);
    query.push(" GROUP BY 1, 3");
    let rows = query.all(&mut database.read().await?).await?;
    rows.iter().map(read_tally).collect()
}

fn narrow(query: &mut Query, filter: &Filter) {
    if let Some(touchpoint) = &filter.touchpoint {
        query.push(" AND r.touchpoint = ").push_bind(touchpoint.as_str());
    }
    if let Some(survey) = &filter.survey {
        query.push(" AND r.survey = ").push_bind(survey.as_str());
    }
    if let Some(channel) = filter.channel {
        query.push(" AND r.channel = ").push_bind(channel.name());
    }
    if let Some(from) = filter.from {
        query.push(" AND r.submitted_at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" AND r.submitted_at < ").push_bind(to);
    }
}

fn read(row: &Row) -> Result<StoredResponse, StoreError> {
    Ok(StoredResponse {
        position: Position { at: row.get("submitted_at")?, id: row.id("event_id")? },
        time: row.get("time")?,
        received_at: row.get("received_at")?,
        body: serde_json::from_str(row.get("body")?).map_err(|_| StoreError::Corrupt("body"))?,
    })
}

fn read_tally(row: &Row) -> Result<Tally, StoreError> {
    let times: i64 = row.get("times")?;
    Ok(Tally {
        digest: row.get("digest")?,
        complained: row.get("complained")?,
        times: u64::try_from(times).unwrap_or_default(),
    })
}
