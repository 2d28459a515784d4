//! The real binary: the lines it prints, the codes it exits with, and what is left when it is killed.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::database;
use super::harness::{BATCH, CLOUD_EVENT, answer, client, tap};

/// A folder to start in, and a database.
#[derive(Clone)]
pub(super) struct Place {
    folder: std::sync::Arc<TempDir>,
    database: String,
}

impl Place {
    pub(super) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let database = database::new(folder.path()).await;
        Self { folder: folder.into(), database }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn command(folder: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso-collector"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.args(arguments).current_dir(folder.path()).env_clear().env("PATH", path);
    command.env("SAYSO_DATABASE", &folder.database);
    command
}

pub(super) fn run(folder: &Place, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// What a command printed, one line.
pub(super) fn line(folder: &Place, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text.trim_end_matches('\n').to_owned()
}

/// A running collector, killed with the test.
pub(super) struct Process {
    child: Child,
    stdout: BufReader<ChildStdout>,
    pub(super) token: Option<String>,
    base: String,
}

impl Process {
    pub(super) fn start(folder: &Place, arguments: &[&str]) -> Self {
        let mut child = command(folder, &[&["--listen", "127.0.0.1:0"], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut process = Self { child, stdout, token: None, base: String::new() };
        while process.base.is_empty() {
            process.read_line();
        }
        process
    }

    fn read_line(&mut self) {
        let mut line = String::new();
        assert_ne!(self.stdout.read_line(&mut line).unwrap(), 0, "it ended before it listened");
        if let Some(token) = line.strip_prefix("admin token: ") {
            self.token = Some(token.trim().to_owned());
        } else if let Some(base) = line.strip_prefix("listening on ") {
            base.trim().clone_into(&mut self.base);
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(super) async fn post(&self, event: &Value) -> (u16, Value) {
        let request = client().post(self.url("/v1/events")).header("content-type", CLOUD_EVENT);
        answer(request.body(event.to_string())).await
    }

    /// SIGTERM, as a service manager sends it.
    fn terminate(&self) {
        let killed = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(killed.success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

/// Sends event after event until the collector is gone; what it acknowledged.
async fn send_until_it_dies(client: reqwest::Client, url: String) -> Vec<Value> {
    let mut acknowledged = Vec::new();
    loop {
        let event = tap(3);
        let request = client.post(&url).header("content-type", CLOUD_EVENT).body(event.to_string());
        match request.send().await {
            Ok(response) if response.status() == 202 => acknowledged.push(event),
            _ => return acknowledged,
        }
    }
}

/// Kills a collector in the midst of commits, without a chance to tidy up; what it had acknowledged.
async fn kill_while_it_writes(mut process: Process) -> Vec<Value> {
    let client = client();
    let send = |_| tokio::spawn(send_until_it_dies(client.clone(), process.url("/v1/events")));
    let senders: Vec<_> = (0..8).map(send).collect();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    process.child.kill().unwrap();
    let mut acknowledged = Vec::new();
    for sender in senders {
        acknowledged.extend(sender.await.unwrap());
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill() {
    let folder = Place::new().await;
    let first = Process::start(&folder, &["--open"]);
    assert!(first.token.is_some(), "an empty database makes an admin token");
    let mut acknowledged = kill_while_it_writes(first).await;
    // Several kills, since one may by chance fall between two commits.
    for _ in 0..4 {
        let next = Process::start(&folder, &["--open"]);
        assert_eq!(next.token, None, "the admin token is printed once");
        acknowledged.extend(kill_while_it_writes(next).await);
    }
    assert!(!acknowledged.is_empty());
    let last = Process::start(&folder, &["--open"]);
    for events in acknowledged.chunks(500) {
        let request = client().post(last.url("/v1/events")).header("content-type", BATCH);
        let (_, receipt) = answer(request.body(json!(events).to_string())).await;
        assert_eq!(receipt, json!({ "accepted": 0, "duplicates": events.len(), "rejected": [] }));
    }
}

#[tokio::test]
async fn asked_to_stop_it_ends_what_is_under_way_and_exits_well() {
    let folder = Place::new().await;
    let mut process = Process::start(&folder, &["--open"]);
    let token = process.token.clone().unwrap();
    let posts: Vec<_> = (0..50)
        .map(|_| {
            let request = client().post(process.url("/v1/events")).header("content-type", CLOUD_EVENT);
            tokio::spawn(request.body(tap(3).to_string()).send())
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    process.terminate();
    let mut acknowledged = 0;
    for post in posts {
        // Who came too late was refused, and knows.
        acknowledged += usize::from(post.await.unwrap().is_ok_and(|response| response.status() == 202));
    }
    assert!(process.child.wait().unwrap().success());
    let mut rest = String::new();
    process.stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "two lines are all that is printed");
    let again = Process::start(&folder, &["--open"]);
    let (_, page) = answer(client().get(again.url("/v1/responses")).bearer_auth(token)).await;
    assert!(page["items"].as_array().unwrap().len() >= acknowledged);
}

#[tokio::test]
async fn keys_and_tokens_made_on_the_command_line_work_at_once() {
    let folder = Place::new().await;
    let process = Process::start(&folder, &[]);
    let token = line(&folder, &["token", "create", "--role", "read", "--name", "board"]);
    let key = line(&folder, &["key", "create", "--origin", "https://shop.example/any/page"]);
    let post = || {
        let request = client().post(process.url("/v1/events")).header("content-type", CLOUD_EVENT);
        request.bearer_auth(&key).header("origin", "https://shop.example").body(tap(4).to_string()).send()
    };
    let read = || client().get(process.url("/v1/scores")).bearer_auth(&token).send();
    assert_eq!(post().await.unwrap().status(), 202);
    assert_eq!(read().await.unwrap().status(), 200);

    let listed = String::from_utf8(run(&folder, &["token", "list"]).stdout).unwrap();
    let row = listed.lines().find(|row| row.ends_with("\tboard")).unwrap();
    assert!(row.contains("\tread\t") && row.contains("\tactive\t"), "{row}");
    let secrets =
        [&token, process.token.as_ref().unwrap()].map(|token| token.rsplit_once('_').unwrap().1.to_owned());
    assert!(secrets.iter().all(|secret| !listed.contains(secret)), "a token is never shown again");
    let id = row.split('\t').next().unwrap();
    assert!(run(&folder, &["token", "revoke", id]).status.success());
    assert_eq!(read().await.unwrap().status(), 401);
    assert_eq!(run(&folder, &["token", "revoke", id]).status.code(), Some(1));

    let row = line(&folder, &["key", "list"]);
    assert!(row.contains(&key) && row.contains("https://shop.example\t"), "{row}");
    assert!(run(&folder, &["key", "revoke", row.split('\t').next().unwrap()]).status.success());
    assert_eq!(post().await.unwrap().status(), 401);
}

#[tokio::test]
async fn the_database_holds_no_token_in_clear() {
    let folder = Place::new().await;
    let process = Process::start(&folder, &[]);
    let secret = process.token.as_ref().unwrap().rsplit_once('_').unwrap().1.to_owned();
    let bits = u128::from_str_radix(&secret, 16).unwrap().to_be_bytes();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(secret.as_bytes()) && !holds(&bits));
    }
}

#[tokio::test]
async fn what_cannot_work_is_one_line_and_exit_1() {
    let folder = Place::new().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let in_use = taken.local_addr().unwrap().to_string();
    std::fs::write(folder.path().join("noise.db"), "this is no database, whatever it is called").unwrap();
    for (arguments, expected) in [
        (vec!["--listen", &in_use], "cannot listen on"),
        (vec!["--listen", "0.0.0.0:0", "--open"], "--open lets anybody write"),
        (vec!["--listen", "nowhere"], "--listen: expected"),
        (
            vec!["--listen", "127.0.0.1:0", "--database", "sqlite:no/such/folder/a.db"],
            "cannot open the database",
        ),
        (vec!["--listen", "127.0.0.1:0", "--database", "sqlite:noise.db"], "cannot open the database"),
        (vec!["--database", "mysql://x"], "--database: expected"),
        (vec!["--site", "nowhere"], "--site: nowhere is not a folder"),
    ] {
        let output = run(&folder, &arguments);
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.starts_with("sayso-collector: ") && text.contains(expected), "{text}");
        assert!(output.stdout.is_empty());
    }
}

#[tokio::test]
async fn several_may_start_together_on_a_new_file() {
    let folder = Place::new().await;
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let path = folder.clone();
            tokio::task::spawn_blocking(move || Process::start(&path, &["--open"]))
        })
        .collect();
    let mut processes = Vec::new();
    for start in starts {
        processes.push(start.await.unwrap());
    }
    assert_eq!(processes.iter().filter(|process| process.token.is_some()).count(), 1);
    let event = tap(4);
    let mut accepted = 0;
    for process in &processes {
        accepted += process.post(&event).await.1["accepted"].as_u64().unwrap();
    }
    assert_eq!(accepted, 1, "they share one truth");
}
