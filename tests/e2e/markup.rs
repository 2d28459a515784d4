//! Script and markup in every text that reaches the widget: nothing runs, it is shown as it was written, and it arrives as it
//! was given.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Endpoint, Manner, Shop, eventually};
use serde_json::{Value, json};

use crate::payloads::{ADDRESSES, PAYLOADS};

/// What every script below begins with: payloads count their hits, and widgets are put on the page.
const PRELUDE: &str = r#"
    const done = arguments[0];
    const fail = (error) => done({ failed: String(error?.stack ?? error) });
    let hits = 0;
    window.hit = window.alert = window.confirm = window.prompt = () => { hits++; };
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const until = async (what, found) => {
        for (let waited = 0; waited < 15000; waited += 20) {
            const value = found();
            if (value) return value;
            await pause(20);
        }
        throw new Error("waited for " + what);
    };
    const stage = document.body.appendChild(document.createElement("div"));
    // A survey becomes a widget, or the problems that it was refused with.
    const put = (survey, attributes = {}) => {
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", URL.createObjectURL(new Blob([JSON.stringify(survey)])));
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        return new Promise((resolve) => {
            element.addEventListener("sayso:ready", () => resolve(element));
            element.addEventListener("sayso:error", (event) => resolve(event.detail.problems));
            stage.append(element);
        });
    };
    const survey = (id, questions, more = {}) => ({ id, version: 1, locales: ["vi"], questions, ...more });
    // Elements that no widget draws, handlers in attributes, and addresses that are code.
    const foreign = (root) => [...root.querySelectorAll("*")].filter((element) =>
        /^(script|img|iframe|object|embed|link|meta|base|style|audio|video|math|form|template|noscript)$/i.test(element.localName)
        || [...element.attributes].some(({ name, value }) =>
            /^on/i.test(name) || /^(href|src|xlink:href|action)$/i.test(name) && !/^https:/.test(value)),
    ).map((element) => element.outerHTML);
"#;

async fn run(browser: &Browser, endpoint: &Endpoint, script: &str) -> Result<Value> {
    Shop::open(
        browser,
        &endpoint.url("/contact.html?q=%3Cimg%20src=x%20onerror=hit()%3E#<svg onload=hit()>"),
    )
    .await?
    .widget()
    .await?;
    let payloads = json!(&PAYLOADS[..]);
    let told = browser.evaluate(&format!("{PRELUDE} const payloads = {payloads}; {script}")).await?;
    assert_eq!(told.get("failed"), None, "{told}");
    Ok(told)
}

#[tokio::test]
async fn markup_in_any_text_of_a_survey_is_shown_as_text_and_runs_nowhere() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let script = r##"(async () => {
        // Every field of every type that holds words, with the payload in it.
        const questions = (x) => {
            const text = { vi: x };
            const option = (id) => ({ id, label: text });
            const both = [option("a"), option("b")];
            const common = { title: text, help: text };
            return [
                { type: "smiley" }, { type: "rating", low: text, high: text }, { type: "nps", low: text, high: text },
                { type: "slider", low: text, high: text },
                { type: "choice", options: [{ ...both[0], with_text: true }, { ...both[1], exclusive: true }] },
                { type: "dropdown", options: both }, { type: "ranking", options: both },
                { type: "matrix", rows: both, low: text, high: text },
                { type: "text", placeholder: text }, { type: "number", unit: text },
                { type: "consent", text, text_version: "1" }, { type: "statement", body: text },
            ].map((fields) => ({ id: "q", ...common, ...fields }));
        };
        const wrong = [];
        let drawn = 0;
        for (const x of payloads) {
            for (const question of questions(x)) {
                const element = await put(survey("words", [question]), { touchpoint: x, locale: x, theme: x, key: x, format: x });
                // A pipe of what the survey does not ask is a mistake of its author's, and named as one.
                if (x.includes("{{")) {
                    if (!Array.isArray(element) || stage.querySelector("sayso-survey").shadowRoot?.childElementCount > 0)
                        wrong.push(["drawn", x]);
                    continue;
                }
                if (Array.isArray(element)) throw new Error(JSON.stringify(element) + x);
                const root = element.shadowRoot;
                drawn++;
                const shown = [root.querySelector("h2").textContent, root.querySelector("#help").textContent];
                if (shown.some((text) => text !== x)) wrong.push([question.type, x, ...shown]);
                // Beside title and help each further text is there once at least, as text or as an attribute's.
                const words = [...root.querySelectorAll("*")].flatMap((element) => [
                    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
                    ...[...element.attributes].map(({ value }) => value),
                ]).filter((text) => text.includes(x)).length;
                if (question.type !== "smiley" && words < 3) wrong.push([question.type, x, "not shown", words]);
                const found = foreign(root);
                if (found.length > 0) wrong.push([question.type, x, ...found]);
            }
            stage.replaceChildren();
        }
        await pause(300);
        const before = hits;
        // The same list by the way that a careless widget takes does run.
        const careless = document.body.appendChild(document.createElement("div"));
        for (const x of payloads) careless.insertAdjacentHTML("beforeend", x);
        await until("the careless way", () => hits > before);
        return { drawn, wrong, hits: before };
    })().then(done, fail);"##;
    let told = run(&browser, &endpoint, script).await?;
    assert_eq!(told["wrong"], json!([]));
    assert_eq!(told["hits"], 0);
    let pipes = PAYLOADS.iter().filter(|payload| payload.contains("{{")).count();
    assert_eq!(told["drawn"], (PAYLOADS.len() - pipes) * 12);
    Ok(())
}

