//! A tablet whose endpoint is away: refused for good, gone for a month, with a clock of its own.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Endpoint, Manner, eventually};
use serde_json::{Value, json};

use crate::counter::{answer, events, ledger, open_panel, until_panel_says};
use crate::day::millis;
use crate::kiosk::{TABLET, tap};

/// The page's clock is as far off as is noted on the device.
const CLOCK: &str = "const Real = Date, shift = () => Number(localStorage.shift ?? 0);
    window.Date = class extends Real {
        constructor(...all) { if (all.length) super(...all); else super(Real.now() + shift()); }
        static now() { return Real.now() + shift(); }
    };";

const DAY: i64 = 86_400_000;

const PAGE: &str = "/kiosk.html?survey=smiley&touchpoint=counter-1&endpoint=/v1/events&tap-interval=0s&pin=2580&idle-reset=1h";

async fn kiosk(endpoint: &Endpoint) -> Result<Browser> {
    let browser = Browser::start(TABLET).await?;
    browser.before_each_page(CLOCK).await?;
    browser.open(&endpoint.url(PAGE)).await?;
    Ok(browser)
}

/// Starts the tablet anew, with its clock so far off.
async fn restart(browser: &Browser, endpoint: &Endpoint, shift: i64) -> Result<()> {
    browser.evaluate(&format!("localStorage.shift = {shift}; arguments[0](1)")).await?;
    browser.open("about:blank").await?;
    browser.open(&endpoint.url(PAGE)).await
}

fn responses(endpoint: &Endpoint) -> Vec<Value> {
    events(endpoint, "sayso.response.v1")
}

fn value(event: &Value) -> &Value {
    &event["data"]["answers"]["csat"]["value"]
}

#[tokio::test]
async fn an_endpoint_that_was_gone_for_a_month_gets_everything_with_its_time() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = kiosk(&endpoint).await?;
    for face in [0, 2, 4] {
        answer(&browser, face).await?;
    }
    let waiting = async |count: usize| {
        let is_response = |entry: &&Value| entry["response"].is_string();
        eventually(&format!("{count} that wait"), async || {
            Ok((browser.outbox().await?.iter().filter(is_response).count() == count).then_some(()))
        })
        .await
    };
    waiting(3).await?;
    // A week later, and a month later, somebody switches it on.
    for days in [7, 31] {
        restart(&browser, &endpoint, days * DAY).await?;
        answer(&browser, 3).await?;
    }
    waiting(5).await?;
    endpoint.behave(Manner::Reply(202, ""));
    restart(&browser, &endpoint, 31 * DAY + 3_600_000).await?;
    waiting(0).await?;
    let mut arrived: Vec<Value> = responses(&endpoint);
    arrived.sort_by_key(|event| event["time"].as_str().map(str::to_owned));
    arrived.dedup_by_key(|event| event["id"].clone());
    let values: Vec<&Value> = arrived.iter().map(value).collect();
    assert_eq!(values, [1, 3, 5, 4, 4], "each, in the order of their times");
    let day =
        |event: &Value| anyhow::Ok(millis(event["data"]["submittedAt"].as_str().context("a time")?)? / DAY);
    let days = arrived.iter().map(day).collect::<Result<Vec<_>>>()?;
    assert!(days[3] - days[2] >= 6 && days[4] - days[3] >= 23, "{days:?}");
    let kept = endpoint.kept();
    assert!(arrived.iter().all(|event| kept.iter().any(|id| event["id"] == id.as_str())), "{kept:?}");
    // Of itself it told the last it knew, once, and its ledger has them all.
    eventually("the last report", async || {
        let reports = events(&endpoint, "sayso.device.v1");
        Ok(reports.iter().any(|report| report["data"]["restarts"] == 3).then_some(()))
    })
    .await?;
    assert_eq!(ledger(&browser).await?.len(), 5);
    Ok(())
}

