//! What waits on the device: tried again while the page is open, by one tab at a time, and never lost or told twice.

use std::collections::BTreeSet;

use anyhow::Result;
use sayso_e2e::{Browser, Device, Endpoint, Manner, Shop, eventually};
use serde_json::{Value, json};

/// Notes in the page what it is told of its events.
const NOTE: &str = r#"
    window.told = { submitted: [], delivered: [] };
    for (const name of ["submitted", "delivered"]) {
        addEventListener("sayso:" + name, ({ detail }) => told[name].push(detail));
    }"#;

/// A browser whose page notes what it is told.
async fn browser() -> Result<Browser> {
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.before_each_page(NOTE).await?;
    Ok(browser)
}

async fn told(browser: &Browser) -> Result<Value> {
    browser.evaluate("arguments[0](JSON.parse(JSON.stringify(told)))").await
}

/// Answers in the tab and waits for the thanks.
async fn answer(browser: &Browser, endpoint: &Endpoint) -> Result<()> {
    let widget = Shop::open(browser, &endpoint.url("/")).await?.widget().await?;
    widget.tap("Tốt").await?;
    assert!(widget.thanks().await?.contains("Cảm ơn"));
    Ok(())
}

async fn an_empty_outbox(browser: &Browser) -> Result<()> {
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await
}

async fn attempts(browser: &Browser, least: u64) -> Result<()> {
    eventually("attempts", async || {
        let kept = browser.outbox().await?;
        let is_tried = |entry: &Value| entry["attempts"].as_u64() >= Some(least);
        Ok((!kept.is_empty() && kept.iter().all(is_tried)).then_some(()))
    })
    .await
}

#[tokio::test]
async fn an_event_is_tried_again_while_the_page_is_open() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = browser().await?;
    answer(&browser, &endpoint).await?;
    attempts(&browser, 3).await?;
    let kept = browser.outbox().await?;
    assert_eq!((&kept[0]["lastError"], &kept[0]["state"]), (&json!("503"), &json!("waiting")));

    endpoint.behave(Manner::Reply(202, ""));
    an_empty_outbox(&browser).await?;
    assert_eq!(endpoint.kept().len(), 1);
    let told = told(&browser).await?;
    assert_eq!(told["delivered"], json!([{ "id": endpoint.kept()[0] }]));
    Ok(())
}

#[tokio::test]
async fn an_endpoint_that_asks_to_be_left_alone_is_left_alone_even_at_the_next_visit() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Busy(600)).await?;
    let browser = browser().await?;
    answer(&browser, &endpoint).await?;
    attempts(&browser, 1).await?;
    answer(&browser, &endpoint).await?;
    let waiting =
        browser.evaluate("dispatchEvent(new Event('online')); sayso.flush().then(arguments[0])").await?;
    assert_eq!(waiting, json!(2));
    assert_eq!(endpoint.requests(), [1], "one request and its reply");
    assert_eq!(browser.outbox().await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_request_that_hangs_is_ended_and_tried_again() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Silence).await?;
    let browser = browser().await?;
    // The browser keeps the time; here it is over at once.
    let over = "const real = AbortSignal.timeout; AbortSignal.timeout = (limit) => real.call(AbortSignal, limit === 15000 ? 1 : limit)";
    browser.before_each_page(over).await?;
    answer(&browser, &endpoint).await?;
    attempts(&browser, 2).await?;
    Ok(())
}

#[tokio::test]
async fn five_tabs_that_are_back_at_once_send_each_event_once_and_are_told_once() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = browser().await?;
    for tab in 0..5 {
        if tab > 0 {
            browser.open_tab().await?;
            browser.before_each_page(NOTE).await?;
        }
        answer(&browser, &endpoint).await?;
    }
    attempts(&browser, 1).await?;
    endpoint.behave(Manner::Reply(202, ""));
    for tab in 0..5 {
        browser.to_tab(tab).await?;
        browser.evaluate("dispatchEvent(new Event('online')); arguments[0]()").await?;
    }
    an_empty_outbox(&browser).await?;
    let kept = endpoint.kept();
    assert_eq!((kept.len(), kept.iter().collect::<BTreeSet<_>>().len()), (5, 5), "{kept:?}");

    // What another tab sent is told a moment later.
    let told_of = async || {
        for tab in 0..5 {
            browser.to_tab(tab).await?;
            let told = told(&browser).await?;
            if told["delivered"] != json!([{ "id": told["submitted"][0]["id"] }]) {
                return Ok(None);
            }
        }
        Ok(Some(()))
    };
    eventually("that each tab is told of its own event, and of no other", told_of).await?;
    Ok(())
}

