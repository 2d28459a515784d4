//! A part of the program that does not come: the customer is told, and the next tap tries again.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Shop, Stack, eventually};
use serde_json::json;

/// Lets no request through to these files, until called again.
async fn block(browser: &Browser, files: &[&str]) -> Result<()> {
    let urls: Vec<String> = files.iter().map(|file| format!("*/{file}*")).collect();
    browser.cdp("Network.enable", json!({})).await?;
    browser.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    browser.cdp("Network.setBlockedURLs", json!({ "urls": urls })).await.map(drop)
}

#[tokio::test]
async fn a_tap_while_a_part_is_missing_is_told_and_the_next_one_answers() -> Result<()> {
    for part in ["sayso-more.wasm", "sayso-survey.wasm", "sayso-shared.wasm", "sayso-more.css"] {
        let stack = Stack::start()?;
        let browser = Browser::start(Device::PHONE).await?;
        block(&browser, &[part]).await?;
        let shop = Shop::open(&browser, &stack.url("/")).await?;
        let widget = shop.widget().await?;
        for _ in 0..2 {
            widget.tap("Tệ").await?;
            let told = async || Ok(widget.text_of("#error").await?.contains("Chưa tải xong").then_some(()));
            eventually(&format!("{part} to be missed"), told).await?;
        }
        block(&browser, &[]).await?;
        widget.tap("Tốt").await?;
        assert!(widget.thanks().await?.contains("Cảm ơn"), "{part}");
        assert_eq!(stack.responses(1).await?[0]["answers"]["csat"]["value"], 4, "{part}");
    }
    Ok(())
}

#[tokio::test]
async fn a_survey_of_ones_own_whose_part_is_missing_is_an_error_and_draws_nothing() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    block(&browser, &["sayso-survey.wasm"]).await?;
    Shop::open(&browser, &stack.url("/contact.html")).await?;
    let told = browser
        .evaluate(
            r#"const done = arguments[0];
            const survey = { id: "own", version: 1, locales: ["vi"], questions: [{ id: "q", type: "smiley", title: { vi: "?" } }] };
            const element = document.createElement("sayso-survey");
            element.setAttribute("survey", URL.createObjectURL(new Blob([JSON.stringify(survey)])));
            element.addEventListener("sayso:error", (event) =>
                done({ problems: event.detail.problems, drawn: element.shadowRoot?.childElementCount ?? 0 }));
            document.body.append(element);"#,
        )
        .await?;
    assert_eq!(told["drawn"], 0, "{told}");
    assert_eq!(told["problems"][0]["reason"], "a part of the program could not be loaded", "{told}");
    Ok(())
}

#[tokio::test]
async fn an_element_that_leaves_while_a_part_is_on_its_way_breaks_nothing() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let shop = Shop::open(&browser, &stack.url("/")).await?;
    shop.widget().await?;
    let told = browser
        .evaluate(
            r#"const done = arguments[0];
            const errors = [];
            addEventListener("error", (event) => errors.push(event.message));
            addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
            (async () => {
                const element = document.querySelector("sayso-survey");
                const tag = element.cloneNode();
                element.remove();
                await new Promise((resolve) => setTimeout(resolve, 0));
                // At every moment of its way, from the first tap to the thanks.
                for (let wait = 0; wait <= 400; wait += 25) {
                    const next = tag.cloneNode();
                    next.setAttribute("repeat", "always");
                    const ready = new Promise((resolve) => next.addEventListener("sayso:ready", resolve));
                    document.body.append(next);
                    await ready;
                    next.shadowRoot.querySelector("[role=radio]").click();
                    await new Promise((resolve) => setTimeout(resolve, wait));
                    next.remove();
                    // One survey at a time opens by itself: the next waits for this one to have gone.
                    await new Promise((resolve) => setTimeout(resolve, 0));
                }
                await new Promise((resolve) => setTimeout(resolve, 500));
                // The program is whole: a panic would have ended it for every widget of the page.
                const last = tag.cloneNode();
                last.setAttribute("repeat", "always");
                last.addEventListener("sayso:submitted", () => done(errors));
                last.addEventListener("sayso:ready", () => last.shadowRoot.querySelector("[role=radio]").click());
                document.body.append(last);
            })();"#,
        )
        .await?;
    assert_eq!(told, json!([]));
    Ok(())
}
