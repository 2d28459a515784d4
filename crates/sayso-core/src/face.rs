//! Which of the five faces stands for a point of a smiley scale, or for a feeling.
//!
//! Its strokes and colours are left to whoever draws it, its name to the locale files.

use crate::answer::Rating;
use crate::score::Emotion;
use crate::words::Words;

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

/// Brows, eyes and mouth of a face on a grid of 48 units, as SVG path data, within a circle of radius 20.5. Strokes are round; only the
/// best face's open mouth is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// The brows; empty where the face shows none.
    pub brows: &'static str,
    /// The eyes.
    pub eyes: &'static str,
    /// The mouth.
    pub mouth: &'static str,
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

    /// What it looks like: one family, told apart by shape before colour.
    #[inline]
    pub const fn features(self) -> Features {
        const DOTS: &str = "M17.5 20.5v.01M30.5 20.5v.01";
        match self {
            Self::Awful => Features {
                brows: "M12.5 14.2 19.6 17.4M35.5 14.2 28.4 17.4",
                eyes: "M17.5 22.5v.01M30.5 22.5v.01",
                mouth: "M15 36Q24 25.5 33 36",
            },
            Self::Bad => Features { brows: "", eyes: DOTS, mouth: "M16.5 33.5Q24 28.5 31.5 33.5" },
            Self::Neutral => Features { brows: "", eyes: DOTS, mouth: "M17 31.5H31" },
            Self::Good => Features { brows: "", eyes: DOTS, mouth: "M15.5 29.5Q24 37.5 32.5 29.5" },
            Self::Great => Features {
                brows: "",
                eyes: "M13.5 21.2Q17.2 16.4 20.9 21.2M27.1 21.2Q30.8 16.4 34.5 21.2",
                mouth: "M14 27.5H34Q33 38 24 38T14 27.5Z",
            },
        }
    }

    /// Its name where there are no locale files.
    pub fn words(self) -> Words {
        match self {
            Self::Awful => Words { vi: "Rất tệ", en: "Very bad" },
            Self::Bad => Words { vi: "Tệ", en: "Bad" },
            Self::Neutral => Words { vi: "Bình thường", en: "Okay" },
            Self::Good => Words { vi: "Tốt", en: "Good" },
            Self::Great => Words { vi: "Rất tốt", en: "Very good" },
        }
    }

    /// Its colour on paper, as in the light theme of the widget.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Awful => "#a63d2b",
            Self::Bad => "#ad5f34",
            Self::Neutral => "#857038",
            Self::Good => "#43796d",
            Self::Great => "#0f6b66",
        }
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
