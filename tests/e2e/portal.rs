//! The page of a WiFi sign-in, in browsers as captive portals have them: no script, no storage, no other host.

use anyhow::{Context, Result, ensure};
use sayso_e2e::{Browser, Device, Engine, Host, Stack, eventually, in_every_engine, setting};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use thirtyfour::Key;

/// After which a page has become the survey or stays the form.
const LATE: Duration = Duration::from_secs(5);

/// Shows where there is no script, and cannot be shown where there is.
const PROOF: &str = r#"<!doctype html><noscript><img src="/v1/events?without-script"></noscript>
    <script>new Image().src = "/v1/events?with-script";</script>"#;

async fn visited(host: &Host, query: &str) -> Result<()> {
    let is_there = |path: &str| path.ends_with(query);
    eventually(query, async || {
        Ok(host.requests().iter().any(|request| is_there(&request.path)).then_some(()))
    })
    .await
}

#[tokio::test]
async fn a_guest_rates_by_keys_alone_and_is_let_through_once_it_is_kept() -> Result<()> {
    for engine in Engine::here() {
        sign_in(engine).await.with_context(|| format!("in {engine:?}"))?;
    }
    Ok(())
}

async fn sign_in(engine: Engine) -> Result<()> {
    let gateway = Host::start(&setting("SAYSO_SITE")?, &[("proof.html", PROOF.to_owned())]).await?;
    let go_on = gateway.url("/v1/events?let-through");
    let listed = gateway.url("").replace("http://", "");
    let stack = Stack::start_with(&["--portal", &listed])?;
    let browser = Browser::start_bare_in(engine, Device::PHONE).await?;
    browser.open(&gateway.url("/proof.html")).await?;
    visited(&gateway, "without-script").await?;

    browser.open(&stack.url(&format!("/portal/wifi?touchpoint=lobby&continue={go_on}"))).await?;
    // From the worst rating, which is the first choice of the page, to the best; Enter in a form sends it.
    browser.press(Key::Tab).await?;
    browser.press(" ").await?;
    for _ in 1..5 {
        browser.press(Key::Right).await?;
    }
    browser.press(Key::Enter).await?;
    visited(&gateway, "let-through").await?;
    // Whoever is let through has answered: it is there already.
    let found = stack.get("/v1/responses").await?;
    let items = found["items"].as_array().context("items")?;
    assert_eq!(items.len(), 1, "{found}");
    assert_eq!((&items[0]["channel"], &items[0]["touchpoint"]), (&json!("wifi"), &json!("lobby")));
    assert_eq!(items[0]["answers"]["csat"]["value"], 5);
    let asked: Vec<String> = gateway.requests().into_iter().map(|request| request.path).collect();
    assert!(!asked.iter().any(|path| path.ends_with("with-script")), "{asked:?}");
    Ok(())
}

/// What a guest sees: the survey in place of the form, or the form.
const SEEN: &str = r#"
    const survey = document.querySelector("sayso-survey");
    const root = survey && !survey.hidden ? survey.shadowRoot : null;
    arguments[0]({
        form: document.querySelector("form")?.checkVisibility() ?? false, title: root?.querySelector(".title")?.textContent ?? "",
        primary: [...(root?.querySelectorAll(".primary") ?? [])].some((button) => button.checkVisibility()),
    });"#;

async fn seen(browser: &Browser, what: &str, fits: impl Fn(&Value) -> bool) -> Result<Value> {
    eventually(what, async || {
        let seen = browser.evaluate(SEEN).await?;
        ensure!(fits(&seen), "{seen}");
        Ok(Some(seen))
    })
    .await
}

async fn tap(browser: &Browser, selector: &str) -> Result<()> {
    let tap = format!(
        "document.querySelector('sayso-survey').shadowRoot.querySelector({selector:?}).click(); arguments[0]()"
    );
    browser.evaluate(&tap).await.map(drop)
}

/// Opens a form that becomes the survey. On a machine that is too slow it stays the form, which is right, and the next visit finds the
/// files at hand.
async fn open_as_survey(browser: &Browser, address: &str) -> Result<()> {
    eventually("the survey", async || {
        browser.open(address).await?;
        let begun = Instant::now();
        while begun.elapsed() < LATE {
            let seen = browser.evaluate(SEEN).await?;
            if seen["title"] != "" && seen["form"] == false {
                return Ok(Some(()));
            }
        }
        Ok(None)
    })
    .await
}

/// Waits for the question whose title begins with one of these. WebKit's driver asks for English.
async fn asked(browser: &Browser, titles: [&str; 2]) -> Result<()> {
    let is_asked = |seen: &Value| {
        titles.iter().any(|title| seen["title"].as_str().is_some_and(|seen| seen.starts_with(title)))
    };
    seen(browser, titles[1], is_asked).await.map(drop)
}

const HOW: [&str; 2] = ["Bạn thấy chỗ này", "How do you like it"];
const SORRY: [&str; 2] = ["Rất tiếc", "Sorry"];
const WHY: [&str; 2] = ["Điều gì khiến", "What made you"];

#[tokio::test]
async fn where_the_browser_can_the_form_becomes_the_survey_and_what_is_answered_goes_through_the_form()
-> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let gateway = Host::start(&setting("SAYSO_SITE")?, &[]).await?;
        let go_on = gateway.url("/v1/events?let-through");
        let stack = Stack::start_with(&["--portal", &gateway.url("").replace("http://", "")])?;
        let address = stack.url(&format!("/portal/wifi?touchpoint=lobby&continue={go_on}"));
        open_as_survey(browser, &address).await?;
        tap(browser, "[role=radio]:nth-child(2)").await?;
        asked(browser, SORRY).await?;
        tap(browser, ".option").await?;
        tap(browser, ".primary").await?;
        visited(&gateway, "let-through").await?;
        let found = stack.get("/v1/responses").await?;
        let items = found["items"].as_array().context("items")?;
        assert_eq!(items.len(), 1, "{found}");
        assert_eq!((&items[0]["channel"], &items[0]["touchpoint"]), (&json!("wifi"), &json!("lobby")));
        assert_eq!(items[0]["answers"]["csat"]["value"], 2);
        assert!(items[0]["answers"]["why"]["value"][0].is_string(), "{found}");
        Ok(())
    })
    .await
}

