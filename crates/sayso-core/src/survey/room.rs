//! How much may still be written into a text field, and when the writer should hear of it.

use super::kind::TextField;

/// The steps at which the room that is left is said aloud, so that a screen reader is not interrupted by every letter.
const STEPS: [i64; 4] = [0, 5, 20, 50];

impl TextField {
    /// How many characters may still be written; below 0 there are too many.
    ///
    /// ```
    /// use sayso_core::survey::TextField;
    /// let field = TextField { multiline: false, max_length: 10, placeholder: None };
    /// assert_eq!(field.room("Chậm quá"), 2);
    /// ```
    pub fn room(&self, text: &str) -> i64 {
        let length = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        length(self.max_length) - length(text.chars().count())
    }

    /// Whether the limit is near enough to be shown: the last fifth, at most fifty characters.
    pub fn is_near_limit(&self, room: i64) -> bool {
        room <= i64::try_from(self.max_length / 5).unwrap_or(50).min(50)
    }

    /// The room as it is said aloud: it changes at 50, 20, 5 and 0 characters and once there are too many.
    pub fn spoken_room(&self, room: i64) -> Option<i64> {
        if !self.is_near_limit(room) {
            return None;
        }
        if room < 0 { Some(-1) } else { STEPS.into_iter().find(|step| room <= *step) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_told_when_it_is_near_and_only_at_steps() {
        let check = |max_length: usize, written: usize, shown: bool, spoken: Option<i64>| {
            let field = TextField { multiline: true, max_length, placeholder: None };
            let room = field.room(&"ế".repeat(written));
            assert_eq!(
                (field.is_near_limit(room), field.spoken_room(room)),
                (shown, spoken),
                "{written} of {max_length}"
            );
        };
        check(1_000, 0, false, None);
        check(1_000, 949, false, None);
        check(1_000, 950, true, Some(50));
        check(1_000, 979, true, Some(50));
        check(1_000, 980, true, Some(20));
        check(1_000, 995, true, Some(5));
        check(1_000, 1_000, true, Some(0));
        check(1_000, 1_001, true, Some(-1));
        check(20, 15, false, None);
        check(20, 16, true, Some(5));
        check(1, 0, false, None);
        check(1, 1, true, Some(0));
    }
}
