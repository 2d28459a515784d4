//! `/portal/{survey}`: a form that a WiFi sign-in shows, filled in as a browser without script does.

use reqwest::{Client, Response, redirect};
use sayso_collector::config::Access;
use serde_json::json;

use super::harness::{Bench, client, problem};

const GATEWAY: &str = "https://gateway.example/login?session=7";

/// A collector whose visitors may go on to the gateway.
async fn bench() -> Bench {
    Bench::with(Access::Keys, |config| config.portal = Some(vec!["gateway.example".to_owned()])).await
}

fn visitor() -> Client {
    let _there = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(redirect::Policy::none()).build().unwrap()
}

/// The form's fields as a browser sends them, with what was chosen.
fn filled_in(page: &str, chosen: &[(&str, &str)]) -> Vec<(String, String)> {
    let hidden = page.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        let value = rest.split('"').next().unwrap().replace("&amp;", "&");
        (name.to_owned(), value)
    });
    hidden.chain(chosen.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

async fn get(bench: &Bench, query: &[(&str, &str)], language: &str) -> String {
    let request = visitor().get(bench.url("/portal/wifi")).query(query).header("accept-language", language);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(!response.headers().contains_key("set-cookie"));
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    response.text().await.unwrap()
}

async fn post(bench: &Bench, fields: &[(String, String)]) -> Response {
    visitor().post(bench.url("/portal/wifi")).form(fields).send().await.unwrap()
}

#[tokio::test]
async fn an_answer_is_kept_before_the_visitor_goes_on() {
    let bench = bench().await;
    let query = [("touchpoint", "lobby"), ("continue", GATEWAY), ("mac", "00:11:22:33:44:55")];
    let page = get(&bench, &query, "vi").await;
    for text in ["<html lang=\"vi\">", "Bạn thấy chỗ này thế nào?", "Rất tốt", "Gửi", "Bỏ qua, vào mạng"]
    {
        assert!(page.contains(text), "{text} in {page}");
    }
    assert!(!page.contains("00:11:22") && !page.contains("<script") && page.len() < 15_000, "{}", page.len());
    let fields = filled_in(&page, &[("csat", "2"), ("why", "WAIT")]);
    // Twice, as an impatient finger does.
    for _ in 0..2 {
        let response = post(&bench, &fields).await;
        assert_eq!(response.status(), 303);
        assert_eq!(response.headers()["location"], GATEWAY);
    }
    let items = bench.items("").await;
    let [item] = items.as_slice() else { panic!("{items:?}") };
    for (place, expected) in [
        ("/touchpoint", json!("lobby")),
        ("/channel", json!("wifi")),
        ("/survey/id", json!("wifi")),
        ("/answers/csat", json!({ "type": "smiley", "value": 2, "scale": 5 })),
        ("/answers/why", json!({ "type": "choice", "value": ["WAIT"] })),
        ("/segment", json!("detractor")),
        ("/complete", json!(true)),
    ] {
        assert_eq!(item.pointer(place), Some(&expected), "{place}");
    }
    assert_eq!(bench.get("/v1/scores").await.1["n"], 1);
}

#[tokio::test]
async fn a_reason_may_be_left_out_and_a_rating_may_not() {
    let bench = bench().await;
    let page = get(&bench, &[], "en").await;
    assert!(
        page.contains("<html lang=\"en\">") && page.contains("Very good") && !page.contains("Skip"),
        "{page}"
    );
    for wrong in [vec![], vec![("csat", "9")], vec![("csat", "x")], vec![("why", "WAIT")]] {
        let response = post(&bench, &filled_in(&page, &wrong)).await;
        assert_eq!(response.status(), 400, "{wrong:?}");
        assert!(
            response.text().await.unwrap().contains("<form method=\"post\">"),
            "it can be filled in again"
        );
    }
    assert_eq!(bench.items("").await.len(), 0);
    let thanks = post(&bench, &filled_in(&page, &[("csat", "5"), ("why", "MADE-UP")])).await;
    assert_eq!(thanks.status(), 200);
    let items = bench.items("").await;
    assert_eq!((items.len(), &items[0]["answers"]["why"]), (1, &json!(null)));
}

#[tokio::test]
async fn the_reasons_are_those_of_the_rating() {
    let bench = bench().await;
    let page = get(&bench, &[], "vi").await;
    for (value, list) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1)] {
        assert!(
            page.contains(&format!("class=\"to-{list}\" name=\"csat\" value=\"{value}\"")),
            "{value} in {page}"
        );
    }
    for (list, title) in [(0, "Rất tiếc vì bạn chưa hài lòng."), (1, "Điều gì khiến bạn chấm như vậy?")]
    {
        assert!(
            page.contains(&format!("<fieldset class=\"reason reason-{list}\"><legend>{title}")),
            "{title} in {page}"
        );
    }
    for (rating, reason, kept) in [
        ("1", ("why", "WAIT"), json!(["WAIT"])),
        ("5", ("because", "staff"), json!(["staff"])),
        ("5", ("why", "WAIT"), json!(null)),
        ("1", ("because", "staff"), json!(null)),
    ] {
        let page = get(&bench, &[], "vi").await;
        post(&bench, &filled_in(&page, &[("csat", rating), reason])).await;
        let answers = &bench.items("limit=1").await[0]["answers"];
        assert_eq!(
            (&answers["csat"]["value"].to_string(), &answers[reason.0]["value"]),
            (&rating.to_owned(), &kept)
        );
    }
}

