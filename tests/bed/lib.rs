//! What the tests stand on: processes that never outlive them, a `PostgreSQL` server of their own, a collector to kill.
//!
//! What is tested with them is left to those who use them.

mod collector;
mod database;
mod postgres;
mod process;

pub use collector::Collector;
pub use database::{Database, Kind};
pub use postgres::{Care, Postgres};
pub use process::Process;

use anyhow::{Context, Result};
use std::path::PathBuf;
use std::time::Duration;

/// Longer than anything takes on a busy machine with two cores; a test that waits this long has failed.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// A path that `cargo xtask` passes on in the environment.
///
/// # Errors
/// When the variable is not set.
pub fn setting(name: &str) -> Result<PathBuf> {
    let value =
        std::env::var_os(name).with_context(|| format!("{name} is not set: run this by `cargo xtask`"))?;
    Ok(PathBuf::from(value))
}
