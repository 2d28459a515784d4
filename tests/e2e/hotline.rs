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
    const chosen = [...(root?.querySelectorAll("[aria-checked=true]") ?? [])];
    const foot = document.querySelector("footer");
    const isInView = (node) => node.getBoundingClientRect().top >= 0 && node.getBoundingClientRect().bottom <= foot.getBoundingClientRect().top;
    arguments[0]({
        call: document.querySelector(".call")?.textContent, title: root?.querySelector(".title")?.textContent ?? "",
        keys: keys.map((key) => key.dataset.key).join(""), news: document.querySelector(".news").textContent,
        wrong: document.querySelector(".wrong").textContent, reference: root?.querySelector(".end .reference")?.textContent ?? "",
        field: active?.localName ?? "", resume: root?.querySelector(".resume") !== null,
        typed: document.getElementById("reference").value,
        chosen: chosen[0]?.textContent ?? "", all: chosen.map((choice) => choice.textContent),
        inView: keys.every(isInView),
        topic: root?.querySelector("details[open] summary span")?.textContent ?? "", first: keys[0]?.textContent ?? "",
        at: active?.id ?? "", text: active?.value ?? "",
        foot: [...foot.querySelectorAll("li:not([hidden])")].map((item) => item.querySelector("kbd:last-of-type").textContent).join(" "),
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
    // One touch of Backspace too many does not leave the field that it has emptied.
    browser.press("-ab" + Key::Backspace + Key::Backspace + Key::Backspace + "c").await?;
    until(&browser, "the field", |seen| seen["text"] == "c").await?;
    Ok(())
}

/// Both digits went by: the first to the upper row, the second nowhere, since the lower one had the keys 6 to 0.
#[tokio::test]
async fn digits_go_to_the_rows_of_a_question_in_turn() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let host = open(&browser, "csat").await?;
    call(&browser, 1, "12345").await?;
    // As fast as they come: what is pressed while a screen goes is for the next.
    browser.press("1" + Key::Enter + "42").await?;
    let given = |seen: &Value, values: [&str; 2]| seen["all"] == json!(values);
    let seen = until(&browser, "both rows", |seen| given(seen, ["4", "2"])).await?;
    assert_eq!((&seen["keys"], &seen["resume"]), (&json!("12345"), &json!(false)));
    browser.press(Key::Backspace).await?;
    browser.press("5").await?;
    until(&browser, "the upper row anew", |seen| given(seen, ["5", "2"])).await?;
    browser.press("3").await?;
    let seen = until(&browser, "the lower row anew", |seen| given(seen, ["5", "3"])).await?;
    assert_eq!(seen["keys"], "12345");
    browser.press(Key::Enter + "2" + Key::Enter).await?;
    call(&browser, 2, "12345").await?;
    let events = arrived(&host, 1).await?;
    let answers = &events[0]["data"]["answers"];
    assert_eq!(
        (&answers["csat"]["value"], &answers["gap"]["value"], &answers["follow"]["value"]),
        (&json!(1), &json!({ "expected": 5, "actual": 3 }), &json!(["no"]))
    );
    Ok(())
}

/// Letters vanished, and from the first `/` on they stood in the customer's number.
#[tokio::test]
async fn the_case_at_the_end_of_a_call_is_written_and_chosen_by_keys() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let host = open(&browser, "csat").await?;
    call(&browser, 1, "12345").await?;
    browser.press("1" + Key::Enter + Key::Enter + "1" + Key::Enter + "Giao 1/2 don").await?;
    let seen = until(&browser, "the story", |seen| seen["text"] == "Giao 1/2 don").await?;
    assert_eq!(
        (&seen["at"], &seen["typed"], &seen["keys"]),
        (&json!("tell-happened"), &json!(""), &json!(""))
    );
    assert_eq!(seen["foot"], "Enter Esc F2", "keys that are letters here");
    // The reasons, what was expected, and how it could be put right, which goes on to whether it is public, and how to answer.
    browser.press(Key::Escape).await?;
    let seen = until(&browser, "the reasons", |seen| seen["keys"] == "1234567890-").await?;
    assert_eq!(seen["foot"], "1…9 Enter Esc Backspace / F2");
    browser.press("3").await?;
    until(&browser, "a reason", |seen| seen["all"] == json!(["Giao hàng chậm trễ"])).await?;
    browser.press(Key::Escape).await?;
    until(&browser, "what was expected", |seen| seen["at"] == "tell-expected").await?;
    browser.press("Du 2").await?;
    browser.press(Key::Escape).await?;
    until(&browser, "the remedies", |seen| seen["keys"] == "1234567").await?;
    browser.press("6").await?;
    until(&browser, "whether it is public", |seen| seen["keys"] == "1").await?;
    browser.press_with(Key::Control, Key::Enter).await?;
    let seen = until(&browser, "how to answer", |seen| seen["keys"] == "1234").await?;
    assert_eq!((&seen["reference"], &seen["inView"]), (&json!(""), &json!(true)));
    browser.press("10912345678" + Key::Enter).await?;
    until(&browser, "the number", |seen| seen["reference"] != "").await?;
    let events = arrived(&host, 2).await?;
    let case = events.iter().find(|event| event["type"] == "sayso.complaint.v1").context("a case")?;
    let told = ["happened", "expected", "remedy"].map(|name| &case["data"][name]);
    assert_eq!(told, ["Giao 1/2 don", "Du 2", "refund"]);
    assert_eq!(
        (&case["data"]["reasons"], &case["data"]["contact"]["phone"], &case["data"]["context"]["respondent"]),
        (&json!(["DEL-LATE"]), &json!("+84912345678"), &Value::Null)
    );
    Ok(())
}

