//! A page's content security policy: the survey keeps to a strict one, and has a frame of its own where WebAssembly is forbidden.

use anyhow::{Result, ensure};
use sayso_e2e::{Browser, Device, Endpoint, HostPage, Manner, eventually, in_every_engine};
use serde_json::{Value, json};

/// As strict as a page can be that wants a survey: no style, no picture, no frame, no script but from its own files.
const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// Forbids WebAssembly, and lets a frame in.
const WITHOUT_WASM: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'";

/// Notes what the policy stopped and what the widget told; the page itself has no script in its markup.
const WATCH: &str = r#"
    window.told = [];
    window.stopped = [];
    window.said = [];
    const warn = console.warn;
    console.warn = (...words) => { said.push(words.join(" ")); warn(...words); };
    // A browser looks for an icon by itself, and tells the page that the policy forbids it.
    addEventListener("securitypolicyviolation", (event) => event.blockedURI.endsWith("/favicon.ico")
        || stopped.push(`${event.violatedDirective} ${event.blockedURI}`));
    for (const name of ["ready", "shown", "answered", "submitted", "delivered", "closed", "error"])
        addEventListener("sayso:" + name, ({ detail, target }) => told.push([name, detail, target.localName]));"#;

fn page(path: &'static str, policy: &'static str, attributes: &str) -> HostPage {
    let html = format!(
        r#"<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang</title>
        <script src="/watch.js"></script><script async src="/sayso.js"></script></head>
        <body><p>Trước</p><sayso-survey endpoint="/v1/events" touchpoint="counter" {attributes}></sayso-survey></body></html>"#
    );
    HostPage { path, policy, html }
}

