//! The names of the doubts, as they stand in events.

use crate::decode::{Node, Problems};
use crate::words::Words;

/// A doubt about how an answer was given.
///
/// ```
/// use sayso_core::quality::Flag;
/// assert_eq!(Flag::from_name("too-fast"), Flag::TooFast);
/// // A flag of a later version is kept as it came.
/// assert_eq!(Flag::from_name("mirrored").name(), "mirrored");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// Answered in less time than reading takes.
    TooFast,
    /// The same answer to every item of a battery.
    StraightLining,
    /// One of many answers within a minute on one device.
    Burst,
    /// Closer to the last counted tap than the kiosk's interval: kept, not counted.
    TapInterval,
    /// The same device answered this survey not long ago.
    Repeat,
    /// A flag that this version does not know, as it came.
    Other(Box<str>),
}

impl Flag {
    /// Every flag of this version and its name in events and queries.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("too-fast", Self::TooFast),
        ("straight-lining", Self::StraightLining),
        ("burst", Self::Burst),
        ("tap-interval", Self::TapInterval),
        ("repeat", Self::Repeat),
    ];

    /// The most characters of a name.
    pub const MAX_NAME: usize = 100;

    /// The flag of a name; one that this version does not know is kept.
    pub fn from_name(name: &str) -> Self {
        let known = Self::NAMES.into_iter().find(|(known, _)| *known == name);
        known.map_or_else(|| Self::Other(name.into()), |(_, flag)| flag)
    }

    /// The flag's name in events and queries.
    pub fn name(&self) -> &str {
        match self {
            Self::TooFast => "too-fast",
            Self::StraightLining => "straight-lining",
            Self::Burst => "burst",
            Self::TapInterval => "tap-interval",
            Self::Repeat => "repeat",
            Self::Other(name) => name,
        }
    }

    /// The flag as staff reads it; `None` where this version does not know it.
    pub fn words(&self) -> Option<Words> {
        match self {
            Self::TooFast => Some(Words {
                vi: "Trả lời nhanh hơn thời gian đọc",
                en: "Faster than reading takes",
            }),
            Self::StraightLining => Some(Words {
                vi: "Chọn cùng một mức cho mọi dòng",
                en: "The same answer in every row",
            }),
            Self::Burst => Some(Words {
                vi: "Nhiều lượt dồn trong một phút",
                en: "Many answers within a minute",
            }),
            Self::TapInterval => Some(Words {
                vi: "Bấm liền sau lượt trước, giữ lại nhưng không tính",
                en: "Tapped right after another: kept, not counted",
            }),
            Self::Repeat => Some(Words {
                vi: "Máy này vừa trả lời gần đây",
                en: "This device answered not long ago",
            }),
            Self::Other(_) => None,
        }
    }

    /// Reads a flag of an event.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        node.name(Self::MAX_NAME, problems).map(Self::from_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_its_flag_and_back() {
        for (name, flag) in Flag::NAMES {
            assert_eq!(flag.name(), name);
            assert_eq!(Flag::from_name(name), flag);
            assert!(flag.words().is_some());
        }
    }
}
