//! What leads to a person goes when they ask, or when it is old; what is counted stays.

use std::time::Duration;

use sayso_collector::config::Access;
use sayso_collector::respondent::hash;
use sayso_core::complaint::Reference;
use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, answer, complaint, data, event, problem, tap};

async fn delete(bench: &Bench, who: &str) -> Value {
    let mut url = reqwest::Url::parse(&bench.url("/v1/respondents/")).unwrap();
    url.path_segments_mut().unwrap().pop_if_empty().push(who);
    let (status, body) = answer(bench.client.delete(url).bearer_auth(&bench.token)).await;
    assert_eq!(status, 200, "{body}");
    body
}

/// A call back that was asked for, within a complaint or alone.
fn callback(case: Option<Uuid>) -> Value {
    let mut event = complaint(Uuid::now_v7(), Uuid::now_v7());
    event["type"] = json!("sayso.callback.v1");
    event["data"] = json!({ "requestId": Uuid::now_v7().to_string(), "by": "callback", "touchpoint": "contact",
        "channel": "web", "locale": "vi", "requestedAt": "2026-11-21T20:38:00.123+07:00", "phone": "+84912345678",
        "slot": "noon", "consent": event["data"]["consent"] });
    if let Some(case) = case {
        event["data"]["complaintId"] = json!(case.to_string());
        event["data"]["reference"] = json!(Reference::of(case).to_string());
    }
    event
}

#[tokio::test]
async fn a_call_back_goes_with_the_complaint_that_it_was_asked_for_in() {
    for name in ["customer-7", "0912 345 678"] {
        let bench = Bench::open().await;
        let case = Uuid::now_v7();
        bench.send(BATCH, &personal(Uuid::now_v7(), case)).await;
        assert_eq!(bench.send(BATCH, &json!([callback(Some(case)), callback(None)])).await.1["accepted"], 2);
        // The one that was asked for alone is found by its number.
        let expected = if name == "customer-7" { 3 } else { 4 };
        assert_eq!(delete(&bench, name).await, json!({ "erased": expected }), "{name}");
    }
}

/// A response that says much of a person, and the complaint that they told in it.
fn personal(response: Uuid, case: Uuid) -> Value {
    let mut data = data(response, 1, 1);
    data["context"] = json!({ "respondent": "customer-7" });
    data["answers"]["words"] = json!({ "type": "text", "value": "SECRET" });
    let mut told = complaint(case, response);
    told["data"]["happened"] = json!("SECRET");
    told["source"] = json!("https://shop.example/account/SECRET");
    json!([event(&data), told])
}

#[tokio::test]
async fn a_person_is_found_by_any_of_their_names_and_leaves_their_scores() {
    let bench = Bench::open().await;
    let (response, case) = (Uuid::now_v7(), Uuid::now_v7());
    let names = ["customer-7", "0912 345 678", &response.to_string(), &Reference::of(case).to_string()];
    for (number, name) in names.into_iter().enumerate() {
        let bench = Bench::open().await;
        bench.send(BATCH, &personal(response, case)).await;
        bench.send(BATCH, &json!([tap(5)])).await;
        let before = bench.get("/v1/scores").await;
        let patch =
            bench.client.patch(bench.url(&format!("/v1/complaints/{case}"))).bearer_auth(&bench.token);
        let patch = patch
            .header("if-match", "*")
            .body(json!({ "state": "acknowledged", "note": "SECRET" }).to_string());
        assert_eq!(patch.send().await.unwrap().status(), 200);
        assert_eq!(delete(&bench, name).await, json!({ "erased": 2 }), "{number}");
        assert_eq!(delete(&bench, name).await, json!({ "erased": 0 }), "{number}");
        let everything = [
            bench.get("/v1/responses").await.1.to_string(),
            bench.get(&format!("/v1/complaints/{case}")).await.1.to_string(),
        ];
        for text in &everything {
            assert!(
                !text.contains("SECRET") && !text.contains("345678") && !text.contains("customer-7"),
                "{text}"
            );
        }
        assert!(everything[1].contains("acknowledged"), "the steps stay");
        assert_eq!(bench.get("/v1/scores").await, before);
    }
    assert_eq!(delete(&bench, "nobody").await, json!({ "erased": 0 }));
    let nameless = bench.client.delete(bench.url("/v1/respondents/x")).send().await.unwrap();
    assert_eq!(problem(nameless).await.0, 401);
}

#[tokio::test]
async fn nothing_in_the_database_names_a_person_who_was_erased() {
    let bench = Bench::open().await;
    let (response, case) = (Uuid::now_v7(), Uuid::now_v7());
    bench.send(BATCH, &personal(response, case)).await;
    assert_eq!(delete(&bench, "customer-7").await["erased"], 2);
    // A number that has been erased leads nowhere any more, not even hashed.
    assert_ne!(hash("customer-7"), hash("0912345678"));
    assert_eq!(delete(&bench, "0912345678").await["erased"], 0);
}

#[tokio::test]
async fn what_is_old_enough_goes_by_itself() {
    let bench = Bench::with(Access::Open, |config| config.keep_personal = Some(Duration::ZERO)).await;
    bench.send(BATCH, &personal(Uuid::now_v7(), Uuid::now_v7())).await;
    let before = bench.get("/v1/scores").await;
    // Chores are done at the start, and then by the minute.
    let bench = bench.restart_with(|config| config.keep_personal = Some(Duration::ZERO)).await;
    for _ in 0..100 {
        if !bench.get("/v1/responses").await.1.to_string().contains("SECRET") {
            assert_eq!(bench.get("/v1/scores").await, before);
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it is still there");
}
