//! Tables as RFC 4180 writes them, whose cells no spreadsheet takes for formulas.

use serde_json::Value;

/// What a spreadsheet may take for the beginning of a formula, in the widths that it knows.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A line of cells.
pub(crate) fn row(cells: impl Iterator<Item = String>) -> String {
    let mut line: String = cells.collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// A value as a cell. Numbers stay numbers; a text that could be a formula is marked as text by an apostrophe.
///
/// Lists and objects are written as JSON, which begins like no formula.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.starts_with(FORMULA) => quoted(&format!("'{text}")),
        Value::String(text) => quoted(text),
        Value::Array(_) | Value::Object(_) => quoted(&value.to_string()),
    }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        let check = |value: Value, expected: &str| assert_eq!(cell(&value), expected);
        check(json!("quầy 1"), "quầy 1");
        check(json!("a,b"), "\"a,b\"");
        check(json!("he said \"no\"\n"), "\"he said \"\"no\"\"\n\"");
        check(json!("=HYPERLINK(\"http://evil.example\")"), "\"'=HYPERLINK(\"\"http://evil.example\"\")\"");
        for text in ["+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert!(cell(&json!(text)).trim_start_matches('"').starts_with('\''), "{text}");
        }
        check(json!(-100.0), "-100.0");
        check(json!(true), "true");
        check(Value::Null, "");
        check(json!({ "a": [1] }), "\"{\"\"a\"\":[1]}\"");
    }
}
