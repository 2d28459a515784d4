//! A tablet at a touch point: one person after the other, hour after hour, with and without a network, through updates.

use anyhow::{Context, Result};
use sayso_e2e::{
    Browser, Device, Endpoint, Host, HostPage, Manner, Stack, eventually, in_every_engine, setting,
};
use serde_json::{Value, json};
use std::path::Path;

use crate::counter::{answer, events, knock};

pub(crate) const TABLET: Device = Device { width: 1024, height: 768, ..Device::DESKTOP };

pub(crate) fn page(path: &'static str, attributes: &str) -> HostPage {
    let html = format!(
        "<!doctype html><html lang='vi'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Quầy</title>
        <body><script src='/sayso.js'></script>
        <sayso-survey mode='kiosk' endpoint='/v1/events' touchpoint='counter-1' label='Quầy 1|Counter 1' {attributes}></sayso-survey>"
    );
    HostPage { path, policy: "", html }
}

async fn serve() -> Result<Endpoint> {
    let pages = vec![
        page("/smiley", "survey='smiley' tap-interval='10m'"),
        page("/csat", "survey='csat' idle-reset='10s'"),
        page("/complaint", "survey='complaint' idle-reset='20s'"),
    ];
    Endpoint::start_with(Manner::Reply(202, ""), pages).await
}

/// What the screen says: its title or its thanks, and what is chosen.
pub(crate) async fn screen(browser: &Browser) -> Result<Value> {
    let script = r#"
        const root = document.querySelector("sayso-survey")?.shadowRoot;
        const text = (selector) => root?.querySelector(selector)?.textContent ?? "";
        arguments[0]({ title: text(".title"), thanks: text(".thanks"), place: text(".place"),
            chosen: root?.querySelectorAll("[aria-checked=true]").length ?? 0, frames: root?.querySelectorAll(".frame").length ?? 0 });"#;
    browser.evaluate(script).await
}

pub(crate) async fn until(browser: &Browser, what: &str, is_so: impl Fn(&Value) -> bool) -> Result<Value> {
    eventually(what, async || Ok(Some(screen(browser).await?).filter(&is_so))).await
}

pub(crate) async fn tap(browser: &Browser, selector: &str, place: usize) -> Result<()> {
    let script = format!(
        "const found = document.querySelector('sayso-survey').shadowRoot.querySelectorAll({selector:?})[{place}];
         for (const name of ['pointerdown', 'pointerup']) found.dispatchEvent(new PointerEvent(name, {{ bubbles: true, composed: true }}));
         found.click(); arguments[0](true)"
    );
    browser.evaluate(&script).await.map(drop)
}

pub(crate) const FACE: &str = "[role=radio]";

pub(crate) fn is_ready(screen: &Value) -> bool {
    screen["title"] != "" && screen["thanks"] == "" && screen["chosen"] == 0
}

#[tokio::test]
async fn it_asks_one_person_after_the_other_and_doubts_who_taps_too_soon() -> Result<()> {
    in_every_engine(TABLET, async |browser| {
        let endpoint = serve().await?;
        browser.open(&endpoint.url("/smiley")).await?;
        for (place, language) in [(1, Some(1)), (3, None), (4, None)] {
            let seen = until(browser, "the question", is_ready).await?;
            assert_eq!(
                seen["title"], "Hôm nay bạn thấy dịch vụ thế nào?",
                "each begins in the kiosk's language"
            );
            assert_eq!(seen["place"], "Quầy 1");
            if let Some(language) = language {
                tap(browser, ".language", language).await?;
                let is_english = |seen: &Value| {
                    seen["title"] == "How was our service today?" && seen["place"] == "Counter 1"
                };
                until(browser, "English", is_english).await?;
            }
            tap(browser, FACE, place).await?;
            until(browser, "the thanks", |seen| seen["thanks"] != "").await?;
        }
        until(browser, "the question again", is_ready).await?;
        let events = eventually("three responses", async || {
            Ok(Some(events(&endpoint, "sayso.response.v1")).filter(|events| events.len() == 3))
        })
        .await?;
        let data = |at: usize, name: &str| events[at]["data"][name].clone();
        for at in 1..3 {
            assert_ne!(data(at, "responseId"), data(0, "responseId"));
            assert_eq!(data(at, "flags"), json!(["tap-interval"]), "kept, and not counted");
        }
        assert_eq!(data(0, "flags"), json!([]));
        assert_eq!(
            (data(0, "channel"), data(0, "locale"), data(1, "locale")),
            (json!("kiosk"), json!("en"), json!("vi"))
        );
        Ok(())
    })
    .await
}

