//! An endpoint that refuses, hangs, talks nonsense or is absent: the customer is thanked all the same, the event stays
//! stored, and the console says it once.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner, Shop, Stack, eventually};
use serde_json::json;
use std::time::Duration;

/// Taps at an endpoint of this manner, and checks what the customer, the device and the console got.
async fn check(manner: Manner, state: &str) -> Result<(Endpoint, Browser)> {
    let endpoint = Endpoint::start(manner).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let widget = Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
    widget.tap("Bình thường").await?;
    assert!(widget.thanks().await?.contains("Cảm ơn"));
    eventually("the event on the device", async || {
        let kept = browser.outbox().await?;
        Ok((kept.len() == 1 && kept[0]["state"] == state).then_some(()))
    })
    .await?;
    Ok((endpoint, browser))
}

/// The lines of the console that are the widget's own.
async fn complaints(browser: &Browser) -> Result<Vec<String>> {
    let lines = browser.console().await?;
    Ok(lines.into_iter().filter(|line| line.contains("sayso:")).collect())
}

async fn one_complaint(browser: &Browser) -> Result<String> {
    let lines = eventually("a line in the console", async || {
        let lines = complaints(browser).await?;
        Ok((!lines.is_empty()).then_some(lines))
    })
    .await?;
    assert_eq!(lines.len(), 1, "{lines:?}");
    Ok(lines[0].clone())
}

#[tokio::test]
async fn an_endpoint_in_trouble_gets_the_event_at_the_next_visit() -> Result<()> {
    let (endpoint, browser) = check(Manner::Reply(503, "down for maintenance"), "waiting").await?;
    let line = one_complaint(&browser).await?;
    assert!(line.contains("503"), "{line}");

    endpoint.behave(Manner::Reply(202, ""));
    Shop::open(&browser, &endpoint.url("/")).await?;
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await?;
    let ids: Vec<_> = endpoint.received().iter().map(|event| event["id"].clone()).collect();
    assert!(
        ids.len() >= 2 && ids.iter().all(|id| *id == ids[0]),
        "one event, under one id each time: {ids:?}"
    );
    Ok(())
}

#[tokio::test]
async fn what_a_visit_left_is_sent_by_the_next_although_it_asks_nobody() -> Result<()> {
    let html = r#"<!doctype html><html lang="vi"><title>Page</title><body>
        <script src="/sayso.js" data-survey="smiley" data-endpoint="/v1/events"></script></body></html>"#;
    let page = HostPage { path: "/page", policy: "", html: html.to_owned() };
    let endpoint = Endpoint::start_with(Manner::Reply(503, ""), vec![page]).await?;
    let browser = Browser::start(Device::PHONE).await?;
    let widget = Shop::open(&browser, &endpoint.url("/page")).await?.widget().await?;
    widget.tap("Tốt").await?;
    eventually("the refusal", async || Ok((!endpoint.received().is_empty()).then_some(()))).await?;

    endpoint.behave(Manner::Reply(202, ""));
    browser.open(&endpoint.url("/page")).await?;
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await?;
    let seen = "arguments[0]([!!document.querySelector('sayso-survey').shadowRoot,
        performance.getEntriesByType('resource').filter(({ name }) => name.includes('.wasm')).length])";
    let told = browser.evaluate(seen).await?;
    assert_eq!((&told[0], told[1].as_u64() > Some(0)), (&json!(false), true), "{told}");

    // The loader alone again, once there is nothing to send.
    let is_told = "arguments[0](localStorage['sayso:unsent'] ?? null)";
    eventually("the loader to know", async || Ok(browser.evaluate(is_told).await?.is_null().then_some(())))
        .await?;
    browser.open(&endpoint.url("/page")).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(browser.evaluate(seen).await?, json!([false, 0]));
    Ok(())
}

#[tokio::test]
async fn a_refused_event_is_parked_and_never_dropped() -> Result<()> {
    let (endpoint, browser) = check(Manner::Reply(400, "not an event of ours"), "parked").await?;
    let line = one_complaint(&browser).await?;
    assert!(line.contains("400"), "{line}");
    assert_eq!(endpoint.received().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_silent_endpoint_does_not_keep_the_customer_waiting() -> Result<()> {
    let (endpoint, _browser) = check(Manner::Silence, "waiting").await?;
    eventually("the request", async || Ok((endpoint.received().len() == 1).then_some(()))).await
}

#[tokio::test]
async fn a_success_with_a_malformed_body_is_a_success() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(200, "<html>{\"not\": json")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let widget = Shop::open(&browser, &endpoint.url("/")).await?.widget().await?;
    widget.tap("Rất tốt").await?;
    assert!(widget.thanks().await?.contains("Cảm ơn"));
    eventually("an empty outbox", async || {
        let delivered = endpoint.received().len() == 1 && browser.outbox().await?.is_empty();
        Ok(delivered.then_some(()))
    })
    .await?;
    assert_eq!(complaints(&browser).await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn an_answer_given_while_the_collector_is_down_arrives_once_it_is_back() -> Result<()> {
    let mut stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let widget = Shop::open(&browser, &stack.url("/")).await?.widget().await?;
    stack.stop()?;

    widget.tap("Tốt").await?;
    assert!(widget.thanks().await?.contains("Cảm ơn"));
    one_complaint(&browser).await?;
    assert_eq!(browser.outbox().await?.len(), 1);

    stack.start_again()?;
    Shop::open(&browser, &stack.url("/")).await?;
    let row = &stack.responses(1).await?[0];
    assert_eq!(row["answers"]["csat"]["value"], 4);
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await
}

#[tokio::test]
async fn an_answer_given_offline_is_said_to_be_saved() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let widget = Shop::open(&browser, &stack.url("/")).await?.widget().await?;
    browser.set_offline(true).await?;

    widget.tap("Rất tệ").await?;
    eventually("where the answer is", async || {
        Ok(widget.thanks().await?.contains("Đã lưu trên máy này").then_some(()))
    })
    .await?;

    browser.set_offline(false).await?;
    Shop::open(&browser, &stack.url("/")).await?;
    assert_eq!(stack.responses(1).await?[0]["answers"]["csat"]["value"], 1);
    Ok(())
}
