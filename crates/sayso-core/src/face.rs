//! Which of the five faces stands for a point of a smiley scale, or for a feeling.
//!
//! How a face is drawn is left to the widget, its name to the locale files.

use crate::answer::Rating;
use crate::score::Emotion;

/// One family of faces, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    /// Lowered brows and a deep downward mouth.
    Awful,
    /// A shallow downward mouth.
    Bad,
    /// A straight mouth.
    Neutral,
    /// A smile.
    Good,
    /// An open smile with raised cheeks.
    Great,
}

impl Face {
    /// Every face and its name in the locale files and the style sheet.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("awful", Self::Awful),
        ("bad", Self::Bad),
        ("neutral", Self::Neutral),
        ("good", Self::Good),
        ("great", Self::Great),
    ];

    /// The face's name in the locale files and the style sheet.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The face of a rating. Three faces leave out both extremes, four leave out the middle; a longer scale shares
    /// the five out evenly.
    ///
    /// ```
    /// use sayso_core::{answer::{Rating, Scale}, face::Face::{self, *}};
    /// let faces = |points| {
    ///     let scale = Scale::from_one(points).unwrap();
    ///     scale.values().map(|value| Face::of(Rating::new(value, scale).unwrap())).collect::<Vec<_>>()
    /// };
    /// assert_eq!(faces(3), [Bad, Neutral, Good]);
    /// assert_eq!(faces(4), [Awful, Bad, Good, Great]);
    /// assert_eq!(faces(5), [Awful, Bad, Neutral, Good, Great]);
    /// ```
    pub fn of(rating: Rating) -> Self {
        use Face::{Awful, Bad, Good, Great, Neutral};
        let step = usize::from(rating.value() - rating.scale().low());
        let last = usize::from(rating.scale().points()) - 1;
        match last {
            0 | 1 => [Bad, Good][step.min(1)],
            2 => [Bad, Neutral, Good][step],
            3 => [Awful, Bad, Good, Great][step],
            _ => [Awful, Bad, Neutral, Good, Great][(4 * step + last / 2) / last],
        }
    }

    /// The face as pleasant as a feeling, which lends it its colour.
    ///
    /// ```
    /// use sayso_core::{face::Face, score::Emotion};
    /// let faces = Emotion::NAMES.map(|(_, feeling)| Face::of_feeling(feeling));
    /// assert_eq!(faces.first(), Some(&Face::Great));
    /// assert_eq!(faces.last(), Some(&Face::Awful));
    /// ```
    pub fn of_feeling(feeling: Emotion) -> Self {
        match feeling.valence() {
            2.. => Self::Great,
            1 => Self::Good,
            0 => Self::Neutral,
            -1 => Self::Bad,
            _ => Self::Awful,
        }
    }
}
