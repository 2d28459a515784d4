//! Why a computation of this crate has no answer. Documents that cannot be read are [`crate::problem`]'s matter.

use std::fmt;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// An argument is NaN, infinite, or outside of the range that its documentation states.
    OutOfRange {
        /// The argument's name.
        argument: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { argument } => write!(f, "{argument} is out of range"),
        }
    }
}

impl std::error::Error for Error {}
