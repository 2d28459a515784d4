//! `POST /v1/events`: the shapes in which events come, and what the sender is told.

use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, CLOUD_EVENT, answer, data, problem, tap};

#[tokio::test]
async fn an_event_comes_back_as_it_was_sent() {
    let bench = Bench::open().await;
    let mut sent = tap(2);
    sent["data"]["fieldOfALaterVersion"] = json!({ "kept": true });
    let accepted = json!({ "accepted": 1, "duplicates": 0, "rejected": [] });
    assert_eq!(bench.send(CLOUD_EVENT, &sent).await, (202, accepted));
    let mut item = bench.items("").await.remove(0);
    let mut own = |name: &str| item.as_object_mut().unwrap().remove(name).unwrap();
    assert_eq!(
        [own("id"), own("source"), own("time")],
        [&sent["id"], &sent["source"], &sent["time"]].map(Value::clone)
    );
    assert!(own("receivedAt").as_str().unwrap().ends_with('Z'));
    assert_eq!(item, sent["data"]);
}

#[tokio::test]
async fn every_shape_of_the_contract_is_taken() {
    let bench = Bench::open().await;
    let bare = || data(Uuid::now_v7(), 1, 4);
    for (kind, body, number) in [
        (CLOUD_EVENT, tap(1), 1),
        ("application/cloudevents+json; charset=utf-8", tap(1), 1),
        (BATCH, json!([tap(2), tap(3)]), 2),
        (BATCH, json!([]), 0),
        ("application/json", tap(4), 1),
        ("application/json", json!([tap(5), bare()]), 2),
        ("application/json", bare(), 1),
        ("text/plain;charset=UTF-8", bare(), 1),
    ] {
        let (status, body) = bench.send(kind, &body).await;
        assert_eq!((status, &body["accepted"]), (202, &json!(number)), "{kind}: {body}");
    }
    assert_eq!(bench.items("").await.len(), 9);
}

#[tokio::test]
async fn events_of_other_types_are_kept_and_are_no_responses() {
    let bench = Bench::open().await;
    let mut call = tap(1);
    call["type"] = json!("sayso.consent.v1");
    call["data"] = json!({ "touchpoint": "counter 3" });
    assert_eq!(bench.send(CLOUD_EVENT, &call).await.1["accepted"], 1);
    assert_eq!(bench.send(CLOUD_EVENT, &call).await.1["duplicates"], 1);
    assert_eq!(bench.items("").await.len(), 0);
}

#[tokio::test]
async fn bare_data_takes_its_id_from_the_key_and_its_source_from_the_page() {
    let bench = Bench::open().await;
    let key = Uuid::now_v7();
    let body = data(Uuid::now_v7(), 1, 4);
    let post = || {
        let page = "https://shop.example/cart?session=secret";
        bench
            .post("application/json", &body)
            .header("idempotency-key", key.to_string())
            .header("referer", page)
    };
    assert_eq!(answer(post()).await.1["accepted"], 1);
    assert_eq!(answer(post()).await.1["duplicates"], 1);
    let item = bench.items("").await.remove(0);
    assert_eq!(
        (&item["id"], &item["source"]),
        (&json!(key.to_string()), &json!("https://shop.example/cart"))
    );
    assert_eq!(item["time"], body["submittedAt"]);
}

#[tokio::test]
async fn bare_data_without_a_key_is_known_again_by_response_and_revision() {
    let bench = Bench::open().await;
    let response = Uuid::now_v7();
    for (revision, fate) in [(1, "accepted"), (1, "duplicates"), (2, "accepted"), (2, "duplicates")] {
        let (_, body) = bench.send("text/plain", &data(response, revision, 4)).await;
        assert_eq!(body[fate], 1, "revision {revision}: {body}");
    }
    let item = bench.items("").await.remove(0);
    assert_eq!(item["id"], json!(Uuid::new_v5(&response, b"2").to_string()));
}

#[tokio::test]
async fn the_age_of_a_response_at_its_sending_is_kept() {
    let bench = Bench::open().await;
    let mut aged = tap(4);
    aged["data"]["ageMs"] = json!(86_400_000);
    aged["data"]["ageByWallMs"] = json!(3_600_000);
    assert_eq!(bench.send(CLOUD_EVENT, &aged).await.1["accepted"], 1);
    assert_eq!(bench.items("").await[0]["ageMs"], 86_400_000);
    let export =
        bench.client.get(bench.url("/v1/export.csv")).bearer_auth(&bench.token).send().await.unwrap();
    let export = export.text().await.unwrap();
    assert!(
        export.contains(",duration_ms,clock_skew_ms,age_ms,age_by_wall_ms,")
            && export.contains(",8123,0,86400000,3600000,"),
        "{export}"
    );
    for name in ["ageMs", "ageByWallMs"] {
        let mut young = tap(4);
        young["data"][name] = json!(-1);
        let (status, body) = problem(bench.post(CLOUD_EVENT, &young).send().await.unwrap()).await;
        assert_eq!((status, &body["errors"][0]["path"]), (400, &json!(format!("/data/{name}"))));
    }
}

