//! How large and how deep a document is, found out before it is read further.

use serde_json::Value;

use super::limits;

/// What is too much about a document, if anything: `None` for one within the limits. It stops at the first excess, so
/// that its work is bounded by the limits and not by the document.
pub(super) fn excess(document: &Value) -> Option<String> {
    let mut left = Left { characters: limits::DOCUMENT, values: limits::VALUES };
    within(document, limits::DEPTH, &mut left).err().map(Excess::reason)
}

/// What a browser would say of the text of a document before its values are looked at. A parser of this side gives up on
/// deep nesting in words of its own, so that is found out here too.
pub(super) fn written_excess(text: &str) -> Option<Excess> {
    // No character of UTF-16 takes more than three bytes, so that a huge text need not be counted through.
    if text.len() > 3 * limits::DOCUMENT || length(text) > limits::DOCUMENT {
        return Some(Excess::Size);
    }
    let (mut depth, mut is_quoted, mut is_escaped) = (0_usize, false, false);
    for sign in text.bytes() {
        match sign {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_quoted,
            b'"' => is_quoted = !is_quoted,
            b'[' | b'{' if !is_quoted => depth += 1,
            b']' | b'}' if !is_quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > limits::DEPTH {
            return Some(Excess::Depth);
        }
    }
    None
}

/// The characters of a text as a browser counts them.
fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// What may still come.
struct Left {
    characters: usize,
    values: usize,
}

/// What is too much about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// Characters.
    Size,
    /// Values.
    Values,
    /// Lists and objects within one another.
    Depth,
    /// Characters in the name of a field.
    Name,
}

impl Excess {
    /// For the survey's author.
    ///
    /// ```
    /// use sayso_core::survey::Excess;
    /// assert_eq!(Excess::Depth.reason(), "expected at most 32 levels of nesting");
    /// ```
    pub fn reason(self) -> String {
        let (limit, what) = match self {
            Self::Size => (limits::DOCUMENT / 1024, " kB"),
            Self::Values => (limits::VALUES, " values"),
            Self::Depth => (limits::DEPTH, " levels of nesting"),
            Self::Name => (limits::ID, " characters in the name of a field"),
        };
        ["expected at most ", &limit.to_string(), what].concat()
    }
}

/// Counts at least the characters that the shortest way to write the value takes.
fn within(value: &Value, depth: usize, left: &mut Left) -> Result<(), Excess> {
    left.values = left.values.checked_sub(1).ok_or(Excess::Values)?;
    let mut spend = |size: usize| {
        left.characters = left.characters.checked_sub(size).ok_or(Excess::Size)?;
        Ok(())
    };
    match value {
        Value::Null | Value::Bool(_) => spend(4),
        Value::Number(_) => spend(1),
        Value::String(text) => spend(length(text) + 2),
        Value::Array(items) => {
            spend(items.len() + 1)?;
            let depth = depth.checked_sub(1).ok_or(Excess::Depth)?;
            items.iter().try_for_each(|item| within(item, depth, left))
        }
        Value::Object(map) => {
            spend(map.len() + 1)?;
            let depth = depth.checked_sub(1).ok_or(Excess::Depth)?;
            map.iter().try_for_each(|(name, item)| {
                if name.len() > 4 * limits::ID || name.chars().count() > limits::ID {
                    return Err(Excess::Name);
                }
                left.characters = left.characters.checked_sub(length(name) + 3).ok_or(Excess::Size)?;
                within(item, depth, left)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_is_refused_as_the_browser_refuses_it() {
        let check = |text: &str, expected: Option<Excess>| assert_eq!(written_excess(text), expected);
        check(&"ế".repeat(limits::DOCUMENT), None);
        check(&"ế".repeat(limits::DOCUMENT + 1), Some(Excess::Size));
        check(&"😀".repeat(limits::DOCUMENT / 2 + 1), Some(Excess::Size));
        let nested = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].concat();
        check(&nested(limits::DEPTH), None);
        check(&nested(limits::DEPTH + 1), Some(Excess::Depth));
        check(&nested(100_000), Some(Excess::Depth));
        check(&[r#"["\"", ""#, &"[".repeat(50), r#"\\", {}]"#].concat(), None);
    }

    #[test]
    fn a_document_is_measured_up_to_its_first_excess() {
        assert_eq!(excess(&json!({ "a": [1, "x", null] })), None);
        assert_eq!(excess(&json!("x".repeat(limits::DOCUMENT - 2))), None);
        assert_eq!(excess(&json!("x".repeat(limits::DOCUMENT - 1))).unwrap(), "expected at most 256 kB");
        assert_eq!(excess(&json!(vec![0; limits::DOCUMENT])).unwrap(), "expected at most 256 kB");
        assert_eq!(excess(&json!(vec![0; limits::VALUES - 1])), None);
        assert_eq!(excess(&json!(vec![0; limits::VALUES])).unwrap(), "expected at most 20000 values");
        let nested = |levels| (0..levels).fold(json!(1), |inner, _| json!({ "a": [inner] }));
        assert_eq!(excess(&nested(limits::DEPTH / 2)), None);
        assert_eq!(excess(&nested(limits::DEPTH / 2 + 1)).unwrap(), "expected at most 32 levels of nesting");
        assert_eq!(
            excess(&json!("ế".repeat(limits::DOCUMENT - 2))),
            None,
            "a letter is one, whatever its bytes"
        );
        let named = json!({ ("ế".repeat(limits::ID + 1)): 1 });
        assert_eq!(excess(&named).unwrap(), "expected at most 100 characters in the name of a field");
    }
}
