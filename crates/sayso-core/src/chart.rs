//! Control charts: has the process changed, or is this noise?
//!
//! A chart says for each point within which limits it lies while nothing changed, and signals where it does not.
//! Calling somebody at once is left to [`crate::alert`], which judges a few minutes; a chart judges days.

mod cusum;
mod ewma;
mod point;
mod proportion;

pub use cusum::{Cusum, CusumPoint};
pub use ewma::{Ewma, Limits};
pub use point::{Point, Signal};
pub use proportion::{ShareChart, laney_chart, p_chart};