#[tokio::test]
async fn tabs_without_locks_take_turns_and_a_lost_reply_loses_nothing() -> Result<()> {
    let endpoint = Endpoint::start(Manner::LostReply).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let without_locks = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })";
    browser.before_each_page(without_locks).await?;
    answer(&browser, &endpoint).await?;
    browser.open_tab().await?;
    browser.before_each_page(without_locks).await?;
    answer(&browser, &endpoint).await?;
    attempts(&browser, 1).await?;

    let lost = endpoint.kept().len();
    endpoint.behave(Manner::Reply(202, ""));
    for tab in 0..2 {
        browser.to_tab(tab).await?;
        browser.evaluate("dispatchEvent(new Event('online')); arguments[0]()").await?;
    }
    an_empty_outbox(&browser).await?;
    let kept = endpoint.kept();
    assert_eq!(kept.iter().collect::<BTreeSet<_>>().len(), 2, "{kept:?}");
    // One may have been on its way while the manner changed.
    assert!(kept.len() <= lost + 3, "{lost} lost replies, {kept:?}");
    Ok(())
}

/// Puts events that wait into the outbox of the page, as the first version of the program kept them: in no order but that of their
/// ids, and with no lane.
const THREE: &str = r#"
    const opening = indexedDB.open("sayso", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("outbox", { keyPath: "id" });
    opening.onsuccess = () => {
        const writing = opening.result.transaction("outbox", "readwrite");
        for (const id of ["a", "b", "c"]) {
            writing.objectStore("outbox").put({
                id, event: { id, data: { responseId: id } }, response: id, bytes: 99, batch: 10, attempts: 0, dueAt: 0,
                endpoint: location.origin + "/v1/events", format: "cloudevents", state: "waiting",
            });
        }
        writing.oncomplete = () => { opening.result.close(); arguments[0](); };
    };"#;

#[tokio::test]
async fn of_a_batch_only_what_is_refused_is_parked() -> Result<()> {
    let reply = r#"{ "accepted": 2, "rejected": [{ "index": 1, "problems": [{ "path": "/data", "reason": "is odd" }] }] }"#;
    let endpoint = Endpoint::start(Manner::Reply(202, reply)).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.open(&endpoint.url("/sayso.js")).await?;
    browser.evaluate(THREE).await?;
    Shop::open(&browser, &endpoint.url("/")).await?;
    let kept = eventually("one that is left", async || {
        let kept = browser.outbox().await?;
        Ok((kept.len() == 1).then_some(kept))
    })
    .await?;
    assert_eq!(endpoint.requests(), [3]);
    let parked = (&kept[0]["id"], &kept[0]["state"], &kept[0]["lastError"]);
    assert_eq!(parked, (&json!("b"), &json!("parked"), &json!("/data: is odd")));
    Ok(())
}

#[tokio::test]
async fn a_batch_that_is_refused_as_a_whole_is_sent_one_by_one() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(400, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.open(&endpoint.url("/sayso.js")).await?;
    browser.evaluate(THREE).await?;
    Shop::open(&browser, &endpoint.url("/")).await?;
    eventually("all parked", async || {
        let kept = browser.outbox().await?;
        Ok((kept.len() == 3 && kept.iter().all(|entry| entry["state"] == "parked")).then_some(()))
    })
    .await?;
    assert_eq!(endpoint.requests(), [3, 1, 1, 1]);
    Ok(())
}

/// What lies in every store of every database of ours, as one text; keys and what is sealed are nameless there.
const DEVICE: &str = r#"
    const stores = { sayso: "outbox", "sayso-drafts": "drafts", "sayso-device": "device" };
    const lying = async (name) => {
        const database = await new Promise((done) => {
            const opening = indexedDB.open(name);
            opening.onupgradeneeded = () => opening.transaction.abort();
            opening.onerror = () => done(null);
            opening.onsuccess = () => done(opening.result);
        });
        if (!database) return [];
        const reading = database.transaction(stores[name]).objectStore(stores[name]).getAll();
        const records = await new Promise((done) => (reading.onsuccess = () => done(reading.result)));
        database.close();
        return records;
    };
    const device = async () => (await Promise.all(Object.keys(stores).map(lying))).flat();"#;

#[tokio::test]
async fn the_page_sees_what_waits_exports_it_and_can_wipe_it() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = browser().await?;
    answer(&browser, &endpoint).await?;
    attempts(&browser, 1).await?;
    let pending = browser.evaluate("sayso.pending().then(arguments[0])").await?;
    let [waiting] = pending.as_array().map_or(&[][..], Vec::as_slice) else { panic!("{pending}") };
    assert_eq!((&waiting["parked"], &waiting["lastError"]), (&json!(false), &json!("503")));
    assert!(waiting["attempts"].as_u64() >= Some(1) && waiting["ageMs"].as_f64() >= Some(0.0), "{waiting}");
    let told = told(&browser).await?;
    assert_eq!((&waiting["type"], &waiting["durable"]), (&json!("sayso.response.v1"), &json!(true)));
    assert_eq!(waiting["event"], json!(null), "what a list shows is not unsealed");
    let export = format!("sayso.pending({{ id: {} }}).then(arguments[0])", waiting["id"]);
    let exported = browser.evaluate(&export).await?;
    assert_eq!(exported[0]["event"], told["submitted"][0]["event"], "whole, to be exported");
    assert_eq!(browser.evaluate("sayso.pending({ id: 'another' }).then(arguments[0])").await?, json!([]));

    // Refused, it stays and says so.
    endpoint.behave(Manner::Reply(400, ""));
    browser.evaluate("sayso.flush().then(arguments[0])").await?;
    let parked = eventually("that it is parked", async || {
        let pending = browser.evaluate("sayso.pending().then(arguments[0])").await?;
        Ok((pending[0]["parked"] == true).then(|| pending[0].clone()))
    })
    .await?;
    assert_eq!((&parked["lastError"], &parked["id"]), (&json!("400"), &waiting["id"]));
    let requests = endpoint.requests().len();
    assert_eq!(browser.evaluate("sayso.flush().then(arguments[0])").await?, json!(0));
    assert_eq!(endpoint.requests().len(), requests, "nothing is sent again by itself");
    let retry = format!("sayso.flush({{ retry: {} }}).then(arguments[0])", waiting["id"]);
    assert_eq!(browser.evaluate(&retry).await?, json!(0));
    assert_eq!(endpoint.requests().len(), requests + 1, "but where somebody asks for it");

    let left = [
        DEVICE,
        "const done = arguments[0]; sayso.forget().then(async () => done({
        device: await device(), marks: Object.keys(localStorage), pending: await sayso.pending() }))",
    ];
    assert_eq!(browser.evaluate(&left.concat()).await?, json!({ "device": [], "marks": [], "pending": [] }));
    Ok(())
}

