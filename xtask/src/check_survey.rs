//! `cargo xtask check-survey FILE`: the problems that the widget would tell, before anybody sees the survey.
//!
//! The check is the core's own, run as its example, so that xtask itself stays quick to build.

use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// Checks each file; an error where one of them is no sound survey.
pub(crate) fn run(workspace: &Workspace, files: &[PathBuf]) -> Result<()> {
    let mut cargo = workspace.cargo();
    let manifest = workspace.root.join("Cargo.toml");
    cargo.args(["run", "--quiet", "--package", "sayso-core", "--example", "check_survey", "--manifest-path"]);
    let status = cargo.arg(manifest).arg("--").args(files).status().context("cargo")?;
    if !status.success() {
        bail!("not every survey is sound");
    }
    Ok(())
}
