//! A page that is left before it could send: what fits goes with it, by whichever means the browser has.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner, eventually, in_every_engine, is_photo};
use serde_json::Value;

/// A photograph, or a tap.
const SURVEYS: [(&str, &str); 2] = [
    (
        "/defect.json",
        r#"{ "id": "defect", "version": 1, "locales": ["vi"], "questions": [
            { "id": "defect", "type": "file", "title": { "vi": "Ảnh chỗ hỏng" } }] }"#,
    ),
    (
        "/mood.json",
        r#"{ "id": "mood", "version": 1, "locales": ["vi"], "questions": [
            { "id": "mood", "type": "smiley", "metric": "csat", "title": { "vi": "Thế nào?" } }] }"#,
    ),
];

/// Another tab seems to be sending, so that this page stores and does not send. Where it is asked for nothing else, it is an ordinary visit.
const BUSY: &str = r#"
    if (location.search) navigator.locks.request("sayso-outbox", () => new Promise(() => {}));
    window.submitted = [];
    addEventListener("sayso:submitted", ({ detail }) => submitted.push(detail.event));"#;

/// A browser without requests that outlive their page, and in this page without any.
const OLD: &str = r#"
    if (location.search) {
        delete Request.prototype.keepalive;
        const real = window.fetch;
        window.fetch = (...all) => all[1] && all[1].method === "POST" ? Promise.reject(new TypeError("no")) : real(...all);
    }"#;

async fn endpoint(survey: &str, attributes: &str, script: &str) -> Result<Endpoint> {
    let html = format!(
        r#"<!doctype html><html lang="vi"><title>Page</title><body><script>{BUSY}{script}</script>
        <script src="/sayso.js" data-survey="{survey}" data-endpoint="/v1/events" data-mode="inline" {attributes}></script></body></html>"#
    );
    let page = |path, html: &str| HostPage { path, policy: "", html: html.to_owned() };
    let surveys = SURVEYS.map(|(path, survey)| page(path, survey));
    let pages = [page("/page", &html), page("/away", "<!doctype html><title>Away</title>")];
    Endpoint::start_with(Manner::Reply(202, ""), pages.into_iter().chain(surveys).collect()).await
}

/// Does something in the widget once it is there; the script calls `done` with whether it was.
async fn act(browser: &Browser, what: &str, script: &str) -> Result<()> {
    let script = format!(
        r#"const done = arguments[0];
        const root = (document.querySelector("sayso-survey") || {{}}).shadowRoot;
        if (!root) return done(false);
        {script}"#
    );
    eventually(what, async || Ok((browser.evaluate(&script).await? == true).then_some(()))).await
}

async fn submitted(browser: &Browser, count: usize) -> Result<Vec<Value>> {
    eventually("word of it", async || {
        let told = browser.evaluate("arguments[0](JSON.parse(JSON.stringify(submitted)))").await?;
        Ok(told.as_array().filter(|told| told.len() == count).cloned())
    })
    .await
}

async fn received(endpoint: &Endpoint, what: &str, is_it: impl Fn(&Value) -> bool) -> Result<()> {
    eventually(what, async || Ok(endpoint.received().iter().any(&is_it).then_some(()))).await
}

const CHOOSE: &str = r#"
    const input = root.querySelector("input[type=file]");
    if (!input) return done(false);
    const canvas = Object.assign(document.createElement("canvas"), { width: 700, height: 700 });
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(700, 700);
    for (let at = 0; at < pixels.data.length; at++) pixels.data[at] = at % 4 === 3 ? 255 : Math.random() * 256;
    context.putImageData(pixels, 0, 0);
    canvas.toBlob((bytes) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File([bytes], "IMG.jpg", { type: "image/jpeg" }));
        input.files = chosen.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        const look = () => {
            const send = [...root.querySelectorAll("button")].find((it) => it.textContent.includes("Gửi"));
            if (!root.querySelector("[role=img]") || !send) return setTimeout(look, 50);
            send.click();
            done(true);
        };
        look();
    }, "image/jpeg", 0.9);"#;

