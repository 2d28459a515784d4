//! The page of a hotline's agent: answered by keys, one call after the other.

use anyhow::{Context, Result, ensure};
use sayso_e2e::{Browser, Device, Host, eventually, in_every_engine, setting};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use thirtyfour::Key;

const AGENT: &str = "touchpoint=tong-dai&endpoint=/v1/events&lang=vi";

/// What the agent sees.
const SEEN: &str = r#"
    const root = document.querySelector("sayso-survey")?.shadowRoot;
    const keys = [...(root?.querySelectorAll("[data-key]") ?? [])].filter((key) => key.checkVisibility());
    const active = root?.activeElement ?? document.activeElement;
    arguments[0]({
        call: document.querySelector(".call")?.textContent, title: root?.querySelector(".title")?.textContent ?? "",
        keys: keys.map((key) => key.dataset.key).join(""), news: document.querySelector(".news").textContent,
        wrong: document.querySelector(".wrong").textContent, reference: root?.querySelector(".end .reference")?.textContent ?? "",
        field: active?.localName ?? "", resume: root?.querySelector(".resume") !== null,
        typed: document.getElementById("reference").value,
        chosen: root?.querySelector("[aria-checked=true]")?.textContent ?? "",
    });"#;

async fn until(browser: &Browser, what: &str, fits: impl Fn(&Value) -> bool) -> Result<Value> {
    eventually(what, async || {
        let seen = browser.evaluate(SEEN).await?;
        ensure!(fits(&seen), "{seen}");
        Ok(Some(seen))
    })
    .await
}

/// What an agent has for a case, and how fast they type: 40 words a minute of five letters, a blank counted.
const HURRY: Duration = Duration::from_secs(10);
const LETTER: Duration = Duration::from_millis(300);

/// Waits for a call of this number to be asked.
async fn call(browser: &Browser, number: usize, keys: &str) -> Result<Value> {
    let name = format!("Cuộc gọi số {number}");
    until(browser, &name, |seen| seen["call"] == name.as_str() && seen["keys"] == keys).await
}

async fn open(browser: &Browser, survey: &str) -> Result<Host> {
    let host = Host::start(&setting("SAYSO_SITE")?, &[]).await?;
    browser.open(&host.url(&format!("/hotline.html?survey={survey}&{AGENT}"))).await?;
    Ok(host)
}

/// The whole responses and the complaints that came, each once, in the order of their calls.
fn events(host: &Host) -> Result<Vec<Value>> {
    let mut events: Vec<Value> = Vec::new();
    for request in host.requests().into_iter().filter(|request| request.method == "POST") {
        let event: Value = serde_json::from_str(&request.body)?;
        if event["data"]["complete"] != false && events.iter().all(|known| known["id"] != event["id"]) {
            events.push(event);
        }
    }
    events.sort_by_key(|event| event["data"]["startedAt"].as_str().unwrap_or_default().to_owned());
    Ok(events)
}

async fn arrived(host: &Host, count: usize) -> Result<Vec<Value>> {
    eventually(&format!("{count} events"), async || {
        Ok(Some(events(host)?).filter(|events| events.len() == count))
    })
    .await
}

