//! The collector as a process that can be killed and started again at the same address.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{Process, setting};

/// A collector over a database.
#[derive(Debug)]
pub struct Collector {
    process: Option<Process>,
    address: String,
    token: String,
    database: String,
    arguments: Vec<String>,
    program: PathBuf,
}

impl Collector {
    /// Starts the one that `SAYSO_COLLECTOR` names, on a free port, over an empty database, where anybody may write.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start(database: &str, arguments: &[String]) -> Result<Self> {
        let mut collector = Self {
            process: None,
            address: "127.0.0.1:0".to_owned(),
            token: String::new(),
            database: database.to_owned(),
            arguments: arguments.to_owned(),
            program: setting("SAYSO_COLLECTOR")?,
        };
        let process = collector.spawn()?;
        collector.token = process
            .hear("the admin token", |line| Some(line.strip_prefix("admin token:")?.trim().to_owned()))?;
        collector.listen(process)?;
        Ok(collector)
    }

    /// One more over the same database, on a port of its own.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn another(&self) -> Result<Self> {
        let mut other = Self {
            process: None,
            address: "127.0.0.1:0".to_owned(),
            token: self.token.clone(),
            database: self.database.clone(),
            arguments: self.arguments.clone(),
            program: self.program.clone(),
        };
        let process = other.spawn()?;
        other.listen(process)?;
        Ok(other)
    }

    /// Ends it with SIGKILL, in the midst of what it does.
    pub fn kill(&mut self) {
        if let Some(process) = self.process.take() {
            process.kill();
        }
    }

    /// Starts it again at the address that it had.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start_again(&mut self) -> Result<()> {
        let process = self.spawn()?;
        self.listen(process)
    }

    /// An address below it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The admin token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// How many bytes of memory it takes up; `None` where it does not run, or the system does not tell.
    pub fn memory(&self) -> Option<u64> {
        let id = self.process.as_ref()?.id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1_024)
    }

    fn spawn(&self) -> Result<Process> {
        let mut command = Command::new(&self.program);
        command.args(["--listen", &self.address, "--database", &self.database, "--open", "--log", "off"]);
        Process::start(command.args(&self.arguments))
    }

    fn listen(&mut self, process: Process) -> Result<()> {
        self.address = process
            .hear("the address", |line| Some(line.strip_prefix("listening on http://")?.trim().to_owned()))
            .context("the collector does not come up")?;
        self.process = Some(process);
        Ok(())
    }
}
