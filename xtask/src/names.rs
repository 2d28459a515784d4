//! The names by which the WASM and its glue know each other, made short: as `wasm-bindgen` writes them they are long, end
//! in hashes that no compression shortens, and stand in both files.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use wasm_encoder::{ExportSection, ImportSection, Module, RawSection, reencode};
use wasmparser::{Parser, Payload};

/// Exports with names longer than this are worth shortening.
const LONG: usize = 20;

/// What leptos links for streams between a server and its pages, which this widget has none of. Nothing in the glue's
/// entry leads to these exports, so without them `wasm-opt` drops what is behind.
const UNUSED: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

/// The WASM and its glue under short names, and without the exports that are never used.
pub(crate) fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let tokens = tokens(glue);
    let key = |name: &str| tokens.get(name).is_some_and(|uses| uses.keys == 1 && uses.others == 0);
    let member =
        |name: &str| tokens.get(name).is_some_and(|uses| uses.members > 0 && uses.others + uses.keys == 0);

    let mut names = BTreeMap::new();
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(reader) => {
                let mut section = ImportSection::new();
                for import in reader.clone().into_imports() {
                    let import = import?;
                    let name = if key(import.name) {
                        short(&mut names, import.name)
                    } else {
                        import.name.to_owned()
                    };
                    let ty = reencode::Reencode::entity_type(&mut reencode::RoundtripReencoder, import.ty)?;
                    section.import(import.module, &name, ty);
                }
                module.section(&section);
            }
            Payload::ExportSection(reader) => {
                let mut section = ExportSection::new();
                for export in reader.clone() {
                    let export = export?;
                    if UNUSED.iter().any(|start| export.name.starts_with(start)) {
                        continue;
                    }
                    let is_long = export.name.len() > LONG && member(export.name);
                    let name = if is_long { short(&mut names, export.name) } else { export.name.to_owned() };
                    section.export(&name, export.kind.into(), export.index);
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

/// How often a word stands in the glue, and where.
#[derive(Default)]
struct Uses {
    /// As a key of an object: `name: …`.
    keys: usize,
    /// As a member of the instance: `wasm.name`.
    members: usize,
    others: usize,
}

fn tokens(glue: &str) -> BTreeMap<&str, Uses> {
    let mut tokens: BTreeMap<&str, Uses> = BTreeMap::new();
    for (at, word) in words(glue) {
        let uses = tokens.entry(word).or_default();
        if glue[..at].ends_with("wasm.") {
            uses.members += 1;
        } else if glue[at + word.len()..].starts_with(':') {
            uses.keys += 1;
        } else {
            uses.others += 1;
        }
    }
    tokens
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

/// The short name of a long one: `_0` to `_z`, then `_10` and on.
fn short(names: &mut BTreeMap<String, String>, long: &str) -> String {
    let mut rest = names.len();
    let mut digits = String::new();
    loop {
        digits.insert(0, char::from(b"0123456789abcdefghijklmnopqrstuvwxyz"[rest % 36]));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    names.entry(long.to_owned()).or_insert_with(|| format!("_{digits}")).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(module (import "./w_bg.js" "__wbg_now_0123456789abcdef" (func)) (export "a_very_long_name_of_an_export" (func 0)) …)`
    fn module() -> Vec<u8> {
        let mut types = wasm_encoder::TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("./w_bg.js", "__wbg_now_0123456789abcdef", wasm_encoder::EntityType::Function(0));
        let mut exports = ExportSection::new();
        for name in ["a_very_long_name_of_an_export", "intounderlyingsource_pull", "mount"] {
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
        let glue = "const i = { __wbg_now_0123456789abcdef: function() { wasm.a_very_long_name_of_an_export(); wasm.mount(); } };";
        let (wasm, glue) = shorten(&module(), glue).unwrap();
        assert_eq!(names(&wasm), ["_0", "_1", "mount"]);
        assert_eq!(glue, "const i = { _0: function() { wasm._1(); wasm.mount(); } };");
    }

    #[test]
    fn a_name_that_stands_elsewhere_too_is_left() {
        let glue = "function __wbg_now_0123456789abcdef() {} wasm.a_very_long_name_of_an_export();";
        let (wasm, glue) = shorten(&module(), glue).unwrap();
        assert_eq!(names(&wasm), ["__wbg_now_0123456789abcdef", "_0", "mount"]);
        assert_eq!(glue, "function __wbg_now_0123456789abcdef() {} wasm._0();");
    }
}
