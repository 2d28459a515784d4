//! The days that a date question takes.

use chrono::NaiveDate;

use crate::date;
use crate::decode::{Fields, Node, Problems};

use super::kind::optional;
use super::validity::Invalid;

/// A day, not before the first and not after the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateField {
    /// The first day that is taken.
    pub min: Option<NaiveDate>,
    /// The last day that is taken; not before `min`.
    pub max: Option<NaiveDate>,
}

impl DateField {
    /// Whether it takes a day.
    ///
    /// # Errors
    /// [`Invalid::Early`] or [`Invalid::Late`].
    ///
    /// ```
    /// use sayso_core::{date, survey::{DateField, Invalid}};
    /// let field = DateField { min: date::read("2026-11-01"), max: None };
    /// assert_eq!(field.takes(date::read("2026-11-21").unwrap()), Ok(()));
    /// assert_eq!(field.takes(date::read("2026-10-31").unwrap()), Err(Invalid::Early));
    /// ```
    pub fn takes(&self, day: NaiveDate) -> Result<(), Invalid> {
        if self.min.is_some_and(|min| day < min) {
            Err(Invalid::Early)
        } else if self.max.is_some_and(|max| day > max) {
            Err(Invalid::Late)
        } else {
            Ok(())
        }
    }

    pub(super) fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let min = optional(fields, "min", problems, decode_day);
        let max_node = fields.optional("max");
        let max = match &max_node {
            Some(node) => decode_day(node, problems).map(Some),
            None => Some(None),
        };
        let (min, max) = (min?, max?);
        if min.zip(max).is_some_and(|(min, max)| max < min) {
            return max_node?.refuse("expected at least min", problems);
        }
        Some(Self { min, max })
    }
}

/// A day as it stands in answers too: what could not be given could not be a limit.
fn decode_day(node: &Node<'_>, problems: &mut Problems) -> Option<NaiveDate> {
    let text = node.text(10, problems)?;
    let day = date::read(text).filter(|day| date::write(*day) == text);
    day.or_else(|| node.refuse("expected a day such as 2026-11-21, from 1900 to 2199", problems))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn limits_are_days_in_their_order() {
        let check = |field: &Value, expected: &[&str]| {
            let mut problems = Problems::new();
            let mut fields = Node::root(field).object(&mut problems).unwrap();
            let decoded = DateField::decode(&mut fields, &mut problems);
            let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(said, expected, "{field}");
            assert_eq!(decoded.is_some(), expected.is_empty(), "{field}");
        };
        check(&json!({}), &[]);
        check(&json!({ "min": "2026-11-21", "max": "2026-11-21" }), &[]);
        check(&json!({ "min": "2026-11-21", "max": "2026-11-20" }), &["/max: expected at least min"]);
        let no_day = "expected a day such as 2026-11-21, from 1900 to 2199";
        check(
            &json!({ "min": "2026-2-1", "max": "1899-12-31" }),
            &[&["/min: ", no_day].concat(), &["/max: ", no_day].concat()],
        );
        check(&json!({ "min": 20_261_121 }), &["/min: expected a text, found 20261121"]);
    }

    #[test]
    fn a_day_outside_of_the_limits_is_not_taken() {
        let field = DateField { min: date::read("2026-01-31"), max: date::read("2026-02-01") };
        let check =
            |day: &str, expected| assert_eq!(field.takes(date::read(day).unwrap()), expected, "{day}");
        check("2026-01-30", Err(Invalid::Early));
        check("2026-01-31", Ok(()));
        check("2026-02-01", Ok(()));
        check("2026-02-02", Err(Invalid::Late));
        assert_eq!(DateField::default().takes(date::read("1900-01-01").unwrap()), Ok(()));
    }
}
