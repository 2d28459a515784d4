//! The body of a question by its type, where one tap does not answer it: what the widget's second part draws.

use sayso_core::survey::Kind;

use super::ask::Ask;
use super::choice::choice;
use super::complaint::complaint;
use super::consent::consent;
use super::contact::contact;
use super::date::date;
use super::dropdown::dropdown;
use super::emotion::emotion;
use super::expectation::expectation;
use super::file::file;
use super::matrix::matrix;
use super::number::number;
use super::ranking::ranking;
use super::slider::slider;
use super::statement::statement;
use super::text::text;
use crate::element::{Element, element};

/// What the question's type draws.
pub(crate) fn body(ask: Ask, kind: &Kind) -> Element {
    match kind {
        Kind::Ranking(options) => ranking(ask, options),
        Kind::Matrix(rows) => matrix(ask, rows),
        Kind::Slider(range) => slider(ask, range),
        Kind::Expectation(scale, sides) => expectation(ask, *scale, sides),
        Kind::Emotion(feelings) => emotion(ask, *feelings),
        Kind::Choice(choices) => choice(ask, choices),
        Kind::Dropdown(options) => dropdown(ask, options),
        Kind::Text(field) => text(ask, field),
        Kind::Number(field) => number(ask, field),
        Kind::Date(field) => date(ask, *field),
        Kind::Contact(fields) => contact(ask, *fields),
        Kind::Consent(words) => consent(ask, words),
        Kind::Complaint(intake) => complaint(ask, intake),
        Kind::File(field) => file(ask, *field),
        Kind::Statement(words) => statement(ask, words.as_ref()),
        _ => element("div"),
    }
}
