//! Tokens and write keys in their tables. Whether a secret is the right one is left to [`crate::credential`].

use sqlx::Row;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use uuid::Uuid;

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
            "SELECT id, key, name, created_at, revoked_at, (SELECT group_concat(origin, ' ') FROM write_key_origins \
             WHERE key_id = write_keys.id) AS origins FROM write_keys ",
            $rest
        )
    };
}

pub(super) async fn add_token(pool: &SqlitePool, token: &TokenRow) -> Result<(), StoreError> {
    insert_token(pool, token, "INSERT INTO tokens (id, role, name, hash, created_at) VALUES (?, ?, ?, ?, ?)")
        .await?;
    Ok(())
}

pub(super) async fn add_first_token(pool: &SqlitePool, token: &TokenRow) -> Result<bool, StoreError> {
    // One statement, so that of several processes that start together one alone makes the token.
    const FIRST: &str = "INSERT INTO tokens (id, role, name, hash, created_at) SELECT ?, ?, ?, ?, ? \
        WHERE NOT EXISTS (SELECT 1 FROM tokens)";
    Ok(insert_token(pool, token, FIRST).await? == 1)
}

async fn insert_token(pool: &SqlitePool, token: &TokenRow, sql: &'static str) -> Result<u64, StoreError> {
    let inserted = sqlx::query(sql)
        .bind(token.id.to_string())
        .bind(token.role.name())
        .bind(token.name.as_str())
        .bind(token.hash.as_slice())
        .bind(token.created_at)
        .execute(pool)
        .await?;
    Ok(inserted.rows_affected())
}

pub(super) async fn active_token(pool: &SqlitePool, id: Uuid) -> Result<Option<TokenRow>, StoreError> {
    let query = sqlx::query(tokens!("WHERE id = ? AND revoked_at IS NULL"));
    let row = query.bind(id.to_string()).fetch_optional(pool).await?;
    row.as_ref().map(read_token).transpose()
}

pub(super) async fn tokens(pool: &SqlitePool) -> Result<Vec<TokenRow>, StoreError> {
    let rows = sqlx::query(tokens!("ORDER BY id")).fetch_all(pool).await?;
    rows.iter().map(read_token).collect()
}

pub(super) async fn revoke_token(pool: &SqlitePool, id: Uuid, at: Millis) -> Result<bool, StoreError> {
    revoke(pool, "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", id, at).await
}

pub(super) async fn add_key(pool: &SqlitePool, key: &KeyRow) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("INSERT INTO write_keys (id, key, name, created_at) VALUES (?, ?, ?, ?)")
        .bind(key.id.to_string())
        .bind(key.key.as_str())
        .bind(key.name.as_str())
        .bind(key.created_at)
        .execute(&mut *transaction)
        .await?;
    for origin in &key.origins {
        sqlx::query("INSERT INTO write_key_origins (origin, key_id) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(origin.as_str())
            .bind(key.id.to_string())
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

pub(super) async fn active_key(pool: &SqlitePool, key: &str) -> Result<Option<KeyRow>, StoreError> {
    let query = sqlx::query(keys!("WHERE key = ? AND revoked_at IS NULL"));
    let row = query.bind(key).fetch_optional(pool).await?;
    row.as_ref().map(read_key).transpose()
}

pub(super) async fn keys(pool: &SqlitePool) -> Result<Vec<KeyRow>, StoreError> {
    let rows = sqlx::query(keys!("ORDER BY id")).fetch_all(pool).await?;
    rows.iter().map(read_key).collect()
}

pub(super) async fn revoke_key(pool: &SqlitePool, id: Uuid, at: Millis) -> Result<bool, StoreError> {
    revoke(pool, "UPDATE write_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", id, at).await
}

pub(super) async fn knows_origin(pool: &SqlitePool, origin: &Origin) -> Result<bool, StoreError> {
    const KNOWN: &str = "SELECT 1 FROM write_key_origins o JOIN write_keys k ON k.id = o.key_id \
        WHERE o.origin = ? AND k.revoked_at IS NULL LIMIT 1";
    Ok(sqlx::query(KNOWN).bind(origin.as_str()).fetch_optional(pool).await?.is_some())
}

async fn revoke(pool: &SqlitePool, sql: &'static str, id: Uuid, at: Millis) -> Result<bool, StoreError> {
    let updated = sqlx::query(sql).bind(at).bind(id.to_string()).execute(pool).await?;
    Ok(updated.rows_affected() == 1)
}

fn read_token(row: &SqliteRow) -> Result<TokenRow, StoreError> {
    let hash: &[u8] = row.try_get("hash")?;
    Ok(TokenRow {
        id: read_id(row)?,
        role: Role::from_name(row.try_get("role")?).ok_or(StoreError::Corrupt("role"))?,
        name: row.try_get("name")?,
        hash: hash.try_into().map_err(|_| StoreError::Corrupt("hash"))?,
        created_at: row.try_get("created_at")?,
        revoked_at: row.try_get("revoked_at")?,
    })
}

fn read_key(row: &SqliteRow) -> Result<KeyRow, StoreError> {
    let origins: Option<&str> = row.try_get("origins")?;
    let origins = origins
        .unwrap_or_default()
        .split_whitespace()
        .map(|origin| Origin::parse(origin).map_err(|_| StoreError::Corrupt("origin")));
    Ok(KeyRow {
        id: read_id(row)?,
        key: row.try_get("key")?,
        name: row.try_get("name")?,
        origins: origins.collect::<Result<_, _>>()?,
        created_at: row.try_get("created_at")?,
        revoked_at: row.try_get("revoked_at")?,
    })
}

fn read_id(row: &SqliteRow) -> Result<Uuid, StoreError> {
    Uuid::try_parse(row.try_get("id")?).map_err(|_| StoreError::Corrupt("id"))
}
