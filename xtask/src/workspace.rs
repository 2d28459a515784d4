//! Where things are: the checkout, cargo's target directory, and what xtask keeps in it.

use crate::process;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout and its target directory.
pub(crate) struct Workspace {
    /// The directory of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target directory, wherever the environment or a config puts it.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks cargo, which alone knows the target directory.
    pub(crate) fn locate() -> Result<Self> {
        // `cargo run` says where it found xtask; checkouts that share a target directory also share the program.
        let here = std::env::var_os("CARGO_MANIFEST_DIR");
        let here = here.map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).to_owned(), PathBuf::from);
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--no-deps", "--offline", "--format-version=1", "--manifest-path"]);
        let answer = process::capture(cargo.arg(here.join("Cargo.toml")))?;
        let metadata: Value = serde_json::from_str(&answer).context("the answer of `cargo metadata`")?;
        let path = |name: &str| {
            let path =
                metadata[name].as_str().with_context(|| format!("`cargo metadata` gives no {name}"))?;
            anyhow::Ok(PathBuf::from(path))
        };
        Ok(Self { root: path("workspace_root")?, target: path("target_directory")? })
    }

    /// What xtask makes and keeps between runs.
    pub(crate) fn kept(&self) -> PathBuf {
        self.target.join("sayso")
    }

    /// The files to host.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A cargo command in the checkout, free of what the enclosing `cargo run` has put into the environment: with
    /// it, build scripts and linkers would see other values than in a build from the shell, and build again.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        self.clean(&mut cargo);
        cargo
    }

    /// Runs `command` in the checkout, without the environment of the enclosing `cargo run`.
    pub(crate) fn clean(&self, command: &mut Command) {
        command.current_dir(&self.root).env_remove("LD_LIBRARY_PATH");
        for (name, _) in std::env::vars_os() {
            let from_cargo_run = name.to_str().is_some_and(|name| {
                ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.starts_with(prefix))
            });
            if from_cargo_run {
                command.env_remove(name);
            }
        }
    }
}
