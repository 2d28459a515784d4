//! The page of a WiFi sign-in, in browsers as captive portals have them: no script, no storage, no other host.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Engine, Host, Stack, eventually, setting};
use serde_json::json;
use thirtyfour::Key;

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
    // The best rating is the first choice of the page; Enter in a form sends it.
    browser.press(Key::Tab).await?;
    browser.press(" ").await?;
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
