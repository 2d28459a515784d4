//! A telephone number of the business, for whoever prefers to talk.

use super::limits;
use crate::decode::{Node, Problems};

/// A number to call, as the business writes it: `1900 6868`, `(028) 3822 1234`, `+84 28 3822 1234`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hotline(String);

impl Hotline {
    /// The digits of a number: from short ones such as 113 to the longest of ITU-T E.164.
    const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;

    /// The number as people read it.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The address that a telephone dials. It holds nothing but digits, so that no survey brings a link of another kind.
    pub fn address(&self) -> String {
        let kept = self.0.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+');
        ["tel:", &kept.collect::<String>()].concat()
    }

    pub(super) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let text = node.name(limits::ID, problems)?.trim();
        let rest = text.strip_prefix('+').unwrap_or(text);
        let fits = rest.chars().all(|sign| sign.is_ascii_digit() || " .-()".contains(sign));
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        if fits && Self::DIGITS.contains(&digits) {
            Some(Self(text.to_owned()))
        } else {
            node.refuse("expected a telephone number such as 1900 6868", problems)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_is_dialled_by_its_digits_and_nothing_else_is_one() {
        let check = |text: &str, expected: Option<&str>| {
            let value = json!(text);
            let hotline = Hotline::decode(&Node::root(&value), &mut Vec::new());
            assert_eq!(hotline.map(|hotline| hotline.address()).as_deref(), expected, "{text}");
        };
        check("1900 6868", Some("tel:19006868"));
        check("+84 (28) 3822-1234", Some("tel:+842838221234"));
        check("113", Some("tel:113"));
        for wrong in [
            "",
            "12",
            "1900 CAFE",
            "javascript:alert(1)",
            "1+900",
            "1234567890123456",
            "tel:113",
            "113;ext=1",
        ] {
            check(wrong, None);
        }
    }
}
