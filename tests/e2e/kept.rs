//! What lies on the device until it is sent: sealed, in memory alone where nothing can be kept, and in parts before the end.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner, Shop, eventually, in_every_engine};
use serde_json::{Value, json};

/// Notes in the page what it is told of its events.
const NOTE: &str = r#"
    window.told = { submitted: [], delivered: [] };
    for (const name of ["submitted", "delivered"]) {
        addEventListener("sayso:" + name, ({ detail }) => told[name].push(detail));
    }"#;

/// A smiley, then words.
const SURVEY: &str = r#"{ "id": "two", "version": 1, "locales": ["vi"], "questions": [
    { "id": "mood", "type": "smiley", "metric": "csat", "title": { "vi": "Thế nào?" } },
    { "id": "why", "type": "text", "title": { "vi": "Vì sao?" } }] }"#;

const WORDS: &str = "Nhân viên tên Nam rất chậm";

/// An endpoint with a page that asks this survey, under these attributes, after a script of the page's own.
async fn endpoint(manner: Manner, survey: &str, attributes: &str, script: &str) -> Result<Endpoint> {
    let html = format!(
        r#"<!doctype html><html lang="vi"><title>Page</title><body><script>{script}{NOTE}</script>
        <script src="/sayso.js" data-survey="{survey}" data-endpoint="/v1/events" data-mode="inline"
            {attributes}></script></body></html>"#
    );
    let page = |path, html: &str| HostPage { path, policy: "", html: html.to_owned() };
    Endpoint::start_with(manner, vec![page("/page", &html), page("/two.json", SURVEY)]).await
}

/// Opens the page and waits for the first question.
async fn open(browser: &Browser, endpoint: &Endpoint) -> Result<()> {
    Shop::open(browser, &endpoint.url("/page")).await?.widget().await?;
    Ok(())
}

/// Does something with the first of these elements in the widget that the script names `it`, once it is there. By the page's
/// own means: on a page as bare as this one, WebKit's driver misses.
async fn act(browser: &Browser, what: &str, selector: &str, name: &str, act: &str) -> Result<()> {
    let script = format!(
        r#"const root = document.querySelector("sayso-survey").shadowRoot;
        const named = (it) => [it.textContent, it.getAttribute("aria-label")].includes("{name}");
        const it = [...root.querySelectorAll("{selector}")].find((it) => it.checkVisibility() && ("{name}" === "" || named(it)));
        if (it) {{ {act} }}
        arguments[0](!!it);"#
    );
    eventually(what, async || Ok((browser.evaluate(&script).await? == true).then_some(()))).await
}

async fn press(browser: &Browser, name: &str) -> Result<()> {
    act(browser, name, "[role=radio], button", name, "it.click();").await
}

/// Answers both questions and waits for the thanks.
async fn answer_in_words(browser: &Browser, endpoint: &Endpoint) -> Result<()> {
    open(browser, endpoint).await?;
    press(browser, "Tệ").await?;
    let write =
        format!(r#"it.value = "{WORDS}"; it.dispatchEvent(new Event("input", {{ bubbles: true }}));"#);
    act(browser, "a field", "input, textarea", "", &write).await?;
    press(browser, "Gửi").await?;
    thanked(browser).await
}

async fn thanked(browser: &Browser) -> Result<()> {
    act(
        browser,
        "the thanks",
        "[role=status]",
        "",
        "if (!it.textContent.includes('Cảm ơn')) return arguments[0](false);",
    )
    .await
}

/// An event as it was given; its age is that of its sending.
fn as_given(event: &Value) -> Value {
    let mut event = event.clone();
    for name in ["ageMs", "ageByWallMs"] {
        event["data"].as_object_mut().map(|data| data.remove(name));
    }
    event
}

async fn submitted(browser: &Browser) -> Result<Value> {
    eventually("word of it", async || {
        let told = browser.evaluate("arguments[0](JSON.parse(JSON.stringify(told.submitted)))").await?;
        Ok((told != json!([])).then(|| told[0].clone()))
    })
    .await
}

async fn pending(browser: &Browser) -> Result<Vec<Value>> {
    let pending = browser
        .evaluate("sayso.pending().then((all) => arguments[0](JSON.parse(JSON.stringify(all))))")
        .await?;
    pending.as_array().cloned().with_context(|| format!("a list, not {pending}"))
}

/// What waits, each with its event.
async fn pending_events(browser: &Browser) -> Result<Vec<Value>> {
    let each = "sayso.pending().then(async (all) => { \
        const each = await Promise.all(all.map(({ id }) => sayso.pending({ id }))); \
        arguments[0](JSON.parse(JSON.stringify(each.flat()))); })";
    let pending = browser.evaluate(each).await?;
    pending.as_array().cloned().with_context(|| format!("a list, not {pending}"))
}

/// Whatever lies in any database of ours, as text: names, values, and bytes read as if they were text.
const LYING: &str = r#"
    const done = arguments[0];
    const stores = { sayso: "outbox", "sayso-drafts": "drafts", "sayso-device": "device" };
    const text = (value) => {
        if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
        if (value instanceof CryptoKey) return value.extractable ? "a key that can be read" : "a key";
        if (value && typeof value === "object") return Object.entries(value).map(([name, it]) => name + ": " + text(it)).join("\n");
        return String(value);
    };
    const all = ([name, store]) => new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.onupgradeneeded = () => opening.result.createObjectStore(store, { keyPath: "id" });
        opening.onsuccess = () => {
            const reading = opening.result.transaction(store).objectStore(store).getAll();
            reading.onsuccess = () => { opening.result.close(); resolve(reading.result.map(text).join("\n")); };
        };
    });
    Promise.all(Object.entries(stores).map(all)).then((all) => done(all.join("\n") + JSON.stringify(localStorage)));"#;

