//! Events that have no table of their own, as they came, newest first.

use super::database::Database;
use super::query::{Query, Row};
use crate::error::StoreError;
use crate::store::{EventFilter, Position, StoredEvent, Window};

/// The condition is the index's, word for word, so that it is used. What leads to nobody any more says nothing either.
pub(super) const EVENTS: &str = "SELECT id, received_at, body FROM events \
    WHERE type IN ('sayso.callback.v1', 'sayso.staff-call.v1', 'sayso.device.v1', 'sayso.alert.v1', 'sayso.consent.v1') \
    AND erased_at IS NULL";

pub(super) async fn events(
    database: &Database,
    filter: &EventFilter,
    window: Window,
) -> Result<Vec<StoredEvent>, StoreError> {
    let mut query = Query::new(EVENTS);
    query.push(" AND type = ").push_bind(filter.kind.name());
    if let Some(touchpoint) = &filter.touchpoint {
        query.push(" AND subject = ").push_bind(touchpoint.as_str());
    }
    if let Some(from) = filter.from {
        query.push(" AND received_at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" AND received_at < ").push_bind(to);
    }
    query.push_window("received_at", "id", window);
    let rows = query.all(&mut database.read().await?).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<StoredEvent, StoreError> {
    Ok(StoredEvent {
        position: Position { at: row.get("received_at")?, id: row.id("id")? },
        body: serde_json::from_str(row.get("body")?).map_err(|_| StoreError::Corrupt("body"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::EVENTS;
    use crate::query::LISTED;

    #[test]
    fn what_can_be_asked_for_is_what_is_listed() {
        let names = LISTED.map(|kind| format!("'{}'", kind.name())).join(", ");
        assert!(EVENTS.contains(&format!("type IN ({names})")), "{EVENTS}");
    }
}