/// A browser may refuse to keep a screen awake before it was touched, and lets go of it as it sees fit.
#[tokio::test]
async fn its_screen_stays_awake_and_fills_the_display() -> Result<()> {
    let endpoint = serve().await?;
    let browser = Browser::start(TABLET).await?;
    let locks = "window.locks = [];
        const request = async (kind) => {
            if (locks.push({ kind, released: false }) === 1) throw new DOMException('a touch first', 'NotAllowedError');
            return locks.at(-1);
        };
        Object.defineProperty(navigator, 'wakeLock', { value: { request } });";
    browser.before_each_page(locks).await?;
    browser.open(&endpoint.url("/smiley")).await?;
    let asked = async |times: usize| {
        let script = "arguments[0](locks.filter(({ kind }) => kind === 'screen').length)";
        eventually("the screen to be asked for", async || {
            Ok((browser.evaluate(script).await? == json!(times)).then_some(()))
        })
        .await
    };
    for (person, times) in [2, 2, 3].into_iter().enumerate() {
        until(&browser, "the question", is_ready).await?;
        let touch = "document.querySelector('sayso-survey').shadowRoot.querySelector('[role=radio]').click()";
        browser.cdp("Runtime.evaluate", json!({ "expression": touch, "userGesture": true })).await?;
        until(&browser, "the thanks", |seen| seen["thanks"] != "").await?;
        asked(times).await?;
        if person == 1 {
            browser.evaluate("locks.at(-1).released = true; arguments[0](1)").await?;
        }
    }
    assert_eq!(browser.evaluate("arguments[0](document.fullscreenElement?.localName)").await?, "html");
    Ok(())
}

/// A misspelt attribute costs what it says and nothing else: the kiosk asks on, with the default.
#[tokio::test]
async fn what_a_tag_misspells_is_named_once_and_the_kiosk_asks_all_the_same() -> Result<()> {
    let wrong = page(
        "/wrong",
        "survey='smiley' tap-interval='0s' hours='always' timezone='Saigon' alert='lots' pin='boss'",
    );
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), vec![wrong]).await?;
    let browser = Browser::start(TABLET).await?;
    browser.open(&endpoint.url("/wrong")).await?;
    for face in [0, 1] {
        answer(&browser, face).await?;
    }
    eventually("the responses", async || {
        Ok((events(&endpoint, "sayso.response.v1").len() == 2).then_some(()))
    })
    .await?;
    let console = browser.console().await?;
    for told in ["hours: ", "timezone: ", "alert: ", "pin: "] {
        let lines = console.iter().filter(|line| line.contains(&["sayso: ", told].concat())).count();
        assert_eq!(lines, 1, "{told} in {console:?}");
    }
    let report = eventually("a report", async || Ok(events(&endpoint, "sayso.device.v1").pop())).await?;
    for told in [format!("{console:?}"), report.to_string()] {
        assert!(!told.contains("boss"), "a code is nothing to tell: {told}");
    }
    Ok(())
}

#[tokio::test]
async fn who_walks_away_leaves_nothing_to_the_next() -> Result<()> {
    let endpoint = serve().await?;
    let browser = Browser::start(TABLET).await?;
    browser.open(&endpoint.url("/csat")).await?;
    let first = until(&browser, "the question", is_ready).await?;
    tap(&browser, FACE, 0).await?;
    until(&browser, "the next question", |seen| seen["title"] != first["title"] && seen["title"] != "")
        .await?;
    let again = until(&browser, "the first question", |seen| seen["title"] == first["title"]).await?;
    assert_eq!((&again["chosen"], &again["frames"]), (&json!(0), &json!(1)), "{again}");
    let complete = |event: &Value| event["data"]["complete"] == true;
    assert!(!endpoint.received().iter().any(complete), "nobody handed it in");
    Ok(())
}

#[tokio::test]
async fn who_has_a_number_to_note_says_when_they_are_done() -> Result<()> {
    let endpoint = serve().await?;
    let browser = Browser::start(TABLET).await?;
    browser.open(&endpoint.url("/complaint")).await?;
    until_there(&browser, ".start").await?;
    tap(&browser, ".start", 0).await?;
    complain(&browser).await?;
    // Longer than thanks stand that need no noting.
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    assert_ne!(screen(&browser).await?["thanks"], "", "the number is still there");
    tap(&browser, ".done", 0).await?;
    until(&browser, "the question again", |seen| seen["title"] != "" && seen["thanks"] == "").await?;
    Ok(())
}

