//! A photograph goes up as an event of its own, before the response that refers to it and after what was said without it; it is got back
//! byte for byte.

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner, Stack, eventually, in_every_engine, is_photo};
use serde_json::{Value, json};

const SURVEY: &str = r#"{ "id": "defect", "version": 1, "locales": ["vi"], "questions": [
    { "id": "defect", "type": "file", "max_files": 2, "max_side": 4096, "title": { "vi": "Ảnh chỗ hỏng" } }] }"#;

/// A tap first, then a photograph.
const TOLD: &str = r#"{ "id": "told", "version": 1, "locales": ["vi"], "questions": [
    { "id": "mood", "type": "smiley", "metric": "csat", "title": { "vi": "Thế nào?" } },
    { "id": "defect", "type": "file", "max_files": 2, "title": { "vi": "Ảnh chỗ hỏng" } }] }"#;

const NOTE: &str = r#"
    window.told = { submitted: [], delivered: [] };
    for (const name of ["submitted", "delivered"]) {
        addEventListener("sayso:" + name, ({ detail }) => told[name].push(detail));
    }"#;

/// A page that asks for a photograph, with events to this address.
async fn page(manner: Manner, address: &str, attributes: &str) -> Result<Endpoint> {
    asking("/defect.json", manner, address, attributes).await
}

async fn asking(survey: &str, manner: Manner, address: &str, attributes: &str) -> Result<Endpoint> {
    let html = format!(
        r#"<!doctype html><html lang="vi"><title>Page</title><body><script>{NOTE}</script>
        <script src="/sayso.js" data-survey="{survey}" data-endpoint="{address}" data-mode="inline"
            data-touchpoint="counter" {attributes}></script></body></html>"#
    );
    let page = |path, html: &str| HostPage { path, policy: "", html: html.to_owned() };
    let surveys = [page("/defect.json", SURVEY), page("/told.json", TOLD)];
    Endpoint::start_with(manner, [page("/page", &html)].into_iter().chain(surveys).collect()).await
}

/// Chooses photographs of so many points a side, each of noise, which no encoder makes small, and sends them.
const CHOOSE: &str = r#"
    const [done, sides] = [arguments[0], SIDES];
    const widget = document.querySelector("sayso-survey");
    const root = widget && widget.shadowRoot;
    const input = root && root.querySelector("input[type=file]");
    if (!input) {
        const face = root && root.querySelector("[role=radio]");
        if (face && !face.matches("[aria-checked=true]")) face.click();
        return done(false);
    }
    const picture = async (side) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
        const context = canvas.getContext("2d");
        const pixels = context.createImageData(side, side);
        for (let at = 0; at < pixels.data.length; at += 65536) {
            crypto.getRandomValues(pixels.data.subarray(at, Math.min(at + 65536, pixels.data.length)));
        }
        for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
        context.putImageData(pixels, 0, 0);
        const bytes = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
        return new File([bytes], "IMG.jpg", { type: "image/jpeg" });
    };
    Promise.all(sides.map(picture)).then((files) => {
        const chosen = new DataTransfer();
        for (const file of files) chosen.items.add(file);
        input.files = chosen.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        const look = () => {
            const send = [...root.querySelectorAll("button")].find((it) => it.textContent.includes("Gửi"));
            if (root.querySelectorAll("[role=img]").length < sides.length || !send) return setTimeout(look, 50);
            send.click();
            done(true);
        };
        look();
    });"#;

async fn choose_and_send(browser: &Browser, sides: &str) -> Result<()> {
    let script = CHOOSE.replace("SIDES", sides);
    eventually("the field", async || Ok((browser.evaluate(&script).await? == true).then_some(()))).await?;
    eventually("the thanks", async || {
        let thanks = r#"arguments[0](!!document.querySelector("sayso-survey").shadowRoot.textContent.includes("Cảm ơn"))"#;
        Ok((browser.evaluate(thanks).await? == true).then_some(()))
    })
    .await
}

/// What the page was told was stored: what was said, each photograph, then the response that refers to them.
async fn submitted(browser: &Browser, count: usize) -> Result<Vec<Value>> {
    eventually("word of it", async || {
        let told = browser.evaluate("arguments[0](JSON.parse(JSON.stringify(told.submitted)))").await?;
        let told = told.as_array().cloned().context("a list")?;
        Ok((told.len() == count).then_some(told))
    })
    .await
}

async fn an_empty_outbox(browser: &Browser) -> Result<()> {
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await
}

