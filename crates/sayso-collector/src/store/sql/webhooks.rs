//! Webhooks and deliveries in their tables.

use sayso_core::event::EventType;
use uuid::Uuid;

use super::database::Database;
use super::query::{Query, Row};
use crate::error::StoreError;
use crate::store::{Delivery, Millis, Outcome, WebhookRow};

pub(super) async fn add(database: &Database, webhook: &WebhookRow) -> Result<(), StoreError> {
    let mut session = database.write().await?;
    Query::new("INSERT INTO webhooks (id, type, url, secret, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(webhook.id)
        .bind(webhook.kind.name())
        .bind(webhook.url.as_str())
        .bind(webhook.secret.as_str())
        .bind(webhook.created_at)
        .execute(&mut session)
        .await?;
    session.commit().await
}

pub(super) async fn all(database: &Database) -> Result<Vec<WebhookRow>, StoreError> {
    let all = "SELECT id, type, url, secret, created_at, revoked_at FROM webhooks ORDER BY id";
    let rows = Query::new(all).all(&mut database.read().await?).await?;
    rows.iter().map(read).collect()
}

pub(super) async fn revoke(database: &Database, id: Uuid, at: Millis) -> Result<bool, StoreError> {
    let mut session = database.write().await?;
    let ended = "UPDATE webhooks SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
    let ended = Query::new(ended).bind(at).bind(id).execute(&mut session).await?;
    let forgotten = "UPDATE deliveries SET next_at = NULL, error = 'the webhook was revoked' \
        WHERE webhook_id = $1 AND next_at IS NOT NULL";
    Query::new(forgotten).bind(id).execute(&mut session).await?;
    session.commit().await?;
    Ok(ended == 1)
}

pub(super) async fn claim(
    database: &Database,
    now: Millis,
    until: Millis,
    limit: u32,
) -> Result<Vec<Delivery>, StoreError> {
    let due = "SELECT d.webhook_id, d.event_id, d.attempts + 1 AS attempts, w.url, w.secret, e.body \
        FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id JOIN events e ON e.id = d.event_id \
        WHERE d.next_at <= $1 ORDER BY d.next_at, d.webhook_id, d.event_id LIMIT $2";
    let rows = Query::new(due).bind(now).bind(limit).all(&mut database.read().await?).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut session = database.write().await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in &rows {
        let delivery = read_delivery(row)?;
        // Whoever counts the attempt up makes it. One that dies meanwhile leaves it to be tried again later.
        let count = "UPDATE deliveries SET attempts = $1, next_at = $2 \
            WHERE webhook_id = $3 AND event_id = $4 AND attempts = $5 AND next_at IS NOT NULL";
        let count = Query::new(count)
            .bind(delivery.attempts)
            .bind(until)
            .bind(delivery.webhook_id)
            .bind(delivery.event_id)
            .bind(delivery.attempts - 1);
        if count.execute(&mut session).await? == 1 {
            claimed.push(delivery);
        }
    }
    session.commit().await?;
    Ok(claimed)
}

pub(super) async fn settle(
    database: &Database,
    delivery: &Delivery,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let (delivered_at, next_at, error) = match outcome {
        Outcome::Delivered(at) => (Some(*at), None, None),
        Outcome::Again(at, error) => (None, Some(*at), Some(error.as_str())),
        Outcome::GivenUp(error) => (None, None, Some(error.as_str())),
    };
    let mut session = database.write().await?;
    Query::new(
        "UPDATE deliveries SET delivered_at = $1, next_at = $2, error = $3 \
         WHERE webhook_id = $4 AND event_id = $5 AND attempts = $6",
    )
    .bind(delivered_at)
    .bind(next_at)
    .bind(error)
    .bind(delivery.webhook_id)
    .bind(delivery.event_id)
    .bind(delivery.attempts)
    .execute(&mut session)
    .await?;
    session.commit().await
}

fn read(row: &Row) -> Result<WebhookRow, StoreError> {
    let kind: &str = row.get("type")?;
    let kind = EventType::NAMES.iter().find(|(name, _)| *name == kind).map(|(_, kind)| *kind);
    Ok(WebhookRow {
        id: row.id("id")?,
        kind: kind.ok_or(StoreError::Corrupt("type"))?,
        url: row.get("url")?,
        secret: row.get("secret")?,
        created_at: row.get("created_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}

fn read_delivery(row: &Row) -> Result<Delivery, StoreError> {
    Ok(Delivery {
        webhook_id: row.id("webhook_id")?,
        event_id: row.id("event_id")?,
        url: row.get("url")?,
        secret: row.get("secret")?,
        attempts: row.get("attempts")?,
        body: row.get("body")?,
    })
}
