//! Runs `bench/page` in Chromium and prints what it measured as Markdown. `cargo xtask bench` builds what it needs.

mod first;

use anyhow::{Context, Result, ensure};
use sayso_e2e::{Browser, Device, Stack};
use serde_json::Value;

const MEASURE: &str = "
    const done = arguments[0];
    const options = { seed: 20261121, sizes: [10000, 100000, 1000000], rounds: 7 };
    const start = () => window.measure ? window.measure(options).then(done, (error) => done(String(error))) : setTimeout(start, 50);
    start();";

/// What is compared: `first`, the first rating beside peers, or `aggregate`, the core's arithmetic beside JavaScript; both, where
/// nothing is named.
#[tokio::main]
async fn main() -> Result<()> {
    let wanted = std::env::args().nth(1);
    let wants = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    if wants("first") {
        println!("{}", first::run().await?);
    }
    if wants("aggregate") {
        aggregate().await?;
    }
    Ok(())
}

async fn aggregate() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    browser.open(&stack.url("/aggregate.html")).await?;
    let results = browser.evaluate(MEASURE).await?;
    let results = results.as_array().with_context(|| format!("the page failed: {results}"))?;
    println!(
        "| responses | WASM, ms | tuned JS, ms | plain JS, ms | simple-statistics, ms | tuned / WASM | plain / WASM | module, MB |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for result in results {
        println!("{}", line(result)?);
    }
    Ok(())
}

fn line(result: &Value) -> Result<String> {
    let number = |path: &str| result.pointer(path).and_then(Value::as_f64).with_context(|| path.to_owned());
    let rows = number("/rows")?;
    ensure!(result["agreed"] == true, "the implementations disagree at {rows} rows");
    let [wasm, tuned, plain, lists] =
        ["wasm", "tuned", "plain", "simpleStatistics"].map(|name| number(&["/ms/", name].concat()));
    let (wasm, tuned, plain, lists) = (wasm?, tuned?, plain?, lists?);
    Ok(format!(
        "| {rows} | {wasm:.1} | {tuned:.1} | {plain:.1} | {lists:.1} | {:.1} | {:.1} | {:.1} |",
        tuned / wasm,
        plain / wasm,
        number("/memory")? / 1e6,
    ))
}
