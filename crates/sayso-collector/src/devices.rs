//! `GET /v1/devices`: the devices at the touch points, when they were last heard of, and what they said then.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use crate::app::App;
use crate::auth::Reader;
use crate::problem::{Problem, json_response};
use crate::query::{self, DevicePage};
use crate::store::{Millis, Position, StoredDevice};
use crate::time;

/// Those that were heard of last first.
pub(crate) async fn get_devices(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let DevicePage { touchpoint, limit, after } = DevicePage::parse(query.as_deref().unwrap_or_default())?;
    // One more than asked for tells whether there is a next page.
    let mut found = app.store.devices(touchpoint.as_deref(), after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let place =
        |last: &StoredDevice| Position { submitted_at: last.position.received_at, id: last.position.id };
    let next = found.last().filter(|_| more).map(|last| query::write_cursor(place(last)));
    let now = time::now();
    let items: Vec<Value> = found.into_iter().map(|device| item(device, now)).collect();
    Ok(json_response(StatusCode::OK, &json!({ "items": items, "next": next })))
}

/// What the device said, when it came in by this server's clock, and how long ago that is.
fn item(device: StoredDevice, now: Millis) -> Value {
    let StoredDevice { position, mut report } = device;
    report["lastContact"] = time::write(position.received_at).into();
    report["silentMs"] = (now - position.received_at).max(0).into();
    report
}
