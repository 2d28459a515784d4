//! Photographs: kept byte for byte, found by their hash, gone with their person; refused where they are not what they say.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sayso_collector::config::Access;
use sayso_collector::respondent::hash;
use sayso_core::photo::Photo;
use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, CLOUD_EVENT, answer, complaint, data, event, problem};

/// As many bytes that begin like a JPEG, the others of a pattern.
pub(crate) fn jpeg(length: usize) -> Vec<u8> {
    let pattern = (0_u8..=250).cycle().take(length.saturating_sub(3));
    [0xff, 0xd8, 0xff].into_iter().chain(pattern).collect()
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let digits = Sha256::digest(bytes).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The data of the photograph with these bytes in a response.
pub(crate) fn photo(response: Uuid, bytes: &[u8]) -> Value {
    let hash = sha256(bytes);
    json!({ "photoId": Photo::id_of(response, &hash).to_string(), "responseId": response.to_string(),
        "question": "defect", "touchpoint": "checkout", "channel": "web",
        "submittedAt": "2026-11-21T20:38:00.123+07:00", "hash": hash, "mediaType": "image/jpeg",
        "content": STANDARD.encode(bytes) })
}

/// The event around it.
pub(crate) fn photo_event(data: &Value) -> Value {
    let mut event = event(data);
    event["type"] = json!("sayso.photo.v1");
    event["id"] = data["photoId"].clone();
    event
}

/// A response of this customer that refers to the photograph.
fn response(id: Uuid, customer: &str, photo: &Value) -> Value {
    let mut data = data(id, 1, 2);
    data["context"] = json!({ "respondent": customer });
    data["answers"]["defect"] = json!({ "type": "file",
        "value": [{ "hash": photo["hash"], "bytes": 9, "type": "image/jpeg" }] });
    event(&data)
}

async fn fetch(bench: &Bench, hash: &str) -> reqwest::Response {
    let request = bench.client.get(bench.url(&format!("/v1/photos/{hash}"))).bearer_auth(&bench.token);
    request.send().await.unwrap()
}

/// What was said comes first, and what refers to its photographs later, as another revision: one response, one case.
#[tokio::test]
async fn a_response_that_comes_again_with_its_photographs_is_one_response_and_opens_no_second_case() {
    let bench = Bench::open().await;
    let (id, other) = (Uuid::now_v7(), Uuid::now_v7());
    let picture = photo(id, &jpeg(90));
    let mut said = data(id, 1, 2);
    said["answers"]["case"] =
        json!({ "type": "complaint", "value": { "kind": "complaint", "reasons": ["DEL-LATE"] } });
    let mut whole = said.clone();
    whole["revision"] = json!(2);
    whole["answers"]["defect"] =
        json!({ "type": "file", "value": [{ "hash": picture["hash"], "bytes": 90, "type": "image/jpeg" }] });
    let [said, whole] = [event(&said), event(&whole)];
    let told = complaint(Uuid::now_v7(), id);
    let cases = async || bench.get("/v1/complaints").await.1["items"].as_array().unwrap().len();
    for (sent, revision) in [(&said, 1), (&told, 1), (&photo_event(&picture), 1), (&whole, 2), (&said, 2)] {
        let (status, receipt) = bench.send(CLOUD_EVENT, sent).await;
        assert_eq!(status, 202, "{receipt}");
        let items = bench.items("").await;
        assert_eq!((items.len(), &items[0]["revision"]), (1, &json!(revision)));
    }
    assert_eq!(cases().await, 1);
    let scores = bench.get("/v1/scores").await.1;
    assert_eq!(scores["n"], json!(1), "{scores}");
    // In whatever order they come, the later revision counts.
    let mut late = whole.clone();
    late["id"] = json!(Uuid::now_v7().to_string());
    late["data"]["responseId"] = json!(other.to_string());
    let mut early = said.clone();
    early["id"] = json!(Uuid::now_v7().to_string());
    early["data"]["responseId"] = json!(other.to_string());
    assert_eq!(bench.send(BATCH, &json!([late, early])).await.1["accepted"], 2);
    let items = bench.items("").await;
    assert_eq!(items.iter().filter(|item| item["revision"] == 2).count(), 2, "{items:?}");
}

#[tokio::test]
async fn a_photograph_is_got_back_byte_for_byte_as_what_it_is_and_nothing_else() {
    let bench = Bench::open().await;
    let (id, bytes) = (Uuid::now_v7(), jpeg(Photo::MAX_BYTES));
    let photo = photo(id, &bytes);
    let hash = photo["hash"].as_str().unwrap();
    assert_eq!(bench.send(CLOUD_EVENT, &photo_event(&photo)).await.1["accepted"], 1);
    assert_eq!(bench.send(CLOUD_EVENT, &photo_event(&photo)).await.1["duplicates"], 1);
    assert_eq!(bench.send(CLOUD_EVENT, &response(id, "customer-7", &photo)).await.1["accepted"], 1);

    let found = fetch(&bench, hash).await;
    assert_eq!(found.status(), 200);
    let header = |name: &str| found.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        (header("content-type"), header("x-content-type-options")),
        ("image/jpeg".into(), "nosniff".into())
    );
    assert_eq!(header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'; sandbox");
    assert_eq!(header("cache-control"), "no-store");
    assert!(found.bytes().await.unwrap() == bytes, "other bytes");

    let item = bench.items("").await.remove(0);
    assert_eq!(item["answers"]["defect"]["value"][0]["hash"], photo["hash"]);
    let export =
        bench.client.get(bench.url("/v1/export.csv")).bearer_auth(&bench.token).send().await.unwrap();
    let export = export.text().await.unwrap();
    assert!(export.contains(hash) && export.len() < 5_000, "the export refers to it by its hash");

    let nameless = bench.client.get(bench.url(&format!("/v1/photos/{hash}"))).send().await.unwrap();
    assert_eq!(problem(nameless).await.0, 401);
    for unknown in ["0".repeat(64), hash.to_uppercase(), "x".into(), hash[1..].into(), "%ff".into()] {
        let (status, _) = problem(fetch(&bench, &unknown).await).await;
        assert!(matches!(status, 400 | 404), "{unknown}");
    }
    // It outlives its collector.
    let bench = bench.restart().await;
    assert!(fetch(&bench, hash).await.bytes().await.unwrap() == bytes, "other bytes");
}

#[tokio::test]
async fn what_is_not_what_it_says_is_refused_with_its_place_and_reason() {
    let bench = Bench::open().await;
    let good = photo(Uuid::now_v7(), &jpeg(64));
    let changed = |name: &str, value: Value| {
        let mut photo = photo(Uuid::now_v7(), &jpeg(64));
        photo[name] = value;
        photo
    };
    let script = STANDARD.encode("<svg onload='alert(1)'/>");
    let large = STANDARD.encode(jpeg(Photo::MAX_BYTES + 3));
    let bad = [
        (changed("hash", json!("0".repeat(64))), "/hash", "is not the SHA-256 of the content"),
        (changed("content", json!(STANDARD.encode(jpeg(65)))), "/hash", "is not the SHA-256 of the content"),
        (changed("content", json!("/9j/4A")), "/content", "expected base64 with padding"),
        (changed("content", json!(script)), "/mediaType", "is not what the content begins like"),
        (changed("mediaType", json!("image/png")), "/mediaType", "is not what the content begins like"),
        (
            changed("mediaType", json!("image/svg+xml")),
            "/mediaType",
            "expected one of image/jpeg, image/png, image/webp, found \"image/svg+xml\"",
        ),
        (changed("content", json!(large)), "/content", "expected at most 682668 characters, found 682672"),
    ];
    for (photo, path, reason) in bad {
        let batch = json!([photo_event(&good), photo_event(&photo)]);
        let (status, body) = bench.send(BATCH, &batch).await;
        let expected =
            json!([{ "index": 1, "problems": [{ "path": format!("/data{path}"), "reason": reason }] }]);
        assert_eq!((status, &body["rejected"]), (202, &expected));
        // As its data alone.
        let (status, body) = problem(bench.post("application/json", &photo).send().await.unwrap()).await;
        let expected = json!([{ "index": 0, "path": path, "reason": reason }]);
        assert_eq!((status, &body["errors"]), (400, &expected));
    }
    assert_eq!(fetch(&bench, good["hash"].as_str().unwrap()).await.status(), 200);
}

#[tokio::test]
async fn data_alone_is_known_again_by_its_id_and_by_its_key() {
    let bench = Bench::open().await;
    let photo = photo(Uuid::now_v7(), &jpeg(64));
    let id = photo["photoId"].as_str().unwrap().to_owned();
    assert_eq!(bench.send("application/json", &photo).await.1["accepted"], 1);
    assert_eq!(bench.send("text/plain", &photo).await.1["duplicates"], 1);
    let keyed = bench.post("application/json", &photo).header("idempotency-key", id);
    assert_eq!(answer(keyed).await.1["duplicates"], 1);
    assert_eq!(fetch(&bench, photo["hash"].as_str().unwrap()).await.status(), 200);
}

#[tokio::test]
async fn a_photograph_goes_with_its_person_and_stays_with_another_who_sent_the_same() {
    let bench = Bench::open().await;
    let bytes = jpeg(64);
    let people = [("customer-7", Uuid::now_v7()), ("customer-8", Uuid::now_v7())];
    for (name, id) in people {
        let photo = photo(id, &bytes);
        let batch = json!([photo_event(&photo), response(id, name, &photo)]);
        assert_eq!(bench.send(BATCH, &batch).await.1["accepted"], 2);
    }
    let erase = async |name: &str| {
        let url = bench.url(&format!("/v1/respondents/{name}"));
        answer(bench.client.delete(url).bearer_auth(&bench.token)).await
    };
    assert_eq!(erase("customer-7").await, (200, json!({ "erased": 2 })));
    assert_eq!(fetch(&bench, &sha256(&bytes)).await.status(), 200);
    assert_eq!(erase("customer-8").await, (200, json!({ "erased": 2 })));
    assert_eq!(fetch(&bench, &sha256(&bytes)).await.status(), 404);
    let everything = bench.get("/v1/responses").await.1.to_string();
    assert!(!everything.contains(&sha256(&bytes)), "{everything}");
    // A name's hash is made as a photograph's is.
    assert_eq!(hash("customer-7"), sha256(b"customer-7"));
}

#[tokio::test]
async fn a_photograph_that_comes_after_its_person_was_taken_out_goes_as_it_comes() {
    let bench = Bench::open().await;
    let (late, other) = (jpeg(64), jpeg(80));
    let (gone, stays) = (Uuid::now_v7(), Uuid::now_v7());
    for (name, id, bytes) in [("customer-7", gone, &late), ("customer-8", stays, &other)] {
        let batch = json!([response(id, name, &photo(id, bytes))]);
        assert_eq!(bench.send(BATCH, &batch).await.1["accepted"], 1);
    }
    let url = bench.url("/v1/respondents/customer-7");
    let told = answer(bench.client.delete(url).bearer_auth(&bench.token)).await;
    assert_eq!(told, (200, json!({ "erased": 1 })));
    let batch = json!([photo_event(&photo(gone, &late)), photo_event(&photo(stays, &other))]);
    assert_eq!(bench.send(BATCH, &batch).await.1["accepted"], 2, "the device has done its part");
    assert_eq!(fetch(&bench, &sha256(&late)).await.status(), 404);
    assert_eq!(fetch(&bench, &sha256(&other)).await.status(), 200);
}

#[tokio::test]
async fn an_old_photograph_goes_by_itself() {
    let bench = Bench::open().await;
    let photo = photo(Uuid::now_v7(), &jpeg(64));
    bench.send(CLOUD_EVENT, &photo_event(&photo)).await;
    let bench = bench.restart_with(|config| {
        config.access = Access::Open;
        config.keep_personal = Some(Duration::ZERO);
    });
    let bench = bench.await;
    for _ in 0..1_000 {
        if fetch(&bench, photo["hash"].as_str().unwrap()).await.status() == 404 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it is still there");
}
