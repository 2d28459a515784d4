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
    /// The sign is the pleasure axis of the circumplex (Russell, 1980, *Journal of Personality and Social Psychology*
    /// 39:1161). The size is this product's convention: 2 for the feelings after which people act, 1 for those that linger.
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
}
