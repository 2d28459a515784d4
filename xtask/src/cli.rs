//! The command line: raw arguments in, a [`Command`] out. Running it is left to the command's module.

use crate::invite::{Posters, Snippet};
use anyhow::{Context, Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};
use std::path::PathBuf;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  serve [--port 8787]            build the widget and the collector, serve the demo shop over SQLite
  test [--only PART]... [NAME]   check everything; PART is lint, core, faults, web, dist or e2e; NAME filters tests
  check-survey FILE...           what is wrong with surveys, by JSON path; exits 1 where something is
  qr --base URL [--survey csat] [--paper a6,a4] [--out posters] ID[=TÊN|NAME]...
                                 posters as SVG, with a code that leads to the survey's page, for touch points
  snippet email|sms --base URL [--survey csat] ID
                                 a rating to paste into an e-mail, as HTML; or texts for phones and how many messages each is
  dist                           dist/: the files to host, their .br and .gz twins, their hashes, the npm package
  screenshot                     docs/screenshot.png, the README's picture of the shop
  faults [--responses 10000] [--seed 1]
                                 the fault campaign over each database: as many thanks as complete responses
  fuzz [--minutes 10]            nonsense for the collector over each database: no 5xx, no panic
  load [--soak MINUTES]          events a second and p99 over each database, beside bare inserts; or memory over minutes of load
  bench [first | aggregate]      the first rating beside peers from npm, the core's aggregate beside JavaScript, as Markdown
  size [--no-build] [--markdown] the size of each file in dist/ against xtask/size-budget.json

Whatever a command needs beyond rustup's stable toolchain is installed where the machine lets it, and named where not.";

/// One command with its options.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Help,
    Serve { port: u16 },
    Bench { which: Option<String> },
    CheckSurvey { files: Vec<PathBuf> },
    Dist,
    Faults { responses: u64, seed: u64 },
    Fuzz { minutes: u64 },
    Load { soak: Option<u64> },
    Qr(Posters),
    Screenshot,
    Size { build: bool, markdown: bool },
    Snippet(Snippet),
    Test(TestOptions),
}

/// What `test` runs: every part in order, unless some are chosen.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct TestOptions {
    /// The chosen parts; empty means all.
    pub(crate) only: Vec<Part>,
    /// Passed to the test runners; only tests whose name contains it run.
    pub(crate) filter: Option<String>,
}

/// A part of the test suite, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Part {
    /// Formatting and clippy.
    Lint,
    /// Unit, property and doc tests of the native packages.
    Core,
    /// The fault campaign and the load, short.
    Faults,
    /// Component tests in a headless browser.
    Web,
    /// The files to host and their size budget.
    Dist,
    /// The whole walk in a real browser.
    E2e,
}

/// Reads this process's arguments.
pub(crate) fn parse() -> Result<Command> {
    parse_from(lexopt::Parser::from_env())
}

fn parse_from(mut args: lexopt::Parser) -> Result<Command> {
    let name = match args.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Value(name)) => name.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    match name.as_str() {
        "serve" => serve(args),
        "bench" => bench(args),
        "check-survey" => check_survey(args),
        "dist" => alone(args, Command::Dist),
        "faults" => faults(args),
        "fuzz" => fuzz(args),
        "load" => load(args),
        "qr" => qr(args),
        "screenshot" => alone(args, Command::Screenshot),
        "size" => size(args),
        "snippet" => snippet(args),
        "test" => test(args),
        _ => bail!("no command `{name}`"),
    }
}

/// A command without options.
fn alone(mut args: lexopt::Parser, command: Command) -> Result<Command> {
    match args.next()? {
        None => Ok(command),
        Some(other) => Err(other.unexpected().into()),
    }
}

