//! A day of one tablet: person after person, the collector away for a while, two restarts, an update, a visit of the staff, a child;
//! in the evening the collector has each response once, at the time it was given, and the panel shows the same figures.
//!
//! `SAYSO_DAY=500 cargo xtask test --only e2e a_day_at_the_counter` is a whole day; the tests run a short one.

use anyhow::{Context, Result, anyhow};
use chrono::DateTime;
use sayso_e2e::{Browser, Host, Stack, eventually, setting};
use serde_json::{Value, json};
use std::env;
use std::ops::Range;

use crate::counter::{check_figures, hammer, ledger};
use crate::kiosk::{FACE, KEPT, TABLET, is_ready, next_version, tap, until};

/// Counts the responses that the device has taken, over every start of the page, and how long each took from the tap: `[when, milliseconds]`.
const COUNT: &str = "let tapped = 0;
    addEventListener('pointerdown', () => (tapped = performance.now()), true);
    addEventListener('sayso:submitted', ({ detail }) => {
        if (detail.event.type !== 'sayso.response.v1') return;
        localStorage.taken = Number(localStorage.taken ?? 0) + 1;
        localStorage.took = JSON.stringify([...JSON.parse(localStorage.took ?? '[]'), [Date.now(), performance.now() - tapped]]);
    });";

/// The median of how long the persons before a time, and those after it, waited from their tap until they were heard.
async fn waited(browser: &Browser, hammered: &Range<i64>) -> Result<[f64; 2]> {
    let took: Vec<(i64, f64)> =
        serde_json::from_value(browser.evaluate("arguments[0](JSON.parse(localStorage.took))").await?)?;
    let median = |is_one: &dyn Fn(i64) -> bool| {
        let mut times: Vec<f64> = took.iter().filter(|(at, _)| is_one(*at)).map(|(_, took)| *took).collect();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().context("somebody")
    };
    Ok([median(&|at| at < hammered.start)?, median(&|at| at > hammered.end)?])
}

async fn taken(browser: &Browser) -> Result<u64> {
    let taken = browser.evaluate("arguments[0](Number(localStorage.taken ?? 0))").await?;
    taken.as_u64().context("a count")
}

async fn now(browser: &Browser) -> Result<i64> {
    browser.evaluate("arguments[0](Date.now())").await?.as_i64().context("a time")
}

/// One person, who is gone once the device has their answer.
async fn person(browser: &Browser, face: usize) -> Result<()> {
    until(browser, "the question", is_ready).await?;
    let before = taken(browser).await?;
    tap(browser, FACE, face).await?;
    eventually("the answer to be taken", async || Ok((taken(browser).await? > before).then_some(()))).await
}

async fn restart(browser: &Browser, address: &str) -> Result<()> {
    browser.open("about:blank").await?;
    browser.open(address).await?;
    until(browser, "the question after a start", is_ready).await.map(drop)
}

/// When somebody tapped, and which face, as the collector keeps it.
fn given(event: &Value) -> Result<(String, u64)> {
    let data = &event["data"];
    let time = data["submittedAt"].as_str().context("a time")?.to_owned();
    Ok((time, data["answers"]["csat"]["value"].as_u64().context("a rating")?))
}

