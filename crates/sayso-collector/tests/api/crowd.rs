//! Many at once: who asks too often, who is slow, who goes away.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use sayso_collector::config::{Access, Rates};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::harness::{Bench, CLOUD_EVENT, problem, tap};

const SHOP: &str = "https://shop.example";

async fn write(bench: &Bench, key: &str) -> reqwest::Response {
    let request = bench.post(CLOUD_EVENT, &tap(3)).bearer_auth(key).header("origin", SHOP);
    request.send().await.unwrap()
}

#[tokio::test]
async fn a_key_that_is_used_too_often_is_told_when_to_come_back() {
    let rates = Rates { per_key: NonZeroU32::new(3), per_address: None, is_behind_proxy: false };
    let bench = Bench::with(Access::Keys, |config| config.rates = rates).await;
    let (busy, other) = (bench.key(SHOP).await.key, bench.key(SHOP).await.key);
    for _ in 0..3 {
        assert_eq!(write(&bench, &busy).await.status(), 202);
    }
    let refused = write(&bench, &busy).await;
    let wait: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(problem(refused).await.0, 429);
    assert_eq!(write(&bench, &other).await.status(), 202);
    assert_eq!(bench.items("").await.len(), 4);
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_so_whatever_its_key() {
    let rates = Rates { per_key: None, per_address: NonZeroU32::new(2), is_behind_proxy: true };
    let bench = Bench::with(Access::Keys, |config| config.rates = rates).await;
    let key = bench.key(SHOP).await.key;
    let from = async |address: &str, key: &str| {
        let request = bench.post(CLOUD_EVENT, &tap(3)).bearer_auth(key).header("origin", SHOP);
        request.header("x-forwarded-for", address).send().await.unwrap().status().as_u16()
    };
    assert_eq!([from("1.1.1.1", "pk_0").await, from("1.1.1.1", &key).await], [401, 202]);
    assert_eq!([from("1.1.1.1", &key).await, from("1.1.1.2", &key).await], [429, 202]);
}

/// A request that is never finished.
async fn slow(address: &str, begin: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(begin.as_bytes()).await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_slow_clients_do_not_stop_others() {
    // Both ends are in this process.
    assert!(rlimit::increase_nofile_limit(4_096).unwrap() >= 2_500);
    let bench = Bench::open().await;
    let address = bench.url("").trim_start_matches("http://").to_owned();
    let head = "POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/cloudevents+json\r\n";
    let body = format!("{head}content-length: 1000\r\n\r\n{{");
    let mut clients = Vec::new();
    for number in 0..1_000 {
        clients.push(slow(&address, if number % 2 == 0 { head } else { &body }).await);
    }
    // The best of several tries, since the machine may be busy with something else.
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        for _ in 0..20 {
            assert_eq!(bench.send(CLOUD_EVENT, &tap(4)).await.0, 202);
        }
        best = best.min(started.elapsed());
    }
    assert!(best < Duration::from_secs(5), "{best:?}");
    // None of them was sent away for it yet: a bad line is no attack.
    let mut byte = [0];
    let early = tokio::time::timeout(Duration::from_millis(10), clients[0].read(&mut byte)).await;
    assert!(early.is_err(), "{early:?}");
}

#[tokio::test]
async fn who_does_not_say_what_they_want_in_time_is_sent_away() {
    let patience = Duration::from_millis(200);
    let bench = Bench::with(Access::Open, |config| config.patience = patience).await;
    let address = bench.url("").trim_start_matches("http://").to_owned();
    let head = "POST /v1/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/cloudevents+json\r\n";
    let body = format!("{head}content-length: 1000\r\n\r\n{{");
    for (begin, expected) in [(head, ""), (body.as_str(), "HTTP/1.1 408 ")] {
        let mut stream = slow(&address, begin).await;
        let mut answer = String::new();
        let ended = tokio::time::timeout(Duration::from_mins(1), stream.read_to_string(&mut answer)).await;
        // Cut off, or told why; never left open.
        let _cut_off = ended.expect("the connection ends");
        assert!(answer.starts_with(expected), "{answer}");
    }
}