async fn lying(browser: &Browser) -> Result<String> {
    Ok(browser.evaluate(LYING).await?.as_str().unwrap_or_default().to_owned())
}

async fn an_empty_outbox(browser: &Browser) -> Result<()> {
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await
}

/// The whole response among what came.
async fn whole(endpoint: &Endpoint) -> Result<Value> {
    eventually("the whole response", async || {
        let received = endpoint.received();
        Ok(received.iter().rev().find(|event| event["data"]["complete"] == true).cloned())
    })
    .await
}

#[tokio::test]
async fn what_somebody_wrote_lies_nowhere_in_the_clear_and_arrives_as_it_was_written() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let endpoint = endpoint(Manner::Reply(503, ""), "/two.json", "", "").await?;
        answer_in_words(browser, &endpoint).await?;
        assert_eq!(submitted(browser).await?["durable"], json!(true));
        let lies = lying(browser).await?;
        assert!(lies.contains("/v1/events") && lies.contains("a key"), "{lies}");
        assert!(!lies.contains("Nam") && !lies.contains("mood") && !lies.contains("can be read"), "{lies}");
        let waiting = pending_events(browser).await?;
        assert_eq!(waiting[0]["event"]["data"]["answers"]["why"]["value"], WORDS, "{waiting:?}");

        // Another page of the same device opens it again.
        endpoint.behave(Manner::Reply(202, ""));
        open(browser, &endpoint).await?;
        an_empty_outbox(browser).await?;
        assert_eq!(as_given(&whole(&endpoint).await?), waiting[0]["event"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_a_page_without_a_cipher_words_are_held_in_memory_alone_and_a_bare_rating_is_kept() -> Result<()> {
    let no_cipher = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });";
    let browser = Browser::start(Device::PHONE).await?;
    let rating = endpoint(Manner::Reply(503, ""), "smiley", "", no_cipher).await?;
    open(&browser, &rating).await?;
    press(&browser, "Tốt").await?;
    assert_eq!(submitted(&browser).await?["durable"], json!(true));
    assert_eq!(browser.outbox().await?[0]["event"]["data"]["answers"]["csat"]["value"], 4);

    let words = endpoint(Manner::Reply(503, ""), "/two.json", "", no_cipher).await?;
    answer_in_words(&browser, &words).await?;
    assert_eq!(submitted(&browser).await?["durable"], json!(false));
    assert!(!lying(&browser).await?.contains("Nam"));
    let held: Vec<_> = pending(&browser).await?.iter().map(|entry| entry["durable"].clone()).collect();
    assert_eq!(held, [json!(false)], "held in memory");
    words.behave(Manner::Reply(202, ""));
    browser.evaluate("sayso.flush().then(arguments[0])").await?;
    assert_eq!(whole(&words).await?["data"]["answers"]["why"]["value"], WORDS);
    Ok(())
}

/// A device that was busy for a moment used to cost an event its sending: it was parked, as if its key were gone.
#[tokio::test]
async fn a_key_that_cannot_be_read_for_a_moment_parks_nothing() -> Result<()> {
    let busy = r#"
        if (location.search) {
            let times = 30;
            const open = IDBFactory.prototype.open;
            IDBFactory.prototype.open = function (name, ...rest) {
                if (name === "sayso-device" && times-- > 0) throw new DOMException("busy", "UnknownError");
                return open.call(this, name, ...rest);
            };
        }"#;
    let endpoint = endpoint(Manner::Reply(503, ""), "/two.json", "", busy).await?;
    let browser = Browser::start(Device::PHONE).await?;
    answer_in_words(&browser, &endpoint).await?;
    let told = submitted(&browser).await?;
    endpoint.behave(Manner::Reply(202, ""));
    browser.open(&endpoint.url("/page?busy")).await?;
    an_empty_outbox(&browser).await?;
    assert!(endpoint.kept().iter().any(|id| told["id"] == id.as_str()));
    Ok(())
}

