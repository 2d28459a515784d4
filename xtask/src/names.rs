//! The names by which the WASM and its glue know each other, made short: as `wasm-bindgen` writes them they are long, end
//! in hashes that no compression shortens, and stand in both files.

use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Reencode as _, RoundtripReencoder};
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

/// How the names begin that `wasm-bindgen` makes up. Nobody else knows them.
const MADE_UP: [&str; 3] = ["__wbg_", "__wbindgen_", "wasm_bindgen_"];

/// What leptos links for streams between a server and its pages, which this widget has none of. Nothing in the glue's
/// entry leads to these exports, so without them `wasm-opt` drops what is behind.
const UNUSED: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

/// The WASM and its glue under short names, and without the exports that are never used.
pub(crate) fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let known: BTreeSet<&str> = words(glue).map(|(_, word)| word).collect();
    let is_made_up = |name: &str| MADE_UP.iter().any(|start| name.starts_with(start)) && known.contains(name);

    let mut names = BTreeMap::new();
    let mut rename =
        |name: &str| if is_made_up(name) { short(&mut names, &known, name) } else { name.to_owned() };
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(reader) => {
                let mut section = ImportSection::new();
                for import in reader.clone().into_imports() {
                    let import = import?;
                    let ty = RoundtripReencoder.entity_type(import.ty)?;
                    section.import(import.module, &rename(import.name), ty);
                }
                module.section(&section);
            }
            Payload::ExportSection(reader) => {
                let mut section = ExportSection::new();
                for export in reader.clone() {
                    let export = export?;
                    if !UNUSED.iter().any(|start| export.name.starts_with(start)) {
                        section.export(&rename(export.name), export.kind.into(), export.index);
                    }
                }
                module.section(&section);
            }
            _ => {
                if let Some((id, range)) = payload.as_section() {
                    let data = &wasm[usize::try_from(range.start)?..usize::try_from(range.end)?];
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    ensure!(!names.is_empty(), "the glue names nothing as wasm-bindgen used to");
    let module = module.finish();
    wasmparser::validate(&module).context("the WASM under short names")?;
    Ok((module, replace(glue, &names)))
}

/// The words of a text, and where they stand.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '$';
    text.split(move |char| !is_word(char))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn replace(glue: &str, names: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(glue.len());
    let mut done = 0;
    for (at, word) in words(glue) {
        if let Some(name) = names.get(word) {
            text.push_str(&glue[done..at]);
            text.push_str(name);
            done = at + word.len();
        }
    }
    text.push_str(&glue[done..]);
    text
}

/// The short name of a long one: an underscore and a number, unless the glue has such a word already.
fn short(names: &mut BTreeMap<String, String>, known: &BTreeSet<&str>, long: &str) -> String {
    if let Some(name) = names.get(long) {
        return name.clone();
    }
    let taken: BTreeSet<&String> = names.values().collect();
    let mut free = (names.len()..).map(|number| format!("_{number}"));
    let name = free.find(|name| !known.contains(name.as_str()) && !taken.contains(name));
    let name = name.unwrap_or_else(|| long.to_owned());
    names.insert(long.to_owned(), name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one import and three exports.
    fn module() -> Vec<u8> {
        let mut types = wasm_encoder::TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./w_bg.js", "__wbg_now_0123456789abcdef", wasm_encoder::EntityType::Function(0));
        let mut exports = ExportSection::new();
        for name in ["wasm_bindgen_invoke", "__indirect_function_table", "intounderlyingsource_pull", "mount"]
        {
            exports.export(name, wasm_encoder::ExportKind::Func, 0);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&exports);
        module.finish()
    }

    fn names(wasm: &[u8]) -> Vec<String> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ImportSection(reader) => {
                    names.extend(reader.into_imports().map(|import| import.unwrap().name.to_owned()));
                }
                Payload::ExportSection(reader) => {
                    names.extend(reader.into_iter().map(|export| export.unwrap().name.to_owned()));
                }
                _ => {}
            }
        }
        names
    }

    #[test]
    fn both_files_take_the_short_names_and_unused_exports_go() {
        let glue =
            "const i = { __wbg_now_0123456789abcdef: () => wasm.wasm_bindgen_invoke(wasm.mount(), _0) };";
        let (wasm, glue) = shorten(&module(), glue).unwrap();
        // `_0` is taken by the glue itself; what the other part may ask for keeps its name.
        assert_eq!(names(&wasm), ["_1", "_2", "__indirect_function_table", "mount"]);
        assert_eq!(glue, "const i = { _1: () => wasm._2(wasm.mount(), _0) };");
    }
}
