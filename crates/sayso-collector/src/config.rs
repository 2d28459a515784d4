//! What the collector was asked to be: meaningful, valid settings.
//!
//! The flags and variables they come from are left to the command line of the binary.

use std::net::{SocketAddr, ToSocketAddrs};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::error::Error;

/// How long a request may take to arrive; a slow line brings 1 MiB in this time at 280 kbit/s.
const PATIENCE: Duration = Duration::from_secs(30);

/// Valid settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 is any free port.
    pub listen: SocketAddr,
    /// Where the events are kept.
    pub database: Database,
    /// Whether anybody may write.
    pub access: Access,
    /// A folder of static files to serve beside the API.
    pub site: Option<PathBuf>,
    /// How often somebody may write.
    pub rates: Rates,
    /// How long the head of a request may take to arrive, and then its body.
    pub patience: Duration,
    /// The hosts that visitors of the portal may be sent on to; `None` is no portal.
    pub portal: Option<Vec<String>>,
    /// How long what leads to a person is kept; `None` is until it is erased by hand.
    pub keep_personal: Option<Duration>,
}

/// How many requests with events are taken in a minute; `None` is any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// With one write key.
    pub per_key: Option<NonZeroU32>,
    /// From one address.
    pub per_address: Option<NonZeroU32>,
    /// Whether a proxy in front says whose address it is, in `X-Forwarded-For`.
    pub is_behind_proxy: bool,
}

impl Rates {
    /// What holds where nothing is said: a busy shop, and a kiosk that brings what it kept for a week. Whoever may write to
    /// an open collector is on this machine.
    pub fn default_of(access: Access) -> Self {
        let most = |number| NonZeroU32::new(number).filter(|_| access == Access::Keys);
        Self { per_key: most(6_000), per_address: most(600), is_behind_proxy: false }
    }
}

/// Who may write events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Holders of a write key, from the origins of that key.
    Keys,
    /// Anybody, from any page: the demo's mode, on loopback alone.
    Open,
}

/// Which database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// One file.
    Sqlite(PathBuf),
    /// A server of `PostgreSQL`, or of what speaks like it, by its whole address.
    Postgres(String),
}

impl Config {
    /// Makes settings of what was asked for.
    ///
    /// # Errors
    /// When a value cannot be read, `site` is no folder or holds the database, or an open collector would be reached from
    /// other machines.
    pub fn new(listen: &str, database: &str, access: Access, site: Option<PathBuf>) -> Result<Self, Error> {
        let listen = parse_listen(listen)?;
        if access == Access::Open && !listen.ip().is_loopback() {
            return Err(Error::OpenToTheWorld(listen));
        }
        let database = Database::parse(database)?;
        if let Some(folder) = site.as_deref() {
            let refused = |why: &str| {
                Err(Error::Setting { name: "--site", reason: format!("{} {why}", folder.display()) })
            };
            if !folder.is_dir() {
                return refused("is not a folder");
            }
            if database.lies_in(folder) {
                return refused("holds the database, which anybody could download");
            }
        }
        Ok(Self {
            listen,
            database,
            access,
            site,
            rates: Rates::default_of(access),
            patience: PATIENCE,
            portal: None,
            keep_personal: None,
        })
    }
}

fn parse_listen(text: &str) -> Result<SocketAddr, Error> {
    let address = text.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    address.ok_or_else(|| Error::Setting {
        name: "--listen",
        reason: format!("expected an address and a port such as 127.0.0.1:8787, found \"{text}\""),
    })
}

impl Database {
    /// Reads `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// When it is anything else.
    ///
    /// ```
    /// use sayso_collector::config::Database;
    /// assert_eq!(Database::parse("sqlite:sayso.db").unwrap().to_string(), "sqlite:sayso.db");
    /// assert!(Database::parse("sayso.db").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return match Url::parse(text) {
                Ok(_) => Ok(Self::Postgres(text.to_owned())),
                Err(error) => Err(Error::Setting { name: "--database", reason: error.to_string() }),
            };
        }
        let path = text.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path));
        match path {
            // SQLite's own name for a database in memory: every connection would see another one.
            Some(path) if !path.is_empty() && path != ":memory:" => Ok(Self::Sqlite(Path::new(path).into())),
            _ => Err(Error::Setting {
                name: "--database",
                reason: format!("expected sqlite:PATH, a file, or postgres://…, a server, found \"{text}\""),
            }),
        }
    }

    /// Whether the file is, or would be made, somewhere below `folder`.
    fn lies_in(&self, folder: &Path) -> bool {
        let Self::Sqlite(path) = self else { return false };
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new(".")).canonicalize();
        parent.is_ok_and(|parent| folder.canonicalize().is_ok_and(|folder| parent.starts_with(folder)))
    }
}

impl std::fmt::Display for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            // Its password is nobody's business.
            Self::Postgres(url) => match Url::parse(url) {
                Ok(mut url) => {
                    if url.password().is_some() {
                        url.set_password(Some("…")).map_err(|()| std::fmt::Error)?;
                    }
                    f.write_str(url.as_str())
                }
                Err(_) => f.write_str("postgres://…"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(listen: &str, database: &str, access: Access, expected: Result<(), &str>) {
        let outcome =
            Config::new(listen, database, access, None).map(drop).map_err(|error| error.to_string());
        assert_eq!(outcome, expected.map_err(str::to_owned));
    }

    #[test]
    fn an_open_collector_stays_on_this_machine() {
        check("127.0.0.1:0", "sqlite:a.db", Access::Open, Ok(()));
        check("[::1]:0", "sqlite:a.db", Access::Open, Ok(()));
        check("0.0.0.0:0", "sqlite:a.db", Access::Keys, Ok(()));
        let refused =
            "--open lets anybody write, so it listens on loopback alone; 0.0.0.0:80 is not loopback";
        check("0.0.0.0:80", "sqlite:a.db", Access::Open, Err(refused));
    }

    #[test]
    fn a_setting_that_cannot_be_read_is_named() {
        let address = "--listen: expected an address and a port such as 127.0.0.1:8787, found \"8787\"";
        check("8787", "sqlite:a.db", Access::Keys, Err(address));
        for database in ["", "sqlite:", "sqlite::memory:", "mysql://x"] {
            let message = format!(
                "--database: expected sqlite:PATH, a file, or postgres://…, a server, found \"{database}\""
            );
            check("127.0.0.1:0", database, Access::Keys, Err(&message));
        }
    }

    #[test]
    fn a_site_that_is_no_folder_is_refused() {
        let site = Some(PathBuf::from("no/such/folder"));
        let error = Config::new("127.0.0.1:0", "sqlite:a.db", Access::Keys, site).unwrap_err();
        assert_eq!(error.to_string(), "--site: no/such/folder is not a folder");
    }

    #[test]
    fn a_site_that_would_give_away_the_database_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        std::fs::create_dir_all(site.join("data")).unwrap();
        let check = |database: PathBuf, fits: bool| {
            let url = format!("sqlite:{}", database.display());
            let config = Config::new("127.0.0.1:0", &url, Access::Keys, Some(site.clone()));
            assert_eq!(config.is_ok(), fits, "{url}");
        };
        check(folder.path().join("sayso.db"), true);
        check(site.join("sayso.db"), false);
        check(site.join("data/sayso.db"), false);
        check(site.join("../sayso.db"), true);
        check(site.join("../site/sayso.db"), false);
    }
}
