//! `cargo xtask bench`: comparisons in one browser, side by side, printed as Markdown.
//!
//! What is compared and how is in `bench/page`; this builds the page and runs it.

use crate::workspace::Workspace;
use crate::{npm, process, serve, setup, widget};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// Builds the page and prints what it measures.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let site = page(workspace)?;
    let browser = setup::browser()?;
    let collector = serve::collector(workspace)?; // it serves the page
    let mut bench = workspace.cargo();
    bench
        .args(["run", "--quiet", "--package", "sayso-bench"])
        .env("SAYSO_COLLECTOR", collector)
        .env("SAYSO_SITE", site)
        .env("SAYSO_CHROMIUM", &browser.chromium)
        .env("SAYSO_CHROMEDRIVER", &browser.driver);
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