#[tokio::test]
async fn a_page_without_room_asks_for_no_decision() {
    let bench = bench().await;
    // Whoever wants an answer has to say where to, which is asked in the survey alone.
    for name in ["csat", "nps", "ces", "smiley"] {
        let response = client().get(bench.url(&format!("/portal/{name}"))).send().await.unwrap();
        assert_eq!(response.status(), 200, "{name}");
        let page = response.text().await.unwrap();
        assert!(!page.contains("name=\"follow\"") && page.len() < 15_000, "{name}: {page}");
    }
}

#[tokio::test]
async fn what_is_written_beside_an_option_is_kept_with_it_alone() {
    let bench = bench().await;
    for (reason, words, kept) in [
        ("other", " Nhạc to quá ", json!([{ "id": "other", "text": "Nhạc to quá" }])),
        ("other", "  ", json!(["other"])),
        ("staff", "Nhạc to quá", json!(["staff"])),
    ] {
        let page = get(&bench, &[], "vi").await;
        let fields = filled_in(&page, &[("csat", "4"), ("because", reason), ("because.text", words)]);
        assert_eq!(post(&bench, &fields).await.status(), 200);
        assert_eq!(bench.items("limit=1").await[0]["answers"]["because"]["value"], kept);
    }
}

#[tokio::test]
async fn a_script_is_let_in_where_the_site_has_the_widget_and_the_form_has_room_for_the_survey() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["sayso.js", "sayso-widget.wasm"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let bench = Bench::with(Access::Keys, |config| {
        config.portal = Some(Vec::new());
        config.site = Some(folder.path().to_owned());
    });
    let bench = bench.await;
    for (name, is_let_in) in [("wifi", true), ("smiley", true), ("csat", false)] {
        let response = client().get(bench.url(&format!("/portal/{name}"))).send().await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
        let page = response.text().await.unwrap();
        assert_eq!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
            is_let_in,
            "{name}: {policy}"
        );
        assert_eq!(page.contains("<script type=\"module\">"), is_let_in, "{name}");
        assert_eq!(page.contains(&format!("data-survey=\"{name}\"")), is_let_in, "{name}");
        assert!(page.len() < 15_000, "{name}: {}", page.len());
    }
}

#[tokio::test]
async fn nobody_is_sent_on_to_a_host_that_is_not_listed() {
    let bench = bench().await;
    for evil in [
        "https://evil.example/",
        "https://gateway.example@evil.example/",
        "//evil.example",
        "javascript:alert(1)",
    ] {
        let page =
            get(&bench, &[("continue", evil), ("touchpoint", "\"><script>alert(1)</script>")], "en").await;
        assert!(
            !page.contains("evil.example") && !page.contains("javascript:") && !page.contains("<script"),
            "{page}"
        );
        let mut fields = filled_in(&page, &[("csat", "4")]);
        fields.push(("continue".to_owned(), evil.to_owned()));
        let response = post(&bench, &fields).await;
        assert_eq!((response.status().as_u16(), response.headers().get("location")), (200, None), "{evil}");
    }
}

#[tokio::test]
async fn the_way_on_does_not_hang_on_the_database() {
    let bench = bench().await;
    let page = get(&bench, &[("continue", GATEWAY)], "en").await;
    bench.meddle("ALTER TABLE events RENAME TO gone").await.unwrap();
    let response = post(&bench, &filled_in(&page, &[("csat", "4")])).await;
    assert_eq!(response.status(), 503);
    assert!(response.text().await.unwrap().contains(&format!("<a href=\"{GATEWAY}\">")));
}

#[tokio::test]
async fn without_a_portal_and_for_no_survey_there_is_no_page() {
    let without = Bench::open().await;
    assert_eq!(problem(client().get(without.url("/portal/wifi")).send().await.unwrap()).await.0, 404);
    let bench = bench().await;
    for name in ["nothing", "complaint"] {
        let response = client().get(bench.url(&format!("/portal/{name}"))).send().await.unwrap();
        assert_eq!(problem(response).await.0, 404, "{name}");
    }
}
