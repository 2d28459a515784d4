//! Nonsense: events that were good until something was changed in them, bytes that were JSON, parameters that nobody sends.
//! Whatever comes, the collector says what is wrong with it; it does not fail, and keeps answering.
//!
//! Short here. `cargo xtask fuzz` goes on for minutes, by `SAYSO_FUZZ_MINUTES`, from another seed each time, which a failure
//! names.

use std::time::{Duration, Instant};

use fastrand::Rng;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use reqwest::{Method, RequestBuilder, StatusCode, Url, redirect};
use sayso_collector::config::Access;
use serde_json::{Value, json};
use uuid::Uuid;

use super::devices::report;
use super::harness::{BATCH, Bench, CLOUD_EVENT, complaint, data, event};
use super::photos::{jpeg, photo, photo_event};

/// How many requests of each kind, where no time is asked for.
const SHORT: usize = 400;

/// Texts that mean something to somebody on the way.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "\0",
    "a\0b",
    "'",
    "'; DROP TABLE events; --",
    "\" OR 1=1 --",
    "$1",
    "?",
    "%",
    "\\",
    "{{csat}}",
    "=1+1",
    "<script>alert(1)</script>",
    "\u{202e}\u{0661}",
    "🦀",
    "NaN",
    "-0",
    "1e999",
    "9223372036854775808",
    "2026-02-30T25:61:61+99:99",
    "9999-12-31T23:59:59.999999999Z",
    "+262142-12-31T23:59:59Z",
    "00000000-0000-0000-0000-000000000000",
];

/// Goes on for the time asked for, or for a short number of requests; the same requests each time where none is.
async fn go_on(mut act: impl AsyncFnMut(&mut Rng)) {
    let minutes: Option<u64> = std::env::var("SAYSO_FUZZ_MINUTES").ok().and_then(|text| text.parse().ok());
    let seed = if minutes.is_some() { fastrand::u64(..) } else { 1 };
    let mut chance = Rng::with_seed(seed);
    // Told by the test runner where the test fails.
    println!("seed {seed}");
    let started = Instant::now();
    let mut number = 0;
    while minutes.map_or(number < SHORT, |minutes| started.elapsed() < Duration::from_mins(minutes)) {
        act(&mut chance).await;
        number += 1;
    }
    println!("{number} requests");
}

async fn bench() -> Bench {
    Bench::with(Access::Open, |config| config.portal = Some(vec!["gateway.example".to_owned()])).await
}

/// The status, which is none of the server's fault; a client's fault is told in the one shape.
async fn answered(request: RequestBuilder, what: &str) -> StatusCode {
    let response = request.send().await.unwrap_or_else(|error| panic!("no answer: {error}\n{what}"));
    let status = response.status();
    assert!(!status.is_server_error(), "{status}\n{what}");
    let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_page = kind.starts_with("text/html");
    assert!(
        !status.is_client_error() || is_page || kind == "application/problem+json",
        "{status} {kind}\n{what}"
    );
    status
}

fn any<'a>(chance: &mut Rng, texts: &[&'a str]) -> &'a str {
    texts[chance.usize(..texts.len())]
}

/// Something that stands where something else should.
fn odd(chance: &mut Rng) -> Value {
    match chance.u32(..14) {
        0 => Value::Null,
        1 => json!(chance.bool()),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(i64::MIN),
        5 => json!(1e308),
        6 => json!(0.1),
        7 => json!([]),
        8 => json!({}),
        9 => json!("x".repeat(chance.usize(..70_000))),
        10 => (0..chance.usize(..200)).fold(json!(1), |inner, _| json!([inner])),
        11 => json!(chance.u32(..)),
        _ => json!(any(chance, &TEXTS)),
    }
}

