//! A test in a browser that fails is tried once more, alone, and said to be unsteady where it passes then.
//!
//! A hundred walks through three browsers share the machine: one that was held up must not turn a whole run red, and none that
//! fails twice, the second time with the machine to itself, may pass.

use crate::process;
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Duration;

/// With more than these something is broken.
const MOST: usize = 3;

/// Runs the tests: `command` makes the run of all of them, and that of the one which it is given the name of. The few that
/// failed run once more, one after the other.
pub(crate) fn check(mut command: impl FnMut(Option<&str>) -> Result<Command>, limit: Duration) -> Result<()> {
    let (status, lines) = process::listen_within(&mut command(None)?, limit)?;
    if status.success() {
        return Ok(());
    }
    let failed = failed(&lines);
    // A run that was broken off has not tried the rest.
    let is_whole = lines.iter().any(|line| line.starts_with("test result: FAILED"));
    if failed.is_empty() || failed.len() > MOST || !is_whole {
        bail!("the tests failed ({status}); of {} of them nothing was tried again", failed.len());
    }
    for name in &failed {
        eprintln!("== once more, alone: {name}");
        let (status, lines) = process::listen_within(&mut command(Some(name))?, limit)?;
        let passed = ["test ", name, " ... ok"].concat();
        if !status.success() || !lines.contains(&passed) {
            bail!("{name} failed twice, the second time alone ({status})");
        }
    }
    eprintln!("== UNSTEADY, passed the second time, alone: {}", failed.join(", "));
    Ok(())
}

/// The names of those that libtest, or the runner of component tests, says to have failed.
fn failed(lines: &[String]) -> Vec<String> {
    let of = |line: &String| match line.strip_prefix("test ")?.split_once(" ... ")? {
        (name, "FAILED" | "FAIL") => Some(name.to_owned()),
        _ => None,
    };
    lines.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_mins(1);

    /// What a run says, and whether it succeeds; `$1` is the test that it was told to run.
    fn runs(said: &'static str) -> impl FnMut(Option<&str>) -> Result<Command> {
        move |name| {
            let mut command = Command::new("sh");
            command.args(["-c", said, "tests"]).args(name);
            Ok(command)
        }
    }

    #[test]
    fn what_passes_is_run_once() {
        check(runs("test $# = 0"), LIMIT).unwrap();
    }

    #[test]
    fn what_fails_once_is_tried_by_its_name_and_alone() {
        let once = "case $1 in a::slow | b::late) echo \"test $1 ... ok\"; exit;; esac
            echo 'test a::slow ... FAILED'; echo 'test a::quick ... ok'; echo 'test b::late ... FAIL'; echo 'test result: FAILED.'; exit 101";
        check(runs(once), LIMIT).unwrap();
    }

    #[test]
    fn what_fails_twice_fails() {
        let error =
            check(runs("echo 'test a::wrong ... FAILED'; echo 'test result: FAILED.'; exit 101"), LIMIT);
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("a::wrong failed twice"), "{error}");
    }

    #[test]
    fn a_run_that_was_broken_off_and_a_second_one_of_nothing_do_not_pass() {
        let told = |said| check(runs(said), LIMIT).unwrap_err().to_string();
        let broken = told(
            "test $# != 0 && echo \"test $1 ... ok\" && exit; echo 'test a::wrong ... FAILED'; exit 101",
        );
        assert!(broken.contains("of 1 of them"), "{broken}");
        let of_nothing = told(
            "test $# != 0 && exit; echo 'test a::lost ... FAILED'; echo 'test result: FAILED.'; exit 101",
        );
        assert!(of_nothing.starts_with("a::lost failed twice"), "{of_nothing}");
    }

    #[test]
    fn many_that_fail_and_none_that_is_named_are_not_tried_again() {
        let told = |said| check(runs(said), LIMIT).unwrap_err().to_string();
        let many =
            told("test $# = 0 && for t in a b c d; do echo \"test $t ... FAILED\"; done; test $# != 0");
        assert!(many.contains("of 4 of them"), "{many}");
        let unnamed = told("test $# != 0");
        assert!(unnamed.contains("of 0 of them"), "{unnamed}");
    }
}
