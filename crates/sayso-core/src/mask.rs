//! Numbers that lead to a person, made unreadable in what somebody wrote: telephone, payment card, identity card.
//!
//! Before anything is stored or sent. A field that asks for a number keeps it: there it was given on purpose.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::answer::{Answer, Given, QuestionType};
use crate::{contact, small};

/// What stands for a digit.
const BLOT: char = '•';

/// The longest number that is looked for: that of a card.
const LONGEST: usize = 19;

/// Whether a tag asks for it. What makes no sense does: rather too much is made unreadable than too little.
///
/// ```
/// use sayso_core::mask::is_wanted;
/// assert_eq!([None, Some(""), Some("on"), Some("off"), Some("yes")].map(is_wanted), [false, true, true, false, true]);
/// ```
pub fn is_wanted(attribute: Option<&str>) -> bool {
    attribute.is_some_and(|value| value.trim() != "off")
}

/// The answers with such numbers made unreadable, in texts, beside a choice and on a form.
pub fn answers(answers: &BTreeMap<String, Answer>) -> BTreeMap<String, Answer> {
    small::gather(answers.iter().map(|(id, answer)| (id.clone(), answer_of(answer))))
}

fn answer_of(answer: &Answer) -> Answer {
    match &answer.given {
        Given::Other(value) if answer.is_private() && answer.kind != QuestionType::Contact => {
            Answer { kind: answer.kind, given: Given::Other(words_of(value)) }
        }
        _ => answer.clone(),
    }
}

/// What was written in a value, but for how to reach somebody, the ids of what was chosen and the hashes of photographs.
fn words_of(value: &Value) -> Value {
    match value {
        Value::String(written) => text(written).into(),
        // A text in a list names what was chosen.
        Value::Array(items) => {
            items.iter().map(|item| if item.is_string() { item.clone() } else { words_of(item) }).collect()
        }
        Value::Object(fields) => small::object(fields.iter().map(|(name, value)| {
            let is_kept = matches!(name.as_str(), "contact" | "id" | "hash");
            (name.as_str(), if is_kept { value.clone() } else { words_of(value) })
        })),
        _ => value.clone(),
    }
}

/// A text with such numbers made unreadable; it is as long as before.
///
/// ```
/// use sayso_core::mask::text;
/// assert_eq!(text("Gọi tôi 0912 345 678 nhé"), "Gọi tôi •••• ••• ••• nhé");
/// assert_eq!(text("Đợi 45 phút, đơn 20261122"), "Đợi 45 phút, đơn 20261122");
/// ```
pub fn text(written: &str) -> String {
    let mut letters: Vec<char> = written.chars().collect();
    let mut start = 0;
    while start < letters.len() {
        let is_start =
            letters[start].is_ascii_digit() && (start == 0 || !letters[start - 1].is_ascii_digit());
        let end = if is_start { end_of_number(&letters, start) } else { None };
        for letter in &mut letters[start..end.unwrap_or(start)] {
            if letter.is_ascii_digit() {
                *letter = BLOT;
            }
        }
        start = end.unwrap_or(start + 1);
    }
    letters.into_iter().collect()
}

/// Where the longest such number ends that begins here. Its groups of digits may stand apart.
fn end_of_number(letters: &[char], start: usize) -> Option<usize> {
    let has_plus = start > 0 && letters[start - 1] == '+';
    let (mut digits, mut found) = (String::new(), None);
    for (place, letter) in letters.iter().enumerate().skip(start) {
        let next = letters.get(place + 1);
        match letter {
            '0'..='9' if digits.len() < LONGEST => {
                digits.push(*letter);
                // Only whole groups: the beginning of a longer number is none.
                if next.is_none_or(|next| !next.is_ascii_digit()) && leads_to_a_person(&digits, has_plus) {
                    found = Some(place + 1);
                }
            }
            ' ' | '.' | '-' | '\u{a0}' | ')' | '(' => {
                // One between two groups, or a bracket and a blank.
                let is_pair =
                    matches!(letter, '(' | ')') || next.is_some_and(|next| matches!(next, '0'..='9' | '('));
                if !is_pair {
                    return found;
                }
            }
            _ => return found,
        }
    }
    found
}

