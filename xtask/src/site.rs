//! The demo shop's folder: the pages at its root, and beside them the files that a customer would host.

use crate::workspace::Workspace;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The shop with the widget as built and not minified, for `serve`.
pub(crate) fn for_development(workspace: &Workspace, widget: &Path, desk: &Path) -> Result<PathBuf> {
    let site = empty(workspace.kept().join("site"))?;
    shop(workspace, &site)?;
    widget_files(workspace, [widget, desk], &site)?;
    Ok(site)
}

/// The shop with the files of `dist/`, for the end-to-end tests: they see what customers get.
pub(crate) fn of_dist(workspace: &Workspace) -> Result<PathBuf> {
    let site = empty(workspace.kept().join("dist-site"))?;
    shop(workspace, &site)?;
    copy_folder(&workspace.dist(), &site)?;
    fs::remove_dir_all(site.join(crate::dist::PACKAGE))?; // nobody hosts it
    Ok(site)
}

/// The style sheet of a first rating: its parts in their order, since what is later has the last word.
const STYLE: [&str; 7] = ["wall", "tokens", "widget", "ratings", "controls", "around", "motion"];

/// What the second part of the program adds to it.
const MORE_STYLE: [&str; 5] = ["scales", "lists", "fields", "complaint", "thanks"];

/// The files to host, as they are in the sources: loader, glue and WASM of the widget and of the desk, style sheets, locales, surveys.
pub(crate) fn widget_files(workspace: &Workspace, [widget, desk]: [&Path; 2], folder: &Path) -> Result<()> {
    let root = &workspace.root;
    copy_folder(&root.join("loader"), folder)?;
    for name in crate::widget::FILES {
        // What ships has its glue in one file.
        if widget.join(name).exists() {
            copy(&widget.join(name), &folder.join(name))?;
        }
    }
    for name in crate::widget::DESK_FILES.as_flattened() {
        copy(&desk.join(name), &folder.join(name))?;
    }
    for (name, parts) in [
        ("sayso.css", &STYLE[..]),
        ("sayso-more.css", &MORE_STYLE),
        ("sayso-kiosk.css", &["kiosk", "kiosk-foot", "kiosk-forms"]),
        ("sayso-panel.css", &["panel"]),
    ] {
        let styles = parts.iter().map(|name| read(&root.join(format!("style/{name}.css"))));
        fs::write(folder.join(name), styles.collect::<Result<String>>()?)?;
    }
    copy_folder(&root.join("locales"), &folder.join("locales"))?;
    copy_folder(&root.join("presets"), &folder.join("surveys"))
}

fn shop(workspace: &Workspace, site: &Path) -> Result<()> {
    copy(&workspace.root.join("index.html"), &site.join("index.html"))?;
    copy_folder(&workspace.root.join("demo"), site)
}

/// A folder without what an earlier run left in it.
pub(crate) fn empty(folder: PathBuf) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let (entry, target) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if entry.is_dir() {
            copy_folder(&entry, &target)?;
        } else {
            copy(&entry, &target)?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("copying {}", from.display())).map(drop)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}
