//! Taking what leads to a person out of the database. What that is, [`crate::respondent`] knows.

use sayso_core::event::EventType;
use serde_json::Value;
use uuid::Uuid;

use super::database::{Database, Session};
use super::query::{Query, Row};
use crate::error::StoreError;
use crate::respondent;
use crate::store::{Millis, Whom};

pub(super) async fn erase(database: &Database, who: &Whom, at: Millis) -> Result<u64, StoreError> {
    let mut session = database.write().await?;
    let responses = match who {
        Whom::Response(id) => vec![*id],
        Whom::Reference(reference) => {
            let of = Query::new("SELECT response_id FROM cases WHERE reference = $1").bind(*reference);
            ids(&of.all(&mut session).await?)?
        }
        Whom::Hash(hash) => {
            let of = Query::new("SELECT response_id FROM respondents WHERE ref = $1").bind(hash.as_str());
            ids(&of.all(&mut session).await?)?
        }
    };
    let mut everything = responses.clone();
    for response in responses {
        // A request that was made within a complaint belongs to the complaint.
        let of = Query::new("SELECT id AS response_id FROM cases WHERE response_id = $1").bind(response);
        everything.extend(ids(&of.all(&mut session).await?)?);
    }
    let mut erased = 0;
    for response in everything {
        let of =
            "SELECT id, type, body, response_id FROM events WHERE response_id = $1 AND erased_at IS NULL";
        let rows = Query::new(of).bind(response).all(&mut session).await?;
        erased += take_out(&mut session, &rows, at).await?;
    }
    session.commit().await?;
    Ok(erased)
}

pub(super) async fn erase_older(
    database: &Database,
    before: Millis,
    at: Millis,
    limit: u32,
) -> Result<u64, StoreError> {
    let mut session = database.write().await?;
    let old = "SELECT id, type, body, response_id FROM events WHERE received_at < $1 AND erased_at IS NULL \
        ORDER BY received_at LIMIT $2";
    let rows = Query::new(old).bind(before).bind(limit).all(&mut session).await?;
    let erased = take_out(&mut session, &rows, at).await?;
    session.commit().await?;
    Ok(erased)
}

/// A photograph may come after its person was taken out: then it goes as it comes.
pub(super) async fn take_out_late(
    session: &mut Session,
    event: Uuid,
    response: Uuid,
    at: Millis,
) -> Result<(), StoreError> {
    let gone = "SELECT id, type, body, response_id FROM events WHERE id = $1 AND EXISTS \
        (SELECT 1 FROM events WHERE response_id = $2 AND erased_at IS NOT NULL)";
    let rows = Query::new(gone).bind(event).bind(response).all(session).await?;
    take_out(session, &rows, at).await.map(drop)
}

fn ids(rows: &[Row]) -> Result<Vec<Uuid>, StoreError> {
    rows.iter().map(|row| row.id("response_id")).collect()
}

async fn take_out(session: &mut Session, rows: &[Row], at: Millis) -> Result<u64, StoreError> {
    for row in rows {
        let id = row.id("id")?;
        let body: Value = serde_json::from_str(row.get("body")?).map_err(|_| StoreError::Corrupt("body"))?;
        let kind: &str = row.get("type")?;
        let kind = EventType::NAMES.iter().find(|(name, _)| *name == kind).map(|(_, kind)| *kind);
        let erased = respondent::erase(kind.ok_or(StoreError::Corrupt("type"))?, &body);
        let source = erased["source"].as_str().unwrap_or_default();
        let update = Query::new("UPDATE events SET body = $1, source = $2, erased_at = $3 WHERE id = $4");
        update.bind(erased.to_string().as_str()).bind(source).bind(at).bind(id).execute(session).await?;
        Query::new("DELETE FROM photos WHERE event_id = $1").bind(id).execute(session).await?;
        let notes = "UPDATE case_history SET note = NULL WHERE note IS NOT NULL AND case_id IN \
            (SELECT id FROM cases WHERE event_id = $1)";
        Query::new(notes).bind(id).execute(session).await?;
        if row.has("response_id")? {
            let found_by = Query::new("DELETE FROM respondents WHERE response_id = $1");
            found_by.bind(row.id("response_id")?).execute(session).await?;
        }
    }
    Ok(rows.len() as u64)
}
