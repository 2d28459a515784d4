//! Events on their way to the endpoint. What a reply means is decided by the core, when to send by the outbox.

use js_sys::{Array, Date, JSON};
use sayso_core::config::Format;
use sayso_core::delivery::{Outcome, fits_beacon, refused, retry_after_ms, skew_ms, timeout_ms};
use wasm_bindgen::JsValue;

use crate::call::{call, settled, spawn, window};
use crate::{clock, json};

/// The Fetch standard fails a request that may outlive its page if its body is larger than this many bytes.
const MOST_KEPT_ALIVE: usize = 65_536;

/// Where an event goes and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) endpoint: String,
    pub(crate) key: Option<String>,
    pub(crate) format: Format,
    /// The most events that the endpoint wants in one request.
    pub(crate) batch: usize,
}

impl Destination {
    /// What sets its requests apart from those elsewhere.
    pub(crate) fn lane(&self) -> String {
        let key = self.key.as_deref().unwrap_or_default();
        [&self.endpoint, "\n", Format::NAMES[self.format as usize].0, "\n", key].concat()
    }

    /// Whether it is of the same origin as the page.
    fn is_of_the_page(&self) -> bool {
        let origin = json::get(&json::get(&window(), "location"), "origin").as_string();
        origin.is_some_and(|origin| self.endpoint.starts_with(&[&origin, "/"].concat()))
    }
}

/// What came of one request.
pub(crate) struct Reply {
    pub(crate) outcome: Outcome,
    /// For the page's author: the status, or what the browser said.
    pub(crate) reason: String,
    /// How long the endpoint asks to be left alone.
    pub(crate) asked_ms: Option<u64>,
    /// How far this device's clock is ahead of the endpoint's, where the endpoint tells a page its time.
    pub(crate) skew_ms: Option<i64>,
    /// Of several events those that the endpoint did not take, by their place, and why.
    pub(crate) refused: Vec<(usize, String)>,
}

impl Reply {
    /// There was none.
    pub(crate) fn none(reason: &str) -> Self {
        let outcome = Outcome::of(None);
        Self { outcome, reason: reason.to_owned(), asked_ms: None, skew_ms: None, refused: Vec::new() }
    }
}

/// Posts events (as the browser holds them) in one request and says what became of them. Only a lane of CloudEvents takes
/// more than one.
pub(crate) async fn post(destination: &Destination, events: &[JsValue]) -> Reply {
    let sent_at = clock::whole(Date::now());
    match try_post(destination, events).await {
        Ok((reply, refused)) => {
            let now = clock::whole(Date::now());
            let headers = json::get(&reply, "headers");
            let header = |name: &str| call(&headers, "get", &[&JsValue::from_str(name)]).ok()?.as_string();
            let status = status(&reply);
            Reply {
                outcome: Outcome::of(Some(status)),
                reason: status.to_string(),
                asked_ms: header("retry-after").and_then(|text| retry_after_ms(&text, date_ms(&text), now)),
                skew_ms: header("date").and_then(|text| Some(skew_ms(date_ms(&text)?, sent_at, now))),
                refused,
            }
        }
        Err(error) => {
            let message = json::get(&error, "message").as_string();
            Reply::none(message.as_deref().unwrap_or("no reply"))
        }
    }
}

/// Sends events in a request that outlives its page. Nobody hears of the reply.
pub(crate) fn part(destination: Destination, events: Vec<JsValue>) {
    spawn(async move {
        // Where there is no such request, or no room for another.
        if !outlives_its_page() || try_post(&destination, &events).await.is_err() {
            beacon(&destination, &events);
        }
    });
}

/// Whether this browser knows requests that outlive their page.
fn outlives_its_page() -> bool {
    let request = json::get(&json::get(&window(), "Request"), "prototype");
    call(&request, "hasOwnProperty", &[&JsValue::from_str("keepalive")]).is_ok_and(|knows| knows.is_truthy())
}

