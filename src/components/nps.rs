//! The NPS question: 0 to 10, how likely a recommendation is. One row where eleven targets of 44 px fit, else two.
//!
//! Keyboard as in [`super::rating_group`], names for screen readers as in [`super::points`].

use sayso_core::answer::Scale;
use sayso_core::survey::Ends;

use super::ask::Ask;
use super::points::{EndWords, points};
use crate::element::Element;

/// The numbers of an NPS question.
pub(super) fn nps(ask: Ask, ends: &Ends) -> Element {
    points(ask, Scale::NPS, &EndWords::or(ask, ends, "nps.low", "nps.high"))
}
