//! The fault campaign: `cargo xtask faults` runs it long, `cargo xtask test` short.

use crate::workspace::Workspace;
use crate::{process, serve, setup};
use anyhow::Result;
use std::process::Command;

/// Runs it over each database, so long and from that seed.
pub(crate) fn run(workspace: &Workspace, responses: u64, seed: u64) -> Result<()> {
    let mut campaign = cargo(workspace)?;
    campaign.args(["run", "--quiet", "--package", "sayso-faults", "--"]).args([
        "--responses",
        &responses.to_string(),
        "--seed",
        &seed.to_string(),
    ]);
    process::run(&mut campaign)
}

/// The tests: the short campaign, and that it can fail; the load, short.
pub(crate) fn tests(workspace: &Workspace, filter: Option<&str>) -> Result<Command> {
    let mut tests = cargo(workspace)?;
    tests.args(["test", "--package", "sayso-faults", "--package", "sayso-load"]).args(filter);
    Ok(tests)
}

/// A cargo command that knows the collector to break, and whether `PostgreSQL` must be there.
fn cargo(workspace: &Workspace) -> Result<Command> {
    let mut cargo = workspace.cargo();
    cargo.env("SAYSO_COLLECTOR", serve::collector(workspace)?);
    match setup::postgres() {
        Ok(()) => drop(cargo.env("SAYSO_POSTGRES", "required")),
        Err(reason) => eprintln!("nothing is broken over PostgreSQL: {reason:#}"),
    }
    Ok(cargo)
}
