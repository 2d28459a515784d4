//! `GET /v1/responses` and `/v1/scores`: filters, pages, and figures.

use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, CLOUD_EVENT, data, event, problem, tap};

/// An event of this touch point, survey, channel and time.
fn given(touchpoint: &str, survey: &str, channel: &str, submitted_at: &str) -> Value {
    let mut data = data(Uuid::now_v7(), 1, 4);
    data["touchpoint"] = json!(touchpoint);
    data["survey"]["id"] = json!(survey);
    data["channel"] = json!(channel);
    data["submittedAt"] = json!(submitted_at);
    event(&data)
}

#[tokio::test]
async fn filters_narrow_alone_and_together() {
    let bench = Bench::open().await;
    let events = json!([
        given("checkout", "csat", "web", "2026-11-20T23:30:00+07:00"),
        given("checkout", "nps", "kiosk", "2026-11-21T12:00:00Z"),
        given("quầy 1", "csat", "kiosk", "2026-11-22T00:00:00Z"),
    ]);
    assert_eq!(bench.send(BATCH, &events).await.1["accepted"], 3);
    for (query, expected) in [
        ("", vec![2, 1, 0]),
        ("touchpoint=checkout", vec![1, 0]),
        ("touchpoint=qu%E1%BA%A7y+1", vec![2]),
        ("survey=csat", vec![2, 0]),
        ("channel=kiosk", vec![2, 1]),
        ("channel=kiosk&survey=csat", vec![2]),
        ("from=2026-11-21", vec![2, 1]),
        ("from=2026-11-21&to=2026-11-22", vec![1]),
        ("to=2026-11-20T16:30:00Z", vec![]),
        ("to=2026-11-20T16:30:00.001Z", vec![0]),
        ("from=2026-11-20T23:30:00%2B07:00&to=2026-11-21", vec![0]),
        ("touchpoint=nowhere", vec![]),
    ] {
        let items = bench.items(query).await;
        let found: Vec<&Value> = items.iter().map(|item| &item["id"]).collect();
        let ids: Vec<&Value> = expected.iter().map(|index| &events[*index]["id"]).collect();
        assert_eq!(found, ids, "{query}");
        let (_, scores) = bench.get(&format!("/v1/scores?{query}")).await;
        assert_eq!(scores["n"], json!(expected.len()), "{query}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let bench = Bench::open().await;
    // Seven of the same millisecond, so that the time alone does not order them.
    let events: Vec<Value> = (0..7).map(|_| tap(3)).collect();
    bench.send(BATCH, &json!(events)).await;
    let mut expected: Vec<String> =
        events.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect();
    expected.sort_by(|a, b| b.cmp(a));
    let (mut seen, mut sizes, mut cursor) = (Vec::new(), Vec::new(), String::new());
    loop {
        let (_, page) = bench.get(&format!("/v1/responses?limit=3{cursor}")).await;
        let items = page["items"].as_array().unwrap();
        sizes.push(items.len());
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
        // What comes in meanwhile is newer, and does not shift the pages.
        let later = given("checkout", "csat", "web", "2026-11-21T23:00:00+07:00");
        assert_eq!(bench.send(CLOUD_EVENT, &later).await.0, 202);
    }
    assert_eq!((seen, sizes), (expected, vec![3, 3, 1]));
}

#[tokio::test]
async fn a_last_page_that_is_full_has_no_next() {
    let bench = Bench::open().await;
    bench.send(BATCH, &json!([tap(1), tap(2)])).await;
    assert_eq!(bench.get("/v1/responses?limit=2").await.1["next"], Value::Null);
}

#[tokio::test]
async fn a_parameter_that_cannot_be_read_is_named() {
    let bench = Bench::open().await;
    for (path, parameter) in [
        ("/v1/responses?tuchpoint=a", "tuchpoint"),
        ("/v1/responses?channel=fax", "channel"),
        ("/v1/responses?limit=501", "limit"),
        ("/v1/responses?cursor=yesterday", "cursor"),
        ("/v1/scores?from=yesterday", "from"),
        ("/v1/scores?limit=3", "limit"),
        ("/v1/scores?survey=a&survey=b", "survey"),
    ] {
        let response = bench.client.get(bench.url(path)).bearer_auth(&bench.token).send().await.unwrap();
        let (status, body) = problem(response).await;
        assert_eq!((status, &body["errors"][0]["parameter"]), (400, &json!(parameter)), "{path}");
    }
}

#[tokio::test]
async fn scores_over_nothing_are_nothing() {
    let bench = Bench::open().await;
    assert_eq!(bench.get("/v1/scores").await, (200, json!({ "scores": [], "n": 0 })));
}

#[tokio::test]
async fn a_score_says_how_it_was_made_and_how_sure_it_is() {
    let bench = Bench::open().await;
    bench.send(BATCH, &json!([tap(2), tap(3), tap(4)])).await;
    let (_, body) = bench.get("/v1/scores").await;
    let scores = body["scores"].as_array().unwrap();
    // Three faces of five: a quarter, a half, three quarters of the way.
    let mean = scores.iter().find(|score| score["method"] == "mean-rescaled/1").unwrap();
    assert_eq!((&mean["metric"], &mean["value"]), (&json!("csat"), &json!(50.0)));
    for score in scores {
        assert_eq!((&score["n"], &score["level"]), (&json!(3), &json!(0.95)), "{score}");
        assert!(score["method"].as_str().unwrap().contains('/'), "{score}");
        let [low, value, high] = ["low", "value", "high"].map(|end| score[end].as_f64().unwrap());
        assert!(low <= value && value <= high, "{score}");
    }
}

#[tokio::test]
async fn scores_run_over_more_responses_than_one_chunk() {
    let bench = Bench::open().await;
    for _ in 0..3 {
        let batch: Vec<Value> = (0..700).map(|_| tap(4)).collect();
        assert_eq!(bench.send(BATCH, &json!(batch)).await.1["accepted"], 700);
    }
    assert_eq!(bench.get("/v1/scores").await.1["n"], 2_100);
}