/// Waits for what a selector finds and shows.
async fn until_there(browser: &Browser, selector: &str) -> Result<()> {
    let script = format!(
        "arguments[0](Boolean(document.querySelector('sayso-survey')?.shadowRoot?.querySelector({selector:?})?.checkVisibility()))"
    );
    eventually(selector, async || Ok((browser.evaluate(&script).await? == json!(true)).then_some(()))).await
}

/// Fills the form and hands it in.
async fn complain(browser: &Browser) -> Result<()> {
    let write = "const field = document.querySelector('sayso-survey').shadowRoot.querySelector('textarea');
        field.value = 'Hẹn thứ Hai'; field.dispatchEvent(new Event('input', { bubbles: true })); arguments[0](true)";
    browser.evaluate(write).await?;
    tap(browser, ".primary:not([hidden])", 0).await?;
    until(browser, "the thanks", |seen| seen["thanks"] != "").await.map(drop)
}

/// It was gone after the three seconds of a thanks, without a button, and told people to "contact us directly".
#[tokio::test]
async fn who_is_told_that_nobody_has_heard_of_it_stays_and_is_sent_to_the_staff() -> Result<()> {
    let endpoint = serve().await?;
    endpoint.behave(Manner::Reply(400, "no"));
    let browser = Browser::start(TABLET).await?;
    browser.open(&endpoint.url("/complaint")).await?;
    until_there(&browser, ".start").await?;
    tap(&browser, ".start", 0).await?;
    complain(&browser).await?;
    let says = async |text: &'static str| {
        until(&browser, text, |seen| seen["thanks"].as_str().is_some_and(|said| said.contains(text))).await
    };
    says("nói trực tiếp với nhân viên").await?;
    tap(&browser, ".language", 1).await?;
    says("Please speak to a member of staff").await?;
    // Longer than a thanks stands, and a touch is no farewell.
    browser.evaluate("setTimeout(arguments[0], 4_000, 1)").await?;
    tap(&browser, ".thanks", 0).await?;
    says("Please speak to a member of staff").await?;
    tap(&browser, ".done", 0).await?;
    until_there(&browser, ".start").await
}

/// Only the button began, and whoever began did so in the kiosk's language.
#[tokio::test]
async fn any_touch_begins_and_one_on_the_other_language_in_that() -> Result<()> {
    let endpoint = serve().await?;
    let browser = Browser::start(TABLET).await?;
    for (touched, title) in [(".veil", "Bạn muốn nói gì"), (".veil .secondary", "What would you like")]
    {
        browser.open("about:blank").await?;
        browser.open(&endpoint.url("/complaint")).await?;
        until_there(&browser, ".start").await?;
        tap(&browser, touched, 0).await?;
        let begins = |seen: &Value| seen["title"].as_str().is_some_and(|it| it.starts_with(title));
        until(&browser, title, begins).await?;
        let veil =
            "arguments[0](document.querySelector('sayso-survey').shadowRoot.querySelector('.veil').hidden)";
        assert_eq!(browser.evaluate(veil).await?, true, "{touched}");
    }
    Ok(())
}

/// A pinch enlarged the screen, and it stayed so for everybody who came after.
#[tokio::test]
async fn no_pinch_enlarges_the_screen() -> Result<()> {
    let plain = "<!doctype html><meta name='viewport' content='width=device-width'><title>Trang</title><p>Trang thường";
    let pages = vec![
        HostPage { path: "/plain", policy: "", html: plain.to_owned() },
        page("/smiley", "survey='smiley'"),
        page("/complaint", "survey='complaint' idle-reset='1h' pin='2580'"),
    ];
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), pages).await?;
    // A browser for each page: in a tab whose page took a pinch before, Chromium's driver lets the next be pinched whatever it says.
    for (path, places) in [
        ("/smiley", &[FACE, ".title"][..]),
        ("/complaint", &[".veil", ".start", "textarea", ".kinds .pick", ".panel", ".panel .key"]),
    ] {
        let browser = Browser::start(TABLET).await?;
        browser.open(&endpoint.url(path)).await?;
        for place in places {
            match *place {
                "textarea" => tap(&browser, ".start", 0).await?,
                ".panel" => knock(&browser).await?,
                _ => {}
            }
            until_there(&browser, place).await?;
            let middle = format!(
                "const {{ x, y, width, height }} = document.querySelector('sayso-survey').shadowRoot.querySelector({place:?}).getBoundingClientRect();
                 arguments[0]([x + width / 2, y + height / 2])"
            );
            let [x, y]: [f64; 2] = serde_json::from_value(browser.evaluate(&middle).await?)?;
            assert!(pinch(&browser, x, y).await? <= 1.0, "a pinch over {place}");
        }
    }
    let browser = Browser::start(TABLET).await?;
    browser.open(&endpoint.url("/plain")).await?;
    assert!(pinch(&browser, 500.0, 400.0).await? > 1.0, "elsewhere such a pinch enlarges");
    Ok(())
}

