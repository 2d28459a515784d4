//! What a tablet at a counter does besides asking: it says when the place is closed, keeps its ledger, tells how it is doing, calls
//! for help, and shows its staff what the ledger adds up to.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Endpoint, Manner, eventually};
use serde_json::{Value, json};

use crate::kiosk::{FACE, TABLET, is_ready, page, tap, until};

async fn serve(attributes: &str) -> Result<(Endpoint, Browser)> {
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), vec![page("/kiosk", attributes)]).await?;
    Ok((endpoint, Browser::start(TABLET).await?))
}

/// The text of what lies over the survey; empty where nothing does.
async fn veil(browser: &Browser) -> Result<String> {
    let script = "const veil = document.querySelector('sayso-survey')?.shadowRoot?.querySelector('.veil:not([hidden])');
        arguments[0](veil?.innerText ?? '')";
    Ok(browser.evaluate(script).await?.as_str().unwrap_or_default().to_owned())
}

/// Everything in a store of the device; nothing where there is none.
async fn store(browser: &Browser, database: &str, store: &str) -> Result<Vec<Value>> {
    let script = format!(
        "const done = arguments[0];
         const opening = indexedDB.open({database:?});
         opening.onupgradeneeded = () => opening.transaction.abort();
         opening.onerror = () => done([]);
         opening.onsuccess = () => {{
             const reading = opening.result.transaction({store:?}).objectStore({store:?}).getAll();
             reading.onsuccess = () => {{ opening.result.close(); done(reading.result.map(({{ sealed, ...rest }}) => rest)); }};
         }};"
    );
    browser.evaluate(&script).await?.as_array().cloned().context("a list")
}

async fn ledger(browser: &Browser) -> Result<Vec<Value>> {
    store(browser, "sayso-ledger", "entries").await
}

/// Events of a type, each once however often it came.
fn events(endpoint: &Endpoint, kind: &str) -> Vec<Value> {
    let mut events: Vec<Value> = Vec::new();
    for event in endpoint.received() {
        if event["type"] == kind && events.iter().all(|known| known["id"] != event["id"]) {
            events.push(event);
        }
    }
    events
}

/// One person's tap and thanks, and the question for the next.
async fn answer(browser: &Browser, face: usize) -> Result<()> {
    until(browser, "the question", is_ready).await?;
    tap(browser, FACE, face).await?;
    until(browser, "the thanks", |seen| seen["thanks"] != "").await?;
    until(browser, "the next question", is_ready).await.map(drop)
}

