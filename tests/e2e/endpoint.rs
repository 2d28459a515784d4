//! An endpoint that misbehaves on demand, serving the shop at the same address.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

use crate::setting;

/// How the endpoint answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// With this status and this body.
    Reply(u16, &'static str),
    /// With 503, and the wish to be left alone for so many seconds.
    Busy(u32),
    /// With 202 and this in its `Date`.
    Dated(&'static str),
    /// A photograph with this status, everything else with 202.
    NoPhotos(u16),
    /// Takes the event, and closes the connection instead of answering.
    LostReply,
    /// Not at all, while the connection stays open.
    Silence,
}

impl Manner {
    /// How it answers a request that brings these.
    fn towards(self, events: &[Value]) -> Self {
        match self {
            Self::NoPhotos(status) => Self::Reply(if events.iter().any(is_photo) { status } else { 202 }, ""),
            manner => manner,
        }
    }

    /// Whether an event that comes now is kept here.
    fn keeps(self) -> bool {
        matches!(self, Self::Reply(200..=299, _) | Self::Dated(_) | Self::LostReply)
    }
}

/// A page that somebody else made.
#[derive(Debug)]
pub struct HostPage {
    /// Where it is.
    pub path: &'static str,
    /// Its content security policy; empty where it has none.
    pub policy: &'static str,
    /// What is on it.
    pub html: String,
}

/// A server that takes events as it is told to.
#[derive(Debug)]
pub struct Endpoint {
    address: String,
    shared: Arc<Mutex<Shared>>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    manner: Manner,
    received: Vec<Value>,
    kept: Vec<Value>,
    requests: Vec<usize>,
    keys: Vec<Option<String>>,
}

impl Endpoint {
    /// Listens on a free port.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(manner: Manner) -> Result<Self> {
        Self::start_with(manner, Vec::new()).await
    }

    /// Serves pages of somebody else's beside the shop.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start_with(manner: Manner, pages: Vec<HostPage>) -> Result<Self> {
        let shared = Arc::new(Mutex::new(Shared {
            manner,
            received: Vec::new(),
            kept: Vec::new(),
            requests: Vec::new(),
            keys: Vec::new(),
        }));
        let mut shop = Router::new().route("/v1/events", post(take).with_state(Arc::clone(&shared)));
        for HostPage { path, policy, html } in pages {
            let kind = match Path::new(path).extension().and_then(|suffix| suffix.to_str()) {
                Some("js") => "text/javascript",
                Some("json") => "application/json",
                _ => "text/html; charset=utf-8",
            };
            let headers = [("content-type", kind), ("content-security-policy", policy)];
            shop = shop.route(path, get((headers, html)));
        }
        let shop = shop.fallback_service(ServeDir::new(setting("SAYSO_SITE")?));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let server = tokio::spawn(async move {
            axum::serve(listener, shop).await.expect("serving the shop");
        });
        Ok(Self { address, shared, server })
    }

    /// A page of the shop.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// From now on answers otherwise.
    pub fn behave(&self, manner: Manner) {
        lock(&self.shared).manner = manner;
    }

    /// Every event that was sent here, in whatever manner it was answered, and as often: what a page did not hear the reply
    /// to comes again at the next visit.
    pub fn received(&self) -> Vec<Value> {
        lock(&self.shared).received.clone()
    }

    /// The same, each of them once, as a receiver that keeps one row for each id has them.
    pub fn events(&self) -> Vec<Value> {
        let mut events: Vec<Value> = Vec::new();
        for event in self.received() {
            if events.iter().all(|known| known["id"] != event["id"]) {
                events.push(event);
            }
        }
        events
    }

    /// The ids of the events that came while they were kept, one for each time.
    pub fn kept(&self) -> Vec<String> {
        lock(&self.shared)
            .kept
            .iter()
            .map(|event| event["id"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The `Idempotency-Key` of each request.
    pub fn keys(&self) -> Vec<Option<String>> {
        lock(&self.shared).keys.clone()
    }

    /// How many events each request brought.
    pub fn requests(&self) -> Vec<usize> {
        lock(&self.shared).requests.clone()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(shared): State<Arc<Mutex<Shared>>>, headers: HeaderMap, body: Bytes) -> Response {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).map(str::to_owned);
    let events = match serde_json::from_slice(&body).unwrap_or(Value::Null) {
        Value::Array(events) => events,
        event => vec![event],
    };
    let manner = {
        let mut shared = lock(&shared);
        let manner = shared.manner.towards(&events);
        shared.requests.push(events.len());
        shared.keys.push(key);
        if manner.keeps() {
            shared.kept.extend_from_slice(&events);
        }
        shared.received.extend(events);
        manner
    };
    match manner {
        Manner::Reply(status, body) => {
            (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body).into_response()
        }
        Manner::Busy(seconds) => {
            (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", seconds.to_string())]).into_response()
        }
        Manner::NoPhotos(status) => unreachable!("towards what came, it is a reply of {status} or of 202"),
        Manner::Dated(date) => (StatusCode::ACCEPTED, [("date", date)]).into_response(),
        // Ends the task of this connection, and the connection with it.
        Manner::LostReply => std::panic::resume_unwind(Box::new("a lost reply")),
        Manner::Silence => std::future::pending().await,
    }
}

/// Whether this brings a photograph, in whichever format.
pub fn is_photo(event: &Value) -> bool {
    event["type"] == "sayso.photo.v1" || event["photoId"].is_string()
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
