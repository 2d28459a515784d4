//! `cargo xtask faults`: the campaign over each database of this machine, as long as is asked for; exits 1 where anything is
//! lost, twice, or at another time.

use std::process::ExitCode;

use anyhow::Result;
use lexopt::prelude::{Long, ValueExt};
use sayso_bed::Kind;
use sayso_faults::{Campaign, run};

/// What is asked for.
struct Options {
    responses: usize,
    seed: u64,
}

fn main() -> ExitCode {
    let done = options().and_then(|options| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(campaigns(&options))
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn options() -> Result<Options> {
    let mut options = Options { responses: 10_000, seed: 1 };
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next()? {
        match arg {
            Long("responses") => options.responses = args.value()?.parse()?,
            Long("seed") => options.seed = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

async fn campaigns(options: &Options) -> Result<()> {
    for database in Kind::here() {
        let Options { responses, seed } = *options;
        let report = run(Campaign { database, responses, seed, faults: 0.5, mutant: None }).await?;
        println!("{}, seed {seed}: {}\n{}", database.name(), report.figure(), report.troubles());
        report.verdict()?;
    }
    Ok(())
}
