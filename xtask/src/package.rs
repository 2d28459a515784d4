//! `dist/npm/`: the same files as an npm package, with an ES module that registers the element, and the types.
//!
//! The module is the loader itself. What it fetches by name is named here once more, in the two forms that bundlers follow:
//! texts as modules of their own, the parts of the program as `new URL("./…", import.meta.url)`.

use crate::npm::Tools;
use crate::workspace::Workspace;
use crate::{dist, process, site};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// What is in the package as it is in `npm/`.
const AS_IT_IS: [&str; 6] = ["README.md", "react.d.ts", "sayso.d.ts", "server.js", "svelte.d.ts", "vue.d.ts"];

/// How the loader gets modules, by an address that it makes up; and through `npm/host.js`, by names that a bundler knows.
const IMPORT: (&str, &str) = ("import(at(", "saysoImport(at(");

/// How the names of the loader's modules begin; what else is JavaScript is for the hosted files alone.
const MODULES: &str = "sayso-";

/// Makes the package of the files in `dist/`.
pub(crate) fn build(workspace: &Workspace, tools: &Tools) -> Result<()> {
    let sources = workspace.root.join("npm");
    let package = site::empty(folder(workspace))?;
    for name in AS_IT_IS {
        fs::copy(sources.join(name), package.join(name))?;
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(workspace.root.join(name), package.join(name))?;
    }
    let manifest = manifest(&fs::read_to_string(sources.join("package.json"))?)?;
    fs::write(package.join("package.json"), manifest)?;

    let hosted = dist::files(&workspace.dist())?;
    for name in &hosted {
        let twins = ["br", "gz"].map(|suffix| dist::with_suffix(Path::new(name), suffix));
        for file in [PathBuf::from(name)].into_iter().chain(twins) {
            copy(&workspace.dist().join(&file), &package.join("dist").join(&file))?;
        }
    }
    copy(&workspace.dist().join("integrity.json"), &package.join("dist/integrity.json"))?;
    for name in hosted.iter().filter(|name| is_text(name)) {
        let text = fs::read_to_string(workspace.dist().join(name))?;
        write(&package.join("text").join(format!("{name}.js")), &text_module(&text)?)?;
    }

    let work = site::empty(workspace.kept().join("package"))?;
    fs::copy(sources.join("host.js"), work.join("host.js"))?;
    fs::write(work.join("files.js"), index(&hosted))?;
    let loader = fs::read_to_string(workspace.root.join("loader/sayso.js"))?;
    ensure!(loader.contains(IMPORT.0), "the loader does not say {} any more", IMPORT.0);
    fs::write(work.join("loader.js"), loader.replace(IMPORT.0, IMPORT.1))?;
    let mut esbuild = tools.esbuild();
    esbuild
        .args(["--bundle", "--format=esm", "--external:./dist/*", "--external:./text/*"])
        .args(["--define:document.currentScript=saysoScript", "--inject:host.js", "loader.js"])
        .arg(format!("--outfile={}", package.join("index.js").display()));
    process::run(esbuild.current_dir(&work))
}

/// The package's folder, which `npm publish` takes.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.dist().join(dist::PACKAGE)
}

/// `package.json` with the version of the workspace. The order of its keys stays: of `exports` the first that fits counts.
fn manifest(text: &str) -> Result<String> {
    let (old, new) = (r#""version": "0.0.0""#, format!(r#""version": "{}""#, env!("CARGO_PKG_VERSION")));
    ensure!(text.contains(old), "npm/package.json has no {old}");
    Ok(text.replace(old, &new))
}

/// What the loader reads as text: it comes as a module, since bundlers rewrite style sheets, and take small files into the
/// page as `data:` addresses, which a policy may forbid.
fn is_text(name: &str) -> bool {
    has_suffix(name, "json") || has_suffix(name, "css")
}

fn has_suffix(name: &str, suffix: &str) -> bool {
    Path::new(name).extension().is_some_and(|own| own == suffix)
}

/// A module whose default export is the text.
fn text_module(text: &str) -> Result<String> {
    Ok(format!("export default {};\n", serde_json::to_string(text)?))
}

/// The module that names every file to bundlers.
fn index(hosted: &[String]) -> String {
    let list = |list: &str, is_in: fn(&str) -> bool, form: fn(&str) -> String| {
        let names = hosted.iter().filter(|name| is_in(name));
        let lines: Vec<_> = names.map(|name| format!("  \"{name}\": () => {},\n", form(name))).collect();
        format!("export const {list} = {{\n{}}};\n", lines.concat())
    };
    let is_module = |name: &str| has_suffix(name, "js") && name.starts_with(MODULES);
    let part = |name: &str| format!("new URL(\"./dist/{name}\", import.meta.url)");
    list("texts", is_text, |name| format!("import(\"./text/{name}.js\")"))
        + &list("modules", is_module, |name| format!("import(\"./dist/{name}\")"))
        + &list("parts", |name| has_suffix(name, "wasm"), part)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a folder")?)?;
    fs::copy(from, to).with_context(|| format!("copying {}", from.display())).map(drop)
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::create_dir_all(file.parent().context("a folder")?)?;
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_version_is_the_workspaces_and_nothing_runs_at_installation() {
        let own =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../npm/package.json")).unwrap();
        let manifest: Value = serde_json::from_str(&manifest(&own).unwrap()).unwrap();
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
        assert!(manifest.get("scripts").is_none() && manifest.get("dependencies").is_none());
    }

    #[test]
    fn texts_are_modules_and_parts_are_addresses_in_the_form_that_bundlers_follow() {
        let hosted =
            ["frame.js", "locales/vi.json", "sayso-more.wasm", "sayso-widget.js", "sayso.css", "sayso.js"];
        let hosted = hosted.map(str::to_owned);
        let expected = r#"export const texts = {
  "locales/vi.json": () => import("./text/locales/vi.json.js"),
  "sayso.css": () => import("./text/sayso.css.js"),
};
export const modules = {
  "sayso-widget.js": () => import("./dist/sayso-widget.js"),
};
export const parts = {
  "sayso-more.wasm": () => new URL("./dist/sayso-more.wasm", import.meta.url),
};
"#;
        assert_eq!(index(&hosted), expected);
    }

    #[test]
    fn a_text_is_the_same_after_it_was_a_module() {
        let text = "a \"b\" \\ \n `${c}` ổn";
        assert_eq!(text_module(text).unwrap(), "export default \"a \\\"b\\\" \\\\ \\n `${c}` ổn\";\n");
    }
}
