//! `GET /v1/scores`: what the responses say about everybody.
//!
//! The statistics are `sayso-core`'s; here the responses only pass by, a chunk at a time.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use sayso_core::aggregate::{Aggregate, Estimate};
use sayso_core::answer::QuestionType;
use sayso_core::event::{Event, Payload};
use sayso_core::stats::Level;
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Reader;
use crate::problem::{Problem, json_response};
use crate::query;
use crate::store::{Filter, StoredResponse};

/// How many responses are in memory at once.
const CHUNK: u32 = 1_000;

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
    let mut after = None;
    loop {
        let chunk = app.store.responses(filter, after, CHUNK).await?;
        for stored in &chunk {
            count(&mut aggregate, stored);
        }
        match chunk.last() {
            Some(last) if chunk.len() == CHUNK as usize => after = Some(last.position),
            _ => return Ok(aggregate),
        }
    }
}

fn count(aggregate: &mut Aggregate, stored: &StoredResponse) {
    let id = stored.position.id;
    let Ok(Event { payload: Payload::Response(response), .. }) = Event::decode(&stored.body) else {
        // It was read when it came in, so another version took it.
        tracing::warn!(%id, "a response cannot be read");
        return;
    };
    let complained = response.answers.values().any(|answer| answer.kind == QuestionType::Complaint);
    if let Err(error) = aggregate.add(&response, complained) {
        tracing::warn!(%id, %error, "a response cannot be counted");
    }
}
