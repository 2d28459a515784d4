//! What is given back: responses page by page, and the scores over them.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use sayso_core::event::{Event, Payload};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::auth::Reader;
use crate::problem::{Problem, json_response};
use crate::query::{self, Page};
use crate::scores::Tally;
use crate::store::{Filter, StoredResponse};
use crate::time;

/// How many responses are in memory at once while scores are computed.
const CHUNK: u32 = 1_000;

/// `GET /v1/responses`: the newest revision of each response, newest first.
pub(crate) async fn get_responses(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Page { filter, limit, after } = Page::parse(query.as_deref().unwrap_or_default())?;
    // One more than asked for tells whether there is a next page.
    let mut found = app.store.responses(&filter, after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|last| query::write_cursor(last.position));
    let items: Vec<Value> = found.into_iter().map(item).collect();
    Ok(json_response(StatusCode::OK, &json!({ "items": items, "next": next })))
}

/// `GET /v1/scores`: aggregate scores over the newest revision of each response.
pub(crate) async fn get_scores(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let filter = query::parse_filter(query.as_deref().unwrap_or_default())?;
    let tally = tally(&app, &filter).await?;
    Ok(json_response(StatusCode::OK, &tally.encode()))
}

async fn tally(app: &App, filter: &Filter) -> Result<Tally, Problem> {
    let mut tally = Tally::default();
    let mut after = None;
    loop {
        let chunk = app.store.responses(filter, after, CHUNK).await?;
        for stored in &chunk {
            // Read when it came in, so it can be read again.
            if let Ok(Event { payload: Payload::Response(response), .. }) = Event::decode(&stored.body) {
                tally.add(&response);
            }
        }
        match chunk.last() {
            Some(last) if chunk.len() == CHUNK as usize => after = Some(last.position),
            _ => return Ok(tally),
        }
    }
}

/// The data of the event and, beside it, what its envelope and the server know.
fn item(response: StoredResponse) -> Value {
    let StoredResponse { position, time, received_at, mut body } = response;
    let mut item = match body["data"].take() {
        Value::Object(data) => data,
        _ => Map::new(),
    };
    item.insert("id".into(), position.id.to_string().into());
    item.insert("source".into(), body["source"].take());
    item.insert("time".into(), time.into());
    item.insert("receivedAt".into(), time::write(received_at).into());
    Value::Object(item)
}
