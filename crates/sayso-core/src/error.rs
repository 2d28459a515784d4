//! Why a computation of this crate has no answer. Documents that cannot be read are [`crate::problem`]'s matter.

use std::fmt;

use crate::complaint::State;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// An argument is NaN, infinite, or outside of the range that its documentation states.
    OutOfRange {
        /// The argument's name.
        argument: &'static str,
    },
    /// A complaint's case may not go from one state to the other.
    Transition {
        /// Where it is.
        from: State,
        /// Where it cannot go.
        to: State,
    },
    /// A moment lies before the one that it has to follow.
    TimeReversed,
    /// A business calendar does not open for as long as was asked within ten years.
    NeverOpen,
    /// A complaint's reference number has too few or too many symbols.
    ReferenceLength,
    /// A complaint's reference number has a symbol that no reference number has.
    ReferenceSymbol,
    /// A complaint's reference number was mistyped: its check symbol does not fit.
    ReferenceCheck,
    /// A series did not settle within its limit of terms.
    NoConvergence,
    /// There are fewer observations than the method needs.
    TooFew {
        /// How many it needs.
        needed: usize,
    },
    /// Two arguments that belong together differ in length.
    LengthMismatch {
        /// The argument whose length is wrong.
        argument: &'static str,
    },
    /// A quantity never changes, so that nothing can be explained by it or measured against its spread.
    Constant {
        /// The argument's name.
        argument: &'static str,
    },
    /// Predictors determine one another, or so nearly that a share for each would be rounding noise.
    Singular,
    /// Satisfaction with the product and with the service would go into one number.
    ProductAndService,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { argument } => write!(f, "{argument} is out of range"),
            Self::Transition { from, to } => {
                write!(f, "a case that is {} cannot become {}", from.name(), to.name())
            }
            Self::TimeReversed => f.write_str("a time lies before the one that it has to follow"),
            Self::NeverOpen => f.write_str("the calendar does not open for that long within ten years"),
            Self::ReferenceLength => f.write_str("a reference number has nine letters and digits after SO"),
            Self::ReferenceSymbol => {
                f.write_str("a reference number begins with SO and has only letters and digits")
            }
            Self::ReferenceCheck => f.write_str("the reference number has a mistake in it"),
            Self::NoConvergence => f.write_str("the series does not settle"),
            Self::TooFew { needed } => write!(f, "fewer than {needed} observations"),
            Self::LengthMismatch { argument } => write!(f, "{argument} has the wrong length"),
            Self::Constant { argument } => write!(f, "{argument} never changes"),
            Self::Singular => f.write_str("the predictors determine one another"),
            Self::ProductAndService => f.write_str("product and service are two things, not one number"),
        }
    }
}

impl std::error::Error for Error {}
