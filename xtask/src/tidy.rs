//! Conventions of the sources as ordinary tests.

use std::fs;
use std::path::{Path, PathBuf};

/// Longer files hold more than one concept.
const LONGEST: usize = 500;

/// A source file and its text.
struct Source {
    name: String,
    text: String,
}

#[test]
fn every_rust_file_says_what_it_models() {
    check(&["rs"], |source| (!source.text.starts_with("//!")).then(|| "does not open with `//!`".to_owned()));
}

#[test]
fn no_file_is_longer_than_one_concept_needs() {
    check(&["rs", "js", "css"], |source| {
        let lines = source.text.lines().count();
        (lines > LONGEST).then(|| format!("has {lines} lines, more than {LONGEST}"))
    });
}

/// The loader's module that says which names there are cannot look into the folder.
#[test]
fn the_presets_that_are_named_are_those_that_ship() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let blame = fs::read_to_string(root.join("loader/sayso-blame.js")).unwrap();
    let list = blame.split_once("const PRESETS = [").and_then(|(_, rest)| rest.split_once(']')).unwrap().0;
    let mut named: Vec<_> = list.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect();
    named.sort();
    let shipped = fs::read_dir(root.join("presets")).unwrap().map(|entry| entry.unwrap().path());
    let mut shipped: Vec<_> =
        shipped.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    shipped.sort();
    assert_eq!(named, shipped);
}

#[test]
fn nothing_is_left_to_do_in_the_sources() {
    // Put together here, so that this file does not find itself.
    let marks = [["TO", "DO"], ["FIX", "ME"], ["dbg", "!("], ["to", "do!("], ["unimple", "mented!("]]
        .map(|half| half.concat());
    check(&["rs", "js", "css", "html", "md", "toml"], |source| {
        marks.iter().find(|mark| source.text.contains(*mark)).map(|mark| format!("has a {mark}"))
    });
}

#[test]
fn no_source_knows_the_machine_it_was_written_on() {
    let paths = [["/ho", "me/"], ["/ro", "ot/"], ["/tm", "p/"], ["/wo", "rk/"], ["/Us", "ers/"]]
        .map(|half| half.concat());
    check(&["rs", "js", "css", "html", "md", "toml", "json"], |source| {
        let found = |path: &&String| {
            source.text.match_indices(path.as_str()).any(|(at, _)| begins(&source.text[..at]))
        };
        paths.iter().find(found).map(|path| format!("names a path below {path}"))
    });
}

#[test]
fn every_language_has_every_word() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
    let gaps = ["locales", "locales/kiosk"].map(|folder| gaps(&root.join(folder))).concat();
    assert!(gaps.is_empty(), "\n{}", gaps.join("\n"));
}

/// What the languages of a folder lack beside each other.
fn gaps(folder: &Path) -> Vec<String> {
    let files: Vec<(PathBuf, serde_json::Map<String, serde_json::Value>)> = entries(folder)
        .into_iter()
        .filter(|file| file.is_file())
        .map(|file| {
            let text = fs::read_to_string(&file).expect("locales are UTF-8");
            let words = serde_json::from_str(&text).expect("a locale is an object of words");
            (file, words)
        })
        .collect();
    assert!(files.len() >= 2, "Vietnamese and English");
    let mut gaps = Vec::new();
    for (file, words) in &files {
        let others = files.iter().flat_map(|(_, words)| words.keys());
        let missing = others.filter(|key| !words.contains_key(*key)).map(|key| format!("lacks {key}"));
        let empty = words.iter().filter(|(_, word)| word.as_str().is_none_or(str::is_empty));
        let empty = empty.map(|(key, _)| format!("has no words under {key}"));
        // What stands in braces is filled in: the same names in each language.
        let filled = files
            .iter()
            .flat_map(|(_, words)| words)
            .filter(|(key, word)| words.get(*key).is_some_and(|own| names(own) != names(word)));
        let filled = filled.map(|(key, _)| format!("fills in something else under {key}"));
        gaps.extend(missing.chain(empty).chain(filled).map(|gap| format!("{} {gap}", file.display())));
    }
    gaps
}

/// The names in braces, sorted.
fn names(words: &serde_json::Value) -> Vec<&str> {
    let pieces = words.as_str().unwrap_or_default().split('{').skip(1);
    let mut names: Vec<&str> =
        pieces.filter_map(|piece| piece.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

/// Whether an absolute path may begin after `before`: not within a relative path or an address.
fn begins(before: &str) -> bool {
    before.chars().next_back().is_none_or(|last| !(last.is_alphanumeric() || "._-/}>".contains(last)))
}

/// Applies a convention to every source with one of the `extensions`, and lists the files that break it.
fn check(extensions: &[&str], breach: impl Fn(&Source) -> Option<String>) {
    let sources = sources(extensions);
    assert!(sources.len() > 5, "the sources are not where they are looked for");
    let breaches: Vec<_> =
        sources.iter().filter_map(|source| Some(format!("{} {}", source.name, breach(source)?))).collect();
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

fn sources(extensions: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace");
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                if !name.starts_with('.') && !["target", "dist", "node_modules"].contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|extension| extensions.iter().any(|known| extension == *known))
            {
                let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                found.push(Source { name, text: fs::read_to_string(&path).expect("sources are UTF-8") });
            }
        }
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

#[test]
fn a_path_is_told_from_the_tail_of_another() {
    let at_start = |text: &str| begins(text);
    assert!(at_start("") && at_start("\"") && at_start("= "));
    assert!(!at_start("https://shop.example") && !at_start("..") && !at_start("target/debug"));
}
