//! What a tablet at a counter does besides asking: it says when the place is closed, keeps its ledger, tells how it is doing, calls
//! for help, and shows its staff what the ledger adds up to.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Endpoint, Host, Manner, Stack, eventually, in_every_engine, setting};
use serde_json::{Value, json};

use crate::kiosk::{FACE, TABLET, is_ready, page, tap, until};

pub(crate) async fn serve(attributes: &str) -> Result<(Endpoint, Browser)> {
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), vec![page("/kiosk", attributes)]).await?;
    Ok((endpoint, Browser::start(TABLET).await?))
}

/// The text of what lies over the survey; empty where nothing does.
async fn veil(browser: &Browser) -> Result<String> {
    let script = "const veil = document.querySelector('sayso-survey')?.shadowRoot?.querySelector('.veil:not([hidden])');
        arguments[0](veil?.innerText ?? '')";
    Ok(browser.evaluate(script).await?.as_str().unwrap_or_default().to_owned())
}

/// Everything in a store of the device; nothing where there is none.
async fn store(browser: &Browser, database: &str, store: &str) -> Result<Vec<Value>> {
    let script = format!(
        "const done = arguments[0];
         const opening = indexedDB.open({database:?});
         opening.onupgradeneeded = () => opening.transaction.abort();
         opening.onerror = () => done([]);
         opening.onsuccess = () => {{
             const reading = opening.result.transaction({store:?}).objectStore({store:?}).getAll();
             reading.onsuccess = () => {{ opening.result.close(); done(reading.result.map(({{ sealed, ...rest }}) => rest)); }};
         }};"
    );
    browser.evaluate(&script).await?.as_array().cloned().context("a list")
}

pub(crate) async fn ledger(browser: &Browser) -> Result<Vec<Value>> {
    store(browser, "sayso", "ledger").await
}

/// Events of a type, each once however often it came.
pub(crate) fn events(endpoint: &Endpoint, kind: &str) -> Vec<Value> {
    endpoint.events().into_iter().filter(|event| event["type"] == kind).collect()
}

/// One person's tap and thanks, and the question for the next.
pub(crate) async fn answer(browser: &Browser, face: usize) -> Result<()> {
    until(browser, "the question", is_ready).await?;
    tap(browser, FACE, face).await?;
    until(browser, "the thanks", |seen| seen["thanks"] != "").await?;
    until(browser, "the next question", is_ready).await.map(drop)
}

