//! Whether an answer of several parts is whole.

use serde_json::Value;

use super::kind::{Kind, Matrix};
use crate::answer::{Answer, Given, Rating, Ratings, Scale};

impl Kind {
    /// Whether `answer` says all that this question asks: of a matrix every row, of an expectation both sides. Any other
    /// answer is whole as soon as it is there.
    pub fn is_whole(&self, answer: &Answer) -> bool {
        let value = answer.given.value();
        let has = |field: &str| value.get(field).is_some_and(Value::is_number);
        match self {
            Self::Matrix(matrix) => matrix.rows.iter().all(|row| has(&row.id)),
            Self::Expectation(..) => has("expected") && has("actual"),
            _ => true,
        }
    }

    /// What was given to this question, of which the screen knows the JSON: parts that stand on a scale with their scale.
    pub fn given(&self, value: Value) -> Given {
        let parts = match self {
            Self::Matrix(Matrix { scale, .. }) | Self::Expectation(scale, _) => Ratings::of(&value, *scale),
            _ => None,
        };
        parts.map_or(Given::Other(value), Given::Ratings)
    }

    /// An answer as the device kept it; `None` where it was given to a question of another type, or on another scale.
    pub(crate) fn kept(&self, answer: &Value) -> Option<Answer> {
        let kind = self.question_type();
        let points = answer.get("scale").and_then(Value::as_u64);
        let is_ours = answer.get("type")?.as_str()? == kind.name()
            && points == self.points().map(|scale| u64::from(scale.points()));
        let value = answer.get("value").filter(|_| is_ours)?;
        let given = match self.scale() {
            Some(scale) => Given::Rating(Rating::new(value.as_u64()?.try_into().ok()?, scale)?),
            None => self.given(value.clone()),
        };
        Some(Answer { kind, given })
    }

    /// The scale that its points stand on, be they the whole answer or parts of it.
    pub fn points(&self) -> Option<Scale> {
        match self {
            Self::Matrix(matrix) => Some(matrix.scale),
            Self::Expectation(scale, _) => Some(*scale),
            _ => self.scale(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{DateField, Ends, LocalText, Row, Sides};
    use serde_json::json;

    fn matrix() -> Kind {
        let row = |id: &str| Row { id: id.to_owned(), label: LocalText::new([("vi", id)]).unwrap() };
        let scale = Scale::from_one(5).unwrap();
        Kind::Matrix(Matrix { rows: vec![row("taste"), row("speed")], scale, ends: Ends::default() })
    }

    fn check(kind: &Kind, value: Value, expected: bool) {
        for given in [kind.given(value.clone()), Given::Other(value)] {
            let answer = Answer { kind: kind.question_type(), given };
            assert_eq!(kind.is_whole(&answer), expected, "{answer:?}");
        }
    }

    #[test]
    fn a_matrix_is_whole_with_every_row_it_asks() {
        check(&matrix(), json!({ "taste": 4, "speed": 2 }), true);
        check(&matrix(), json!({ "taste": 4, "speed": 2, "gone": 1 }), true);
        check(&matrix(), json!({ "taste": 4 }), false);
        check(&matrix(), json!({ "taste": 4, "speed": null }), false);
        check(&matrix(), json!({}), false);
        check(&matrix(), json!("taste"), false);
    }

    #[test]
    fn an_expectation_is_whole_with_both_sides() {
        let kind = Kind::Expectation(Scale::from_one(5).unwrap(), Sides::default());
        check(&kind, json!({ "expected": 4, "actual": 2 }), true);
        check(&kind, json!({ "expected": 4 }), false);
        check(&kind, json!({ "actual": 4 }), false);
    }

    #[test]
    fn any_other_answer_is_whole() {
        check(&Kind::Date(DateField::default()), json!("2026-11-21"), true);
        let scale = Scale::from_one(5).unwrap();
        let kind = Kind::Smiley(scale);
        let answer = Answer::rating(kind.question_type(), Rating::new(3, scale).unwrap());
        assert!(kind.is_whole(&answer));
    }

    #[test]
    fn points_stand_on_the_scale_of_the_whole_or_of_the_part() {
        let seven = Scale::from_one(7).unwrap();
        assert_eq!(Kind::Expectation(seven, Sides::default()).points(), Some(seven));
        assert_eq!(matrix().points(), Scale::from_one(5));
        assert_eq!(Kind::Nps(Ends::default()).points(), Some(Scale::NPS));
        assert_eq!(Kind::Date(DateField::default()).points(), None);
    }
}