fn leads_to_a_person(digits: &str, has_plus: bool) -> bool {
    let number = if has_plus { ["+", digits].concat() } else { digits.to_owned() };
    contact::phone(&number).is_some() || is_card(digits) || is_identity(digits)
}

/// A payment card: 13 to 19 digits whose last one checks the others (ISO/IEC 7812-1, annex B, the formula of Luhn).
fn is_card(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(digit - b'0');
            let doubled = value * 2;
            if place % 2 == 0 { value } else { doubled / 10 + doubled % 10 }
        })
        .sum();
    (13..=LONGEST).contains(&digits.len()) && sum.is_multiple_of(10) && !digits.starts_with('0')
}

/// A Vietnamese identity card: 12 digits that begin with a province from 001 to 096 (Circular 59/2021/TT-BCA), or the older 9 digits
/// that begin with one from 01 to 38.
fn is_identity(digits: &str) -> bool {
    let province = |length: usize| digits.get(..length).and_then(|code| code.parse::<u8>().ok());
    match digits.len() {
        12 => province(3).is_some_and(|code| (1..=96).contains(&code)),
        9 => province(2).is_some_and(|code| (1..=38).contains(&code)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn numbers_that_lead_to_a_person_are_made_unreadable_and_others_stay() {
        let check = |written: &str, expected: &str| assert_eq!(text(written), expected, "{written}");
        // Telephones, as people write them.
        check("0912345678", "••••••••••");
        check("sđt 0912.345.678.", "sđt ••••.•••.•••.");
        check("(028) 3822-1234", "(•••) ••••-••••");
        check("+84 912 345 678, hoặc 84912345678", "+•• ••• ••• •••, hoặc •••••••••••");
        check("+44 20 7946 0018", "+•• •• •••• ••••");
        check("0912 345 678 0987 654 321", "•••• ••• ••• •••• ••• •••");
        check("gọi 0912 345 678 2 lần", "gọi •••• ••• ••• 2 lần");
        // Cards: the test numbers of Visa, Mastercard and American Express; a wrong last digit is none.
        check("4111 1111 1111 1111", "•••• •••• •••• ••••");
        check("thẻ 5555555555554444", "thẻ ••••••••••••••••");
        check("3782-822463-10005", "••••-••••••-•••••");
        check("4111 1111 1111 1112", "4111 1111 1111 1112");
        // Identity cards: of today, and the older ones.
        check("CCCD 001099012345", "CCCD ••••••••••••");
        check("CMND 012345678", "CMND •••••••••");
        check("097099012345", "097099012345");
        check("987654321", "987654321");
        // What is none of them.
        check("đơn 2026112212345", "đơn 2026112212345");
        check("22.11.2026 lúc 09:15", "22.11.2026 lúc 09:15");
        check("1.250.000đ, bàn 7", "1.250.000đ, bàn 7");
        check("", "");
    }

    #[test]
    fn what_was_given_on_purpose_stays() {
        let check = |kind, given: Value, expected: Value| {
            let answer = Answer { kind, given: Given::Other(given) };
            let masked = answers(&BTreeMap::from([("q".to_owned(), answer)]));
            assert_eq!(masked["q"].given.value(), expected, "{kind:?}");
        };
        check(QuestionType::Text, json!("0912345678"), json!("••••••••••"));
        check(QuestionType::Contact, json!({ "phone": "+84912345678" }), json!({ "phone": "+84912345678" }));
        check(
            QuestionType::Choice,
            json!(["0912345678", { "id": "0912345678", "text": "0912345678" }]),
            json!(["0912345678", { "id": "0912345678", "text": "••••••••••" }]),
        );
        let form = |happened: &str| json!({ "kind": "complaint", "happened": happened, "contact": { "by": "phone", "phone": "0912345678" } });
        check(QuestionType::Complaint, form("thẻ 4111111111111111"), form("thẻ ••••••••••••••••"));
    }

    proptest! {
        #[test]
        fn a_text_keeps_its_length_and_everything_but_digits(written in "[0-9 .+()a-zà-ỹ-]{0,60}") {
            let masked = text(&written);
            prop_assert_eq!(masked.chars().count(), written.chars().count());
            for (before, after) in written.chars().zip(masked.chars()) {
                prop_assert!(before == after || before.is_ascii_digit() && after == BLOT);
            }
            prop_assert_eq!(text(&masked), masked);
        }
    }
}
