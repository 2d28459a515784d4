//! What is wrong with a piece of input, where, and in words that its author understands.
//!
//! Every decoder of this crate answers with all problems at once. Who shows them, and to whom, is left to the caller.

use std::fmt;

/// One thing that is wrong in a JSON document.
///
/// ```
/// use sayso_core::problem::Problem;
/// let problem = Problem::new("/questions/2/scale", "expected 2 to 10, found 11");
/// assert_eq!(problem.to_string(), "/questions/2/scale: expected 2 to 10, found 11");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a JSON Pointer (RFC 6901); empty for the whole document.
    pub path: String,
    /// What was expected and what was found.
    pub reason: String,
}

impl Problem {
    /// A problem at `path`.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        f.write_str(": ")?;
        f.write_str(&self.reason)
    }
}