#[tokio::test]
async fn a_place_that_is_closed_says_when_it_opens_and_asks_nobody() -> Result<()> {
    let far = "['sun','mon','tue','wed','thu','fri','sat'][(new Date().getUTCDay() + 3) % 7]";
    let (endpoint, browser) =
        serve("survey='smiley' hours='daily 00:00-24:00' timezone='Asia/Ho_Chi_Minh'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    until(&browser, "the question", is_ready).await?;
    let set = |hours: &str, zone: &str| {
        format!(
            "const it = document.querySelector('sayso-survey');
             it.setAttribute('hours', {hours}); it.setAttribute('timezone', '{zone}'); arguments[0](1)"
        )
    };
    browser.evaluate(&set(&format!("{far} + ' 08:00-09:00'"), "UTC")).await?;
    let said = eventually("the closed screen", async || {
        Ok(Some(veil(&browser).await?).filter(|said| said.contains("đang nghỉ")))
    })
    .await?;
    assert!(said.contains("Quầy 1") && said.contains("Mở cửa lại lúc 08:00"), "{said}");
    assert!(said.contains("We are closed now") && said.contains("Open again at 08:00"), "{said}");
    // Hours that make no sense close nothing, and the author is told.
    browser.evaluate(&set("'8 to 5'", "Mars/Phobos")).await?;
    eventually("the question", async || Ok(veil(&browser).await?.is_empty().then_some(()))).await?;
    let console = browser.console().await?.join("\n");
    assert!(console.contains("8 to 5") && console.contains("Mars/Phobos"), "{console}");
    Ok(())
}

#[tokio::test]
async fn a_form_stands_behind_one_button_in_both_languages() -> Result<()> {
    let (endpoint, browser) = serve("survey='complaint' idle-reset='10s'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    let way_in = async || {
        eventually("the way in", async || {
            Ok(Some(veil(&browser).await?).filter(|said| said.contains("Chạm để bắt đầu")))
        })
        .await
    };
    assert!(way_in().await?.contains("Touch to begin"));
    tap(&browser, ".start", 0).await?;
    eventually("the form", async || Ok(veil(&browser).await?.is_empty().then_some(()))).await?;
    // Whoever walks away leaves the next one the same way in.
    way_in().await?;
    Ok(())
}

/// Taps wherever something is, as fast as the page takes them, for so many milliseconds.
pub(crate) async fn hammer(browser: &Browser, milliseconds: u32) -> Result<()> {
    let script = format!(
        "const done = arguments[0];
         const host = document.querySelector('sayso-survey');
         (async () => {{
             const start = performance.now();
             for (let turn = 0; performance.now() - start < {milliseconds}; turn++) {{
                 const faces = host.shadowRoot.querySelectorAll('[role=radio]');
                 const target = faces[turn % 5] ?? host.shadowRoot.querySelector('.thanks') ?? host;
                 for (const name of ['pointerdown', 'pointerup']) target.dispatchEvent(new PointerEvent(name, {{ bubbles: true, composed: true }}));
                 target.click();
                 window.hammered = performance.now();
                 await new Promise((next) => setTimeout(next, 20));
             }}
             done(true);
         }})();"
    );
    browser.evaluate(&script).await.map(drop)
}

#[tokio::test]
async fn a_child_that_hammers_the_screen_changes_neither_the_score_nor_the_screen() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' tap-interval='1h'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 4).await?;
    let counted = eventually("the ledger", async || {
        Ok(Some(ledger(&browser).await?).filter(|entries| !entries.is_empty()))
    })
    .await?;
    hammer(&browser, 12_000).await?;
    // It still does what it is told, and shows one survey.
    let ready = until(&browser, "the question again", is_ready).await?;
    assert_eq!(ready["frames"], 1, "{ready}");
    tap(&browser, ".language", 1).await?;
    until(&browser, "English", |seen| seen["title"] == "How was our service today?").await?;
    let responses = eventually("what the child tapped", async || {
        Ok(Some(events(&endpoint, "sayso.response.v1")).filter(|events| events.len() > 1))
    })
    .await?;
    let doubted = |event: &&Value| {
        event["data"]["flags"].as_array().is_some_and(|flags| flags.contains(&json!("tap-interval")))
    };
    assert_eq!(responses.iter().filter(doubted).count(), responses.len() - 1, "{responses:?}");
    assert_eq!(ledger(&browser).await?, counted, "only the first is counted");
    Ok(())
}

#[tokio::test]
async fn a_device_tells_how_it_is_doing_and_the_newest_report_takes_the_place_of_those_that_were_not_sent()
-> Result<()> {
    let (endpoint, browser) = serve("survey='smiley'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    let first =
        eventually("the report of the start", async || Ok(events(&endpoint, "sayso.device.v1").pop()))
            .await?;
    let data = &first["data"];
    assert_eq!(
        (&data["touchpoint"], &data["restarts"], &data["queue"]["parked"]),
        (&json!("counter-1"), &json!(0), &json!(0))
    );
    endpoint.behave(Manner::Reply(503, ""));
    for start in 1..=3 {
        browser.open("about:blank").await?;
        browser.open(&endpoint.url("/kiosk")).await?;
        let reports = async || {
            let waiting = store(&browser, "sayso", "outbox").await?;
            let told = "arguments[0](localStorage['sayso:starts'])";
            let is_told = browser.evaluate(told).await? == json!((start + 1).to_string());
            let is_new = |entries: &[Value]| entries.len() == 1 && is_told;
            Ok(Some(waiting).filter(|entries| is_new(entries)))
        };
        eventually("one report that waits", reports).await?;
    }
    endpoint.behave(Manner::Reply(202, ""));
    browser.open("about:blank").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    browser.evaluate("sayso.flush().then(() => arguments[0](1))").await?;
    let last = eventually("the last report", async || {
        Ok(events(&endpoint, "sayso.device.v1").into_iter().find(|event| event["data"]["restarts"] == 4))
    })
    .await?;
    assert_eq!(last["data"]["deviceId"], data["deviceId"], "it is the same device");
    Ok(())
}

#[tokio::test]
async fn too_many_unhappy_within_minutes_call_for_help_at_once() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' tap-interval='0s'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    for face in [4, 1, 4, 0] {
        answer(&browser, face).await?;
    }
    let call = eventually("the call", async || Ok(events(&endpoint, "sayso.alert.v1").pop())).await?;
    assert_eq!((&call["data"]["n"], &call["data"]["unhappy"]), (&json!(4), &json!(2)));
    answer(&browser, 0).await?;
    eventually("the next response", async || {
        Ok((events(&endpoint, "sayso.response.v1").len() == 5).then_some(()))
    })
    .await?;
    assert_eq!(events(&endpoint, "sayso.alert.v1").len(), 1, "one bad afternoon calls once");
    Ok(())
}

