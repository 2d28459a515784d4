//! `GET /v1/devices`: what each device said last; and alerts as they came.

use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, CLOUD_EVENT, answer};

pub(crate) fn report(device: &str, touchpoint: &str, waiting: u64) -> Value {
    json!({ "deviceId": device, "touchpoint": touchpoint, "reportedAt": "2026-11-21T20:38:00.123+07:00", "version": "0.1.0",
        "uptimeMs": 300_000, "restarts": 4, "queue": { "waiting": waiting, "parked": 0 }, "clockSkewMs": 0, "faults": [] })
}

fn event(kind: &str, data: &Value) -> Value {
    json!({ "specversion": "1.0", "id": Uuid::now_v7().to_string(), "source": "https://shop.example/kiosk.html", "type": kind,
        "subject": data["touchpoint"], "time": "2026-11-21T20:38:00.123+07:00", "datacontenttype": "application/json", "data": data })
}

async fn send(bench: &Bench, device: &str, touchpoint: &str, waiting: u64) {
    let event = event("sayso.device.v1", &report(device, touchpoint, waiting));
    assert_eq!(bench.send(CLOUD_EVENT, &event).await.1["accepted"], 1);
}

/// Device, touch point and what waits on it, of each that is listed.
async fn listed(bench: &Bench, query: &str) -> Vec<(String, String, u64)> {
    let (status, page) = bench.get(&format!("/v1/devices?{query}")).await;
    assert_eq!(status, 200, "{page}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let read = |item: &Value| {
        assert!(item["lastContact"].is_string() && item["silentMs"].is_u64(), "{item}");
        (text(&item["deviceId"]), text(&item["touchpoint"]), item["queue"]["waiting"].as_u64().unwrap())
    };
    page["items"].as_array().unwrap().iter().map(read).collect()
}

fn row(device: &str, touchpoint: &str, waiting: u64) -> (String, String, u64) {
    (device.to_owned(), touchpoint.to_owned(), waiting)
}

#[tokio::test]
async fn each_device_is_listed_once_as_it_said_last() {
    let bench = Bench::open().await;
    send(&bench, "a", "counter-1", 7).await;
    send(&bench, "b", "counter-2", 0).await;
    send(&bench, "a", "counter-1", 3).await;
    assert_eq!(listed(&bench, "").await, [row("a", "counter-1", 3), row("b", "counter-2", 0)]);
    assert_eq!(listed(&bench, "touchpoint=counter-2").await, [row("b", "counter-2", 0)]);
    // All of what was said is there as events.
    let (_, events) = bench.get("/v1/events?type=sayso.device.v1").await;
    assert_eq!(events["items"].as_array().unwrap().len(), 3);
    let (_, page) = bench.get("/v1/devices?limit=1").await;
    let next = page["next"].as_str().unwrap();
    assert_eq!(listed(&bench, &format!("limit=1&cursor={next}")).await, [row("b", "counter-2", 0)]);
}

#[tokio::test]
async fn two_devices_of_one_id_are_told_apart_where_they_stand_apart() {
    let bench = Bench::open().await;
    send(&bench, "copy", "counter-1", 1).await;
    send(&bench, "copy", "counter-2", 2).await;
    assert_eq!(listed(&bench, "").await, [row("copy", "counter-2", 2), row("copy", "counter-1", 1)]);
}

/// Two devices that are copies of one used to be one, that was doing now this well and now that.
#[tokio::test]
async fn two_devices_of_one_id_in_one_place_are_said_to_be_two() {
    let bench = Bench::open().await;
    let heard = async |start: &str, waiting: u64| {
        let mut data = report("copy", "counter-1", waiting);
        data["startId"] = json!(start);
        assert_eq!(bench.send(CLOUD_EVENT, &event("sayso.device.v1", &data)).await.1["accepted"], 1);
        let (_, page) = bench.get("/v1/devices").await;
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
        page["items"][0]["conflict"].as_bool().unwrap()
    };
    // One that is started anew is one.
    for (start, waiting) in [("a", 1), ("a", 2), ("b", 3), ("b", 4), ("c", 5)] {
        assert!(!heard(start, waiting).await, "{start}");
    }
    assert!(heard("b", 6).await, "what was over goes on");
    assert!(heard("d", 7).await, "and was seen a moment ago");
    bench.meddle("UPDATE devices SET conflict_at = conflict_at - 86400000").await.unwrap();
    assert!(!heard("d", 8).await);
    // A program that says nothing of its start is known as before.
    send(&bench, "old", "counter-2", 1).await;
    send(&bench, "old", "counter-2", 2).await;
    let (_, page) = bench.get("/v1/devices?touchpoint=counter-2").await;
    assert_eq!(page["items"][0]["conflict"], json!(false));
}

#[tokio::test]
async fn of_reports_that_come_together_the_last_counts_in_whatever_order() {
    let bench = Bench::open().await;
    let [first, last] = [5, 6].map(|waiting| event("sayso.device.v1", &report("a", "counter-1", waiting)));
    assert_eq!(bench.send(BATCH, &json!([last, first])).await.1["accepted"], 2);
    assert_eq!(listed(&bench, "").await, [row("a", "counter-1", 6)]);
    // One that was known already says nothing new.
    assert_eq!(bench.send(CLOUD_EVENT, &first).await.1["duplicates"], 1);
    assert_eq!(listed(&bench, "").await, [row("a", "counter-1", 6)]);
}

#[tokio::test]
async fn bare_reports_and_alerts_are_known_again_and_wrong_ones_are_refused() {
    let bench = Bench::open().await;
    let alert = json!({ "deviceId": "a", "touchpoint": "counter-1", "at": "2026-11-21T20:38:00.123+07:00", "n": 4, "unhappy": 2,
        "rule": { "share": 0.5, "windowMs": 900_000, "minimum": 4 } });
    for data in [report("a", "counter-1", 0), alert.clone()] {
        assert_eq!(bench.send("text/plain", &data).await.1["accepted"], 1, "{data}");
        assert_eq!(bench.send("text/plain", &data).await.1["duplicates"], 1, "{data}");
    }
    let (_, events) = bench.get("/v1/events?type=sayso.alert.v1").await;
    assert_eq!(events["items"][0]["data"], alert);
    let mut wrong = event("sayso.device.v1", &report("a", "counter-1", 0));
    wrong["data"]["queue"] = json!("long");
    let (status, body) = answer(bench.post(CLOUD_EVENT, &wrong)).await;
    assert_eq!((status, &body["errors"][0]["path"]), (400, &json!("/data/queue")));
    for (path, value) in [("/data/deviceId", "a\0"), ("/data/touchpoint", "\0")] {
        let mut wrong = event("sayso.device.v1", &report("a", "counter-1", 0));
        wrong["subject"] = json!("counter-1");
        *wrong.pointer_mut(path).unwrap() = json!(value);
        let (status, body) = answer(bench.post(CLOUD_EVENT, &wrong)).await;
        assert_eq!((status, &body["errors"][0]["path"]), (400, &json!(path)), "{body}");
    }
    assert_eq!(bench.get("/v1/devices?touchpont=x").await.0, 400);
}

#[tokio::test]
async fn a_list_of_devices_needs_a_token() {
    let bench = Bench::open().await;
    assert_eq!(answer(bench.client.get(bench.url("/v1/devices"))).await.0, 401);
}