/// The words of the links below the survey, and whether an answer can be changed.
const THANKED: &str = r#"
    const root = document.querySelector("sayso-survey")?.shadowRoot;
    const links = [...document.links].filter((link) => link.checkVisibility()).map((link) => link.textContent);
    arguments[0]({ links, change: !!root?.querySelector(".parting .quiet") });"#;

/// The second answer was thanked for, and the first one stayed.
#[tokio::test]
async fn who_changes_an_answer_under_the_thanks_is_believed_and_offered_no_way_past_a_question() -> Result<()>
{
    in_every_engine(Device::PHONE, async |browser| {
        let gateway = Host::start(&setting("SAYSO_SITE")?, &[]).await?;
        // As if the guest had come back: the gateway leaves them where they are.
        let stay = gateway.url("/stay?let-through");
        let stack = Stack::start_with(&["--portal", &gateway.url("").replace("http://", "")])?;
        open_as_survey(browser, &stack.url(&format!("/portal/wifi?lang=vi&continue={stay}"))).await?;
        asked(browser, HOW).await?;
        tap(browser, "[role=radio]:nth-child(2)").await?;
        asked(browser, SORRY).await?;
        tap(browser, ".option").await?;
        tap(browser, ".primary").await?;
        visited(&gateway, "let-through").await?;
        eventually("the thanks", async || {
            let thanked = browser.evaluate(THANKED).await?;
            Ok((thanked == json!({ "links": ["Vào mạng"], "change": true })).then_some(()))
        })
        .await?;
        tap(browser, ".parting .quiet").await?;
        asked(browser, SORRY).await?;
        tap(browser, ".navigation .secondary").await?;
        asked(browser, HOW).await?;
        tap(browser, "[role=radio]:nth-child(5)").await?;
        asked(browser, WHY).await?;
        tap(browser, ".primary").await?;
        let response = eventually("the other answer", async || {
            let items = stack.responses(1).await?;
            Ok((items[0]["revision"] == 2).then(|| items[0].clone()))
        })
        .await?;
        assert_eq!(response["answers"], json!({ "csat": { "type": "smiley", "value": 5, "scale": 5 } }));
        Ok(())
    })
    .await
}

/// A case whose promises were broken long ago: the page with the most to say.
const CASE: &str = r#"{ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5f", "source": "/", "type": "sayso.complaint.v1",
    "subject": "checkout", "time": "2020-01-01T20:38:00.123+07:00",
    "data": { "complaintId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "reference": "SO-5HN7-PK2X-V",
      "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "survey": { "id": "csat", "version": 1 }, "question": "case",
      "touchpoint": "checkout", "channel": "web", "locale": "vi", "receivedAt": "2020-01-01T20:38:00.123+07:00",
      "severity": { "value": 3, "points": [{ "cause": "DEL-LATE", "points": 3 }] },
      "due": { "acknowledge": "2020-01-01T22:38:00+07:00", "answer": "2020-01-02T12:38:00+07:00" },
      "kind": "complaint", "reasons": ["DEL-LATE"], "happened": "Two days late", "public": false } }"#;

/// Chooses the first value of a scale, where there is one.
const CHOOSE: &str = "document.querySelector('input[type=radio]')?.click(); arguments[0]()";

#[tokio::test]
async fn nothing_keeps_anybody_out_of_the_collectors_pages() -> Result<()> {
    let stack = Stack::start_with(&["--portal", "none"])?;
    let browser = Browser::start(Device::PHONE).await?;
    browser.open(&stack.url("/gallery.html?part=none")).await?;
    let told = "fetch('/v1/events', { method: 'POST', headers: { 'Content-Type': 'application/cloudevents+json' }, body: CASE })
        .then(({ status }) => arguments[0](status))";
    assert_eq!(browser.evaluate(&told.replace("CASE", &json!(CASE).to_string())).await?, 202);
    browser.cdp("Network.enable", json!({})).await?;
    for (language, dark) in [("vi", false), ("vi", true), ("en", false), ("en", true)] {
        let headers = json!({ "headers": { "Accept-Language": language } });
        browser.cdp("Network.setExtraHTTPHeaders", headers).await?;
        browser.become_device(Device { dark, ..Device::PHONE }).await?;
        for page in [
            "/portal/csat",
            "/portal/nps",
            "/portal/nope",
            "/case",
            "/case/SO-5HN7-PK2X-V",
            "/case/SO-1",
            "/case/SO-0000-0000-0",
        ] {
            browser.open(&stack.url(page)).await?;
            let spoken = browser.evaluate("arguments[0](document.documentElement.lang)").await?;
            assert_eq!(spoken, language, "{page}");
            for _ in 0..2 {
                let barriers = browser.barriers().await?;
                assert!(barriers.is_empty(), "{page} in {language}, dark: {dark}\n{}", barriers.join("\n"));
                browser.evaluate(CHOOSE).await?;
            }
            let wide = "arguments[0](document.documentElement.scrollWidth - innerWidth)";
            assert_eq!(browser.evaluate(wide).await?, 0, "{page} is as wide as the phone");
        }
    }
    Ok(())
}
