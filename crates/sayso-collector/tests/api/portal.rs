//! `/portal/{survey}`: a form that a WiFi sign-in shows, filled in as a browser without script does.

use std::num::NonZeroU32;

use reqwest::{Client, Response, redirect};
use sayso_collector::config::{Access, Config};
use serde_json::json;
use url::Url;
use uuid::Uuid;

use super::harness::{Bench, CLOUD_EVENT, client, data, event, problem};

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

/// It was thanked for, and the collector held on to the first answer.
#[tokio::test]
async fn who_comes_back_and_changes_their_answer_has_answered_once_more_and_counts_once() {
    let bench = bench().await;
    let page = get(&bench, &[("continue", GATEWAY)], "vi").await;
    for (step, answer, revision) in [
        ("the first", vec![("csat", "2"), ("why", "WAIT")], 1),
        ("a double tap", vec![("csat", "2"), ("why", "WAIT")], 1),
        ("another", vec![("csat", "5")], 2),
        ("and again", vec![("csat", "5")], 2),
        ("with a reason", vec![("csat", "5"), ("because", "staff")], 3),
        ("the first after all", vec![("csat", "2"), ("why", "WAIT")], 4),
    ] {
        assert_eq!(post(&bench, &filled_in(&page, &answer)).await.status(), 303, "{step}");
        let items = bench.items("").await;
        let [item] = items.as_slice() else { panic!("{step}: {items:?}") };
        let value = answer[0].1.parse::<u8>().unwrap();
        assert_eq!(
            (&item["revision"], &item["answers"]["csat"]["value"], &item["complete"]),
            (&json!(revision), &json!(value), &json!(true)),
            "{step}"
        );
    }
    let metrics = bench.client.get(bench.url("/metrics")).send().await.unwrap().text().await.unwrap();
    for count in ["{outcome=\"accepted\"} 4", "{outcome=\"duplicate\"} 2"] {
        assert!(metrics.contains(count), "{count} in {metrics}");
    }
    assert_eq!(bench.get("/v1/scores").await.1["n"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_answers_out_of_one_form_at_once_none_is_lost_and_one_counts() {
    let bench = std::sync::Arc::new(bench().await);
    let page = get(&bench, &[], "vi").await;
    let sent: Vec<_> = ["1", "2", "3", "4", "5"]
        .map(|value| {
            let (bench, fields) = (bench.clone(), filled_in(&page, &[("csat", value)]));
            tokio::spawn(async move { post(&bench, &fields).await.status().as_u16() })
        })
        .into_iter()
        .collect();
    for one in sent {
        assert_eq!(one.await.unwrap(), 200);
    }
    let items = bench.items("").await;
    assert_eq!((items.len(), &items[0]["revision"]), (1, &json!(5)));
}

/// A link that many come by names no form: who came last would be all of them.
#[tokio::test]
async fn each_visitor_gets_a_form_of_their_own_whatever_the_address_says() {
    let bench = bench().await;
    let id = Uuid::now_v7().to_string();
    for value in ["1", "5"] {
        let page = get(&bench, &[("response", &id)], "vi").await;
        assert_eq!(post(&bench, &filled_in(&page, &[("csat", value)])).await.status(), 200);
    }
    assert_eq!(bench.items("").await.len(), 2);
}

/// The id of the form stands in it, where anybody can write another.
#[tokio::test]
async fn what_came_in_another_way_is_not_revised_by_a_form() {
    let bench = Bench::with(Access::Open, |config| config.portal = Some(Vec::new())).await;
    let id = Uuid::now_v7();
    bench.send(CLOUD_EVENT, &event(&data(id, 1, 1))).await;
    for value in ["4", "5"] {
        let fields = [("csat".to_owned(), value.to_owned()), ("response".to_owned(), id.to_string())];
        assert_eq!(post(&bench, &fields).await.status(), 200);
    }
    let items = bench.items("").await;
    let values = |own: bool| {
        let of = items.iter().filter(move |item| (item["responseId"] == id.to_string().as_str()) == own);
        of.map(|item| item["answers"]["csat"]["value"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((values(true), values(false)), (vec![json!(1)], vec![json!(5)]));
}

/// A guest was shown JSON, and no way on.
#[tokio::test]
async fn a_survey_that_is_none_leads_on() {
    let bench = bench().await;
    let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    let query = [("touchpoint", "lobby"), ("continue", GATEWAY), ("mac", "00:11:22:33:44:55")];
    for path in
        ["/portal/nope", "/portal/complaint", "/portal/servqual", "/portal", "/portal/", "/portal/%ff"]
    {
        for (language, words, promise) in
            [("vi", "không có câu hỏi nào", "vào mạng"), ("en", "There is no question", "Go online")]
        {
            let ask = |request: reqwest::RequestBuilder| {
                request.header("accept", browser).header("accept-language", language)
            };
            let get = || ask(visitor().get(bench.url(path)));
            let post = || ask(visitor().post(bench.url(path)));
            for request in [get().query(&query), post().form(&query), post().query(&query)] {
                let response = request.send().await.unwrap();
                assert_eq!(response.status(), 404, "{path}");
                let page = response.text().await.unwrap();
                assert!(page.contains(words) && page.contains(promise), "{path}: {page}");
                assert!(
                    page.contains(&format!("<a href=\"{GATEWAY}\">")) && !page.contains("00:11"),
                    "{page}"
                );
            }
            for evil in ["", "https://evil.example/"] {
                let page = get().query(&[("continue", evil)]).send().await.unwrap().text().await.unwrap();
                assert!(page.contains(words) && !page.contains("<a "), "{page}");
                assert!(!page.contains("mạng") && !page.to_lowercase().contains("online"), "{page}");
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_is_not_read_leads_on() {
    let patient = |config: &mut Config| {
        config.portal = Some(vec!["gateway.example".to_owned()]);
        config.rates.per_address = NonZeroU32::new(1);
    };
    let bench = Bench::with(Access::Keys, patient).await;
    let send = async |fields: &[(&str, &str)], accept: &str| {
        let request = visitor().post(bench.url("/portal/wifi")).query(&[("continue", GATEWAY)]).form(fields);
        let response = request.header("accept", accept).send().await.unwrap();
        let has_wait = response.headers().contains_key("retry-after");
        (response.status().as_u16(), has_wait, response.text().await.unwrap())
    };
    let too_much = "x".repeat(2 << 20);
    for (fields, status, has_wait) in [([("csat", &*too_much)], 413, false), ([("csat", "4")], 429, true)] {
        let (told, waits, page) = send(&fields, "text/html").await;
        assert_eq!((told, waits), (status, has_wait));
        assert!(page.contains(&format!("<a href=\"{GATEWAY}\">")), "{page}");
    }
    assert!(send(&[("csat", "4")], "*/*").await.2.contains("\"status\":429"));
}

#[tokio::test]
async fn a_guest_reads_it_in_their_language_or_the_other_one() {
    let bench = bench().await;
    let query = [("touchpoint", "bàn 7"), ("continue", GATEWAY), ("mac", "00:11:22:33:44:55")];
    for (likes, wish, language, other) in [
        ("vi-VN,vi;q=0.9,en;q=0.8", None, "vi", "en"),
        ("fr-FR,fr;q=0.9", None, "en", "vi"),
        ("fr-FR,fr;q=0.9", Some("vi"), "vi", "en"),
        ("vi", Some("en"), "en", "vi"),
        ("vi", Some("xx"), "vi", "en"),
    ] {
        let all: Vec<_> = query.into_iter().chain(wish.map(|wish| ("lang", wish))).collect();
        let page = get(&bench, &all, likes).await;
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{likes} {wish:?}: {page}");
        let (_, link) =
            page.split_once("<p class=\"language\">").unwrap().1.split_once("<a href=\"").unwrap();
        let (address, link) = link.split_once('"').unwrap();
        assert!(link.starts_with(&format!(" lang=\"{other}\" hreflang=\"{other}\">")), "{link}");
        // Followed, as a browser does, it is the same form in the other language.
        let there =
            Url::parse(&bench.url("/portal/wifi")).unwrap().join(&address.replace("&amp;", "&")).unwrap();
        let there = visitor().get(there).header("accept-language", likes).send().await.unwrap();
        let there = there.text().await.unwrap();
        assert!(there.contains(&format!("<html lang=\"{other}\">")) && !there.contains("00:11"), "{there}");
        let fields = filled_in(&there, &[("csat", "4")]);
        let response = post(&bench, &fields).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["location"]),
            (303, &GATEWAY.parse().unwrap())
        );
        let items = bench.items("limit=1").await;
        assert_eq!((&items[0]["locale"], &items[0]["touchpoint"]), (&json!(other), &json!("bàn 7")));
    }
}

#[tokio::test]
async fn where_there_is_no_way_on_no_page_promises_one() {
    let bench = bench().await;
    for language in ["vi", "en"] {
        let form = get(&bench, &[], language).await;
        let fields = filled_in(&form, &[("csat", "4")]);
        let thanks = post(&bench, &fields).await.text().await.unwrap();
        let again = post(&bench, &filled_in(&form, &[])).await.text().await.unwrap();
        for page in [form, thanks, again] {
            assert!(!page.contains("mạng") && !page.to_lowercase().contains("online"), "{page}");
        }
    }
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
