//! The Rust toolchain that compiles for `wasm32-unknown-unknown`: rustup's, or Debian's where rustup has no such target.

use super::debian;
use crate::process;
use crate::workspace::Workspace;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target of the widget.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, cargo, the sources of the standard library, and a linker for WebAssembly.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const LINKER: &str = "/usr/bin/wasm-ld-22";

/// Who compiles the widget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum WasmToolchain {
    /// The toolchain of the native build, with rustup's standard library for the target.
    Rustup,
    /// Debian's toolchain. It ships no standard library for this target, so cargo builds it from source.
    Debian,
}

impl WasmToolchain {
    /// Finds the target, or installs it: by rustup first, from Debian's packages where rustup cannot.
    pub(crate) fn set_up() -> Result<Self> {
        if rustc_has_target() {
            return Ok(Self::Rustup);
        }
        eprintln!("adding the target {TARGET}");
        let added = Command::new("rustup").args(["target", "add", TARGET]).status();
        if added.is_ok_and(|status| status.success()) && rustc_has_target() {
            return Ok(Self::Rustup);
        }
        if !debian_has_all() {
            eprintln!("rustup cannot add the target: taking Debian's packages");
            if let Err(reason) = debian::install(&PACKAGES) {
                bail!("{TARGET} is missing: install it with `rustup target add {TARGET}` [{reason:#}]");
            }
        }
        Ok(Self::Debian)
    }

    /// `cargo SUBCOMMAND` for the target, in the checkout.
    pub(crate) fn cargo(self, workspace: &Workspace, subcommand: &str) -> Command {
        let mut cargo = match self {
            Self::Rustup => workspace.cargo(),
            Self::Debian => {
                let mut cargo = Command::new("/usr/bin/cargo");
                workspace.clean(&mut cargo);
                cargo
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("RUSTC_BOOTSTRAP", "1") // `build-std` is unstable in every release
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", LINKER);
                cargo
            }
        };
        cargo.arg(subcommand).args(["--target", TARGET]).arg("--target-dir").arg(self.target_dir(workspace));
        if self == Self::Debian {
            cargo.arg("-Zbuild-std=std,panic_abort");
        }
        cargo
    }

    /// Where it builds. Debian's compiler is another version: in one directory the two would undo each other's work.
    pub(crate) fn target_dir(self, workspace: &Workspace) -> PathBuf {
        match self {
            Self::Rustup => workspace.target.clone(),
            Self::Debian => workspace.target.join("debian"),
        }
    }
}

/// Whether the compiler in use has the target's standard library, however it came there.
fn rustc_has_target() -> bool {
    process::capture(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]))
        .ok()
        .and_then(|folder| std::fs::read_dir(folder.trim()).ok())
        .is_some_and(|mut files| files.next().is_some())
}

fn debian_has_all() -> bool {
    let sources = Command::new("/usr/bin/rustc").args(["--print", "sysroot"]).output().is_ok_and(|sysroot| {
        let sysroot = String::from_utf8_lossy(&sysroot.stdout).trim().to_owned();
        Path::new(&sysroot).join("lib/rustlib/src/rust/library/std").is_dir()
    });
    sources && [LINKER, "/usr/bin/cargo"].iter().all(|file| Path::new(file).exists())
}
