//! Nothing twice: the same event many times at once, and the revisions of one response.

use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, CLOUD_EVENT, answer, data, event, tap};

#[tokio::test(flavor = "multi_thread")]
async fn of_the_same_event_sent_many_times_at_once_one_is_kept() {
    let bench = Bench::open().await;
    let events: Vec<Value> = (0..20).map(|number| tap(1 + number % 5)).collect();
    // Each event ten times, in an order that mixes them, all under way together.
    let posts: Vec<_> = (0..200)
        .map(|number| tokio::spawn(answer(bench.post(CLOUD_EVENT, &events[number * 7 % events.len()]))))
        .collect();
    let (mut accepted, mut duplicates) = (0, 0);
    for post in posts {
        let (status, body) = post.await.unwrap();
        assert_eq!(status, 202, "{body}");
        accepted += body["accepted"].as_u64().unwrap();
        duplicates += body["duplicates"].as_u64().unwrap();
    }
    assert_eq!((accepted, duplicates), (20, 180));
    assert_eq!(bench.items("").await.len(), 20);
}

#[tokio::test]
async fn a_batch_that_holds_an_event_twice_keeps_it_once() {
    let bench = Bench::open().await;
    let twice = tap(4);
    let (_, body) = bench.send(BATCH, &json!([twice, tap(5), twice])).await;
    assert_eq!(body, json!({ "accepted": 2, "duplicates": 1, "rejected": [] }));
}

#[tokio::test]
async fn the_highest_revision_counts_in_whatever_order_they_come() {
    let bench = Bench::open().await;
    for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1]] {
        let response = Uuid::now_v7();
        for revision in order {
            // The tap rises with the revision, so the values tell which one is given back.
            let sent = event(&data(response, revision, u8::try_from(revision).unwrap()));
            assert_eq!(bench.send(CLOUD_EVENT, &sent).await.1["accepted"], 1);
        }
    }
    let items = bench.items("").await;
    let seen: Vec<_> =
        items.iter().map(|item| (&item["revision"], &item["answers"]["csat"]["value"])).collect();
    assert_eq!(seen, [(&json!(3), &json!(3)); 3]);
    let (_, scores) = bench.get("/v1/scores").await;
    assert_eq!((&scores["n"], mean(&scores)), (&json!(3), &json!(50.0)));
}

/// The mean satisfaction among the scores.
fn mean(scores: &Value) -> &Value {
    let scores = scores["scores"].as_array().unwrap();
    &scores.iter().find(|score| score["method"] == "mean-rescaled/1").unwrap()["value"]
}

#[tokio::test]
async fn an_earlier_revision_does_not_come_back_when_the_later_one_is_filtered_out() {
    let bench = Bench::open().await;
    let response = Uuid::now_v7();
    bench.send(CLOUD_EVENT, &event(&data(response, 1, 1))).await;
    let mut moved = data(response, 2, 1);
    moved["touchpoint"] = json!("delivery");
    bench.send(CLOUD_EVENT, &event(&moved)).await;
    assert_eq!(bench.items("touchpoint=checkout").await.len(), 0);
    assert_eq!(bench.items("touchpoint=delivery").await.len(), 1);
}

#[tokio::test]
async fn two_events_of_one_revision_count_once() {
    let bench = Bench::open().await;
    let response = Uuid::now_v7();
    let later = event(&data(response, 1, 5));
    let earlier = {
        let mut event = event(&data(response, 1, 1));
        event["id"] = json!(Uuid::nil().to_string());
        event
    };
    for sent in [&later, &earlier] {
        assert_eq!(bench.send(CLOUD_EVENT, sent).await.1["accepted"], 1);
    }
    let items = bench.items("").await;
    assert_eq!((items.len(), &items[0]["id"]), (1, &later["id"]));
}

#[tokio::test]
async fn what_was_kept_is_known_after_a_restart() {
    let bench = Bench::open().await;
    let sent = tap(4);
    assert_eq!(bench.send(CLOUD_EVENT, &sent).await.1["accepted"], 1);
    let bench = bench.restart().await;
    assert_eq!(bench.send(CLOUD_EVENT, &sent).await.1["duplicates"], 1);
    assert_eq!(bench.items("").await.len(), 1);
}

/// In opposite orders each would come to hold what the other waits for.
#[tokio::test(flavor = "multi_thread")]
async fn two_collectors_that_get_the_same_batches_in_opposite_orders_keep_each_event_once() {
    let bench = Bench::open().await;
    let other = bench.another().await;
    let mut events: Vec<Value> =
        (0..50).map(|number| event(&data(Uuid::from_u128(number % 7), 1, 3))).collect();
    let forwards = json!(events);
    events.reverse();
    let backwards = json!(events);
    let posts: Vec<_> = (0..40)
        .map(|number| {
            let body = if number % 2 == 0 { &forwards } else { &backwards };
            let url = if number % 4 < 2 {
                bench.url("/v1/events")
            } else {
                format!("http://{}/v1/events", other.addr)
            };
            let request = bench.client.post(url).header("content-type", BATCH).body(body.to_string());
            tokio::spawn(answer(request))
        })
        .collect();
    let mut accepted = 0;
    for post in posts {
        let (status, body) = post.await.unwrap();
        assert_eq!(status, 202, "{body}");
        accepted += body["accepted"].as_u64().unwrap();
    }
    assert_eq!((accepted, bench.items("").await.len()), (50, 7));
    other.shutdown().await;
}

#[tokio::test]
async fn sql_in_a_string_stays_a_string() {
    let bench = Bench::open().await;
    let evil = "'; DROP TABLE events; -- $1 ? \\ \"";
    let mut sent = data(Uuid::now_v7(), 1, 3);
    for place in ["touchpoint", "locale"] {
        sent[place] = json!(evil);
    }
    sent["survey"]["id"] = json!(evil);
    sent["context"] = json!({ "respondent": evil });
    assert_eq!(bench.send(CLOUD_EVENT, &event(&sent)).await.1["accepted"], 1);
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("touchpoint", evil)
        .append_pair("survey", evil)
        .finish();
    let items = bench.items(&query).await;
    assert_eq!((items.len(), &items[0]["touchpoint"]), (1, &json!(evil)));
    // What no database keeps in a text is refused, and not tried again for ever.
    sent["touchpoint"] = json!("a\0b");
    sent["revision"] = json!(2);
    let (status, body) = bench.send(CLOUD_EVENT, &event(&sent)).await;
    assert_eq!((status, &body["errors"][0]["path"]), (400, &json!("/data/touchpoint")), "{body}");
    assert_eq!(bench.get("/v1/responses?touchpoint=a%00b").await.0, 400);
}
