//! `GET /v1/scores`: what the responses say about everybody.
//!
//! The statistics are `sayso-core`'s, and so is what of a response is counted; the database puts alike ones together.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use sayso_core::aggregate::{Aggregate, Digest, Estimate};
use sayso_core::stats::Level;
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Reader;
use crate::problem::{Problem, json_response};
use crate::query;
use crate::store::Filter;

/// Aggregate scores over the newest revision of each response.
pub(crate) async fn get_scores(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let filter = query::parse_filter(query.as_deref().unwrap_or_default())?;
    let aggregate = aggregate(&app, &filter).await?;
    let scores: Vec<Value> = aggregate.estimates(Level::P95).iter().map(Estimate::encode).collect();
    Ok(json_response(StatusCode::OK, &json!({ "scores": scores, "n": aggregate.responses() })))
}

async fn aggregate(app: &App, filter: &Filter) -> Result<Aggregate, Problem> {
    let mut aggregate = Aggregate::default();
    for tally in app.store.tally(filter).await? {
        let Some(digest) = Digest::decode(&tally.digest) else {
            tracing::warn!(digest = tally.digest, "what is counted of a response cannot be read");
            continue;
        };
        if let Err(error) = aggregate.add_digest(&digest, tally.complained, tally.times) {
            tracing::warn!(%error, digest = tally.digest, "a response cannot be counted");
        }
    }
    Ok(aggregate)
}
