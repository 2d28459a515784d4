//! A place of one's own on the network: pages and files at one origin, and an endpoint that records how it was asked.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;

/// How the endpoint was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `POST`, or `OPTIONS` for a preflight.
    pub method: String,
    /// Where, with the query.
    pub path: String,
    /// What the body was said to be.
    pub content_type: String,
    /// The body.
    pub body: String,
}

/// A server of pages, files and events, all open to every origin.
#[derive(Debug)]
pub struct Host {
    port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
    server: JoinHandle<()>,
    _pages: TempDir,
}

impl Host {
    /// Serves `files`, and before them `pages` of a name and a text, on a free port. Events go to `/v1/events`; `/moved` leads
    /// to another origin that says yes, `/login` to one that knows nothing of other origins.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(files: &Path, pages: &[(&str, String)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        for (name, text) in pages {
            std::fs::write(folder.path().join(name), text)?;
        }
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let requests = Arc::default();
        let redirect = async move |to: &str| {
            (StatusCode::FOUND, [("location", format!("http://localhost:{port}/{to}"))]).into_response()
        };
        let routes = Router::new()
            .route("/v1/events", any(take).with_state(Arc::clone(&requests)))
            .route("/moved", any(async move || redirect("said").await))
            .route("/login", any(async move || redirect("form").await))
            .route("/said", get(async || "ok"))
            .fallback_service(ServeDir::new(folder.path()).fallback(ServeDir::new(files)))
            .layer(map_response(open_to_all))
            .route("/form", get(async || "<form></form>")); // after the layer, so not open
        let server = tokio::spawn(async move {
            axum::serve(listener, routes).await.expect("serving a place of one's own");
        });
        Ok(Self { port, requests, server, _pages: folder })
    }

    /// The address of a page or file.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// How the endpoint was asked so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn take(
    State(requests): State<Arc<Mutex<Vec<Request>>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let content_type = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let request = Request {
        method: method.to_string(),
        path: uri.to_string(),
        content_type: content_type.to_owned(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    let allowed = "content-type, idempotency-key, authorization";
    (StatusCode::ACCEPTED, [("access-control-allow-headers", allowed)]).into_response()
}

async fn open_to_all(mut response: Response) -> Response {
    response.headers_mut().insert("access-control-allow-origin", HeaderValue::from_static("*"));
    response
}
