//! The collector as a process, over a database of its own, with the shop beside it.

use anyhow::{Context, Result, ensure};
use reqwest::StatusCode;
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

use crate::{Process, eventually, setting};

/// A running collector. Its database goes when this is dropped.
#[derive(Debug)]
pub struct Stack {
    collector: Option<Process>,
    address: String,
    token: String,
    folder: TempDir,
    client: reqwest::Client,
}

impl Stack {
    /// Starts a collector on a free port over an empty database.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start() -> Result<Self> {
        Self::start_with(&[])
    }

    /// Starts a collector with further flags.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start_with(flags: &[&str]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let collector = collector("127.0.0.1:0", folder.path(), flags)?;
        let mut address = None;
        let mut token = None;
        while address.is_none() || token.is_none() {
            let (name, value) = collector.hear("the address and the admin token", |line| {
                let address =
                    line.strip_prefix("listening on http://").map(|rest| ("address", rest.to_owned()));
                address.or_else(|| Some(("token", line.strip_prefix("admin token:")?.trim().to_owned())))
            })?;
            if name == "address" { address = Some(value) } else { token = Some(value) }
        }
        let address = address.context("the address")?;
        let token = token.context("the admin token")?;
        Ok(Self { collector: Some(collector), address, token, folder, client: reqwest::Client::new() })
    }

    /// A page of the shop.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Stops the collector as Ctrl-C does; the database stays.
    ///
    /// # Errors
    /// When it does not end by itself, and well.
    pub fn stop(&mut self) -> Result<()> {
        let collector = self.collector.take().context("the collector does not run")?;
        ensure!(collector.interrupt()?, "the collector did not end well");
        Ok(())
    }

    /// Starts the collector again at the same address, over the same database.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn start_again(&mut self) -> Result<()> {
        let collector = collector(&self.address, self.folder.path(), &[])?;
        collector.hear("the address", |line| line.strip_prefix("listening on ").map(drop))?;
        self.collector = Some(collector);
        Ok(())
    }

    /// The responses, once there are `count` of them, as the API gives them to a holder of a token.
    ///
    /// # Errors
    /// When there are never as many.
    pub async fn responses(&self, count: usize) -> Result<Vec<Value>> {
        eventually(&format!("{count} responses"), async || {
            let items = self.get("/v1/responses").await?["items"].as_array().cloned().context("no items")?;
            Ok((items.len() == count).then_some(items))
        })
        .await
    }

    /// The events of a type in the database, once there are `count` of them, whole.
    ///
    /// # Errors
    /// When there are never as many.
    pub async fn events(&self, kind: &str, count: usize) -> Result<Vec<Value>> {
        let options =
            SqliteConnectOptions::new().filename(self.folder.path().join("sayso.db")).read_only(true);
        let mut database = SqliteConnection::connect_with(&options).await?;
        eventually(&format!("{count} events {kind}"), async || {
            let query = sqlx::query_scalar::<_, String>("SELECT body FROM events WHERE type = ?").bind(kind);
            let bodies = query.fetch_all(&mut database).await?;
            let events = bodies.iter().map(|body| serde_json::from_str(body));
            let events = events.collect::<Result<Vec<Value>, _>>()?;
            Ok((events.len() == count).then_some(events))
        })
        .await
    }

    /// An answer of the API to a holder of a token.
    ///
    /// # Errors
    /// When it is not 200, or not JSON.
    pub async fn get(&self, path: &str) -> Result<Value> {
        Ok(serde_json::from_slice(&self.bytes(path).await?)?)
    }

    /// The same, whatever it is.
    ///
    /// # Errors
    /// When it is not 200.
    pub async fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let reply = self.client.get(self.url(path)).bearer_auth(&self.token).send().await?;
        ensure!(reply.status() == StatusCode::OK, "{path} answered {}", reply.status());
        Ok(reply.bytes().await?.to_vec())
    }

    /// How the API answers one who has no token.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn status_without_token(&self, path: &str) -> Result<u16> {
        Ok(self.client.get(self.url(path)).send().await?.status().as_u16())
    }
}

fn collector(listen: &str, folder: &Path, flags: &[&str]) -> Result<Process> {
    let database = format!("sqlite:{}", folder.join("sayso.db").display());
    let mut command = Command::new(setting("SAYSO_COLLECTOR")?);
    command
        .args(["--listen", listen, "--database", &database, "--open", "--site"])
        .arg(setting("SAYSO_SITE")?)
        .args(flags);
    Process::start(&mut command)
}
