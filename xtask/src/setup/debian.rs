//! Installing Debian packages, as root and on Debian only.

use crate::process;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

/// Installs `packages`, or says why this machine does not let us.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if !Path::new("/etc/debian_version").exists() {
        bail!("this is not Debian");
    }
    if super::program("apt-get").is_none() {
        bail!("there is no apt-get");
    }
    if !nix::unistd::geteuid().is_root() {
        bail!("only root can install packages");
    }
    refresh_once();
    eprintln!("installing {}", packages.join(" "));
    let mut apt = apt_get();
    process::run(apt.args(["install", "--yes", "-qq", "--no-install-recommends"]).args(packages))
        .context("apt-get could not")
}

/// The lists of packages may be absent or old. Without network the ones that are here have to do.
fn refresh_once() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        if let Err(error) = process::run(apt_get().args(["update", "-qq"])) {
            eprintln!("warning: {error:#}");
        }
    });
}

fn apt_get() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}
