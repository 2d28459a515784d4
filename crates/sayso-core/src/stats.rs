//! Uncertainty: what a sample says about everybody, with the method that says it.
//!
//! Which responses belong to the sample is left to [`crate::aggregate`], whether something changed to [`crate::chart`].

mod difference;
mod interval;
mod mean;
mod nonresponse;
mod nps;
mod proportion;
mod quantile;
mod suppression;
mod weighted;

pub use difference::{Test, difference, two_proportion_z};
pub use interval::{Interval, Level};
pub use mean::mean_interval;
pub use nonresponse::{Bounds, non_response_bounds};
pub use nps::nps_interval;
pub use proportion::{adjusted_wald, wilson};
pub use suppression::{SMALLEST_CELL, suppressed};
pub use weighted::{WeightedMean, effective_n, post_stratification_weights, weighted_mean};
