//! Rounds in which floor and ours take turns.

use anyhow::{Context, Result};
use sayso_bed::{Care, Collector, Database, Kind};

use crate::figure::{Figure, middle};
use crate::floor::{self, Transaction};
use crate::ours;
use crate::shape::Shape;

/// The middle round of each.
#[derive(Clone, Debug)]
pub struct Side {
    /// Bare inserts, row by row in a transaction for each request.
    pub floor: Figure,
    /// Bare inserts, in a transaction for as many requests as there are clients; to a server at once.
    pub grouped: Figure,
    /// The collector.
    pub ours: Figure,
    /// How much memory the collector takes up after it, in bytes.
    pub memory: u64,
}

/// As many rounds as asked for, of one load over one kind of database; floor and collector have a database each, which
/// grow by the same rows.
///
/// # Errors
/// When something does not come up, or an event is not kept.
pub async fn rounds(kind: Kind, shape: &Shape, number: usize) -> Result<Side> {
    let (below, above) = (Database::new(kind, Care::PowerCut)?, Database::new(kind, Care::PowerCut)?);
    // It makes the tables.
    drop(Collector::start(&below.url(), &[])?);
    let collector = Collector::start(&above.url(), &[])?;
    let (mut floors, mut groups, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..number {
        for (each, figures) in [(Transaction::Request, &mut floors), (Transaction::Group, &mut groups)] {
            figures.push(floor::insert(kind, &below.url(), each, floor::transactions(shape, each)?).await?);
        }
        rates.push(ours::send(&[collector.url("")], shape, ours::requests(shape)).await?);
    }
    Ok(Side {
        floor: middle(floors).context("a round")?,
        grouped: middle(groups).context("a round")?,
        ours: middle(rates).context("a round")?,
        memory: collector.memory().unwrap_or_default(),
    })
}

/// One collector and two over one server, in turns.
///
/// # Errors
/// When something does not come up, or an event is not kept.
pub async fn two_against_one(shape: &Shape, number: usize) -> Result<(Figure, Figure)> {
    let database = Database::new(Kind::Postgres, Care::PowerCut)?;
    let one = Collector::start(&database.url(), &[])?;
    let other = one.another()?;
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for _ in 0..number {
        alone.push(ours::send(&[one.url("")], shape, ours::requests(shape)).await?);
        together.push(ours::send(&[one.url(""), other.url("")], shape, ours::requests(shape)).await?);
    }
    Ok((middle(alone).context("a round")?, middle(together).context("a round")?))
}