/// The second F8 opened another case over the first, and F2 another call.
#[tokio::test]
async fn no_key_wipes_what_is_being_written() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let _host = open(&browser, "smiley").await?;
    call(&browser, 1, "12345").await?;
    // Also what is typed before the form is there, out of the customer's number.
    browser.press("/DH-1" + Key::F8 + "Giao tre 2 ngay").await?;
    let seen = until(&browser, "the story", |seen| seen["text"] == "Giao tre 2 ngay").await?;
    assert_eq!(seen["typed"], "DH-1");
    browser.press(Key::F8 + ", sai 1").await?;
    until(&browser, "more of it", |seen| seen["text"] == "Giao tre 2 ngay, sai 1").await?;
    browser.press(Key::F2).await?;
    let seen = until(&browser, "the question", |seen| seen["news"] != "").await?;
    assert_eq!(
        (&seen["news"], &seen["text"]),
        (&json!("Bấm F2 lần nữa để bỏ những gì đang viết."), &json!("Giao tre 2 ngay, sai 1"))
    );
    browser.press("." + Key::F2).await?;
    until(&browser, "the question anew", |seen| {
        seen["news"] != "" && seen["text"] == "Giao tre 2 ngay, sai 1."
    })
    .await?;
    // A key that is held down is pressed once.
    let hold = "for (const repeat of [false, true, true])
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', repeat, bubbles: true, composed: true, cancelable: true }));
        arguments[0](1)";
    browser.press(".").await?;
    until(&browser, "one more letter", |seen| seen["text"] == "Giao tre 2 ngay, sai 1..").await?;
    browser.evaluate(hold).await?;
    until(&browser, "the question once more", |seen| {
        seen["news"] != "" && seen["text"] == "Giao tre 2 ngay, sai 1.."
    })
    .await?;
    browser.press(Key::F2).await?;
    call(&browser, 2, "12345").await?;
    Ok(())
}

/// The keys of a topic's options were those of the topics after it, which had none; what they chose lay below the screen.
#[tokio::test]
async fn topics_keep_their_keys_and_an_open_one_counts_its_own() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let _host = open(&browser, "csat").await?;
    call(&browser, 1, "12345").await?;
    browser.press("1").await?;
    let topics = "1234567890-";
    until(&browser, "the topics", |seen| seen["keys"] == topics).await?;
    for (key, topic, keys) in
        [("9", "Chăm sóc khách hàng", "12345"), ("0", "Tại điểm phục vụ", "12"), ("1", "Sản phẩm", "12")]
    {
        browser.press(key).await?;
        let seen = until(&browser, topic, |seen| seen["topic"] == topic && seen["keys"] == keys).await?;
        assert_eq!(seen["inView"], true, "{seen}");
        browser.press("2").await?;
        let first = seen["first"].clone();
        let seen =
            until(&browser, "a tick", |seen| seen["all"].as_array().is_some_and(|all| !all.is_empty()))
                .await?;
        assert_eq!((&seen["first"], &seen["inView"]), (&first, &json!(true)), "{seen}");
        browser.press("2").await?;
        until(&browser, "no tick", |seen| seen["all"] == json!([])).await?;
        browser.press(if key == "9" { Key::Escape } else { Key::Backspace }).await?;
        until(&browser, "the topics", |seen| seen["topic"] == "" && seen["keys"] == topics).await?;
    }
    // The last of them has words of its own.
    browser.press("-2Khach tang 1").await?;
    until(&browser, "words of one's own", |seen| seen["text"] == "Khach tang 1" && seen["keys"] == "")
        .await?;
    Ok(())
}

/// "Saved. Ready for the next call." stood over the case that was being written in it.
#[tokio::test]
async fn what_was_said_of_a_call_ends_with_the_next_key() -> Result<()> {
    let browser = Browser::start(Device::DESKTOP).await?;
    let _host = open(&browser, "smiley").await?;
    let seen = call(&browser, 1, "12345").await?;
    assert_eq!(seen["foot"], "1…9 / F8 F2", "keys that do nothing yet");
    browser.press("4").await?;
    let seen = call(&browser, 2, "12345").await?;
    assert_eq!(seen["news"], "Đã lưu. Mời cuộc tiếp theo.");
    browser.press(Key::F8).await?;
    until(&browser, "the form", |seen| seen["field"] == "textarea" && seen["news"] == "").await?;
    Ok(())
}
