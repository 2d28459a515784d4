//! What is too large, too many, or of the wrong kind.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::harness::{BATCH, Bench, CLOUD_EVENT, answer, problem, tap};

const MIB: usize = 1 << 20;

fn raw(bench: &Bench, kind: &str, body: Vec<u8>) -> RequestBuilder {
    bench.client.post(bench.url("/v1/events")).header("content-type", kind).body(body)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An event, filled up with blanks to `length` bytes.
fn padded(length: usize) -> Vec<u8> {
    let mut body = tap(3).to_string().into_bytes();
    body.resize(length, b' ');
    body
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_refused() {
    let bench = Bench::open().await;
    assert_eq!(answer(raw(&bench, CLOUD_EVENT, padded(MIB))).await.0, 202);
    for length in [MIB + 1, 4 * MIB] {
        let response = raw(&bench, CLOUD_EVENT, padded(length)).send().await.unwrap();
        assert_eq!(problem(response).await.0, 413);
    }
}

#[tokio::test]
async fn a_compressed_body_has_the_same_limit_when_it_is_inflated() {
    let bench = Bench::open().await;
    let squeezed =
        |length| raw(&bench, CLOUD_EVENT, gzip(&padded(length))).header("content-encoding", "gzip");
    assert_eq!(answer(squeezed(MIB)).await.0, 202);
    for length in [MIB + 1, 200 * MIB] {
        assert_eq!(problem(squeezed(length).send().await.unwrap()).await.0, 413);
    }
}

#[tokio::test]
async fn what_is_no_gzip_and_other_codings_are_refused() {
    let bench = Bench::open().await;
    for (coding, status) in [("gzip", 400), ("br", 415), ("zstd", 415)] {
        let request = raw(&bench, CLOUD_EVENT, padded(2_000)).header("content-encoding", coding);
        assert_eq!(problem(request.send().await.unwrap()).await.0, status, "{coding}");
    }
}

#[tokio::test]
async fn another_media_type_is_refused() {
    let bench = Bench::open().await;
    for kind in ["application/xml", "application/x-www-form-urlencoded", "nonsense"] {
        assert_eq!(problem(bench.post(kind, &tap(1)).send().await.unwrap()).await.0, 415, "{kind}");
    }
    let nameless = bench.client.post(bench.url("/v1/events")).body(tap(1).to_string());
    assert_eq!(problem(nameless.send().await.unwrap()).await.0, 415);
}

#[tokio::test]
async fn a_batch_holds_at_most_a_thousand_events() {
    let bench = Bench::open().await;
    // Small events, so that it is the number and not the size that counts.
    let call = || {
        let mut call = tap(1);
        call["type"] = json!("sayso.consent.v1");
        call["data"] = json!({});
        call
    };
    let calls: Vec<Value> = std::iter::repeat_with(call).take(1_001).collect();
    let (status, body) = bench.send(BATCH, &json!(calls[..1_000])).await;
    assert_eq!((status, &body["accepted"]), (202, &json!(1_000)));
    assert_eq!(problem(bench.post(BATCH, &json!(calls)).send().await.unwrap()).await.0, 413);
}
