//! By what responses are told apart, and the small key that stands for one such group.

use super::moment::{LocalTime, date_of};
use crate::config::Channel;

/// Something that responses can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Where.
    Touchpoint,
    /// Which survey, in all of its versions.
    Survey,
    /// Which question. It divides the estimates, not the responses.
    Question,
    /// By which road the respondent came.
    Channel,
    /// In which language.
    Locale,
    /// On which local day. With [`Dimension::Hour`] it makes a series of hours.
    Day,
    /// In which hour of the local day.
    Hour,
    /// On which local day of the week.
    Weekday,
}

impl Dimension {
    /// Every dimension and its name in queries and answers.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("touchpoint", Self::Touchpoint),
        ("survey", Self::Survey),
        ("question", Self::Question),
        ("channel", Self::Channel),
        ("locale", Self::Locale),
        ("day", Self::Day),
        ("hour", Self::Hour),
        ("weekday", Self::Weekday),
    ];

    /// The dimension's name in queries and answers.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// A set of dimensions; the empty one makes one group of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grouping(u8);

impl Grouping {
    /// The set of these dimensions.
    pub fn by(dimensions: impl IntoIterator<Item = Dimension>) -> Self {
        Self(dimensions.into_iter().fold(0, |set, dimension| set | 1 << dimension as u8))
    }

    /// Whether the dimension is one of them.
    pub fn has(self, dimension: Dimension) -> bool {
        self.0 & 1 << dimension as u8 != 0
    }

    /// The dimensions, in the order of [`Dimension::NAMES`].
    pub fn dimensions(self) -> impl Iterator<Item = Dimension> {
        Dimension::NAMES
            .into_iter()
            .map(|(_, dimension)| dimension)
            .filter(move |dimension| self.has(*dimension))
    }
}

/// What a group's responses have in common; `NONE` where the grouping does not ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) touchpoint: u32,
    pub(super) survey: u32,
    pub(super) locale: u32,
    day: i32,
    /// Channel, hour and weekday, a byte each: fewer words to hash.
    rest: u32,
}

const NONE: u32 = u32::MAX;

impl Key {
    /// The key of a response under a grouping.
    #[inline]
    pub(super) fn new(
        grouping: Grouping,
        [touchpoint, survey, locale]: [u32; 3],
        channel: Channel,
        at: LocalTime,
    ) -> Self {
        let if_asked = |dimension, id: u32| if grouping.has(dimension) { id } else { NONE };
        let byte = |dimension, byte: u8| u32::from(if grouping.has(dimension) { byte } else { 0xff });
        Self {
            touchpoint: if_asked(Dimension::Touchpoint, touchpoint),
            survey: if_asked(Dimension::Survey, survey),
            locale: if_asked(Dimension::Locale, locale),
            day: if grouping.has(Dimension::Day) { at.day() } else { 0 },
            rest: byte(Dimension::Channel, channel as u8) << 16
                | byte(Dimension::Hour, at.hour()) << 8
                | byte(Dimension::Weekday, at.weekday()),
        }
    }

    /// The same group, its names numbered as another aggregate numbers them.
    pub(super) fn renamed(mut self, touchpoints: &[u32], surveys: &[u32], locales: &[u32]) -> Self {
        for (id, ids) in
            [(&mut self.touchpoint, touchpoints), (&mut self.survey, surveys), (&mut self.locale, locales)]
        {
            *id = ids.get(*id as usize).copied().unwrap_or(NONE);
        }
        self
    }

    /// A small number that differs between keys of the same time, for neighbours in a table.
    #[inline]
    pub(super) fn slot(self) -> usize {
        let mixed = self.survey.wrapping_mul(257).wrapping_add(self.locale.wrapping_mul(131));
        self.touchpoint.wrapping_add(mixed).wrapping_add((self.rest >> 16) * 67) as usize
    }

    /// The key without the numbers of its names, which say nothing about their order.
    pub(super) fn unnamed(self) -> Self {
        Self { touchpoint: NONE, survey: NONE, locale: NONE, ..self }
    }

    /// The channel, day, hour or weekday in words.
    pub(super) fn label(self, dimension: Dimension) -> String {
        let [_, channel, hour, weekday] = self.rest.to_be_bytes();
        match dimension {
            Dimension::Channel => {
                Channel::NAMES.get(usize::from(channel)).map_or("", |(name, _)| name).to_owned()
            }
            Dimension::Day => date_of(self.day),
            Dimension::Hour if hour < 10 => ["0", &hour.to_string()].concat(),
            Dimension::Hour => hour.to_string(),
            Dimension::Weekday => weekday.to_string(),
            Dimension::Touchpoint | Dimension::Survey | Dimension::Locale | Dimension::Question => {
                String::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_order_of_the_enum() {
        for (name, dimension) in Dimension::NAMES {
            assert_eq!(dimension.name(), name);
        }
    }

    #[test]
    fn a_key_tells_apart_only_what_is_asked() {
        let at = LocalTime::from_epoch_ms(1_795_268_280_123, 25_200).unwrap();
        let key = |grouping, touchpoint| Key::new(grouping, [touchpoint, 0, 0], Channel::Web, at);
        let by_day = Grouping::by([Dimension::Day, Dimension::Hour]);
        assert_eq!(key(by_day, 1), key(by_day, 2));
        assert_ne!(
            key(Grouping::by([Dimension::Touchpoint]), 1),
            key(Grouping::by([Dimension::Touchpoint]), 2)
        );
        assert_eq!(key(by_day, 1).label(Dimension::Day), "2026-11-21");
    }
}
