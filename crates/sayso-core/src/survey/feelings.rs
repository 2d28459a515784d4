//! In which order the feelings of an emotion question stand.

use crate::decode::{Fields, Problems};
use crate::score::Emotion;

use super::kind::flag;

/// What an emotion question says of its faces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Feelings {
    /// Whether they begin with the unpleasant ones: whoever is asked about a trouble looks for those.
    pub worst_first: bool,
}

impl Feelings {
    /// The feelings with their names, in the order in which they stand.
    ///
    /// ```
    /// use sayso_core::{score::Emotion, survey::Feelings};
    /// assert_eq!(Feelings { worst_first: false }.in_order(), Emotion::NAMES);
    /// assert_eq!(Feelings { worst_first: true }.in_order()[0], ("annoyed", Emotion::Annoyed));
    /// ```
    pub fn in_order(self) -> [(&'static str, Emotion); 7] {
        let mut feelings = Emotion::NAMES;
        if self.worst_first {
            feelings.reverse();
        }
        feelings
    }

    pub(super) fn decode(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<Self> {
        Some(Self { worst_first: flag(fields, "worst_first", problems)? })
    }
}
