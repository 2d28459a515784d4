//! Every screen of a kiosk and of the hotline's page, in both languages and themes: photographed for people, and searched for barriers.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Host, eventually, setting};
use std::cell::RefCell;
use std::path::PathBuf;

use crate::counter::{enter, knock, until_panel_says};
use crate::foot::Foot;
use crate::kiosk::{FACE, TABLET, tap, until};

/// Tablets lying and standing, a small laptop, a phone.
const SIZES: [(u32, u32); 4] = [(1024, 768), (1280, 800), (800, 1280), (390, 844)];

/// The clock of the kiosk's screens can be stopped, so that thanks stay.
const STILL: &str =
    "const real = performance.now.bind(performance); performance.now = () => window.still ?? real();";

/// The one primary button.
const ON: &str = ".primary:not([hidden])";

/// A survey with an option of its own.
const OWN: &str = r#"{ "id": "own", "version": 1, "locales": ["vi", "en"], "questions": [
    { "id": "csat", "type": "smiley", "metric": "csat", "title": { "vi": "Hôm nay bạn thấy dịch vụ thế nào?", "en": "How was our service today?" } },
    { "id": "why", "type": "choice", "show_if": { "<": [0, { "var": "csat" }, 3] }, "title": { "vi": "Vì sao?", "en": "Why?" },
      "options": [{ "id": "slow", "label": { "vi": "Chờ lâu quá", "en": "The wait" } }, { "id": "cold", "label": { "vi": "Đồ nguội", "en": "It was cold" } }] }
] }"#;

