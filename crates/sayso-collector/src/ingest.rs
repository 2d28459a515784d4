//! `POST /v1/events`: from a body to rows on disk, and what the sender is told.
//!
//! A batch that holds good and bad events is answered 202: the good ones are kept, and `rejected` names the bad ones,
//! which will never work as they are. A 4xx would make the sender park the whole batch, kept ones included. Where
//! nothing can be kept, the answer is 400.

pub(crate) mod body;
mod document;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use sayso_core::problem::Problem as Fault;
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Writer;
use crate::metrics::Outcome;
use crate::problem::{Problem, json_response};
use crate::store::{Kept, NewEvent};
use crate::time::now;
use document::{Envelope, MediaType};

/// The most events that one request may bring.
pub(crate) const MAX_EVENTS: usize = 1_000;

/// One event that cannot be kept.
#[derive(Clone, Debug, PartialEq)]
struct Rejection {
    index: usize,
    faults: Vec<Fault>,
}

/// Takes one event or a batch.
pub(crate) async fn post_events(
    _: Writer,
    State(app): State<App>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let media = MediaType::of(&parts.headers)?;
    let bytes = body::read(&parts.headers, body, app.patience).await?;
    let documents = document::parse(media, &bytes)?;
    if documents.len() > MAX_EVENTS {
        let detail =
            format!("A request brings at most {MAX_EVENTS} events; this one has {}.", documents.len());
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
    }
    let alone = documents.len() == 1;
    let (events, rejected) = Envelope::of(&parts.headers, media, alone).open(documents, now());
    app.metrics.count_events(Outcome::Rejected, rejected.len());
    if events.is_empty() && !rejected.is_empty() {
        return Err(refusal(&rejected));
    }
    let kept = keep(&app, events).await?;
    Ok(receipt(&kept, &rejected))
}

async fn keep(app: &App, events: Vec<NewEvent>) -> Result<Vec<Kept>, Problem> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let kept = app.store.append(events).await?;
    let new = count_new(&kept);
    app.metrics.count_events(Outcome::Accepted, new);
    app.metrics.count_events(Outcome::Duplicate, kept.len() - new);
    Ok(kept)
}

fn count_new(kept: &[Kept]) -> usize {
    kept.iter().filter(|kept| **kept == Kept::New).count()
}

fn receipt(kept: &[Kept], rejected: &[Rejection]) -> Response {
    let accepted = count_new(kept);
    let rejected: Vec<Value> = rejected
        .iter()
        .map(|rejection| {
            let problems: Vec<Value> = rejection
                .faults
                .iter()
                .map(|fault| json!({ "path": fault.path, "reason": fault.reason }))
                .collect();
            json!({ "index": rejection.index, "problems": problems })
        })
        .collect();
    let body = json!({ "accepted": accepted, "duplicates": kept.len() - accepted, "rejected": rejected });
    json_response(StatusCode::ACCEPTED, &body)
}

fn refusal(rejected: &[Rejection]) -> Problem {
    let errors = rejected.iter().flat_map(|rejection| {
        let index = rejection.index;
        rejection
            .faults
            .iter()
            .map(move |fault| json!({ "index": index, "path": fault.path, "reason": fault.reason }))
    });
    Problem::bad_request("No event of this request can be kept; see errors.").with_errors(errors.collect())
}
