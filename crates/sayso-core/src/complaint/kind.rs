//! What somebody wants to say. Praise is recorded as carefully as a complaint.

use crate::words::Words;

/// What somebody wants to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Something went wrong and calls for an answer.
    Complaint,
    /// Something went well.
    Praise,
    /// Something could be better.
    Suggestion,
    /// Something is not clear.
    Question,
}

impl Kind {
    /// Every kind and its name in events and queries.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("complaint", Self::Complaint),
        ("praise", Self::Praise),
        ("suggestion", Self::Suggestion),
        ("question", Self::Question),
    ];

    /// The kind's name in events and queries.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The kind as a customer reads it.
    pub fn label(self) -> Words {
        match self {
            Self::Complaint => Words { vi: "Than phiền", en: "Complaint" },
            Self::Praise => Words { vi: "Khen ngợi", en: "Praise" },
            Self::Suggestion => Words { vi: "Góp ý", en: "Suggestion" },
            Self::Question => Words { vi: "Câu hỏi", en: "Question" },
        }
    }
}
