//! Setting up what is missing beyond rustup's stable toolchain, for the command at hand and no more.
//!
//! Each need is looked for first, installed where this machine lets us, and otherwise named in one line. What npm brings
//! is in `npm`.

mod debian;
mod engines;
mod python;
mod wasm;

pub(crate) use engines::{gecko, webkit};
pub(crate) use python::schemathesis;
pub(crate) use wasm::WasmToolchain;

use crate::process;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The browser of all tests and its driver.
pub(crate) struct Browser {
    /// The Chromium program.
    pub(crate) chromium: PathBuf,
    /// The `chromedriver` of the same version.
    pub(crate) driver: PathBuf,
}

/// Finds or installs Chromium and its driver.
pub(crate) fn browser() -> Result<Browser> {
    let found = || {
        let chromium =
            ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| program(name));
        Some(Browser { chromium: chromium?, driver: program("chromedriver")? })
    };
    need("Chromium and chromedriver", found, &["chromium", "chromium-driver"])
}

/// Finds or installs `PostgreSQL`, whose programs Debian keeps off the `PATH`. The tests start a server of their own.
pub(crate) fn postgres() -> Result<()> {
    let versions = || std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = || versions().any(|version| version.path().join("bin/initdb").is_file());
    need("PostgreSQL", || (debian() || program("initdb").is_some()).then_some(()), &["postgresql"])
}

/// Finds or installs Node.js and npm, which run `wasm-opt` and `esbuild`.
pub(crate) fn node() -> Result<()> {
    need("Node.js and npm", || program("node").and(program("npm")).map(drop), &["nodejs", "npm"])
}

/// Finds or installs the formatter and the linter of the toolchain in use.
pub(crate) fn rust_components() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let there = || process::succeeds(Command::new("cargo").args([subcommand, "--version"]));
        if there() {
            continue;
        }
        let rustup = Command::new("rustup").args(["component", "add", component]).status();
        if rustup.is_err() || !there() {
            bail!("`cargo {subcommand}` is missing: install it with `rustup component add {component}`");
        }
    }
    Ok(())
}

/// Looks for a need, installs Debian's packages for it, and looks again.
fn need<T>(what: &str, found: impl Fn() -> Option<T>, packages: &[&str]) -> Result<T> {
    if let Some(found) = found() {
        return Ok(found);
    }
    if let Err(reason) = debian::install(packages) {
        bail!(
            "{what} are missing: install them (on Debian: apt-get install {}) [{reason:#}]",
            packages.join(" ")
        );
    }
    match found() {
        Some(found) => Ok(found),
        None => {
            bail!("{what} are missing, although {} are installed: put them on the PATH", packages.join(" "))
        }
    }
}

/// A program on the `PATH`.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}