#[tokio::test]
async fn a_clock_that_is_years_behind_loses_nothing_and_says_so() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let browser = kiosk(&endpoint).await?;
    restart(&browser, &endpoint, -20 * 365 * DAY).await?;
    answer(&browser, 1).await?;
    restart(&browser, &endpoint, -20 * 365 * DAY).await?;
    answer(&browser, 2).await?;
    let arrived =
        eventually("both", async || Ok(Some(responses(&endpoint)).filter(|all| all.len() == 2))).await?;
    assert!(arrived.iter().all(|event| event["time"].as_str() < Some("2020")), "{arrived:?}");
    open_panel(&browser).await?;
    until_panel_says(&browser, "2 lượt").await?;
    Ok(())
}

/// The text of the file that the page saves next; what it opens to save it is no page.
pub(crate) const SAVED: &str = "const real = URL.createObjectURL; URL.createObjectURL = (blob) => { window.saved = blob.text(); return real(blob); };
    HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };";

#[tokio::test]
async fn what_was_refused_is_saved_whole_and_wiped_only_by_a_second_touch() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = kiosk(&endpoint).await?;
    browser.before_each_page(SAVED).await?;
    restart(&browser, &endpoint, 0).await?;
    answer(&browser, 0).await?;
    endpoint.behave(Manner::Reply(400, "no"));
    answer(&browser, 4).await?;
    browser.evaluate("sayso.flush().then(() => arguments[0](1))").await?;
    let refused = async || {
        let lane = browser
            .evaluate("sayso.pending().then((all) => arguments[0](all.filter((it) => it.parked).length))")
            .await?;
        lane.as_u64().context("a count")
    };
    eventually("that all is refused", async || Ok((refused().await? >= 3).then_some(()))).await?;
    let lies = browser.outbox().await?;
    assert!(lies.iter().all(|entry| entry["sealed"] == true), "sealed on the device: {lies:?}");

    open_panel(&browser).await?;
    let act = ".acts .secondary";
    tap(&browser, act, 1).await?;
    until_panel_says(&browser, "mục vào tệp").await?;
    let saved = browser.evaluate("saved.then((text) => arguments[0]([savedAs, JSON.parse(text)]))").await?;
    assert!(saved[0].as_str().is_some_and(|name| name.starts_with("sayso-")), "{saved}");
    let sent = responses(&endpoint);
    assert_eq!(sent.len(), 2);
    for event in &sent {
        let entries = saved[1].as_array().context("a list")?;
        let entry = entries.iter().find(|entry| entry["event"]["id"] == event["id"]).context("its entry")?;
        // Whole, but for what each sending says anew.
        assert_eq!(
            (value(&entry["event"]), &entry["event"]["data"]["responseId"]),
            (value(event), &event["data"]["responseId"])
        );
    }
    assert_eq!(
        refused().await?,
        saved[1].as_array().map_or(0, Vec::len) as u64,
        "a file takes nothing from the device"
    );

    tap(&browser, act, 2).await?;
    until_panel_says(&browser, "Chạm lần nữa để xóa hẳn").await?;
    assert!(refused().await? >= 3, "one touch wipes nothing");
    // Until a touch is no longer the other half of a double one.
    eventually("the device to be wiped", async || {
        tap(&browser, act, 2).await?;
        Ok(is_wiped(&browser).await?.then_some(()))
    })
    .await?;
    assert_eq!((refused().await?, ledger(&browser).await?), (0, Vec::new()));
    let marks = browser.evaluate("arguments[0]([localStorage['sayso:kiosk'] !== undefined, localStorage['sayso:device'] !== undefined])").await?;
    assert_eq!(marks, json!([true, true]), "it still knows what to ask, and who it is");
    Ok(())
}

/// Whether the panel stands there anew, without figures.
async fn is_wiped(browser: &Browser) -> Result<bool> {
    let script = "arguments[0](document.querySelector('sayso-survey').shadowRoot.querySelector('.panel').innerText.includes('Chưa có lượt nào'))";
    Ok(browser.evaluate(script).await? == json!(true))
}
