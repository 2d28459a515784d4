//! The gallery page.

use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;
use thirtyfour::prelude::*;

use crate::{Browser, Device, eventually};

/// Chromium draws no higher surface.
const HIGHEST: u32 = 16_000;

/// The open gallery, every widget in its state.
#[derive(Debug)]
pub struct Gallery<'browser> {
    browser: &'browser Browser,
}

impl<'browser> Gallery<'browser> {
    /// Opens the page and waits until it is whole.
    ///
    /// # Errors
    /// When a widget does not come.
    pub async fn open(browser: &'browser Browser, address: &str) -> Result<Self> {
        browser.open(address).await?;
        let gallery = Self { browser };
        eventually("every widget of the gallery", async || {
            let ready = gallery.run("return document.body.dataset.ready ?? null").await?;
            Ok(ready.is_string().then_some(()))
        })
        .await?;
        Ok(gallery)
    }

    /// How many widgets there are.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn count(&self) -> Result<u64> {
        let count = self.run("return document.querySelectorAll('sayso-survey').length").await?;
        count.as_u64().context("a number of widgets")
    }

    /// A picture of the whole page, by making the device as high as it.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn photograph(&self, device: Device, file: &Path) -> Result<()> {
        // The page before may have left the device higher than this one needs.
        self.browser.become_device(device).await?;
        let height = self.run("return document.documentElement.scrollHeight").await?;
        let height = u32::try_from(height.as_u64().context("a height")?)?.min(HIGHEST);
        let device = Device { height, ..device };
        self.browser.become_device(device).await?;
        self.browser.screenshot(file).await
    }

    /// The names of the states on the wall.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn states(&self) -> Result<Vec<String>> {
        let states =
            self.run("return [...document.querySelectorAll('.row')].map((row) => row.dataset.state)");
        Ok(serde_json::from_value(states.await?)?)
    }

    /// A picture of one state in all languages and themes that are shown, as a PNG.
    ///
    /// # Errors
    /// When it cannot be taken.
    pub async fn photograph_of(&self, state: &str) -> Result<Vec<u8>> {
        // Alone on the wall, so that it lies on the same pixels whatever is above it.
        let alone = format!(
            "for (const row of document.querySelectorAll('.row')) {{
                row.hidden = row.dataset.state !== {state:?};
                row.previousElementSibling.hidden = row.hidden;
            }}
            // What comes back slides in again.
            for (const widget of document.querySelectorAll('.row:not([hidden]) sayso-survey')) {{
                for (const motion of widget.shadowRoot.getAnimations()) motion.finish();
            }}"
        );
        self.run(&alone).await?;
        let row = self.browser.driver()?.find(By::Css(format!(".row[data-state='{state}']"))).await?;
        Ok(row.screenshot_as_png().await?)
    }

    /// Sets a property of the style of every widget's host, as a page's author may; an empty value takes it back.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn restyle(&self, name: &str, value: &str) -> Result<()> {
        let script = format!(
            "for (const widget of document.querySelectorAll('sayso-survey')) {{
                const within = {name:?}.startsWith('--') ? widget : widget.shadowRoot.querySelector('.frame');
                within.style.setProperty({name:?}, {value:?});
            }}"
        );
        self.run(&script).await.map(drop)
    }

    /// How wide this machine draws some words, one style a line: the same where it has the same fonts.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn fonts(&self) -> Result<String> {
        let script = r#"
            const pen = document.createElement("canvas").getContext("2d");
            return ["400 16px system-ui", "600 20px system-ui", "600 20px monospace", "400 14px system-ui"].map((font) => {
                pen.font = font;
                return `${font}: ${pen.measureText("Điều gì chưa ổn? Which ways do you brew? 0123").width.toFixed(2)}
`;
            }).join("");"#;
        Ok(self.run(script).await?.as_str().context("widths of words")?.to_owned())
    }

    /// What keeps people out, by WCAG 2.2 AA: the rule, the element, and what is wrong with it, one line each.
    ///
    /// # Errors
    /// When axe-core cannot be run.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        self.browser.barriers().await
    }

    /// Takes their names from the choices of the first widget, so that there is something to find.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn unname_the_choices(&self) -> Result<()> {
        let script = "const { shadowRoot } = document.querySelector('sayso-survey');
            for (const radio of shadowRoot.querySelectorAll('[role=radio]')) radio.replaceChildren();";
        self.run(script).await.map(drop)
    }

    async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.browser.driver()?.execute(script, Vec::new()).await?.json().clone())
    }
}
