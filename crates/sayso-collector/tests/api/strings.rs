//! SQL in every string that there is stays a string: of each type of event, of every parameter and path.

use reqwest::Method;
use serde_json::{Value, json};
use url::form_urlencoded;
use uuid::Uuid;

use super::harness::{Bench, CLOUD_EVENT, complaint, data, event, tap};

/// What ends a string in one database or the other, and what stands for an argument.
const EVIL: &str = "'); DROP TABLE responses; DELETE FROM events; -- $1 ? \\' \" $$ /*";

/// The place of every string in it.
fn strings(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                strings(inner, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                strings(inner, &format!("{place}/{index}"), found);
            }
        }
        Value::String(_) => found.push(place.to_owned()),
        _ => {}
    }
}

/// Sends such an event with the text in the place of each of its strings, and what was kept stays as it was sent. How many were, and how many of these came back in a response.
async fn check(bench: &Bench, make: impl Fn() -> Value) -> (usize, usize) {
    let mut places = Vec::new();
    strings(&make(), "", &mut places);
    let (mut kept, mut back) = (0, 0);
    for place in &places {
        let mut sent = make();
        *sent.pointer_mut(place).unwrap() = json!(EVIL);
        let (status, body) = bench.send(CLOUD_EVENT, &sent).await;
        assert!(status == 202 || status == 400, "{place}: {status} {body}");
        // Around the data an export has names of its own.
        if status == 202 {
            kept += 1;
            let response = sent["data"]["responseId"].as_str().unwrap().to_owned();
            let items = bench.items("limit=500").await;
            let item = items.iter().find(|item| item["responseId"] == response.as_str());
            if let (Some(item), Some(within)) = (item, place.strip_prefix("/data/")) {
                assert_eq!(item.pointer(&format!("/{within}")), Some(&json!(EVIL)), "{place}");
                back += 1;
            }
        }
    }
    (kept, back)
}

#[tokio::test]
async fn in_every_string_of_an_event() {
    let bench = Bench::open().await;
    let response = || {
        let mut data = data(Uuid::now_v7(), 1, 3);
        data["answers"]["why"] = json!({ "type": "text", "value": "slow" });
        data["context"]["respondent"] = json!("c-17");
        event(&data)
    };
    let (kept, back) = check(&bench, response).await;
    assert!(kept >= 8 && back >= 5, "{kept} kept, {back} seen again");
    let (kept, _) = check(&bench, || complaint(Uuid::now_v7(), Uuid::now_v7())).await;
    assert!(kept >= 5, "{kept} kept");
    assert_eq!(bench.send(CLOUD_EVENT, &tap(5)).await.0, 202);
    assert_eq!(bench.get("/v1/scores").await.0, 200);
}

#[tokio::test]
async fn in_every_parameter_and_path() {
    let bench = Bench::open().await;
    let before: Vec<Value> = [tap(1), tap(2)].to_vec();
    for sent in &before {
        assert_eq!(bench.send(CLOUD_EVENT, sent).await.0, 202);
    }
    let escaped: String = form_urlencoded::byte_serialize(EVIL.as_bytes()).collect();
    let escaped = escaped.replace('+', "%20");
    for route in ["/v1/responses", "/v1/scores", "/v1/export.csv", "/v1/export.jsonl", "/v1/complaints"] {
        for name in ["touchpoint", "survey", "channel", "from", "to", "limit", "cursor", "state", "kind"] {
            let request = bench.client.get(bench.url(&format!("{route}?{name}={escaped}")));
            let status = request.bearer_auth(&bench.token).send().await.unwrap().status();
            assert!(status == 200 || status == 400, "{route} {name}: {status}");
        }
    }
    for (method, path) in [
        (Method::GET, "/v1/complaints/"),
        (Method::PATCH, "/v1/complaints/"),
        (Method::GET, "/case/"),
        (Method::DELETE, "/v1/respondents/"),
    ] {
        let request =
            bench.client.request(method, bench.url(&format!("{path}{escaped}"))).bearer_auth(&bench.token);
        let status = request.header("if-match", "\"1\"").body("{}").send().await.unwrap().status();
        assert!(status == 200 || status.is_client_error(), "{path}: {status}");
    }
    assert_eq!(bench.items("").await.len(), before.len());
}
