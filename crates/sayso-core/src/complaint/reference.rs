//! The number by which a customer asks about a complaint: made on the device with no network, short enough to read out,
//! and checked so that a slip of the tongue or the finger never finds somebody else's case.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::error::Error;

/// A reference number such as `SO-7K4M-92QF-T`: 40 bits in eight symbols, and one check symbol.
///
/// # Formula
/// Symbols are Crockford's 32: no I, L, O, U. With ⊗ the multiplication of GF(32) under x⁵ + x² + 1, the check
/// state runs `s ← 2 ⊗ (s ⊕ c)` over the symbols `c` from `s = 0`, and the ninth symbol is the `c` that brings `s`
/// to 0, that is, `s`.
///
/// Every single wrong symbol is caught: a step is one-to-one both in `s` and in `c`, so two runs that differ in one
/// symbol end apart. Every swap of neighbours `a ≠ b` is caught: after the two, the runs differ by `(4⊗a ⊕ 2⊗b) ⊕
/// (4⊗b ⊕ 2⊗a) = 6 ⊗ (a ⊕ b)`, which is 0 in a field only where `a = b`; later steps keep them apart.
///
/// # Source
/// H. M. Damm, *Total anti-symmetrische Quasigruppen*, Marburg 2004: `(s, c) ↦ a ⊗ (s ⊕ c)` with `a` neither 0 nor 1 is
/// totally anti-symmetric over every field of 2ᵏ elements, k > 1. Alphabet: D. Crockford, *Base 32*.
///
/// # Collisions
/// Kept are the last 32 bits of the UUID, which are random whatever counter a generator of version 7 keeps before
/// them, and the lowest 8 bits of its milliseconds, which part two devices with the same broken source of
/// randomness. A given case meets one of `n` others with probability `n / 2⁴⁰` (1 million: 9 in 10 million); any
/// two among `n` meet with about `n² / 2⁴¹` (10,000: 1 in 22,000; 100,000: 1 in 220; 1 million: 4 in 10). Who
/// stores cases has to see to it that a reference which two of them share shows neither.
///
/// ```
/// use sayso_core::complaint::Reference;
/// use uuid::Uuid;
/// let id = Uuid::try_parse("01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d").unwrap();
/// let reference = Reference::of(id);
/// assert_eq!(reference.to_string(), "SO-5HN7-PK2X-V");
/// assert_eq!("so 5hn7 pk2x v".parse(), Ok(reference));
/// assert!("SO-5HN7-PKX2-V".parse::<Reference>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference(u64);

/// Crockford's base 32.
const ALPHABET: [u8; 32] = *b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Symbols that carry bits.
const PAYLOAD: usize = 8;

/// What a reference begins with, in canonical symbols: the O of `SO` reads as 0.
const PREFIX: [char; 2] = ['S', '0'];

impl Reference {
    /// The reference of a complaint.
    pub fn of(id: Uuid) -> Self {
        let bits = id.as_u128();
        let random = bits & 0xFFFF_FFFF;
        let milliseconds = (bits >> 80) & 0xFF;
        // Both are masked to 40 bits together.
        Self(u64::try_from(milliseconds << 32 | random).unwrap_or_default())
    }

    /// The 40 bits, for an index.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The nine symbols, without prefix and hyphens.
    fn symbols(self) -> [char; PAYLOAD + 1] {
        let mut symbols = ['0'; PAYLOAD + 1];
        let mut state = 0;
        for (place, symbol) in symbols.iter_mut().enumerate().take(PAYLOAD) {
            // Five bits, so below 32.
            let value = (self.0 >> (5 * (PAYLOAD - 1 - place)) & 31).to_le_bytes()[0];
            state = step(state, value);
            *symbol = char::from(ALPHABET[usize::from(value)]);
        }
        symbols[PAYLOAD] = char::from(ALPHABET[usize::from(state)]);
        symbols
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.symbols().into_iter().collect();
        write!(f, "SO-{}-{}-{}", &text[..4], &text[4..8], &text[8..])
    }
}

impl FromStr for Reference {
    type Err = Error;

    /// Reads what a person typed or heard: in any case, with or without the prefix, with spaces, dots and hyphens
    /// of any kind, O for 0, I and L for 1, U for V.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut symbols = ['0'; PAYLOAD + 1 + PREFIX.len()];
        let mut length = 0;
        for symbol in text.chars().filter(|symbol| !is_separator(*symbol)) {
            *symbols.get_mut(length).ok_or(Error::ReferenceLength)? = canonical(symbol);
            length += 1;
        }
        let body = match symbols[..length].len() {
            9 => &symbols[..9],
            11 if symbols[..2] == PREFIX => &symbols[2..],
            11 => return Err(Error::ReferenceSymbol),
            _ => return Err(Error::ReferenceLength),
        };
        let (mut bits, mut state) = (0_u64, 0);
        for (place, symbol) in body.iter().enumerate() {
            let value = value(*symbol).ok_or(Error::ReferenceSymbol)?;
            state = step(state, value);
            if place < PAYLOAD {
                bits = bits << 5 | u64::from(value);
            }
        }
        if state == 0 { Ok(Self(bits)) } else { Err(Error::ReferenceCheck) }
    }
}

/// One step of the check state: `2 ⊗ (state ⊕ symbol)` in GF(32) under x⁵ + x² + 1.
fn step(state: u8, symbol: u8) -> u8 {
    let doubled = (state ^ symbol) << 1;
    if doubled >= 32 { doubled ^ 0b10_0101 } else { doubled }
}

/// A symbol's value; canonical symbols only.
fn value(symbol: char) -> Option<u8> {
    let place = ALPHABET.iter().position(|letter| char::from(*letter) == symbol)?;
    u8::try_from(place).ok()
}

/// The symbol of the alphabet that somebody meant.
fn canonical(symbol: char) -> char {
    match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        'U' => 'V',
        other => other,
    }
}

fn is_separator(symbol: char) -> bool {
    symbol.is_whitespace() || matches!(symbol, '-' | '.' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
