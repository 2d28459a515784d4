//! `GET /v1/events`: what waits for somebody, as it came.

use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, answer, tap};

fn request(kind: &str, touchpoint: &str) -> Value {
    let mut data = json!({ "requestId": Uuid::now_v7().to_string(), "touchpoint": touchpoint, "channel": "web", "locale": "vi",
        "requestedAt": "2026-11-21T20:38:00.123+07:00", "by": "staff" });
    if kind == "sayso.callback.v1" {
        data["by"] = json!("callback");
        data["phone"] = json!("+84912345678");
        data["slot"] = json!("noon");
        data["consent"] = json!({ "given": true, "textVersion": "complaint-contact/1", "time": "2026-11-21T20:38:00.123+07:00" });
    }
    json!({ "specversion": "1.0", "id": Uuid::now_v7().to_string(), "source": "https://shop.example/cart", "type": kind,
        "subject": touchpoint, "time": "2026-11-21T20:38:00.123+07:00", "datacontenttype": "application/json", "data": data })
}

async fn listed(bench: &Bench, query: &str) -> Vec<Value> {
    let (status, mut page) = bench.get(&format!("/v1/events?{query}")).await;
    assert_eq!(status, 200, "{page}");
    serde_json::from_value(page["items"].take()).unwrap()
}

#[tokio::test]
async fn a_desk_reads_the_call_backs_and_a_counter_its_calls_for_staff() {
    let bench = Bench::open().await;
    let events = [
        request("sayso.callback.v1", "checkout"),
        request("sayso.staff-call.v1", "counter-1"),
        request("sayso.staff-call.v1", "counter-2"),
    ];
    // One after the other, so that it is known which came last.
    for event in &events {
        assert_eq!(bench.send(BATCH, &json!([event, tap(4)])).await.1["accepted"], 2);
    }
    let ids = |items: &[Value]| items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>();
    let id = |place: usize| events[place]["id"].clone();
    let desk = listed(&bench, "type=sayso.callback.v1").await;
    assert_eq!(ids(&desk), [id(0)]);
    assert_eq!(desk[0]["data"], events[0]["data"], "as it came");
    assert!(desk[0]["receivedAt"].is_string());
    assert_eq!(ids(&listed(&bench, "type=sayso.staff-call.v1").await), [id(2), id(1)]);
    assert_eq!(ids(&listed(&bench, "type=sayso.staff-call.v1&touchpoint=counter-1").await), [id(1)]);
    assert_eq!(listed(&bench, "type=sayso.staff-call.v1&to=2020-01-01").await, Vec::<Value>::new());
    assert_eq!(listed(&bench, "type=sayso.device.v1").await, Vec::<Value>::new());
}

#[tokio::test]
async fn pages_of_events_follow_each_other_without_gap_or_repeat() {
    let bench = Bench::open().await;
    let events: Vec<Value> = (0..7).map(|_| request("sayso.staff-call.v1", "counter-1")).collect();
    // In one batch: of one moment, as far as the server can tell.
    bench.send(BATCH, &json!(events)).await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let (_, page) = bench.get(&format!("/v1/events?type=sayso.staff-call.v1&limit=3{cursor}")).await;
        seen.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let mut expected: Vec<String> =
        events.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect();
    expected.sort_unstable();
    seen.sort_unstable();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn who_was_erased_is_on_no_list() {
    let bench = Bench::open().await;
    bench
        .send(
            BATCH,
            &json!([request("sayso.callback.v1", "checkout"), request("sayso.staff-call.v1", "checkout")]),
        )
        .await;
    assert_eq!(listed(&bench, "type=sayso.callback.v1").await.len(), 1);
    let delete = bench.client.delete(bench.url("/v1/respondents/0912%20345%20678")).bearer_auth(&bench.token);
    assert_eq!(answer(delete).await.1, json!({ "erased": 1 }));
    assert_eq!(listed(&bench, "type=sayso.callback.v1").await, Vec::<Value>::new());
    assert_eq!(listed(&bench, "type=sayso.staff-call.v1").await.len(), 1, "that led to nobody");
}

#[tokio::test]
async fn a_list_needs_a_token_and_a_type() {
    let bench = Bench::open().await;
    for query in ["", "type=", "type=sayso.response.v1", "type=sayso.callback.v1&survey=csat"] {
        let (status, problem) = bench.get(&format!("/v1/events?{query}")).await;
        assert_eq!(status, 400, "{query}: {problem}");
    }
    let (_, problem) = bench.get("/v1/events").await;
    assert!(
        problem["errors"][0]["reason"].as_str().unwrap().starts_with("is missing: one of sayso.callback.v1"),
        "{problem}"
    );
    let nameless = bench.client.get(bench.url("/v1/events?type=sayso.callback.v1"));
    assert_eq!(answer(nameless).await.0, 401);
}
