//! The TypeScript declarations of the npm package name the words that the core knows: no more and no fewer.

use sayso_core::answer::QuestionType;
use sayso_core::config::{Channel, Format, Mode, Theme};
use sayso_core::event::EventType;

const DECLARATIONS: &str = include_str!("../../../../npm/sayso.d.ts");

/// The quoted words between `start` and `end`, sorted.
fn declared(start: &str, end: &str) -> Vec<String> {
    let (_, rest) = DECLARATIONS.split_once(start).unwrap_or_else(|| panic!("nothing declares {start}"));
    let (list, _) = rest.split_once(end).expect("an end");
    sorted(list.split('"').skip(1).step_by(2).map(str::to_owned))
}

fn sorted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<_> = words.collect();
    words.sort_unstable();
    words
}

fn check<T>(name: &str, known: &[(&str, T)]) {
    let known = sorted(known.iter().map(|(word, _)| (*word).to_owned()));
    assert_eq!(declared(&["export type ", name, " ="].concat(), ";"), known, "{name}");
}

#[test]
fn every_list_of_words_is_the_cores() {
    check("Channel", &Channel::NAMES);
    check("Mode", &Mode::NAMES);
    check("Theme", &Theme::NAMES);
    check("Format", &Format::NAMES);
    check("QuestionType", &QuestionType::NAMES);
}

#[test]
fn every_preset_has_a_file_and_every_file_a_name() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../presets");
    let files = std::fs::read_dir(folder).expect("the presets").map(|entry| {
        let name = entry.expect("a preset").file_name().into_string().expect("a name in ASCII");
        name.trim_end_matches(".json").to_owned()
    });
    assert_eq!(declared("export type Preset =", ";"), sorted(files));
}

#[test]
fn every_event_is_declared() {
    let known = sorted(EventType::NAMES.iter().map(|(name, _)| (*name).to_owned()));
    assert_eq!(declared("export type SaysoEvent =", ";"), known);
}
