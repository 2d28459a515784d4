//! A proxy between browser and collector that does to requests with events what a [`Weather`] says, and to no others.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use uuid::Uuid;

use crate::fault::{Fault, Weather};

/// Longer than any sender waits.
const FOREVER: Duration = Duration::from_mins(1);

/// How long the collector may take, which may just be starting again.
const PATIENCE: Duration = Duration::from_secs(20);

/// An endpoint that does not keep to the contract, of the proxy and the collector together: a test of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// What comes again is taken for new.
    DedupeOff,
    /// Says 202 at once, and passes on afterwards.
    AckBeforeCommit,
}

/// A running proxy; it ends when this is dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    collector: String,
    weather: Weather,
    breach: Option<Breach>,
    is_down: AtomicBool,
    client: reqwest::Client,
    times: Mutex<HashMap<Uuid, u32>>,
    tally: Mutex<BTreeMap<String, u64>>,
}

/// What was asked for.
#[derive(Clone, Debug)]
struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

/// How a request ends.
enum End {
    Answer(Response<Full<Bytes>>),
    Reset,
}

impl Proxy {
    /// Listens on a free port in front of the collector at `http://…`.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(collector: &str, weather: Weather, breach: Option<Breach>) -> Result<Self> {
        let shared = Arc::new(Shared {
            collector: collector.to_owned(),
            weather,
            breach,
            is_down: AtomicBool::new(false),
            client: crate::client()?,
            times: Mutex::default(),
            tally: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(listen(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, server })
    }

    /// An address below it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Resets whatever comes, or does so no more.
    pub fn set_down(&self, is_down: bool) {
        self.shared.is_down.store(is_down, Ordering::SeqCst);
    }

    /// How often what happened.
    pub fn tally(&self) -> BTreeMap<String, u64> {
        lock(&self.shared.tally).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// The connections end with the task that took them.
async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(serve(stream, Arc::clone(&shared)));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let _best_effort = stream.set_nodelay(true);
    // A second hold on the connection, by which it is reset.
    let Ok(stream) = stream.into_std() else { return };
    let Ok(hold) = stream.try_clone() else { return };
    let Ok(stream) = TcpStream::from_std(stream) else { return };
    let hold = Arc::new(hold);
    let service = service_fn(|request| {
        let (shared, hold) = (Arc::clone(&shared), Arc::clone(&hold));
        async move {
            match answer(&shared, request).await {
                End::Answer(response) => Ok(response),
                End::Reset => {
                    // What is closed now is closed by a reset, not by an end.
                    let _gone_already = SockRef::from(&*hold).set_linger(Some(Duration::ZERO));
                    Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
                }
            }
        }
    });
    let _broken_off = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(shared: &Arc<Shared>, request: Request<Incoming>) -> End {
    let (parts, body) = request.into_parts();
    let Ok(body) = body.collect().await else { return End::Reset };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let asked = Asked { method: parts.method, path, headers: parts.headers, body: body.to_bytes() };
    if shared.is_down.load(Ordering::SeqCst) {
        return End::Reset;
    }
    if asked.method != Method::POST || !asked.path.starts_with("/v1/events") {
        return End::Answer(pass_on_at_last(shared, &asked).await);
    }
    let event = first_event(&asked.body);
    let nth = {
        let mut times = lock(&shared.times);
        let nth = times.entry(event).or_default();
        *nth += 1;
        *nth
    };
    let fault = shared.weather.fault(event, nth);
    *lock(&shared.tally).entry(fault.name()).or_default() += 1;
    match shared.breach {
        Some(Breach::DedupeOff) if nth > 1 => suffer(shared, &renamed(asked), fault).await,
        Some(Breach::AckBeforeCommit) => {
            let shared = Arc::clone(shared);
            // Whether it comes to a commit is nobody's concern any more.
            let _on_its_way = tokio::spawn(async move { drop(suffer(&shared, &asked, fault).await) });
            End::Answer(reply(202, &json!({ "accepted": 1, "duplicates": 0, "rejected": [] })))
        }
        _ => suffer(shared, &asked, fault).await,
    }
}

/// Does the fault.
async fn suffer(shared: &Shared, asked: &Asked, fault: Fault) -> End {
    match fault {
        Fault::None => End::Answer(pass_on(shared, asked).await),
        Fault::Delay(time) => {
            tokio::time::sleep(time).await;
            End::Answer(pass_on(shared, asked).await)
        }
        Fault::Reset => End::Reset,
        Fault::ReplyLost => {
            pass_on(shared, asked).await;
            End::Reset
        }
        Fault::Silence => {
            pass_on(shared, asked).await;
            tokio::time::sleep(FOREVER).await;
            End::Reset
        }
        Fault::Twice => {
            let (first, _) = tokio::join!(pass_on(shared, asked), pass_on(shared, asked));
            End::Answer(first)
        }
        Fault::Refused(status) => End::Answer(trouble(status)),
        Fault::FailedAfter(status) => {
            pass_on(shared, asked).await;
            End::Answer(trouble(status))
        }
        Fault::Known => {
            let answer = pass_on(shared, asked).await;
            // What the collector did not keep is not known.
            End::Answer(if answer.status().is_success() { trouble(409) } else { answer })
        }
    }
}

/// Waits for the collector, where it is not there: a page comes from somewhere else than where the answers go.
async fn pass_on_at_last(shared: &Shared, asked: &Asked) -> Response<Full<Bytes>> {
    let started = Instant::now();
    loop {
        let answer = pass_on(shared, asked).await;
        if answer.status() != StatusCode::BAD_GATEWAY || started.elapsed() > PATIENCE {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn pass_on(shared: &Shared, asked: &Asked) -> Response<Full<Bytes>> {
    let mut headers = asked.headers.clone();
    for name in [header::HOST, header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        headers.remove(name);
    }
    let url = format!("{}{}", shared.collector, asked.path);
    let request = shared.client.request(asked.method.clone(), url).headers(headers).body(asked.body.clone());
    let Ok(answer) = request.timeout(PATIENCE).send().await else { return trouble(502) };
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    let Ok(body) = answer.bytes().await else { return trouble(502) };
    for name in [header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        headers.remove(name);
    }
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn trouble(status: u16) -> Response<Full<Bytes>> {
    let mut response = reply(status, &json!({ "status": status, "title": "made up by the fault campaign" }));
    if matches!(status, 429 | 503) {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    }
    response
}

fn reply(status: u16, body: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body.to_string())));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    response
}

/// By what a request is known again: the id of its first event.
fn first_event(body: &[u8]) -> Uuid {
    let document: Value = serde_json::from_slice(body).unwrap_or_default();
    let first = document.get(0).unwrap_or(&document);
    let id = first.get("id").and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok());
    id.unwrap_or_default()
}

/// As a collector sees an event that it does not know again: under an id of its own, of a response of its own.
fn renamed(mut asked: Asked) -> Asked {
    let rename = |event: &mut Value| {
        let id = uuid::Builder::from_random_bytes(fastrand::u128(..).to_be_bytes()).into_uuid();
        event["id"] = json!(id.to_string());
        event["data"]["responseId"] = json!(id.to_string());
    };
    if let Ok(mut document) = serde_json::from_slice::<Value>(&asked.body) {
        match &mut document {
            Value::Array(events) => events.iter_mut().for_each(rename),
            event => rename(event),
        }
        asked.body = Bytes::from(document.to_string());
    }
    asked
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
