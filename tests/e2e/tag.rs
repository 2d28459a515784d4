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
            element.setAttribute("mode", "tablet"); // contains one of ours, and is none
            element.addEventListener("sayso:ready", () => ++ready === 2 && done(ready));
            document.body.append(element);
        }"#;
    assert_eq!(in_the_shop(&browser, &stack, script).await?, 2);
    let console = browser.console().await?;
    assert!(console.iter().any(|line| line.contains("mode=") && line.contains("tablet")), "{console:?}");
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
        element.setAttribute("survey", "csatt");
        element.addEventListener("sayso:error", (event) => setTimeout(() => done({
            reason: event.detail.problems[0].reason, thrown, drawn: element.shadowRoot?.childElementCount ?? 0,
        }), 300));
        document.body.append(element);"#;
    let told = in_the_shop(browser, &stack, script).await?;
    let expected = "survey=\"csatt\" is not known; allowed: csat, smiley, nps, ces, acsi, servqual, complaint, after-purchase, exit, \
        wifi, or the address of a survey of your own; did you mean \"csat\"?";
    assert_eq!(told["reason"], expected);
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

/// What goes wrong in the page by our fault: an exception, or a promise that nobody looks after.
const WATCH: &str = r#"
    const done = arguments[0];
    const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const until = async (found) => {
        for (let waited = 0; waited < 60000 && !found(); waited += 20) await after(20);
        return Boolean(found());
    };
    let thrown = 0;
    addEventListener("error", () => thrown++);
    addEventListener("unhandledrejection", () => thrown++);
    let errors = 0;
    document.addEventListener("sayso:error", () => errors++);
    const make = (attributes, parent = document.body) => {
        const element = document.createElement("sayso-survey");
        for (const [name, value] of Object.entries({ survey: "smiley", ...attributes })) element.setAttribute(name, value);
        parent?.append(element);
        return element;
    };
    const load = (attributes) => new Promise((resolve) => {
        const script = document.createElement("script");
        for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
        script.onload = resolve;
        document.body.append(script);
    });
    const radios = (element) => element.shadowRoot?.querySelectorAll("[role=radio]").length ?? 0;
    const surveys = () => document.querySelectorAll("sayso-survey");
    document.querySelector("sayso-survey").remove();
    const drawn = (element) => until(() => radios(element) === 5);
"#;

/// Does what `steps` say in a page of the shop; nothing may be thrown into it.
async fn steps(steps: &str) -> Result<serde_json::Value> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let script =
        format!("{WATCH} (async () => {{ {steps} }})().catch((error) => done({{ failed: String(error) }}));");
    let told = in_the_shop(&browser, &stack, &script).await?;
    assert_eq!(told.get("failed"), None, "{told}");
    assert_eq!(told["thrown"], 0, "{told}");
    Ok(told)
}

#[tokio::test]
async fn a_second_loader_of_any_version_leaves_its_tags_to_the_first() -> Result<()> {
    let told = steps(
        r#"const own = window.sayso;
        await load({ src: "/sayso.js?another", "data-survey": "smiley", "data-mode": "modal" });
        await until(() => surveys().length === 1);
        const element = surveys()[0];
        done({ drawn: await drawn(element), same: window.sayso === own, thrown });"#,
    )
    .await?;
    assert_eq!(told["drawn"], true);
    assert_eq!(told["same"], true);
    Ok(())
}

#[tokio::test]
async fn a_second_tag_with_the_same_survey_shows_it_once() -> Result<()> {
    let told = steps(
        r#"for (let count = 0; count < 2; count++) await load({ src: "/sayso.js", "data-survey": "smiley" });
        await drawn(surveys()[0]);
        await after(500);
        done({ drawn: [...surveys()].map(radios), thrown });"#,
    )
    .await?;
    assert_eq!(told["drawn"], serde_json::json!([5, 0]));
    Ok(())
}

