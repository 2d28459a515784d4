//! Tokens and write keys in their tables. Whether a secret is the right one is left to [`crate::credential`].

use uuid::Uuid;

use super::database::{Database, On};
use super::query::{Query, Row};
use crate::credential::{KeyRow, Origin, Role, TokenRow};
use crate::error::StoreError;
use crate::store::Millis;

// A query is one literal, so that nothing of a request can get into its text.
macro_rules! tokens {
    ($rest:literal) => {
        concat!("SELECT id, role, name, hash, created_at, revoked_at FROM tokens ", $rest)
    };
}

macro_rules! keys {
    ($rest:literal) => {
        concat!(
            "SELECT k.id, k.key, k.name, k.created_at, k.revoked_at, o.origin FROM write_keys k \
             LEFT JOIN write_key_origins o ON o.key_id = k.id ",
            $rest
        )
    };
}

pub(super) async fn add_token(database: &Database, token: &TokenRow) -> Result<(), StoreError> {
    let add = "INSERT INTO tokens (id, role, name, hash, created_at) VALUES ($1, $2, $3, $4, $5)";
    insert_token(database, token, add).await?;
    Ok(())
}

pub(super) async fn add_first_token(database: &Database, token: &TokenRow) -> Result<bool, StoreError> {
    let first = "INSERT INTO tokens (id, role, name, hash, created_at) SELECT $1, $2, $3, $4, $5 \
        WHERE NOT EXISTS (SELECT 1 FROM tokens)";
    Ok(insert_token(database, token, first).await? == 1)
}

async fn insert_token(database: &Database, token: &TokenRow, sql: &'static str) -> Result<u64, StoreError> {
    let mut session = database.write().await?;
    if let On::Postgres(_) = session.on() {
        // Of several collectors that start together one alone makes the first token.
        Query::new("LOCK TABLE tokens IN EXCLUSIVE MODE").execute(&mut session).await?;
    }
    let inserted = Query::new(sql)
        .bind(token.id)
        .bind(token.role.name())
        .bind(token.name.as_str())
        .bind(token.hash.as_slice())
        .bind(token.created_at)
        .execute(&mut session)
        .await?;
    session.commit().await?;
    Ok(inserted)
}

pub(super) async fn active_token(database: &Database, id: Uuid) -> Result<Option<TokenRow>, StoreError> {
    let query = Query::new(tokens!("WHERE id = $1 AND revoked_at IS NULL")).bind(id);
    let row = query.first(&mut database.read().await?).await?;
    row.as_ref().map(read_token).transpose()
}

pub(super) async fn tokens(database: &Database) -> Result<Vec<TokenRow>, StoreError> {
    let rows = Query::new(tokens!("ORDER BY id")).all(&mut database.read().await?).await?;
    rows.iter().map(read_token).collect()
}

pub(super) async fn revoke_token(database: &Database, id: Uuid, at: Millis) -> Result<bool, StoreError> {
    revoke(database, "UPDATE tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", id, at).await
}

pub(super) async fn add_key(database: &Database, key: &KeyRow) -> Result<(), StoreError> {
    let mut session = database.write().await?;
    Query::new("INSERT INTO write_keys (id, key, name, created_at) VALUES ($1, $2, $3, $4)")
        .bind(key.id)
        .bind(key.key.as_str())
        .bind(key.name.as_str())
        .bind(key.created_at)
        .execute(&mut session)
        .await?;
    for origin in &key.origins {
        Query::new("INSERT INTO write_key_origins (origin, key_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(origin.as_str())
            .bind(key.id)
            .execute(&mut session)
            .await?;
    }
    session.commit().await
}

pub(super) async fn active_key(database: &Database, key: &str) -> Result<Option<KeyRow>, StoreError> {
    let query = Query::new(keys!("WHERE k.key = $1 AND k.revoked_at IS NULL ORDER BY k.id")).bind(key);
    Ok(read_keys(&query.all(&mut database.read().await?).await?)?.pop())
}

pub(super) async fn keys(database: &Database) -> Result<Vec<KeyRow>, StoreError> {
    let rows = Query::new(keys!("ORDER BY k.id, o.origin")).all(&mut database.read().await?).await?;
    read_keys(&rows)
}

pub(super) async fn revoke_key(database: &Database, id: Uuid, at: Millis) -> Result<bool, StoreError> {
    let sql = "UPDATE write_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
    revoke(database, sql, id, at).await
}

pub(super) async fn knows_origin(database: &Database, origin: &Origin) -> Result<bool, StoreError> {
    let known = "SELECT k.id FROM write_key_origins o JOIN write_keys k ON k.id = o.key_id \
        WHERE o.origin = $1 AND k.revoked_at IS NULL LIMIT 1";
    let query = Query::new(known).bind(origin.as_str());
    Ok(query.first(&mut database.read().await?).await?.is_some())
}

async fn revoke(database: &Database, sql: &'static str, id: Uuid, at: Millis) -> Result<bool, StoreError> {
    let mut session = database.write().await?;
    let updated = Query::new(sql).bind(at).bind(id).execute(&mut session).await?;
    session.commit().await?;
    Ok(updated == 1)
}

fn read_token(row: &Row) -> Result<TokenRow, StoreError> {
    let hash: &[u8] = row.get("hash")?;
    Ok(TokenRow {
        id: row.id("id")?,
        role: Role::from_name(row.get("role")?).ok_or(StoreError::Corrupt("role"))?,
        name: row.get("name")?,
        hash: hash.try_into().map_err(|_| StoreError::Corrupt("hash"))?,
        created_at: row.get("created_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}

/// A key has a row for each of its origins.
fn read_keys(rows: &[Row]) -> Result<Vec<KeyRow>, StoreError> {
    let mut keys: Vec<KeyRow> = Vec::new();
    for row in rows {
        let id = row.id("id")?;
        if keys.last().is_none_or(|last| last.id != id) {
            keys.push(KeyRow {
                id,
                key: row.get("key")?,
                name: row.get("name")?,
                origins: Vec::new(),
                created_at: row.get("created_at")?,
                revoked_at: row.get("revoked_at")?,
            });
        }
        let origin: Option<&str> = row.get("origin")?;
        if let (Some(key), Some(origin)) = (keys.last_mut(), origin) {
            key.origins.push(Origin::parse(origin).map_err(|_| StoreError::Corrupt("origin"))?);
        }
    }
    Ok(keys)
}
