//! The npm package as people use it: bundled for React, Vue and Svelte, and as it is; and the tag with its hash.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Host, Shop, eventually, setting};
use serde_json::Value;

use crate::ENGLISH;

/// Opens a page that shows the five faces, taps one, and reads the event that arrives.
async fn tap_one(browser: &Browser, host: &Host, page: &str) -> Result<Value> {
    let widget = Shop::open(browser, &host.url(page)).await?.widget().await?;
    assert_eq!(widget.choices().await?, ENGLISH);
    widget.tap("Bad").await?;
    let posted = eventually("the event", async || {
        Ok(host.requests().into_iter().find(|request| request.method == "POST"))
    });
    Ok(serde_json::from_str(&posted.await?.body)?)
}

/// Built by Vite from the packed package, under the names that Vite gave the files.
async fn check_example(name: &str) -> Result<()> {
    let host = Host::start(&setting("SAYSO_CONSUMERS")?.join(name), &[]).await?;
    let browser = Browser::start(Device::PHONE).await?;
    let event = tap_one(&browser, &host, "/index.html").await?;
    assert_eq!(event["subject"], name);
    assert_eq!(event["data"]["answers"]["csat"]["value"], 2);
    let heard = "arguments[0](document.querySelector('#heard').textContent)";
    eventually("the framework's listener", async || {
        Ok((browser.evaluate(heard).await? == "csat 2").then_some(()))
    })
    .await?;
    let console = browser.console().await?;
    let errors: Vec<_> = console.iter().filter(|line| !line.contains("favicon.ico")).collect();
    assert!(errors.is_empty(), "{errors:?}");
    Ok(())
}

#[tokio::test]
async fn a_tap_in_a_react_app_reaches_its_handler() -> Result<()> {
    check_example("react").await
}

#[tokio::test]
async fn a_tap_in_a_vue_app_reaches_its_handler() -> Result<()> {
    check_example("vue").await
}

#[tokio::test]
async fn a_tap_in_a_svelte_app_reaches_its_handler() -> Result<()> {
    check_example("svelte").await
}

/// A page of plain HTML over the files of one of the consumers.
async fn check_page(files: &str, script: &str) -> Result<()> {
    let page = format!(
        r#"<!doctype html><html lang="en"><body>{script}
        <sayso-survey survey="smiley" endpoint="/v1/events" touchpoint="page"></sayso-survey></body></html>"#
    );
    let host = Host::start(&setting("SAYSO_CONSUMERS")?.join(files), &[("page.html", page)]).await?;
    let browser = Browser::start(Device::PHONE).await?;
    assert_eq!(tap_one(&browser, &host, "/page.html").await?["subject"], "page");
    Ok(())
}

#[tokio::test]
async fn the_package_works_in_a_page_without_a_bundler() -> Result<()> {
    check_page("plain", r#"<script type="module" src="sayso-widget/index.js"></script>"#).await
}

#[tokio::test]
async fn the_package_without_a_bundler_can_ask_in_a_frame() -> Result<()> {
    let page = r#"<!doctype html><html lang="en"><body>
        <script type="module" src="sayso-widget/index.js"></script></body></html>"#;
    let pages = [("page.html", page.to_owned())];
    let host = Host::start(&setting("SAYSO_CONSUMERS")?.join("plain"), &pages).await?;
    let browser = Browser::start(Device::PHONE).await?;
    browser.open(&host.url("/page.html")).await?;
    let script = r#"
        const element = document.createElement("sayso-survey");
        for (const [name, value] of [["survey", "smiley"], ["isolation", "frame"]]) element.setAttribute(name, value);
        element.addEventListener("sayso:shown", () => arguments[0](element.shadowRoot.querySelector("iframe").title));
        element.addEventListener("sayso:error", ({ detail }) => arguments[0](detail));
        document.body.append(element);"#;
    let title = browser.evaluate(script).await?;
    assert!(title.as_str().is_some_and(|title| !title.is_empty()), "{title}");
    Ok(())
}

#[tokio::test]
async fn the_package_works_after_webpack_without_configuration() -> Result<()> {
    check_page("webpack", r#"<script src="main.js"></script>"#).await
}

/// The tag as `cargo xtask dist` prints it, in a page of another origin than the files.
async fn page_with_the_tag(files: &Host) -> Result<Host> {
    let tag = std::env::var("SAYSO_TAG").context("SAYSO_TAG")?;
    let tag = tag.replace("src=\"", &format!("src=\"{}", files.url("/")));
    let page = format!(r#"<!doctype html><html lang="en"><body>{tag}</body></html>"#);
    Host::start(&setting("SAYSO_SITE")?, &[("page.html", page)]).await
}

#[tokio::test]
async fn the_printed_tag_runs_with_the_bytes_that_it_names() -> Result<()> {
    let files = Host::start(&setting("SAYSO_SITE")?, &[]).await?;
    let host = page_with_the_tag(&files).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let widget = Shop::open(&browser, &host.url("/page.html")).await?.widget().await?;
    assert_eq!(widget.choices().await?, ENGLISH);
    Ok(())
}

#[tokio::test]
async fn the_printed_tag_runs_with_no_other_bytes() -> Result<()> {
    let loader = std::fs::read_to_string(setting("SAYSO_SITE")?.join("sayso.js"))?;
    let changed = [("sayso.js", loader + ";alert(1)")];
    let files = Host::start(&setting("SAYSO_SITE")?, &changed).await?;
    let host = page_with_the_tag(&files).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.open(&host.url("/page.html")).await?;
    eventually("a refusal", async || {
        let console = browser.console().await?;
        Ok(console.iter().any(|line| line.contains("integrity")).then_some(()))
    })
    .await?;
    let is_there = "arguments[0](Boolean(customElements.get('sayso-survey')))";
    assert_eq!(browser.evaluate(is_there).await?, false);
    Ok(())
}
