//! The campaign, short; and that it can fail.

use std::io::Write;

use anyhow::Result;
use sayso_bed::{Kind, Postgres};
use sayso_faults::{Breach, Campaign, Mutant, Report, run};

/// Short, so that it can be run each time; `cargo xtask faults` runs it long.
const SHORT: Campaign =
    Campaign { database: Kind::Sqlite, responses: 200, seed: 1, faults: 0.5, mutant: None };

/// Past the test runner, which keeps what passing tests print to itself.
fn say(what: &str) -> Result<()> {
    Ok(writeln!(std::io::stderr(), "{what}")?)
}

async fn nothing_is_lost_and_nothing_twice(database: Kind) -> Result<Report> {
    let report = run(Campaign { database, ..SHORT }).await?;
    say(&format!("{}: {}", database.name(), report.figure()))?;
    report.verdict()?;
    assert_eq!(report.count.thanked, SHORT.responses);
    let happened = &report.happened;
    let least = [happened.kills, happened.outages, happened.closed_tabs, happened.offline, happened.clocks];
    assert!(least.iter().all(|times| *times > 0), "{}", report.troubles());
    Ok(report)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_thanked_for_is_kept_once_with_its_time_in_a_file() -> Result<()> {
    nothing_is_lost_and_nothing_twice(Kind::Sqlite).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_thanked_for_is_kept_once_with_its_time_on_a_server() -> Result<()> {
    if !Postgres::is_here() {
        assert_ne!(std::env::var("SAYSO_POSTGRES").as_deref(), Ok("required"), "PostgreSQL is not installed");
        return say("skipped, the fault campaign over PostgreSQL, which is not installed");
    }
    let report = nothing_is_lost_and_nothing_twice(Kind::Postgres).await?;
    assert!(report.happened.crashes > 0, "{}", report.troubles());
    Ok(())
}

async fn mutant(mutant: Mutant) -> Result<Report> {
    let report = run(Campaign { mutant: Some(mutant), ..SHORT }).await?;
    assert!(report.verdict().is_err(), "the campaign does not see {mutant:?}: {}", report.figure());
    Ok(report)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_takes_what_comes_again_for_new_is_found_out() -> Result<()> {
    let count = mutant(Mutant::Endpoint(Breach::DedupeOff)).await?.count;
    assert!(count.unthanked > 0 && count.kept > count.thanked, "{count:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_says_202_before_it_has_committed_is_found_out() -> Result<()> {
    let count = mutant(Mutant::Endpoint(Breach::AckBeforeCommit)).await?.count;
    assert!(count.missing > 0, "{count:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_thanks_before_it_has_stored_is_found_out() -> Result<()> {
    let count = mutant(Mutant::SeenBeforeStored).await?.count;
    assert!(count.missing > 0, "{count:?}");
    Ok(())
}