#[tokio::test]
async fn a_business_says_when_help_is_called_for() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' tap-interval='0s' alert='75% 1h 2'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 0).await?;
    answer(&browser, 1).await?;
    let call = eventually("the call", async || Ok(events(&endpoint, "sayso.alert.v1").pop())).await?;
    let rule = json!({ "share": 0.75, "windowMs": 3_600_000, "minimum": 2 });
    assert_eq!((&call["data"]["n"], &call["data"]["rule"]), (&json!(2), &rule));

    let (endpoint, browser) = serve("survey='smiley' tap-interval='0s' alert='off'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    for _ in 0..6 {
        answer(&browser, 0).await?;
    }
    // The default rule holds from the fourth on.
    eventually("the ledger", async || Ok((ledger(&browser).await?.len() == 6).then_some(()))).await?;
    eventually("the responses", async || {
        Ok((events(&endpoint, "sayso.response.v1").len() == 6).then_some(()))
    })
    .await?;
    assert!(events(&endpoint, "sayso.alert.v1").is_empty());
    Ok(())
}

/// Holds a finger in the corner until the code is asked for; once more where the device was not ready for it.
pub(crate) async fn knock(browser: &Browser) -> Result<()> {
    let script = "
        const host = document.querySelector('sayso-survey');
        const isAsked = Boolean(host?.shadowRoot?.querySelector('.pad'));
        if (host && !isAsked && !(performance.now() - window.knockedAt < 5_000)) {
            window.knockedAt = performance.now();
            const place = { bubbles: true, composed: true, clientX: 20, clientY: 20 };
            host.dispatchEvent(new PointerEvent('pointerdown', place));
        }
        arguments[0](isAsked);";
    eventually("the code to be asked for", async || {
        Ok((browser.evaluate(script).await? == json!(true)).then_some(()))
    })
    .await
}

/// Types a code.
pub(crate) async fn enter(browser: &Browser, code: &str) -> Result<()> {
    for digit in code.chars() {
        let digit = digit.to_digit(10).context("a digit")? as usize;
        // The keys stand as on a telephone.
        tap(browser, ".key", if digit == 0 { 10 } else { digit - 1 }).await?;
    }
    tap(browser, ".key", 11).await
}

/// What the panel says.
async fn panel(browser: &Browser) -> Result<String> {
    let script = "arguments[0](document.querySelector('sayso-survey')?.shadowRoot?.querySelector('.panel')?.innerText ?? '')";
    Ok(browser.evaluate(script).await?.as_str().unwrap_or_default().to_owned())
}

pub(crate) async fn until_panel_says(browser: &Browser, what: &str) -> Result<String> {
    eventually(what, async || Ok(Some(panel(browser).await?).filter(|said| said.contains(what)))).await
}

#[tokio::test]
async fn wrong_codes_lock_the_panel_over_a_restart_and_the_right_one_opens_it_in_time() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' pin='2580'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    knock(&browser).await?;
    for _ in 0..3 {
        enter(&browser, "0000").await?;
    }
    until_panel_says(&browser, "Nhập sai nhiều lần").await?;
    // However slow the machine: after nine wrong ones it is half an hour.
    let kept = async |change: &str| {
        let script = format!(
            "const kept = JSON.parse(localStorage['sayso:attempts']); const {{ wrong }} = kept;
             localStorage['sayso:attempts'] = JSON.stringify({{ ...kept, {change} }}); arguments[0](wrong)"
        );
        browser.evaluate(&script).await
    };
    assert_eq!(kept("wrong: 9").await?, 3);
    browser.open("about:blank").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    knock(&browser).await?;
    until_panel_says(&browser, "Nhập sai nhiều lần").await?;
    enter(&browser, "2580").await?;
    assert!(!panel(&browser).await?.contains("Hài lòng hôm nay"), "the right code is not taken yet");
    kept("last: 0").await?;
    let free =
        "arguments[0](!document.querySelector('sayso-survey').shadowRoot.querySelector('.key').disabled)";
    eventually("the keys", async || Ok((browser.evaluate(free).await? == json!(true)).then_some(()))).await?;
    enter(&browser, "2580").await?;
    until_panel_says(&browser, "Hài lòng hôm nay").await?;
    Ok(())
}

