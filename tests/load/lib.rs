//! How many events the collector keeps a second, beside the floor that the same database reaches on the same machine with
//! bare inserts of the same rows. Floor and ours take turns, since a machine is never alone with one of them.

mod figure;
mod floor;
mod ours;
mod round;
mod shape;
mod soak;

pub use figure::Figure;
pub use round::{Side, rounds, two_against_one};
pub use shape::Shape;
pub use soak::{Soak, soak};
