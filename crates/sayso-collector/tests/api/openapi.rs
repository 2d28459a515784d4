//! `/openapi.json` says what the server does: schemathesis makes requests up after it, good and bad ones, and holds each
//! answer against it.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use sayso_collector::config::Access;
use serde_json::json;
use uuid::Uuid;

use super::harness::{BATCH, Bench, complaint, tap};

/// The program: the one that `cargo xtask test` has set up, or that of the `PATH`.
fn schemathesis() -> Option<PathBuf> {
    if let Some(program) = std::env::var_os("SAYSO_SCHEMATHESIS") {
        return Some(program.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join("schemathesis")).find(|file| file.is_file())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_up_after_the_description_is_answered_as_it_says() {
    let Some(program) = schemathesis() else {
        // Past the test runner, which keeps what passing tests print to itself.
        let what = "skipped, /openapi.json against the server: no schemathesis on the PATH (`cargo xtask test` brings it)";
        writeln!(std::io::stderr(), "{what}").unwrap();
        return;
    };
    let bench = Bench::with(Access::Open, |config| config.portal = Some(Vec::new())).await;
    let (status, _) =
        bench.send(BATCH, &json!([tap(2), tap(5), complaint(Uuid::now_v7(), Uuid::now_v7())])).await;
    assert_eq!(status, 202);
    // `cargo xtask fuzz` makes up more of them, others each time: about as many as go into the minutes that it is given. (The
    // tool's own `fuzz`, which takes a time, falls over a race in itself.)
    let minutes: Option<u64> = std::env::var("SAYSO_FUZZ_MINUTES").ok().and_then(|text| text.parse().ok());
    let most = minutes.map_or(25, |minutes| 60 * minutes).to_string();
    let seed = minutes.map_or(1, |_| fastrand::u32(..)).to_string();
    let output = tokio::process::Command::new(program)
        .args(["run", &bench.url("/openapi.json"), "--seed", &seed, "--max-examples", &most, "--no-color"])
        // What may be sent is narrower than a schema can say (the steps that this case allows, a version that was seen), and
        // a batch of good and bad events is answered 202, the bad ones named. Everything else is checked.
        .args(["--exclude-checks", "positive_data_acceptance,negative_data_rejection"])
        .args(["--header", &format!("Authorization: Bearer {}", bench.token)])
        .env("NO_PROXY", "127.0.0.1")
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(report.contains("Operations:       24 selected / 24 total"), "{report}");
}
