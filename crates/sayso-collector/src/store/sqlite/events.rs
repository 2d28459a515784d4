//! Responses out of the table of events: the highest revision of each, newest first.

use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{QueryBuilder, Row, Sqlite};
use uuid::Uuid;

use crate::error::StoreError;
use crate::store::{Filter, Position, StoredResponse};

/// Two events of one revision are a client's fault; the later id wins, so that the response still counts once.
const HIGHEST: &str = "SELECT e.id, e.time, e.received_at, e.submitted_at, e.body FROM events e \
    WHERE e.response_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events n WHERE n.response_id = e.response_id \
    AND (n.revision, n.id) > (e.revision, e.id))";

pub(super) async fn responses(
    pool: &SqlitePool,
    filter: &Filter,
    after: Option<Position>,
    limit: u32,
) -> Result<Vec<StoredResponse>, StoreError> {
    let mut query = QueryBuilder::new(HIGHEST);
    narrow(&mut query, filter);
    if let Some(position) = after {
        query.push(" AND (e.submitted_at, e.id) < (").push_bind(position.submitted_at);
        query.push(", ").push_bind(position.id.to_string()).push(")");
    }
    query.push(" ORDER BY e.submitted_at DESC, e.id DESC LIMIT ").push_bind(limit);
    let rows = query.build().fetch_all(pool).await?;
    rows.iter().map(read).collect()
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    if let Some(touchpoint) = &filter.touchpoint {
        query.push(" AND e.touchpoint = ").push_bind(touchpoint.clone());
    }
    if let Some(survey) = &filter.survey {
        query.push(" AND e.survey = ").push_bind(survey.clone());
    }
    if let Some(channel) = filter.channel {
        query.push(" AND e.channel = ").push_bind(channel.name());
    }
    if let Some(from) = filter.from {
        query.push(" AND e.submitted_at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" AND e.submitted_at < ").push_bind(to);
    }
}

fn read(row: &SqliteRow) -> Result<StoredResponse, StoreError> {
    let id: &str = row.try_get("id")?;
    let body: &str = row.try_get("body")?;
    Ok(StoredResponse {
        position: Position {
            submitted_at: row.try_get("submitted_at")?,
            id: Uuid::try_parse(id).map_err(|_| StoreError::Corrupt("id"))?,
        },
        time: row.try_get("time")?,
        received_at: row.try_get("received_at")?,
        body: serde_json::from_str(body).map_err(|_| StoreError::Corrupt("body"))?,
    })
}