/// How much the page is enlarged after two fingers went apart, from beside each other at this place.
async fn pinch(browser: &Browser, x: f64, y: f64) -> Result<f64> {
    // Drawn, and so known to whatever takes touches before the page does.
    browser.cdp("Page.captureScreenshot", json!({})).await?;
    for step in 0..10 {
        let away = 10.0 + 20.0 * f64::from(step);
        let fingers = json!([{ "x": x - away, "y": y, "id": 0 }, { "x": x + away, "y": y, "id": 1 }]);
        let kind = if step == 0 { "touchStart" } else { "touchMove" };
        browser.cdp("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": fingers })).await?;
    }
    browser.cdp("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await?;
    let scale =
        "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0](visualViewport.scale)))";
    browser.evaluate(scale).await?.as_f64().context("a scale")
}

/// Typed as on the collector, it was looked for on the network alone.
#[tokio::test]
async fn its_short_address_starts_without_a_network_too() -> Result<()> {
    in_every_engine(TABLET, async |browser| {
        let mut stack = Stack::start()?;
        let address = stack.url("/kiosk?survey=smiley&touchpoint=counter-1&endpoint=/v1/events&label=Quầy");
        browser.open(&address).await?;
        until(browser, "the question", is_ready).await?;
        eventually("the files on the device", async || {
            Ok((browser.evaluate(KEPT).await? == json!(true)).then_some(()))
        })
        .await?;
        stack.stop()?;
        browser.open("about:blank").await?;
        browser.open(&address).await?;
        let seen = until(browser, "the question without a network", is_ready).await?;
        assert_eq!(seen["place"], "Quầy");
        Ok(())
    })
    .await
}

/// Hosts that take `.html` off addresses lead from the page to its short name, and no browser shows a page that it was led to.
#[tokio::test]
async fn it_starts_without_a_network_where_the_host_shortens_addresses() -> Result<()> {
    in_every_engine(TABLET, async |browser| {
        let host = Host::start(&setting("SAYSO_SITE")?, &[]).await?;
        let address = host.url("/short/kiosk?survey=smiley&touchpoint=counter-1");
        browser.open(&address).await?;
        until(browser, "the question", is_ready).await?;
        eventually("the files on the device", async || {
            Ok((browser.evaluate(KEPT).await? == json!(true)).then_some(()))
        })
        .await?;
        host.stop().await;
        browser.open("about:blank").await?;
        browser.open(&address).await?;
        until(browser, "the question without a network", is_ready).await.map(drop)
    })
    .await
}

/// Until the worker has all files, and the page has told it that they are good.
pub(crate) const KEPT: &str = r"
    const done = arguments[0];
    navigator.serviceWorker?.ready.then(async () => {
        const names = await caches.keys();
        done(Boolean(navigator.serviceWorker.controller) && names.some((name) => /^sayso-kiosk-[0-9a-f]/.test(name)));
    });";

#[tokio::test]
async fn it_starts_without_a_network_and_sends_once_there_is_one() -> Result<()> {
    let files = setting("SAYSO_SITE")?;
    let browser = Browser::start(TABLET).await?;
    let host = Host::start(&files, &[]).await?;
    let address = host.url("/kiosk.html");
    browser
        .open(&host.url("/kiosk.html?survey=smiley&touchpoint=counter-1&endpoint=/v1/events&label=Quầy"))
        .await?;
    until(&browser, "the question", is_ready).await?;
    eventually("the files on the device", async || {
        Ok((browser.evaluate(KEPT).await? == json!(true)).then_some(()))
    })
    .await?;
    let port = host.stop().await;
    // As an installed app starts: without what the address said, and with nobody to ask.
    browser.open("about:blank").await?;
    browser.open(&address).await?;
    let seen = until(&browser, "the question without a network", is_ready).await?;
    assert_eq!(seen["place"], "Quầy");
    tap(&browser, FACE, 2).await?;
    until(&browser, "the thanks", |seen| seen["thanks"] != "").await?;
    until(&browser, "the next question", is_ready).await?;
    let is_response = |entry: &&Value| entry["response"].is_string();
    assert_eq!(browser.outbox().await?.iter().filter(is_response).count(), 1);
    let host = Host::start_at(port, &files, &[]).await?;
    browser.open("about:blank").await?;
    browser.open(&address).await?;
    let sent = eventually("the response", async || {
        let posts = host.requests().into_iter().filter(|request| request.method == "POST");
        Ok(posts.map(|request| request.body).find(|body| body.contains("sayso.response.v1")))
    })
    .await?;
    assert_eq!(serde_json::from_str::<Value>(&sent)?["data"]["answers"]["csat"]["value"], 3, "{sent}");
    Ok(())
}

