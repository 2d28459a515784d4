//! How likely a customer is to leave without a word: listed points for people to judge, never a decision about one.
//!
//! What to do about it, and whether to do anything, is left to the business.

mod bgnbd;
mod ghosting;

pub use bgnbd::{BgNbd, History};
pub use ghosting::{Cause, Ghosting, Point, Resolution, Signals, Visits, Weights};
