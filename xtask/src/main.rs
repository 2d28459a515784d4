//! `cargo xtask`: the project's commands, of which `--help` gives the list.
//!
//! This file reads the command and runs it under the supervisor; each command is a module of its own. What they
//! build comes from cargo, and what they need beyond cargo is installed by `setup`.

mod bench;
mod check_survey;
mod cli;
mod compress;
mod consumer;
mod dist;
mod faults;
mod fuzz;
mod invite;
mod kiosk;
mod load;
mod names;
mod npm;
mod package;
mod process;
mod serve;
mod setup;
mod site;
mod size;
mod suite;
#[cfg(test)]
mod tidy;
mod unsteady;
mod widget;
mod workspace;

use cli::Command;
use process::Supervisor;
use std::process::ExitCode;
use workspace::Workspace;

fn main() -> ExitCode {
    let command = match cli::parse() {
        Ok(command) => command,
        Err(error) => {
            eprintln!("error: {error} (`cargo xtask --help` lists the commands)");
            return ExitCode::from(2);
        }
    };
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The supervisor lives as long as the command, so that nothing the command started outlives it.
fn run(command: Command) -> anyhow::Result<()> {
    let _supervisor = Supervisor::start()?;
    let workspace = Workspace::locate()?;
    match command {
        Command::Help => {
            println!("{}", cli::HELP);
            Ok(())
        }
        Command::Serve { port } => serve::run(&workspace, port),
        Command::Bench { which } => bench::run(&workspace, which.as_deref()),
        Command::CheckSurvey { files } => check_survey::run(&workspace, &files),
        Command::Dist => dist::build(&workspace),
        Command::Faults { responses, seed } => faults::run(&workspace, responses, seed),
        Command::Fuzz { minutes } => fuzz::run(&workspace, minutes),
        Command::Load { soak } => load::run(&workspace, soak),
        Command::Qr(posters) => invite::posters(&workspace, posters),
        Command::Screenshot => suite::screenshot(&workspace),
        Command::Size { build, markdown } => size::run(&workspace, build, markdown),
        Command::Snippet(snippet) => invite::snippet(&workspace, snippet),
        Command::Test(options) => suite::run(&workspace, &options),
    }
}
