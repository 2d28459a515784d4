//! `GET /v1/events`: the events that become neither a response nor a case, page by page. Call-backs and calls for a member of staff are
//! what somebody waits for; the health of devices, alerts and consents are listed alike.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Reader;
use crate::problem::{Problem, json_response};
use crate::query::{self, EventPage};
use crate::store::{Position, StoredEvent};
use crate::time;

/// The events of a type, those that came in last first.
pub(crate) async fn get_events(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let EventPage { filter, limit, after } = EventPage::parse(query.as_deref().unwrap_or_default())?;
    // One more than asked for tells whether there is a next page.
    let mut found = app.store.events(&filter, after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let place =
        |last: &StoredEvent| Position { submitted_at: last.position.received_at, id: last.position.id };
    let next = found.last().filter(|_| more).map(|last| query::write_cursor(place(last)));
    let items: Vec<Value> = found.into_iter().map(item).collect();
    Ok(json_response(StatusCode::OK, &json!({ "items": items, "next": next })))
}

/// The event as it came, and when it did.
fn item(event: StoredEvent) -> Value {
    let StoredEvent { position, mut body } = event;
    body["receivedAt"] = time::write(position.received_at).into();
    body
}