#[tokio::test]
async fn what_left_with_the_page_is_confirmed_at_the_next_visit() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Silence).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.open(&endpoint.url("/sayso.js")).await?;
    browser.open_tab().await?;
    let tab = 1;
    browser.to_tab(tab).await?;
    answer(&browser, &endpoint).await?;
    eventually("the request", async || Ok((endpoint.requests().len() == 1).then_some(()))).await?;
    browser.close_tab().await?;
    assert_eq!(browser.outbox().await?.len(), 1, "nobody has said that it arrived");

    endpoint.behave(Manner::Reply(409, ""));
    Shop::open(&browser, &endpoint.url("/")).await?;
    an_empty_outbox(&browser).await?;
    let received = endpoint.received();
    assert_eq!(received.len(), 2);
    let as_given = |event: &Value| {
        let mut event = event.clone();
        for name in ["ageMs", "ageByWallMs"] {
            event["data"].as_object_mut().map(|data| data.remove(name));
        }
        event
    };
    assert_eq!(as_given(&received[0]), as_given(&received[1]), "the same event under the same id");
    Ok(())
}

#[tokio::test]
async fn where_nothing_can_be_stored_it_is_sent_and_tried_again_while_the_page_lives() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let browser = browser().await?;
    browser.before_each_page("Object.defineProperty(window, 'indexedDB', { value: undefined })").await?;
    answer(&browser, &endpoint).await?;
    assert_eq!(told(&browser).await?["submitted"][0]["durable"], json!(false));
    eventually("attempts", async || Ok((endpoint.requests().len() >= 3).then_some(()))).await?;
    assert_eq!(told(&browser).await?["delivered"], json!([]));

    endpoint.behave(Manner::Reply(202, ""));
    eventually("word of it", async || {
        let told = told(&browser).await?;
        Ok((told["delivered"].as_array().map(Vec::len) == Some(1)).then_some(()))
    })
    .await?;
    assert_eq!(endpoint.kept().len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_event_says_how_far_the_clock_was_off_by_the_reply_before() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Dated("Sun, 22 Nov 2020 01:00:00 GMT")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    answer(&browser, &endpoint).await?;
    an_empty_outbox(&browser).await?;
    let device = browser.evaluate("arguments[0](Date.now() - Date.UTC(2020, 10, 22, 1))").await?;
    answer(&browser, &endpoint).await?;
    eventually("both", async || Ok((endpoint.kept().len() == 2).then_some(()))).await?;
    let skews: Vec<_> =
        endpoint.received().iter().filter_map(|event| event["data"]["clockSkewMs"].as_i64()).collect();
    let off = skews[1] - device.as_i64().unwrap_or_default();
    assert!(skews[0] == 0 && off.abs() < 60_000, "{skews:?} {device}");
    Ok(())
}

