//! One browser with a fresh profile, driven by a driver of its own.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use thirtyfour::prelude::*;

use crate::engine::{Driver, Engine, Powers};
use crate::eventually;

/// What a person looks at the page with.
#[derive(Debug, Clone, Copy)]
pub struct Device {
    /// The viewport's width in CSS pixels.
    pub width: u32,
    /// The viewport's height in CSS pixels.
    pub height: u32,
    /// Whether the system asks for dark pages.
    pub dark: bool,
    /// The languages the browser asks for, best first.
    pub languages: &'static str,
}

impl Device {
    /// A phone in upright position.
    pub const PHONE: Self = Self { width: 390, height: 844, dark: false, languages: "vi" };
    /// A small laptop.
    pub const DESKTOP: Self = Self { width: 1280, height: 800, dark: false, languages: "vi" };
}

/// A browser with one page. Dropping it ends browser and driver, however the test ends.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    driver: Option<WebDriver>,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a Chromium.
    ///
    /// # Errors
    /// When the driver or the browser does not come up.
    pub async fn start(device: Device) -> Result<Self> {
        Self::start_in(Engine::Chromium, device).await
    }

    /// Starts a browser of this engine.
    ///
    /// # Errors
    /// When the driver or the browser does not come up.
    pub async fn start_in(engine: Engine, device: Device) -> Result<Self> {
        Self::start_as(engine, device, Powers::All).await
    }

    /// Starts a browser as captive portals have them: without script, storage and other hosts. What needs a script in the page, such as
    /// [`Browser::evaluate`], does not work there.
    ///
    /// # Errors
    /// When the driver or the browser does not come up.
    pub async fn start_bare_in(engine: Engine, device: Device) -> Result<Self> {
        Self::start_as(engine, device, Powers::Bare).await
    }

    async fn start_as(engine: Engine, device: Device, powers: Powers) -> Result<Self> {
        // A driver may find its port taken, and a busy machine may keep a browser from coming up in the driver's time.
        for _ in 0..2 {
            match Self::try_start(engine, device, powers).await {
                Ok(browser) => return Ok(browser),
                Err(error) => println!("{engine:?} once more: {error:#}"),
            }
        }
        Self::try_start(engine, device, powers).await
    }

    async fn try_start(engine: Engine, device: Device, powers: Powers) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let process = engine.start(device, powers, profile.path()).await?;
        let driver = WebDriver::new(&process.address, process.capabilities.clone()).await?;
        let browser = Self { engine, driver: Some(driver), _driver: process, _profile: profile };
        if powers == Powers::All {
            browser.become_device(device).await?;
        }
        Ok(browser)
    }

    /// Which engine it has.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens a page in the one tab.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.driver()?.goto(url).await?)
    }

    /// Opens another tab, which is the one from now on.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn open_tab(&self) -> Result<()> {
        let tab = self.driver()?.new_tab().await?;
        Ok(self.driver()?.switch_to_window(tab).await?)
    }

    /// Closes the tab and goes to the first one left.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn close_tab(&self) -> Result<()> {
        self.driver()?.close_window().await?;
        self.to_tab(0).await
    }

    /// Goes to the tab of this number.
    ///
    /// # Errors
    /// When there are fewer.
    pub async fn to_tab(&self, number: usize) -> Result<()> {
        let tab = self.driver()?.windows().await?.into_iter().nth(number).context("no such tab")?;
        Ok(self.driver()?.switch_to_window(tab).await?)
    }

    /// Runs a script in this tab before each page that is opened from now on. Chromium's alone.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn before_each_page(&self, script: &str) -> Result<()> {
        self.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await?;
        Ok(())
    }

    /// What the page or a script of ours said in the console since the last call, one line an entry. Chromium's alone.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn console(&self) -> Result<Vec<String>> {
        let entries = self.driver()?.browser_log().await?;
        Ok(entries.into_iter().map(|entry| format!("{} {}", entry.level, entry.message)).collect())
    }

    /// Cuts the browser off the network, or lets it back. Chromium's alone.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn set_offline(&self, offline: bool) -> Result<()> {
        self.cdp("Network.enable", json!({})).await?;
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions).await?;
        Ok(())
    }

    /// A picture of the viewport.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        std::fs::create_dir_all(file.parent().context("a folder for screenshots")?)?;
        Ok(self.driver()?.screenshot(file).await?)
    }

    /// What the outbox holds: the entries of `IndexedDB` as they are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn outbox(&self) -> Result<Vec<Value>> {
        let script = r#"
            const done = arguments[0];
            const opening = indexedDB.open("sayso");
            opening.onerror = () => done(null);
            opening.onsuccess = () => {
                const database = opening.result;
                const end = (entries) => { database.close(); done(entries); };
                if (!database.objectStoreNames.contains("outbox")) return end([]);
                const reading = database.transaction("outbox").objectStore("outbox").getAll();
                reading.onerror = () => end(null);
                // What is sealed is bytes, which not every driver carries.
                reading.onsuccess = () => end(reading.result.map((entry) => ({ ...entry, sealed: !!entry.sealed })));
            };"#;
        let entries = self.driver()?.execute_async(script, Vec::new()).await?;
        entries.json().as_array().cloned().context("the outbox cannot be read")
    }

    /// What a script of the page comes to; the script calls its first argument with it.
    ///
    /// # Errors
    /// When the script throws or does not come to an end.
    pub async fn evaluate(&self, script: &str) -> Result<Value> {
        let driver = self.driver()?;
        driver.set_script_timeout(Duration::from_mins(5)).await?;
        Ok(driver.execute_async(script, Vec::new()).await?.json().clone())
    }

    /// Types keys, one after the other, to whatever has the focus.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData>) -> Result<()> {
        Ok(self.driver()?.action_chain().send_keys(keys).perform().await?)
    }

    /// Presses a key while another is held.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn press_with(&self, held: Key, key: Key) -> Result<()> {
        let keys = self.driver()?.action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        Ok(keys.perform().await?)
    }

    pub(crate) fn driver(&self) -> Result<&WebDriver> {
        self.driver.as_ref().context("the browser is closed")
    }

    /// Becomes another device, with the page that is open.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn become_device(&self, device: Device) -> Result<()> {
        let Device { width, height, dark, .. } = device;
        if self.engine != Engine::Chromium {
            self.driver()?.set_window_rect(0, 0, width, height).await?;
            return self.stand_still().await;
        }
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await?;
        let scheme = json!({ "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } });
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": [scheme] })).await?;
        Ok(())
    }

    /// Waits until the page has got the size of its window, which the window's owner gives it in its own time.
    async fn stand_still(&self) -> Result<()> {
        let size = "setTimeout(arguments[0], 100, [innerWidth, innerHeight].join())";
        let mut before = self.evaluate(size).await?;
        eventually("the window's size", async || {
            let after = self.evaluate(size).await?;
            let is_still = before == after;
            before = after;
            Ok(is_still.then_some(()))
        })
        .await
    }

    /// Speaks the Chrome `DevTools` protocol with the page: for what `WebDriver` has no word for.
    ///
    /// # Errors
    /// When the browser does not know the method or refuses it.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Result<Value> {
        self.driver()?.cdp().send_raw(method, parameters).await.context(method.to_owned())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asking the driver to quit would block, and fail where the test already hangs: its process group is ended instead.
        if let Some(driver) = self.driver.take() {
            let _never_quit = driver.leak();
        }
    }
}
