//! A page's style sheet, however rude, does not change the survey; and the survey changes nothing of the page.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner, in_every_engine, setting};
use serde_json::Value;
use std::collections::BTreeMap;

/// What pages say of every element, from careless to hostile.
const RUDE: [(&str, &str); 4] = [
    ("/unset", "* { all: unset !important }"),
    ("/initial", "*, *::before, *::after { all: initial !important }"),
    (
        "/shout",
        "* { color: red !important; background: yellow !important; font: italic 900 31px/3 fantasy !important;
            letter-spacing: 5px !important; word-spacing: 9px !important; text-transform: uppercase !important;
            text-align: right !important; text-indent: 40px !important; text-shadow: 2px 2px blue !important;
            white-space: pre !important; cursor: crosshair !important; border: 7px dashed lime !important;
            padding: 13px !important; margin: 5px !important; border-radius: 0 !important; opacity: 0.4 !important;
            transform: rotate(2deg) !important; filter: blur(1px) !important; box-sizing: content-box !important;
            pointer-events: none !important; user-select: none !important; fill: red !important; stroke: red !important;
            list-style: square !important; quotes: none !important; animation: none !important; transition: none !important;
            direction: ltr !important; outline: 3px solid red !important; line-break: anywhere !important }",
    ),
    (
        "/reset",
        "html, body, div, span, h1, h2, p, a, img, ol, ul, li, form, label, section, button { margin: 0; padding: 0; border: 0;
            font: inherit; vertical-align: baseline } button { all: unset } section { display: none } [role] { display: none }
         .frame, .title, .close, .primary, .screen { display: none !important; color: red !important }
         [hidden] { display: block !important } svg { display: none }",
    ),
];

/// A page with some of everything that a page has, without scroll bars, and a place for a survey that is as large with and
/// without one.
fn page(path: &'static str, style: &str) -> HostPage {
    let html = format!(
        r#"<!doctype html><html lang="vi" style="overflow: hidden !important"><head><meta charset="utf-8"><title>Trang</title><style>{style}</style></head>
        <body><h1 class="title">Trang</h1><p>Chữ <a href="/">đường dẫn</a> <b>đậm</b></p>
        <ul><li>Một</li></ul><form><label>Tên <input></label><select><option>Một</option></select>
        <textarea></textarea><button class="primary" type="button">Gửi</button></form>
        <table class="frame"><tr><th>Cột</th><td>Ô</td></tr></table><section class="screen" role="radiogroup"><svg></svg></section>
        <div id="slot" style="display: block !important; height: 600px !important; overflow: hidden !important"></div></body></html>"#
    );
    HostPage { path, policy: "", html }
}

fn pages() -> Result<Vec<HostPage>> {
    let styles = setting("SAYSO_HOST_STYLES")?;
    let read = |name: &str| std::fs::read_to_string(styles.join(name)).context(name.to_owned());
    let mut pages: Vec<_> = RUDE.into_iter().map(|(path, style)| page(path, style)).collect();
    pages.push(page("/tailwind", &read("tailwindcss/preflight.css")?));
    pages.push(page("/bootstrap", &read("bootstrap/dist/css/bootstrap.min.css")?));
    Ok(pages)
}

