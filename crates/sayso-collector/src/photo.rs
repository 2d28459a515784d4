//! Photographs: whether the bytes that came are what they are said to be, and `GET /v1/photos/{hash}`, which gives them back.
//!
//! One is kept as the event that brought it, and found by its hash as long as it leads to nobody who was erased.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sayso_core::decode::Node;
use sayso_core::event::Payload;
use sayso_core::photo::{Media, Photo, is_hash};
use sayso_core::problem::Problem as Fault;
use serde_json::Value;

use crate::app::App;
use crate::auth::Reader;
use crate::problem::Problem;
use crate::respondent;
use crate::segment::Segment;

/// A picture has no use for anything else, whatever a browser takes it for.
const ALONE: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// The bytes of the photograph with this hash.
pub(crate) async fn get_photo(
    _: Reader,
    State(app): State<App>,
    Segment(hash): Segment,
) -> Result<Response, Problem> {
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "There is no photograph with this hash.");
    if !is_hash(&hash) {
        return Err(unknown());
    }
    let event = app.store.photo(&hash).await?.ok_or_else(unknown)?;
    let (bytes, media) = of_event(&event).ok_or_else(unknown)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.name()));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(ALONE));
    Ok(response)
}

fn of_event(event: &Value) -> Option<(Vec<u8>, Media)> {
    let photo = Photo::decode(&Node::root(&event["data"]), &mut Vec::new())?;
    let bytes = STANDARD.decode(&photo.content).ok()?;
    let media = Media::of(&bytes)?;
    Some((bytes, media))
}

/// Whatever of a photograph is not as it is said to be; its data lies at this path of its document.
pub(crate) fn faults(payload: &Payload, path: &str) -> Vec<Fault> {
    let Payload::Photo(photo) = payload else { return Vec::new() };
    let fault = |name: &str, reason: &str| vec![Fault::new(format!("{path}/{name}"), reason)];
    let Ok(bytes) = STANDARD.decode(&photo.content) else {
        return fault("content", "expected base64 with padding");
    };
    if Media::of(&bytes) != Some(photo.media) {
        return fault("mediaType", "is not what the content begins like");
    }
    if respondent::hexadecimal(&bytes) != photo.hash {
        return fault("hash", "is not the SHA-256 of the content");
    }
    Vec::new()
}
