//! Child processes, and the promise that none of them outlives the command that started it.
//!
//! This process makes itself the subreaper of its descendants: a driver's browser, orphaned when its test dies, becomes
//! our child instead of init's, so that walking the tree from here finds everything. The tree is ended when a command
//! returns, fails, panics, or is interrupted.

use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a process may take to end by itself once asked.
const GRACE: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(20);

/// The service that an interrupt is meant for; 0 when there is none and the interrupt ends the command.
static SERVICE: AtomicI32 = AtomicI32::new(0);

/// Whether the thread that takes signals is ending this process.
static STOPPING: AtomicBool = AtomicBool::new(false);

/// Ends every descendant on drop, and on SIGINT, SIGTERM and SIGHUP.
pub(crate) struct Supervisor;

impl Supervisor {
    /// Becomes the subreaper and takes over the signals.
    pub(crate) fn start() -> Result<Self> {
        #[cfg(target_os = "linux")]
        nix::sys::prctl::set_child_subreaper(true)
            .context("becoming the reaper of what the commands start")?;
        ctrlc::set_handler(interrupted).context("taking over the interrupt signal")?;
        Ok(Self)
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        // A command whose child was ended by a signal has not failed, and must not say so.
        while STOPPING.load(Ordering::SeqCst) {
            std::thread::park();
        }
        end_descendants();
    }
}

/// Runs to the end with our output, and fails unless the process succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    run_within(command, Duration::MAX)
}

/// Like [`run`], and ends the process with all it started when it takes longer than `limit`.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = spawn(command)?;
    let status = wait_within(&mut child, command, limit)?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Like [`run_within`], but returns how it ended, with the lines of its standard output, which are printed as they come.
pub(crate) fn listen_within(command: &mut Command, limit: Duration) -> Result<(ExitStatus, Vec<String>)> {
    let mut child = spawn(command.stdout(Stdio::piped()))?;
    let output = child.stdout.take().context("the output of a process that was started for it")?;
    let lines = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&lines);
    let listener = std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            heard.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    });
    let status = wait_within(&mut child, command, limit)?;
    // What it has left behind may hold the output open.
    let ended = Instant::now();
    while !listener.is_finished() && ended.elapsed() < GRACE {
        std::thread::sleep(POLL);
    }
    let lines = std::mem::take(&mut *lines.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((status, lines))
}

fn wait_within(child: &mut Child, command: &Command, limit: Duration) -> Result<ExitStatus> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if started.elapsed() > limit {
            end_descendants();
            bail!("`{}` took longer than {} minutes", line(command), limit.as_secs() / 60);
        }
        std::thread::sleep(POLL);
    }
}

/// The standard output of a process that must succeed; its standard error is part of the error.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("starting `{}`", line(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({}): {}", line(command), output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the process can be started and succeeds, quietly.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Starts a process that reads nothing from the terminal.
pub(crate) fn spawn(command: &mut Command) -> Result<Child> {
    command.stdin(Stdio::null()).spawn().with_context(|| format!("starting `{}`", line(command)))
}

/// While this lives, an interrupt is passed on to one child, as SIGINT and once, and the command goes on waiting for
/// it. The child should be in a process group of its own, or the terminal interrupts it a second time.
pub(crate) struct Forward;

impl Forward {
    /// Passes interrupts on to `child`.
    pub(crate) fn to(child: &Child) -> Self {
        SERVICE.store(pid(child).as_raw(), Ordering::SeqCst);
        Self
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        SERVICE.store(0, Ordering::SeqCst);
    }
}

fn pid(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).unwrap_or(i32::MAX))
}

fn interrupted() {
    // A second interrupt finds 0 here and ends the command with everything in it.
    let service = SERVICE.swap(0, Ordering::SeqCst);
    if service == 0 || kill(Pid::from_raw(service), Signal::SIGINT).is_err() {
        STOPPING.store(true, Ordering::SeqCst);
        end_descendants();
        std::process::exit(130);
    }
}

/// Asks every descendant to end, and after [`GRACE`] makes it.
fn end_descendants() {
    for (signal, grace) in [(Signal::SIGTERM, GRACE), (Signal::SIGKILL, GRACE)] {
        for descendant in descendants() {
            let _gone_already = kill(descendant, signal);
        }
        let asked = Instant::now();
        while asked.elapsed() < grace {
            reap();
            if descendants().is_empty() {
                return;
            }
            std::thread::sleep(POLL);
        }
    }
}

/// Collects the children that have ended, so that they stop being listed.
fn reap() {
    while let Ok(status) = waitpid(None, Some(WaitPidFlag::WNOHANG)) {
        if status == WaitStatus::StillAlive {
            break;
        }
    }
}

/// Every living process below this one; empty where there is no `/proc`.
fn descendants() -> Vec<Pid> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        if let Some(parent) = parent(&stat) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut found = Vec::new();
    let mut parents = vec![Pid::this().as_raw()];
    while let Some(parent) = parents.pop() {
        let below = children.remove(&parent).unwrap_or_default();
        found.extend(below.iter().copied().map(Pid::from_raw));
        parents.extend(below);
    }
    found
}

/// The parent's id in a line of `/proc/PID/stat`: the second field after the name, which is in parentheses and may
/// hold any character.
fn parent(stat: &str) -> Option<i32> {
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(1)?.parse().ok()
}

fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(std::ffi::OsStr::to_string_lossy));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parent_is_read_past_any_name() {
        let check = |stat: &str, expected| assert_eq!(parent(stat), expected, "{stat}");
        check("7 (cat) S 5 7 7 0", Some(5));
        check("7 (a) S 1 (b)) R 9 7", Some(9));
        check("", None);
        check("7 (cat) S", None);
    }

    #[test]
    fn what_is_listened_to_is_told_with_how_it_ended() {
        let mut said = Command::new("sh");
        let (status, lines) = listen_within(said.args(["-c", "echo a; echo b; exit 3"]), GRACE).unwrap();
        assert_eq!((status.code(), &lines[..]), (Some(3), &["a".to_owned(), "b".to_owned()][..]));
    }

    #[test]
    fn a_failure_says_the_command_and_how_it_ended() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err().to_string();
        assert!(error.contains("sh -c exit 3") && error.contains('3'), "{error}");
        let error = format!("{:#}", run(&mut Command::new("no-such-program")).unwrap_err());
        assert!(error.contains("no-such-program"), "{error}");
    }
}