/// Looks at the page, puts a survey on it, and looks again, at the page and at the parts of the survey.
const LOOK: &str = r#"
    const done = arguments[0];
    const styles = (elements) => Object.fromEntries(elements.map((element, place) => {
        const computed = getComputedStyle(element);
        const values = Object.fromEntries([...computed].filter((name) => !name.startsWith("--")).map((name) => [name, computed.getPropertyValue(name)]));
        return [`${place} ${element.localName}.${element.getAttribute("class") ?? ""}`, values];
    }));
    const own = [...document.querySelectorAll("html, body, body *")];
    const around = () => [document.head.innerHTML, document.adoptedStyleSheets.length,
        ...[document.documentElement, document.body].flatMap(({ attributes }) => [...attributes].map((it) => it.name + it.value))];
    // What it comes to once it no longer changes: a busy machine is late with frames and with what they move.
    const settled = async (look) => {
        for (let before = null; ; ) {
            for (const animation of document.getAnimations()) animation.finish();
            const now = JSON.stringify(look());
            if (now === before) return JSON.parse(now);
            before = now;
            await new Promise((resolve) => setTimeout(resolve, 200));
        }
    };
    const seen = () => ({ styles: styles(own), around: around() });
    const before = settled(seen);
    const script = document.createElement("script");
    script.src = "/sayso.js";
    script.onload = async () => {
        const was = await before;
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", MODE === "inline" ? "complaint" : "smiley");
        element.setAttribute("mode", MODE);
        // The fonts are the page's where it does not say otherwise, and what stands in its text it places itself.
        const place = { "--sayso-font": "sans-serif", display: MODE === "inline" ? "block" : "contents", width: "600px", height: "auto" };
        for (const [name, value] of Object.entries(place)) element.style.setProperty(name, value, "important");
        element.addEventListener("sayso:shown", async () => {
            const root = element.shadowRoot;
            // With the whole style, whenever that came.
            while (![...root.adoptedStyleSheets[0].cssRules].some((rule) => rule.selectorText === ".tick"))
                await new Promise((resolve) => setTimeout(resolve, 50));
            const parts = await settled(() => {
                for (const animation of root.getAnimations()) animation.finish();
                return styles([...root.querySelectorAll("*")]);
            });
            const { opacity, transform, filter, paddingTop, borderTopWidth, backgroundColor } = getComputedStyle(element);
            const host = { opacity, transform, filter, paddingTop, borderTopWidth, backgroundColor };
            // As text: a driver takes long over as many values.
            done(JSON.stringify({ parts, host, before: was, after: await settled(seen) }));
        });
        document.querySelector('#slot').append(element);
    };
    before.then(() => document.querySelector('#slot').append(script));"#;

/// What differs, one property a line.
fn differences(expected: &Value, found: &Value) -> Result<Vec<String>> {
    type Styles = BTreeMap<String, BTreeMap<String, String>>;
    let read = |value: &Value| serde_json::from_value::<Styles>(value.clone());
    let (expected, mut found) = (read(expected)?, read(found)?);
    let mut lines = Vec::new();
    for (element, values) in expected {
        let found = found.remove(&element).unwrap_or_default();
        for (name, value) in values {
            let now = found.get(&name).map_or("nothing", String::as_str);
            if now != value {
                lines.push(format!("{element} {name}: {value} became {now}"));
            }
        }
    }
    lines.extend(found.into_keys().map(|element| format!("{element} is new")));
    Ok(lines)
}

async fn look_at(browser: &Browser, look: &str) -> Result<Value> {
    let seen = browser.evaluate(look).await?;
    Ok(serde_json::from_str(seen.as_str().context("what was seen")?)?)
}

async fn check(mode: &str) -> Result<()> {
    let mut pages = pages()?;
    pages.push(page("/plain", ""));
    let paths: Vec<_> = pages.iter().map(|page| page.path).filter(|path| *path != "/plain").collect();
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), pages).await?;
    in_every_engine(Device::DESKTOP, async |browser| {
        let look = LOOK.replace("MODE", &format!("{mode:?}"));
        browser.open(&endpoint.url("/plain")).await?;
        let plain = look_at(browser, &look).await?;
        let parts = plain["parts"].as_object().context("parts")?;
        assert!(parts.len() > 20, "the survey is drawn: {:?}", parts.keys());
        for path in &paths {
            browser.open(&endpoint.url(path)).await?;
            let seen = look_at(browser, &look).await?;
            let changed = differences(&plain["parts"], &seen["parts"])?;
            assert!(
                changed.is_empty(),
                "{path} changes the survey in {:?}:\n{}",
                browser.engine(),
                changed.join("\n")
            );
            assert_eq!(seen["host"], plain["host"], "{path}");
            let changed = differences(&seen["before"]["styles"], &seen["after"]["styles"])?;
            assert!(changed.is_empty(), "the survey changes {path}:\n{}", changed.join("\n"));
            assert_eq!(seen["before"]["around"], seen["after"]["around"], "{path}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_survey_in_the_page_looks_the_same_under_any_style_sheet_and_changes_nothing() -> Result<()> {
    check("inline").await
}

#[tokio::test]
async fn a_survey_over_the_page_looks_the_same_under_any_style_sheet_and_changes_nothing() -> Result<()> {
    check("popover").await
}
