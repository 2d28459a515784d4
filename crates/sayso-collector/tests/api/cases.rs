//! `/v1/complaints` and `/case/{reference}`: lists, steps, the history that stays, and what a customer sees.

use reqwest::{Response, StatusCode};
use sayso_collector::credential::{Role, Token};
use sayso_collector::server::open_store;
use sayso_core::complaint::Reference;
use serde_json::{Value, json};
use uuid::Uuid;

use super::harness::{BATCH, Bench, CLOUD_EVENT, complaint, data, event, problem};

/// Sends a complaint; its id and its reference.
async fn told(bench: &Bench, change: impl FnOnce(&mut Value)) -> (String, String) {
    let mut event = complaint(Uuid::now_v7(), Uuid::now_v7());
    change(&mut event["data"]);
    let (status, receipt) = bench.send(CLOUD_EVENT, &event).await;
    assert_eq!((status, &receipt["accepted"]), (202, &json!(1)), "{receipt}");
    let text = |name: &str| event["data"][name].as_str().unwrap().to_owned();
    (text("complaintId"), text("reference"))
}

async fn list(bench: &Bench, query: &str) -> Vec<String> {
    let (status, page) = bench.get(&format!("/v1/complaints?{query}")).await;
    assert_eq!(status, 200, "{page}");
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

async fn patch(bench: &Bench, id: &str, seen: Option<&str>, body: &Value) -> Response {
    let request = bench.client.patch(bench.url(&format!("/v1/complaints/{id}"))).bearer_auth(&bench.token);
    let request = seen.into_iter().fold(request, |request, tag| request.header("if-match", tag));
    request.header("content-type", "application/json").body(body.to_string()).send().await.unwrap()
}

/// Takes a case to a state; its new version.
async fn advance(bench: &Bench, id: &str, seen: &str, state: &str) -> String {
    let response = patch(bench, id, Some(seen), &json!({ "state": state })).await;
    assert_eq!(response.status(), 200, "{state}");
    response.headers()["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_complaint_opens_a_case_with_its_promise() {
    let bench = Bench::open().await;
    let (id, reference) = told(&bench, |_| ()).await;
    let (status, case) = bench.get(&format!("/v1/complaints/{id}")).await;
    assert_eq!(status, 200);
    for (name, expected) in [
        ("reference", json!(reference)),
        ("state", json!("received")),
        ("version", json!(1)),
        ("severity", json!(3)),
        ("nextStates", json!(["acknowledged", "withdrawn"])),
        ("nextDue", json!("2026-11-21T15:38:00.123Z")),
        ("touchpoint", json!("checkout")),
    ] {
        assert_eq!(case[name], expected, "{name}");
    }
    assert_eq!(case["complaint"]["contact"]["phone"], "+84912345678");
    assert_eq!(case["history"].as_array().unwrap().len(), 1);
    assert_eq!(problem(get(&bench, "/v1/complaints/nothing").await).await.0, 404);
    assert_eq!(problem(get(&bench, &format!("/v1/complaints/{}", Uuid::nil())).await).await.0, 404);
}

async fn get(bench: &Bench, path: &str) -> Response {
    bench.client.get(bench.url(path)).bearer_auth(&bench.token).send().await.unwrap()
}

#[tokio::test]
async fn the_same_complaint_in_two_events_is_one_case() {
    let bench = Bench::open().await;
    let first = complaint(Uuid::now_v7(), Uuid::now_v7());
    let mut second = first.clone();
    second["id"] = json!(Uuid::now_v7().to_string());
    bench.send(BATCH, &json!([first, second])).await;
    assert_eq!(list(&bench, "").await.len(), 1);
}

#[tokio::test]
async fn lists_are_narrowed_and_what_is_due_is_found() {
    let bench = Bench::open().await;
    let (checkout, _) = told(&bench, |_| ()).await;
    let (praise, _) = told(&bench, |data| {
        data["kind"] = json!("praise");
        data["touchpoint"] = json!("counter");
        data["severity"] = json!({ "value": 0, "points": [] });
        data["receivedAt"] = json!("2026-11-20T09:00:00+07:00");
        for name in ["due", "contact", "consent", "reasons"] {
            data.as_object_mut().unwrap().remove(name);
        }
    })
    .await;
    let (far, _) = told(&bench, |data| {
        data["receivedAt"] = json!("2026-11-22T09:00:00+07:00");
        data["due"] = json!({ "acknowledge": "9000-01-01T00:00:00Z", "answer": "9000-01-02T00:00:00Z" });
    })
    .await;
    advance(&bench, &checkout, "\"1\"", "acknowledged").await;
    for (query, expected) in [
        ("", vec![&far, &checkout, &praise]),
        ("kind=praise", vec![&praise]),
        ("touchpoint=checkout", vec![&far, &checkout]),
        ("state=acknowledged", vec![&checkout]),
        ("state=received&severity=1", vec![&far]),
        ("from=2026-11-21&to=2026-11-22", vec![&checkout]),
        ("due=2026-11-23", vec![&checkout]),
        ("due=9000-01-01T00:00:00.001Z", vec![&far, &checkout]),
        ("survey=nothing", vec![]),
    ] {
        assert_eq!(list(&bench, query).await.iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let (_, page) = bench.get("/v1/complaints?limit=2").await;
    let next = page["next"].as_str().unwrap();
    assert_eq!(list(&bench, &format!("limit=2&cursor={next}")).await, [praise]);
    for (query, parameter) in [("state=lost", "state"), ("severity=6", "severity"), ("overdu=true", "overdu")]
    {
        let (status, body) = problem(get(&bench, &format!("/v1/complaints?{query}")).await).await;
        assert_eq!((status, &body["errors"][0]["parameter"]), (400, &json!(parameter)));
    }
}

#[tokio::test]
async fn what_is_overdue_is_so_until_the_promise_is_kept() {
    let bench = Bench::open().await;
    let past = |data: &mut Value| {
        data["due"] = json!({ "acknowledge": "2020-01-01T00:00:00Z", "answer": "2020-01-02T00:00:00Z" });
    };
    let (id, _) = told(&bench, past).await;
    told(&bench, |data| {
        data["due"] = json!({ "acknowledge": "9000-01-01T00:00:00Z", "answer": "9000-01-02T00:00:00Z" });
    })
    .await;
    assert_eq!(list(&bench, "overdue=true").await, [id.as_str()]);
    let mut seen = "\"1\"".to_owned();
    for (state, is_overdue) in [("acknowledged", true), ("assessed", true), ("answered", false)] {
        seen = advance(&bench, &id, &seen, state).await;
        assert_eq!(list(&bench, "overdue=true").await.len(), usize::from(is_overdue), "{state}");
    }
}

#[tokio::test]
async fn only_allowed_steps_are_taken_and_only_by_who_has_seen_the_last_one() {
    let bench = Bench::open().await;
    let (id, _) = told(&bench, |_| ()).await;
    let to = |state: &str| json!({ "state": state, "note": "Đã gọi khách" });
    assert_eq!(problem(patch(&bench, &id, None, &to("acknowledged")).await).await.0, 428);
    assert_eq!(problem(patch(&bench, &id, Some("\"2\""), &to("acknowledged")).await).await.0, 412);
    assert_eq!(problem(patch(&bench, &id, Some("1"), &to("acknowledged")).await).await.0, 412);
    let (status, body) = problem(patch(&bench, &id, Some("\"1\""), &to("closed")).await).await;
    assert_eq!(status, 409);
    assert!(body["detail"].as_str().unwrap().contains("acknowledged, withdrawn"), "{body}");
    for bad in [
        json!({}),
        json!({ "state": "lost" }),
        json!({ "state": 3 }),
        json!([1]),
        json!({ "state": "closed", "note": 3 }),
    ] {
        assert_eq!(problem(patch(&bench, &id, Some("\"1\""), &bad).await).await.0, 400, "{bad}");
    }
    let moved = patch(&bench, &id, Some("\"0\", \"1\""), &to("acknowledged")).await;
    assert_eq!((moved.status(), &moved.headers()["etag"]), (StatusCode::OK, &"\"2\"".parse().unwrap()));
    let case: Value = moved.json().await.unwrap();
    assert_eq!((&case["state"], &case["version"]), (&json!("acknowledged"), &json!(2)));
    assert_eq!(case["history"][1]["note"], "Đã gọi khách");
    assert_eq!(problem(patch(&bench, &id, Some("\"1\""), &to("assessed")).await).await.0, 412);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_move_a_case_at_once_one_does() {
    let bench = std::sync::Arc::new(Bench::open().await);
    let (id, _) = told(&bench, |_| ()).await;
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (bench, id) = (bench.clone(), id.clone());
            tokio::spawn(async move {
                patch(&bench, &id, Some("\"1\""), &json!({ "state": "acknowledged" })).await.status()
            })
        })
        .collect();
    let mut moved = 0;
    for one in tries {
        match one.await.unwrap().as_u16() {
            200 => moved += 1,
            other => assert_eq!(other, 412),
        }
    }
    let (_, case) = bench.get(&format!("/v1/complaints/{id}")).await;
    assert_eq!((moved, &case["version"]), (1, &json!(2)));
}

#[tokio::test]
async fn a_token_that_reads_changes_nothing() {
    let bench = Bench::open().await;
    let (id, _) = told(&bench, |_| ()).await;
    let token = Token::generate().unwrap();
    let store = open_store(&bench.database()).await.unwrap();
    store.add_token(&token.row(Role::Read, "board", 0)).await.unwrap();
    store.close().await;
    let path = bench.url(&format!("/v1/complaints/{id}"));
    let read = bench.client.get(&path).bearer_auth(token.reveal()).send().await.unwrap();
    assert_eq!(read.status(), 200);
    let request = bench.client.patch(&path).bearer_auth(token.reveal()).header("if-match", "\"1\"");
    assert_eq!(problem(request.body("{\"state\":\"acknowledged\"}").send().await.unwrap()).await.0, 403);
    assert_eq!(problem(bench.client.patch(&path).send().await.unwrap()).await.0, 401);
    assert_eq!(problem(bench.client.get(&path).send().await.unwrap()).await.0, 401);
}

#[tokio::test]
async fn nobody_rewrites_what_happened() {
    let bench = Bench::open().await;
    let (id, _) = told(&bench, |_| ()).await;
    patch(&bench, &id, Some("\"1\""), &json!({ "state": "acknowledged", "note": "gọi 0912345678" })).await;
    for sql in [
        "DELETE FROM case_history",
        "UPDATE case_history SET state = 'closed'",
        "UPDATE case_history SET at = 0",
        "UPDATE case_history SET actor = 'nobody'",
        "UPDATE case_history SET note = 'never called'",
        "DELETE FROM events",
        "UPDATE events SET body = '{}'",
        "UPDATE events SET received_at = 0, erased_at = 1",
    ] {
        assert!(bench.meddle(sql).await.is_err(), "{sql}");
    }
    bench.meddle("UPDATE case_history SET note = NULL").await.unwrap();
    let (_, case) = bench.get(&format!("/v1/complaints/{id}")).await;
    let history = case["history"].as_array().unwrap();
    let states: Vec<&Value> = history.iter().map(|step| &step["state"]).collect();
    assert_eq!(states, ["received", "acknowledged"]);
}

/// Whoever complained is counted as such, whichever of the two events came first.
#[tokio::test]
async fn a_complaint_joins_its_response_in_the_scores() {
    let bench = Bench::open().await;
    let rate = |scores: &Value| {
        let all = scores["scores"].as_array().unwrap();
        all.iter().find(|score| score["method"] == "per-1000/1").map(|score| score["value"].clone())
    };
    let responses: Vec<Uuid> = (0..4).map(|_| Uuid::now_v7()).collect();
    let mut events = vec![complaint(Uuid::now_v7(), responses[0])];
    events.extend(responses.iter().map(|id| {
        let mut data = data(*id, 1, 1);
        data["segment"] = json!("detractor");
        event(&data)
    }));
    events.push(complaint(Uuid::now_v7(), responses[1]));
    events.push(complaint(Uuid::now_v7(), responses[1]));
    for event in &events {
        assert_eq!(bench.send(CLOUD_EVENT, event).await.0, 202);
    }
    let (_, scores) = bench.get("/v1/scores").await;
    assert_eq!((&scores["n"], rate(&scores)), (&json!(4), Some(json!(500.0))));
}

async fn page(bench: &Bench, reference: &str, language: &str) -> (u16, String) {
    let request =
        bench.client.get(bench.url(&format!("/case/{reference}"))).header("accept-language", language);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_customer_sees_how_far_their_case_is_and_nothing_of_a_person() {
    let bench = Bench::open().await;
    let (id, reference) = told(&bench, |data| {
        data["happened"] = json!("<b>Ông An</b> giao trễ");
        data["due"] = json!({ "acknowledge": "9000-01-01T00:00:00Z", "answer": "9000-01-02T00:00:00Z" });
    })
    .await;
    patch(&bench, &id, Some("\"1\""), &json!({ "state": "acknowledged", "note": "Gọi ông An" })).await;
    let (status, vi) = page(&bench, &reference, "vi").await;
    assert_eq!(status, 200);
    for text in ["<html lang=\"vi\">", &reference, "Đã báo nhận", "20:38, 21/11/2026", "Sẽ trả lời trước"]
    {
        assert!(vi.contains(text), "{text} in {vi}");
    }
    let (_, en) = page(&bench, &reference.replace('-', " ").to_lowercase(), "en-GB").await;
    for text in ["<html lang=\"en\">", "Acknowledged", "20:38, 21 Nov 2026", "You will have an answer by"] {
        assert!(en.contains(text), "{text} in {en}");
    }
    for text in ["An", "giao", "912345678", "checkout"] {
        assert!(!vi.contains(text) && !en.contains(text), "{text}");
    }
    assert!(vi.len() < 6_000, "{}", vi.len());
}

#[tokio::test]
async fn a_promise_that_was_not_kept_is_not_made_again() {
    let bench = Bench::open().await;
    let (_, reference) = told(&bench, |data| {
        data["due"] = json!({ "acknowledge": "2020-01-01T00:00:00Z", "answer": "2020-01-02T00:00:00Z" });
    })
    .await;
    let (_, vi) = page(&bench, &reference, "vi").await;
    assert!(vi.contains("trễ hẹn") && vi.contains("Đã hẹn trước") && !vi.contains("Sẽ báo nhận"), "{vi}");
}

#[tokio::test]
async fn a_number_that_is_typed_leads_to_its_page() {
    let bench = Bench::open().await;
    let (_, reference) = told(&bench, |_| ()).await;
    let find = async |query: &str| {
        let response = bench.client.get(bench.url(&format!("/case{query}"))).send().await.unwrap();
        (response.status().as_u16(), response.url().path().to_owned(), response.text().await.unwrap())
    };
    for path in ["", "/"] {
        let (status, _, form) = find(path).await;
        let is_form = form.contains("action=\"/case\"") && form.contains("name=\"reference\"");
        assert!(status == 200 && is_form && form.contains("value=\"\""), "{path}: {form}");
    }
    let typed = format!("?reference=%20{}", reference.to_lowercase());
    let (status, path, page) = find(&typed).await;
    assert_eq!((status, path), (200, format!("/case/{reference}")));
    assert!(page.contains(&reference), "{page}");
    // What was typed stays, to be mended, and is a text; no other number stands in the words above it.
    let long = format!("?reference={}", "7".repeat(100));
    for (slip, kept) in [
        ("?reference=", String::new()),
        ("?reference=+so-1+", "so-1".to_owned()),
        ("?reference=%22%3E%3Cscript%3E", "&quot;&gt;&lt;script&gt;".to_owned()),
        ("?reference=//evil.example", "//evil.example".to_owned()),
        ("?reference=%00&reference=%ff", String::new()),
        (&long, "7".repeat(32)),
    ] {
        let (status, path, page) = find(slip).await;
        assert_eq!((status, path.as_str()), (404, "/case"), "{slip}");
        let field = format!("name=\"reference\" value=\"{kept}\" required");
        assert!(page.contains(&field) && page.contains("chưa đúng") && !page.contains("<script"), "{page}");
        assert!(!page.replace("placeholder=\"SO-7K4M-92QF-T\"", "").contains("SO-7K"), "{page}");
    }
}

#[tokio::test]
async fn a_slip_in_the_number_is_told_before_anything_is_looked_up() {
    let bench = Bench::open().await;
    let (_, reference) = told(&bench, |_| ()).await;
    let mut symbols: Vec<char> = reference.chars().collect();
    symbols[3] = if symbols[3] == '7' { '8' } else { '7' };
    let slipped: String = symbols.into_iter().collect();
    bench.meddle("ALTER TABLE cases RENAME TO gone").await.unwrap();
    for wrong in [slipped.as_str(), "SO-1", "%00", "%3Cscript%3E"] {
        let (status, text) = page(&bench, wrong, "en").await;
        assert_eq!(status, 404, "{wrong}");
        assert!(text.contains("This number is not right") && !text.contains("<script"));
        assert_eq!(text.contains(&format!("value=\"{slipped}\"")), wrong == slipped, "{text}");
    }
    // A database that does not answer is no page of JSON either.
    let request = bench.client.get(bench.url(&format!("/case/{reference}")));
    let response = request.header("accept", "text/html,*/*;q=0.8").send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (503, &"1".parse().unwrap())
    );
    assert!(response.text().await.unwrap().contains("Hiện chưa xem được"));
}

/// A device hands out a number without a network: the paper with its code leads here before what was told does.
#[tokio::test]
async fn a_number_that_is_not_there_may_not_have_come_in_yet() {
    let bench = Bench::open().await;
    let nobodys = Reference::of(Uuid::from_u128(5)).to_string();
    for (language, words) in [("vi", "không có mạng"), ("en", "If the device was offline")] {
        let (status, text) = page(&bench, &nobodys, language).await;
        assert_eq!(status, 404);
        assert!(text.contains(words) && text.contains(&format!("value=\"{nobodys}\"")), "{text}");
        let (_, slipped) = page(&bench, "SO-1", language).await;
        assert!(!slipped.contains(words), "{slipped}");
    }
}

/// Two that share a number would each be shown the other's case.
#[tokio::test]
async fn a_number_that_two_cases_share_shows_neither() {
    let bench = Bench::open().await;
    // The last 32 bits, and the lowest 8 of the milliseconds, are all that a reference is made of.
    let twins = [0x0193_6b5e_4d2c_7c3a_9b1f_0000_1111_2222_u128, 0x0193_6b5e_4d2c_7fff_8b1f_0000_1111_2222];
    let [first, second] = twins.map(|bits| complaint(Uuid::from_u128(bits), Uuid::now_v7()));
    let reference = Reference::of(Uuid::from_u128(twins[0])).to_string();
    assert_eq!(first["data"]["reference"], second["data"]["reference"]);
    bench.send(CLOUD_EVENT, &first).await;
    assert_eq!(page(&bench, &reference, "vi").await.0, 200);
    bench.send(CLOUD_EVENT, &second).await;
    assert_eq!(page(&bench, &reference, "vi").await.0, 404);
    let nobodys = Reference::of(Uuid::from_u128(5)).to_string();
    let as_nobodys = |(status, text): (u16, String)| (status, text.replace(&reference, &nobodys));
    assert_eq!(page(&bench, &nobodys, "vi").await, as_nobodys(page(&bench, &reference, "vi").await));
}

#[tokio::test]
async fn who_tries_numbers_is_told_to_wait() {
    let bench = Bench::open().await;
    let nobodys = Reference::of(Uuid::from_u128(5)).to_string();
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(page(&bench, &nobodys, "vi").await.0);
    }
    assert_eq!(answers.iter().filter(|status| **status == 404).count(), 30);
    assert_eq!(answers[39], 429);
    let last = bench.client.get(bench.url(&format!("/case/{nobodys}"))).send().await.unwrap();
    let wait: u64 = last.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
}
