//! One event on its way to the endpoint. What a reply means is decided by the core, when to send by the outbox.

use sayso_core::config::Format;
use sayso_core::delivery::Outcome;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response, window};

use crate::json;

/// A request that hangs is ended after this.
const TIMEOUT_MS: u32 = 15_000;

/// The Fetch standard fails a request that may outlive its page if its body is larger than this many bytes.
const MOST_KEPT_ALIVE: usize = 65_536;

/// Where an event goes and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) endpoint: String,
    pub(crate) key: Option<String>,
    pub(crate) format: Format,
}

/// What came of one request.
pub(crate) struct Reply {
    pub(crate) outcome: Outcome,
    /// For the page's author: the status, or what the browser said.
    pub(crate) reason: String,
}

/// Posts an event (as the browser holds it) and says what became of it.
pub(crate) async fn post(destination: &Destination, event: &JsValue) -> Reply {
    match try_post(destination, event).await {
        Ok(status) => Reply { outcome: Outcome::of(Some(status)), reason: status.to_string() },
        Err(error) => {
            let message = json::get(&error, "message").as_string();
            Reply { outcome: Outcome::of(None), reason: message.unwrap_or_else(|| "no reply".to_owned()) }
        }
    }
}

async fn try_post(destination: &Destination, event: &JsValue) -> Result<u16, JsValue> {
    let window = window().ok_or(JsValue::NULL)?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_credentials(RequestCredentials::Omit);
    init.set_headers(headers(destination, event)?.as_ref());
    let body = body(destination.format, event);
    init.set_body(&JsValue::from_str(&body));
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    // The request outlives a page that is closed right after the tap.
    json::set(&init, "keepalive", &JsValue::from_bool(body.len() <= MOST_KEPT_ALIVE));
    let reply = JsFuture::from(window.fetch_with_str_and_init(&destination.endpoint, &init)).await?;
    Ok(reply.unchecked_into::<Response>().status())
}

fn headers(destination: &Destination, event: &JsValue) -> Result<Headers, JsValue> {
    let headers = Headers::new()?;
    let content_type = match destination.format {
        Format::CloudEvents => "application/cloudevents+json",
        Format::Json => "application/json",
        // Safelisted by the Fetch standard, with no header of ours: no preflight is sent.
        Format::Simple => "text/plain",
    };
    headers.set("content-type", content_type)?;
    if destination.format != Format::Simple {
        headers.set("idempotency-key", &json::get(event, "id").as_string().unwrap_or_default())?;
        if let Some(key) = &destination.key {
            headers.set("authorization", &["Bearer ", key].concat())?;
        }
    }
    Ok(headers)
}

fn body(format: Format, event: &JsValue) -> String {
    match format {
        Format::CloudEvents => json::stringify(event),
        Format::Json | Format::Simple => json::stringify(&json::get(event, "data")),
    }
}
