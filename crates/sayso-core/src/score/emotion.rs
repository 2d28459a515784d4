//! The feeling that stayed, and how pleasant it is.

/// The feelings of the emotion picker, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Emotion {
    /// Vui.
    Happy,
    /// Yên tâm.
    Reassured,
    /// Bình thường.
    Neutral,
    /// Lo.
    Worried,
    /// Nghi ngờ.
    Doubtful,
    /// Hoang mang.
    Bewildered,
    /// Bực.
    Annoyed,
}

impl Emotion {
    /// Every feeling and its name in answers.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("happy", Self::Happy),
        ("reassured", Self::Reassured),
        ("neutral", Self::Neutral),
        ("worried", Self::Worried),
        ("doubtful", Self::Doubtful),
        ("bewildered", Self::Bewildered),
        ("annoyed", Self::Annoyed),
    ];

    /// The feeling's name in answers.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The feeling of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, emotion)| *emotion)
    }

    /// How pleasant the feeling is, from −2 to +2.
    ///
    /// # Formula
    /// A table: happy +2, reassured +1, neutral 0, worried −1, doubtful −1, bewildered −2, annoyed −2.
    ///
    /// # Source
    /// The sign is that of the norms of Warriner, Kuperman and Brysbaert (2013), *Behavior Research Methods* 45:1191, around
    /// their midpoint 5: happy 8.47, reassure 6.55, neutral 5.50, worried 3.27, doubtful 3.86, bewildered 4.32, annoyed 2.80. The
    /// size is this product's convention, and for "hoang mang", which is more alarmed than the English word, its own.
    ///
    /// ```
    /// use sayso_core::score::Emotion::*;
    /// let picker = [Happy, Reassured, Neutral, Worried, Doubtful, Bewildered, Annoyed];
    /// assert_eq!(picker.map(|emotion| emotion.valence()), [2, 1, 0, -1, -1, -2, -2]);
    /// ```
    pub fn valence(self) -> i8 {
        match self {
            Self::Happy => 2,
            Self::Reassured => 1,
            Self::Neutral => 0,
            Self::Worried | Self::Doubtful => -1,
            Self::Bewildered | Self::Annoyed => -2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_order_of_the_enum() {
        for (name, emotion) in Emotion::NAMES {
            assert_eq!((emotion.name(), Emotion::from_name(name)), (name, Some(emotion)));
        }
        assert_eq!(Emotion::from_name("vui"), None);
    }

    #[test]
    fn the_sign_is_that_of_the_published_norms() {
        let norms = [8.47, 6.55, 5.50, 3.27, 3.86, 4.32, 2.80];
        for ((name, emotion), norm) in Emotion::NAMES.into_iter().zip(norms) {
            // Within half a point of the middle a word counts as neither.
            let expected = if norm > 5.5 { 1 } else { -i8::from(norm < 4.5) };
            assert_eq!(emotion.valence().signum(), expected, "{name}");
        }
    }
}
