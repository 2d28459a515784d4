//! A new, empty database for each test: a file in its folder, or, in the suite over `PostgreSQL`, one on a server that this
//! program starts and that ends with it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

/// Whether this is the suite over `PostgreSQL`.
pub(crate) const ON_POSTGRES: bool = matches!(env!("CARGO_CRATE_NAME").as_bytes(), b"postgres");

/// Where Debian keeps the server's programs, which are not on the `PATH`.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Makes the folder, the database cluster and the server; reads from its standard input, which ends when this program
/// does, however it ends; then takes everything away. The server refuses to be root.
const SCRIPT: &str = r#"
set -e
export LC_ALL=C PATH="$1:$PATH"
folder=$(mktemp -d "${TMPDIR:-/tmp}/sayso-postgres-XXXXXX")
trap 'kill -QUIT $server 2>/dev/null; wait; rm -rf "$folder"' EXIT
initdb --auth=trust --username=sayso --encoding=UTF8 --locale=C --no-sync "$folder/data" >/dev/null
postgres -D "$folder/data" -k "$folder" -h 127.0.0.1 -p "$2" -c fsync=off -c max_connections=300 \
    2>"$folder/log" >/dev/null </dev/null &
server=$!
until pg_isready -q -h 127.0.0.1 -p "$2"; do kill -0 $server; sleep 0.1; done
echo ready
read -r end || true
"#;

/// A server that is up, and its address without a database's name.
struct Server {
    base: String,
    _child: Child,
}

/// The server of this program. Where there is none to be had the whole suite is skipped, and says so; with
/// `SAYSO_POSTGRES=required` it fails.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match programs() {
        Some(folder) => start(&folder),
        None => skip(),
    })
}

fn skip() -> ! {
    let what = "PostgreSQL is not installed (on Debian: apt-get install postgresql)";
    assert_ne!(std::env::var("SAYSO_POSTGRES").as_deref(), Ok("required"), "{what}");
    // Past the test runner, which keeps what passing tests print to itself.
    let _closed = writeln!(std::io::stderr(), "\nskipped, the suite over PostgreSQL: {what}");
    std::process::exit(0)
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").is_file())
}

fn start(programs: &Path) -> Server {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout.starts_with(b"0\n");
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "bash"]);
        command
    } else {
        Command::new("bash")
    };
    command.args(["-c", SCRIPT, "bash"]).arg(programs).arg(port.to_string()).current_dir("/");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut ready = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
    assert_eq!(ready, "ready\n", "PostgreSQL did not start");
    Server { base: format!("postgres://sayso@127.0.0.1:{port}"), _child: child }
}

/// The address of a new, empty database. The one in a file lies in `folder`.
pub(crate) async fn new(folder: &Path) -> String {
    if !ON_POSTGRES {
        return format!("sqlite:{}", folder.join("sayso.db").display());
    }
    let base = &server().base;
    let name = format!("t{}", Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(&format!("{base}/postgres")).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(create))).await.unwrap();
    format!("{base}/{name}")
}

/// What another hand does to a database behind the collector's back.
pub(crate) async fn meddle(database: &str, sql: &'static str) -> Result<(), sqlx::Error> {
    if ON_POSTGRES {
        PgConnection::connect(database).await?.execute(sqlx::raw_sql(sql)).await?;
    } else {
        SqliteConnection::connect(database).await?.execute(sqlx::raw_sql(sql)).await?;
    }
    Ok(())
}