#[tokio::test]
async fn markup_in_an_answer_is_piped_as_text_and_arrives_as_it_was_given() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let script = r#"(async () => {
        const text = (vi) => ({ vi });
        const wrong = [];
        const walk = async (x) => {
            const element = await put(survey("answers", [
                { id: "why", type: "text", multiline: true, title: text("?") },
                { id: "again", type: "statement", title: text("{{why}}"), body: text("{{why.label}} {{context.none}}") },
            ], { thanks: { everybody: text(x.includes("{{") ? "{{why}}" : x) } }), { endpoint: "/v1/events", touchpoint: x });
            const root = element.shadowRoot;
            const button = (name) => [...root.querySelectorAll("button")].find((it) => it.textContent === name && !it.hidden);
            const field = root.querySelector("textarea");
            field.value = x;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            field.dispatchEvent(new Event("change", { bubbles: true }));
            (await until("Next", () => button("Tiếp"))).click();
            await until("the next screen", () => !root.querySelector("textarea"));
            const title = root.querySelector("h2").textContent;
            const body = root.querySelector(".screen").textContent;
            if (title !== x || !body.includes(x)) wrong.push([x, title, body]);
            wrong.push(...foreign(root));
            button("Gửi").click();
            await until("thanks", () => root.querySelector(".end").textContent.includes(x));
            wrong.push(...foreign(root));
        };
        for (let at = 0; at < payloads.length; at += 11) await Promise.all(payloads.slice(at, at + 11).map(walk));
        await pause(300);
        return { wrong, hits };
    })().then(done, fail);"#;
    let told = run(&browser, &endpoint, script).await?;
    assert_eq!(told["wrong"], json!([]));
    assert_eq!(told["hits"], 0);
    let arrived = eventually("every answer", async || {
        let events = endpoint.events();
        Ok((events.len() == PAYLOADS.len()).then_some(events))
    })
    .await?;
    for payload in PAYLOADS {
        let event = arrived.iter().find(|event| event["data"]["touchpoint"] == payload);
        let event = event.with_context(|| format!("nothing from {payload}"))?;
        assert_eq!(event["data"]["answers"]["why"]["value"], payload);
        let source = event["source"].as_str().unwrap_or_default();
        assert!(source.ends_with("/contact.html"), "the address without what may stand in it: {source}");
    }
    Ok(())
}

#[tokio::test]
async fn a_link_that_is_code_is_refused_with_the_whole_survey() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let script = format!(
        r#"(async () => {{
        const told = [];
        for (const url of {}) {{
            const link = {{ public_link: {{ url, label: {{ vi: "x" }} }} }};
            told.push(await put(survey("link", [{{ id: "q", type: "thumbs", title: {{ vi: "?" }} }}], link)));
        }}
        return {{ told: told.map((it) => Array.isArray(it) ? it.map(({{ path }}) => path) : "drawn"), hits,
            drawn: [...stage.children].filter((element) => element.shadowRoot?.childElementCount > 0).length }};
    }})().then(done, fail);"#,
        json!(&ADDRESSES[..])
    );
    let told = run(&browser, &endpoint, &script).await?;
    assert_eq!(told["told"], json!(vec![json!(["/public_link/url"]); ADDRESSES.len()]));
    assert_eq!((&told["hits"], &told["drawn"]), (&json!(0), &json!(0)));
    Ok(())
}
