//! The engines that the tests run in: how each one's driver is started, and what its browser has to be told.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use thirtyfour::Capabilities;

use crate::{Device, Process, eventually, setting};

/// What draws the page and runs the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chrome's. It alone can be cut off the network, made a phone of, and asked for its console.
    Chromium,
    /// Firefox's.
    Gecko,
    /// Safari's.
    WebKit,
}

/// What a browser may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Powers {
    /// Everything.
    All,
    /// No script, no cookie and no storage, nothing from another host.
    Bare,
}

impl Engine {
    /// The engines of this machine. `cargo xtask test` installs all three where it can, and says which it cannot.
    pub fn here() -> Vec<Self> {
        let engines = [Self::Chromium, Self::Gecko, Self::WebKit];
        engines.into_iter().filter(|engine| setting(engine.names().driver).is_ok()).collect()
    }

    /// Starts the engine's driver, whose browser will look at pages with `device` and keep what it keeps in `profile`.
    pub(crate) async fn start(self, device: Device, powers: Powers, profile: &Path) -> Result<Driver> {
        match self {
            Self::Chromium => chromium(device, powers, profile),
            Self::Gecko => gecko(device, powers, profile),
            Self::WebKit => webkit(device, powers, profile).await,
        }
    }

    fn names(self) -> Names {
        match self {
            Self::Chromium => Names { driver: "SAYSO_CHROMEDRIVER", browser: "SAYSO_CHROMIUM" },
            Self::Gecko => Names { driver: "SAYSO_GECKODRIVER", browser: "SAYSO_FIREFOX" },
            Self::WebKit => Names { driver: "SAYSO_WEBKITDRIVER", browser: "SAYSO_MINIBROWSER" },
        }
    }

    /// The driver's program, whose toolkits complain of a machine without a desktop.
    fn driver(self) -> Result<Command> {
        let mut command = Command::new(setting(self.names().driver)?);
        command.stderr(Stdio::null());
        Ok(command)
    }

    fn browser(self) -> Result<String> {
        Ok(setting(self.names().browser)?.to_string_lossy().into_owned())
    }
}

/// The variables that say where an engine's programs are.
struct Names {
    driver: &'static str,
    browser: &'static str,
}

/// A driver that listens.
#[derive(Debug)]
pub(crate) struct Driver {
    /// Where it listens.
    pub(crate) address: String,
    /// What it wants to be asked for.
    pub(crate) capabilities: Capabilities,
    /// Its processes, which end when this is dropped, last started first.
    _processes: Vec<Process>,
}

/// Chromium without what would reach for the network, and without a sandbox, which root does not get.
const CHROMIUM: [&str; 9] = [
    "--headless",
    "--hide-scrollbars",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
];

fn chromium(device: Device, powers: Powers, profile: &Path) -> Result<Driver> {
    // Not the user's own home: crash reports and caches go with the profile.
    let mut command = Engine::Chromium.driver()?;
    let process = Process::start(command.arg("--port=0").env("HOME", profile).env("TMPDIR", profile))?;
    let port: u16 = process.hear("chromedriver's port", |line| {
        line.strip_prefix("ChromeDriver was started successfully on port ")?
            .trim_end_matches('.')
            .parse()
            .ok()
    })?;
    let own = [
        format!("--user-data-dir={}", profile.join("profile").display()),
        format!("--window-size={},{}", device.width, device.height),
        format!("--accept-lang={}", device.languages),
    ];
    let arguments: Vec<_> = CHROMIUM.map(str::to_owned).into_iter().chain(own).collect();
    let mut options = json!({ "binary": Engine::Chromium.browser()?, "args": arguments });
    if powers == Powers::Bare {
        // 2 is to block.
        options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2,
            "profile.managed_default_content_settings.cookies": 2 });
        let hosts = json!("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options["args"].as_array_mut().context("arguments")?.push(hosts);
    }
    let capabilities = capabilities([
        ("browserName", json!("chrome")),
        ("goog:chromeOptions", options),
        ("goog:loggingPrefs", json!({ "browser": "ALL" })),
    ])?;
    Ok(Driver { address: local(port), capabilities, _processes: vec![process] })
}

