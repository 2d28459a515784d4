//! A collector to talk to, the plainest client to talk with, and events to send.

use std::path::PathBuf;

use reqwest::{Client, RequestBuilder, Response};
use sayso_collector::config::{Access, Config, Database};
use sayso_collector::credential::{KeyRow, Origin};
use sayso_collector::server::{Collector, Running, open_store};
use sayso_core::complaint::Reference;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use super::database;

pub(crate) const CLOUD_EVENT: &str = "application/cloudevents+json";
pub(crate) const BATCH: &str = "application/cloudevents-batch+json";

/// A collector in this process, over a database in a folder that goes when the test ends.
pub(crate) struct Bench {
    pub(crate) client: Client,
    pub(crate) token: String,
    base: String,
    database: String,
    _folder: TempDir,
    running: Running,
}

impl Bench {
    /// One that anybody may write to.
    pub(crate) async fn open() -> Self {
        Self::start(Access::Open, None).await
    }

    /// One that needs keys.
    pub(crate) async fn closed() -> Self {
        Self::start(Access::Keys, None).await
    }

    pub(crate) async fn start(access: Access, site: Option<PathBuf>) -> Self {
        Self::with(access, |config| config.site = site).await
    }

    /// One with settings of its own.
    pub(crate) async fn with(access: Access, set: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = database::new(folder.path()).await;
        let running = start(&database, access, set).await;
        let token = running.admin_token.clone().expect("an empty database makes an admin token");
        let base = format!("http://{}", running.addr);
        Self { client: client(), token, base, database, _folder: folder, running }
    }

    /// The same database under a new collector.
    pub(crate) async fn restart(self) -> Self {
        self.restart_with(|_| ()).await
    }

    /// One more collector over the same database.
    pub(crate) async fn another(&self) -> Running {
        start(&self.database, Access::Open, |_| ()).await
    }

    /// The same with settings of its own.
    pub(crate) async fn restart_with(self, set: impl FnOnce(&mut Config)) -> Self {
        self.running.shutdown().await;
        let running = start(&self.database, Access::Open, set).await;
        assert_eq!(running.admin_token, None, "an admin token is made once");
        Self { base: format!("http://{}", running.addr), running, ..self }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn database(&self) -> Database {
        Database::parse(&self.database).unwrap()
    }

    /// What another hand does to the database behind the collector's back.
    pub(crate) async fn meddle(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        database::meddle(&self.database, sql).await
    }

    /// A write key for one origin.
    pub(crate) async fn key(&self, origin: &str) -> KeyRow {
        let key = KeyRow::generate(vec![Origin::parse(origin).unwrap()], "test", 0).unwrap();
        let store = open_store(&self.database()).await.unwrap();
        store.add_key(&key).await.unwrap();
        store.close().await;
        key
    }

    pub(crate) fn post(&self, kind: &str, body: &Value) -> RequestBuilder {
        self.client.post(self.url("/v1/events")).header("content-type", kind).body(body.to_string())
    }

    /// Posts and reads the answer.
    pub(crate) async fn send(&self, kind: &str, body: &Value) -> (u16, Value) {
        answer(self.post(kind, body)).await
    }

    /// Reads with the admin token.
    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        answer(self.client.get(self.url(path)).bearer_auth(&self.token)).await
    }

    /// The stored responses, newest first.
    pub(crate) async fn items(&self, query: &str) -> Vec<Value> {
        let (status, mut page) = self.get(&format!("/v1/responses?{query}")).await;
        assert_eq!(status, 200, "{page}");
        serde_json::from_value(page["items"].take()).unwrap()
    }
}

async fn start(database: &str, access: Access, set: impl FnOnce(&mut Config)) -> Running {
    let mut config = Config::new("127.0.0.1:0", database, access, None).unwrap();
    set(&mut config);
    Collector::start(config).await.unwrap()
}

/// A client that goes straight to the collector, whatever proxy the environment names.
pub(crate) fn client() -> Client {
    // Needed by any client; the second one of this process finds it there.
    let _there = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().unwrap()
}

/// The status and the JSON of an answer.
pub(crate) async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// A problem's status, after a look at its shape.
pub(crate) async fn problem(response: Response) -> (u16, Value) {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    for field in ["type", "title", "detail"] {
        assert!(body[field].is_string(), "{field} in {body}");
    }
    assert_eq!(body["status"], json!(status));
    (status, body)
}

/// The data of a response of one tap on five faces.
pub(crate) fn data(response_id: Uuid, revision: u32, tapped: u8) -> Value {
    json!({ "responseId": response_id.to_string(), "revision": revision, "complete": true,
        "survey": { "id": "csat", "version": 1 }, "touchpoint": "checkout", "channel": "web", "locale": "vi",
        "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00",
        "durationMs": 8123, "clockSkewMs": 0,
        "answers": { "csat": { "type": "smiley", "value": tapped, "scale": 5 } },
        "scores": [{ "metric": "csat", "value": f64::from(tapped - 1) * 25.0, "min": 0.0, "max": 100.0, "method": "rescale/1" }],
        "flags": [], "context": { "plan": "gold" }, "client": { "version": "0.1.0", "mode": "popover" } })
}

/// A complaint of some gravity, told in a response, under an id.
pub(crate) fn complaint(id: Uuid, response: Uuid) -> Value {
    json!({ "specversion": "1.0", "id": Uuid::now_v7().to_string(), "source": "https://shop.example/cart",
        "type": "sayso.complaint.v1", "subject": "checkout", "time": "2026-11-21T20:38:00.123+07:00",
        "data": { "complaintId": id.to_string(), "reference": Reference::of(id).to_string(),
            "responseId": response.to_string(), "survey": { "id": "complaint", "version": 1 }, "question": "case",
            "touchpoint": "checkout", "channel": "web", "locale": "vi", "receivedAt": "2026-11-21T20:38:00.123+07:00",
            "severity": { "value": 3, "points": [{ "cause": "DEL-LATE", "points": 3 }] },
            "due": { "acknowledge": "2026-11-21T22:38:00.123+07:00", "answer": "2026-11-22T12:38:00.123+07:00" },
            "kind": "complaint", "reasons": ["DEL-LATE"], "happened": "Giao trễ", "public": false,
            "contact": { "by": "phone", "phone": "+84912345678" },
            "consent": { "given": true, "textVersion": "complaint-contact/1", "time": "2026-11-21T20:38:00.123+07:00" } } })
}

/// An event around such data.
pub(crate) fn event(data: &Value) -> Value {
    json!({ "specversion": "1.0", "id": Uuid::now_v7().to_string(), "source": "https://shop.example/cart",
        "type": "sayso.response.v1", "subject": "checkout", "time": "2026-11-21T20:38:00.123+07:00",
        "datacontenttype": "application/json", "data": data })
}

/// A fresh event of one tap.
pub(crate) fn tap(tapped: u8) -> Value {
    event(&data(Uuid::now_v7(), 1, tapped))
}