/// Changes something somewhere in it.
fn change(value: &mut Value, chance: &mut Rng) {
    let inside = match value {
        Value::Object(fields) => fields.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if inside == 0 || chance.u32(..6) == 0 {
        *value = odd(chance);
        return;
    }
    let place = chance.usize(..inside);
    match value {
        Value::Object(fields) => {
            let name = fields.keys().nth(place).cloned().unwrap_or_default();
            match chance.u32(..8) {
                0 => drop(fields.remove(&name)),
                1 => drop(fields.insert(any(chance, &TEXTS).to_owned(), odd(chance))),
                _ => change(&mut fields[&name], chance),
            }
        }
        Value::Array(items) => match chance.u32(..6) {
            0 => drop(items.remove(place)),
            1 => items.push(odd(chance)),
            _ => change(&mut items[place], chance),
        },
        _ => {}
    }
}

/// A good event of some type.
fn good(chance: &mut Rng) -> Value {
    match chance.u32(..6) {
        0 => complaint(Uuid::now_v7(), Uuid::now_v7()),
        1 => {
            let mut call =
                event(&json!({ "touchpoint": "counter 3", "responseId": Uuid::now_v7().to_string() }));
            call["type"] = json!("sayso.consent.v1");
            call
        }
        2 => {
            let mut told = event(&report("a", "counter-1", chance.u64(..9)));
            told["type"] = json!("sayso.device.v1");
            told["data"]["startId"] = json!(any(chance, &["a", "b", "c"]));
            told
        }
        3 => photo_event(&photo(Uuid::now_v7(), &jpeg(chance.usize(3..90)))),
        _ => event(&data(Uuid::now_v7(), chance.u32(1..4), chance.u8(1..=5))),
    }
}

#[tokio::test]
async fn an_event_in_which_anything_was_changed_is_kept_or_refused() {
    let bench = bench().await;
    let (mut kept, mut refused) = (0, 0);
    go_on(async |chance| {
        let mut sent = good(chance);
        for _ in 0..chance.u32(1..3) {
            change(&mut sent, chance);
        }
        let kind = any(chance, &[CLOUD_EVENT, BATCH, "application/json", "text/plain"]);
        let sent = if kind == BATCH && chance.bool() { json!([sent, good(chance)]) } else { sent };
        let status = answered(bench.post(kind, &sent), &format!("{kind}: {sent}")).await;
        *(if status == 202 { &mut kept } else { &mut refused }) += 1;
    })
    .await;
    assert!(kept > 0 && refused > 0, "{kept} kept, {refused} refused: nothing was tried");
    assert_eq!(bench.get("/v1/responses?limit=500").await.0, 200);
    assert_eq!(bench.get("/v1/scores").await.0, 200);
}

#[tokio::test]
async fn bytes_that_were_json_are_read_or_refused() {
    let bench = bench().await;
    go_on(async |chance| {
        let mut bytes = good(chance).to_string().into_bytes();
        for _ in 0..chance.u32(1..6) {
            let place = chance.usize(..bytes.len().max(1));
            match chance.u32(..5) {
                0 => bytes.truncate(place),
                1 => bytes.insert(place.min(bytes.len()), chance.u8(..)),
                2 => bytes.extend_from_within(place.min(bytes.len())..),
                3 => bytes.extend(b"\\ud800"),
                _ => bytes.iter_mut().skip(place).take(1).for_each(|byte| *byte = chance.u8(..)),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let kind =
            any(chance, &[CLOUD_EVENT, BATCH, "application/json", "text/plain", "text/html", ";", "\t"]);
        let coding = any(chance, &["identity", "gzip", "br", "GZIP", ""]);
        let key = any(chance, &TEXTS).replace(['\0', '\u{202e}'], "");
        let request = bench.client.post(bench.url("/v1/events")).header("content-type", kind).body(bytes);
        let request = request.header("content-encoding", coding).header("idempotency-key", key.as_bytes());
        answered(request, &format!("{kind} {coding} {key}: {text}")).await;
    })
    .await;
    assert_eq!(bench.get("/healthz").await.0, 200);
}

#[tokio::test]
async fn parameters_and_paths_that_nobody_sends_are_answered() {
    const ROUTES: [(&str, &str); 15] = [
        ("GET", "/v1/devices"),
        ("GET", "/v1/events"),
        ("GET", "/v1/responses"),
        ("GET", "/v1/scores"),
        ("GET", "/v1/export.csv"),
        ("GET", "/v1/export.jsonl"),
        ("GET", "/v1/complaints"),
        ("GET", "/v1/complaints/"),
        ("GET", "/v1/photos/"),
        ("PATCH", "/v1/complaints/"),
        ("DELETE", "/v1/respondents/"),
        ("GET", "/case/"),
        ("GET", "/portal/wifi"),
        ("POST", "/portal/wifi"),
        ("POST", "/v1/events"),
    ];
    const NAMES: [&str; 16] = [
        "touchpoint",
        "survey",
        "channel",
        "from",
        "to",
        "limit",
        "cursor",
        "state",
        "kind",
        "severity",
        "due",
        "overdue",
        "key",
        "continue",
        "csat",
        "",
    ];
    let bench = bench().await;
    let id = Uuid::now_v7();
    bench.send(BATCH, &json!([event(&data(Uuid::now_v7(), 1, 2)), complaint(id, Uuid::now_v7())])).await;
    go_on(async |chance| {
        let (method, path) = ROUTES[chance.usize(..ROUTES.len())];
        let mut url = bench.url(path);
        if path.ends_with('/') {
            url.push_str(&if chance.bool() { id.to_string() } else { escaped(chance) });
        }
        for number in 0..chance.u32(..4) {
            url.push(if number == 0 { '?' } else { '&' });
            url.push_str(any(chance, &NAMES));
            url.push('=');
            url.push_str(&escaped(chance));
        }
        let seen = any(chance, &["\"1\"", "*", "W/\"1\"", "1", "\"\"", "\"-1\"", "\"99999999999999999999\""]);
        let request = bench.client.request(method.parse::<Method>().unwrap(), &url).bearer_auth(&bench.token);
        let request = request.header("if-match", seen).header("content-type", "application/json");
        let mut body = json!({ "state": "acknowledged", "note": "Called back" });
        change(&mut body, chance);
        let body = if method == "GET" { String::new() } else { body.to_string() };
        answered(request.body(body.clone()), &format!("{method} {url} {seen}: {body}")).await;
    })
    .await;
    assert_eq!(bench.get("/v1/responses").await.0, 200);
}

/// A text as it stands in an address, or what only looks like one.
fn escaped(chance: &mut Rng) -> String {
    match chance.u32(..4) {
        0 => any(
            chance,
            &["%", "%f", "%ff", "%00", "%C0%AE", "+", "%2e%2e%2f", "2026-11-21", "1", "true", "web"],
        )
        .to_owned(),
        1 => {
            let bytes: Vec<u8> = (0..chance.usize(..300)).map(|_| chance.u8(..)).collect();
            percent_encode(&bytes, NON_ALPHANUMERIC).to_string()
        }
        _ => percent_encode(any(chance, &TEXTS).as_bytes(), NON_ALPHANUMERIC).to_string(),
    }
}

#[tokio::test]
async fn however_the_way_on_is_written_it_leads_to_a_listed_host() {
    const PIECES: [&str; 22] = [
        "https://",
        "http://",
        "//",
        "/",
        "\\",
        "https:\\\\",
        "javascript:",
        "data:",
        "gateway.example",
        "evil.example",
        "@",
        ":",
        ".",
        "?",
        "#",
        "%2f",
        "%00",
        "\t",
        "\n",
        " ",
        "gateway.example.",
        "[::1]",
    ];
    let bench = bench().await;
    let _there = rustls::crypto::ring::default_provider().install_default();
    let visitor = reqwest::Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap();
    let mut sent_on = 0;
    go_on(async |chance| {
        let pieces = (0..chance.u32(1..7)).map(|_| any(chance, &PIECES));
        let mut to: String = pieces.collect();
        if chance.bool() {
            to.insert_str(0, "https://gateway.example");
        }
        let fields = [("csat", "4"), ("continue", to.as_str()), ("response", &Uuid::now_v7().to_string())];
        let response = visitor.post(bench.url("/portal/wifi")).form(&fields).send().await.unwrap();
        assert!(!response.status().is_server_error(), "{to:?}");
        if let Some(location) = response.headers().get("location") {
            // As a browser reads it, from the page that it is on.
            let from = Url::parse(&bench.url("/portal/wifi")).unwrap();
            let on = from.join(location.to_str().unwrap()).unwrap();
            assert!(["http", "https"].contains(&on.scheme()), "{to:?} leads to {on}");
            assert_eq!(on.host_str(), Some("gateway.example"), "{to:?} leads to {on}");
            sent_on += 1;
        }
    })
    .await;
    assert!(sent_on > 0, "nobody was sent on at all");
}