fn beacon(destination: &Destination, events: &[JsValue]) {
    if !fits_beacon(destination.format, destination.key.is_some(), destination.is_of_the_page()) {
        return;
    }
    let body = JsValue::from_str(&body(destination.format, events));
    let kind = json::object(&[("type", JsValue::from_str(content_type(destination.format, events)))]);
    let (blob, parts) = (json::get(&window(), "Blob"), Array::of2(&Array::of1(&body), &kind));
    let blob = call(&json::get(&window(), "Reflect"), "construct", &[&blob, &parts]).unwrap_or(body);
    let navigator = json::get(&window(), "navigator");
    let _ = call(&navigator, "sendBeacon", &[&JsValue::from_str(&destination.endpoint), &blob]);
}

fn status(reply: &JsValue) -> u16 {
    u16::try_from(clock::millis(json::get(reply, "status").as_f64().unwrap_or_default())).unwrap_or(0)
}

fn date_ms(header: &str) -> Option<i64> {
    let date = Date::parse(header);
    date.is_finite().then(|| clock::whole(date))
}

async fn try_post(
    destination: &Destination,
    events: &[JsValue],
) -> Result<(JsValue, Vec<(usize, String)>), JsValue> {
    let body = body(destination.format, events);
    let signal = json::get(&window(), "AbortSignal");
    // A request that hangs is ended.
    let limit = JsValue::from_f64(timeout_ms(body.len()) as f64);
    let options = json::object(&[
        ("method", JsValue::from_str("POST")),
        ("credentials", JsValue::from_str("omit")),
        ("headers", headers(destination, events)),
        ("signal", call(&signal, "timeout", &[&limit]).unwrap_or_default()),
        // The request outlives a page that is closed right after the tap.
        ("keepalive", JsValue::from_bool(body.len() <= MOST_KEPT_ALIVE)),
        ("body", JsValue::from_str(&body)),
    ]);
    let reply =
        settled(call(&window(), "fetch", &[&JsValue::from_str(&destination.endpoint), &options])?).await?;
    let mut told = Vec::new();
    if events.len() > 1 && Outcome::of(Some(status(&reply))) == Outcome::Delivered {
        // A reply that breaks off may have refused some: it is none.
        let text = settled(call(&reply, "text", &[])?).await?;
        let parsed = JSON::parse(&text.as_string().unwrap_or_default());
        // What is no JSON refuses nothing.
        told = parsed
            .ok()
            .and_then(|reply| json::from_js(&reply).ok())
            .map(|it| refused(&it))
            .unwrap_or_default();
    }
    Ok((reply, told))
}

fn headers(destination: &Destination, events: &[JsValue]) -> JsValue {
    let content_type = JsValue::from_str(content_type(destination.format, events));
    let headers = json::object(&[("content-type", content_type)]);
    if destination.format != Format::Simple {
        if let [event] = events {
            json::set(&headers, "idempotency-key", &json::get(event, "id"));
        }
        if let Some(key) = &destination.key {
            json::set(&headers, "authorization", &JsValue::from_str(&["Bearer ", key].concat()));
        }
    }
    headers.into()
}

fn content_type(format: Format, events: &[JsValue]) -> &'static str {
    match (format, events) {
        (Format::CloudEvents, [_]) => "application/cloudevents+json",
        (Format::CloudEvents, _) => "application/cloudevents-batch+json",
        (Format::Json, _) => "application/json",
        // Safelisted by the Fetch standard, with no header of ours: no preflight is sent.
        (Format::Simple, _) => "text/plain",
    }
}

fn body(format: Format, events: &[JsValue]) -> String {
    match (format, events) {
        (Format::CloudEvents, [event]) => json::stringify(event),
        (Format::CloudEvents, _) => json::stringify(&events.iter().collect::<Array>()),
        (Format::Json | Format::Simple, _) => {
            let data = events.first().map(|event| json::get(event, "data"));
            json::stringify(&data.unwrap_or_default())
        }
    }
}
