//! Scores of one response and of many, held against published numbers and against what must hold for any answers.

mod bad_input; // what is no answer gives no number
mod estimates; // every estimate against a plain reading of its definition
mod laws; // merging and order change nothing
mod mobi; // ACSI from 250 real respondents
mod monotone; // a better answer is never a worse score
mod published; // numbers that others printed
mod responses; // events in, aggregate out
mod table; // rows for any aggregate, made up

/// That two numbers agree to an absolute tolerance, and which they were when they do not.
#[track_caller]
fn close(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual} instead of {expected}, over {tolerance} away");
}
