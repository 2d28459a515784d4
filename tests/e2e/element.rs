//! What a page does to elements, done to this one: moved, removed in the middle of an event, put into another's shadow.
//!
//! Each case guards a way in which a Leptos view inside a custom element went wrong; CONTRIBUTING.md has the list.

use anyhow::Result;
use sayso_e2e::{Device, Endpoint, HostPage, Manner, in_every_engine};
use serde_json::json;

/// At hand in every case: a page that counts what is thrown into it, and what puts a survey on it.
const PRELUDE: &str = r#"
    const done = arguments[0];
    let thrown = [];
    addEventListener("error", ({ message }) => thrown.push(message));
    addEventListener("unhandledrejection", ({ reason }) => thrown.push(String(reason)));
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const until = async (what, found) => {
        for (let waited = 0; waited < 60000; waited += 20) {
            const value = found();
            if (value) return value;
            await pause(20);
        }
        throw Error("waited for " + what);
    };
    const make = (attributes = {}) => {
        const element = document.createElement("sayso-survey");
        const all = { survey: "smiley", endpoint: "/v1/events", locale: "vi", repeat: "always", cooldown: "0s", ...attributes };
        for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
        return element;
    };
    const heard = (target, name) => new Promise((resolve) => target.addEventListener("sayso:" + name, resolve, { once: true }));
    const put = async (element, parent = document.body) => {
        const shown = heard(element, "shown");
        parent.append(element);
        await shown;
        return element;
    };
    const radios = (element) => element.shadowRoot.querySelectorAll("[role=radio]");
    const end = (element) => element.shadowRoot.querySelector("[role=status]");
    const thanked = (element) => until("thanks", () => end(element)?.textContent.trim());
    const is = (what, found, expected = true) => {
        if (JSON.stringify(found) !== JSON.stringify(expected)) throw Error(`${what}: ${JSON.stringify(found)}`);
    };
"#;

const CASES: [(&str, &str); 8] = [
    (
        "moved, it is the widget that it was; removed it is empty; put back it is drawn in the same root",
        r#"const element = await put(make());
        const [root, section] = [element.shadowRoot, element.shadowRoot.querySelector("section")];
        let times = 0;
        element.addEventListener("sayso:ready", () => times++);
        document.body.insertBefore(element, document.body.firstChild);
        const box = document.body.appendChild(document.createElement("div"));
        box.append(element);
        await pause(300);
        is("the same view", root.querySelector("section") === section);
        is("not drawn again", times, 0);
        element.remove();
        await until("an empty root", () => root.childElementCount === 0);
        await put(element);
        is("the same root", element.shadowRoot === root);
        radios(element)[3].click();
        await thanked(element);"#,
    ),
    (
        "one that is put on the page from another's tap outlives it",
        r#"const first = await put(make());
        const second = make();
        const shown = heard(second, "shown");
        first.addEventListener("sayso:answered", () => document.body.append(second));
        radios(first)[3].click();
        await shown;
        first.remove();
        await pause(300);
        radios(second)[3].click();
        await thanked(second);"#,
    ),
    (
        "a listener may remove it in the middle of its own event",
        r#"for (const name of ["ready", "shown", "answered", "submitted", "delivered"]) {
            const element = make();
            const told = heard(element, name);
            element.addEventListener("sayso:" + name, () => element.remove());
            element.addEventListener("sayso:shown", () => radios(element)[3]?.click());
            document.body.append(element);
            await told;
            await until("an empty root after " + name, () => element.shadowRoot.childElementCount === 0);
        }
        await pause(300);"#,
    ),
    (
        "every event leaves even a closed shadow around it, and taps come in",
        r#"const host = document.body.appendChild(document.createElement("x-host"));
        const outer = host.attachShadow({ mode: "closed" });
        const names = ["ready", "shown", "answered", "submitted", "delivered"];
        const told = names.map((name) => heard(document, name));
        const element = await put(make(), outer);
        radios(element)[3].click();
        const events = await Promise.all(told);
        is("from the outer host", events.every(({ target, bubbles, composed }) => target === host || !(bubbles && composed)));"#,
    ),
    (
        "one style sheet serves every widget, and the document has none of it",
        r#"const own = [document.head.innerHTML, document.adoptedStyleSheets.length, document.styleSheets.length];
        const [first, second] = [await put(make()), await put(make({ survey: "nps" }))];
        is("shared", first.shadowRoot.adoptedStyleSheets[0] === second.shadowRoot.adoptedStyleSheets[0]);
        is("kept out", [document.head.innerHTML, document.adoptedStyleSheets.length, document.styleSheets.length], own);"#,
    ),
    (
        "what stands over the page is in its root: the body gets nothing but the element",
        r#"const before = document.body.childElementCount;
        const element = await put(make({ mode: "popover" }));
        is("over the page", element.shadowRoot.querySelector("section").matches(":popover-open"));
        radios(element)[0].click();
        await thanked(element);
        is("the body", document.body.childElementCount, before + 1);"#,
    ),
    (
        "the language is the widget's own, and so is its direction",
        r#"const { outerHTML } = document.documentElement.cloneNode();
        const element = await put(make());
        const section = element.shadowRoot.querySelector("section");
        (await until("the languages", () => element.shadowRoot.querySelector("button[lang=en]"))).click();
        await until("English", () => section.lang === "en");
        is("the widget's direction", section.dir, "ltr");
        is("the page's", document.documentElement.cloneNode().outerHTML, outerHTML);"#,
    ),
    (
        "the live region is there, empty, before there is something to say",
        r#"const element = make();
        const ready = heard(element, "ready");
        document.body.append(element);
        await ready;
        const region = end(element);
        is("empty", region.textContent, "");
        radios(element)[3].click();
        await thanked(element);
        is("the same region", end(element) === region);"#,
    ),
];

