//! The foot of a kiosk's screens: its buttons stand at one place on each, nothing lies over them, and they over nothing
//! that is written in.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner, eventually};
use serde::Deserialize;
use serde_json::json;

use crate::kiosk::{FACE, TABLET, page, tap, until};

/// Tablets lying and standing.
const TABLETS: [(u32, u32); 3] = [(1024, 768), (1280, 800), (800, 1280)];

/// What is seen of the foot of a screen.
const FOOT: &str = r#"
    const root = document.querySelector("sayso-survey[mode=kiosk]")?.shadowRoot;
    const frame = root?.querySelector(".frame");
    const area = (it) => { const { x, y, width, height } = it.getBoundingClientRect(); return [x, y, width, height].map(Math.round); };
    const seen = (selector) => (!frame || frame.inert ? [] : [...root.querySelectorAll(selector)].filter((it) => it.checkVisibility()));
    const wrong = [];
    for (const it of seen(".navigation > *, .done, .language")) {
        const [x, y, width, height] = area(it);
        if (x < 0 || y < 0 || x + width > innerWidth || y + height > innerHeight) wrong.push(`${it.textContent} leaves the screen`);
        const there = root.elementFromPoint(x + width / 2, y + height / 2);
        if (!it.contains(there)) wrong.push(`${it.textContent} is under ${there?.className}`);
    }
    if (frame?.scrollWidth > frame?.clientWidth) wrong.push("is wider than the screen");
    const one = (selector) => seen(selector).map(area)[0] ?? null;
    arguments[0]({ bar: one(".navigation"), primary: one(".primary:not(.start)"), wrong })"#;

/// The foot of one screen. Places are x, y, width and height in CSS pixels; `None` where the screen has none.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Foot {
    bar: Option<[i64; 4]>,
    primary: Option<[i64; 4]>,
    wrong: Vec<String>,
}

impl Foot {
    pub(crate) async fn of(browser: &Browser) -> Result<Self> {
        Ok(serde_json::from_value(browser.evaluate(FOOT).await?)?)
    }

    /// What is wrong with this one, and what stands elsewhere than on a screen before it, which learns from this one.
    pub(crate) fn compare(self, before: &mut Self) -> Vec<String> {
        let mut wrong = self.wrong;
        // On a phone it takes the room that Back leaves.
        let primary = self.primary.filter(|_| self.bar.is_none_or(|[_, _, width, _]| width > 700));
        for (name, here, there) in
            [("the bar", self.bar, &mut before.bar), ("the primary button", primary, &mut before.primary)]
        {
            let Some(here) = here else { continue };
            let there = there.get_or_insert(here);
            if *there != here {
                wrong.push(format!("{name} is at {here:?}, on a screen before at {there:?}"));
            }
        }
        wrong
    }

    /// Before any screen was seen.
    pub(crate) const UNSEEN: Self = Self { bar: None, primary: None, wrong: Vec::new() };
}

/// How many pixels of the screen are out of sight.
const HIDDEN: &str =
    "const frame = document.querySelector('sayso-survey').shadowRoot.querySelector('.frame');
    arguments[0](frame.scrollHeight - frame.clientHeight)";

/// Lets a test lay a keyboard over the lower part of the page, as phones do: only the visual viewport tells.
const KEYBOARD: &str = "let covered = 0;
    Object.defineProperty(VisualViewport.prototype, 'height', { get: () => innerHeight - covered });
    window.cover = (pixels) => { covered = pixels; visualViewport.dispatchEvent(new Event('resize')); };";

async fn serve() -> Result<Endpoint> {
    let pages: Vec<HostPage> = vec![
        page("/vi", "survey='csat' idle-reset='1h' locale='vi'"),
        page("/en", "survey='csat' idle-reset='1h' locale='en'"),
        page("/complaint", "survey='complaint' idle-reset='1h'"),
    ];
    Endpoint::start_with(Manner::Reply(202, ""), pages).await
}

#[tokio::test]
async fn all_reasons_are_seen_at_once_on_a_tablet() -> Result<()> {
    let endpoint = serve().await?;
    let browser = Browser::start(TABLET).await?;
    for language in ["/vi", "/en"] {
        browser.open(&endpoint.url(language)).await?;
        let first = until(&browser, "the question", |seen| seen["title"] != "").await?;
        tap(&browser, FACE, 0).await?;
        until(&browser, "the reasons", |seen| seen["title"] != "" && seen["title"] != first["title"]).await?;
        let topics = "arguments[0](document.querySelector('sayso-survey').shadowRoot.querySelectorAll('.topic').length)";
        eventually("the topics", async || {
            Ok(browser.evaluate(topics).await?.as_u64().filter(|count| *count > 5))
        })
        .await?;
        for (width, height) in TABLETS {
            browser.become_device(Device { width, height, ..TABLET }).await?;
            assert_eq!(browser.evaluate(HIDDEN).await?, json!(0), "{language} at {width}x{height}");
        }
        browser.become_device(TABLET).await?;
    }
    Ok(())
}

/// The bar at the foot goes above the keyboard, and what is written in stands between the two edges.
#[tokio::test]
async fn a_keyboard_covers_neither_the_field_nor_the_button() -> Result<()> {
    let endpoint = serve().await?;
    let browser = Browser::start(Device::PHONE).await?;
    browser.before_each_page(KEYBOARD).await?;
    for (width, height, covered) in [(390, 844, 336), (1024, 768, 350), (800, 1280, 420)] {
        browser.become_device(Device { width, height, ..TABLET }).await?;
        browser.open("about:blank").await?;
        browser.open(&endpoint.url("/complaint")).await?;
        let start = "arguments[0](Boolean(document.querySelector('sayso-survey')?.shadowRoot?.querySelector('.start')))";
        eventually("the way in", async || Ok((browser.evaluate(start).await? == true).then_some(()))).await?;
        tap(&browser, ".start", 0).await?;
        for field in ["happened", "expected"] {
            let write = format!(
                "cover(0); const root = document.querySelector('sayso-survey').shadowRoot;
                 const field = root.getElementById('tell-{field}'); field.focus(); cover({covered});
                 const area = (it) => {{ const {{ top, bottom }} = it.getBoundingClientRect(); return [top, bottom].map(Math.round); }};
                 arguments[0]([area(field), area(root.querySelector('.navigation'))])"
            );
            let seen = browser.evaluate(&write).await?;
            let [[top, bottom], [above, below]]: [[i64; 2]; 2] =
                serde_json::from_value(seen).context("two areas")?;
            let edge = i64::from(height) - covered;
            assert!(
                0 <= top && bottom <= above,
                "{field} at {width}x{height}: {top} to {bottom}, the bar at {above}"
            );
            assert_eq!(below, edge, "the bar stands on the keyboard at {width}x{height}");
        }
    }
    Ok(())
}
