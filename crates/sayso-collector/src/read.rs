//! `GET /v1/responses`: what was answered, page by page.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Map, Value};

use crate::app::App;
use crate::auth::Reader;
use crate::problem::Problem;
use crate::query::{Page, and_one_more, answer};
use crate::store::{Filter, StoredResponse};
use crate::time;

/// The newest revision of each response, newest first.
pub(crate) async fn get_responses(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Page { filter, window } = Page::<Filter>::parse(query.as_deref().unwrap_or_default())?;
    let found = app.store.responses(&filter, and_one_more(window)).await?;
    Ok(answer(found, window, item))
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
