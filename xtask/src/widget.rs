//! The widget: its crate compiled for WebAssembly, then the JavaScript glue that browsers load it through.
//!
//! `wasm-bindgen` runs in this process, from the crate that `Cargo.lock` pins, so that there is no tool to install and none
//! to mismatch.

use crate::process;
use crate::setup::WasmToolchain;
use crate::workspace::Workspace;
use anyhow::{Context, Result, anyhow, ensure};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the glue and of the WASM, which the loader knows.
const NAME: &str = "sayso-widget";

/// The parts of the program that the first screen of a preset does without, as they are cut off, and their files: what reads
/// surveys that anybody may have written, what goes on after a rating, and what both of them use.
const PARTS: [(&str, &str); 3] = [
    ("split_survey.wasm", "sayso-survey.wasm"),
    ("split_more.wasm", "sayso-more.wasm"),
    ("chunk_3.wasm", "sayso-shared.wasm"),
];

/// The glue between the two parts.
const LINK: &str = "sayso-link.js";

/// The files of a built widget.
pub(crate) const FILES: [&str; 6] =
    ["sayso-widget.js", LINK, "sayso-widget.wasm", PARTS[0].1, PARTS[1].1, PARTS[2].1];

/// The programs of a kiosk beside the widget.
const DESK: [&str; 2] = ["sayso-desk", "sayso-poster"];

/// The glue of each, and the program.
pub(crate) const DESK_FILES: [[&str; 2]; 2] =
    [["sayso-desk.js", "sayso-desk.wasm"], ["sayso-poster.js", "sayso-poster.wasm"]];

/// Builds what a kiosk works out besides the survey; returns the folder with its [`DESK_FILES`].
pub(crate) fn build_desk(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.kept().join("desk");
    fs::create_dir_all(&folder)?;
    for (program, files) in DESK.into_iter().zip(DESK_FILES) {
        let built = build_package(workspace, program, program)?;
        for file in files {
            fs::copy(built.join(file), folder.join(file))?;
        }
    }
    Ok(folder)
}

/// Builds the widget; returns the folder with its [`FILES`].
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let built = compile(workspace, "sayso", &["--features", "split"])?;
    let folder = workspace.kept().join("widget");
    once(&built, &folder, || {
        let main = folder.join("main.wasm");
        cut(&built, &main, &folder)?;
        bind(&main, NAME, &folder)?;
        // The loader takes everything from the one module.
        let glue = folder.join(format!("{NAME}.js"));
        let text = fs::read_to_string(&glue)? + &format!("export {{ early }} from \"./{LINK}\";\n");
        fs::write(glue, text)?;
        fs::remove_file(main).map_err(Into::into)
    })
    .context("wasm-bindgen")?;
    Ok(folder)
}

/// Builds a package for browsers, in one piece, named `name` in its folder.
pub(crate) fn build_package(workspace: &Workspace, package: &str, name: &str) -> Result<PathBuf> {
    let built = compile(workspace, package, &[])?;
    let folder = workspace.kept().join(name);
    let whole = folder.join("whole.wasm");
    once(&built, &folder, || {
        // In one piece, it is linked for good.
        fs::write(&whole, without_relocations(&fs::read(&built)?)?)?;
        bind(&whole, name, &folder)?;
        fs::remove_file(&whole).map_err(Into::into)
    })
    .context("wasm-bindgen")?;
    Ok(folder)
}

/// The program without the sections that it is cut by, which weigh more than all the rest.
fn without_relocations(wasm: &[u8]) -> Result<Vec<u8>> {
    const HEADER: usize = 8;
    let (header, mut rest) = wasm.split_at_checked(HEADER).context("no WASM")?;
    let mut kept = header.to_vec();
    while let Some(kind) = rest.first() {
        let (size, after) = unsigned(&rest[1..]).context("a section without a size")?;
        let end = rest.len() - after.len() + size;
        let (section, others) = rest.split_at_checked(end).context("a section that is cut off")?;
        let name = unsigned(after).and_then(|(length, text)| text.get(..length)).unwrap_or_default();
        if *kind != 0 || !(name.starts_with(b"reloc.") || name == b"linking") {
            kept.extend_from_slice(section);
        }
        rest = others;
    }
    Ok(kept)
}

