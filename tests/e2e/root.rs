//! The shadow root of the page's survey. The driver's library takes a shadow root for an element, which only chromedriver
//! lets it do, so what is in it is found by a script.

use anyhow::{Context, Result};
use thirtyfour::prelude::*;

use crate::Browser;

/// The open shadow root of `<sayso-survey>`.
#[derive(Debug, Clone)]
pub(crate) struct Root<'browser> {
    browser: &'browser Browser,
    host: WebElement,
}

impl<'browser> Root<'browser> {
    /// The first survey's.
    pub(crate) async fn of_the_page(browser: &'browser Browser) -> Result<Self> {
        Ok(Self { browser, host: browser.driver()?.find(By::Css("sayso-survey")).await? })
    }

    /// The first of what this selector finds.
    pub(crate) async fn find(&self, selector: &str) -> Result<WebElement> {
        self.find_all(selector).await?.into_iter().next().with_context(|| format!("no {selector}"))
    }

    /// All that this selector finds.
    pub(crate) async fn find_all(&self, selector: &str) -> Result<Vec<WebElement>> {
        let script = "return [...(arguments[0].shadowRoot?.querySelectorAll(arguments[1]) ?? [])];";
        let arguments = vec![self.host.to_json()?, selector.into()];
        Ok(self.browser.driver()?.execute(script, arguments).await?.elements()?)
    }
}
