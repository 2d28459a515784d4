//! The order that a respondent gives a list.
//!
//! Moving a row is the widget's doing; where it ends up is decided here.

use serde_json::Value;

/// The places of the offered options in the order of an earlier answer, best first. What the answer does not name, because
/// the survey has changed since, follows in the survey's order; what the survey no longer offers is passed over.
///
/// ```
/// use sayso_core::ranking;
/// use serde_json::json;
/// let offered = ["price", "taste", "speed"];
/// assert_eq!(ranking::places(&offered, Some(&json!(["speed", "price", "gone"]))), [2, 0, 1]);
/// assert_eq!(ranking::places(&offered, None), [0, 1, 2]);
/// ```
pub fn places(offered: &[&str], answer: Option<&Value>) -> Vec<usize> {
    let named = answer.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut places = Vec::with_capacity(offered.len());
    let answered = named.iter().filter_map(|id| offered.iter().position(|known| id.as_str() == Some(known)));
    for place in answered.chain(0..offered.len()) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// Where a step leads from `place`: to the neighbour, or nowhere at either end.
///
/// ```
/// use sayso_core::ranking::{Step, neighbour};
/// assert_eq!(neighbour(1, Step::Up, 3), Some(0));
/// assert_eq!(neighbour(0, Step::Up, 3), None);
/// assert_eq!(neighbour(2, Step::Down, 3), None);
/// ```
pub fn neighbour(place: usize, step: Step, count: usize) -> Option<usize> {
    match step {
        Step::Up => place.checked_sub(1),
        Step::Down => Some(place + 1).filter(|next| *next < count),
    }
}

/// One place up or down the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Towards the best.
    Up,
    /// Towards the worst.
    Down,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(answer: &Value, expected: &[usize]) {
        assert_eq!(places(&["a", "b", "c"], Some(answer)), expected, "{answer}");
    }

    #[test]
    fn every_option_stands_once_whatever_the_answer_says() {
        check(&json!(["c", "b", "a"]), &[2, 1, 0]);
        check(&json!(["b", "b", "b"]), &[1, 0, 2]);
        check(&json!([]), &[0, 1, 2]);
        check(&json!([7, null, ["a"], "c"]), &[2, 0, 1]);
        check(&json!("c"), &[0, 1, 2]);
        check(&json!({ "a": 1 }), &[0, 1, 2]);
    }
}
