//! Reference numbers: every slip that the check symbol promises to catch, tried.

use proptest::prelude::*;
use sayso_core::complaint::Reference;
use sayso_core::error::Error;
use uuid::Uuid;

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Many references: the extremes, each bit alone, and a long run of a fixed generator (`SplitMix64`).
fn many() -> impl Iterator<Item = Reference> {
    let bits = (0..128).map(|bit| 1_u128 << bit);
    let mut state = 0_u64;
    let mut next = move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let drawn = (0..2_000).map(move |_| u128::from(next()) << 64 | u128::from(next()));
    [0, u128::MAX].into_iter().chain(bits).chain(drawn).map(|id| Reference::of(Uuid::from_u128(id)))
}

/// The nine symbols of a reference.
fn symbols(reference: Reference) -> Vec<char> {
    reference.to_string().chars().skip(3).filter(|symbol| *symbol != '-').collect()
}

fn read(symbols: &[char]) -> Result<Reference, Error> {
    symbols.iter().collect::<String>().parse()
}

#[test]
fn every_single_wrong_symbol_is_caught() {
    let mut tried = 0_u32;
    for reference in many() {
        let right = symbols(reference);
        assert_eq!(read(&right), Ok(reference));
        for place in 0..right.len() {
            for wrong in ALPHABET.chars().filter(|symbol| *symbol != right[place]) {
                let mut slip = right.clone();
                slip[place] = wrong;
                assert_eq!(read(&slip), Err(Error::ReferenceCheck), "{reference} at {place}: {wrong}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 2_130 * 9 * 31);
}

#[test]
fn every_swap_of_neighbours_is_caught() {
    for reference in many() {
        let right = symbols(reference);
        for place in 1..right.len() {
            let mut slip = right.clone();
            slip.swap(place - 1, place);
            let expected = if slip == right { Ok(reference) } else { Err(Error::ReferenceCheck) };
            assert_eq!(read(&slip), expected, "{reference} at {place}");
        }
    }
}

/// The proof rests on each step being one-to-one in state and symbol and on `6 ⊗ d` being 0 for `d = 0` alone. Every state
/// can come before, so that all pairs of neighbours under all states say the same without the field's theory.
#[test]
fn every_pair_of_neighbours_is_told_apart_after_every_beginning() {
    let letters: Vec<char> = ALPHABET.chars().collect();
    for first in &letters {
        for a in &letters {
            for b in &letters {
                let beginning = [*first, '0', '0', '0', '0', '0', *a, *b];
                let complete = |body: &[char]| {
                    letters.iter().filter(|check| read(&[body, &[**check]].concat()).is_ok()).count()
                };
                // Exactly one check symbol fits, so a slip in it is caught as well.
                if a == b {
                    assert_eq!(complete(&beginning), 1);
                } else if a < b {
                    let check =
                        letters.iter().find(|check| read(&[&beginning[..], &[**check]].concat()).is_ok());
                    let swapped = [*first, '0', '0', '0', '0', '0', *b, *a, *check.unwrap()];
                    assert_eq!(read(&swapped), Err(Error::ReferenceCheck));
                }
            }
        }
    }
}

#[test]
fn people_may_type_it_their_way() {
    let reference = Reference::of(Uuid::from_u128(0x0193_6b5e_4d2c_7c3a_9b1f_2f8d_4000_8421));
    assert_eq!(reference.to_string(), "SO-5H00-1111-H");
    for typed in [
        "so-5h00-1111-h",
        "SO 5H00 1111 H",
        "  5h001111h ",
        "SO-5HOO-IlL1-H",
        "s0–5h00—1111‑h",
        "so.5h00.1111_h",
        "SO5H00\u{a0}1111\u{3000}H\n",
    ] {
        assert_eq!(typed.parse(), Ok(reference), "{typed}");
    }
}

#[test]
fn what_is_no_reference_says_why() {
    let check =
        |typed: &str, expected: Error| assert_eq!(typed.parse::<Reference>(), Err(expected), "{typed}");
    check("", Error::ReferenceLength);
    check("SO", Error::ReferenceLength);
    check("SO-5H00-1111", Error::ReferenceLength);
    check("SO-5H00-1111-HH", Error::ReferenceLength);
    check(&"9".repeat(100_000), Error::ReferenceLength);
    check("SA-5H00-1111-H", Error::ReferenceSymbol);
    check("OS-5H00-1111-H", Error::ReferenceSymbol);
    check("SO-5H00-11!1-H", Error::ReferenceSymbol);
    check("SO-5H00-11é1-H", Error::ReferenceSymbol);
    check("SO-5H00-1111-C", Error::ReferenceCheck);
}

proptest! {
    #[test]
    fn any_uuid_has_a_reference_that_is_read_back(id in any::<u128>()) {
        let reference = Reference::of(Uuid::from_u128(id));
        let text = reference.to_string();
        prop_assert_eq!(text.len(), 14);
        prop_assert!(reference.bits() < 1 << 40);
        prop_assert_eq!(text.parse(), Ok(reference));
        prop_assert_eq!(text.to_lowercase().parse(), Ok(reference));
    }

    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        if let Ok(reference) = text.parse::<Reference>() {
            prop_assert_eq!(reference.to_string().parse(), Ok(reference));
        }
    }

    #[test]
    fn near_misses_have_an_answer(text in "[sS5][oO0]?[-– ]?[0-9A-Za-z]{3,5}[- .]{0,2}[0-9A-Zđ]{3,5}-?[0-9A-Z]{0,2}") {
        if let Ok(reference) = text.parse::<Reference>() {
            prop_assert_eq!(reference.to_string().parse(), Ok(reference));
        }
    }
}
