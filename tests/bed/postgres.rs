//! A `PostgreSQL` server in a folder of its own, on a free port, that ends with the program that started it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, ensure};

/// Where Debian keeps the server's programs, which are not on the `PATH`.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Makes the folder, the database cluster and the server; for each line of its standard input the server crashes and comes
/// back. The input ends when the program behind it does, however it ends; then everything is taken away. The server refuses
/// to be root.
const SCRIPT: &str = r#"
set -e
export LC_ALL=C PATH="$1:$PATH"
folder=$(mktemp -d "${TMPDIR:-/tmp}/sayso-postgres-XXXXXX")
trap 'kill -QUIT $server 2>/dev/null; wait; rm -rf "$folder"' EXIT
initdb --auth=trust --username=sayso --encoding=UTF8 --locale=C --no-sync "$folder/data" >/dev/null
start() {
    postgres -D "$folder/data" -k "$folder" -h 127.0.0.1 -p "$2" -c "fsync=$3" -c max_connections=300 \
        2>>"$folder/log" >/dev/null </dev/null &
    server=$!
    until pg_isready -q -h 127.0.0.1 -p "$2"; do kill -0 $server; sleep 0.1; done
    echo ready
}
start "$@"
while read -r again; do
    kill -QUIT $server
    wait $server || true
    start "$@"
done
"#;

/// What a commit is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// It survives the server's crash; tests do not wait for a disk.
    Crash,
    /// It is on the disk, as a server is set up in earnest.
    PowerCut,
}

/// A server that is up.
#[derive(Debug)]
pub struct Postgres {
    base: String,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    script: Child,
}

impl Postgres {
    /// Whether its programs are on this machine.
    pub fn is_here() -> bool {
        programs().is_some()
    }

    /// Starts a new, empty server.
    ///
    /// # Errors
    /// When it is not installed or does not come up.
    pub fn start(care: Care) -> Result<Self> {
        let programs =
            programs().context("PostgreSQL is not installed (on Debian: apt-get install postgresql)")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = if nix::unistd::geteuid().is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "bash"]);
            command
        } else {
            Command::new("bash")
        };
        command.args(["-c", SCRIPT, "bash"]).arg(programs).arg(port.to_string()).current_dir("/");
        command.arg(if care == Care::PowerCut { "on" } else { "off" });
        let mut script = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let orders = script.stdin.take();
        let answers = BufReader::new(script.stdout.take().context("standard output")?);
        let base = format!("postgres://sayso@127.0.0.1:{port}");
        let mut server = Self { base, orders, answers, script };
        server.wait()?;
        Ok(server)
    }

    /// Its address, to which `/` and a database's name are added.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Ends the server in the midst of what it does, and starts it again; returns when it answers.
    ///
    /// # Errors
    /// When it does not come back.
    pub fn crash_and_return(&mut self) -> Result<()> {
        self.orders.as_mut().context("standard input")?.write_all(b"again\n")?;
        self.wait()
    }

    fn wait(&mut self) -> Result<()> {
        let mut ready = String::new();
        self.answers.read_line(&mut ready)?;
        ensure!(ready == "ready\n", "PostgreSQL did not start");
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The end of its input is the end of the script, which takes everything away.
        drop(self.orders.take());
        let _ended = self.script.wait();
    }
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").is_file())
}
