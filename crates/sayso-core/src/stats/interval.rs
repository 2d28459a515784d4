//! An estimate with its confidence interval.

use crate::error::Error;

/// A confidence level, strictly between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Level(f64);

impl Level {
    /// The usual 95 %.
    pub const P95: Self = Self(0.95);

    /// A level of one's own.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless it lies strictly between 0 and 1.
    pub fn new(level: f64) -> Result<Self, Error> {
        if level > 0.0 && level < 1.0 {
            Ok(Self(level))
        } else {
            Err(Error::OutOfRange { argument: "level" })
        }
    }

    /// The level as a number, such as 0.95.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// An estimate and the interval that holds the true value at the stated level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The best single number.
    pub estimate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// At which level.
    pub level: Level,
}

impl Interval {
    /// Cut to the range that the quantity can have, and never so that its own estimate falls out of it.
    pub(super) fn clipped(estimate: f64, low: f64, high: f64, level: Level, min: f64, max: f64) -> Self {
        Self { estimate, low: low.max(min).min(estimate), high: high.min(max).max(estimate), level }
    }
}
