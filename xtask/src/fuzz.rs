//! `cargo xtask fuzz`: nonsense for minutes. The tests that are short in `cargo xtask test`, from another seed each time.

use crate::workspace::Workspace;
use crate::{process, setup};
use anyhow::Result;

/// Sends changed events, broken bytes and made-up parameters to a collector over each database for so many minutes, and what
/// schemathesis makes up after `/openapi.json`.
pub(crate) fn run(workspace: &Workspace, minutes: u64) -> Result<()> {
    let mut tests = workspace.cargo();
    match setup::postgres() {
        Ok(()) => drop(tests.env("SAYSO_POSTGRES", "required")),
        Err(reason) => eprintln!("nothing is tried over PostgreSQL: {reason:#}"),
    }
    match setup::schemathesis(workspace) {
        Ok(program) => drop(tests.env("SAYSO_SCHEMATHESIS", program)),
        Err(reason) => eprintln!("nothing is made up after /openapi.json: {reason:#}"),
    }
    tests
        .args(["test", "--package", "sayso-collector", "--test", "api", "--test", "postgres", "--"])
        // All at once, or the minutes would add up.
        .args(["--nocapture", "--test-threads=8", "fuzz::", "openapi::"])
        .env("SAYSO_FUZZ_MINUTES", minutes.to_string());
    process::run(&mut tests)
}
