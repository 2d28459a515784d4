//! What is in the database at the end, beside what people were told.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use sayso_bed::Collector;
use serde_json::Value;
use sqlx::{Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

/// How many of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Responses that somebody was thanked for.
    pub thanked: usize,
    /// Complete responses in the database.
    pub kept: usize,
    /// Thanked for and not there.
    pub missing: usize,
    /// There, and nobody was thanked for it.
    pub unthanked: usize,
    /// Rows of events beyond one for each revision.
    pub rows_too_many: usize,
    /// There with another time than when it was given.
    pub wrong_times: usize,
}

/// Counts by the collector's export, which tells responses, and by the database, which tells rows; beside the responses that
/// people were thanked for, each with its time.
///
/// # Errors
/// When the collector or the database does not answer.
pub async fn count(database: &str, collector: &Collector, thanked: &BTreeMap<Uuid, String>) -> Result<Count> {
    let complete = complete(collector).await?;
    let revisions = revisions(database).await?;
    let unique: BTreeSet<&(Uuid, u64)> = revisions.iter().collect();
    let known: BTreeSet<Uuid> = complete.keys().copied().collect();
    let wrong = thanked.iter().filter(|(id, time)| complete.get(*id).is_some_and(|kept| kept != *time));
    Ok(Count {
        thanked: thanked.len(),
        kept: complete.len(),
        missing: thanked.keys().filter(|id| !known.contains(*id)).count(),
        unthanked: known.iter().filter(|id| !thanked.contains_key(*id)).count(),
        rows_too_many: revisions.len() - unique.len(),
        wrong_times: wrong.count(),
    })
}

/// The complete responses, each with the time that its latest revision was given.
async fn complete(collector: &Collector) -> Result<BTreeMap<Uuid, String>> {
    let client = crate::client()?;
    let request = client.get(collector.url("/v1/export.jsonl")).bearer_auth(collector.token());
    let answer = request.send().await?;
    ensure!(answer.status() == 200, "the export was answered {}", answer.status());
    let mut complete = BTreeMap::new();
    for line in answer.text().await?.lines() {
        let response: Value = serde_json::from_str(line)?;
        let text = |name: &str| response[name].as_str().map(str::to_owned).with_context(|| name.to_owned());
        if response["complete"] == true {
            let twice = complete.insert(Uuid::try_parse(&text("responseId")?)?, text("submittedAt")?);
            ensure!(twice.is_none(), "the export has a response twice");
        }
    }
    Ok(complete)
}

/// Of every row the response and which state of it.
async fn revisions(database: &str) -> Result<Vec<(Uuid, u64)>> {
    let bodies = "SELECT body FROM events WHERE type = 'sayso.response.v1'";
    let bodies: Vec<String> = if database.starts_with("sqlite:") {
        sqlx::query_scalar(bodies).fetch_all(&mut SqliteConnection::connect(database).await?).await?
    } else {
        sqlx::query_scalar(bodies).fetch_all(&mut PgConnection::connect(database).await?).await?
    };
    bodies
        .iter()
        .map(|body| {
            let data = &serde_json::from_str::<Value>(body)?["data"];
            let id = data["responseId"].as_str().context("a response's id")?;
            Ok((Uuid::try_parse(id)?, data["revision"].as_u64().context("a revision")?))
        })
        .collect()
}
