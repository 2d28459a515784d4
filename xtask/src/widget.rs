//! The widget: its crate compiled for WebAssembly, then the JavaScript glue that browsers load it through.
//!
//! `wasm-bindgen` runs in this process, from the crate that `Cargo.lock` pins, so that there is no tool to install and none
//! to mismatch.

use crate::process;
use crate::setup::WasmToolchain;
use crate::workspace::Workspace;
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the glue and of the WASM, which the loader knows.
const NAME: &str = "sayso-widget";

/// Builds the widget; returns the folder with `sayso-widget.js` and `sayso-widget.wasm`.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    build_package(workspace, "sayso", NAME)
}

/// Builds a package for browsers, named `name` in its folder.
pub(crate) fn build_package(workspace: &Workspace, package: &str, name: &str) -> Result<PathBuf> {
    let toolchain = WasmToolchain::set_up()?;
    let mut cargo = toolchain.cargo(workspace, "build");
    process::run(cargo.args(["--profile", "wasm", "--package", package, "--lib"]))?;
    let file = format!("wasm32-unknown-unknown/wasm/{}.wasm", package.replace('-', "_"));
    let folder = workspace.kept().join(name.trim_start_matches("sayso-"));
    bind(&toolchain.target_dir(workspace).join(file), name, &folder).context("wasm-bindgen")?;
    Ok(folder)
}

/// Writes the glue and the WASM it loads, unless both are those of this build already.
fn bind(built: &Path, name: &str, folder: &Path) -> Result<()> {
    let stamp = folder.join("stamp");
    let version = format!("{} {}", env!("CARGO_PKG_VERSION"), fingerprint(built)?);
    if fs::read_to_string(&stamp).is_ok_and(|done| done == version) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(built)
        .out_name(name)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .remove_producers_section(true)
        .generate(folder)?;
    ensure!(
        !folder.join("snippets").exists(),
        "the glue must be one file: a dependency brings JavaScript of its own"
    );

    // `_bg` sets the WASM apart from the glue of bundlers, of which there is none here.
    let (old, new) = (format!("{name}_bg.wasm"), format!("{name}.wasm"));
    fs::rename(folder.join(&old), folder.join(&new))?;
    let glue = folder.join(format!("{name}.js"));
    let text = fs::read_to_string(&glue)?;
    ensure!(text.contains(&old), "the glue does not name {old} any more");
    fs::write(&glue, text.replace(&old, &new))?;
    fs::write(stamp, version)?;
    Ok(())
}

/// Tells builds apart: cargo leaves the file alone when nothing has changed.
fn fingerprint(file: &Path) -> Result<String> {
    let metadata = fs::metadata(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(format!("{} {:?}", metadata.len(), metadata.modified()?))
}
