//! Uncertainty: what a sample says about everybody, with the method that says it.
//!
//! Which responses belong to the sample is left to [`crate::aggregate`].

mod interval;

pub use interval::{Interval, Level};
