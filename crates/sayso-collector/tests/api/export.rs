//! `/v1/export.csv` and `/v1/export.jsonl`: whole, in order, and harmless in a spreadsheet.

use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, data, event, tap};

async fn get(bench: &Bench, path: &str) -> (String, String) {
    let response = bench.client.get(bench.url(path)).bearer_auth(&bench.token).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    assert!(response.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    (kind, response.text().await.unwrap())
}

/// Cells of RFC 4180, read by its rules and not by what wrote them.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, is_quoted) {
            ('"', true) if letters.peek() == Some(&'"') => cell.extend(letters.next()),
            ('"', _) => is_quoted = !is_quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => {
                assert_eq!(letters.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (letter, _) => cell.push(letter),
        }
    }
    assert!(row.is_empty() && cell.is_empty(), "it ends with a line's end");
    rows
}

#[tokio::test]
async fn a_table_has_a_row_for_each_response_and_no_formula() {
    let bench = Bench::open().await;
    let mut odd = data(Uuid::now_v7(), 1, 2);
    odd["touchpoint"] = json!("=HYPERLINK(\"http://evil.example\", \"quầy\")\r\n1");
    odd["context"] = json!({ "plan": "a,b\"c\nd" });
    bench.send(BATCH, &json!([tap(5), event(&odd)])).await;
    let (kind, text) = get(&bench, "/v1/export.csv").await;
    assert_eq!(kind, "text/csv; charset=utf-8; header=present");
    let rows = read_csv(&text);
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let column = |name: &str| rows[0].iter().position(|found| found == name).unwrap();
    let odd = rows.iter().find(|row| row[column("score_csat")] == "25.0").unwrap();
    assert_eq!(odd[column("touchpoint")], "'=HYPERLINK(\"http://evil.example\", \"quầy\")\r\n1");
    let context: Value = serde_json::from_str(&odd[column("context")]).unwrap();
    assert_eq!(context["plan"], "a,b\"c\nd");
    let answers: Value = serde_json::from_str(&odd[column("answers")]).unwrap();
    assert_eq!(answers["csat"]["value"], 2);
}

#[tokio::test]
async fn an_export_is_whole_over_many_chunks_and_takes_the_filters() {
    let bench = Bench::open().await;
    for _ in 0..2 {
        let batch: Vec<Value> = (0..600).map(|_| tap(4)).collect();
        bench.send(BATCH, &json!(batch)).await;
    }
    let (kind, text) = get(&bench, "/v1/export.jsonl").await;
    assert_eq!(kind, "application/jsonl");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 1_200);
    assert_eq!(lines[0], bench.items("limit=1").await[0]);
    assert_eq!(get(&bench, "/v1/export.jsonl?touchpoint=nowhere").await.1, "");
    assert_eq!(read_csv(&get(&bench, "/v1/export.csv?touchpoint=nowhere").await.1).len(), 1);
    let misspelt = bench.client.get(bench.url("/v1/export.csv?limit=3")).bearer_auth(&bench.token);
    assert_eq!(misspelt.send().await.unwrap().status(), 400);
    assert_eq!(bench.client.get(bench.url("/v1/export.csv")).send().await.unwrap().status(), 401);
}

/// Half of an export must not be taken for the whole.
#[tokio::test]
async fn an_export_that_breaks_off_ends_in_an_error_and_goes_out_as_it_is_read() {
    let bench = Bench::open().await;
    // More than the connection holds by itself: what nobody has read yet is still in the database.
    for _ in 0..16 {
        let mut batch: Vec<Value> = (0..100).map(|_| tap(4)).collect();
        for sent in &mut batch {
            sent["data"]["answers"]["why"] = json!({ "type": "text", "value": "x".repeat(9_000) });
        }
        assert_eq!(bench.send(BATCH, &json!(batch)).await.0, 202);
    }
    for path in ["/v1/export.jsonl", "/v1/export.csv"] {
        let mut whole = bench.client.get(bench.url(path)).bearer_auth(&bench.token).send().await.unwrap();
        let first = whole.chunk().await.unwrap().expect("it begins before it ends");
        assert!(!first.is_empty());
        bench.meddle("ALTER TABLE responses RENAME TO gone").await.unwrap();
        let rest = async {
            while whole.chunk().await?.is_some() {}
            Ok::<_, reqwest::Error>(())
        };
        assert!(rest.await.is_err(), "{path} ended as if it were whole");
        bench.meddle("ALTER TABLE gone RENAME TO responses").await.unwrap();
    }
}
