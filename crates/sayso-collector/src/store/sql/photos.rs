//! Photographs by their hash.

use serde_json::Value;

use super::database::Database;
use super::query::Query;
use crate::error::StoreError;

/// Those of a hash are the same bytes, so any of them will do.
const PHOTO: &str =
    "SELECT e.body FROM photos p JOIN events e ON e.id = p.event_id WHERE p.hash = $1 LIMIT 1";

pub(super) async fn photo(database: &Database, hash: &str) -> Result<Option<Value>, StoreError> {
    let row = Query::new(PHOTO).bind(hash).first(&mut database.read().await?).await?;
    let Some(row) = row else { return Ok(None) };
    serde_json::from_str(row.get("body")?).map(Some).map_err(|_| StoreError::Corrupt("body"))
}
