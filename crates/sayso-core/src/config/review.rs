//! What a page's author should know of a tag, and no survey waits for: values that the loader passed over for their default, and
//! slips in the names of attributes.

use super::Misuse;
use crate::decode::nearest;

/// Every attribute of the tag.
const ATTRIBUTES: [&str; 25] = [
    "survey",
    "endpoint",
    "key",
    "write-key",
    "touchpoint",
    "channel",
    "locale",
    "mode",
    "trigger",
    "sample",
    "repeat",
    "cooldown",
    "theme",
    "format",
    "batch",
    "mask",
    "idle-reset",
    "tap-interval",
    "pin",
    "poster",
    "hours",
    "timezone",
    "alert",
    "isolation",
    "label",
];

/// The attribute that was meant by a name that is none, if it is close enough to be a slip: tags and elements have
/// attributes for others, too.
///
/// ```
/// use sayso_core::config::slip;
/// assert_eq!(slip("endpont"), Some("endpoint"));
/// assert_eq!(slip("endpoint"), None);
/// assert_eq!(slip("class"), None);
/// assert_eq!(slip("cfasync"), None);
/// ```
pub fn slip(name: &str) -> Option<&'static str> {
    let is_known = ATTRIBUTES.contains(&name) || name == "role" || name.len() < 3;
    if is_known { None } else { nearest(name, ATTRIBUTES.into_iter()) }
}

/// The values of the loader's attributes that make no sense; their triggers it names itself. `attribute` answers with the raw
/// value of a name, if the tag has it.
pub fn review(attribute: impl Fn(&str) -> Option<String>) -> Vec<Misuse> {
    let mut misuses = Vec::new();
    let mut expect = |name: &'static str, allowed: &[&'static str], makes_sense: fn(&str) -> bool| {
        let value = attribute(name).map(|value| value.trim().to_owned()).unwrap_or_default();
        if !value.is_empty() && !makes_sense(&value) {
            misuses.push(Misuse { attribute: name, value, allowed: allowed.to_vec() });
        }
    };
    expect("sample", &["0 to 1"], is_share);
    expect("repeat", &["once", "always", "a span such as 30d"], |text| {
        matches!(text, "once" | "always") || is_span(text)
    });
    expect("idle-reset", &["a span such as 30s"], is_span);
    expect("tap-interval", &["a span such as 5s"], is_span);
    expect("isolation", &["frame"], |text| text == "frame");
    expect("cooldown", &["a span such as 1d"], is_span);
    expect("mask", &["on", "off"], |text| matches!(text, "on" | "off"));
    misuses
}

/// A decimal number from 0 to 1. Looked at by its digits: to read numbers with a point weighs ten kilobytes of WASM.
fn is_share(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_of = |digits: &str| !part.is_empty() && part.bytes().all(|byte| digits.as_bytes().contains(&byte));
    match whole {
        "" | "0" => is_of("0123456789"),
        "1" => is_of("0"),
        _ => false,
    }
}

fn is_span(text: &str) -> bool {
    span_ms(text).is_some()
}

/// Milliseconds in a number of seconds, minutes, hours or days; `None` of what is none, or more than 10,000 years.
///
/// ```
/// use sayso_core::config::span_ms;
/// assert_eq!(["5s", "1.5m", "30d", "0.25s"].map(span_ms), [5_000, 90_000, 2_592_000_000, 250].map(Some));
/// assert_eq!(["5", "s", "-1s", "1.s", "1w", "ệ", "9999999999999s"].map(span_ms), [None; 7]);
/// ```
pub fn span_ms(text: &str) -> Option<u64> {
    let unit: u64 = match text.as_bytes().last()? {
        b's' => 1_000,
        b'm' => 60_000,
        b'h' => 3_600_000,
        b'd' => 86_400_000,
        _ => return None,
    };
    let count = text.get(..text.len() - 1)?;
    let (whole, part) = count.split_once('.').unwrap_or((count, "0"));
    let is_number =
        |digits: &&str| (1..12).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if ![whole, part].iter().all(is_number) {
        return None;
    }
    let (mut span, mut place) = (whole.parse::<u64>().ok()?.checked_mul(unit)?, unit);
    for digit in part.bytes() {
        place /= 10;
        span = span.checked_add(place * u64::from(digit - b'0'))?;
    }
    (span <= 315_360_000_000_000).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, value: &str) -> Vec<String> {
        let misuses = review(|asked| (asked == name).then(|| value.to_owned()));
        misuses.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_the_loader_passes_over_is_told_here() {
        let check = |name: &str, value: &str, expected: bool| {
            assert_eq!(told(name, value).is_empty(), expected, "{name}={value}");
        };
        for (value, expected) in [
            ("0", true),
            ("0.1", true),
            (".5", true),
            (".", false),
            ("1", true),
            ("1.1", false),
            ("10%", false),
            ("-0.1", false),
        ] {
            check("sample", value, expected);
        }
        let spans = [
            ("30d", true),
            ("0s", true),
            ("1.5h", true),
            ("30", false),
            ("d", false),
            ("-1d", false),
            ("1w", false),
        ];
        for (value, expected) in spans {
            check("repeat", value, expected);
            check("cooldown", value, expected);
        }
        check("repeat", "once", true);
        check("repeat", "always", true);
        check("repeat", "never", false);
        check("cooldown", "once", false);
        check("isolation", "frame", true);
        assert_eq!(
            told("isolation", "fram"),
            ["isolation=\"fram\" is not known; allowed: frame; did you mean \"frame\"?"]
        );
        assert_eq!(
            told("repeat", "alway"),
            [
                "repeat=\"alway\" is not known; allowed: once, always, a span such as 30d; did you mean \"always\"?"
            ]
        );
    }

    #[test]
    fn a_slip_in_a_name_is_told_from_what_belongs_to_others() {
        let check = |name: &str, expected: Option<&str>| assert_eq!(slip(name), expected, "{name}");
        check("touchpont", Some("touchpoint"));
        check("suvey", Some("survey"));
        check("tigger", Some("trigger"));
        // HTML's own, and what optimisers and consent managers put on a script.
        for others in [
            "id", "class", "style", "title", "lang", "dir", "slot", "part", "hidden", "name", "role",
            "nonce", "type", "src",
        ] {
            check(others, None);
        }
        for others in [
            "cfasync",
            "no-optimize",
            "cookieconsent",
            "category",
            "rocket-src",
            "v-0a1b2c",
            "reactroot",
            "gtm",
        ] {
            check(others, None);
        }
    }
}
