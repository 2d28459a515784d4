//! Settings as they are given: by flag, by variable, in a file, or not at all; the first of these that says something holds.
//!
//! What they mean is checked once, in [`Config::new`].

use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use clap::ArgMatches;
use clap::parser::ValueSource;
use sayso_collector::config::{Access, Config};
use sayso_collector::error::Error;
use sayso_core::decode::nearest;

/// A setting: its name in a file, what holds where nobody says anything, and what it is.
struct Setting {
    name: &'static str,
    default: &'static str,
    about: &'static str,
}

/// Every setting. A flag is named alike, with hyphens.
const SETTINGS: [Setting; 10] = [
    Setting { name: "listen", default: "127.0.0.1:8787", about: "where to listen" },
    Setting { name: "database", default: "sqlite:sayso.db", about: "where the events are kept" },
    Setting { name: "open", default: "false", about: "anybody may write, without a key" },
    Setting { name: "site", default: "", about: "static files beside the API" },
    Setting { name: "log", default: "info", about: "how much is logged" },
    Setting {
        name: "rate_per_key",
        default: "",
        about: "requests with events a minute, by write key; 0 is any number",
    },
    Setting { name: "rate_per_address", default: "", about: "the same by address" },
    Setting {
        name: "behind_proxy",
        default: "false",
        about: "a proxy says in X-Forwarded-For whose address it is",
    },
    Setting {
        name: "portal",
        default: "",
        about: "hosts that the portal may send on to, or none; empty is no portal",
    },
    Setting {
        name: "keep_personal",
        default: "",
        about: "how long what leads to a person is kept, such as 365d",
    },
];

/// Who said what a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Flag,
    Variable,
    File,
    Default,
}

/// What each setting holds and who said so, in the order of [`SETTINGS`].
#[derive(Debug)]
pub(crate) struct Settings(Vec<(String, Source)>);

impl Settings {
    /// Puts together what was said.
    pub(crate) fn gather(matches: &ArgMatches) -> Result<Self, Error> {
        let file = matches.get_one::<String>("config").map(|path| read_file(Path::new(path))).transpose()?;
        let gathered = SETTINGS.iter().map(|setting| {
            let given = match setting.name {
                "open" | "behind_proxy" => {
                    matches.get_flag(setting.name).then(|| ("true".to_owned(), Source::Flag))
                }
                name => matches.get_one::<String>(name).map(|value| (value.clone(), source(matches, name))),
            };
            let from_file = || {
                let value = file.as_ref()?.get(setting.name)?;
                Some((text_of(value)?, Source::File))
            };
            given.or_else(from_file).unwrap_or_else(|| (setting.default.to_owned(), Source::Default))
        });
        Ok(Self(gathered.collect()))
    }

    fn get(&self, name: &str) -> &str {
        let place = SETTINGS.iter().position(|setting| setting.name == name);
        place.map_or("", |place| &self.0[place].0)
    }

    /// The database's address.
    pub(crate) fn database(&self) -> &str {
        self.get("database")
    }

    /// How much is logged.
    pub(crate) fn log(&self) -> Result<tracing_subscriber::filter::LevelFilter, Error> {
        self.get("log").parse().map_err(|_| {
            refused(
                "log",
                format!("expected off, error, warn, info, debug or trace, found \"{}\"", self.get("log")),
            )
        })
    }

    /// What they mean.
    pub(crate) fn config(&self) -> Result<Config, Error> {
        let access = if self.flag("open")? { Access::Open } else { Access::Keys };
        let site = Some(self.get("site")).filter(|site| !site.is_empty()).map(Into::into);
        let mut config = Config::new(self.get("listen"), self.database(), access, site)?;
        config.rates.per_key = self.rate("rate_per_key", config.rates.per_key)?;
        config.rates.per_address = self.rate("rate_per_address", config.rates.per_address)?;
        config.rates.is_behind_proxy = self.flag("behind_proxy")?;
        config.portal = self.hosts("portal");
        config.keep_personal = self.days("keep_personal")?;
        Ok(config)
    }

    fn flag(&self, name: &'static str) -> Result<bool, Error> {
        let text = self.get(name);
        text.parse().map_err(|_| refused(name, format!("expected true or false, found \"{text}\"")))
    }

    /// A number a minute; 0 is any.
    fn rate(&self, name: &'static str, default: Option<NonZeroU32>) -> Result<Option<NonZeroU32>, Error> {
        let text = self.get(name);
        if text.is_empty() {
            return Ok(default);
        }
        let number = text.parse::<u32>();
        let number = number.map_err(|_| refused(name, format!("expected a number, found \"{text}\"")));
        Ok(NonZeroU32::new(number?))
    }

    fn hosts(&self, name: &'static str) -> Option<Vec<String>> {
        let hosts = self.get(name).split(',').map(str::trim).filter(|host| !host.is_empty());
        let hosts: Vec<String> = hosts.map(str::to_owned).collect();
        match hosts.as_slice() {
            [] => None,
            [none] if none == "none" => Some(Vec::new()),
            _ => Some(hosts),
        }
    }

    fn days(&self, name: &'static str) -> Result<Option<Duration>, Error> {
        let text = self.get(name);
        if text.is_empty() {
            return Ok(None);
        }
        let days = text.strip_suffix('d').and_then(|days| days.parse::<u64>().ok()).filter(|days| *days > 0);
        let days = days.and_then(|days| days.checked_mul(86_400)).map(Duration::from_secs);
        let expected = || refused(name, format!("expected a number of days such as 365d, found \"{text}\""));
        days.ok_or_else(expected).map(Some)
    }

    /// What each holds, who said so, and what it is: a line each.
    pub(crate) fn explain(&self, config: &Config) -> String {
        let lines = SETTINGS.iter().zip(&self.0).map(|(setting, (value, source))| {
            // A password of a database is nobody's business.
            let value = if setting.name == "database" { config.database.to_string() } else { value.clone() };
            let from = match source {
                Source::Flag => "flag",
                Source::Variable => "variable",
                Source::File => "file",
                Source::Default => "default",
            };
            let Setting { name, about, .. } = setting;
            format!("{name} = {value:?} ({from}): {about}\n")
        });
        lines.collect::<Vec<_>>().concat()
    }
}

/// A value of a file as it would be typed; lists and tables are refused when the file is read.
fn text_of(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn source(matches: &ArgMatches, name: &str) -> Source {
    match matches.value_source(name) {
        Some(ValueSource::EnvVariable) => Source::Variable,
        _ => Source::Flag,
    }
}

fn read_file(path: &Path) -> Result<toml::Table, Error> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| refused("config", format!("{shown}: {error}")))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        refused("config", format!("{shown}: {}", error.message().replace('\n', " ")))
    })?;
    for (name, value) in &table {
        if !SETTINGS.iter().any(|setting| setting.name == name) {
            let near = nearest(name, SETTINGS.iter().map(|setting| setting.name));
            let hint = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
            return Err(refused("config", format!("{shown}: \"{name}\" is no setting{hint}")));
        }
        if text_of(value).is_none() {
            let reason = format!("{shown}: \"{name}\" is one text, whole number, true or false");
            return Err(refused("config", reason));
        }
    }
    Ok(table)
}

/// An error about a setting, by the name of its flag.
fn refused(name: &'static str, reason: String) -> Error {
    let flag = match name {
        "config" => "--config",
        "log" => "--log",
        "open" => "--open",
        "rate_per_key" => "--rate-per-key",
        "rate_per_address" => "--rate-per-address",
        "behind_proxy" => "--behind-proxy",
        _ => "--keep-personal",
    };
    Error::Setting { name: flag, reason }
}
