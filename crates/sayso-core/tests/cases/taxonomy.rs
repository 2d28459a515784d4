//! The reasons, their owners and remedies.

use std::collections::BTreeSet;

use sayso_core::complaint::{Group, Kind, Reason, Remedy};

use crate::domain;

/// Whose words are the customer's and not the taxonomy's, which is written for an office.
const SPOKEN: [&str; 4] = ["INF-KNOW", "VAL-LOW", "CARE-COLD", "ONB"];

#[test]
fn the_reasons_are_those_of_the_taxonomy() {
    let Some(taxonomy) = domain::json("taxonomy.json") else {
        // Without the file, that nothing was lost or doubled is what can be told.
        assert_eq!(Reason::ALL.len(), 31);
        return;
    };
    let entries = taxonomy.as_array().unwrap();
    assert_eq!(entries.len(), Reason::ALL.len());
    for (entry, reason) in entries.iter().zip(Reason::ALL) {
        let text = |field: &str| entry[field].as_str().unwrap();
        let label = reason.label();
        let severity = entry["severity"].as_u64().unwrap();
        assert_eq!(text("code"), reason.code());
        let words = (text("vi").trim_end_matches(" (bổ sung)"), text("en").trim_end_matches(" (added)"));
        assert_eq!(words != (label.vi, label.en), SPOKEN.contains(&reason.code()), "{label:?}");
        assert_eq!(text("owner"), reason.owner().vi);
        assert_eq!(text("remedy"), reason.remedy().code());
        assert_eq!(severity, u64::from(reason.severity().get()), "{}", reason.code());
    }
}

#[test]
fn codes_and_words_are_unique_and_none_is_empty() {
    let unique = |what: &str, texts: Vec<&str>| {
        assert!(texts.iter().all(|text| !text.trim().is_empty()), "{what}");
        let set: BTreeSet<_> = texts.iter().collect();
        assert_eq!(set.len(), texts.len(), "{what}");
    };
    unique("codes", Reason::ALL.iter().map(|reason| reason.code()).collect());
    unique("vi", Reason::ALL.iter().map(|reason| reason.label().vi).collect());
    unique("en", Reason::ALL.iter().map(|reason| reason.label().en).collect());
    unique("remedy vi", Remedy::NAMES.iter().map(|(_, remedy)| remedy.text().vi).collect());
    unique("remedy en", Remedy::NAMES.iter().map(|(_, remedy)| remedy.text().en).collect());
    unique("group vi", Group::NAMES.iter().map(|(_, group)| group.label().vi).collect());
    unique("group en", Group::NAMES.iter().map(|(_, group)| group.label().en).collect());
    unique("kind vi", Kind::NAMES.iter().map(|(_, kind)| kind.label().vi).collect());
    unique("kind en", Kind::NAMES.iter().map(|(_, kind)| kind.label().en).collect());
}

#[test]
fn no_label_shows_an_editors_note() {
    for reason in Reason::ALL {
        let label = reason.label();
        assert!(!label.vi.contains('(') && !label.en.contains('('), "{label:?}");
    }
}

#[test]
fn every_code_and_name_leads_back_to_its_own() {
    for reason in Reason::ALL {
        assert_eq!(Reason::from_code(reason.code()), Some(reason));
    }
    assert_eq!(Reason::from_code("DEL-EARLY"), None);
    for (name, group) in Group::NAMES {
        assert_eq!(group.name(), name);
    }
    for (name, kind) in Kind::NAMES {
        assert_eq!(kind.name(), name);
    }
    for (code, remedy) in Remedy::NAMES {
        assert_eq!(remedy.code(), code);
    }
}

#[test]
fn every_reason_stands_in_one_group_and_every_remedy_serves_a_reason() {
    let grouped: Vec<Reason> = Group::NAMES.iter().flat_map(|(_, group)| group.reasons()).collect();
    assert_eq!(grouped.len(), Reason::ALL.len());
    assert!(Group::NAMES.iter().all(|(_, group)| group.reasons().next().is_some()));
    let used: BTreeSet<Remedy> = Reason::ALL.iter().map(|reason| reason.remedy()).collect();
    assert_eq!(used.len(), Remedy::NAMES.len());
}