/// A number as WASM writes it (LEB128), and what follows it.
fn unsigned(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for (place, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

fn compile(workspace: &Workspace, package: &str, args: &[&str]) -> Result<PathBuf> {
    let toolchain = WasmToolchain::set_up()?;
    let mut cargo = toolchain.build_small(workspace);
    process::run(cargo.args(["--package", package, "--lib"]).args(args))?;
    let file = format!("wasm32-unknown-unknown/wasm/{}.wasm", package.replace('-', "_"));
    Ok(toolchain.target_dir(workspace).join(file))
}

/// Makes a folder from a build anew, unless it was made from this very build.
fn once(built: &Path, folder: &Path, make: impl FnOnce() -> Result<()>) -> Result<()> {
    let stamp = folder.join("stamp");
    // How it is made may have changed, too; that is written here.
    let made = Sha256::digest(include_bytes!("widget.rs"));
    let version = format!("{made:?} {}", fingerprint(built)?);
    if fs::read_to_string(&stamp).is_ok_and(|done| done == version) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    make()?;
    fs::write(stamp, version)?;
    Ok(())
}

/// Cuts the program at its split points: the main part, the other, and the glue between them.
fn cut(built: &Path, main: &Path, folder: &Path) -> Result<()> {
    let input = fs::read(built)?;
    let glue = format!("./{NAME}.js");
    let link = format!("./{LINK}");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &glue;
    options.link_name = &link;
    let cut = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:#}"))?;
    ensure!(cut.split_modules.len() == PARTS.len(), "the widget was cut into {:?}", cut.split_modules);

    let file = folder.join(LINK);
    let mut text = fs::read_to_string(&file)?;
    let mut say = |from: &str, to: &str| {
        ensure!(text.contains(from), "the glue between the parts does not say {from} any more");
        text = text.replace(from, to);
        Ok(())
    };
    for (cut, name) in PARTS {
        fs::rename(folder.join(cut), folder.join(name))?;
        say(cut, name)?;
    }
    // Compiling from the stream asks of the server to name the type of the file, which many a host does not.
    let compile = "src.then(async (reply) => WebAssembly.instantiate(await reply.arrayBuffer(), imports))";
    say("WebAssembly.instantiateStreaming(src, imports)", compile)?;
    for (_, name) in PARTS {
        // What the loader has asked for already is on its way; where that failed, it is asked for anew.
        let (fetched, taken) =
            // Bundlers follow an address only where it is written out.
            (
                format!("fetch(new URL(\"./{name}\", import.meta.url))"),
                format!("take(\"{name}\", () => new URL(\"./{name}\", import.meta.url))"),
            );
        say(&fetched, &taken)?;
    }
    fs::write(file, TAKE.to_owned() + &text).map_err(Into::into)
}

/// The parts that the loader fetches before the program is there to ask for them.
const TAKE: &str = r"export const early = new Map();
const take = (name, address) => {
    const coming = early.get(name);
    early.delete(name);
    // A network that swallows requests, as before a WiFi sign-in, is told to the customer and tried again at the next tap.
    return coming ?? fetch(address(), { signal: AbortSignal.timeout?.(10000) });
};
";

/// Writes the glue and the WASM it loads.
fn bind(built: &Path, name: &str, folder: &Path) -> Result<()> {
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(built)
        .out_name(name)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .remove_producers_section(true)
        .keep_lld_exports(true) // the parts share a table of functions
        .generate(folder)?;
    ensure!(
        !folder.join("snippets").exists(),
        "the glue must be one file: a dependency brings JavaScript of its own"
    );

    // `_bg` sets the WASM apart from the glue of bundlers, of which there is none here.
    let (old, new) = (format!("{name}_bg.wasm"), format!("{name}.wasm"));
    fs::rename(folder.join(&old), folder.join(&new))?;
    let glue = folder.join(format!("{name}.js"));
    let text = fs::read_to_string(&glue)?;
    ensure!(text.contains(&old), "the glue does not name {old} any more");
    fs::write(&glue, once_each(&text.replace(&old, &new))).map_err(Into::into)
}

/// The glue with each module handed over once: `wasm-bindgen` names the glue between the parts for every part.
fn once_each(glue: &str) -> String {
    let mut handed_over = Vec::new();
    let is_new = |line: &&str| {
        let Some((module, _)) = line.trim().split_once("\": import") else { return true };
        let is_new = !handed_over.contains(&module.to_owned());
        handed_over.push(module.to_owned());
        is_new
    };
    glue.split_inclusive('\n').filter(is_new).collect()
}

/// Tells builds apart: cargo leaves the file alone when nothing has changed.
fn fingerprint(file: &Path) -> Result<String> {
    let metadata = fs::metadata(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(format!("{} {:?}", metadata.len(), metadata.modified()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_is_cut_by_goes_and_the_rest_stays_to_the_byte() {
        let section =
            |kind: u8, content: &[u8]| [&[kind, u8::try_from(content.len()).unwrap()], content].concat();
        let custom = |name: &str| {
            section(0, &[&[u8::try_from(name.len()).unwrap()], name.as_bytes(), &[7; 9]].concat())
        };
        let (header, code) = (*b"\0asm\x01\0\0\0", section(10, &[0; 100]));
        let parts = [header.to_vec(), custom("linking"), code.clone(), custom("reloc.CODE"), custom("name")];
        let expected = [header.to_vec(), code, custom("name")].concat();
        assert_eq!(without_relocations(&parts.concat()).unwrap(), expected);
        assert!(without_relocations(&parts.concat()[..30]).is_err());
        assert!(without_relocations(b"").is_err());
    }
}
