//! The load, short: that it is what is measured. How fast anything is, is not tested: a machine is never alone.

use std::time::Duration;

use anyhow::Result;
use sayso_bed::Kind;
use sayso_load::{Shape, rounds, soak, two_against_one};

const SHORT: Shape = Shape { events: 300, batch: 10, clients: 4 };

#[tokio::test(flavor = "multi_thread")]
async fn floor_and_ours_are_measured_over_each_database() -> Result<()> {
    for kind in Kind::here() {
        for shape in [SHORT, Shape { batch: 1, ..SHORT }] {
            let side = rounds(kind, &shape, 1).await?;
            assert!(
                side.floor.rate() > 0.0 && side.ours.rate() > 0.0 && side.ours.p99_ms() > 0.0,
                "{side:?}"
            );
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_collectors_share_one_server() -> Result<()> {
    if Kind::here().contains(&Kind::Postgres) {
        let (alone, together) = two_against_one(&SHORT, 1).await?;
        assert!(alone.rate() > 0.0 && together.rate() > 0.0);
    }
    Ok(())
}

/// What was taken once is taken up again: the second half of a load needs no more than the first.
#[tokio::test(flavor = "multi_thread")]
async fn under_a_load_that_goes_on_the_memory_stays_as_it_is() -> Result<()> {
    let soak = soak(Kind::Sqlite, &SHORT, Duration::from_secs(5)).await?;
    if let Some((second, last)) = soak.second_and_last_quarter() {
        assert!(last < second + second / 2 + (16 << 20), "{second} bytes became {last}");
    }
    Ok(())
}
