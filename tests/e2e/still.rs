//! What comes after the first screen is drawn, the rest of the program and of the style, moves and changes nothing of it: somebody
//! may be about to tap.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner};
use serde_json::json;

/// The presets whose first screen is drawn before the rest is there.
const PRESETS: [&str; 6] = ["csat", "smiley", "nps", "ces", "wifi", "acsi"];

/// A page that holds the rest back until it has looked at the first screen, lets it come, and looks at the same elements again.
const LOOK: &str = r#"
    const done = arguments[0];
    const ask = fetch;
    let release;
    const released = new Promise((resolve) => (release = resolve));
    let held = 0;
    window.fetch = async (resource, ...rest) => {
        if (/sayso-more\./.test(resource)) {
            held++;
            await released;
        }
        return ask(resource, ...rest);
    };
    const after = (span) => new Promise((resolve) => setTimeout(resolve, span));
    const element = document.createElement("sayso-survey");
    for (const [name, value] of Object.entries(ATTRIBUTES)) element.setAttribute(name, value);
    const look = () => {
        for (const animation of element.shadowRoot.getAnimations()) animation.finish();
        return [...element.shadowRoot.querySelectorAll(".frame *")].map((part) => {
            const { x, y, width, height } = part.getBoundingClientRect();
            const { color, backgroundColor, font, visibility } = getComputedStyle(part);
            return { part, seen: { place: [x, y, width, height].map(Math.round).join(), color, backgroundColor, font, visibility } };
        });
    };
    const settled = async () => {
        for (let before = null; ; await after(100)) {
            const now = look();
            const text = JSON.stringify(now.map(({ seen }) => seen));
            if (text === before) return now;
            before = text;
        }
    };
    element.addEventListener("sayso:shown", async () => {
        const early = await settled();
        const rules = () => element.shadowRoot.adoptedStyleSheets[0].cssRules.length;
        const first = rules();
        release();
        while (rules() === first) await after(20);
        const late = new Map((await settled()).map(({ part, seen }) => [part, seen]));
        const name = (part) => part.localName + "." + (part.getAttribute("class") ?? "") + " " + part.textContent.slice(0, 20);
        // What is not on the screen cannot be moved.
        const isDrawn = ({ seen }) => !/,0,0$/.test(seen.place);
        done({ held, drawn: early.filter(isDrawn).length, changes: early.filter(isDrawn)
            .map(({ part, seen }) => [name(part), seen, late.get(part) ?? null])
            // Its place was kept for it.
            .map(([name, before, now]) => [name, before, before.visibility === "hidden" && now ? { ...now, visibility: "hidden" } : now])
            .filter(([, before, now]) => JSON.stringify(before) !== JSON.stringify(now)) });
    });
    document.body.append(element);"#;

#[tokio::test]
async fn the_first_screen_stays_as_it_is_while_the_rest_comes() -> Result<()> {
    let html = "<!doctype html><html lang='vi'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>Trang</title><body><script src='/sayso.js'></script>";
    let page = HostPage { path: "/page", policy: "", html: html.to_owned() };
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), vec![page]).await?;
    let mut changes = Vec::new();
    for device in [Device::PHONE, Device::DESKTOP] {
        let browser = Browser::start(device).await?;
        for preset in PRESETS {
            for mode in ["inline", "popover"] {
                let attributes =
                    json!({ "survey": preset, "mode": mode, "repeat": "always", "cooldown": "0s" });
                browser.open(&endpoint.url("/page")).await?;
                let seen = browser.evaluate(&LOOK.replace("ATTRIBUTES", &attributes.to_string())).await?;
                let case = format!("{preset} {mode} at {}", device.width);
                assert!(seen["held"].as_u64() >= Some(2), "{case}: the rest was on its way");
                assert!(seen["drawn"].as_u64() > Some(10), "{case}: {seen}");
                let changed = seen["changes"].as_array().context("changes")?;
                changes.extend(changed.iter().map(|change| format!("{case}: {change}")));
            }
        }
    }
    assert!(changes.is_empty(), "{}", changes.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_tap_that_waits_for_the_rest_is_seen_to_be_on_its_way() -> Result<()> {
    let html = "<!doctype html><html lang='vi'><meta charset='utf-8'><title>Trang</title><body><script src='/sayso.js'></script>";
    let page = HostPage { path: "/page", policy: "", html: html.to_owned() };
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), vec![page]).await?;
    let browser = Browser::start(Device::PHONE).await?;
    browser.open(&endpoint.url("/page")).await?;
    let script = r#"
        const done = arguments[0];
        const ask = fetch;
        let release;
        const released = new Promise((resolve) => (release = resolve));
        window.fetch = async (resource, ...rest) => {
            if (/sayso-more\./.test(resource)) await released;
            return ask(resource, ...rest);
        };
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", "smiley");
        const frame = () => element.shadowRoot.querySelector(".frame");
        const busy = () => [frame().getAttribute("aria-busy"), getComputedStyle(frame(), "::after").animationName];
        element.addEventListener("sayso:shown", async () => {
            const until = async (found) => { while (!found()) await new Promise((resolve) => setTimeout(resolve, 20)); };
            const before = busy();
            element.shadowRoot.querySelector("[role=radio]").click();
            await until(() => busy()[0]);
            const meanwhile = busy();
            release();
            await until(() => element.shadowRoot.querySelector(".end .thanks"));
            done([before, meanwhile, busy()]);
        });
        document.body.append(element);"#;
    let told = browser.evaluate(script).await?;
    assert_eq!(told, json!([[null, "none"], ["true", "busy"], [null, "none"]]));
    Ok(())
}
