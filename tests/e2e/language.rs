//! The language of the page is the language of the survey.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Host, Language, Shop, Stack, eventually, in_every_engine, setting};
use serde_json::json;

use crate::{ENGLISH, VIETNAMESE};

#[tokio::test]
async fn the_switch_of_the_shop_reaches_the_survey() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let stack = Stack::start()?;
        let shop = Shop::open(browser, &stack.url("/")).await?;
        assert_eq!(shop.widget().await?.choices().await?, VIETNAMESE);

        shop.switch_to(Language::English).await?;
        let widget = shop.widget().await?;
        assert_eq!(widget.choices().await?, ENGLISH);
        assert_eq!(widget.question().await?, "How was our service today?");
        widget.press_button("Close").await?;

        shop.switch_to(Language::Vietnamese).await?;
        assert_eq!(shop.widget().await?.choices().await?, VIETNAMESE);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_ways_of_writing_a_language_have_files_of_their_own() -> Result<()> {
    // zh-Hant and zh-Hans shared zh.json.
    let words = |awful: &str, tab: &str| json!({ "smiley.awful": awful, "tab.label": tab }).to_string();
    let survey = json!({ "id": "own", "version": 1, "locales": ["zh-Hans", "zh-Hant"], "questions": [
        { "id": "q", "type": "smiley", "title": { "zh-Hans": "怎么样？", "zh-Hant": "怎麼樣？" } }] });
    let page = |lang: &str, mode: &str| {
        let tag =
            format!(r#"<script async src="/sayso.js" data-survey="/own.json" data-mode="{mode}"></script>"#);
        format!("<!doctype html><html lang={lang}><body>{tag}</body></html>")
    };
    let pages = [
        ("locales/zh.json", words("很差", "反馈")),
        ("locales/zh-hant.json", words("很糟", "意見")),
        ("own.json", survey.to_string()),
        ("hant.html", page("zh-Hant-TW", "popover")),
        ("hans.html", page("zh-Hans", "popover")),
        ("tab.html", page("zh-Hant", "tab")),
    ];
    let host = Host::start(&setting("SAYSO_SITE")?, &pages).await?;
    let browser = Browser::start(Device::PHONE).await?;
    for (page, question, awful) in [("/hant.html", "怎麼樣？", "很糟"), ("/hans.html", "怎么样？", "很差")]
    {
        let widget = Shop::open(&browser, &host.url(page)).await?.widget().await?;
        assert_eq!(
            (widget.question().await?.as_str(), widget.choices().await?[0].as_str()),
            (question, awful)
        );
    }
    browser.open(&host.url("/tab.html")).await?;
    let script = r#"const tab = document.querySelector("sayso-survey")?.shadowRoot?.querySelector(".tab");
        arguments[0](tab ? [tab.textContent, tab.lang] : null);"#;
    let tab =
        eventually("the tab", async || Ok(Some(browser.evaluate(script).await?).filter(|it| !it.is_null())));
    assert_eq!(tab.await?, json!(["意見", "zh-Hant"]));
    Ok(())
}
