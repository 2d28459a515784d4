//! A new, empty database for each test: a file in its folder, or, in the suite over `PostgreSQL`, one on a server that this
//! program starts and that ends with it.

use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use sayso_bed::{Care, Postgres};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

/// Whether this is the suite over `PostgreSQL`.
pub(crate) const ON_POSTGRES: bool = matches!(env!("CARGO_CRATE_NAME").as_bytes(), b"postgres");

/// The server of this program. Where there is none to be had the whole suite is skipped, and says so; with
/// `SAYSO_POSTGRES=required` it fails.
fn server() -> &'static Postgres {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    SERVER.get_or_init(|| {
        if !Postgres::is_here() {
            skip();
        }
        Postgres::start(Care::Crash).unwrap()
    })
}

fn skip() -> ! {
    let what = "PostgreSQL is not installed (on Debian: apt-get install postgresql)";
    assert_ne!(std::env::var("SAYSO_POSTGRES").as_deref(), Ok("required"), "{what}");
    // Past the test runner, which keeps what passing tests print to itself.
    let _closed = writeln!(std::io::stderr(), "\nskipped, the suite over PostgreSQL: {what}");
    std::process::exit(0)
}

/// The address of a new, empty database. The one in a file lies in `folder`.
pub(crate) async fn new(folder: &Path) -> String {
    if !ON_POSTGRES {
        return format!("sqlite:{}", folder.join("sayso.db").display());
    }
    let base = server().base();
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
