//! `wasm-opt`, `esbuild` and `axe-core`, from the npm packages that `xtask/npm/package-lock.json` pins.
//!
//! Nothing of npm runs but the first two (`axe-core` runs in the tested page): packages are installed without their scripts.

use crate::workspace::Workspace;
use crate::{process, setup};
use anyhow::Result;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What `wasm-opt` may use: exactly the features that rustc's `generic` CPU for this target turns on. With
/// `--all-features` it writes encodings that browsers refuse.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The installed tools.
pub(crate) struct Tools {
    programs: PathBuf,
}

impl Tools {
    /// Installs what the lock file says, unless that is there already.
    pub(crate) fn set_up(workspace: &Workspace) -> Result<Self> {
        let modules = install(workspace, "xtask/npm", "npm")?;
        Ok(Self { programs: modules.join(".bin") })
    }

    /// The packages, each in a folder of its name: Tailwind and Bootstrap, whose style the tests' host pages have.
    pub(crate) fn modules(&self) -> PathBuf {
        self.programs.with_file_name("")
    }

    /// The script that finds barriers in a page.
    pub(crate) fn axe(&self) -> PathBuf {
        self.modules().join("axe-core/axe.min.js")
    }

    /// `wasm-opt` for size.
    pub(crate) fn wasm_opt(&self) -> Command {
        let mut wasm_opt = Command::new(self.programs.join("wasm-opt"));
        // To inline every function that is called once makes fewer bytes and more of them after compression: functions by
        // name, like beside like, and only the short ones inlined were 6 % smaller.
        wasm_opt.args(["-Oz", "-ocimfs", "20", "--reorder-functions-by-name"]);
        wasm_opt.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
        wasm_opt.arg("--mvp-features").args(FEATURES);
        wasm_opt
    }

    /// `esbuild`, minifying.
    pub(crate) fn esbuild(&self) -> Command {
        let mut esbuild = Command::new(self.programs.join("esbuild"));
        esbuild.args(["--minify", "--charset=utf8", "--log-level=warning"]);
        esbuild
    }
}

/// Installs the packages that `sources` pins into a folder of that name; returns their `node_modules`.
pub(crate) fn install(workspace: &Workspace, sources: &str, name: &str) -> Result<PathBuf> {
    setup::node()?;
    let sources = workspace.root.join(sources);
    let folder = workspace.kept().join(name);
    let modules = folder.join("node_modules");
    let lock = fs::read_to_string(sources.join("package-lock.json"))?;
    let stamp = folder.join("stamp");
    if fs::read_to_string(&stamp).is_ok_and(|done| done == lock) {
        return Ok(modules);
    }
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(sources.join(file), folder.join(file))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--install-links", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::run(npm.current_dir(&folder))?;
    fs::write(stamp, lock)?;
    Ok(modules)
}