/// The worker of the next version, in which one file is this text.
pub(crate) async fn next_version(browser: &Browser, files: &Path, name: &str, text: &str) -> Result<String> {
    with(browser, files, &std::fs::read_to_string(files.join("kiosk-sw.js"))?, name, text).await
}

/// A worker with this text for one of its files.
async fn with(browser: &Browser, files: &Path, worker: &str, name: &str, text: &str) -> Result<String> {
    let hashes: Value = serde_json::from_str(&std::fs::read_to_string(files.join("integrity.json"))?)?;
    let script = format!(
        "crypto.subtle.digest('SHA-384', new TextEncoder().encode({}))
            .then((hash) => arguments[0](btoa(String.fromCharCode(...new Uint8Array(hash)))))",
        json!(text)
    );
    let hash = browser.evaluate(&script).await?;
    let hash = hash.as_str().context("a hash")?;
    let worker = worker.replace(hashes[name].as_str().context("the file's hash")?, &format!("sha384-{hash}"));
    let (before, after) = worker.split_once("VERSION=\"").context("the worker's version")?;
    let after = after.split_once('"').context("its end")?.1;
    Ok(format!("{before}VERSION=\"0a{}\"{after}", text.len()))
}

/// What the worker notes: which version it serves, and which it gave back.
const NOTES: &str = "caches.open('sayso-kiosk-notes').then(async (cache) => arguments[0](await (await cache.matchAll())[0].json()))";

#[tokio::test]
async fn an_update_comes_in_while_nobody_answers_and_one_that_fails_is_given_back() -> Result<()> {
    let files = setting("SAYSO_SITE")?;
    let browser = Browser::start(TABLET).await?;
    let host = Host::start(&files, &[]).await?;
    // However slow the machine, whoever is there stays until they have answered.
    let page = "/kiosk.html?survey=smiley&touchpoint=counter-1&endpoint=/v1/events&idle-reset=1h";
    browser.open(&host.url(page)).await?;
    until(&browser, "the question", is_ready).await?;
    eventually("the files on the device", async || {
        Ok((browser.evaluate(KEPT).await? == json!(true)).then_some(()))
    })
    .await?;
    let script = std::fs::read_to_string(files.join("kiosk-page.js"))?;
    let title = async || browser.evaluate("arguments[0](document.title)").await;
    let look = "navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => arguments[0](1), () => arguments[0](0))";

    // A file that did not come whole: nothing of that version is taken.
    let torn = format!("{script};document.title='Rách'");
    host.put("kiosk-page.js", "document.title='Rá")?;
    host.put("kiosk-sw.js", &next_version(&browser, &files, "kiosk-page.js", &torn).await?)?;
    browser.evaluate(look).await?;

    // One that is whole is taken, though not in the middle of an answer.
    let better = format!("{script};document.title='Bản mới'");
    tap(&browser, ".language", 1).await?;
    host.put("kiosk-page.js", &better)?;
    let next = next_version(&browser, &files, "kiosk-page.js", &better).await?;
    host.put("kiosk-sw.js", &next)?;
    browser.evaluate(look).await?;
    eventually("the next version to wait", async || {
        let waits =
            "navigator.serviceWorker.getRegistration().then((it) => arguments[0](it.waiting !== null))";
        Ok((browser.evaluate(waits).await? == json!(true)).then_some(()))
    })
    .await?;
    assert_eq!(title().await?, "Sayso", "somebody is there");
    tap(&browser, FACE, 2).await?;
    eventually("the next version", async || Ok((title().await? == "Bản mới").then_some(()))).await?;
    until(&browser, "the question", is_ready).await?;

    // One that does not come up is given back, and the kiosk asks on.
    let broken = "throw Error('broken')";
    host.put("sayso.js", broken)?;
    host.put("kiosk-sw.js", &with(&browser, &files, &next, "sayso.js", broken).await?)?;
    browser.evaluate(look).await?;
    let given_back = eventually("the broken version to be given back", async || {
        let notes = browser.evaluate(NOTES).await?;
        Ok((notes["refused"] == format!("sayso-kiosk-0a{}", broken.len())).then_some(notes))
    })
    .await?;
    assert_eq!(given_back["current"], format!("sayso-kiosk-0a{}", better.len()));
    until(&browser, "the question of the version before", is_ready).await?;
    assert_eq!(title().await?, "Bản mới");
    Ok(())
}