async fn serve() -> Result<Endpoint> {
    let pages = vec![
        page("/strict", STRICT, r#"survey="csat""#),
        page("/forbidden", WITHOUT_WASM, r#"survey="smiley""#),
        page("/frame", WITHOUT_WASM, r#"survey="csat" isolation="frame""#),
        page(
            "/frame-over",
            WITHOUT_WASM,
            r#"survey="csat" isolation="frame" mode="popover" repeat="always" cooldown="0s""#,
        ),
        page("/frame-tab", WITHOUT_WASM, r#"survey="csat" isolation="frame" mode="tab""#),
        HostPage { path: "/watch.js", policy: "", html: WATCH.to_owned() },
    ];
    Endpoint::start_with(Manner::Reply(202, ""), pages).await
}

/// What one of the page's lists holds.
async fn list(browser: &Browser, name: &str) -> Result<Vec<Value>> {
    let list = browser.evaluate(&format!("arguments[0](JSON.stringify(window.{name} ?? []))")).await?;
    Ok(serde_json::from_str(list.as_str().unwrap_or("[]"))?)
}

/// The names of what was told, without repetitions one after the other.
async fn told(browser: &Browser) -> Result<Vec<String>> {
    let mut names: Vec<String> = list(browser, "told")
        .await?
        .iter()
        .map(|told| told[0].as_str().unwrap_or_default().to_owned())
        .collect();
    names.dedup();
    Ok(names)
}

/// Rates badly and goes on to the end, in the shadow root `within` the page; a frame's is reached through the frame.
async fn answer_all(browser: &Browser, document: &str) -> Result<()> {
    let script = format!(
        r#"const done = arguments[0];
        const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
        (async () => {{
            for (let tries = 0; tries < 300; tries++, await pause()) {{
                const root = {document}?.querySelector("sayso-survey")?.shadowRoot;
                if (root?.querySelector(".end")?.textContent.trim()) return done(true);
                const rating = root?.querySelector("[role=radio]");
                const next = root?.querySelector(".primary:not([hidden])");
                if (next) next.click();
                else if (rating && !root.querySelector("[aria-checked=true]")) rating.click();
            }}
            done({document}?.querySelector("sayso-survey")?.shadowRoot?.textContent ?? "nothing is drawn");
        }})();"#
    );
    let ended = browser.evaluate(&script).await?;
    ensure!(ended == true, "no thanks, but {ended}; {:?}", list(browser, "said").await?);
    Ok(())
}

const FRAMED: &str =
    "document.querySelector('sayso-survey').shadowRoot?.querySelector('iframe')?.contentDocument";

#[tokio::test]
async fn a_whole_survey_keeps_to_a_strict_policy() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let endpoint = serve().await?;
        browser.open(&endpoint.url("/strict")).await?;
        answer_all(browser, "document").await?;
        eventually("delivery", async || {
            Ok(told(browser).await?.contains(&"delivered".to_owned()).then_some(()))
        })
        .await?;
        assert_eq!(list(browser, "stopped").await?, Vec::<Value>::new());
        assert_eq!(endpoint.received()[0]["data"]["answers"]["csat"]["value"], 1);
        let root = "document.querySelector('sayso-survey').shadowRoot.querySelector('section')";
        let paper = browser.evaluate(&format!("arguments[0](getComputedStyle({root}).maxWidth)")).await?;
        assert_eq!(paper, "640px", "the style is there");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_webassembly_is_forbidden_the_loader_says_so_once_and_what_to_do() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let endpoint = serve().await?;
        browser.open(&endpoint.url("/forbidden")).await?;
        let script = "const more = document.createElement('sayso-survey'); document.body.append(more); arguments[0](true)";
        browser.evaluate(script).await?;
        eventually("two errors", async || {
            let told = list(browser, "told").await?;
            Ok((told.iter().filter(|told| told[0] == "error").count() == 2).then_some(()))
        })
        .await?;
        let said = list(browser, "said").await?;
        let ours: Vec<_> = said.iter().filter_map(Value::as_str).filter(|line| line.contains("sayso:")).collect();
        assert_eq!(ours.len(), 1, "{ours:?}");
        assert!(ours[0].contains("wasm-unsafe-eval") && ours[0].contains(r#"isolation="frame""#), "{ours:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_frame_asks_where_webassembly_is_forbidden_and_is_as_high_as_its_survey() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let endpoint = serve().await?;
        for path in ["/frame", "/frame-over"] {
            let before = endpoint.events().len();
            browser.open(&endpoint.url(path)).await?;
            // As high as the first screen, and again as high as the next one.
            for step in 0..2 {
                eventually("the frame's height", async || {
                    let script = format!(
                        "const card = {FRAMED}?.querySelector('sayso-survey')?.shadowRoot?.querySelector('section');
                         const frame = document.querySelector('sayso-survey').shadowRoot?.querySelector('iframe');
                         if (card && {step}) card.querySelector('[role=radio]:not([aria-checked=true])')?.click();
                         arguments[0](card && [card.scrollHeight, frame.clientHeight, frame.getAttribute('sandbox')])"
                    );
                    let seen = browser.evaluate(&script).await?;
                    let (Some(card), Some(frame)) = (seen[0].as_f64(), seen[1].as_f64()) else { return Ok(None) };
                    ensure!(seen[2].as_str().is_some_and(|it| it.contains("allow-scripts")), "{seen}");
                    Ok((card > 100.0 && frame >= card && frame <= card + 52.0).then_some(()))
                })
                .await?;
            }
            answer_all(browser, FRAMED).await?;
            eventually("the events", async || {
                let told = told(browser).await?;
                let expected = ["ready", "shown", "answered", "submitted", "delivered"];
                Ok(expected.iter().all(|name| told.iter().any(|it| it == name)).then_some(()))
            })
            .await?;
            let from: Vec<_> = list(browser, "told").await?.into_iter().filter(|told| told[2] != "sayso-survey").collect();
            assert_eq!(from, Vec::<Value>::new(), "each comes from the element");
            assert_eq!(list(browser, "stopped").await?, Vec::<Value>::new());
            let received = endpoint.events();
            assert_eq!(received[before]["data"]["touchpoint"], json!("counter"));
            if path == "/frame-over" {
                let close =
                    format!("{FRAMED}.querySelector('sayso-survey').shadowRoot.querySelector('.close').click()");
                browser.evaluate(&format!("{close}; arguments[0](true)")).await?;
                eventually("the frame to go", async || {
                    let frame = "document.querySelector('sayso-survey').shadowRoot.querySelector('iframe')";
                    let boxes = browser.evaluate(&format!("arguments[0]({frame}.getClientRects().length)")).await?;
                    let is_told = told(browser).await?.contains(&"closed".to_owned());
                    Ok((boxes == 0 && is_told).then_some(()))
                })
                .await?;
            }
        }
        Ok(())
    })
    .await
}

/// The page's side of a framed survey is that of any other.
#[tokio::test]
async fn hidden_fields_and_scores_go_through_the_frame_and_a_tab_opens_it_over_the_page() -> Result<()> {
    in_every_engine(Device::DESKTOP, async |browser| {
        let endpoint = serve().await?;
        browser.open(&endpoint.url("/frame-tab")).await?;
        browser.evaluate("sayso.set({ table: '4', gone: 'x' }).then(arguments[0])").await?;
        let script = format!(
            r#"const done = arguments[0];
            const element = document.querySelector("sayso-survey");
            const until = async (found) => {{
                for (let waited = 0; waited < 60000; waited += 20) {{
                    const it = found();
                    if (it) return it;
                    await new Promise((resolve) => setTimeout(resolve, 20));
                }}
                throw Error(`never: ${{found}}`);
            }};
            (async () => {{
                (await until(() => element.shadowRoot?.querySelector("button.tab"))).click();
                const face = await until(() => {FRAMED}?.querySelector("sayso-survey")?.shadowRoot?.querySelector("[role=radio]"));
                const frame = element.shadowRoot.querySelector("iframe");
                const box = frame.getBoundingClientRect();
                await sayso.set({{ gone: null, staff: "Lan" }});
                face.click();
                await until(() => told.some(([name]) => name === "answered"));
                // They are there once the rest of the program is.
                let found = [];
                await until(() => (sayso.scores().then((scores) => (found = scores)), found[0]));
                const [{{ survey, scores }}] = found;
                done({{ survey, scores, right: Math.round(innerWidth - box.right), is_over: frame.matches(":popover-open") }});
            }})().catch((error) => done({{ error: String(error), told }}));"#
        );
        let seen = browser.evaluate(&script).await?;
        assert_eq!(seen["survey"], json!("csat"), "{seen}");
        assert_eq!(seen["scores"][0]["metric"], json!("csat"), "{seen}");
        assert_eq!((&seen["right"], &seen["is_over"]), (&json!(0), &json!(true)), "{seen}");
        answer_all(browser, FRAMED).await?;
        let data = eventually("the event", async || Ok(endpoint.received().pop())).await?;
        assert_eq!(data["data"]["context"], json!({ "table": "4", "staff": "Lan" }), "{data}");
        assert_eq!(data["source"], json!(endpoint.url("/frame-tab")), "the page around the frame");
        eventually("an empty outbox in the frame", async || {
            let kept = browser.evaluate("sayso.pending().then(arguments[0])").await?;
            Ok((kept == json!([])).then_some(()))
        })
        .await?;
        assert_eq!(browser.evaluate("sayso.flush().then(arguments[0])").await?, json!(0));
        // What the page may wipe is the frame's.
        let wipe = format!(
            "const [done, kept] = [arguments[0], {FRAMED}.defaultView.localStorage];
            kept.setItem('sayso:x', '1');
            sayso.forget().then(() => done(kept.getItem('sayso:x')))"
        );
        assert_eq!(browser.evaluate(&wipe).await?, Value::Null);
        Ok(())
    })
    .await
}
