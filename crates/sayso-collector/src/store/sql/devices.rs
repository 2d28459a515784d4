//! What each device said last, the ones that were heard of last first.

use super::database::Database;
use super::query::{Query, Row};
use crate::error::StoreError;
use crate::store::{EventPosition, StoredDevice};

pub(super) async fn devices(
    database: &Database,
    touchpoint: Option<&str>,
    after: Option<EventPosition>,
    limit: u32,
) -> Result<Vec<StoredDevice>, StoreError> {
    let mut query = Query::new("SELECT event_id, received_at, report FROM devices WHERE TRUE");
    if let Some(touchpoint) = touchpoint {
        query.push(" AND touchpoint = ").push_bind(touchpoint);
    }
    if let Some(position) = after {
        query.push(" AND (received_at, event_id) < (").push_bind(position.received_at);
        query.push(", ").push_bind(position.id).push(")");
    }
    query.push(" ORDER BY received_at DESC, event_id DESC LIMIT ").push_bind(limit);
    let rows = query.all(&mut database.read().await?).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<StoredDevice, StoreError> {
    Ok(StoredDevice {
        position: EventPosition { received_at: row.get("received_at")?, id: row.id("event_id")? },
        report: serde_json::from_str(row.get("report")?).map_err(|_| StoreError::Corrupt("report"))?,
    })
}
