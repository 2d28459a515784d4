//! `cargo xtask bench`: comparisons in one browser, side by side, printed as Markdown.
//!
//! What is compared and how is in `bench/page`; this builds the page and runs it.

use crate::workspace::Workspace;
use crate::{compress, dist, npm, process, serve, setup, site, widget};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Builds the pages and prints what they measure; of one comparison, where it is named.
pub(crate) fn run(workspace: &Workspace, which: Option<&str>) -> Result<()> {
    let site = page(workspace)?;
    let first = first(workspace)?;
    let browser = setup::browser()?;
    let collector = serve::collector(workspace)?; // it serves the page
    let mut bench = workspace.cargo();
    bench
        .args(["run", "--quiet", "--package", "sayso-bench"])
        .env("SAYSO_COLLECTOR", collector)
        .env("SAYSO_FIRST", first)
        .env("SAYSO_SITE", site)
        .env("SAYSO_CHROMIUM", &browser.chromium)
        .env("SAYSO_CHROMEDRIVER", &browser.driver);
    if let Some(which) = which {
        bench.args(["--", which]);
    }
    process::run(&mut bench)
}

/// The core's aggregate as the widget ships it (the same profile and `wasm-opt`), and what it is compared with.
fn page(workspace: &Workspace) -> Result<PathBuf> {
    let module = widget::build_package(workspace, "sayso-bench-aggregate", "aggregate-wasm")?;
    let tools = npm::Tools::set_up(workspace)?;
    let peers = npm::install(workspace, "bench/npm", "bench-npm")?;
    let site = workspace.kept().join("bench");
    fs::create_dir_all(&site)?;
    let copy = |from: &Path, name: &str| fs::copy(from.join(name), site.join(name));
    for name in ["aggregate.html", "aggregate.mjs"] {
        copy(&workspace.root.join("bench/page"), name)?;
    }
    copy(&module, "aggregate-wasm.js")?;
    copy(&peers.join("simple-statistics/dist"), "simple-statistics.mjs")?;
    let wasm = "aggregate-wasm.wasm";
    process::run(tools.wasm_opt().arg(module.join(wasm)).arg("-o").arg(site.join(wasm)))?;
    Ok(site)
}

/// The first rating of the widget as it ships, and of its peers from npm, each as its own papers say to embed it, every file with
/// its twin in brotli.
fn first(workspace: &Workspace) -> Result<PathBuf> {
    dist::build(workspace)?;
    let peers = npm::install(workspace, "bench/npm", "bench-npm")?;
    let site = site::empty(workspace.kept().join("first"))?;
    site::copy_folder(&workspace.root.join("bench/page/first"), &site)?;
    site::copy_folder(&workspace.dist(), &site.join("sayso"))?;
    for (file, to) in [
        ("survey-core/survey.core.min.js", "peers/survey.core.min.js"),
        ("survey-core/survey-core.fontless.min.css", "peers/survey-core.fontless.min.css"),
        ("survey-js-ui/survey-js-ui.min.js", "peers/survey-js-ui.min.js"),
        ("posthog-js/dist/array.js", "static/array.js"),
        ("posthog-js/dist/surveys.js", "static/1.449.2/surveys.js"),
    ] {
        twin(&peers.join(file), &site.join(to))?;
    }
    twin(&site.join("config.js"), &site.join("array/phc_bench/config.js"))?;
    Ok(site)
}

fn twin(from: &Path, to: &Path) -> Result<()> {
    let bytes = fs::read(from)?;
    fs::create_dir_all(to.parent().context("a folder")?)?;
    fs::write(to, &bytes)?;
    fs::write(dist::with_suffix(to, "br"), compress::brotli(&bytes)?).map_err(Into::into)
}