#[tokio::test]
async fn the_staff_sees_the_collectors_figures_tests_the_endpoint_and_wipes_the_device() -> Result<()> {
    in_every_engine(TABLET, async |browser| staff(browser).await).await
}

async fn staff(browser: &Browser) -> Result<()> {
    let stack = Stack::start()?;
    let address = "/kiosk?survey=smiley&touchpoint=counter-1&endpoint=/v1/events&tap-interval=0s&pin=2580&idle-reset=1h";
    browser.open(&stack.url(address)).await?;
    for face in [4, 3, 1, 4] {
        answer(browser, face).await?;
    }
    check_figures(&stack, browser, 4).await?;
    let act = ".acts .secondary";
    tap(browser, act, 0).await?;
    until_panel_says(browser, "Máy chủ đã nhận.").await?;
    // At once, however slow the machine.
    let double = format!(
        "const button = document.querySelector('sayso-survey').shadowRoot.querySelectorAll({act:?})[2];
         button.click(); button.click(); arguments[0](1)"
    );
    browser.evaluate(&double).await?;
    until_panel_says(browser, "Chạm lần nữa để xóa hẳn").await?;
    assert_eq!(ledger(browser).await?.len(), 4, "neither one touch nor a double one wipes anything");
    eventually("the device to be wiped", async || {
        tap(browser, act, 2).await?;
        Ok(panel(browser).await?.contains("Chưa có lượt nào").then_some(()))
    })
    .await?;
    assert_eq!(ledger(browser).await?, [json!(null); 0]);
    Ok(())
}

/// The panel, opened by its code, shows the figures that the collector has of `n` responses.
pub(crate) async fn check_figures(stack: &Stack, browser: &Browser, n: usize) -> Result<()> {
    let scores = eventually("the collector's figures", async || {
        let scores = stack.get("/v1/scores?touchpoint=counter-1").await?;
        Ok(Some(scores).filter(|scores| scores["n"] == n))
    })
    .await?;
    let csat = scores["scores"].as_array().context("scores")?.iter().find(|it| it["method"] == "top-2-box/1");
    let csat = csat.context("CSAT")?;
    let whole = |name: &str| csat[name].as_f64().map(|value| format!("{value:.0}")).context("a number");
    knock(browser).await?;
    enter(browser, "2580").await?;
    until_panel_says(browser, "Hài lòng 7 ngày qua").await?;
    let figures = "arguments[0](document.querySelector('sayso-survey').shadowRoot.querySelectorAll('.figure')[1].innerText)";
    let week = browser.evaluate(figures).await?.as_str().context("a text")?.to_owned();
    for expected in [
        format!("{} %", whole("value")?),
        format!("{n} lượt · nhiều khả năng từ {} đến {} %", whole("low")?, whole("high")?),
    ] {
        assert!(week.contains(&expected), "{expected} in {week}");
    }
    Ok(())
}

#[tokio::test]
async fn storage_that_is_cleared_under_it_costs_the_ledger_and_nothing_else() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' tap-interval='0s'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 4).await?;
    let clear = "localStorage.clear(); indexedDB.databases().then((all) => Promise.all(all.map(({ name }) => new Promise((done) => {
        const gone = indexedDB.deleteDatabase(name); gone.onsuccess = gone.onerror = done; })))).then(() => arguments[0](1))";
    browser.evaluate(clear).await?;
    answer(&browser, 3).await?;
    eventually("both responses", async || {
        Ok((events(&endpoint, "sayso.response.v1").len() == 2).then_some(()))
    })
    .await?;
    eventually("the new ledger", async || Ok((ledger(&browser).await?.len() == 1).then_some(()))).await?;
    Ok(())
}

