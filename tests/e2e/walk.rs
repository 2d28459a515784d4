//! One survey on a plain page, walked screen by screen: by taps or by keys, whatever its questions are.

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::root::Root;
use crate::{Browser, Stack, eventually, setting};

/// More stops for Tab than any screen has.
const MANY: usize = 80;

/// A survey that is being walked.
#[derive(Debug)]
pub struct Walk<'browser> {
    browser: &'browser Browser,
    survey: Value,
}

/// What is on the screen.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Screen {
    /// The question, empty at the end.
    pub title: String,
    /// Whether it is the end.
    pub is_thanked: bool,
    /// Whether there is a reference to take along.
    pub has_receipt: bool,
    /// What is announced of the way so far.
    pub place: String,
}

/// What has the focus.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Focus {
    /// Its role or its tag; `primary` for the button that goes on, empty where the widget has not got the focus.
    pub role: String,
    /// What it is called.
    pub name: String,
    /// The type of a field.
    #[serde(default)]
    pub r#type: String,
    /// Whether it is ticked, chosen, or filled in.
    #[serde(default)]
    pub is_chosen: bool,
    /// How many radios are in its group.
    #[serde(default)]
    pub choices: usize,
    /// Whether the browser takes it for reached by keyboard.
    #[serde(default)]
    pub is_keyboard: bool,
    /// Why one does not see that it has the focus; empty where one does.
    pub unseen: String,
}

/// What is said and marked after going on was refused.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// What has the focus.
    pub field: String,
    /// Its role or tag.
    pub role: String,
    /// Whether it, or the group around it, is marked invalid.
    pub is_invalid: bool,
    /// The errors on the screen, each in a live region.
    pub errors: Vec<String>,
    /// Whether one of them describes what has the focus, or the group around it.
    pub is_described: bool,
}

impl<'browser> Walk<'browser> {
    /// Opens a plain page, ready to be asked things and searched for barriers.
    ///
    /// # Errors
    /// When the page cannot be loaded.
    pub async fn open(browser: &'browser Browser, stack: &Stack) -> Result<Self> {
        browser.open(&stack.url("/gallery.html?part=none")).await?;
        let walk = Self { browser, survey: Value::Null };
        walk.run(&std::fs::read_to_string(setting("SAYSO_AXE")?)?).await?;
        walk.run(include_str!("walk.js")).await?;
        eventually("the loader", async || {
            let ready = walk.run("return customElements.get('sayso-survey') !== undefined").await?;
            Ok((ready == true).then_some(()))
        })
        .await?;
        Ok(walk)
    }

    /// Asks a survey, in the place of the one before.
    ///
    /// # Errors
    /// When the widget does not come.
    pub async fn ask(&mut self, survey: &Value, attributes: &Value) -> Result<()> {
        self.survey = survey.clone();
        let asked = self.wait(&format!("walk.ask({survey}, {attributes})")).await?;
        ensure!(asked == true, "{asked}");
        Ok(())
    }

