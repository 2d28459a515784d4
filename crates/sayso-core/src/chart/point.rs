//! One point of a chart: where it lies, within which limits, and whether that calls for attention.

/// On which side of its limits a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Signal {
    /// Under the lower limit.
    Below,
    /// Over the upper limit.
    Above,
}

/// A point and its control limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// What is charted.
    pub value: f64,
    /// Where it lies while nothing has changed.
    pub center: f64,
    /// The lower control limit.
    pub low: f64,
    /// The upper control limit.
    pub high: f64,
    /// Set when the value lies outside of its limits.
    pub signal: Option<Signal>,
}

impl Point {
    /// Judges a value by its limits; lying on one is still inside.
    pub(super) fn judged(value: f64, center: f64, low: f64, high: f64) -> Self {
        let signal = if value > high {
            Some(Signal::Above)
        } else if value < low {
            Some(Signal::Below)
        } else {
            None
        };
        Self { value, center, low, high, signal }
    }
}
