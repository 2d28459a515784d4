//! Flags, variables and commands as they are typed. What the flags mean is left to [`crate::settings`].

use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use sayso_collector::config::Database;
use sayso_collector::credential::{KeyRow, Origin, Role, Token};
use sayso_collector::error::Error;
use sayso_collector::server::open_store;
use sayso_collector::store::{Millis, WebhookRow};
use sayso_collector::time::{self, now};
use sayso_core::event::EventType;
use uuid::Uuid;

/// Takes Sayso's events over HTTP, keeps each one once, and gives back responses, scores and cases.
#[derive(Debug, Parser)]
#[command(name = "sayso-collector", version)]
pub(crate) struct Cli {
    /// Where the events are kept: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME` [default: sqlite:sayso.db]
    #[arg(long, global = true, env = "SAYSO_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,

    /// How much to log on stderr: off, error, warn, info, debug or trace [default: info]
    #[arg(long, global = true, env = "SAYSO_LOG", value_name = "LEVEL")]
    log: Option<String>,

    /// A TOML file with settings, named as the flags with _ for -; flags and variables go before it
    #[arg(long, global = true, env = "SAYSO_CONFIG", value_name = "FILE")]
    config: Option<String>,

    /// Say what each setting holds and who said so, check them, and end
    #[arg(long)]
    pub(crate) check_config: bool,

    #[command(flatten)]
    serve: Serve,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// The flags of the server, as typed. What they mean is left to [`crate::settings`].
#[derive(Args, Debug)]
struct Serve {
    /// Where to listen; port 0 is any free port [default: 127.0.0.1:8787]
    #[arg(long, env = "SAYSO_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<String>,

    /// For demos, on loopback alone: anybody may write, from any page, without a key
    #[arg(long)]
    open: bool,

    /// Serve the static files of this folder beside the API
    #[arg(long, value_name = "DIR")]
    site: Option<String>,

    /// How many requests with events a minute one write key may send; 0 is any number [default: 6000]
    #[arg(long, env = "SAYSO_RATE_PER_KEY", value_name = "NUMBER")]
    rate_per_key: Option<String>,

    /// The same from one address [default: 600]
    #[arg(long, env = "SAYSO_RATE_PER_ADDRESS", value_name = "NUMBER")]
    rate_per_address: Option<String>,

    /// A proxy stands in front and says in X-Forwarded-For whose address it is
    #[arg(long)]
    behind_proxy: bool,

    /// Serve /portal/SURVEY for WiFi sign-in, and send visitors on to these hosts alone; `none` sends nobody on
    #[arg(long, env = "SAYSO_PORTAL", value_name = "HOST,…")]
    portal: Option<String>,

    /// Take what leads to a person out of events that are older, such as 365d
    #[arg(long, env = "SAYSO_KEEP_PERSONAL", value_name = "DAYS")]
    keep_personal: Option<String>,
}

/// What else there is to do than to serve.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make, list and revoke the tokens that read responses and scores
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Make, list and revoke the webhooks that events of one type are sent to
    Webhook {
        #[command(subcommand)]
        command: WebhookCommand,
    },
    /// Write a copy of the whole database to a new file, while it is in use
    Backup {
        /// The file; of PostgreSQL it is an archive that `pg_restore` reads
        file: PathBuf,
    },
    /// Make, list and revoke the keys with which pages write
    Key {
        #[command(subcommand)]
        command: KeyCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum WebhookCommand {
    /// Make a webhook for events of one type and print the secret that its deliveries are signed with
    Create {
        /// The type, such as sayso.complaint.v1
        #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
        kind: EventType,
        /// Where they are posted to
        #[arg(long)]
        url: String,
    },
    /// List the webhooks: id, type, made, revoked, address
    List,
    /// End a webhook, and forget what was still to be sent there
    Revoke {
        /// Its id, as listed
        id: Uuid,
    },
}

fn event_type(text: &str) -> Result<EventType, String> {
    let found = EventType::NAMES.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind);
    found.ok_or_else(|| format!("expected one of {}", EventType::NAMES.map(|(name, _)| name).join(", ")))
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token and print it, once
    Create {
        /// What it is good for
        #[arg(long)]
        role: RoleName,
        /// What you call it
        #[arg(long, default_value = "")]
        name: String,
    },
    /// List the tokens: id, role, made, revoked, name
    List,
    /// End a token
    Revoke {
        /// Its id, as listed
        id: Uuid,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a write key for the pages of some origins and print it
    Create {
        /// The address of a site whose pages may use it; may be given several times
        #[arg(long, required = true, value_name = "URL", value_parser = Origin::parse)]
        origin: Vec<Origin>,
        /// What you call it
        #[arg(long, default_value = "")]
        name: String,
    },
    /// List the keys: id, key, made, revoked, origins, name
    List,
    /// End a key
    Revoke {
        /// Its id, as listed
        id: Uuid,
    },
}

/// [`Role`] as it is typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum RoleName {
    Read,
    Admin,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Read => Self::Read,
            RoleName::Admin => Self::Admin,
        }
    }
}

