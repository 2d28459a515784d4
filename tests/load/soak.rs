//! A load for minutes, and whether the collector's memory stays as it is.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use sayso_bed::{Care, Collector, Database, Kind};

use crate::ours;
use crate::shape::Shape;

/// What a soak came to.
#[derive(Clone, Debug)]
pub struct Soak {
    /// Events that were kept.
    pub events: usize,
    /// The collector's memory after each piece of the load, in bytes.
    pub memory: Vec<u64>,
}

impl Soak {
    /// The most memory in the second quarter of the time and in the last one; in the first it still grows to its size.
    pub fn second_and_last_quarter(&self) -> Option<(u64, u64)> {
        let quarter = self.memory.len() / 4;
        let most = |part: &[u64]| part.iter().copied().max();
        Some((most(self.memory.get(quarter..2 * quarter)?)?, most(self.memory.get(3 * quarter..)?)?))
    }
}

/// Sends pieces of such a load, one after the other, for so long.
///
/// # Errors
/// When an event is not kept.
pub async fn soak(kind: Kind, piece: &Shape, time: Duration) -> Result<Soak> {
    let database = Database::new(kind, Care::PowerCut)?;
    let collector = Collector::start(&database.url(), &[])?;
    let started = Instant::now();
    let mut soak = Soak { events: 0, memory: Vec::new() };
    while started.elapsed() < time {
        ours::send(&[collector.url("")], piece, ours::requests(piece)).await?;
        soak.events += piece.events;
        soak.memory.push(collector.memory().context("the collector's memory")?);
    }
    Ok(soak)
}
