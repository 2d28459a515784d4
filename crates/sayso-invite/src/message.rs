//! A text for a phone, and how many messages a network makes of it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Link;
use sayso_core::survey::Question;

/// The signs of the alphabet that a message of 160 is written in (3GPP TS 23.038, 6.2.1), the escape aside.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
                   abcdefghijklmnopqrstuvwxyzäöñüà";

/// Its signs that take the room of two.
const GSM_DOUBLE: &str = "\u{c}^{}\\[~]|€";

/// How a network writes a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// 160 signs a message, 153 in each of several.
    Gsm7,
    /// 70 signs a message, 67 in each of several: what one letter outside of the alphabet costs.
    Ucs2,
}

/// A text for a phone.
///
/// ```
/// use sayso_invite::{Coding, Message};
/// let message = Message::of("Ban thay the nao? https://shop.example/r");
/// assert_eq!((message.coding, message.length, message.parts), (Coding::Gsm7, 40, 1));
/// let message = Message::of("Bạn thấy thế nào? https://shop.example/r?touchpoint=sms&channel=social");
/// assert_eq!((message.coding, message.length, message.parts), (Coding::Ucs2, 70, 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What is written.
    pub text: String,
    /// How it is written.
    pub coding: Coding,
    /// How much room it takes, in signs of its coding.
    pub length: usize,
    /// How many messages the network makes, and charges.
    pub parts: usize,
}

impl Message {
    /// A text, measured.
    pub fn of(text: &str) -> Self {
        let coding =
            if text.chars().all(|sign| room(sign, Coding::Gsm7) > 0) { Coding::Gsm7 } else { Coding::Ucs2 };
        let (whole, each) = match coding {
            Coding::Gsm7 => (160, 153),
            Coding::Ucs2 => (70, 67),
        };
        let length = text.chars().map(|sign| room(sign, coding)).sum();
        let parts = if length <= whole { 1 } else { parts(text, coding, each) };
        Self { text: text.to_owned(), coding, length, parts }
    }

    /// The question in a language and the link under it. Without marks Vietnamese is written as `Ban thay the nao?`, which phones read and
    /// networks charge less for.
    pub fn inviting(link: &Link, question: &Question, language: &str, with_marks: bool) -> Self {
        let title = question.title.pick(language, language);
        let title = if with_marks { title.to_owned() } else { without_marks(title) };
        Self::of(&[&title, " ", link.address()].concat())
    }
}

/// How much room a sign takes; 0 where the coding has none for it.
fn room(sign: char, coding: Coding) -> usize {
    match coding {
        Coding::Ucs2 => sign.len_utf16(),
        Coding::Gsm7 => usize::from(GSM.contains(sign)) + 2 * usize::from(GSM_DOUBLE.contains(sign)),
    }
}

/// No sign is cut in two.
fn parts(text: &str, coding: Coding, each: usize) -> usize {
    let (mut parts, mut left) = (1, each);
    for sign in text.chars() {
        let room = room(sign, coding);
        if room > left {
            parts += 1;
            left = each;
        }
        left -= room;
    }
    parts
}

/// The letters without what stands over and under them, and plain signs for typeset ones.
fn without_marks(text: &str) -> String {
    let plain = text.nfd().filter(|sign| !is_combining_mark(*sign)).map(|sign| match sign {
        'đ' => 'd',
        'Đ' => 'D',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' => '\'',
        '–' | '—' => '-',
        other => other,
    });
    plain.collect::<String>().replace('…', "...")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, coding: Coding, length: usize, parts: usize) {
        let message = Message::of(text);
        assert_eq!((message.coding, message.length, message.parts), (coding, length, parts), "{text}");
    }

    #[test]
    fn a_text_is_as_many_messages_as_the_network_makes_of_it() {
        check("", Coding::Gsm7, 0, 1);
        check(&"a".repeat(160), Coding::Gsm7, 160, 1);
        check(&"a".repeat(161), Coding::Gsm7, 161, 2);
        check(&"a".repeat(307), Coding::Gsm7, 307, 3);
        check(&"€".repeat(80), Coding::Gsm7, 160, 1);
        // 76 of them and half a one: none is cut in two.
        check(&"€".repeat(153), Coding::Gsm7, 306, 3);
        check(&"ạ".repeat(70), Coding::Ucs2, 70, 1);
        check(&"ạ".repeat(71), Coding::Ucs2, 71, 2);
        check(&"ạ".repeat(135), Coding::Ucs2, 135, 3);
        check(&"😀".repeat(35), Coding::Ucs2, 70, 1);
        check(&"😀".repeat(67), Coding::Ucs2, 134, 3);
    }

    #[test]
    fn the_alphabet_has_its_signs_once_each() {
        // 128 places less the escape, and the 10 behind it.
        assert_eq!((GSM.chars().count(), GSM_DOUBLE.chars().count()), (127, 10));
        let mut signs: Vec<char> = GSM.chars().chain(GSM_DOUBLE.chars()).collect();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), 137);
    }

    #[test]
    fn marks_go_and_letters_stay() {
        let check = |text: &str, expected: &str| assert_eq!(without_marks(text), expected);
        check("Đường nào cũng được, bạn ạ…", "Duong nao cung duoc, ban a...");
        check("“Dễ” – khó", "\"De\" - kho");
    }
}
