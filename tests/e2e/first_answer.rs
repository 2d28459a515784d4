//! From the tap to the row and the score.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Shop, Stack, eventually, in_every_engine};

use crate::VIETNAMESE;

#[tokio::test]
async fn a_tap_becomes_a_scored_row() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let stack = Stack::start()?;
        let shop = Shop::open(browser, &stack.url("/")).await?;
        let widget = shop.widget().await?;
        assert_eq!(widget.choices().await?, VIETNAMESE);

        widget.tap("Tệ").await?;
        assert!(widget.thanks().await?.contains("Cảm ơn"));

        let row = &stack.responses(1).await?[0];
        assert_eq!(row["answers"]["csat"]["value"], 2);
        assert_eq!(row["answers"]["csat"]["scale"], 5);
        assert_eq!(row["scores"][0]["metric"], "csat");
        assert_eq!(row["scores"][0]["value"].as_f64(), Some(25.0));
        assert_eq!(row["segment"], "detractor");
        assert_eq!(row["touchpoint"], "shop-front");
        assert_eq!(row["locale"], "vi");

        let scores = stack.get("/v1/scores?touchpoint=shop-front").await?;
        let list = scores["scores"].as_array().context("no scores")?;
        let csat = list.iter().find(|score| score["metric"] == "csat" && score["method"] == "top-2-box/1");
        let csat = csat.with_context(|| format!("no CSAT in {scores}"))?;
        assert_eq!((csat["value"].as_f64(), csat["n"].as_u64()), (Some(0.0), Some(1)), "{csat}");
        // The row is there before the browser has read the answer and forgotten the event.
        eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await
    })
    .await
}

#[tokio::test]
async fn a_slip_that_ended_the_survey_is_taken_back_and_counts_once() -> Result<()> {
    // One tap on the wrong face was the last word: the thanks had no way back.
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let widget = Shop::open(&browser, &stack.url("/")).await?.widget().await?;
    widget.tap("Rất tệ").await?;
    assert!(widget.thanks().await?.starts_with("Rất tiếc"));
    let slip = stack.responses(1).await?.remove(0);
    assert_eq!((&slip["answers"]["csat"]["value"], &slip["revision"]), (&1.into(), &1.into()));

    widget.press_button("Sửa lại").await?;
    eventually("the faces", async || Ok((widget.choices().await? == VIETNAMESE).then_some(()))).await?;
    assert_eq!(widget.chosen().await?.as_deref(), Some("Rất tệ"));
    widget.tap("Rất tốt").await?;
    assert!(widget.thanks().await?.contains("Cảm ơn"));
    let changed = eventually("the change", async || {
        Ok(stack.responses(1).await?.into_iter().find(|row| row["revision"] == 2))
    })
    .await?;
    assert_eq!(changed["responseId"], slip["responseId"]);
    assert_eq!((&changed["answers"]["csat"]["value"], &changed["complete"]), (&5.into(), &true.into()));
    let scores = stack.get("/v1/scores?touchpoint=shop-front").await?;
    let list = scores["scores"].as_array().context("no scores")?;
    let csat = list.iter().find(|score| score["metric"] == "csat" && score["method"] == "top-2-box/1");
    let csat = csat.with_context(|| format!("no CSAT in {scores}"))?;
    assert_eq!((csat["value"].as_f64(), csat["n"].as_u64()), (Some(100.0), Some(1)), "{csat}");
    Ok(())
}

#[tokio::test]
async fn a_response_is_not_shown_to_one_without_a_token() -> Result<()> {
    let stack = Stack::start()?;
    assert_eq!(stack.status_without_token("/v1/responses").await?, 401);
    assert_eq!(stack.status_without_token("/v1/scores").await?, 401);
    Ok(())
}
