//! The demo shop, as a visitor uses it.

use anyhow::{Context, Result};
use thirtyfour::prelude::*;

use crate::{Browser, Widget, eventually};

/// A language of the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// The one it opens in.
    Vietnamese,
    /// The one beside it.
    English,
}

/// The shop's page in a browser.
#[derive(Debug)]
pub struct Shop<'browser> {
    browser: &'browser Browser,
}

impl<'browser> Shop<'browser> {
    /// Opens the shop at its address.
    ///
    /// # Errors
    /// When the page cannot be loaded.
    pub async fn open(browser: &'browser Browser, url: &str) -> Result<Self> {
        browser.open(url).await?;
        Ok(Self { browser })
    }

    /// Chooses a language as a visitor does, by the switch in the header.
    ///
    /// # Errors
    /// When there is no such switch.
    pub async fn switch_to(&self, language: Language) -> Result<()> {
        let (tag, name) = match language {
            Language::Vietnamese => ("vi", "Tiếng Việt"),
            Language::English => ("en", "English"),
        };
        let driver = self.browser.driver()?;
        let switch = driver.find(By::Css(format!(r#"a[aria-label="{name}"]"#))).await;
        switch.with_context(|| format!("the switch to {name}"))?.click().await?;
        eventually("the other language", async || {
            let html = driver.find(By::Css("html")).await?;
            Ok((html.attr("lang").await?.as_deref() == Some(tag)).then_some(()))
        })
        .await
    }

    /// Asks another survey in the place of the page's own, as its author would write it.
    ///
    /// # Errors
    /// When the page has none.
    pub async fn ask(&self, survey: &str) -> Result<Widget<'browser>> {
        let script = r#"
            const own = document.createElement("sayso-survey");
            own.setAttribute("survey", arguments[0]);
            own.setAttribute("endpoint", "/v1/events");
            own.setAttribute("touchpoint", "contact");
            document.querySelector("sayso-survey").replaceWith(own);"#;
        self.browser.driver()?.execute(script, vec![survey.into()]).await?;
        self.widget().await
    }

    /// The survey on the page, once its question is shown.
    ///
    /// # Errors
    /// When there is none.
    pub async fn widget(&self) -> Result<Widget<'browser>> {
        Widget::shown(self.browser).await
    }
}
