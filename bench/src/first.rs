//! The first rating beside peers: one smiley question on a blank page on a slow phone's terms, each page in turn, so that
//! whatever else the machine does falls on all of them alike.

use anyhow::{Context, Result};
use axum::Router;
use sayso_e2e::{Browser, Device};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

/// What is compared; the blank page is what nobody can be below.
const PAGES: [(&str, &str); 4] =
    [("blank", "blank page"), ("sayso", "Sayso"), ("posthog", "PostHog"), ("surveyjs", "SurveyJS")];

const ROUNDS: usize = 5;

/// A phone and its network, in Lighthouse's terms.
const SLOWDOWN: u32 = 4;
const LATENCY_MS: u32 = 150;
const BITS_PER_SECOND: u32 = 1_600_000;

/// What was measured on one page, a value a round.
#[derive(Default)]
struct Measured {
    bytes: Vec<f64>,
    all: Vec<f64>,
    ready: Vec<f64>,
    blocking: Vec<f64>,
    heap: Vec<f64>,
    tap: Vec<f64>,
}

/// Measures all pages and returns the table.
pub(crate) async fn run() -> Result<String> {
    let folder =
        PathBuf::from(std::env::var_os("SAYSO_FIRST").context("SAYSO_FIRST names the folder of pages")?);
    let observe = std::fs::read_to_string(folder.join("observe.js"))?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let pages = Router::new().fallback_service(ServeDir::new(&folder).precompressed_br());
    let server = tokio::spawn(async move { axum::serve(listener, pages).await });

    let browser = Browser::start(Device::DESKTOP).await?;
    let source = json!({ "source": observe });
    browser.cdp("Page.enable", json!({})).await?;
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", source).await?;
    let mut measured: [Measured; PAGES.len()] = Default::default();
    for round in 0..=ROUNDS {
        for ((name, _), into) in PAGES.iter().zip(&mut measured) {
            let seen = visit(&browser, &format!("http://{address}/{name}.html")).await?;
            // The first round warms the machine up.
            if round > 0 {
                into.keep(&seen)?;
            }
        }
    }
    server.abort();
    Ok(table(&measured))
}

async fn visit(browser: &Browser, url: &str) -> Result<Value> {
    browser.open("about:blank").await?;
    browser.cdp("Network.enable", json!({})).await?;
    browser.cdp("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    let origin = url.rsplit_once('/').map_or(url, |(origin, _)| origin);
    let kinds = json!({ "origin": origin, "storageTypes": "all" });
    browser.cdp("Storage.clearDataForOrigin", kinds).await?;
    let throughput = f64::from(BITS_PER_SECOND) / 8.0;
    let network = json!({ "offline": false, "latency": LATENCY_MS, "downloadThroughput": throughput, "uploadThroughput": throughput });
    browser.cdp("Network.emulateNetworkConditions", network).await?;
    browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWDOWN })).await?;
    browser.open(url).await?;
    // Long enough for whatever comes after the first rating to have come too.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let mut seen = browser.evaluate("arguments[0](window.told())").await?;
    browser.cdp("HeapProfiler.collectGarbage", json!({})).await?;
    let heap = browser.cdp("Runtime.getHeapUsage", json!({})).await?;
    let part = |name: &str| heap[name].as_f64().unwrap_or_default();
    // With what scripts hold outside of their heap, such as a module's memory.
    seen["heap"] = json!(part("usedSize") + part("embedderHeapUsedSize") + part("backingStorageSize"));
    if let (Some(x), Some(y)) = (seen["place"]["x"].as_f64(), seen["place"]["y"].as_f64()) {
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let mouse = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
            browser.cdp("Input.dispatchMouseEvent", mouse).await?;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        seen["tap"] = browser.evaluate("arguments[0](window.tapped())").await?;
    }
    browser.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
    Ok(seen)
}

impl Measured {
    fn keep(&mut self, seen: &Value) -> Result<()> {
        let number = |name: &str| seen[name].as_f64().with_context(|| format!("no {name} in {seen}"));
        self.bytes.push(number("bytes")?);
        self.all.push(number("all")?);
        self.ready.push(number("ready")?);
        self.blocking.push(number("blocking")?);
        self.heap.push(number("heap")? / 1e6);
        self.tap.extend(seen["tap"].as_f64());
        Ok(())
    }
}

fn table(measured: &[Measured]) -> String {
    let head = "| | bytes to the first rating | bytes in all | ready, ms | blocking, ms | heap, MB | tap to next paint, ms |\n\
                |---|--:|--:|--:|--:|--:|--:|\n";
    let rows = PAGES.iter().zip(measured).map(|((_, name), of)| {
        let tap = if of.tap.is_empty() { String::new() } else { format!("{:.0}", median(&of.tap)) };
        format!(
            "| {name} | {:.0} | {:.0} | {:.0} | {:.0} | {:.1} | {tap} |\n",
            median(&of.bytes),
            median(&of.all),
            median(&of.ready),
            median(&of.blocking),
            median(&of.heap)
        )
    });
    head.to_owned() + rows.collect::<String>().as_str()
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        assert!((median(&[9.0, 1.0, 5.0]) - 5.0).abs() < f64::EPSILON);
        assert!(median(&[]).is_nan());
    }
}
