//! Whether somebody gave the same answer to everything. They may well mean it, which is why this only marks.

use super::Flag;
use crate::error::Error;

/// When a battery of items with one scale is long enough to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Battery {
    items: usize,
}

impl Default for Battery {
    /// Four items: with fewer, honest answers are the same too often.
    fn default() -> Self {
        Self { items: 4 }
    }
}

impl Battery {
    /// Judged from so many answered items on.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] below 2.
    pub fn new(items: usize) -> Result<Self, Error> {
        if items >= 2 { Ok(Self { items }) } else { Err(Error::OutOfRange { argument: "items" }) }
    }

    /// [`Flag::StraightLining`] where all answers are the same. Items left out are left out of the slice.
    ///
    /// # Formula
    /// Longest run = number of answers (simple non-differentiation).
    ///
    /// # Source
    /// Kim, Dykema, Stevenson, Black and Moberg, "Straightlining", *Social Science Computer Review* 37 (2019) 214.
    ///
    /// ```
    /// use sayso_core::quality::{Battery, Flag};
    /// assert_eq!(Battery::default().flag(&[4, 4, 4, 4, 4]), Some(Flag::StraightLining));
    /// assert_eq!(Battery::default().flag(&[4, 4, 3, 4, 4]), None);
    /// assert_eq!(Battery::default().flag(&[4, 4, 4]), None);
    /// ```
    pub fn flag(self, answers: &[u8]) -> Option<Flag> {
        let straight = answers.len() >= self.items && longest_run(answers) == answers.len();
        straight.then_some(Flag::StraightLining)
    }
}

/// The length of the longest run of one answer: the long-string index (Curran, *Journal of Experimental Social
/// Psychology* 66 (2016) 4).
///
/// ```
/// assert_eq!(sayso_core::quality::longest_run(&[1, 3, 3, 3, 2, 2]), 3);
/// ```
pub fn longest_run(answers: &[u8]) -> usize {
    answers.chunk_by(|one, next| one == next).map(<[u8]>::len).max().unwrap_or(0)
}
