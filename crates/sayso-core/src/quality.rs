//! Doubts about how answers were given. They mark, and never drop: who reads the answers decides what a mark means.

mod flag;
mod pace;
mod straight;
mod taps;

pub use flag::Flag;
pub use pace::{Pace, Timed};
pub use straight::{Battery, longest_run};
pub use taps::{TapRule, Taps, is_repeat};