#[tokio::test]
async fn of_what_is_too_much_for_a_page_that_is_left_what_fits_goes() -> Result<()> {
    let endpoint = endpoint("/defect.json", r#"data-batch="20""#, "").await?;
    let browser = Browser::start(Device::PHONE).await?;
    browser.open(&endpoint.url("/page?busy")).await?;
    act(&browser, "the field", CHOOSE).await?;
    let told = submitted(&browser, 3).await?;
    assert!(told[1].to_string().len() > 65_536, "the test's own photograph must not fit");
    assert_eq!(endpoint.received().len(), 0);
    browser.open(&endpoint.url("/away")).await?;
    received(&endpoint, "what was said", |event| event["id"] == told[0]["id"]).await?;
    assert!(endpoint.received().iter().all(|event| event["id"] == told[0]["id"]));

    // The next visit brings the rest, and confirms what left with the page.
    browser.open(&endpoint.url("/page")).await?;
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await?;
    let ids: Vec<_> = endpoint.events().into_iter().map(|event| event["id"].clone()).collect();
    assert_eq!(ids, [&told[0], &told[1], &told[2]].map(|told| told["id"].clone()));
    Ok(())
}

/// A photograph that is small enough goes with its page, too; what refers to it used to go beside it.
#[tokio::test]
async fn what_refers_to_a_photograph_never_leaves_beside_it() -> Result<()> {
    let browser = Browser::start(Device::PHONE).await?;
    for format in ["cloudevents", "json"] {
        let attributes = format!(r#"data-batch="20" data-format="{format}""#);
        let endpoint = endpoint("/defect.json", &attributes, "").await?;
        browser.open(&endpoint.url("/page?busy")).await?;
        act(&browser, "the field", &CHOOSE.replace("700", "64")).await?;
        let told = submitted(&browser, 3).await?;
        assert!(told[1].to_string().len() < 40_000, "the test's own photograph must fit");
        browser.open(&endpoint.url("/away")).await?;
        received(&endpoint, "what was said", |event| event.to_string().contains("revision")).await?;
        received(&endpoint, "the photograph", is_photo).await?;
        let refers = |event: &Value| event.to_string().contains("\"bytes\"");
        assert!(!endpoint.received().iter().any(refers), "{format}: {:?}", endpoint.received());
        browser.open(&endpoint.url("/page")).await?;
        eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await?;
        assert!(endpoint.received().last().is_some_and(refers), "{format}");
    }
    Ok(())
}

/// Tried once, it used to be left behind with the page, which alone had it.
#[tokio::test]
async fn what_memory_alone_holds_goes_with_its_page_however_often_it_was_tried() -> Result<()> {
    // Nothing is kept, and after the first try nothing gets through before the page goes.
    let denied = r#"
        Object.defineProperty(window, "indexedDB", { value: undefined });
        let tries = 0, goes = false;
        addEventListener("pagehide", () => (goes = true));
        const real = window.fetch;
        window.fetch = (...all) =>
            all[1] && all[1].method === "POST" && tries++ > 0 && !goes ? new Promise(() => {}) : real(...all);"#;
    let endpoint = endpoint("/mood.json", "", denied).await?;
    endpoint.behave(Manner::Reply(503, ""));
    let browser = Browser::start(Device::PHONE).await?;
    browser.open(&endpoint.url("/page")).await?;
    let tap = r#"
        const face = [...root.querySelectorAll("[role=radio]")].at(-1);
        if (face) face.click();
        done(!!face);"#;
    act(&browser, "a face", tap).await?;
    let told = submitted(&browser, 1).await?;
    eventually("a try", async || Ok((!endpoint.received().is_empty()).then_some(()))).await?;
    endpoint.behave(Manner::Reply(202, ""));
    browser.open(&endpoint.url("/away")).await?;
    eventually("what it held", async || {
        Ok(endpoint.kept().iter().any(|id| told[0]["id"] == id.as_str()).then_some(()))
    })
    .await
}

#[tokio::test]
async fn where_no_request_outlives_its_page_a_beacon_does_where_it_can() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        for (format, id) in
            [("simple", "/responseId"), ("json", "/responseId"), ("cloudevents", "/data/responseId")]
        {
            let endpoint = endpoint("/mood.json", &format!(r#"data-format="{format}""#), OLD).await?;
            browser.open(&endpoint.url("/page?busy")).await?;
            let tap = r#"
                const face = [...root.querySelectorAll("[role=radio]")].at(-1);
                if (face) face.click();
                done(!!face);"#;
            act(browser, "a face", tap).await?;
            let told = submitted(browser, 1).await?;
            browser.open(&endpoint.url("/away")).await?;
            let is_it = |event: &Value| event.pointer(id) == Some(&told[0]["data"]["responseId"]);
            received(&endpoint, "what the beacon brought", is_it).await?;
            // Nobody heard a reply, so it waits for the next visit.
            assert_eq!(browser.outbox().await?.len(), 1, "{format}");
            assert_eq!(endpoint.keys(), [None], "{format}: a header of ours");
        }
        Ok(())
    })
    .await
}