fn gecko(device: Device, powers: Powers, profile: &Path) -> Result<Driver> {
    let mut command = Engine::Gecko.driver()?;
    command
        .args(["--port=0", "--profile-root"])
        .arg(profile)
        .env("HOME", profile)
        .env("TMPDIR", profile)
        .env("MOZ_HEADLESS_WIDTH", device.width.to_string())
        .env("MOZ_HEADLESS_HEIGHT", device.height.to_string());
    let process = Process::start(&mut command)?;
    let port: u16 =
        process.hear("geckodriver's port", |line| line.rsplit_once(':')?.1.trim().parse().ok())?;
    let mut preferences =
        json!({ "intl.accept_languages": device.languages, "intl.locale.requested": "en-US" });
    if powers == Powers::Bare {
        preferences["javascript.enabled"] = json!(false);
        preferences["network.cookie.cookieBehavior"] = json!(2);
        preferences["dom.storage.enabled"] = json!(false);
        preferences["network.dns.disabled"] = json!(true);
    }
    let options = json!({ "binary": Engine::Gecko.browser()?, "args": ["-headless"], "prefs": preferences });
    let capabilities = capabilities([("browserName", json!("firefox")), ("moz:firefoxOptions", options)])?;
    Ok(Driver { address: local(port), capabilities, _processes: vec![process] })
}

/// Has no headless mode, so it draws on a screen that is none. Nobody manages windows there: the one under the pointer, which
/// rests in the middle, is the one that has the focus, so the screen is as large as the device.
async fn webkit(device: Device, powers: Powers, profile: &Path) -> Result<Driver> {
    let size = format!("{}x{}x24", device.width, device.height);
    let mut screen = Command::new(setting("SAYSO_XVFB")?);
    let screen = Process::start(screen.stderr(Stdio::null()).args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        &size,
        "-nolisten",
        "tcp",
    ]))?;
    let display: u16 = screen.hear("the number of the display", |line| line.trim().parse().ok())?;
    // It takes no port 0.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut command = Engine::WebKit.driver()?;
    let language = device.languages.split(',').next().unwrap_or("en");
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", format!(":{display}"))
        .env("HOME", profile)
        .env("XDG_DATA_HOME", profile)
        .env("XDG_CACHE_HOME", profile)
        .env("XDG_RUNTIME_DIR", profile)
        .env("LANG", format!("{language}.UTF-8"))
        .env("LANGUAGE", language)
        // Root gets no sandbox, and there is no bus to ask for one.
        .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
        .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        .env("NO_AT_BRIDGE", "1");
    let process = Process::start(&mut command)?;
    let address = local(port);
    let status = format!("{address}/status");
    eventually("WebKitWebDriver", async || Ok(reqwest::get(&status).await.ok().map(drop))).await?;
    let mut arguments = vec!["--automation"];
    if powers == Powers::Bare {
        arguments.extend([
            "--enable-javascript=false",
            "--cookies-policy=never",
            "--enable-html5-local-storage=false",
        ]);
    }
    let options = json!({ "binary": Engine::WebKit.browser()?, "args": arguments });
    let capabilities =
        capabilities([("browserName", json!("MiniBrowser")), ("webkitgtk:browserOptions", options)])?;
    Ok(Driver { address, capabilities, _processes: vec![process, screen] })
}

fn capabilities<const N: usize>(asked: [(&str, Value); N]) -> Result<Capabilities> {
    let mut capabilities = Capabilities::new();
    for (name, value) in asked {
        capabilities.set(name, value).context(name.to_owned())?;
    }
    Ok(capabilities)
}

fn local(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}
