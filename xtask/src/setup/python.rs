//! What Python brings: schemathesis, which holds the collector's `/openapi.json` against a running server.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::need;
use crate::process;
use crate::workspace::Workspace;

/// The version that the tests are written for.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Finds or installs schemathesis, in a folder of its own.
pub(crate) fn schemathesis(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.kept().join(SCHEMATHESIS.replace("==", "-"));
    let program = folder.join("bin/schemathesis");
    if program.is_file() {
        return Ok(program);
    }
    let python =
        || process::succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])).then_some(());
    need("Python 3 with venv", python, &["python3", "python3-venv"])?;
    process::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    process::run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", SCHEMATHESIS]))?;
    Ok(program)
}
