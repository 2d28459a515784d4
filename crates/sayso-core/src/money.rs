//! What dissatisfaction costs, with the formula beside each number.
//!
//! Every input is the business's own and can be edited; what is only claimed is labelled so. How the figures are laid out
//! is left to the page that shows them.

mod figure;
mod loss;
mod replacement;

pub use figure::{Claim, Currency, Figure, Formula, Unit};
pub use loss::{ProblemImpact, RevenueAtRisk, WordOfMouth};
pub use replacement::{Factor, Replacement};
