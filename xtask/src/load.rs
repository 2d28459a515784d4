//! `cargo xtask load`: how many events the collector keeps a second, beside what its database reaches by itself; both as they
//! are built for use.

use crate::workspace::Workspace;
use crate::{process, setup};
use anyhow::Result;

/// Prints the figures as Markdown, or holds a load for so many minutes and watches the memory.
pub(crate) fn run(workspace: &Workspace, soak: Option<u64>) -> Result<()> {
    if let Err(reason) = setup::postgres() {
        eprintln!("nothing is measured over PostgreSQL: {reason:#}");
    }
    process::run(workspace.cargo().args(["build", "--release", "--package", "sayso-collector"]))?;
    let mut load = workspace.cargo();
    load.args(["run", "--quiet", "--release", "--package", "sayso-load", "--"])
        .env("SAYSO_COLLECTOR", workspace.target.join("release/sayso-collector"));
    if let Some(minutes) = soak {
        load.args(["--soak", &minutes.to_string()]);
    }
    process::run(&mut load)
}