/// Four weeks of a counter: hours from 8 to 19, mornings better than evenings, and a day on which something went wrong.
const WEEKS: &str = r#"
    const done = arguments[0];
    const entries = [];
    for (let day = 0; day < 28; day++) {
        for (let at = 0; at < 24; at++) {
            const when = new Date(Date.now() - day * 864e5);
            when.setHours(8 + (at >> 1), 7 * (at % 8), day, at);
            if (when > Date.now()) continue;
            const bad = (at * 7 + day * 3) % 10 < (day === 9 ? 8 : at >> 3);
            const tap = bad ? 1 + ((at + day) % 2) : 4 + ((at + day) % 2);
            const hex = when.getTime().toString(16).padStart(12, "0");
            entries.push({ id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-0000000${String(10000 + day * 100 + at)}`, at: when.getTime(),
                offset: -when.getTimezoneOffset() * 60, digest: JSON.stringify([bad ? "detractor" : "promoter", [["csat", "csat", 5, false, tap]], []]),
                reasons: bad ? [["DEL-LATE"], ["cold", "slow"], ["slow"]][(at + day) % 3] : [] });
        }
    }
    const opening = indexedDB.open("sayso");
    opening.onsuccess = () => {
        const writing = opening.result.transaction("ledger", "readwrite");
        for (const entry of entries) writing.objectStore("ledger").put(entry);
        writing.oncomplete = () => { opening.result.close(); done(entries.length); };
    };"#;

/// One browser, looking at one language.
struct Looker<'browser> {
    browser: &'browser Browser,
    host: &'browser Host,
    locale: &'static str,
    folder: PathBuf,
    found: RefCell<Vec<String>>,
    /// Where the buttons stood so far, at each of [`SIZES`].
    feet: RefCell<[Foot; SIZES.len()]>,
}

impl Looker<'_> {
    async fn open(&self, page: &str, query: &str) -> Result<()> {
        let locale = self.locale;
        let label = if locale == "vi" { "Quầy thu ngân" } else { "Cash desk" };
        self.browser.open("about:blank").await?;
        let address = format!(
            "/{page}?{query}&touchpoint=counter-1&endpoint=/v1/events&lang={locale}&label={label}&idle-reset=1h&pin=2580"
        );
        self.browser.open(&self.host.url(&address)).await
    }

    async fn wait(&self, what: &str, selector: &str) -> Result<()> {
        let there = format!(
            "arguments[0](Boolean(document.querySelector('sayso-survey')?.shadowRoot?.querySelector({selector:?})?.checkVisibility()))"
        );
        eventually(what, async || Ok((self.browser.evaluate(&there).await? == true).then_some(()))).await
    }

    /// On a tablet, whichever way it stands, a face is met from a metre away.
    async fn check_faces(&self, name: &str) -> Result<()> {
        let sizes = "const faces = [...(document.querySelector('sayso-survey[mode=kiosk]')?.shadowRoot.querySelectorAll('.screen .face') ?? [])];
            arguments[0](faces.map((face) => face.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)))";
        let sizes: Vec<f64> = serde_json::from_value(self.browser.evaluate(sizes).await?)?;
        let is_small = |size: &&f64| **size < 120.0;
        let small = sizes.iter().filter(is_small).map(|size| format!("{name}: a face of {size} px"));
        self.found.borrow_mut().extend(small);
        Ok(())
    }

    /// The buttons at the foot stand where they stood on the screens before, and under nothing.
    async fn check_foot(&self, name: &str, size: usize) -> Result<()> {
        let foot = Foot::of(self.browser).await?;
        let wrong = foot.compare(&mut self.feet.borrow_mut()[size]);
        self.found.borrow_mut().extend(wrong.into_iter().map(|wrong| format!("{name}: {wrong}")));
        Ok(())
    }

    /// The screen in every size and theme, and its barriers where there is least and most room.
    async fn look(&self, name: &str) -> Result<()> {
        // What comes in slides, and what stands there breathes.
        let rest = "const root = document.querySelector('sayso-survey').shadowRoot;
            for (const motion of root.getAnimations()) motion.effect?.getComputedTiming().iterations === Infinity ? motion.cancel() : motion.finish();
            arguments[0](1)";
        for dark in [false, true] {
            for (place, (width, height)) in SIZES.into_iter().enumerate() {
                self.browser.become_device(Device { width, height, dark, ..TABLET }).await?;
                self.browser.evaluate(rest).await?;
                let theme = if dark { "dark" } else { "light" };
                let name = format!("{name}-{}-{width}x{height}-{theme}.png", self.locale);
                self.browser.screenshot(&self.folder.join(&name)).await?;
                self.check_foot(&name, place).await?;
                if width >= 800 {
                    self.check_faces(&name).await?;
                }
                if matches!(width, 390 | 1024) {
                    // What the foot cuts off while it scrolls is taken for a small target: there the foot scrolls, too.
                    self.let_scroll(true).await?;
                    let barriers = self.browser.barriers().await?;
                    self.let_scroll(false).await?;
                    self.found
                        .borrow_mut()
                        .extend(barriers.iter().map(|barrier| format!("{name}: {barrier}")));
                }
            }
        }
        self.browser.become_device(TABLET).await
    }

    async fn let_scroll(&self, foot: bool) -> Result<()> {
        let position = if foot { "static" } else { "" };
        let script = format!(
            "for (const part of document.querySelector('sayso-survey').shadowRoot.querySelectorAll('.navigation, .done, .languages')) part.style.position = '{position}';
            arguments[0](1)"
        );
        self.browser.evaluate(&script).await.map(drop)
    }

    async fn stop_the_clock(&self, is_still: bool) -> Result<()> {
        let script = if is_still { "window.still = performance.now()" } else { "delete window.still" };
        self.browser.evaluate(&format!("{script}; arguments[0](1)")).await.map(drop)
    }

    async fn kiosk(&self) -> Result<()> {
        let browser = self.browser;
        self.open("kiosk.html", "survey=/own.json").await?;
        self.wait("the question", FACE).await?;
        self.look("question").await?;
        self.stop_the_clock(true).await?;
        tap(browser, FACE, 4).await?;
        until(browser, "the thanks", |seen| seen["thanks"] != "").await?;
        self.look("thanks").await?;
        self.stop_the_clock(false).await?;
        self.wait("the question again", FACE).await?;
        knock(browser).await?;
        self.look("code").await?;
        enter(browser, "0000").await?;
        self.look("code-wrong").await?;
        enter(browser, "2580").await?;
        self.wait("the panel", ".health").await?;
        self.look("panel-one").await?;
        assert!(browser.evaluate(WEEKS).await?.as_u64() > Some(500));
        tap(browser, ".panel-head .secondary", 0).await?;
        self.wait("the question again", FACE).await?;
        knock(browser).await?;
        enter(browser, "2580").await?;
        self.wait("the panel", ".board .cell").await?;
        let reason = if self.locale == "vi" { "Chờ lâu quá" } else { "The wait" };
        until_panel_says(browser, reason).await?;
        self.look("panel").await
    }

    /// The whole way of somebody unhappy, and where it leads who found it no more than passable.
    async fn csat(&self) -> Result<()> {
        let browser = self.browser;
        self.open("kiosk.html", "survey=csat").await?;
        let first = until(browser, "the question", |seen| seen["title"] != "").await?;
        tap(browser, FACE, 0).await?;
        until(browser, "the reasons", |seen| seen["title"] != "" && seen["title"] != first["title"]).await?;
        self.wait("what may have gone wrong", ".option, summary").await?;
        self.look("reasons").await?;
        tap(browser, "summary", 2).await?;
        self.wait("the reasons of a topic", "[open] .option").await?;
        self.look("reasons-open").await?;
        tap(browser, "[open] .option", 0).await?;
        self.wait("that one is chosen", "[open] [aria-checked=true]").await?;
        self.look("reasons-chosen").await?;
        tap(browser, ON, 0).await?;
        self.wait("what was expected", ".side").await?;
        tap(browser, ".side:nth-child(1) .point", 4).await?;
        self.wait("the first side", ".side:nth-child(1) [aria-checked=true]").await?;
        tap(browser, ".side:nth-child(2) .point", 1).await?;
        self.wait("what lies between", ".gap:not(:empty)").await?;
        self.look("gap").await?;
        tap(browser, ON, 0).await?;
        self.wait("whether to answer", ".choice .option").await?;
        self.look("follow").await?;
        tap(browser, ".choice .option", 0).await?;
        self.wait("the way on", ".primary:not(.is-skip)").await?;
        tap(browser, ON, 0).await?;
        self.wait("the form", ".tell").await?;
        self.look("case").await?;
        self.open("kiosk.html", "survey=csat").await?;
        self.wait("the question again", FACE).await?;
        tap(browser, FACE, 2).await?;
        self.wait("what would lead elsewhere", ".choice .option").await?;
        self.look("elsewhere").await
    }

    async fn forms(&self) -> Result<()> {
        let browser = self.browser;
        self.open("kiosk.html", "survey=complaint").await?;
        self.wait("the way in", ".start").await?;
        self.look("attract").await?;
        tap(browser, ".start", 0).await?;
        // The program's second part was there before its first: the kiosk told how it is doing.
        let corners = "arguments[0](getComputedStyle(document.querySelector('sayso-survey').shadowRoot.querySelector('textarea')).borderRadius)";
        assert_ne!(browser.evaluate(corners).await?, "0px", "a form without its style");
        self.look("complaint").await?;
        let write = "const field = document.querySelector('sayso-survey').shadowRoot.querySelector('textarea');
            field.value = 'Hẹn thứ Hai'; field.dispatchEvent(new Event('input', { bubbles: true })); arguments[0](true)";
        browser.evaluate(write).await?;
        tap(browser, ON, 0).await?;
        self.wait("the number", ".receipt").await?;
        self.wait("the way out", ".done").await?;
        self.look("number").await
    }

    async fn veils(&self) -> Result<()> {
        let far = "['sun','mon','tue','wed','thu','fri','sat'][(new Date().getUTCDay() + 3) % 7]";
        let day = self.browser.evaluate(&format!("arguments[0]({far})")).await?;
        let day = day.as_str().context("a day")?;
        self.open("kiosk.html", &format!("survey=smiley&timezone=UTC&hours={day} 08:00-17:00")).await?;
        self.wait("that it is closed", ".veil-more").await?;
        self.look("closed").await?;
        self.open("kiosk.html", "survey=/broken.json").await?;
        self.wait("that it rests", ".veil-more").await?;
        self.look("out").await
    }

    async fn hotline(&self) -> Result<()> {
        let browser = self.browser;
        self.open("hotline.html", "survey=csat").await?;
        self.wait("the keys", "[data-key]").await?;
        self.look("hotline").await?;
        browser.press("/").await?;
        browser.press("0912 345 678").await?;
        let refused = "arguments[0](document.querySelector('.wrong').textContent !== '')";
        eventually("why it is not taken", async || {
            Ok((browser.evaluate(refused).await? == true).then_some(()))
        })
        .await?;
        self.look("hotline-number").await?;
        browser.press(thirtyfour::Key::F8).await?;
        self.wait("the form", "textarea").await?;
        self.look("hotline-case").await
    }
}

#[tokio::test]
async fn no_screen_of_a_touch_point_has_a_barrier_in_any_language_and_theme() -> Result<()> {
    let surveys = [("broken.json", "{}".to_owned()), ("own.json", OWN.to_owned())];
    let host = Host::start(&setting("SAYSO_SITE")?, &surveys).await?;
    for locale in ["vi", "en"] {
        let browser = Browser::start(TABLET).await?;
        browser.before_each_page(STILL).await?;
        let folder = setting("SAYSO_SCREENSHOTS")?.join("touchpoints");
        let looker = Looker {
            browser: &browser,
            host: &host,
            locale,
            folder,
            found: RefCell::default(),
            feet: RefCell::new([const { Foot::UNSEEN }; SIZES.len()]),
        };
        looker.kiosk().await.with_context(|| format!("the kiosk in {locale}"))?;
        looker.csat().await.with_context(|| format!("the way of csat in {locale}"))?;
        looker.forms().await.with_context(|| format!("the forms in {locale}"))?;
        looker.veils().await.with_context(|| format!("the veils in {locale}"))?;
        looker.hotline().await.with_context(|| format!("the hotline in {locale}"))?;
        let found = looker.found.take();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    Ok(())
}
