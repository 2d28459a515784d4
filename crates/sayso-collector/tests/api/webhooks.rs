//! Webhooks: what is sent, to whom, signed how, and what happens where nobody listens.

use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sayso_collector::server::open_store;
use sayso_collector::store::WebhookRow;
use sayso_core::event::EventType;
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::harness::{BATCH, Bench, CLOUD_EVENT, answer, client, complaint, data, event, tap};
use super::process::{Place, Process, line};

/// What a receiver was sent, and the answers that it has left to give before it says 200.
#[derive(Clone, Default)]
struct Desk {
    received: Arc<Mutex<Vec<(HeaderMap, String)>>>,
    refusals: Arc<Mutex<Vec<StatusCode>>>,
}

impl Desk {
    async fn open(refusals: &[StatusCode]) -> (Self, SocketAddr) {
        let desk = Self { refusals: Arc::new(Mutex::new(refusals.to_vec())), ..Self::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/sayso", post(Self::take)).with_state(desk.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (desk, address)
    }

    fn take(State(desk): State<Self>, headers: HeaderMap, body: String) -> Ready<StatusCode> {
        desk.received.lock().unwrap().push((headers, body));
        ready(desk.refusals.lock().unwrap().pop().unwrap_or(StatusCode::OK))
    }

    /// What has come once so much has, or all that has come in time.
    async fn wait_for(&self, number: usize) -> Vec<(HeaderMap, String)> {
        for _ in 0..600 {
            if self.received.lock().unwrap().len() >= number {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        // One too many would come now.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        self.received.lock().unwrap().clone()
    }
}

/// Checks a delivery as a receiver does, by the text of Standard Webhooks.
fn verify(secret: &str, headers: &HeaderMap, body: &str) {
    let header = |name: &str| headers[name].to_str().unwrap();
    let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    mac.update([header("webhook-id"), header("webhook-timestamp"), body].join(".").as_bytes());
    let signature = BASE64_STANDARD.decode(header("webhook-signature").strip_prefix("v1,").unwrap()).unwrap();
    mac.verify_slice(&signature).unwrap();
    let sent: i64 = header("webhook-timestamp").parse().unwrap();
    assert!((sayso_collector::time::now() / 1_000 - sent).abs() < 60);
}

#[tokio::test]
async fn events_of_its_type_are_sent_to_a_webhook_signed() {
    let place = Place::new().await;
    let process = Process::start(&place, &["--open"]);
    let (desk, address) = Desk::open(&[]).await;
    let url = format!("http://{address}/sayso");
    let secret = line(&place, &["webhook", "create", "--type", "sayso.complaint.v1", "--url", &url]);
    let event = complaint(Uuid::now_v7(), Uuid::now_v7());
    for sent in [json!([tap(1), event, tap(2)]), json!([event])] {
        let request = client().post(process.url("/v1/events")).header("content-type", BATCH);
        assert_eq!(answer(request.body(sent.to_string())).await.0, 202);
    }
    let received = desk.wait_for(1).await;
    let [(headers, body)] = received.as_slice() else { panic!("{received:?}") };
    verify(&secret, headers, body);
    assert_eq!(headers["webhook-id"], event["id"].as_str().unwrap());
    assert_eq!(serde_json::from_str::<Value>(body).unwrap(), event);

    let row = line(&place, &["webhook", "list"]);
    assert!(row.contains("sayso.complaint.v1") && row.ends_with(&url) && !row.contains(&secret), "{row}");
    let id = row.split('\t').next().unwrap();
    assert!(super::process::run(&place, &["webhook", "revoke", id]).status.success());
    process.post(&complaint(Uuid::now_v7(), Uuid::now_v7())).await;
    assert_eq!(desk.wait_for(1).await.len(), 1, "nothing more comes");
}

/// A response with photographs comes in two revisions; its complaint came with the first.
#[tokio::test]
async fn a_response_that_comes_again_says_no_second_word_of_its_complaint() {
    let bench = Bench::open().await;
    let (desk, address) = Desk::open(&[]).await;
    hook(&bench, address).await;
    let id = Uuid::now_v7();
    let told = complaint(Uuid::now_v7(), id);
    let [said, whole] = [1, 2].map(|revision| event(&data(id, revision, 2)));
    for sent in [&said, &told, &whole, &said, &told, &whole] {
        assert_eq!(bench.send(CLOUD_EVENT, sent).await.0, 202);
    }
    let received = desk.wait_for(1).await;
    let [(headers, _)] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!(headers["webhook-id"], told["id"].as_str().unwrap());
}

async fn hook(bench: &Bench, address: SocketAddr) -> WebhookRow {
    let row = WebhookRow::generate(EventType::Complaint, &format!("http://{address}/sayso"), 0).unwrap();
    let store = open_store(&bench.database()).await.unwrap();
    store.add_webhook(&row).await.unwrap();
    store.close().await;
    row
}

#[tokio::test]
async fn a_delivery_that_failed_is_tried_again_under_its_id() {
    let bench = Bench::open().await;
    let (desk, address) = Desk::open(&[StatusCode::SERVICE_UNAVAILABLE]).await;
    let row = hook(&bench, address).await;
    bench.send(CLOUD_EVENT, &complaint(Uuid::now_v7(), Uuid::now_v7())).await;
    let received = desk.wait_for(2).await;
    let [first, second] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!(first.0["webhook-id"], second.0["webhook-id"]);
    for (headers, body) in [first, second] {
        verify(&row.secret, headers, body);
    }
    let page = bench.client.get(bench.url("/metrics")).send().await.unwrap().text().await.unwrap();
    for line in ["{outcome=\"failed\"} 1", "{outcome=\"delivered\"} 1"] {
        assert!(page.contains(&format!("sayso_webhook_attempts_total{line}")), "{page}");
    }
}

/// What is to be sent is in the database, not in whoever was about to send it.
#[tokio::test]
async fn a_delivery_that_waits_outlives_its_collector() {
    let bench = Bench::open().await;
    let (desk, address) = Desk::open(&[StatusCode::SERVICE_UNAVAILABLE]).await;
    hook(&bench, address).await;
    bench.send(CLOUD_EVENT, &complaint(Uuid::now_v7(), Uuid::now_v7())).await;
    desk.wait_for(1).await;
    let _another = bench.restart().await;
    let received = desk.wait_for(2).await;
    assert_eq!(received[0].0["webhook-id"], received[1].0["webhook-id"]);
}

#[tokio::test]
async fn two_collectors_share_the_work_and_send_each_event_once() {
    let bench = Bench::open().await;
    let second = bench.another().await;
    let (desk, address) = Desk::open(&[]).await;
    hook(&bench, address).await;
    let mut events = Vec::new();
    for _ in 0..30 {
        events.push(complaint(Uuid::now_v7(), Uuid::now_v7()));
    }
    let (_, receipt) = bench.send(BATCH, &json!(events)).await;
    assert_eq!(receipt["accepted"], 30);
    let received = desk.wait_for(30).await;
    let mut ids: Vec<&str> =
        received.iter().map(|(headers, _)| headers["webhook-id"].to_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), received.len()), (30, 30), "each once, by whichever of the two");
    second.shutdown().await;
}
