//! `cargo xtask load`: the figures, as Markdown; `--soak MINUTES` holds the load and watches the memory.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use lexopt::prelude::{Long, ValueExt};
use sayso_bed::Kind;
use sayso_load::{Shape, rounds, soak, two_against_one};

/// One event a request from many at once, and a hundred.
const SHAPES: [Shape; 2] =
    [Shape { events: 10_000, batch: 1, clients: 64 }, Shape { events: 40_000, batch: 100, clients: 8 }];

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let done = minutes().and_then(|minutes| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            match minutes {
                None => figures().await,
                Some(minutes) => hold(Duration::from_mins(minutes)).await,
            }
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn minutes() -> Result<Option<u64>> {
    let mut minutes = None;
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("soak") => minutes = Some(args.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(minutes)
}

async fn figures() -> Result<()> {
    println!(
        "| database | events a request | collector, events/s | p99 | memory | bare inserts, row by row, a transaction a \
         request | of these | the same at once, a transaction for all that wait | of these |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for kind in Kind::here() {
        for shape in &SHAPES {
            let side = rounds(kind, shape, ROUNDS).await?;
            let (floor, grouped, ours) = (side.floor.rate(), side.grouped.rate(), side.ours.rate());
            println!(
                "| {} | {} | {ours:.0} | {:.0} ms | {} MiB | {floor:.0} | {:.0} % | {grouped:.0} | {:.0} % |",
                kind.name(),
                shape.batch,
                side.ours.p99_ms(),
                side.memory >> 20,
                100.0 * ours / floor,
                100.0 * ours / grouped,
            );
        }
    }
    if Kind::here().contains(&Kind::Postgres) {
        for shape in &SHAPES {
            let (alone, together) = two_against_one(shape, ROUNDS).await?;
            println!(
                "\nTwo collectors on one PostgreSQL, {} a request: {:.0} events/s, {:.2} times one ({:.0}), on {} cores that \
                 they share with the server and the client.",
                shape.batch,
                together.rate(),
                together.rate() / alone.rate(),
                alone.rate(),
                std::thread::available_parallelism()?
            );
        }
    }
    Ok(())
}

async fn hold(time: Duration) -> Result<()> {
    for kind in Kind::here() {
        let soak = soak(kind, &SHAPES[0], time).await?;
        let (second, last) = soak.second_and_last_quarter().unwrap_or_default();
        println!(
            "{}: {} events in {} min; at most {} MiB in the second quarter of the time, {} MiB in the last",
            kind.name(),
            soak.events,
            time.as_secs() / 60,
            second >> 20,
            last >> 20
        );
    }
    Ok(())
}
