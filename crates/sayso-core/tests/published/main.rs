//! The statistics held against numbers from elsewhere, and against what must hold for any input.

mod alerts; // the streaming rule, answer by answer
mod bad_input; // what has no answer says so
mod charts; // control charts from handbooks
mod drivers; // shares of R² from the literature
mod intervals; // intervals and tests from the literature
mod oracle; // what no publication prints, against NumPy, SciPy and statsmodels
mod properties; // what holds for every input
mod regressions; // what fuzzing found

/// That two numbers agree to an absolute tolerance, and which they were when they do not.
#[track_caller]
fn close(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual} instead of {expected}, over {tolerance} away");
}
