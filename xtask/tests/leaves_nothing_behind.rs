//! A command that fails or is stopped takes with it whatever it started: even a process that left its session and lost its
//! parent, as a browser does when the test that drove it dies.
//!
//! A cargo of our own stands in for the real one, and leaves such a process behind.
#![cfg(target_os = "linux")]

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

// The part that is run may have to install its tools first.
const PATIENCE: Duration = Duration::from_mins(4);

/// `$HERE` is the script's folder. It answers `metadata`, and for anything else starts the straggler, then fails or hangs.
const CARGO: &str = r#"#!/bin/sh
HERE=$(dirname "$0")
if [ "$1" = metadata ]; then
    echo "{\"workspace_root\":\"$HERE\",\"target_directory\":\"$HERE/target\"}"
    exit 0
fi
setsid sh -c 'echo $$ > "$0/straggler.new" && mv "$0/straggler.new" "$0/straggler" && exec sleep 300' "$HERE" &
while [ ! -e "$HERE/straggler" ]; do sleep 0.05; done
[ -e "$HERE/hangs" ] && exec sleep 300
exit 1
"#;

/// A folder whose `cargo` comes first on the path; it goes when this is dropped.
struct Stage {
    folder: PathBuf,
}

impl Stage {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let cargo = folder.join("cargo");
        fs::write(&cargo, CARGO).unwrap();
        fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder }
    }

    fn start(&self) -> Child {
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["test", "--only", "core"])
            .env("PATH", format!("{}:{path}", self.folder.display()))
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    fn straggler(&self) -> Pid {
        let file = self.folder.join("straggler");
        eventually("the straggler", || file.exists());
        Pid::from_raw(fs::read_to_string(file).unwrap().trim().parse().unwrap())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _left_for_the_system = fs::remove_dir_all(&self.folder);
    }
}

fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < PATIENCE, "waited for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn lives(pid: Pid) -> bool {
    Path::new(&format!("/proc/{pid}")).exists()
}

#[test]
fn when_a_part_fails() {
    let stage = Stage::new("fails");
    let mut xtask = stage.start();
    let straggler = stage.straggler();
    assert_eq!(xtask.wait().unwrap().code(), Some(1));
    assert!(!lives(straggler));
}

#[test]
fn when_it_is_stopped() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let stage = Stage::new(signal.as_str());
        fs::write(stage.folder.join("hangs"), "").unwrap();
        let mut xtask = stage.start();
        let straggler = stage.straggler();
        assert!(lives(straggler));
        kill(Pid::from_raw(i32::try_from(xtask.id()).unwrap()), signal).unwrap();
        assert_eq!(xtask.wait().unwrap().code(), Some(130), "{signal}");
        assert!(!lives(straggler), "{signal}");
    }
}
