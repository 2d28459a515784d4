//! A child process that never outlives its test.

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// A process in a group of its own; dropping it ends the whole group, however the test ends.
#[derive(Debug)]
pub struct Process {
    child: Child,
    lines: Receiver<String>,
}

impl Process {
    /// Starts `command` and listens to its standard output.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting {}", command.get_program().display()))?;
        let output = child.stdout.take().context("standard output")?;
        let (sender, lines) = channel();
        // Reads on after the last line that anyone waits for, or the process would stop at a full pipe.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _nobody_listens = sender.send(line);
            }
        });
        Ok(Self { child, lines })
    }

    /// The first line that `find` finds something in, of those not read yet.
    ///
    /// # Errors
    /// When it stays silent, or ends.
    pub fn hear<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> Result<T> {
        let started = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(started.elapsed());
            let line = self.lines.recv_timeout(left).with_context(|| format!("waiting to hear {what}"))?;
            if let Some(found) = find(&line) {
                return Ok(found);
            }
        }
    }

    /// Interrupts the process as Ctrl-C does, and says whether it then ended well.
    ///
    /// # Errors
    /// When it cannot be interrupted.
    pub fn interrupt(mut self) -> Result<bool> {
        kill(self.id(), Signal::SIGINT)?;
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status.success());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(false)
    }

    /// Ends the process as a loss of power does, without a word to it, and waits until it is gone.
    pub fn kill(self) {
        drop(self);
    }

    /// The process's number.
    pub fn id(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).unwrap_or(i32::MAX))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _gone_already = killpg(self.id(), Signal::SIGKILL);
        let _reaped_already = self.child.wait();
    }
}
