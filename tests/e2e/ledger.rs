//! What a tablet counts, beside what the collector counts: of who leaves half way, of who hammers on the screen, by the clock on the wall.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Stack, eventually};
use serde_json::{Value, json};

use crate::counter::{check_figures, ledger, until_panel_says};
use crate::kiosk::{FACE, TABLET, is_ready, screen, tap, until};

/// A clock of the page's that can be put ahead.
const CLOCK: &str =
    "const real = performance.now.bind(performance); performance.now = () => real() + (window.ahead ?? 0);";

async fn open(stack: &Stack, attributes: &str) -> Result<Browser> {
    let browser = Browser::start(TABLET).await?;
    browser.before_each_page(CLOCK).await?;
    let address =
        format!("/kiosk?survey=csat&touchpoint=counter-1&endpoint=/v1/events&pin=2580&{attributes}");
    browser.open(&stack.url(&address)).await?;
    Ok(browser)
}

/// Two hours in which nobody touches anything.
async fn nobody_is_there(browser: &Browser) -> Result<()> {
    browser.evaluate("window.ahead = (window.ahead ?? 0) + 7_200_000; arguments[0](1)").await.map(drop)
}

/// Taps a face and waits for what is asked of it next.
async fn rate(browser: &Browser, face: usize) -> Result<()> {
    let first = until(browser, "the question", is_ready).await?;
    tap(browser, FACE, face).await?;
    let is_next =
        |seen: &Value| seen["title"] != first["title"] && seen["title"] != "" || seen["thanks"] != "";
    until(browser, "what comes next", is_next).await.map(drop)
}

#[tokio::test]
async fn who_leaves_half_way_counts_on_the_panel_as_at_the_collector() -> Result<()> {
    let stack = Stack::start()?;
    let browser = open(&stack, "tap-interval=0s&idle-reset=1h&alert=60% 1h 3").await?;
    let first = until(&browser, "the question", is_ready).await?["title"].clone();
    for face in [4, 0, 1] {
        rate(&browser, face).await?;
        nobody_is_there(&browser).await?;
        until(&browser, "the question for the next", |seen| seen["title"] == first && is_ready(seen)).await?;
    }
    let call = stack.events("sayso.alert.v1", 1).await?;
    assert_eq!((&call[0]["data"]["n"], &call[0]["data"]["unhappy"]), (&json!(3), &json!(2)));
    check_figures(&stack, &browser, 3).await
}

#[tokio::test]
async fn only_reasons_are_shown_as_reasons() -> Result<()> {
    let stack = Stack::start()?;
    let browser = open(&stack, "tap-interval=0s&idle-reset=1h").await?;
    rate(&browser, 0).await?;
    // Late delivery; what was expected is passed over; no answer is wanted.
    tap(&browser, "summary", 0).await?;
    tap(&browser, "[role=checkbox]", 0).await?;
    let next = ".navigation .primary:not([hidden])";
    let reasons = screen(&browser).await?["title"].clone();
    tap(&browser, next, 0).await?;
    let gap = until(&browser, "what was expected", |seen| seen["title"] != reasons).await?["title"].clone();
    tap(&browser, next, 0).await?;
    until(&browser, "whether to answer", |seen| seen["title"] != gap).await?;
    tap(&browser, FACE, 1).await?;
    tap(&browser, next, 0).await?;
    until(&browser, "the thanks", |seen| seen["thanks"] != "").await?;
    check_figures(&stack, &browser, 1).await?;
    let said = until_panel_says(&browser, "Lý do chưa hài lòng").await?;
    assert!(!said.contains("Không cần"), "{said}");
    let entries = ledger(&browser).await?;
    assert_eq!(entries[0]["reasons"].as_array().map(Vec::len), Some(1), "{entries:?}");
    Ok(())
}

#[tokio::test]
async fn a_child_that_meets_a_face_and_plays_on_is_not_counted() -> Result<()> {
    let stack = Stack::start()?;
    let browser = open(&stack, "tap-interval=1s&idle-reset=1h").await?;
    let first = until(&browser, "the question", is_ready).await?["title"].clone();
    for face in [4, 0] {
        rate(&browser, face).await?;
        if face == 4 {
            nobody_is_there(&browser).await?;
            until(&browser, "the question for the next", |seen| seen["title"] == first && is_ready(seen))
                .await?;
        }
    }
    eventually("both", async || Ok((ledger(&browser).await?.len() == 2).then_some(()))).await?;
    let play = "const done = arguments[0];
        const root = document.querySelector('sayso-survey').shadowRoot;
        (async () => {
            for (let turn = 0; turn < 60; turn++) {
                const all = [...root.querySelectorAll('summary, [role=checkbox], .navigation .primary:not([hidden])')];
                const target = all[turn % all.length] ?? root.host;
                // So many at each turn that a slow machine sees a child, too.
                for (const name of Array(5).fill(['pointerdown', 'pointerup']).flat()) target.dispatchEvent(new PointerEvent(name, { bubbles: true, composed: true }));
                target.click();
                await new Promise((next) => setTimeout(next, 40));
            }
            done(true);
        })();";
    browser.evaluate(play).await?;
    nobody_is_there(&browser).await?;
    eventually("the child not to count", async || Ok((ledger(&browser).await?.len() == 1).then_some(())))
        .await?;
    until(&browser, "the question for the next", |seen| seen["title"] == first && is_ready(seen)).await?;
    let responses = stack.responses(2).await?;
    let doubted = |response: &&Value| response.to_string().contains("\"tap-interval\"");
    assert_eq!(responses.iter().filter(doubted).count(), 1, "{responses:?}");
    check_figures(&stack, &browser, 1).await
}

/// Device and wall are seven hours apart.
#[tokio::test]
async fn the_panel_goes_by_the_clock_on_the_wall() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(TABLET).await?;
    browser.cdp("Emulation.setTimezoneOverride", json!({ "timezoneId": "UTC" })).await?;
    let address =
        "/kiosk?survey=smiley&touchpoint=counter-1&endpoint=/v1/events&pin=2580&timezone=Asia/Ho_Chi_Minh";
    browser.open(&stack.url(address)).await?;
    rate(&browser, 4).await?;
    let entries =
        eventually("the ledger", async || Ok(Some(ledger(&browser).await?).filter(|all| all.len() == 1)))
            .await?;
    assert_eq!(entries[0]["offset"], 7 * 3600);
    check_figures(&stack, &browser, 1).await?;
    let hour = entries[0]["at"].as_i64().map(|at| (at / 3_600_000 + 7) % 24).context("a time")?;
    let shown = "arguments[0]([...document.querySelector('sayso-survey').shadowRoot.querySelectorAll('.panel svg .name')].map((name) => name.textContent))";
    let shown = browser.evaluate(shown).await?.to_string();
    assert!(shown.contains(&format!("\"{hour}:00\"")), "{hour} in {shown}");
    Ok(())
}