fn bench(mut args: lexopt::Parser) -> Result<Command> {
    let mut which = None;
    while let Some(arg) = args.next()? {
        match arg {
            Value(name) if name == "first" || name == "aggregate" => which = Some(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Bench { which })
}

fn serve(mut args: lexopt::Parser) -> Result<Command> {
    let mut port = 8787;
    while let Some(arg) = args.next()? {
        match arg {
            Long("port") => port = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Serve { port })
}

fn check_survey(mut args: lexopt::Parser) -> Result<Command> {
    let mut files = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Value(file) => files.push(file.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    if files.is_empty() {
        bail!("check-survey wants the path of a survey");
    }
    Ok(Command::CheckSurvey { files })
}

fn faults(mut args: lexopt::Parser) -> Result<Command> {
    let (mut responses, mut seed) = (10_000, 1);
    while let Some(arg) = args.next()? {
        match arg {
            Long("responses") => responses = args.value()?.parse()?,
            Long("seed") => seed = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Faults { responses, seed })
}

fn fuzz(mut args: lexopt::Parser) -> Result<Command> {
    let mut minutes = 10;
    while let Some(arg) = args.next()? {
        match arg {
            Long("minutes") => minutes = args.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Fuzz { minutes })
}

fn load(mut args: lexopt::Parser) -> Result<Command> {
    let mut soak = None;
    while let Some(arg) = args.next()? {
        match arg {
            Long("soak") => soak = Some(args.value()?.parse()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Load { soak })
}

fn qr(mut args: lexopt::Parser) -> Result<Command> {
    let (mut base, mut survey, mut paper) = (None, "csat".to_owned(), "a6,a4".to_owned());
    let (mut out, mut touchpoints) = ("posters".into(), Vec::new());
    while let Some(arg) = args.next()? {
        match arg {
            Long("base") => base = Some(args.value()?.string()?),
            Long("survey") => survey = args.value()?.string()?,
            Long("paper") => paper = args.value()?.string()?,
            Long("out") => out = args.value()?,
            Value(touchpoint) => touchpoints.push(touchpoint.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let base = base.context("qr wants --base, the address of the page that shows the survey")?;
    if touchpoints.is_empty() {
        bail!("qr wants the id of a touch point, such as table-7 or \"table-7=Bàn 7|Table 7\"");
    }
    Ok(Command::Qr(Posters { base, survey, out, paper, touchpoints }))
}

fn size(mut args: lexopt::Parser) -> Result<Command> {
    let (mut build, mut markdown) = (true, false);
    while let Some(arg) = args.next()? {
        match arg {
            Long("no-build") => build = false,
            Long("markdown") => markdown = true,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Size { build, markdown })
}

fn snippet(mut args: lexopt::Parser) -> Result<Command> {
    let road = match args.next()? {
        Some(Value(road)) if road == "email" => "email",
        Some(Value(road)) if road == "sms" => "sms",
        _ => bail!("snippet wants email or sms"),
    };
    let (mut base, mut survey, mut touchpoint) = (None, "csat".to_owned(), None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("base") => base = Some(args.value()?.string()?),
            Long("survey") => survey = args.value()?.string()?,
            Value(id) if touchpoint.is_none() => touchpoint = Some(id.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let base = base.context("snippet wants --base, the address of the page that shows the survey")?;
    let touchpoint = touchpoint.context("snippet wants the id of a touch point, such as order-mail")?;
    Ok(Command::Snippet(Snippet { road, base, survey, touchpoint }))
}

fn test(mut args: lexopt::Parser) -> Result<Command> {
    let mut options = TestOptions::default();
    while let Some(arg) = args.next()? {
        match arg {
            Long("only") => options.only.push(part(&args.value()?.string()?)?),
            Value(name) if options.filter.is_none() => options.filter = Some(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Test(options))
}

fn part(name: &str) -> Result<Part> {
    Ok(match name {
        "lint" => Part::Lint,
        "core" => Part::Core,
        "faults" => Part::Faults,
        "web" => Part::Web,
        "dist" => Part::Dist,
        "e2e" => Part::E2e,
        _ => bail!("no part `{name}`: lint, core, faults, web, dist or e2e"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(args: &[&str]) -> Result<Command> {
        parse_from(lexopt::Parser::from_args(args))
    }

    #[test]
    fn commands_read_their_options() {
        let check =
            |args: &[&str], expected: Command| assert_eq!(parsed(args).unwrap(), expected, "{args:?}");
        check(&[], Command::Help);
        check(&["serve"], Command::Serve { port: 8787 });
        check(&["fuzz", "--minutes", "1"], Command::Fuzz { minutes: 1 });
        check(&["load"], Command::Load { soak: None });
        check(&["load", "--soak", "5"], Command::Load { soak: Some(5) });
        check(&["screenshot"], Command::Screenshot);
        check(&["faults"], Command::Faults { responses: 10_000, seed: 1 });
        check(&["faults", "--responses", "500", "--seed=7"], Command::Faults { responses: 500, seed: 7 });
        check(&["serve", "--port=9000"], Command::Serve { port: 9000 });
        check(
            &["check-survey", "a.json", "b.json"],
            Command::CheckSurvey { files: vec!["a.json".into(), "b.json".into()] },
        );
        check(
            &["qr", "--base", "https://a.example/", "--paper=a6", "x", "table-7=Bàn 7|Table 7"],
            Command::Qr(Posters {
                base: "https://a.example/".into(),
                survey: "csat".into(),
                out: "posters".into(),
                paper: "a6".into(),
                touchpoints: vec!["x".into(), "table-7=Bàn 7|Table 7".into()],
            }),
        );
        let (base, survey, touchpoint) = ("https://a.example/".into(), "nps".into(), "order".into());
        check(
            &["snippet", "email", "--base=https://a.example/", "order", "--survey", "nps"],
            Command::Snippet(Snippet { road: "email", base, survey, touchpoint }),
        );
        check(&["size", "--no-build", "--markdown"], Command::Size { build: false, markdown: true });
        check(
            &["test", "--only", "web", "--only=e2e", "tap"],
            Command::Test(TestOptions { only: vec![Part::Web, Part::E2e], filter: Some("tap".into()) }),
        );
    }

    #[test]
    fn contributors_are_told_every_command_and_no_other() {
        let paper = include_str!("../../CONTRIBUTING.md");
        let told = paper.lines().filter_map(|line| line.strip_prefix("| `cargo xtask "));
        let mut told: Vec<&str> = told.filter_map(|line| line.split([' ', '`']).next()).collect();
        let commands = HELP.lines().filter_map(|line| line.strip_prefix("  "));
        let mut commands: Vec<&str> = commands
            .filter(|line| !line.starts_with(' '))
            .filter_map(|line| line.split(' ').next())
            .collect();
        told.sort_unstable();
        commands.sort_unstable();
        assert_eq!(told, commands);
    }

    #[test]
    fn what_is_not_known_is_named() {
        let check = |args: &[&str], named: &str| {
            let error = parsed(args).unwrap_err().to_string();
            assert!(error.contains(named), "{args:?}: {error}");
        };
        check(&["server"], "server");
        check(&["serve", "--prot", "1"], "--prot");
        check(&["serve", "--port", "99999"], "99999");
        check(&["test", "--only", "unit"], "unit");
        check(&["dist", "here"], "here");
        check(&["check-survey"], "path");
        check(&["qr", "table-7"], "--base");
        check(&["snippet", "fax"], "email or sms");
        check(&["snippet", "sms", "--base", "https://a.example/"], "touch point");
        check(&["qr", "--base", "https://a.example/"], "touch point");
    }
}