#[tokio::test]
async fn a_key_that_is_no_uuid_is_refused() {
    let bench = Bench::open().await;
    let request =
        bench.post("application/json", &data(Uuid::now_v7(), 1, 4)).header("idempotency-key", "order-7");
    let (status, body) = problem(request.send().await.unwrap()).await;
    assert_eq!(
        (status, &body["errors"][0]["reason"]),
        (400, &json!("the header Idempotency-Key: expected a UUID"))
    );
}

#[tokio::test]
async fn a_bad_event_is_answered_with_its_place_and_reason() {
    let bench = Bench::open().await;
    let mut bad = tap(2);
    bad["data"]["answers"]["csat"]["value"] = json!(9);
    bad["time"] = json!("yesterday");
    let (status, body) = problem(bench.post(CLOUD_EVENT, &bad).send().await.unwrap()).await;
    let expected = json!([
        { "index": 0, "path": "/time", "reason": "expected a time such as 2026-11-21T20:38:00+07:00, found \"yesterday\"" },
        { "index": 0, "path": "/data/answers/csat/value", "reason": "expected 1 to 5, found 9" },
    ]);
    assert_eq!((status, &body["errors"]), (400, &expected));
    assert_eq!(bench.items("").await.len(), 0);
}

#[tokio::test]
async fn a_bad_response_without_an_envelope_is_answered_in_its_own_paths() {
    let bench = Bench::open().await;
    let mut bad = data(Uuid::now_v7(), 1, 2);
    bad["channel"] = json!("fax");
    bad.as_object_mut().unwrap().remove("responseId");
    let (status, body) = problem(bench.post("text/plain", &bad).send().await.unwrap()).await;
    let expected = [("/responseId", "is missing"), ("/channel", "expected one of web,")];
    assert_eq!((status, body["errors"].as_array().unwrap().len()), (400, expected.len()));
    for (index, (path, reason)) in expected.into_iter().enumerate() {
        let error = &body["errors"][index];
        assert_eq!(error["path"], path);
        assert!(error["reason"].as_str().unwrap().starts_with(reason), "{error}");
    }
}

#[tokio::test]
async fn bare_data_is_no_cloud_event() {
    let bench = Bench::open().await;
    let body = data(Uuid::now_v7(), 1, 2);
    let (status, body) = problem(bench.post(CLOUD_EVENT, &body).send().await.unwrap()).await;
    assert_eq!((status, &body["errors"][0]["path"]), (400, &json!("/specversion")));
}

#[tokio::test]
async fn the_good_ones_of_a_mixed_batch_are_kept() {
    let bench = Bench::open().await;
    let mut bad = tap(2);
    bad["id"] = json!("seven");
    let (status, body) = bench.send(BATCH, &json!([tap(1), bad, tap(3), "noise"])).await;
    assert_eq!((status, &body["accepted"], &body["duplicates"]), (202, &json!(2), &json!(0)));
    let expected = json!([
        { "index": 1, "problems": [{ "path": "/id", "reason": "expected a UUID, found \"seven\"" }] },
        { "index": 3, "problems": [{ "path": "", "reason": "expected an object, found \"noise\"" }] },
    ]);
    assert_eq!(body["rejected"], expected);
    assert_eq!(bench.items("").await.len(), 2);
}

#[tokio::test]
async fn malformed_json_is_answered_with_line_and_column() {
    let bench = Bench::open().await;
    for (text, line, column) in
        [("{\n  \"a\": tru }", 2, 11), ("", 1, 0), ("[1,", 1, 3), ("\u{feff}{}", 1, 1)]
    {
        let request =
            bench.client.post(bench.url("/v1/events")).header("content-type", CLOUD_EVENT).body(text);
        let (status, body) = problem(request.send().await.unwrap()).await;
        assert_eq!((status, &body["errors"][0]["line"]), (400, &json!(line)), "{text}");
        assert_eq!(body["errors"][0]["column"], json!(column), "{text}");
    }
    let deep = "[".repeat(500_000);
    let request = bench.client.post(bench.url("/v1/events")).header("content-type", BATCH).body(deep);
    assert_eq!(problem(request.send().await.unwrap()).await.0, 400);
}

#[tokio::test]
async fn sql_in_a_text_stays_a_text() {
    let bench = Bench::open().await;
    let evil = "'); DROP TABLE events; --";
    let mut sent = tap(2);
    sent["data"]["touchpoint"] = json!(evil);
    sent["subject"] = json!(evil);
    assert_eq!(bench.send(CLOUD_EVENT, &sent).await.0, 202);
    assert_eq!(
        bench.items("touchpoint=%27%29%3B%20DROP%20TABLE%20events%3B%20--").await[0]["touchpoint"],
        evil
    );
}
