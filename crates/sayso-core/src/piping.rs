//! Answers and hidden fields in the texts of a survey: `{{csat}}`, `{{csat.label}}`, `{{context.name}}`.
//!
//! What comes out is text, never markup: whoever draws it puts it into a text node. What the names stand for is left to
//! [`crate::flow`].

/// The text with every `{{name}}` replaced by what `value` gives for it; nothing where it gives none. What is put in is
/// not read again, so that an answer cannot pipe.
///
/// ```
/// use sayso_core::piping::fill;
/// let value = |name: &str| (name == "csat.label").then(|| "{{csat}} & <b>".to_owned());
/// assert_eq!(fill("You said {{ csat.label }}{{none}}.", &value), "You said {{csat}} & <b>.");
/// ```
pub fn fill(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = first(rest) {
        filled.push_str(before);
        if let Some(value) = value(name) {
            push_apart(&mut filled, &value);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Calls `visit` with every name that the text pipes.
pub fn each_name<'t>(text: &'t str, visit: &mut dyn FnMut(&'t str)) {
    let mut rest = text;
    while let Some((_, name, after)) = first(rest) {
        visit(name);
        rest = after;
    }
}

/// What stands before the first pipe, its name, and what stands after it.
fn first(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name.trim(), after))
}

/// A value with letters or marks that turn the direction of writing is set apart, so that it turns nothing around it.
fn push_apart(text: &mut String, value: &str) {
    let turns = |letter: char| {
        matches!(letter, '\u{590}'..='\u{8ff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
    };
    if !value.contains(turns) {
        text.push_str(value);
        return;
    }
    text.push('\u{2068}');
    // A mark inside could end the setting apart before its time.
    text.extend(
        value.chars().filter(|letter| !matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')),
    );
    text.push('\u{2069}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_are_filled_and_all_else_stays() {
        let value = |name: &str| match name {
            "a" => Some("1".to_owned()),
            "turned" => Some("x\u{202e}y\u{2069}".to_owned()),
            "arabic" => Some("سلام".to_owned()),
            _ => None,
        };
        let check = |text: &str, expected: &str| assert_eq!(fill(text, &value), expected, "{text}");
        check("", "");
        check("{{a}}{{ a }}", "11");
        check("{{b}}", "");
        check("{a} {{a", "{a} {{a");
        check("{{{a}}}", "}");
        check("}}{{a}}", "}}1");
        check("<{{turned}}>", "<\u{2068}xy\u{2069}>");
        check("{{arabic}}!", "\u{2068}سلام\u{2069}!");
    }

    #[test]
    fn names_are_found() {
        let mut names = Vec::new();
        each_name("{{a}} {{ context.name }} {{", &mut |name| names.push(name));
        assert_eq!(names, ["a", "context.name"]);
    }
}
