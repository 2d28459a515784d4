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

/// The standard library from its sources.
const STD: &str = "-Zbuild-std=std,panic_abort";

/// How the compiler makes the widget small.
const SMALL: [&str; 5] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zfmt-debug=none",
    "-Clink-arg=--emit-relocs",
];

/// Who compiles the widget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum WasmToolchain {
    /// The toolchain of the native build, with rustup's standard library for the target and the sources of it.
    Rustup,
    /// Debian's toolchain. It ships no standard library for this target, so cargo builds it from source.
    Debian,
}

impl WasmToolchain {
    /// Finds the target, or installs it: by rustup first, from Debian's packages where rustup cannot.
    pub(crate) fn set_up() -> Result<Self> {
        let target = rustup_has("the target", rustc_has_target, &["target", "add", TARGET]);
        let sources = rustup_has("the sources of std", rustc_has_sources, &["component", "add", "rust-src"]);
        if target && sources {
            return Ok(Self::Rustup);
        }
        if !debian_has_all() {
            eprintln!("rustup cannot add what the widget needs: taking Debian's packages");
            if let Err(reason) = debian::install(&PACKAGES) {
                bail!(
                    "{TARGET} or the sources of std are missing: install them with `rustup target add {TARGET}` and \
                     `rustup component add rust-src` [{reason:#}]"
                );
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
            cargo.arg(STD);
        }
        cargo
    }

    /// `cargo build` of what ships: with the standard library built for size as well, without the texts of panics and of
    /// `Debug`, which nobody reads in a customer's browser. That took 8 % off the widget. The relocations are for cutting it.
    pub(crate) fn build_small(self, workspace: &Workspace) -> Command {
        let mut cargo = self.cargo(workspace, "build");
        if self == Self::Rustup {
            cargo.env("RUSTC_BOOTSTRAP", "1").arg(STD); // `build-std` is unstable in every release
        }
        cargo.args(["--profile", "wasm", "-Zbuild-std-features=optimize_for_size"]);
        cargo.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", SMALL.join("\u{1f}"));
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

/// Whether something of the toolchain is there, by rustup if need be.
fn rustup_has(what: &str, is_there: fn() -> bool, add: &[&str]) -> bool {
    if is_there() {
        return true;
    }
    eprintln!("adding {what}");
    Command::new("rustup").args(add).status().is_ok_and(|status| status.success()) && is_there()
}

fn rustc_has_sources() -> bool {
    has_sources("rustc")
}

fn has_sources(rustc: &str) -> bool {
    process::capture(Command::new(rustc).args(["--print", "sysroot"]))
        .is_ok_and(|sysroot| Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std").is_dir())
}

fn debian_has_all() -> bool {
    let programs = [LINKER, "/usr/bin/cargo", "/usr/bin/rustc"];
    programs.iter().all(|file| Path::new(file).exists()) && has_sources("/usr/bin/rustc")
}
