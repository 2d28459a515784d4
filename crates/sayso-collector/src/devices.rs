//! `GET /v1/devices`: the devices at the touch points, when they were last heard of, and what they said then.

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::Value;

use crate::app::App;
use crate::auth::Reader;
use crate::problem::Problem;
use crate::query::{Page, and_one_more, answer};
use crate::store::{Millis, StoredDevice};
use crate::time;

/// For how long it is said, in milliseconds, that two devices have one id.
const CONFLICT: Millis = 24 * 60 * 60 * 1_000;

/// Those that were heard of last first.
pub(crate) async fn get_devices(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let Page { filter, window } = Page::<Option<String>>::parse(query.as_deref().unwrap_or_default())?;
    let found = app.store.devices(filter.as_deref(), and_one_more(window)).await?;
    let now = time::now();
    Ok(answer(found, window, |device| item(device, now)))
}

/// What the device said, when it came in by this server's clock, how long ago that is, and whether another one says it is the same.
fn item(device: StoredDevice, now: Millis) -> Value {
    let StoredDevice { position, mut report, conflict_at } = device;
    report["lastContact"] = time::write(position.at).into();
    report["silentMs"] = (now - position.at).max(0).into();
    report["conflict"] = conflict_at.is_some_and(|at| now - at < CONFLICT).into();
    report
}
