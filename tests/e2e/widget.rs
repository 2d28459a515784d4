//! The survey, as a person finds it: by role and name, the way assistive technology computes them.

use anyhow::{Context, Result, bail};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use thirtyfour::{ElementId, Key, RequestData, SessionId};

use crate::root::Root;
use crate::{Browser, eventually};

/// The widget in the open shadow root of `<sayso-survey>`.
#[derive(Debug)]
pub struct Widget<'browser> {
    browser: &'browser Browser,
    root: Root<'browser>,
}

impl<'browser> Widget<'browser> {
    pub(crate) async fn shown(browser: &'browser Browser) -> Result<Self> {
        let root = eventually("the survey", async || {
            let root = Root::of_the_page(browser).await?;
            let group = root.find("[role=radiogroup]").await?;
            Ok(group.is_displayed().await?.then_some(root))
        });
        Ok(Self { browser, root: root.await? })
    }

    /// The name of the rating: its question.
    ///
    /// # Errors
    /// When there is no rating.
    pub async fn question(&self) -> Result<String> {
        self.name_of(&self.root.find("[role=radiogroup]").await?).await
    }

    /// The names of the choices, worst first.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn choices(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for radio in self.radios().await? {
            names.push(self.name_of(&radio).await?);
        }
        Ok(names)
    }

    /// The name of the chosen one, if any.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn chosen(&self) -> Result<Option<String>> {
        for radio in self.radios().await? {
            if radio.attr("aria-checked").await?.as_deref() == Some("true") {
                return Ok(Some(self.name_of(&radio).await?));
            }
        }
        Ok(None)
    }

    /// Taps the choice of this name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn tap(&self, name: &str) -> Result<()> {
        self.click(&self.radio(name).await?).await
    }

    /// Ticks the box of this name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn tick(&self, name: &str) -> Result<()> {
        for ticked in self.root.find_all("[role=checkbox]").await? {
            if self.name_of(&ticked).await? == name {
                return self.click(&ticked).await;
            }
        }
        bail!("no box {name}")
    }

    /// Writes into the field of this name.
    ///
    /// # Errors
    /// When there is none.
    pub async fn write(&self, name: &str, text: &str) -> Result<()> {
        for field in self.root.find_all("textarea, input").await? {
            if field.is_displayed().await? && self.name_of(&field).await? == name {
                return Ok(field.send_keys(text).await?);
            }
        }
        bail!("no field {name}")
    }

    /// The text of the element that this selector finds.
    ///
    /// # Errors
    /// When there is none.
    pub async fn text_of(&self, selector: &str) -> Result<String> {
        Ok(self.root.find(selector).await?.text().await?)
    }

    /// Puts the focus on the choice of this name, where Tab would put it.
    ///
    /// # Errors
    /// When there is none, or Tab does not stop at it.
    pub async fn focus(&self, name: &str) -> Result<()> {
        let radio = self.radio(name).await?;
        if radio.attr("tabindex").await?.as_deref() != Some("0") {
            bail!("Tab does not stop at {name}");
        }
        Ok(radio.focus().await?)
    }

    /// Presses a key wherever the focus is.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn press(&self, key: Key) -> Result<()> {
        Ok(self.browser.driver()?.action_chain().send_keys(key).perform().await?)
    }

    /// Presses the button of this name.
    ///
    /// # Errors
    /// When none is shown.
    pub async fn press_button(&self, name: &str) -> Result<()> {
        for button in self.root.find_all("button:not([role]), [role=button]").await? {
            if button.is_displayed().await? && self.name_of(&button).await? == name {
                return self.click(&button).await;
            }
        }
        bail!("no button {name}")
    }

    /// Whether the widget is still to be seen.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn is_open(&self) -> Result<bool> {
        let frame = self.root.find("[role=dialog], section").await?;
        Ok(frame.is_displayed().await?)
    }

    /// What the live region says, once it says something.
    ///
    /// # Errors
    /// When it stays silent.
    pub async fn thanks(&self) -> Result<String> {
        eventually("the thanks", async || {
            let said = self.root.find("[role=status]").await?.text().await?;
            Ok((!said.trim().is_empty()).then_some(said))
        })
        .await
    }

    /// Clicks, after bringing the element into view at once: the shop scrolls smoothly, and the driver does not wait. Nor does
    /// WebKit's for a card that is still rising, and says that something else lay under the pointer.
    async fn click(&self, element: &WebElement) -> Result<()> {
        let script = r#"arguments[0].scrollIntoView({ behavior: "instant", block: "center" });"#;
        self.browser.driver()?.execute(script, vec![element.to_json()?]).await?;
        eventually("a click", async || match element.click().await {
            Err(error) if matches!(error.as_inner(), WebDriverErrorInner::ElementClickIntercepted(_)) => {
                Ok(None)
            }
            clicked => Ok(Some(clicked?)),
        })
        .await
    }

    async fn radios(&self) -> Result<Vec<WebElement>> {
        self.root.find_all("[role=radiogroup] [role=radio]").await
    }

    async fn radio(&self, name: &str) -> Result<WebElement> {
        for radio in self.radios().await? {
            if self.name_of(&radio).await? == name {
                return Ok(radio);
            }
        }
        bail!("no choice {name}, but {:?}", self.choices().await?)
    }

    async fn name_of(&self, element: &WebElement) -> Result<String> {
        let reply = self.browser.driver()?.cmd(ComputedLabel(element.element_id())).await?;
        reply.value::<String>().context("an accessible name")
    }
}

/// `WebDriver`'s "Get Computed Label" (section 12.4.11): the accessible name, from the browser's own accessibility tree.
#[derive(Debug)]
struct ComputedLabel(ElementId);

impl FormatRequestData for ComputedLabel {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(http::Method::GET, format!("session/{session}/element/{}/computedlabel", self.0))
    }
}
