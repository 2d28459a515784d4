//! A tablet for a long time: person after person, of whom some write, some walk away and some take the other language. Each begins at the
//! first screen with nothing of the one before, and in the end the page holds no more than in the beginning.
//!
//! `SAYSO_SOAK=3600 cargo xtask test --only e2e person_after_person_leaves` is an hour with a person every two seconds; the tests run a short
//! one, as fast as the page goes.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Host, Stack, eventually, setting};
use serde::Deserialize;
use serde_json::{Value, json};
use std::env;
use std::time::Instant;

use crate::kiosk::TABLET;

/// How many come where nobody says for how long.
const FEW: usize = 40;

/// Milliseconds between two who come, where somebody does.
const PACE: usize = 2_000;

/// Bytes that one of a few may leave behind, while the engine still compiles what it sees often: a view that stays weighs 40,000.
const BYTES_OF_FEW: f64 = 10_000.0;

/// Bytes that one of many may leave behind: 100,000 people would fill no more than 25 MB.
const BYTES: f64 = 250.0;

/// Elements, texts and listeners that a person may leave behind: less than the smallest view has by far.
const TRACES: f64 = 0.5;

const SURVEY: &str = r#"{ "id": "own", "version": 1, "locales": ["vi", "en"], "questions": [
    { "id": "csat", "type": "smiley", "metric": "csat", "title": { "vi": "Bạn thấy thế nào?", "en": "How was it?" } },
    { "id": "why", "type": "choice", "multiple": true, "options": "reasons", "show_if": { "<": [0, { "var": "csat" }, 3] },
      "title": { "vi": "Vì sao?", "en": "Why?" } },
    { "id": "more", "type": "text", "show_if": { "<": [0, { "var": "csat" }, 3] }, "title": { "vi": "Kể thêm", "en": "Tell us more" } }
] }"#;

/// What the page holds, after everything was collected that can be.
#[derive(Debug, Clone, Copy)]
struct Weight {
    persons: usize,
    /// Of scripts and of what the page's objects hold, in bytes.
    heap: f64,
    /// Of the programs, in bytes.
    programs: f64,
    nodes: f64,
    listeners: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HeapUsage {
    used_size: f64,
    #[serde(default)]
    embedder_heap_used_size: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counters {
    nodes: f64,
    js_event_listeners: f64,
}

async fn weigh(browser: &Browser, persons: usize) -> Result<Weight> {
    let programs = browser.evaluate("arguments[0](soak.memory())").await?.as_f64().context("a size")?;
    // What one collection lets go of may hold what the next finds, and some are put off.
    let mut heap = f64::INFINITY;
    for _ in 0..5 {
        browser.cdp("HeapProfiler.collectGarbage", json!({})).await?;
        let usage = browser.cdp("Runtime.getHeapUsage", json!({})).await?;
        let HeapUsage { used_size, embedder_heap_used_size } = serde_json::from_value(usage)?;
        heap = heap.min(used_size + embedder_heap_used_size);
    }
    let counters = browser.cdp("Memory.getDOMCounters", json!({})).await?;
    let Counters { nodes, js_event_listeners: listeners } = serde_json::from_value(counters)?;
    Ok(Weight { persons, heap, programs, nodes, listeners })
}

/// The median of the slopes between any two: what one measurement that is off does not move.
fn slope(weights: &[Weight], of: fn(&Weight) -> f64) -> f64 {
    let pairs =
        weights.iter().enumerate().flat_map(|(at, one)| weights[at + 1..].iter().map(move |two| (one, two)));
    let slopes = pairs.map(|(one, two)| (of(two) - of(one)) / (two.persons - one.persons) as f64);
    let mut slopes: Vec<f64> = slopes.collect();
    slopes.sort_by(f64::total_cmp);
    slopes.get(slopes.len() / 2).copied().unwrap_or_default()
}

#[tokio::test]
async fn person_after_person_leaves_nothing_behind() -> Result<()> {
    let seconds: Option<usize> = env::var("SAYSO_SOAK").ok().and_then(|seconds| seconds.parse().ok());
    let (persons, pace, bytes) =
        seconds.map_or((FEW, 0, BYTES_OF_FEW), |seconds| (seconds * 1_000 / PACE, PACE, BYTES));
    let host = Host::start(&setting("SAYSO_SITE")?, &[("own.json", SURVEY.to_owned())]).await?;
    let stack = Stack::start()?;
    let browser = Browser::start(TABLET).await?;
    browser.before_each_page(include_str!("soak.js")).await?;
    let endpoint = stack.url("/v1/events");
    // An alert looks back four times five minutes, which is a third of an hour: then the program that decides it has what it needs.
    let address = "/kiosk.html?survey=/own.json&touchpoint=counter-1&lang=vi&tap-interval=0s&idle-reset=10s&alert=50%25 5m 4";
    browser.open(&host.url(&format!("{address}&endpoint={endpoint}"))).await?;
    browser.evaluate("soak.first().then(() => arguments[0](true))").await?;
    browser.cdp("HeapProfiler.enable", json!({})).await?;

    // A driver waits for two minutes, and 20 that keep to their time take one.
    let step = (persons / 30).clamp(4, 20);
    let started = Instant::now();
    let mut weights = vec![weigh(&browser, 0).await?];
    let mut heard = Value::Null;
    for turn in (0..persons).step_by(step) {
        let next = (turn + step).min(persons);
        let come = format!(
            "soak.come({turn}, {next}, {pace}).then(arguments[0], (error) => arguments[0](String(error)))"
        );
        heard = browser.evaluate(&come).await?;
        assert!(heard.is_object(), "{heard}");
        let weight = weigh(&browser, next).await?;
        println!("after {} s: {weight:?}", started.elapsed().as_secs());
        weights.push(weight);
    }
    let left = (0..persons).filter(|turn| turn % 60 == 29).count();
    assert_eq!(
        heard,
        json!({ "begun": persons + 1, "handed": persons - left }),
        "each has a screen of their own"
    );
    eventually("every response in the collector", async || {
        let lines = String::from_utf8(stack.bytes("/v1/export.jsonl").await?)?;
        let complete = lines.lines().filter(|line| line.contains("\"complete\":true")).count();
        Ok((complete == persons - left).then_some(()))
    })
    .await?;

    // The first third is for what is fetched once, compiled and remembered.
    let settled = &weights[weights.len() / 3..];
    let leaves = |of| slope(settled, of);
    let (heap, programs) = (leaves(|it| it.heap), leaves(|it| it.programs));
    let (nodes, listeners) = (leaves(|it| it.nodes), leaves(|it| it.listeners));
    println!(
        "{persons} persons; each leaves {heap:.0} B of heap, {programs:.0} B of programs, {nodes:.2} nodes, {listeners:.2} listeners"
    );
    assert!(heap <= bytes && programs <= bytes && nodes <= TRACES && listeners <= TRACES, "{weights:#?}");
    Ok(())
}
