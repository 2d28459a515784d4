//! Who may write and read: write keys and their origins, tokens, and what browsers ask before.

use reqwest::{Method, Response};
use sayso_collector::credential::{Role, Token};
use sayso_collector::server::open_store;

use super::harness::{Bench, CLOUD_EVENT, data, problem, tap};

const SHOP: &str = "https://shop.example";

async fn write(bench: &Bench, key: Option<&str>, origin: Option<&str>) -> Response {
    let mut request = bench.post(CLOUD_EVENT, &tap(3));
    if let Some(key) = key {
        request = request.bearer_auth(key);
    }
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_write_key_is_good_for_its_origin_alone() {
    let bench = Bench::closed().await;
    let key = bench.key(SHOP).await.key;
    assert_eq!(write(&bench, Some(&key), Some(SHOP)).await.status(), 202);
    for (key, origin, status) in [
        (None, Some(SHOP), 401),
        (Some("pk_00000000000000000000000000000000"), Some(SHOP), 401),
        (Some(bench.token.as_str()), Some(SHOP), 401),
        (Some(key.as_str()), Some("https://other.example"), 403),
        (Some(key.as_str()), Some("http://shop.example"), 403),
        (Some(key.as_str()), Some("https://shop.example.evil.example"), 403),
        (Some(key.as_str()), Some("null"), 403),
        (Some(key.as_str()), None, 403),
    ] {
        assert_eq!(problem(write(&bench, key, origin).await).await.0, status, "{key:?} {origin:?}");
    }
    assert_eq!(bench.items("").await.len(), 1);
}

#[tokio::test]
async fn a_page_that_cannot_send_headers_puts_its_key_into_the_address() {
    let bench = Bench::closed().await;
    let key = bench.key(SHOP).await.key;
    let body = data(uuid::Uuid::now_v7(), 1, 3).to_string();
    let post = |address: String| {
        let request = bench.client.post(bench.url(&address)).header("content-type", "text/plain");
        request.header("origin", SHOP).body(body.clone()).send()
    };
    assert_eq!(post(format!("/v1/events?key={key}")).await.unwrap().status(), 202);
    assert_eq!(post("/v1/events?key=pk_1".into()).await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_revoked_key_writes_no_more() {
    let bench = Bench::closed().await;
    let key = bench.key(SHOP).await;
    let store = open_store(&bench.database()).await.unwrap();
    assert!(store.revoke_key(key.id, 1).await.unwrap());
    assert!(!store.revoke_key(key.id, 2).await.unwrap());
    assert_eq!(write(&bench, Some(&key.key), Some(SHOP)).await.status(), 401);
    assert_eq!(preflight(&bench, SHOP).await.headers().get("access-control-allow-origin"), None);
    store.close().await;
}

#[tokio::test]
async fn reading_needs_a_token_that_is_not_revoked() {
    let bench = Bench::closed().await;
    let token = Token::generate().unwrap();
    let store = open_store(&bench.database()).await.unwrap();
    store.add_token(&token.row(Role::Read, "dashboard", 0)).await.unwrap();
    let key = bench.key(SHOP).await.key;
    let read = |path: &str, bearer: &str| bench.client.get(bench.url(path)).bearer_auth(bearer).send();
    let mut forged = token.reveal();
    let last = if forged.ends_with('0') { "1" } else { "0" };
    forged.replace_range(forged.len() - 1.., last);
    for path in ["/v1/responses", "/v1/scores"] {
        assert_eq!(read(path, &token.reveal()).await.unwrap().status(), 200);
        for wrong in [forged.as_str(), &key, "", "sst_", "x"] {
            let response = read(path, wrong).await.unwrap();
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
            assert_eq!(problem(response).await.0, 401, "{wrong}");
        }
        let nameless = bench.client.get(bench.url(path)).send().await.unwrap();
        assert_eq!(problem(nameless).await.0, 401);
    }
    assert!(store.revoke_token(token.id(), 1).await.unwrap());
    assert_eq!(read("/v1/scores", &token.reveal()).await.unwrap().status(), 401);
    store.close().await;
}

#[tokio::test]
async fn an_open_collector_still_keeps_what_it_has_to_itself() {
    let bench = Bench::open().await;
    let response = bench.client.get(bench.url("/v1/responses")).send().await.unwrap();
    assert_eq!(problem(response).await.0, 401);
}

async fn preflight(bench: &Bench, origin: &str) -> Response {
    let request = bench.client.request(Method::OPTIONS, bench.url("/v1/events")).header("origin", origin);
    let request = request.header("access-control-request-method", "POST");
    let headers = "content-type,authorization,idempotency-key";
    request.header("access-control-request-headers", headers).send().await.unwrap()
}

#[tokio::test]
async fn a_preflight_lets_the_origins_of_the_keys_in() {
    let bench = Bench::closed().await;
    bench.key(SHOP).await;
    let response = preflight(&bench, SHOP).await;
    assert_eq!(response.status(), 200);
    let headers = response.headers();
    assert_eq!(headers["access-control-allow-origin"], SHOP);
    assert!(headers["access-control-allow-methods"].to_str().unwrap().contains("POST"));
    let allowed = headers["access-control-allow-headers"].to_str().unwrap();
    for name in ["content-type", "authorization", "idempotency-key"] {
        assert!(allowed.contains(name), "{name} in {allowed}");
    }
    let stranger = preflight(&bench, "https://other.example").await;
    assert_eq!(stranger.headers().get("access-control-allow-origin"), None);
    assert!(headers["vary"].to_str().unwrap().contains("origin"));
}

#[tokio::test]
async fn a_page_can_read_that_its_endpoint_is_misspelt() {
    let bench = Bench::open().await;
    let request = bench.client.post(bench.url("/v1/event")).header("origin", SHOP);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(problem(response).await.0, 404);
}

#[tokio::test]
async fn an_answer_shows_a_page_when_to_come_back_and_what_time_it_is() {
    let bench = Bench::open().await;
    let response = write(&bench, None, Some("https://anywhere.example")).await;
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    let exposed = response.headers()["access-control-expose-headers"].to_str().unwrap();
    assert!(exposed.contains("retry-after") && exposed.contains("date"), "{exposed}");
    assert!(response.headers().contains_key("date"));
}
