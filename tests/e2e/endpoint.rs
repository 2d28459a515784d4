//! An endpoint that misbehaves on demand, serving the shop at the same address.

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
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
    /// Not at all, while the connection stays open.
    Silence,
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
        let shared = Arc::new(Mutex::new(Shared { manner, received: Vec::new() }));
        let mut shop = Router::new().route("/v1/events", post(take).with_state(Arc::clone(&shared)));
        for HostPage { path, policy, html } in pages {
            let is_script = Path::new(path).extension().is_some_and(|suffix| suffix == "js");
            let kind = if is_script { "text/javascript" } else { "text/html; charset=utf-8" };
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

    /// Every event that was sent here, in whatever manner it was answered.
    pub fn received(&self) -> Vec<Value> {
        lock(&self.shared).received.clone()
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(State(shared): State<Arc<Mutex<Shared>>>, body: Bytes) -> Response {
    let event = serde_json::from_slice(&body).context("an event").unwrap_or(Value::Null);
    let manner = {
        let mut shared = lock(&shared);
        shared.received.push(event);
        shared.manner
    };
    match manner {
        Manner::Reply(status, body) => {
            (StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), body).into_response()
        }
        Manner::Silence => std::future::pending().await,
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
