//! `cargo xtask dist`: the files to host, as small as they get, each with its twins and its hash. The same sources give the
//! same bytes.

use crate::npm::Tools;
use crate::workspace::Workspace;
use crate::{compress, kiosk, names, package, process, site, widget};
use anyhow::{Context, Result};
use base64::Engine as _;
use serde_json::{Map, Value};
use sha2::{Digest, Sha384};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the npm package, below `dist/`; it is for `npm publish`, not for hosting.
pub(crate) const PACKAGE: &str = "npm";

/// Builds `dist/`.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let tools = Tools::set_up(workspace)?;
    let widget = optimised(workspace, &tools, &widget::build(workspace)?, &widget::build_desk(workspace)?)?;
    let folder = site::empty(workspace.dist())?;
    site::widget_files(workspace, [&widget; 2], &folder)?;

    let mut integrity = Map::new();
    // The worker names all others, so it is the last.
    let mut names = files(&folder)?;
    names.sort_by_key(|name| name == kiosk::WORKER);
    for name in names {
        let file = folder.join(&name);
        if name == kiosk::WORKER {
            kiosk::seal(&folder, &integrity)?;
        }
        minify(&tools, &file)?;
        let bytes = fs::read(&file)?;
        integrity.insert(name, Value::String(subresource_integrity(&bytes)));
        fs::write(with_suffix(&file, "br"), compress::brotli(&bytes)?)?;
        fs::write(with_suffix(&file, "gz"), compress::gzip(&bytes)?)?;
    }
    let listed = serde_json::to_string_pretty(&integrity)? + "\n";
    fs::write(folder.join("integrity.json"), listed)?;
    println!("{} files with their twins in {}", integrity.len(), folder.display());
    package::build(workspace, &tools)?;
    println!("the npm package in {}", package::folder(workspace).display());
    println!("the tag, with the address of your own:\n{}", tag(workspace, "https://static.example/")?);
    Ok(())
}

/// The tag of a page that lets nobody change the loader: it runs only with the bytes of this very build.
pub(crate) fn tag(workspace: &Workspace, base: &str) -> Result<String> {
    let integrity = fs::read_to_string(workspace.dist().join("integrity.json"))?;
    let integrity: Value = serde_json::from_str(&integrity)?;
    let loader = integrity["sayso.js"].as_str().context("no hash of sayso.js")?;
    Ok(format!(
        r#"<script async src="{base}sayso.js" integrity="{loader}" crossorigin="anonymous" data-survey="smiley"></script>"#
    ))
}

/// The names of the files to host below `folder`, sorted, with `/` between folders; twins, the list of hashes and the npm
/// package aside.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("reading {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                if path != folder.join(PACKAGE) {
                    folders.push(path);
                }
                continue;
            }
            let twin = path.extension().is_some_and(|suffix| suffix == "br" || suffix == "gz");
            let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            if !twin && name != "integrity.json" {
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// `dist/x.js` and `br` give `dist/x.js.br`.
pub(crate) fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{suffix}"));
    PathBuf::from(name)
}

/// The widget under short names and the desk, after `wasm-opt` and with the widget's glue in one file, which takes long enough to be skipped when
/// its input is the one of last time.
fn optimised(workspace: &Workspace, tools: &Tools, widget: &Path, desk: &Path) -> Result<PathBuf> {
    let folder = workspace.kept().join("optimised");
    let stamp = folder.join("stamp");
    let [glue, link, main, parts @ ..] = widget::FILES;
    let mut version = format!("{:?} {:?}", tools.wasm_opt(), tools.esbuild());
    let files = widget::FILES.map(|name| widget.join(name)).into_iter();
    for file in files.chain(widget::DESK_FILES.as_flattened().iter().map(|name| desk.join(name))) {
        version += &subresource_integrity(&fs::read(file)?);
    }
    if fs::read_to_string(&stamp).is_ok_and(|done| done == version) {
        return Ok(folder);
    }
    let folder = site::empty(folder)?;
    let (wasm, text) =
        names::shorten(&fs::read(widget.join(main))?, &fs::read_to_string(widget.join(glue))?)?;
    let work = site::empty(folder.join("work"))?;
    fs::write(work.join(main), wasm)?;
    for part in parts {
        fs::copy(widget.join(part), work.join(part))?;
    }
    for [glue, program] in widget::DESK_FILES {
        fs::copy(desk.join(program), work.join(program))?;
        fs::copy(desk.join(glue), folder.join(glue))?;
    }
    let programs = widget::DESK_FILES.map(|[_, program]| program);
    for name in [main].into_iter().chain(programs).chain(parts) {
        process::run(tools.wasm_opt().arg(work.join(name)).arg("-o").arg(folder.join(name)))?;
    }
    fs::write(work.join(glue), text)?;
    fs::copy(widget.join(link), work.join(link))?;
    // What the loader takes of the glue; the rest goes.
    fs::write(
        work.join("entry.js"),
        format!("export {{ default, early, mount, outbox }} from \"./{glue}\";"),
    )?;
    let mut esbuild = tools.esbuild();
    esbuild.args(["--bundle", "--format=esm"]).arg(work.join("entry.js"));
    process::run(esbuild.arg(format!("--outfile={}", folder.join(glue).display())))?;
    fs::write(stamp, version)?;
    Ok(folder)
}

fn minify(tools: &Tools, file: &Path) -> Result<()> {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("json") => {
            let text = fs::read_to_string(file)?;
            fs::write(file, compress::json(&text).with_context(|| file.display().to_string())?)?;
        }
        Some("js" | "css") => {
            let mut esbuild = tools.esbuild();
            esbuild.arg(file).arg(format!("--outfile={}", file.display())).arg("--allow-overwrite");
            process::run(&mut esbuild)?;
        }
        _ => {}
    }
    Ok(())
}

/// The value of a tag's `integrity` attribute (W3C Subresource Integrity).
fn subresource_integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_one_of_the_specification() {
        // W3C, Subresource Integrity, section 3.1: the source text `alert('Hello, world.');`.
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(subresource_integrity(b"alert('Hello, world.');"), expected);
    }
}
