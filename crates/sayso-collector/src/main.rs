//! The collector's command line: starts, prints, and ends well. What it serves is the library's matter.

mod cli;
mod settings;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use sayso_collector::config::Config;
use sayso_collector::error::Error;
use sayso_collector::server::Collector;

use cli::{Cli, Command};
use settings::Settings;

/// How many files and connections may be open at once.
const FILES: u64 = 65_536;

fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let outcome = Settings::gather(&matches).and_then(|settings| {
        start_log(settings.log()?);
        // They were just parsed by these very rules.
        let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        run(cli, &settings)
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sayso-collector: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The log goes to stderr; stdout is for the lines that scripts read.
fn start_log(level: tracing_subscriber::filter::LevelFilter) {
    tracing_subscriber::fmt().with_max_level(level).with_ansi(false).with_writer(std::io::stderr).init();
}

fn run(cli: Cli, settings: &Settings) -> Result<(), Error> {
    if cli.check_config {
        let config = settings.config()?;
        print!("{}", settings.explain(&config));
        return Ok(());
    }
    let database = settings.database();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::System(format!("cannot start the runtime: {error}")))?;
    runtime.block_on(async {
        match cli.command {
            None => serve(settings.config()?).await,
            Some(Command::Token { command }) => cli::token(database, command).await,
            Some(Command::Key { command }) => cli::key(database, command).await,
            Some(Command::Webhook { command }) => cli::webhook(database, command).await,
            Some(Command::Backup { file }) => cli::backup(database, &file).await,
        }
    })
}

async fn serve(config: Config) -> Result<(), Error> {
    // Each connection takes one; what a shell allows is soon used up. Where no more are to be had, these must do.
    let _as_many_as_allowed = rlimit::increase_nofile_limit(FILES);
    // Before the first line is printed: whoever has read it may stop us.
    let stop = stop_signal()?;
    let running = Collector::start(config).await?;
    if let Some(token) = &running.admin_token {
        println!("admin token: {token}");
    }
    println!("listening on http://{}", running.addr);
    stop.await;
    running.shutdown().await;
    Ok(())
}

/// Ends at Ctrl-C or, where there is such a thing, SIGTERM.
fn stop_signal() -> Result<impl Future<Output = ()>, Error> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen =
            |kind| signal(kind).map_err(|error| Error::System(format!("cannot wait for signals: {error}")));
        let (mut interrupt, mut terminate) =
            (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
