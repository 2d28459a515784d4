//! A place of one's own on the network: pages and files at one origin, and an endpoint that records how it was asked.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use std::fs::File;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::services::{ServeDir, ServeFile};

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
    end: Option<oneshot::Sender<()>>,
    /// How often a text was changed.
    puts: AtomicU64,
    pages: TempDir,
}

impl Host {
    /// Serves `files`, and before them `pages` of a name and a text, on a free port. Events go to `/v1/events`; `/stay` records how it
    /// was asked too, and leaves a browser on the page where it is; under `/short/` are the files as hosts have them that take `.html` off
    /// the address of a kiosk; `/moved` leads to another origin that says yes, `/login` to one that knows nothing of other origins.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(files: &Path, pages: &[(&str, String)]) -> Result<Self> {
        Self::start_at(0, files, pages).await
    }

    /// The same on a port where such a server was before.
    ///
    /// # Errors
    /// When somebody else has it.
    pub async fn start_at(port: u16, files: &Path, pages: &[(&str, String)]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        for (name, text) in pages {
            let path = folder.path().join(name);
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(path, text)?;
        }
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let port = listener.local_addr()?.port();
        let requests = Arc::default();
        let redirect = async move |to: &str| {
            (StatusCode::FOUND, [("location", format!("http://localhost:{port}/{to}"))]).into_response()
        };
        let routes = Router::new()
            .route("/v1/events", any(take).with_state(Arc::clone(&requests)))
            .route("/stay", any(stay).with_state(Arc::clone(&requests)))
            .route("/moved", any(async move || redirect("said").await))
            .route("/login", any(async move || redirect("form").await))
            .route("/said", get(async || "ok"))
            .route("/short/kiosk.html", get(async || Redirect::permanent("/short/kiosk")))
            .route_service("/short/kiosk", ServeFile::new(files.join("kiosk.html")))
            .nest_service("/short", ServeDir::new(files))
            .fallback_service(ServeDir::new(folder.path()).fallback(ServeDir::new(files)))
            .layer(map_response(open_to_all))
            .route("/form", get(async || "<form></form>")); // after the layer, so not open
        let (end, ended) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let served = axum::serve(listener, routes).with_graceful_shutdown(async { drop(ended.await) });
            served.await.expect("serving a place of one's own");
        });
        Ok(Self { port, requests, server, end: Some(end), puts: AtomicU64::new(0), pages: folder })
    }

    /// Serves another text under a name from now on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, name: &str, text: &str) -> Result<()> {
        let file = self.pages.path().join(name);
        std::fs::write(&file, text)?;
        // A server tells times apart by seconds, and this one may have been asked within the last.
        let later = self.puts.fetch_add(1, Ordering::Relaxed) + 1;
        let time = SystemTime::now() + Duration::from_secs(10 * later);
        File::options().write(true).open(file)?.set_modified(time).map_err(Into::into)
    }

    /// Closes the server and every connection to it; the port that is free again.
    pub async fn stop(mut self) -> u16 {
        drop(self.end.take());
        let _ended = (&mut self.server).await;
        self.port
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

async fn stay(
    requests: State<Arc<Mutex<Vec<Request>>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    drop(take(requests, method, uri, headers, body).await);
    StatusCode::NO_CONTENT
}

async fn open_to_all(mut response: Response) -> Response {
    response.headers_mut().insert("access-control-allow-origin", HeaderValue::from_static("*"));
    response
}
