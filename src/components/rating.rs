//! The rating question: numbers from 1, two to ten of them, with the survey's words under both ends.
//!
//! Keyboard as in [`super::rating_group`], names for screen readers as in [`super::points`].

use sayso_core::answer::Scale;
use sayso_core::survey::Ends;

use super::ask::Ask;
use super::points::{EndWords, points};
use crate::element::Element;

/// The numbers of a rating question. What is rated is the survey's to say, so there are no words but its own.
pub(super) fn rating(ask: Ask, scale: Scale, ends: &Ends) -> Element {
    points(ask, scale, &EndWords::of(ask, ends))
}
