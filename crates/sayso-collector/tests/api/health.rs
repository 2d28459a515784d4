//! Liveness, readiness, counters, and the one shape of error on every route.

use reqwest::Method;
use serde_json::{Value, json};

use super::harness::{BATCH, Bench, problem, tap};

#[tokio::test]
async fn a_collector_says_that_it_is_up_and_ready() {
    let bench = Bench::open().await;
    assert_eq!(bench.get("/healthz").await, (200, json!({ "status": "up" })));
    assert_eq!(bench.get("/readyz").await, (200, json!({ "status": "ready" })));
}

#[tokio::test]
async fn what_became_of_events_is_counted() {
    let bench = Bench::open().await;
    let twice = tap(3);
    let bad = json!({ "specversion": "1.0" });
    bench.send(BATCH, &json!([twice, twice, tap(4), bad])).await;
    let page = bench.client.get(bench.url("/metrics")).send().await.unwrap().text().await.unwrap();
    for line in [
        "sayso_events_total{outcome=\"accepted\"} 2",
        "sayso_events_total{outcome=\"duplicate\"} 1",
        "sayso_events_total{outcome=\"rejected\"} 1",
        "sayso_http_requests_total{method=\"POST\",route=\"/v1/events\",status=\"202\"} 1",
    ] {
        assert!(page.lines().any(|found| found == line), "{line} in\n{page}");
    }
}

#[tokio::test]
async fn every_error_has_the_same_shape_and_nothing_of_the_inside() {
    let bench = Bench::open().await;
    for (method, path, expected) in [
        (Method::GET, "/", 404),
        (Method::GET, "/v1", 404),
        (Method::GET, "/v1/events/", 404),
        (Method::POST, "/%ff%00", 404),
        (Method::PUT, "/v1/events", 405),
        (Method::GET, "/v1/events", 401),
        (Method::DELETE, "/v1/responses", 405),
        (Method::POST, "/healthz", 405),
        (Method::POST, "/v1/events", 415),
    ] {
        let response = bench.client.request(method, bench.url(path)).send().await.unwrap();
        for name in ["x-content-type-options", "content-security-policy", "cache-control", "referrer-policy"]
        {
            assert!(response.headers().contains_key(name), "{name} on {path}");
        }
        assert_eq!(response.headers().contains_key("allow"), expected == 405, "{path}");
        let (status, body) = problem(response).await;
        assert_eq!(status, expected, "{path}");
        assert_eq!(
            body.as_object().unwrap().keys().collect::<Vec<&String>>(),
            ["detail", "status", "title", "type"]
        );
    }
}

#[tokio::test]
async fn labels_do_not_grow_with_what_clients_make_up() {
    let bench = Bench::open().await;
    for number in 0..20 {
        let method = Method::from_bytes(format!("MADEUP{number}").as_bytes()).unwrap();
        bench.client.request(method, bench.url(&format!("/made/up/{number}"))).send().await.unwrap();
    }
    let page = bench.client.get(bench.url("/metrics")).send().await.unwrap().text().await.unwrap();
    let requests: Vec<&str> =
        page.lines().filter(|line| line.starts_with("sayso_http_requests_total")).collect();
    assert_eq!(requests, ["sayso_http_requests_total{method=\"other\",route=\"other\",status=\"404\"} 20"]);
}

#[tokio::test]
async fn a_database_that_fails_is_told_without_its_words() {
    let bench = Bench::open().await;
    // Another hand takes a table away.
    bench.meddle("ALTER TABLE events RENAME TO gone").await.unwrap();
    let response = bench.post(BATCH, &json!([tap(1)])).send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "1");
    let (status, body) = problem(response).await;
    assert_eq!(status, 503);
    let text: &Value = &body["detail"];
    assert!(!text.as_str().unwrap().contains("table"), "{text}");
    assert_eq!(bench.get("/readyz").await.0, 503);
    assert_eq!(bench.get("/healthz").await.0, 200);
    bench.meddle("ALTER TABLE gone RENAME TO events").await.unwrap();
    assert_eq!(bench.send(BATCH, &json!([tap(1)])).await.0, 202);
}