/// A `Retry-After` of an hour used to last until the clock had come as far again.
#[tokio::test]
async fn a_clock_that_is_set_back_keeps_nothing_waiting() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Busy(3_600)).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let ahead = "if (location.search) { const now = Date.now; Date.now = () => now.call(Date) + 2 * 60 * 60 * 1000; }";
    browser.before_each_page(ahead).await?;
    let widget = Shop::open(&browser, &endpoint.url("/?ahead")).await?.widget().await?;
    widget.tap("Tốt").await?;
    widget.thanks().await?;
    attempts(&browser, 1).await?;
    endpoint.behave(Manner::Reply(202, ""));
    Shop::open(&browser, &endpoint.url("/")).await?;
    an_empty_outbox(&browser).await?;
    assert_eq!(endpoint.kept().len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_event_says_how_old_it_is_and_how_much_of_that_the_devices_clock_alone_tells() -> Result<()> {
    const HOUR: u64 = 60 * 60 * 1_000;
    const DAY: u64 = 24 * HOUR;
    let endpoint = Endpoint::start(Manner::Reply(503, "")).await?;
    let away = endpoint.url("/sayso.js");
    let browser = Browser::start(Device::DESKTOP).await?;
    let clock = "if (location.search) { const now = Date.now; Date.now = () => now.call(Date) + Number(location.search.slice(1)); }";
    browser.before_each_page(clock).await?;
    answer(&browser, &endpoint).await?;
    attempts(&browser, 1).await?;
    let a_day_later = "const now = Date.now; Date.now = () => now.call(Date) + 86400000; arguments[0]()";
    browser.evaluate(a_day_later).await?;
    eventually("a later attempt", async || Ok((endpoint.requests().len() >= 3).then_some(()))).await?;
    let ages = || -> Vec<(u64, u64)> {
        let received = endpoint.received();
        let age = |event: &Value, name: &str| event["data"][name].as_u64();
        let both =
            |event: &Value| Some((age(event, "ageMs")?, age(event, "ageByWallMs").unwrap_or_default()));
        received.iter().map(|event| both(event).unwrap_or((u64::MAX, u64::MAX))).collect()
    };
    let here = ages();
    assert!(here.is_sorted() && here[0] < here[here.len() - 1], "{here:?}");
    assert!(
        here.iter().all(|(age, by_wall)| *age < HOUR && *by_wall == 0),
        "its page knows by itself: {here:?}"
    );

    // The next page knows another clock: between the two there is the device's, which says that a day has gone by.
    browser.open(&away).await?;
    let seen = ages().len();
    let visit = async |ahead: u64| {
        let tried = browser.outbox().await?[0]["attempts"].as_u64().unwrap_or_default();
        Shop::open(&browser, &endpoint.url(&format!("/?{ahead}"))).await?;
        attempts(&browser, tried + 1).await?;
        browser.open(&away).await
    };
    visit(2 * DAY).await?;
    let (age, by_wall) = ages()[seen];
    assert!(by_wall >= DAY - HOUR && age > by_wall && age < by_wall + HOUR, "{age} {by_wall}");
    // Set back, it tells nothing; what was known stays.
    let seen = ages().len();
    visit(0).await?;
    let later = ages()[seen];
    assert!(
        later.0 >= age && later.0 < age + HOUR && later.1 < age + HOUR,
        "{later:?} after {age} {by_wall}"
    );
    Ok(())
}
