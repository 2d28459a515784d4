//! The CES question: agreement, from 1 to 7, that it was easy.
//!
//! Keyboard as in [`super::rating_group`], names for screen readers as in [`super::points`].

use sayso_core::answer::Scale;
use sayso_core::survey::Ends;

use super::ask::Ask;
use super::points::{EndWords, points};
use crate::element::{Element, element};

/// The numbers of a CES question.
pub(super) fn ces(ask: Ask, ends: &Ends) -> Element {
    match Scale::of(ask.kind(), None) {
        Some(scale) => points(ask, scale, &EndWords::or(ask, ends, "ces.low", "ces.high")),
        None => element("div"),
    }
}
