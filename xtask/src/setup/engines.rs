//! The engines beside Chromium: Firefox with its geckodriver, which cargo builds, and WebKit with a screen that is none.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{need, program};
use crate::process;
use crate::workspace::Workspace;

/// The version that the tests are written for.
const GECKODRIVER: &str = "0.37.1";

/// Where Debian keeps WebKit's own browser, below a folder a machine's kind.
const MINIBROWSERS: [&str; 2] = ["webkit2gtk-4.1/MiniBrowser", "webkitgtk-6.0/MiniBrowser"];

/// The variables that tell the end-to-end tests where Firefox and its driver are.
pub(crate) fn gecko(workspace: &Workspace) -> Result<[(&'static str, PathBuf); 2]> {
    let found = || program("firefox-esr").or_else(|| program("firefox"));
    let firefox = need("Firefox", found, &["firefox-esr"])?;
    Ok([("SAYSO_FIREFOX", firefox), ("SAYSO_GECKODRIVER", geckodriver(workspace)?)])
}

/// The variables that tell the end-to-end tests where WebKit, its driver and its screen are.
pub(crate) fn webkit() -> Result<[(&'static str, PathBuf); 3]> {
    let found = || {
        Some([
            ("SAYSO_MINIBROWSER", mini_browser()?),
            ("SAYSO_WEBKITDRIVER", program("WebKitWebDriver")?),
            ("SAYSO_XVFB", program("Xvfb")?),
        ])
    };
    need("WebKitGTK's MiniBrowser and WebKitWebDriver, and Xvfb", found, &["webkit2gtk-driver", "xvfb"])
}

/// Finds geckodriver or builds it, in a folder of its own.
fn geckodriver(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(there) = program("geckodriver") {
        return Ok(there);
    }
    let folder = workspace.kept().join(format!("geckodriver-{GECKODRIVER}"));
    let there = folder.join("bin/geckodriver");
    if !there.is_file() {
        eprintln!("building geckodriver {GECKODRIVER}");
        let mut cargo = workspace.cargo();
        // Unoptimised, which it need not be to pass messages on; its build is not kept.
        cargo.args(["install", "geckodriver", "--locked", "--debug", "--quiet", "--version", GECKODRIVER]);
        process::run(cargo.arg("--root").arg(&folder).env("CARGO_TARGET_DIR", folder.join("build")))?;
        std::fs::remove_dir_all(folder.join("build"))?;
    }
    Ok(there)
}

fn mini_browser() -> Option<PathBuf> {
    let machine = process::capture(Command::new("uname").arg("-m")).unwrap_or_default();
    let folder = Path::new("/usr/lib").join(format!("{}-linux-gnu", machine.trim()));
    MINIBROWSERS.iter().map(|name| folder.join(name)).find(|file| file.is_file())
}