#[tokio::test]
async fn the_element_takes_what_a_page_does_to_elements() -> Result<()> {
    let html = r#"<!doctype html><html lang="fr" dir="rtl"><head><meta charset="utf-8"><title>Page</title></head>
        <body><script src="/sayso.js"></script></body></html>"#;
    let page = HostPage { path: "/page", policy: "", html: html.to_owned() };
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), vec![page]).await?;
    in_every_engine(Device::DESKTOP, async |browser| {
        for (case, script) in CASES {
            browser.open(&endpoint.url("/page")).await?;
            let script = format!("{PRELUDE}(async () => {{ {script} }})().then(() => done({{ thrown }}), (error) => done({{ failed: String(error), thrown }}));");
            assert_eq!(browser.evaluate(&script).await?, json!({ "thrown": [] }), "{case}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_request_that_hangs_when_the_element_goes_harms_nobody() -> Result<()> {
    let html = "<!doctype html><title>Page</title><body><script src=/sayso.js></script>";
    let page = HostPage { path: "/page", policy: "", html: html.to_owned() };
    let endpoint = Endpoint::start_with(Manner::Silence, vec![page]).await?;
    in_every_engine(Device::DESKTOP, async |browser| {
        browser.open(&endpoint.url("/page")).await?;
        let script = format!(
            "{PRELUDE}(async () => {{
                for (const wait of [0, 1, 20, 120]) {{
                    const element = await put(make());
                    radios(element)[3].click();
                    await pause(wait);
                    element.remove();
                }}
                await pause(700);
                const other = await put(make());
                radios(other)[1].click();
                await thanked(other);
            }})().then(() => done({{ thrown }}), (error) => done({{ failed: String(error), thrown }}));"
        );
        assert_eq!(browser.evaluate(&script).await?, json!({ "thrown": [] }));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_an_older_browser_lacks_is_done_without() -> Result<()> {
    // The popover attribute came last of what the widget uses, in 2024; the rest of the list is younger or not everywhere.
    let lacking = "for (const name of ['popover', 'showPopover', 'hidePopover', 'togglePopover']) delete HTMLElement.prototype[name];
        delete Element.prototype.checkVisibility; delete window.navigation; delete window.scheduler; delete window.visualViewport;
        delete Navigator.prototype.clipboard; delete Navigator.prototype.storage;";
    let html = format!(
        "<!doctype html><title>Page</title><body><p>Page</p><script>{lacking}</script><script src=/sayso.js></script>"
    );
    let page = HostPage { path: "/page", policy: "", html };
    let endpoint = Endpoint::start_with(Manner::Reply(202, ""), vec![page]).await?;
    in_every_engine(Device::DESKTOP, async |browser| {
        browser.open(&endpoint.url("/page")).await?;
        let script = format!(
            "{PRELUDE}(async () => {{
                is('older', [typeof document.body.showPopover, typeof document.body.checkVisibility], ['undefined', 'undefined']);
                const element = await put(make({{ mode: 'popover' }}));
                const card = element.shadowRoot.querySelector('section');
                const {{ right, bottom, width }} = card.getBoundingClientRect();
                is('in its corner', [getComputedStyle(card).position, width, innerWidth - right < 60], ['fixed', 400, true]);
                const delivered = heard(element, 'delivered');
                radios(element)[3].click();
                await thanked(element);
                await delivered;
                element.shadowRoot.querySelector('.close').click();
                await until('closed', () => card.getClientRects().length === 0);
            }})().then(() => done({{ thrown }}), (error) => done({{ failed: String(error), thrown }}));"
        );
        assert_eq!(browser.evaluate(&script).await?, json!({ "thrown": [] }));
        Ok(())
    })
    .await
}
