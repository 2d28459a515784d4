//! A kiosk as an app: what a browser wants to see before it offers to install one.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Host, eventually, setting};
use serde_json::{Value, json};

use crate::kiosk::{KEPT, TABLET, is_ready, until};

#[tokio::test]
async fn a_browser_would_install_the_kiosk_and_start_it_without_a_network() -> Result<()> {
    let host = Host::start(&setting("SAYSO_SITE")?, &[]).await?;
    let browser = Browser::start(TABLET).await?;
    browser.open(&host.url("/kiosk.html?survey=smiley&touchpoint=counter-1&endpoint=/v1/events")).await?;
    until(&browser, "the question", is_ready).await?;
    eventually("the files on the device", async || {
        Ok((browser.evaluate(KEPT).await? == json!(true)).then_some(()))
    })
    .await?;

    let told = browser.cdp("Page.getAppManifest", json!({})).await?;
    assert_eq!(told["errors"], json!([]), "{told}");
    let manifest: Value = serde_json::from_str(told["data"].as_str().context("a manifest")?)?;
    for name in ["name", "short_name"] {
        assert!(manifest[name].as_str().is_some_and(|name| !name.is_empty()), "{manifest}");
    }
    assert!(matches!(manifest["display"].as_str(), Some("fullscreen" | "standalone")), "{manifest}");
    assert_eq!((&manifest["start_url"], &manifest["scope"]), (&json!("kiosk.html"), &json!("./")));
    let icons = manifest["icons"].as_array().context("icons")?;
    let has = |size: &str| icons.iter().any(|icon| icon["sizes"] == size || icon["sizes"] == "any");
    assert!(has("192x192") && has("512x512"), "{icons:?}");
    for icon in icons {
        let drawn = format!(
            "const icon = new Image(); icon.onload = () => arguments[0](icon.naturalWidth); icon.onerror = () => arguments[0](0); icon.src = {}",
            icon["src"]
        );
        assert!(browser.evaluate(&drawn).await?.as_u64() > Some(0), "{icon}");
    }
    let errors = eventually("what speaks against it", async || {
        let told = browser.cdp("Page.getInstallabilityErrors", json!({})).await?;
        Ok(Some(told["installabilityErrors"].clone()).filter(|errors| *errors == json!([])))
    });
    errors.await?;

    // A page that is no app has something against it, so that nothing found above means something.
    browser.open(&host.url("/hotline.html")).await?;
    let told = browser.cdp("Page.getInstallabilityErrors", json!({})).await?;
    assert!(told["installabilityErrors"].as_array().is_some_and(|errors| !errors.is_empty()), "{told}");

    // As it starts from the home screen: served by the worker, whether or not somebody is there to ask.
    host.stop().await;
    let start = browser.evaluate("arguments[0](new URL('kiosk.html', location.href).href)").await?;
    browser.open("about:blank").await?;
    browser.open(start.as_str().context("an address")?).await?;
    until(&browser, "the question without a network", is_ready).await?;
    let worker = "arguments[0]([Boolean(navigator.serviceWorker.controller), performance.getEntriesByType('navigation')[0].workerStart > 0])";
    assert_eq!(browser.evaluate(worker).await?, json!([true, true]));
    Ok(())
}
