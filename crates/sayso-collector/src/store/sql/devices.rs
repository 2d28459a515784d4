//! What each device said last, the ones that were heard of last first.

use super::database::Database;
use super::query::{Query, Row};
use crate::error::StoreError;
use crate::store::{Position, StoredDevice, Window};

pub(super) async fn devices(
    database: &Database,
    touchpoint: Option<&str>,
    window: Window,
) -> Result<Vec<StoredDevice>, StoreError> {
    let mut query = Query::new("SELECT event_id, received_at, report, conflict_at FROM devices WHERE TRUE");
    if let Some(touchpoint) = touchpoint {
        query.push(" AND touchpoint = ").push_bind(touchpoint);
    }
    query.push_window("received_at", "event_id", window);
    let rows = query.all(&mut database.read().await?).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<StoredDevice, StoreError> {
    Ok(StoredDevice {
        position: Position { at: row.get("received_at")?, id: row.id("event_id")? },
        conflict_at: row.get("conflict_at")?,
        report: serde_json::from_str(row.get("report")?).map_err(|_| StoreError::Corrupt("report"))?,
    })
}
