//! `cargo xtask serve`: the demo shop and the collector at one address, over a database file that is kept between runs.

use crate::process::{self, Forward};
use crate::workspace::Workspace;
use crate::{site, widget};
use anyhow::{Context, Result, bail};
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Builds, serves until interrupted, and lets the collector finish what it has begun.
pub(crate) fn run(workspace: &Workspace, port: u16) -> Result<()> {
    let address = format!("127.0.0.1:{port}");
    if let Err(error) = TcpListener::bind(&address) {
        bail!("{address} cannot be used ({error}); choose another with --port");
    }
    let site = site::for_development(workspace, &widget::build(workspace)?, &widget::build_desk(workspace)?)?;
    let collector = collector(workspace)?;
    let database = workspace.kept().join("sayso.db");

    let mut service = process::spawn(
        Command::new(collector)
            .arg("--listen")
            .arg(&address)
            .arg("--database")
            .arg(format!("sqlite:{}", database.display()))
            .args(["--open", "--portal", "none", "--site"])
            .arg(&site)
            .stdout(Stdio::piped())
            .process_group(0), // so that Ctrl-C reaches it once, from here
    )?;
    let forward = Forward::to(&service);
    let said = service.stdout.take().context("the collector's output")?;
    let mut announcer = Announcer { token: kept_token(&database)?, database, listening: false };
    for line in BufReader::new(said).lines() {
        announcer.hear(&line?)?;
    }
    let status = service.wait()?;
    drop(forward);
    if !status.success() {
        bail!("the collector stopped ({status})");
    }
    Ok(())
}

/// Builds the collector; returns the program. The dev profile: it serves one person, and compiles fastest.
pub(crate) fn collector(workspace: &Workspace) -> Result<PathBuf> {
    process::run(workspace.cargo().args(["build", "--package", "sayso-collector"]))?;
    Ok(workspace.target.join("debug/sayso-collector"))
}

/// Prints the addresses once the collector listens, and keeps the admin token, which it says only once, beside the
/// database.
struct Announcer {
    database: PathBuf,
    token: Option<String>,
    listening: bool,
}

impl Announcer {
    fn hear(&mut self, line: &str) -> Result<()> {
        if let Some(token) = line.strip_prefix("admin token:").map(str::trim) {
            keep(&token_file(&self.database), token)?;
            self.token = Some(token.to_owned());
            if self.listening {
                println!("admin token  {token}");
            }
        } else if let Some(address) = line.strip_prefix("listening on ") {
            self.listening = true;
            println!("shop         {address}/");
            println!("gallery      {address}/gallery");
            println!("kiosk        {address}/kiosk?survey=smiley&touchpoint=counter-1&endpoint=/v1/events");
            println!("hotline      {address}/hotline?survey=csat&touchpoint=hotline&endpoint=/v1/events");
            println!("WiFi page    {address}/portal/wifi");
            println!("database     {}", self.database.display());
            if let Some(token) = &self.token {
                println!("admin token  {token}");
            }
            println!("Ctrl-C stops the server; the database stays.");
        } else {
            println!("{line}");
        }
        Ok(())
    }
}

/// The token of an earlier run, unless its database is gone.
fn kept_token(database: &Path) -> Result<Option<String>> {
    let file = token_file(database);
    if !file.exists() {
        return Ok(None);
    }
    if !database.exists() {
        fs::remove_file(file)?;
        return Ok(None);
    }
    Ok(Some(fs::read_to_string(file)?))
}

fn token_file(database: &Path) -> PathBuf {
    database.with_extension("token")
}

/// Writes the token for this user's eyes only.
fn keep(file: &Path, token: &str) -> Result<()> {
    let opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file);
    opened
        .and_then(|mut file| file.write_all(token.as_bytes()))
        .with_context(|| format!("keeping the admin token in {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-serve-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn the_token_is_kept_for_the_next_run_and_goes_with_its_database() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("token");
        let database = folder.join("sayso.db");
        let mut announcer = Announcer { database: database.clone(), token: None, listening: false };
        announcer.hear("admin token: s3cret").unwrap();
        fs::write(&database, "").unwrap();

        assert_eq!(kept_token(&database).unwrap().as_deref(), Some("s3cret"));
        let mode = fs::metadata(token_file(&database)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);

        fs::remove_file(&database).unwrap();
        assert_eq!(kept_token(&database).unwrap(), None);
        assert!(!token_file(&database).exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
