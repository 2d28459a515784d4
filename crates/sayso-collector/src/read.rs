//! `GET /v1/responses`: what was answered, page by page.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::auth::Reader;
use crate::problem::{Problem, json_response};
use crate::query::{self, Page};
use crate::store::StoredResponse;
use crate::time;

/// The newest revision of each response, newest first.
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

/// The data of the event and, beside it, what its envelope and the server know.
pub(crate) fn item(response: StoredResponse) -> Value {
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