#[tokio::test]
async fn one_key_answers_and_the_next_call_begins_by_itself() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let host = open(browser, "smiley").await?;
        call(browser, 1, "12345").await?;
        browser.press("4").await?;
        let seen = call(browser, 2, "12345").await?;
        assert_eq!(seen["news"], "Đã lưu. Mời cuộc tiếp theo.");
        // The number that the caller gives belongs to their call alone.
        browser.press("/").await?;
        browser.press("DH-10234").await?;
        until(browser, "the number", |seen| seen["typed"] == "DH-10234").await?;
        browser.press(Key::Enter).await?;
        browser.press("2").await?;
        let seen = call(browser, 3, "12345").await?;
        assert_eq!((&seen["typed"], &seen["wrong"]), (&json!(""), &json!("")));
        browser.press("/").await?;
        browser.press("0912 345 678").await?;
        until(browser, "why it is not taken", |seen| seen["wrong"] != "").await?;
        browser.press(Key::Enter).await?;
        browser.press("5").await?;
        call(browser, 4, "12345").await?;
        let events = arrived(&host, 3).await?;
        let data: Vec<&Value> = events.iter().map(|event| &event["data"]).collect();
        let values: Vec<&Value> = data.iter().map(|data| &data["answers"]["csat"]["value"]).collect();
        assert_eq!(values, [4, 2, 5]);
        for data in &data {
            assert_eq!((&data["channel"], &data["touchpoint"]), (&json!("hotline"), &json!("tong-dai")));
        }
        let about: Vec<&Value> = data.iter().map(|data| &data["context"]).collect();
        assert_eq!(about, [&json!({}), &json!({ "respondent": "DH-10234" }), &json!({})]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_case_is_opened_by_one_key_its_words_and_one_more() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let host = open(browser, "smiley").await?;
        call(browser, 1, "12345").await?;
        browser.press(Key::F8).await?;
        until(browser, "the form", |seen| seen["field"] == "textarea").await?;
        // Numbers are words here.
        browser.press("Giao tre 2 ngay").await?;
        browser.press_with(Key::Control, Key::Enter).await?;
        let seen = until(browser, "the number", |seen| seen["reference"] != "").await?;
        assert_eq!(seen["news"], "Đọc số này cho khách, rồi bấm Enter.");
        let events = arrived(&host, 2).await?;
        let case = events.iter().find(|event| event["type"] == "sayso.complaint.v1").context("a case")?;
        assert_eq!(
            (&case["data"]["channel"], &case["data"]["happened"]),
            (&json!("hotline"), &json!("Giao tre 2 ngay"))
        );
        let reference = case["data"]["reference"].as_str().context("a reference")?;
        assert!(seen["reference"].as_str().is_some_and(|read| read.starts_with(reference)), "{seen}");
        browser.press(Key::Enter).await?;
        call(browser, 2, "12345").await?;
        Ok(())
    })
    .await
}

/// What the page takes of the ten seconds; an agent has the rest for their keys.
#[tokio::test]
async fn a_case_takes_an_agent_ten_seconds() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let _host = open(&browser, "smiley").await?;
    let story = "Giao tre 2 ngay";
    let mut best = HURRY;
    for number in 1..=3 {
        call(&browser, number, "12345").await?;
        let begun = Instant::now();
        browser.press(Key::F8).await?;
        until(&browser, "the form", |seen| seen["field"] == "textarea").await?;
        browser.press(story).await?;
        browser.press_with(Key::Control, Key::Enter).await?;
        until(&browser, "the number", |seen| seen["reference"] != "").await?;
        best = best.min(begun.elapsed());
        browser.press(Key::Enter).await?;
    }
    // F8, and two for Ctrl Enter.
    let keys = story.chars().count() + 3;
    let typing = LETTER * u32::try_from(keys)?;
    println!(
        "a case at the hotline: {keys} keys, {} ms of typing, {} ms of the page",
        typing.as_millis(),
        best.as_millis()
    );
    assert!(best + typing < HURRY, "{best:?} of the page, {typing:?} of typing");
    Ok(())
}

#[tokio::test]
async fn a_call_that_breaks_off_leaves_nothing_to_the_next() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let host = open(&browser, "csat").await?;
    let first = call(&browser, 1, "12345").await?;
    browser.press("1").await?;
    until(&browser, "the next question", |seen| seen["title"] != first["title"] && seen["title"] != "")
        .await?;
    browser.press(Key::F2).await?;
    let seen = call(&browser, 2, "12345").await?;
    assert_eq!((&seen["title"], &seen["resume"]), (&first["title"], &json!(false)));
    assert_eq!(events(&host)?, Vec::<Value>::new(), "nobody handed it in");
    Ok(())
}

#[tokio::test]
async fn a_scale_from_zero_has_its_own_numbers() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let _host = open(&browser, "nps").await?;
    let first = call(&browser, 1, "0123456789-").await?;
    for (key, value) in [("0", "0"), ("7", "7"), ("-", "10")] {
        browser.press(key).await?;
        until(&browser, "the next question", |seen| seen["title"] != first["title"] && seen["title"] != "")
            .await?;
        browser.press(Key::Backspace).await?;
        let seen = until(&browser, "the scale", |seen| seen["title"] == first["title"]).await?;
        assert_eq!(seen["chosen"], value);
    }
    Ok(())
}