#[tokio::test]
async fn a_survey_that_was_broken_rests_until_it_is_mended() -> Result<()> {
    let good = r#"{ "id": "own", "version": 1, "locales": ["vi"], "questions": [
        { "id": "csat", "type": "smiley", "metric": "csat", "title": { "vi": "Cà phê ngon không?" } }] }"#;
    let host = Host::start(&setting("SAYSO_SITE")?, &[("own.json", good.to_owned())]).await?;
    let browser = Browser::start(TABLET).await?;
    let address = host.url("/kiosk.html?survey=/own.json&touchpoint=counter-1&endpoint=/v1/events");
    browser.open(&address).await?;
    until(&browser, "the question", is_ready).await?;
    host.put("own.json", &good.replace("smiley", "simley"))?;
    browser.open("about:blank").await?;
    browser.open(&address).await?;
    eventually("the screen to rest", async || {
        let said = veil(&browser).await?;
        Ok((said.contains("Máy đang tạm nghỉ") && said.contains("This screen is resting")).then_some(()))
    })
    .await?;
    host.put("own.json", good)?;
    until(&browser, "the question again", is_ready).await?;
    Ok(())
}

/// Opens the panel of a kiosk.
pub(crate) async fn open_panel(browser: &Browser) -> Result<()> {
    knock(browser).await?;
    enter(browser, "2580").await?;
    until_panel_says(browser, "Hài lòng hôm nay").await.map(drop)
}

/// The ledger used to be written after the outbox: a page that ended between the two had thanked for what its ledger never had.
#[tokio::test]
async fn an_answer_and_its_entry_in_the_ledger_are_stored_in_one_moment() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley'").await?;
    // As if the page ended as soon as the answer is stored: nothing of the kiosk's hears of it.
    let end = "addEventListener('sayso:submitted', (event) => event.stopImmediatePropagation(), true);";
    browser.before_each_page(end).await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 3).await?;
    let entries = ledger(&browser).await?;
    assert_eq!(entries.len(), 1, "{entries:?}");
    let id = async || {
        Ok(events(&endpoint, "sayso.response.v1").first().map(|event| event["data"]["responseId"].clone()))
    };
    assert_eq!(entries[0]["id"], eventually("the response", id).await?);
    Ok(())
}

/// With the browser's own quota: neither answers nor the ledger can be stored any more.
#[tokio::test]
async fn a_full_disk_is_thanked_all_the_same_and_named_to_the_staff() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' pin='2580' tap-interval='0s'").await?;
    let origin = endpoint.url("");
    let room = async |limits: Value| browser.cdp("Storage.overrideQuotaForOrigin", limits).await.map(drop);
    let responses = async |count: usize| {
        let is_there = async || Ok((events(&endpoint, "sayso.response.v1").len() == count).then_some(()));
        eventually("the responses", is_there).await
    };
    // From the start: Chromium believes for a while in the room that it has once seen.
    room(json!({ "origin": origin, "quotaSize": 1 })).await?;
    endpoint.behave(Manner::Reply(503, ""));
    browser.open(&endpoint.url("/kiosk")).await?;
    for face in [1, 2] {
        answer(&browser, face).await?;
    }
    assert_eq!(ledger(&browser).await?, [json!(null); 0], "there is no room");
    endpoint.behave(Manner::Reply(202, ""));
    answer(&browser, 4).await?;
    responses(3).await?;
    open_panel(&browser).await?;
    until_panel_says(&browser, "ledger: QuotaExceededError").await?;
    room(json!({ "origin": origin })).await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 4).await?;
    eventually("the ledger", async || Ok((ledger(&browser).await?.len() == 1).then_some(()))).await?;
    responses(4).await
}

#[tokio::test]
async fn a_clock_that_is_years_ahead_counts_its_own_today() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' pin='2580' hours='daily 00:00-24:00'").await?;
    let ahead = "const Real = Date, shift = 20 * 365 * 864e5;
        window.Date = class extends Real {
            constructor(...all) { if (all.length) super(...all); else super(Real.now() + shift); }
            static now() { return Real.now() + shift; }
        };";
    browser.before_each_page(ahead).await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 3).await?;
    let response =
        eventually("the response", async || Ok(events(&endpoint, "sayso.response.v1").pop())).await?;
    assert!(response["time"].as_str() > Some("2040"), "{response}");
    open_panel(&browser).await?;
    until_panel_says(&browser, "1 lượt").await?;
    Ok(())
}
