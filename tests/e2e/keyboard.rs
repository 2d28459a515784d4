//! A person without a pointer.

use anyhow::Result;
use sayso_e2e::{Device, Shop, Stack, in_every_engine};
use thirtyfour::Key;

#[tokio::test]
async fn arrows_choose_and_enter_answers() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let stack = Stack::start()?;
        let widget = Shop::open(browser, &stack.url("/")).await?.widget().await?;
        widget.focus("Rất tệ").await?;

        widget.press(Key::Right).await?;
        widget.press(Key::Right).await?;
        widget.press(Key::Right).await?;
        assert_eq!(widget.chosen().await?.as_deref(), Some("Tốt"), "arrows choose");
        assert_eq!(browser.outbox().await?.len(), 0, "arrows do not go on");

        widget.press(Key::Enter).await?;
        assert!(widget.thanks().await?.contains("Cảm ơn"));
        assert_eq!(stack.responses(1).await?[0]["answers"]["csat"]["value"], 4);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn escape_closes_and_answers_nothing() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let stack = Stack::start()?;
        let widget = Shop::open(browser, &stack.url("/")).await?.widget().await?;
        widget.focus("Rất tệ").await?;

        widget.press(Key::Escape).await?;
        sayso_e2e::eventually("the widget to close", async || Ok((!widget.is_open().await?).then_some(())))
            .await?;
        assert!(browser.outbox().await?.is_empty());
        assert!(stack.responses(0).await?.is_empty());
        Ok(())
    })
    .await
}
