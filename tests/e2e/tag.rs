//! What a page's author meets: a slip in an attribute, a survey that is not there, a page that refuses HTML strings.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Stack, in_every_engine};

/// Runs a script in a page of the shop; comes to what the script reports.
async fn in_the_shop(browser: &Browser, stack: &Stack, script: &str) -> Result<serde_json::Value> {
    browser.open(&stack.url("/contact.html")).await?;
    browser.evaluate(script).await
}

#[tokio::test]
async fn a_misspelt_attribute_is_named_once_in_the_console() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let script = r#"
        const done = arguments[0];
        let ready = 0;
        for (let count = 0; count < 2; count++) {
            const element = document.createElement("sayso-survey");
            element.setAttribute("survey", "smiley");
            element.setAttribute("theme", "drak");
            element.addEventListener("sayso:ready", () => ++ready === 2 && done(ready));
            document.body.append(element);
        }"#;
    assert_eq!(in_the_shop(&browser, &stack, script).await?, 2);
    let console = browser.console().await?;
    let named: Vec<_> = console.iter().filter(|line| line.contains("drak")).collect();
    assert_eq!(named.len(), 1, "{console:?}");
    for part in ["theme=", "auto, light, dark", "did you mean"] {
        assert!(named[0].contains(part), "{part} in {}", named[0]);
    }
    Ok(())
}

#[tokio::test]
async fn a_survey_that_is_not_there_is_told_to_the_page_and_throws_nothing_into_it() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
    let stack = Stack::start()?;
    let script = r#"
        const done = arguments[0];
        let thrown = 0;
        addEventListener("error", () => thrown++);
        addEventListener("unhandledrejection", () => thrown++);
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", "no-such-survey");
        element.addEventListener("sayso:error", (event) => setTimeout(() => done({
            reason: event.detail.problems[0].reason, thrown, drawn: element.shadowRoot?.childElementCount ?? 0,
        }), 300));
        document.body.append(element);"#;
    let told = in_the_shop(browser, &stack, script).await?;
    assert!(told["reason"].as_str().is_some_and(|reason| reason.contains("404")), "{told}");
    assert_eq!(told["thrown"], 0);
    assert_eq!(told["drawn"], 0);
    Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_that_refuses_html_strings_gets_its_questions_all_the_same() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
    let stack = Stack::start()?;
    let script = r#"
        const done = arguments[0];
        const policy = document.createElement("meta");
        policy.httpEquiv = "Content-Security-Policy";
        policy.content = "require-trusted-types-for 'script'";
        document.head.append(policy);
        let refused = false;
        try { document.createElement("p").innerHTML = "<b>"; } catch { refused = true; }
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", "smiley");
        const report = () => done({ refused: refused || !window.trustedTypes, radios: element.shadowRoot.querySelectorAll("[role=radio]").length });
        element.addEventListener("sayso:ready", () => setTimeout(report, 100));
        document.body.append(element);"#;
    let drawn = in_the_shop(browser, &stack, script).await?;
    assert_eq!(drawn["refused"], true, "the page must refuse where the browser can, or this tests nothing");
    assert_eq!(drawn["radios"], 5);
    Ok(())
    })
    .await
}
