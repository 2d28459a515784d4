//! What people do with the npm package, tried: packed, installed into a fresh project, type-checked, bundled by the examples.

use crate::workspace::Workspace;
use crate::{dist, npm, package, process, site};
use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The examples, each in a folder of its own.
const EXAMPLES: [&str; 3] = ["react", "svelte", "vue"];

/// Packs and installs the package as people would, and checks its types against a file that uses them.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let tarball = pack(workspace)?;
    let project = install(workspace, &tarball)?;
    let scripts = process::capture(
        Command::new("npm").args(["pkg", "get", "scripts"]).current_dir(project.join(INSTALLED)),
    )?;
    ensure!(scripts.trim() == "{}", "the package would run scripts when it is installed: {scripts}");
    for name in ["plain.ts", "react.tsx", "svelte.ts", "tsconfig.json", "vue.ts"] {
        fs::copy(workspace.root.join("tests/package").join(name), project.join(name))?;
    }
    process::run(Command::new(project.join("node_modules/.bin/tsc")).current_dir(&project))
        .context("the package's types")?;
    // On a server it is imported, too, and must leave it alone.
    let import = "await import('sayso-widget'); await import('sayso-widget/react')";
    process::run(Command::new("node").args(["--input-type=module", "--eval", import]).current_dir(&project))
}

/// The built examples and a page that uses the installed package as it is; returns their folder, for the end-to-end tests.
/// An example is built anew when it or the package has changed.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let tarball = pack(workspace)?;
    let package = fingerprint(std::slice::from_ref(&tarball))?;
    let sites = workspace.kept().join("consumers");
    let stamp = sites.join("plain.stamp");
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&package) {
        let project = install(workspace, &tarball)?;
        let site = site::empty(sites.join("plain"))?;
        site::copy_folder(&project.join(INSTALLED), &site.join("sayso-widget"))?;
        webpack(workspace, &project, &sites.join("webpack"))?;
        fs::write(stamp, &package)?;
    }
    for name in EXAMPLES {
        example(workspace, name, &package, &sites).with_context(|| format!("examples/{name}"))?;
    }
    Ok(sites)
}

/// Builds one line that imports the package with webpack, which has no configuration here.
fn webpack(workspace: &Workspace, project: &Path, site: &Path) -> Result<()> {
    fs::copy(workspace.root.join("tests/package/bundled.js"), project.join("bundled.js"))?;
    let mut webpack = Command::new(project.join("node_modules/.bin/webpack"));
    webpack.args(["--mode=production", "--stats=errors-warnings", "--entry=./bundled.js", "--output-clean"]);
    process::run(webpack.arg("--output-path").arg(site).current_dir(project))
}

/// Where npm puts the package.
const INSTALLED: &str = "node_modules/sayso-widget";

/// Packs `dist/npm/`; returns the archive.
fn pack(workspace: &Workspace) -> Result<PathBuf> {
    crate::setup::node()?;
    let folder = site::empty(workspace.kept().join("packed"))?;
    let mut npm = Command::new("npm");
    npm.args(["pack", "--silent", "--pack-destination"]).arg(&folder).arg(package::folder(workspace));
    let name = process::capture(npm.current_dir(&folder))?;
    Ok(folder.join(name.trim()))
}

/// A fresh project with the package and what its types are checked with.
fn install(workspace: &Workspace, tarball: &Path) -> Result<PathBuf> {
    let modules = npm::install(workspace, "tests/package", "consumer")?;
    let project = modules.parent().context("a project")?.to_owned();
    let mut npm = Command::new("npm");
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]).arg(tarball);
    process::run(npm.current_dir(&project))?;
    Ok(project)
}

/// Builds one example with Vite, against the package as it was packed: `file:../../dist/npm` of its lock file is the
/// archive unpacked.
fn example(workspace: &Workspace, name: &str, package: &str, sites: &Path) -> Result<()> {
    let sources = workspace.root.join("examples").join(name);
    let stamp = sites.join(format!("{name}.stamp"));
    let files = dist::files(&sources)?;
    let own = files.iter().filter(|file| !file.starts_with("node_modules/")).map(|file| sources.join(file));
    let version = package.to_owned() + &fingerprint(&own.collect::<Vec<_>>())?;
    if fs::read_to_string(&stamp).is_ok_and(|done| done == version) {
        return Ok(());
    }
    let unpacked = site::empty(workspace.kept().join("dist/npm"))?;
    site::copy_folder(&sites.join("plain/sayso-widget"), &unpacked)?;
    let modules = npm::install(workspace, &format!("examples/{name}"), &format!("examples/{name}"))?;
    let project = modules.parent().context("a project")?;
    // npm has installed it once, from a lock file that says nothing of its contents.
    site::copy_folder(&unpacked, &site::empty(project.join(INSTALLED))?)?;
    for file in &files {
        let to = project.join(file);
        if !file.starts_with("node_modules/") {
            fs::create_dir_all(to.parent().context("a folder")?)?;
            fs::copy(sources.join(file), to)?;
        }
    }
    if project.join("tsconfig.json").exists() {
        process::run(Command::new(modules.join(".bin/tsc")).current_dir(project))?;
    }
    let mut vite = Command::new(modules.join(".bin/vite"));
    vite.args(["build", "--logLevel=warn", "--emptyOutDir", "--outDir"]).arg(sites.join(name));
    process::run(vite.current_dir(project))?;
    fs::write(stamp, version).map_err(Into::into)
}

/// Tells the contents of files apart.
fn fingerprint(files: &[PathBuf]) -> Result<String> {
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.to_string_lossy().as_bytes());
        hash.update(fs::read(file).with_context(|| format!("reading {}", file.display()))?);
    }
    Ok(base64::engine::general_purpose::STANDARD.encode(hash.finalize()))
}