/// The collector has the bytes that the page was told of, under the hash in the answer.
async fn is_kept(stack: &Stack, photo: &Value, entry: &Value) -> Result<()> {
    let data = &photo["event"]["data"];
    let hash = data["hash"].as_str().context("a hash")?;
    assert_eq!((&entry["hash"], &entry["type"]), (&data["hash"], &json!("image/jpeg")));
    let bytes = stack.bytes(&format!("/v1/photos/{hash}")).await?;
    ensure!(data["content"] == STANDARD.encode(&bytes), "other bytes");
    assert_eq!(entry["bytes"], json!(bytes.len()));
    Ok(())
}

/// Whether this response refers to a photograph.
fn refers(event: &Value) -> bool {
    let answers = [&event["answers"], &event["data"]["answers"]];
    answers.iter().any(|answers| answers["defect"].is_object())
}

/// The response by its latest revision, once that refers to photographs: whoever reads it finds them then.
async fn whole(stack: &Stack) -> Result<Value> {
    eventually("the response with its photographs", async || {
        let found = stack.responses(1).await?.remove(0);
        Ok(refers(&found).then_some(found))
    })
    .await
}

#[tokio::test]
async fn a_photograph_arrives_byte_for_byte_before_the_response_that_refers_to_it() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let stack = Stack::start()?;
        let address = stack.url("/v1/events");
        let page = asking("/told.json", Manner::Reply(202, ""), &address, r#"data-batch="20""#).await?;
        browser.open(&page.url("/page")).await?;
        choose_and_send(browser, "[3000, 64]").await?;
        let told = submitted(browser, 4).await?;
        let kinds: Vec<_> =
            told.iter().map(|told| told["event"]["type"].as_str().unwrap_or_default()).collect();
        assert_eq!(kinds, ["sayso.response.v1", "sayso.photo.v1", "sayso.photo.v1", "sayso.response.v1"]);
        assert!(told.iter().all(|told| told["durable"] == true));
        let [said, whole_told] = [0, 3].map(|index: usize| &told[index]["event"]["data"]);
        assert!(
            !refers(&told[0]["event"]) && said["answers"]["mood"].is_object() && said["complete"] == true
        );
        assert_eq!(whole_told["revision"].as_u64(), said["revision"].as_u64().map(|before| before + 1));
        assert_eq!(
            (&whole_told["submittedAt"], &whole_told["responseId"]),
            (&said["submittedAt"], &said["responseId"])
        );

        let response = whole(&stack).await?;
        // Whoever reads the response finds what it refers to, whatever is still on its way.
        let entries = response["answers"]["defect"]["value"].as_array().context("photographs")?;
        assert_eq!(entries.len(), 2);
        for (photo, entry) in told[1..].iter().zip(entries) {
            is_kept(&stack, photo, entry).await?;
        }
        an_empty_outbox(browser).await?;
        assert_eq!(stack.events("sayso.photo.v1", 2).await?.len(), 2);
        assert_eq!(response["scores"][0]["metric"], "csat");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_photograph_waits_with_its_response_for_the_network_and_for_the_next_visit() -> Result<()> {
    let browser = Browser::start(Device::PHONE).await?;
    let stack = Stack::start()?;
    let page = page(Manner::Reply(202, ""), &stack.url("/v1/events"), "").await?;
    browser.open(&page.url("/page")).await?;
    eventually("the field", async || {
        let field = r#"const it = document.querySelector("sayso-survey"); arguments[0](!!(it && it.shadowRoot && it.shadowRoot.querySelector("input[type=file]")))"#;
        Ok((browser.evaluate(field).await? == true).then_some(()))
    })
    .await?;
    browser.set_offline(true).await?;
    choose_and_send(&browser, "[800]").await?;
    let told = submitted(&browser, 3).await?;
    assert_eq!(browser.outbox().await?.len(), 3);
    // What was left with the page may have got through to the network that the page was kept from.
    browser.open("about:blank").await?;
    browser.set_offline(false).await?;
    browser.open(&page.url("/page")).await?;
    an_empty_outbox(&browser).await?;
    let response = whole(&stack).await?;
    is_kept(&stack, &told[1], &response["answers"]["defect"]["value"][0]).await
}

/// What waits or was refused here, as the page is told of it.
async fn pending(browser: &Browser) -> Result<Vec<Value>> {
    let pending = browser.evaluate("sayso.pending().then(arguments[0])").await?;
    pending.as_array().cloned().context("a list")
}

/// After ten tries in vain its response used to go before it.
#[tokio::test]
async fn however_often_a_photograph_fails_nothing_refers_to_it_before_and_nobodys_words_wait() -> Result<()> {
    let browser = Browser::start(Device::PHONE).await?;
    for format in ["cloudevents", "json"] {
        let attributes = format!(r#"data-format="{format}" data-batch="20""#);
        let endpoint = asking("/told.json", Manner::NoPhotos(503), "/v1/events", &attributes).await?;
        browser.open(&endpoint.url("/page")).await?;
        choose_and_send(&browser, "[64]").await?;
        submitted(&browser, 3).await?;
        eventually("twelve tries", async || {
            browser.evaluate("dispatchEvent(new Event('online')); arguments[0]()").await?;
            let kept = pending(&browser).await?;
            Ok((kept.iter().any(|entry| entry["attempts"].as_u64() >= Some(12))).then_some(()))
        })
        .await?;
        let received = endpoint.received();
        assert!(received.iter().all(|event| !refers(event)), "{format}");
        let first = received.iter().position(is_photo).context("a try")?;
        assert!(received[..first].iter().any(|event| !is_photo(event)), "{format}: what was said went first");
        assert_eq!(pending(&browser).await?.len(), 2, "{format}");

        endpoint.behave(Manner::Reply(202, ""));
        browser.evaluate("dispatchEvent(new Event('online')); arguments[0]()").await?;
        an_empty_outbox(&browser).await?;
        assert!(endpoint.received().last().is_some_and(refers), "{format}");
    }
    Ok(())
}

#[tokio::test]
async fn where_a_photograph_is_refused_what_refers_to_it_stays_with_it_and_says_why() -> Result<()> {
    let browser = Browser::start(Device::PHONE).await?;
    let endpoint = asking("/told.json", Manner::NoPhotos(413), "/v1/events", r#"data-batch="20""#).await?;
    browser.open(&endpoint.url("/page")).await?;
    choose_and_send(&browser, "[64, 32]").await?;
    let told = submitted(&browser, 4).await?;
    let parked = eventually("that three are parked", async || {
        let kept = pending(&browser).await?;
        Ok((kept.len() == 3 && kept.iter().all(|entry| entry["parked"] == true)).then_some(kept))
    })
    .await?;
    let reason = |told: &Value| {
        let entry = parked.iter().find(|entry| entry["id"] == told["id"]).context("an entry")?;
        anyhow::Ok(entry["lastError"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(reason(&told[1])?, "413");
    assert_eq!(reason(&told[3])?, "its photograph was refused");
    assert!(endpoint.received().iter().all(|event| !refers(event)));
    let export = format!("sayso.pending({{ id: {} }}).then(arguments[0])", told[1]["id"]);
    let exported = browser.evaluate(&export).await?;
    assert_eq!(exported[0]["event"], told[1]["event"], "whole, to be exported");

    // The other photograph is still refused.
    endpoint.behave(Manner::Reply(202, ""));
    let retry = |told: &Value| format!("sayso.flush({{ retry: {} }}).then(arguments[0])", told["id"]);
    assert_eq!(browser.evaluate(&retry(&told[1])).await?, json!(0));
    assert_eq!(reason(&told[3])?, "its photograph was refused");
    assert!(endpoint.received().iter().all(|event| !refers(event)));
    assert_eq!(browser.evaluate(&retry(&told[2])).await?, json!(0));
    an_empty_outbox(&browser).await?;
    assert!(endpoint.received().last().is_some_and(refers));
    Ok(())
}

#[tokio::test]
async fn a_photograph_goes_first_and_alone_and_not_to_a_hook_without_code() -> Result<()> {
    let browser = Browser::start(Device::PHONE).await?;
    let events = [("cloudevents", 3), ("json", 3), ("simple", 1)];
    for (format, count) in events {
        let endpoint =
            page(Manner::Reply(503, ""), "/v1/events", &format!(r#"data-format="{format}""#)).await?;
        browser.open(&endpoint.url("/page")).await?;
        choose_and_send(&browser, "[64]").await?;
        submitted(&browser, count).await?;
        eventually("a try", async || Ok((!endpoint.received().is_empty()).then_some(()))).await?;
        // Whatever was tried so far: what was said, since all that refers to a photograph waits for it.
        assert_eq!(endpoint.received().iter().any(refers), format == "simple", "{format}");
        endpoint.behave(Manner::Reply(202, ""));
        an_empty_outbox(&browser).await?;
        let received = endpoint.received();
        let first = received.iter().position(refers).context("the response")?;
        assert_eq!(received[..first].iter().any(is_photo), format != "simple", "{format}");
        assert!(endpoint.requests().iter().all(|events| *events == 1));
        if format == "json" {
            let photo = received.iter().position(is_photo).context("the photograph")?;
            let id = received[photo]["photoId"].as_str().map(str::to_owned);
            assert_eq!(endpoint.keys()[photo], id);
        }
    }
    Ok(())
}