/// Ways of a browser to say that there is no room.
const FULL: [&str; 2] = [
    "IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError'); };",
    "const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...all) { const request = put.apply(this, all); this.transaction.abort(); return request; };",
];

#[tokio::test]
async fn where_there_is_no_room_it_is_sent_at_once_and_the_page_is_told() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        for full in FULL {
            let endpoint = endpoint(Manner::Reply(202, ""), "smiley", "", full).await?;
            open(browser, &endpoint).await?;
            press(browser, "Tốt").await?;
            thanked(browser).await?;
            let told = submitted(browser).await?;
            assert_eq!(told["durable"], json!(false), "{told}");
            let delivered = eventually("word that it arrived", async || {
                let told =
                    browser.evaluate("arguments[0](JSON.parse(JSON.stringify(told.delivered)))").await?;
                Ok((told != json!([])).then_some(told))
            })
            .await?;
            assert_eq!(delivered, json!([{ "id": told["id"] }]));
            assert_eq!(endpoint.kept(), [told["id"].as_str().unwrap_or_default()]);
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn whoever_stops_half_way_has_said_so_much_and_goes_on_in_the_same_response() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let endpoint = endpoint(Manner::Reply(202, ""), "/two.json", "", "").await?;
        open(browser, &endpoint).await?;
        press(browser, "Tệ").await?;
        let part =
            eventually("a part on the device", async || Ok(pending_events(browser).await?.first().cloned()))
                .await?;
        let data = &part["event"]["data"];
        assert_eq!((&data["complete"], &data["revision"]), (&json!(false), &json!(1)), "{data}");
        assert_eq!(data["answers"], json!({ "mood": { "type": "smiley", "value": 2, "scale": 5 } }));

        // Left, as by closing the page; what was sent that way is confirmed by the next visit.
        open(browser, &endpoint).await?;
        an_empty_outbox(browser).await?;
        let received = endpoint.received();
        assert!(
            !received.is_empty() && received.iter().all(|event| as_given(event) == part["event"]),
            "{received:?}"
        );

        open(browser, &endpoint).await?;
        press(browser, "Trả lời tiếp").await?;
        press(browser, "Bỏ qua").await?;
        let whole = whole(&endpoint).await?;
        assert_eq!(whole["data"]["responseId"], data["responseId"]);
        assert!(whole["data"]["revision"].as_u64() > Some(1), "{whole}");
        an_empty_outbox(browser).await
    })
    .await
}

#[tokio::test]
async fn a_hook_without_code_gets_no_parts() -> Result<()> {
    let endpoint = endpoint(Manner::Reply(202, ""), "/two.json", r#"data-format="simple""#, "").await?;
    let browser = Browser::start(Device::PHONE).await?;
    answer_in_words(&browser, &endpoint).await?;
    an_empty_outbox(&browser).await?;
    let received = endpoint.received();
    assert_eq!(received.len(), 1, "{received:?}");
    assert_eq!((&received[0]["complete"], &received[0]["revision"]), (&json!(true), &json!(1)));
    Ok(())
}

#[tokio::test]
async fn an_endpoint_that_gets_the_data_alone_knows_an_event_again_by_its_key() -> Result<()> {
    let endpoint = endpoint(Manner::Reply(503, ""), "smiley", r#"data-format="json""#, "").await?;
    let browser = Browser::start(Device::PHONE).await?;
    open(&browser, &endpoint).await?;
    press(&browser, "Tốt").await?;
    let id = submitted(&browser).await?["id"].as_str().map(str::to_owned);
    eventually("two attempts", async || Ok((endpoint.requests().len() >= 2).then_some(()))).await?;
    endpoint.behave(Manner::Reply(202, ""));
    an_empty_outbox(&browser).await?;
    let keys = endpoint.keys();
    assert!(id.is_some() && keys.iter().all(|key| *key == id), "{id:?} {keys:?}");
    assert!(endpoint.received().iter().all(|data| data["responseId"].is_string() && data["id"].is_null()));
    Ok(())
}

#[tokio::test]
async fn numbers_that_lead_to_a_person_are_unreadable_before_anything_is_stored() -> Result<()> {
    let endpoint = endpoint(Manner::Reply(202, ""), "/two.json", "data-mask", "").await?;
    let browser = Browser::start(Device::PHONE).await?;
    open(&browser, &endpoint).await?;
    press(&browser, "Tệ").await?;
    let write = r#"it.value = "gọi 0912 345 678 sau 5 giờ"; it.dispatchEvent(new Event("input", { bubbles: true }));"#;
    act(&browser, "a field", "input, textarea", "", write).await?;
    press(&browser, "Gửi").await?;
    let told = submitted(&browser).await?;
    assert_eq!(told["event"]["data"]["answers"]["why"]["value"], "gọi •••• ••• ••• sau 5 giờ");
    assert_eq!(as_given(&whole(&endpoint).await?), told["event"]);
    Ok(())
}