#[tokio::test]
async fn a_tag_without_an_address_looks_beside_the_page_and_says_what_is_missing() -> Result<()> {
    let told = steps(
        r#"const text = await (await fetch("/sayso.js")).text();
        const frame = document.createElement("iframe");
        document.body.append(frame);
        const inside = frame.contentDocument;
        const script = inside.createElement("script");
        script.dataset.survey = "smiley";
        script.dataset.mode = "inline";
        script.textContent = text;
        const base = inside.createElement("base");
        base.href = location.href;
        inside.head.append(base);
        let failures = 0;
        inside.addEventListener("sayso:error", () => failures++);
        frame.contentWindow.addEventListener("error", () => thrown++);
        frame.contentWindow.addEventListener("unhandledrejection", () => thrown++);
        inside.body.append(script);
        // The frame's address is about:blank, beside which nothing lies.
        await until(() => failures > 0);
        done({ failures, thrown });"#,
    )
    .await?;
    assert_eq!(told["failures"], 1);
    Ok(())
}

#[tokio::test]
async fn an_element_that_leaves_moves_or_is_cloned_while_it_loads_is_drawn_once_where_it_stands() -> Result<()>
{
    let told = steps(
        r#"const removed = make({});
        removed.remove();
        const moved = make({});
        const aside = document.createElement("aside");
        document.body.append(aside);
        aside.append(moved);
        await after(1);
        document.body.prepend(moved);
        const cloned = make({});
        const clone = cloned.cloneNode(true);
        document.body.append(clone);
        const back = make({});
        back.remove();
        await after(30);
        document.body.append(back);
        for (const element of [moved, cloned, clone, back]) await drawn(element);
        await after(500);
        done({ radios: [removed, moved, cloned, clone, back].map(radios), errors, thrown });"#,
    )
    .await?;
    assert_eq!(told["radios"], serde_json::json!([0, 5, 5, 5, 5]));
    assert_eq!(told["errors"], 0);
    Ok(())
}

#[tokio::test]
async fn a_hidden_frame_holds_a_survey_that_is_there_once_it_is_shown() -> Result<()> {
    let told = steps(
        r#"const frame = document.createElement("iframe");
        frame.style.display = "none";
        frame.src = "/contact.html";
        document.body.append(frame);
        await new Promise((resolve) => (frame.onload = resolve));
        frame.contentWindow.addEventListener("error", () => thrown++);
        frame.contentWindow.addEventListener("unhandledrejection", () => thrown++);
        const inside = frame.contentDocument.querySelector("sayso-survey");
        await drawn(inside);
        frame.style.display = "block";
        await after(100);
        const { width } = inside.shadowRoot.querySelector("section").getBoundingClientRect();
        done({ radios: radios(inside), isVisible: width > 0, thrown });"#,
    )
    .await?;
    assert_eq!(told["radios"], 5);
    assert_eq!(told["isVisible"], true);
    Ok(())
}

#[tokio::test]
async fn a_page_that_freezes_the_prototypes_gets_its_survey() -> Result<()> {
    let told = steps(
        r#"Object.freeze(Object.prototype);
        Object.freeze(Array.prototype);
        const element = make({});
        await drawn(element);
        const submitted = new Promise((resolve) => element.addEventListener("sayso:submitted", resolve));
        element.shadowRoot.querySelector("[role=radio]").click();
        await submitted;
        done({ thrown });"#,
    )
    .await?;
    assert_eq!(told["thrown"], 0);
    Ok(())
}

#[tokio::test]
async fn a_page_whose_fetch_fails_is_told_so_and_the_survey_can_be_tried_again() -> Result<()> {
    let told = steps(
        r#"const own = window.fetch;
        const ways = [() => { throw new TypeError("not today"); }, () => undefined, async () => { throw null; }];
        const told = [];
        for (const [place, patched] of ways.entries()) {
            window.fetch = patched;
            const before = errors;
            const element = make({ survey: ["ces", "nps", "exit"][place], mode: "modal", trigger: "manual" });
            element.open();
            await until(() => errors > before);
            window.fetch = own;
            element.open();
            const again = await until(() => element.shadowRoot?.querySelector("dialog[open]"));
            told.push(errors - before, again);
            element.remove();
        }
        done({ told, thrown });"#,
    )
    .await?;
    assert_eq!(told["told"], serde_json::json!([1, true, 1, true, 1, true]));
    Ok(())
}
