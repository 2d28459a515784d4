//! Uncertainty: what a sample says about everybody, with the method that says it.
//!
//! Which responses belong to the sample is left to [`crate::aggregate`].

mod interval;
mod mean;
mod nps;
mod proportion;
mod quantile;

pub use interval::{Interval, Level};
pub use mean::mean_interval;
pub use nps::nps_interval;
pub use proportion::{adjusted_wald, wilson};
