//! A browser test that fails is tried once more, alone, and said to be unsteady where it passes then.
//!
//! A hundred walks through three browsers share the machine: one that was held up must not turn a whole run red, and none that
//! fails twice, the second time with the machine to itself, may pass.

use crate::process;
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Duration;

/// With more than these something is broken.
const MOST: usize = 3;

/// Runs the tests that `command` makes of the arguments for libtest, and the few that failed once more, one after the other.
pub(crate) fn check(mut command: impl FnMut(&[String]) -> Result<Command>, limit: Duration) -> Result<()> {
    let (status, lines) = process::listen_within(&mut command(&[])?, limit)?;
    if status.success() {
        return Ok(());
    }
    let failed = failed(&lines);
    if failed.is_empty() || failed.len() > MOST {
        bail!("the tests failed ({status}); of {} of them nothing was tried again", failed.len());
    }
    eprintln!("== once more, alone: {}", failed.join(", "));
    let alone = ["--exact", "--test-threads=1"].map(str::to_owned);
    let (status, lines) = process::listen_within(&mut command(&[&alone[..], &failed].concat())?, limit)?;
    if !status.success() {
        bail!("failed twice, the second time alone: {}", self::failed(&lines).join(", "));
    }
    eprintln!("== UNSTEADY, passed the second time, alone: {}", failed.join(", "));
    Ok(())
}

/// The names of those that libtest says to have failed.
fn failed(lines: &[String]) -> Vec<String> {
    let of = |line: &String| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned());
    lines.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_mins(1);

    /// What a run says, and whether it succeeds; `$*` is what it was told to run.
    fn runs(said: &'static str) -> impl FnMut(&[String]) -> Result<Command> {
        move |arguments| {
            let mut command = Command::new("sh");
            command.args(["-c", said, "tests"]).args(arguments);
            Ok(command)
        }
    }

    #[test]
    fn what_passes_is_run_once() {
        check(runs("test $# = 0"), LIMIT).unwrap();
    }

    #[test]
    fn what_fails_once_is_tried_by_its_name_and_alone() {
        let once = "test \"$*\" = '--exact --test-threads=1 a::slow b::late' && exit
            echo 'test a::slow ... FAILED'; echo 'test a::quick ... ok'; echo 'test b::late ... FAILED'; exit 101";
        check(runs(once), LIMIT).unwrap();
    }

    #[test]
    fn what_fails_twice_fails() {
        let error = check(runs("echo 'test a::wrong ... FAILED'; exit 101"), LIMIT).unwrap_err();
        assert_eq!(error.to_string(), "failed twice, the second time alone: a::wrong");
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
