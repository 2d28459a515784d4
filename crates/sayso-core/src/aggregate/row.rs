//! A response as a row of small numbers, for tables too large to hold as responses.

use super::item::{RatingId, ValueId};
use super::moment::LocalTime;
use super::names::NameId;
use crate::config::Channel;
use crate::score::Segment;

/// One response. Its numbers come from the aggregate that it is added to.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// Where, by [`crate::aggregate::Aggregate::touchpoint`].
    pub touchpoint: NameId,
    /// Which survey, by [`crate::aggregate::Aggregate::survey`].
    pub survey: NameId,
    /// By which road.
    pub channel: Channel,
    /// In which language, by [`crate::aggregate::Aggregate::locale`].
    pub locale: NameId,
    /// When.
    pub at: LocalTime,
    /// Whether the respondent complained.
    pub complained: bool,
    /// The group that the scores put the respondent in.
    pub segment: Option<Segment>,
    /// The ratings as they were tapped.
    pub ratings: &'r [(RatingId, u8)],
    /// The numbers that were measured.
    pub values: &'r [(ValueId, f64)],
}