    /// What is on the screen.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn screen(&self) -> Result<Screen> {
        Ok(serde_json::from_value(self.run("return walk.screen()").await?)?)
    }

    /// What has the focus.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn focus(&self) -> Result<Focus> {
        Ok(serde_json::from_value(self.run("return walk.focus()").await?)?)
    }

    /// What stands in the way, once something does and the focus has come to it, which follows what is said.
    ///
    /// # Errors
    /// When nothing is said, or the focus stays where it was.
    pub async fn refusal(&self) -> Result<Refusal> {
        eventually("an error, and the focus on what is wrong", async || {
            let refusal: Refusal = serde_json::from_value(self.run("return walk.refusal()").await?)?;
            Ok((!refusal.errors.is_empty() && refusal.is_invalid).then_some(refusal))
        })
        .await
    }

    /// The id of the question on the screen, by its words in Vietnamese.
    ///
    /// # Errors
    /// When no question has them.
    pub fn id(&self, screen: &Screen) -> Result<&str> {
        let questions = self.survey["questions"].as_array().context("questions")?;
        let own = questions.iter().find(|question| question["title"]["vi"] == screen.title.as_str());
        own.and_then(|question| question["id"].as_str()).with_context(|| format!("no question {screen:?}"))
    }

    /// What keeps people out of this screen in these languages and themes.
    ///
    /// # Errors
    /// When axe-core cannot be run.
    pub async fn barriers(&self, locales: &[&str], themes: &[&str]) -> Result<Vec<String>> {
        let found = self.wait(&format!("walk.barriers({}, {})", json!(locales), json!(themes))).await?;
        serde_json::from_value(found.clone()).with_context(|| found.to_string())
    }

    /// Answers by taps, with what stands at `place` of a scale or a list.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn answer(&self, place: usize) -> Result<()> {
        self.wait(&format!("walk.answer({place}).then(() => true)")).await.map(drop)
    }

    /// Taps the button to go on, where there is one.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn next(&self) -> Result<()> {
        self.run("walk.next()").await.map(drop)
    }

    /// The screen after this one.
    ///
    /// # Errors
    /// When it stays.
    pub async fn after(&self, before: &Screen) -> Result<Screen> {
        let what = format!("the screen after {before:?}");
        let next = eventually(&what, async || {
            let screen = self.screen().await?;
            Ok((screen.title != before.title).then_some(screen))
        });
        match next.await {
            Ok(screen) => Ok(screen),
            Err(error) => Err(error.context(self.run("return walk.refusal()").await?.to_string())),
        }
    }

    /// Presses a key wherever the focus is.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn press(&self, key: impl Into<thirtyfour::TypingData>) -> Result<()> {
        Ok(self.browser.driver()?.action_chain().send_keys(key).perform().await?)
    }

    /// Answers the screen by keys alone, each of its controls as a person would, and goes on. At every stop the focus has to
    /// be in the widget, in view and ringed.
    ///
    /// # Errors
    /// Where it is lost or unseen, or a key does nothing.
    pub async fn answer_by_keys(&self, place: usize) -> Result<()> {
        let mut is_ticked = false;
        let mut is_opened = false;
        for _ in 0..MANY {
            self.press(Key::Tab).await?;
            let focus = self.seen_focus().await?;
            match focus.role.as_str() {
                "radio" if !focus.is_chosen || focus.choices == 4 => {
                    self.press(Key::Home).await?;
                    for _ in 0..place.min(focus.choices - 1) {
                        self.press(Key::Right).await?;
                    }
                    let chosen = self.seen_focus().await?;
                    ensure!(chosen.is_chosen, "arrows choose: {chosen:?}");
                }
                "checkbox" if !is_ticked && !focus.is_chosen => {
                    self.press(" ").await?;
                    is_ticked = self.seen_focus().await?.is_chosen;
                    ensure!(is_ticked, "Space ticks {focus:?}");
                }
                "summary" if !is_opened => {
                    self.press(Key::Enter).await?;
                    is_opened = true;
                }
                "input" | "textarea" if !focus.is_chosen => {
                    let text = match focus.r#type.as_str() {
                        "tel" => "0912345678",
                        "email" => "lan@example.com",
                        _ => "Trễ hai ngày",
                    };
                    self.press(text).await?;
                    ensure!(self.seen_focus().await?.is_chosen, "keys write into {focus:?}");
                }
                "primary" => return self.press(Key::Enter).await,
                _ => {}
            }
        }
        bail!("Tab never comes to the button on {:?}", self.screen().await?)
    }

    /// Comes into the widget by Tab, from what stands before it on the page.
    ///
    /// # Errors
    /// When Tab does not lead there.
    pub async fn enter(&self) -> Result<()> {
        let script = "const [before] = document.querySelectorAll('a:last-of-type'); before.focus()";
        self.run(script).await?;
        self.press(Key::Tab).await?;
        self.seen_focus().await?;
        // Back out: whoever answers begins before the first control.
        self.press_with_shift(Key::Tab).await
    }

    /// What has the focus on a new screen, once something has.
    ///
    /// # Errors
    /// When nothing has it, or it cannot be seen.
    pub async fn begun(&self) -> Result<Focus> {
        eventually("the focus on the new screen", async || self.seen_focus().await.map(Some)).await
    }

    /// Presses a key together with Shift.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn press_with_shift(&self, key: Key) -> Result<()> {
        let keys =
            self.browser.driver()?.action_chain().key_down(Key::Shift).send_keys(key).key_up(Key::Shift);
        Ok(keys.perform().await?)
    }

    /// What has the focus, which has to be in the widget, in view and ringed.
    ///
    /// # Errors
    /// Where it is not.
    pub async fn seen_focus(&self) -> Result<Focus> {
        let focus = self.focus().await?;
        ensure!(
            focus.unseen.is_empty(),
            "the focus is lost or unseen on {:?}: {focus:?}",
            self.screen().await?
        );
        Ok(focus)
    }

    /// Tries to go on without an answer, even where the button still waits unseen.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn refuse(&self) -> Result<()> {
        self.wait("walk.refuse()").await.map(drop)
    }

    /// Taps, with a real pointer, the first of what this selector finds within the first of what `within` finds.
    ///
    /// # Errors
    /// When there is nothing of the kind.
    pub async fn tap(&self, selector: &str, within: &str) -> Result<()> {
        let root = Root::of_the_page(self.browser).await?;
        let target = root.find(&format!("{within} {selector}")).await?;
        target.scroll_into_view().await?;
        Ok(target.click().await?)
    }

    /// The words of what has the focus in the page; the widget is nobody's words.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn page_focus(&self) -> Result<String> {
        let words =
            self.run("return document.activeElement.matches('a') ? document.activeElement.textContent : ''");
        Ok(words.await?.as_str().unwrap_or_default().to_owned())
    }

    /// Puts the focus on the link of the page with these words.
    ///
    /// # Errors
    /// When there is none.
    pub async fn leave(&self, words: &str) -> Result<()> {
        let links = format!(
            "[...document.querySelectorAll('a')].find((link) => link.textContent === {})",
            json!(words)
        );
        self.run(&format!("{links}.focus()")).await.map(drop)
    }

    async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.browser.driver()?.execute(script, Vec::new()).await?.json().clone())
    }

    /// What a promise of the page comes to.
    async fn wait(&self, promise: &str) -> Result<Value> {
        self.browser
            .evaluate(&format!("{promise}.then(arguments[0], (error) => arguments[0](String(error)))"))
            .await
    }
}
