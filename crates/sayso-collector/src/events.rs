//! `GET /v1/events`: the events that become neither a response nor a case, page by page. Call-backs and calls for a member of staff are
//! what somebody waits for; the health of devices, alerts and consents are listed alike.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::Value;

use crate::app::App;
use crate::auth::Reader;
use crate::problem::Problem;
use crate::query::{Page, and_one_more, answer};
use crate::store::{EventFilter, StoredEvent};
use crate::time;

/// The events of a type, those that came in last first.
pub(crate) async fn get_events(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Page { filter, window } = Page::<EventFilter>::parse(query.as_deref().unwrap_or_default())?;
    let found = app.store.events(&filter, and_one_more(window)).await?;
    Ok(answer(found, window, item))
}

/// The event as it came, and when it did.
fn item(event: StoredEvent) -> Value {
    let StoredEvent { position, mut body } = event;
    body["receivedAt"] = time::write(position.at).into();
    body
}