/// Runs `token …`.
pub(crate) async fn token(database: &str, command: TokenCommand) -> Result<(), Error> {
    let store = open_store(&Database::parse(database)?).await?;
    match command {
        TokenCommand::Create { role, name } => {
            let token = Token::generate()?;
            store.add_token(&token.row(role.into(), &one_line(&name), now())).await?;
            println!("{}", token.reveal());
        }
        TokenCommand::List => {
            for row in store.tokens().await? {
                let (made, ended) = (time::write(row.created_at), ended(row.revoked_at));
                println!("{}\t{}\t{made}\t{ended}\t{}", row.id, row.role.name(), row.name);
            }
        }
        TokenCommand::Revoke { id } => revoked(id, store.revoke_token(id, now()).await?)?,
    }
    store.close().await;
    Ok(())
}

/// Runs `key …`.
pub(crate) async fn key(database: &str, command: KeyCommand) -> Result<(), Error> {
    let store = open_store(&Database::parse(database)?).await?;
    match command {
        KeyCommand::Create { origin, name } => {
            let row = KeyRow::generate(origin, &one_line(&name), now())?;
            store.add_key(&row).await?;
            println!("{}", row.key);
        }
        KeyCommand::List => {
            for row in store.keys().await? {
                let origins: Vec<&str> = row.origins.iter().map(Origin::as_str).collect();
                let (made, ended) = (time::write(row.created_at), ended(row.revoked_at));
                println!("{}\t{}\t{made}\t{ended}\t{}\t{}", row.id, row.key, origins.join(" "), row.name);
            }
        }
        KeyCommand::Revoke { id } => revoked(id, store.revoke_key(id, now()).await?)?,
    }
    store.close().await;
    Ok(())
}

/// Runs `webhook …`.
pub(crate) async fn webhook(database: &str, command: WebhookCommand) -> Result<(), Error> {
    let store = open_store(&Database::parse(database)?).await?;
    match command {
        WebhookCommand::Create { kind, url } => {
            let row = WebhookRow::generate(kind, &url, now())?;
            store.add_webhook(&row).await?;
            println!("{}", row.secret);
        }
        WebhookCommand::List => {
            for row in store.webhooks().await? {
                let (made, ended) = (time::write(row.created_at), ended(row.revoked_at));
                println!("{}\t{}\t{made}\t{ended}\t{}", row.id, row.kind.name(), row.url);
            }
        }
        WebhookCommand::Revoke { id } => revoked(id, store.revoke_webhook(id, now()).await?)?,
    }
    store.close().await;
    Ok(())
}

/// Runs `backup`.
pub(crate) async fn backup(database: &str, file: &Path) -> Result<(), Error> {
    let store = open_store(&Database::parse(database)?).await?;
    store.backup(file).await?;
    store.close().await;
    Ok(())
}

/// A name that cannot break the table it is listed in.
fn one_line(name: &str) -> String {
    name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn ended(at: Option<Millis>) -> String {
    at.map_or_else(|| "active".to_owned(), time::write)
}

fn revoked(id: Uuid, was_active: bool) -> Result<(), Error> {
    if was_active { Ok(()) } else { Err(Error::NothingToRevoke(id.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_database_may_be_named_before_or_after_the_command() {
        for line in
            [["--database", "sqlite:a.db", "token", "list"], ["token", "list", "--database", "sqlite:a.db"]]
        {
            let cli = Cli::try_parse_from(["sayso-collector"].into_iter().chain(line)).unwrap();
            assert_eq!(cli.database.as_deref(), Some("sqlite:a.db"));
        }
    }

    #[test]
    fn a_key_without_an_origin_is_refused() {
        assert!(Cli::try_parse_from(["sayso-collector", "key", "create"]).is_err());
        assert!(Cli::try_parse_from(["sayso-collector", "key", "create", "--origin", "*"]).is_err());
    }
}
