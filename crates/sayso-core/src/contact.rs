//! How a respondent can be reached: telephone numbers and e-mail addresses as people write them.
//!
//! Whether anybody answers there is nobody's knowledge here.

/// A telephone number as E.164, from what a person in Vietnam writes: `0912 345 678`, `84 912.345.678`,
/// `(028) 3822 1234`, `0084…`, or a number of another country after `+` or `00`.
///
/// Mobile numbers have nine digits after the leading 0 and begin with 3, 5, 7, 8 or 9; landlines have ten and begin with 2
/// (numbering plan of Circular 22/2014/TT-BTTTT, in force since 2018). `None` for anything else.
///
/// ```
/// use sayso_core::contact::phone;
/// assert_eq!(phone("0912 345 678").as_deref(), Some("+84912345678"));
/// assert_eq!(phone("(028) 3822-1234").as_deref(), Some("+842838221234"));
/// assert_eq!(phone("+44 20 7946 0018").as_deref(), Some("+442079460018"));
/// assert_eq!(phone("0912 345 67"), None);
/// ```
pub fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let (is_international, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut digits = String::new();
    for letter in rest.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            ' ' | '.' | '-' | '(' | ')' | '/' | '\u{a0}' | '\u{2011}' => {}
            _ => return None,
        }
    }
    if is_international {
        return abroad(&digits);
    }
    if let Some(rest) = digits.strip_prefix("00") {
        return abroad(rest);
    }
    if let Some(national) = digits.strip_prefix('0') {
        return vietnamese(national);
    }
    digits.strip_prefix("84").and_then(vietnamese)
}

/// A number that begins with its country's code.
fn abroad(digits: &str) -> Option<String> {
    if let Some(rest) = digits.strip_prefix("84") {
        // The 0 of the national form, left in by mistake, is no digit of the number.
        return vietnamese(rest.strip_prefix('0').unwrap_or(rest));
    }
    let fits = (8..=15).contains(&digits.len()) && !digits.starts_with('0');
    fits.then(|| ["+", digits].concat())
}

fn vietnamese(national: &str) -> Option<String> {
    let length = match national.bytes().next()? {
        b'3' | b'5' | b'7'..=b'9' => 9,
        b'2' => 10,
        _ => return None,
    };
    (national.len() == length).then(|| ["+84", national].concat())
}

/// Whether this could be an e-mail address: something, one `@`, a domain with a dot, no blanks. Only a letter that
/// arrives proves more.
///
/// ```
/// use sayso_core::contact::is_email;
/// assert!(is_email("lan.nguyen@example.vn"));
/// assert!(!is_email("lan.nguyen@example"));
/// ```
pub fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let is_clean = |part: &str| !part.chars().any(|letter| letter.is_whitespace() || letter.is_control());
    !name.is_empty()
        && text.len() <= 254
        && is_clean(text)
        && !domain.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(phone(text).as_deref(), expected, "{text}");
        check("0912345678", Some("+84912345678"));
        check(" 0912.345.678 ", Some("+84912345678"));
        check("+84 912 345 678", Some("+84912345678"));
        check("84912345678", Some("+84912345678"));
        check("0084912345678", Some("+84912345678"));
        check("+84 (0)912 345 678", Some("+84912345678"));
        check("024-3825-1234", Some("+842438251234"));
        check("02838221234", Some("+842838221234"));
        check("0328 123 456", Some("+84328123456"));
        check("0412345678", None); // no such prefix
        check("01234567890", None); // the eleven-digit mobiles ended in 2018
        check("0912 345 67", None);
        check("0912 345 6789", None);
        check("0281234567", None); // a landline has one more
        check("912345678", None);
        check("19001234", None);
        check("+1 202 555 0143", Some("+12025550143"));
        check("+123", None);
        check("+0123456789", None);
        check("0912 345 678 máy lẻ 2", None);
        check("", None);
        check("+", None);
        check("٠٩١٢٣٤٥٦٧٨", None);
    }

    #[test]
    fn an_address_needs_a_name_and_a_domain() {
        let check = |text: &str, expected: bool| assert_eq!(is_email(text), expected, "{text}");
        check("a@b.vn", true);
        check("nguyễn@ví-dụ.vn", true);
        check("a.b+c@mail.example.co.uk", true);
        check("", false);
        check("@b.vn", false);
        check("a@", false);
        check("a@b", false);
        check("a@b.", false);
        check("a@.vn", false);
        check("a@b..vn", false);
        check("a@@b.vn", false);
        check("a b@c.vn", false);
        check("a@b.vn\n", false);
        check(&["a".repeat(250), "@b.vn".to_owned()].concat(), false);
    }
}