#[tokio::test]
async fn a_day_at_the_counter_loses_doubles_and_miscounts_nobody() -> Result<()> {
    let persons: usize = env::var("SAYSO_DAY").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    // Whoever comes at such a place in the row finds something changed before they tap.
    let at = |part: usize| persons * part / 12;
    let files = setting("SAYSO_SITE")?;
    let host = Host::start(&files, &[]).await?;
    let mut stack = Stack::start()?;
    let browser = Browser::start(TABLET).await?;
    browser.before_each_page(COUNT).await?;
    let address = host.url("/kiosk.html");
    let endpoint = stack.url("/v1/events");
    browser
        .open(&format!(
            "{address}?survey=smiley&touchpoint=counter-1&tap-interval=3s&pin=2580&endpoint={endpoint}"
        ))
        .await?;
    eventually("the files on the device", async || {
        Ok((browser.evaluate(KEPT).await? == json!(true)).then_some(()))
    })
    .await?;
    let mut random = fastrand::Rng::with_seed(1);
    let (mut faces, mut hammered) = (Vec::new(), 0..0);
    for turn in 0..persons {
        if turn == at(2) {
            stack.stop()?;
        } else if turn == at(4) {
            restart(&browser, &address).await?;
        } else if turn == at(5) {
            stack.start_again()?;
        } else if turn == at(6) {
            let page = std::fs::read_to_string(files.join("kiosk-page.js"))? + ";document.title='Bản mới'";
            let worker = next_version(&browser, &files, "kiosk-page.js", &page).await?;
            host.put("kiosk-page.js", &page)?;
            host.put("kiosk-sw.js", &worker)?;
            let look = "navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => arguments[0](1), () => arguments[0](0))";
            browser.evaluate(look).await?;
            eventually("the next version", async || {
                Ok((browser.evaluate("arguments[0](document.title)").await? == "Bản mới").then_some(()))
            })
            .await?;
        } else if turn == at(8) {
            let entries = ledger(&browser).await?.len();
            check_figures(&stack, &browser, entries).await?;
            restart(&browser, &address).await?;
        } else if turn == at(10) {
            // The child is there before the last one's thanks are gone.
            let began = now(&browser).await?;
            hammer(&browser, if env::var_os("SAYSO_DAY").is_some() { 60_000 } else { 12_000 }).await?;
            until(&browser, "the question after the child", is_ready).await?;
            hammered = began..now(&browser).await?;
            // Whoever comes next waits until it is led away.
            let calm = "arguments[0](performance.now() - window.hammered > 6000)";
            eventually("some calm", async || Ok((browser.evaluate(calm).await? == true).then_some(())))
                .await?;
        }
        let face = random.usize(..5);
        person(&browser, face).await?;
        faces.push(face as u64 + 1);
    }
    until(&browser, "the last question", is_ready).await?;
    let all = usize::try_from(taken(&browser).await?)?;
    assert!(all > persons, "the child was heard, too");
    let mut events = stack.events("sayso.response.v1", all).await?;
    events.sort_by_key(|event| event["time"].as_str().map(str::to_owned));
    // What was tapped while the child was there is the child's; the rest are the persons, in their order, each at a time of its own.
    let mut of_persons = Vec::new();
    for event in &events {
        let (text, face) = given(event)?;
        if !hammered.contains(&millis(&text)?) {
            of_persons.push((text, face));
        }
    }
    assert_eq!(of_persons.iter().map(|(_, face)| *face).collect::<Vec<_>>(), faces);
    assert!(of_persons.windows(2).all(|two| two[0].0 < two[1].0), "{of_persons:?}");
    let doubted = |event: &&Value| {
        event["data"]["flags"].as_array().is_some_and(|flags| flags.contains(&json!("tap-interval")))
    };
    let counted = all - events.iter().filter(doubted).count();
    assert_eq!((counted, ledger(&browser).await?.len()), (persons, persons), "the child changed no score");
    let [before, after] = waited(&browser, &hammered).await?;
    check_figures(&stack, &browser, counted).await?;
    println!(
        "{persons} persons, {all} responses with the child's; heard within {before:.0} ms before the child, {after:.0} ms after it"
    );
    // Of a few, on a busy machine, one slow tap says nothing.
    assert!(
        persons < 100 || after < 2.0 * before + 50.0,
        "slower after the child: {before} ms, then {after} ms"
    );
    Ok(())
}

pub(crate) fn millis(time: &str) -> Result<i64> {
    let time = DateTime::parse_from_rfc3339(time).map_err(|error| anyhow!("{time}: {error}"))?;
    Ok(time.timestamp_millis())
}