#[tokio::test]
async fn a_place_that_is_closed_says_when_it_opens_and_asks_nobody() -> Result<()> {
    let far = "['sun','mon','tue','wed','thu','fri','sat'][(new Date().getUTCDay() + 3) % 7]";
    let (endpoint, browser) =
        serve("survey='smiley' hours='daily 00:00-24:00' timezone='Asia/Ho_Chi_Minh'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    until(&browser, "the question", is_ready).await?;
    let set = |hours: &str, zone: &str| {
        format!(
            "const it = document.querySelector('sayso-survey');
             it.setAttribute('hours', {hours}); it.setAttribute('timezone', '{zone}'); arguments[0](1)"
        )
    };
    browser.evaluate(&set(&format!("{far} + ' 08:00-09:00'"), "UTC")).await?;
    let said = eventually("the closed screen", async || {
        Ok(Some(veil(&browser).await?).filter(|said| said.contains("đang nghỉ")))
    })
    .await?;
    assert!(said.contains("Quầy 1") && said.contains("Mở cửa lại lúc 08:00"), "{said}");
    // Hours that make no sense close nothing, and the author is told.
    browser.evaluate(&set("'8 to 5'", "Mars/Phobos")).await?;
    eventually("the question", async || Ok(veil(&browser).await?.is_empty().then_some(()))).await?;
    let console = browser.console().await?.join("\n");
    assert!(console.contains("8 to 5") && console.contains("Mars/Phobos"), "{console}");
    Ok(())
}

#[tokio::test]
async fn a_form_stands_behind_one_button_in_both_languages() -> Result<()> {
    let (endpoint, browser) = serve("survey='complaint' idle-reset='2s'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    let way_in = async || {
        eventually("the way in", async || {
            Ok(Some(veil(&browser).await?).filter(|said| said.contains("Chạm để bắt đầu")))
        })
        .await
    };
    assert!(way_in().await?.contains("Touch to begin"));
    tap(&browser, ".start", 0).await?;
    eventually("the form", async || Ok(veil(&browser).await?.is_empty().then_some(()))).await?;
    // Whoever walks away leaves the next one the same way in.
    way_in().await?;
    Ok(())
}

/// Taps wherever something is, as fast as the page takes them.
const HAMMER: &str = "
    const done = arguments[0];
    const host = document.querySelector('sayso-survey');
    (async () => {
        for (let turn = 0; turn < 600; turn++) {
            const faces = host.shadowRoot.querySelectorAll('[role=radio]');
            const target = faces[turn % 5] ?? host.shadowRoot.querySelector('.thanks') ?? host;
            target.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
            target.click();
            await new Promise((next) => setTimeout(next, 20));
        }
        done(true);
    })();";

#[tokio::test]
async fn a_child_that_hammers_the_screen_changes_neither_the_score_nor_the_screen() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' tap-interval='1h'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 4).await?;
    let counted = eventually("the ledger", async || {
        Ok(Some(ledger(&browser).await?).filter(|entries| !entries.is_empty()))
    })
    .await?;
    browser.evaluate(HAMMER).await?;
    // It still does what it is told, and shows one survey.
    let ready = until(&browser, "the question again", is_ready).await?;
    assert_eq!(ready["frames"], 1, "{ready}");
    tap(&browser, ".language", 1).await?;
    until(&browser, "English", |seen| seen["title"] == "How was our service today?").await?;
    let responses = eventually("what the child tapped", async || {
        Ok(Some(events(&endpoint, "sayso.response.v1")).filter(|events| events.len() > 1))
    })
    .await?;
    let doubted = |event: &&Value| {
        event["data"]["flags"].as_array().is_some_and(|flags| flags.contains(&json!("tap-interval")))
    };
    assert_eq!(responses.iter().filter(doubted).count(), responses.len() - 1, "{responses:?}");
    assert_eq!(ledger(&browser).await?, counted, "only the first is counted");
    Ok(())
}

#[tokio::test]
async fn a_device_tells_how_it_is_doing_and_the_newest_report_takes_the_place_of_those_that_were_not_sent()
-> Result<()> {
    let (endpoint, browser) = serve("survey='smiley'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    let first =
        eventually("the report of the start", async || Ok(events(&endpoint, "sayso.device.v1").pop()))
            .await?;
    let data = &first["data"];
    assert_eq!(
        (&data["touchpoint"], &data["restarts"], &data["queue"]["parked"]),
        (&json!("counter-1"), &json!(0), &json!(0))
    );
    endpoint.behave(Manner::Reply(503, ""));
    for start in 1..=3 {
        browser.open("about:blank").await?;
        browser.open(&endpoint.url("/kiosk")).await?;
        let reports = async || {
            let waiting = store(&browser, "sayso", "outbox").await?;
            let told = "arguments[0](localStorage['sayso:starts'])";
            let is_told = browser.evaluate(told).await? == json!((start + 1).to_string());
            let is_new = |entries: &[Value]| entries.len() == 1 && is_told;
            Ok(Some(waiting).filter(|entries| is_new(entries)))
        };
        eventually("one report that waits", reports).await?;
    }
    endpoint.behave(Manner::Reply(202, ""));
    browser.open("about:blank").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    browser.evaluate("sayso.flush().then(() => arguments[0](1))").await?;
    let last = eventually("the last report", async || {
        Ok(events(&endpoint, "sayso.device.v1").into_iter().find(|event| event["data"]["restarts"] == 4))
    })
    .await?;
    assert_eq!(last["data"]["deviceId"], data["deviceId"], "it is the same device");
    Ok(())
}

#[tokio::test]
async fn too_many_unhappy_within_minutes_call_for_help_at_once() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' tap-interval='0s'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    for face in [4, 1, 4, 0] {
        answer(&browser, face).await?;
    }
    let call = eventually("the call", async || Ok(events(&endpoint, "sayso.alert.v1").pop())).await?;
    assert_eq!((&call["data"]["n"], &call["data"]["unhappy"]), (&json!(4), &json!(2)));
    answer(&browser, 0).await?;
    eventually("the next response", async || {
        Ok((events(&endpoint, "sayso.response.v1").len() == 5).then_some(()))
    })
    .await?;
    assert_eq!(events(&endpoint, "sayso.alert.v1").len(), 1, "one bad afternoon calls once");
    Ok(())
}
