//! How a survey stands on the page, how it is put away, and what the page may ask of it.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Stack};
use serde_json::{Value, json};

/// Runs `steps` in a bare page of the shop's origin, after its queue of early calls and with its loader.
async fn visit(browser: &Browser, stack: &Stack, page: &str, early: &str, steps: &str) -> Result<Value> {
    browser.open(&stack.url(page)).await?;
    let script = format!(
        r#"const done = arguments[0];
        const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const until = async (found) => {{
            for (let waited = 0; waited < 60000 && !found(); waited += 20) await after(20);
            return Boolean(found());
        }};
        let thrown = 0;
        addEventListener("error", () => thrown++);
        addEventListener("unhandledrejection", () => thrown++);
        const heard = [];
        for (const name of ["ready", "shown", "answered", "submitted", "delivered", "closed", "error"]) {{
            document.addEventListener("sayso:" + name, (event) => heard.push(event.type.slice(6)));
        }}
        document.body.innerHTML = '<button id="before">Before</button>';
        const load = (attributes) => new Promise((resolve) => {{
            const script = document.createElement("script");
            for (const [name, value] of Object.entries({{ src: "/sayso.js", ...attributes }})) script.setAttribute(name, value);
            script.onload = resolve;
            document.body.append(script);
        }});
        const host = () => document.querySelector("sayso-survey");
        const find = (selector) => host()?.shadowRoot?.querySelector(selector);
        const focused = () => document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
        {early}
        (async () => {{ {steps} }})().catch((error) => done({{ failed: String(error) }}));"#
    );
    let told = browser.evaluate(&script).await?;
    assert_eq!(told.get("failed"), None, "{told}");
    Ok(told)
}

/// A document of the same origin that has nothing of Sayso yet.
const BARE: &str = "/surveys/smiley.json";

#[tokio::test]
async fn a_dialog_takes_the_focus_and_gives_it_back_however_it_is_closed() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        "/order.html",
        "",
        r#"await load({});
        const before = document.querySelector('#before');
        const ways = {
            close: () => find(".close").click(),
            escape: () => find("dialog").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })),
            gesture: () => find("dialog").dispatchEvent(new Event("cancel", { cancelable: true })),
            outside: () => find("dialog").dispatchEvent(new MouseEvent("click", { clientX: 2, clientY: 2, bubbles: true })),
        };
        const told = {};
        for (const [name, close] of Object.entries(ways)) {
            before.focus();
            document.querySelectorAll("sayso-survey").forEach((element) => element.remove());
            await after(50);
            sayso.open({ survey: "smiley", mode: "modal", locale: "vi" });
            await until(() => find("dialog:modal"));
            const isIn = await until(() => focused().matches(".title"));
            close();
            const isBack = await until(() => focused() === before);
            told[name] = [isIn, isBack, find("dialog").open];
        }
        // Not by a tap outside while there is something to lose.
        document.querySelectorAll("sayso-survey").forEach((element) => element.remove());
        await after(50);
        sayso.open({ survey: "csat", mode: "modal", locale: "vi" });
        await until(() => find("[role=radio]"));
        find("[role=radio]").click();
        await after(100);
        ways.outside();
        await after(100);
        told.kept = find("dialog").open;
        done(told);"#,
    )
    .await?;
    let closed = json!([true, true, false]);
    let expected =
        json!({ "close": closed, "escape": closed, "gesture": closed, "outside": closed, "kept": true });
    assert_eq!(told, expected);
    Ok(())
}

#[tokio::test]
async fn a_tab_stands_at_the_edge_without_the_program_until_it_is_pressed() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let told = visit(
        &browser,
        &stack,
        "/order.html",
        "",
        r#"performance.clearResourceTimings();
        host()?.remove();
        await load({ "data-survey": "csat", "data-mode": "tab", "data-touchpoint": "edge" });
        await until(() => find(".tab"));
        const tab = find(".tab");
        const parts = () => performance.getEntriesByType("resource").filter(({ name }) => name.includes("surveys/")).length;
        const before = parts();
        const name = tab.textContent;
        const { right, top, bottom } = tab.getBoundingClientRect();
        const middle = (top + bottom) / 2 - innerHeight / 2;
        const atEdge = [Math.round(right) === document.documentElement.clientWidth, Math.abs(middle) < 1];
        tab.focus();
        tab.click();
        await until(() => find("[role=dialog]:popover-open"));
        const open = [tab.ariaExpanded, await until(() => focused().matches(".title"))];
        await until(() => find("[role=radio]"));
        find("[role=radio]").click();
        await until(() => find("h2").textContent !== "" && find("[role=checkbox], [role=radio]:not(.face-radio)"));
        const title = find("h2").textContent;
        document.querySelector('#before').dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
        const closed = [await until(() => tab.ariaExpanded === "false"), await until(() => find("section").hidden)];
        tab.click();
        await until(() => !find("section").hidden);
        done({ before, name, atEdge, open, closed, goesOn: find("h2").textContent === title });"#,
    )
    .await?;
    let expected = json!({
        "before": 0, "name": "Góp ý", "atEdge": [true, true], "open": ["true", true], "closed": [true, true], "goesOn": true,
    });
    assert_eq!(told, expected);
    Ok(())
}

#[tokio::test]
async fn a_link_to_a_page_of_its_own_chooses_and_the_customer_confirms() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let told = visit(
        &browser,
        &stack,
        "/order.html?touchpoint=table-7&channel=qr&lang=en&prefill.csat=4",
        "",
        r#"host()?.remove();
        await load({ "data-survey": "smiley", "data-mode": "page", "data-endpoint": "/v1/events" });
        await until(() => find("[aria-checked=true]"));
        const chosen = find("[aria-checked=true]").getAttribute("aria-label") ?? find("[aria-checked=true]").textContent;
        await after(500);
        const sent = heard.includes("submitted");
        const { width, height } = find(".frame").getBoundingClientRect();
        const next = () => find(".primary:not([hidden])");
        await until(next);
        next().click();
        await until(() => heard.includes("delivered"));
        done({ chosen: chosen.trim(), sent, fills: width >= innerWidth && height >= innerHeight, thrown });"#,
    )
    .await?;
    assert_eq!(told, json!({ "chosen": "Good", "sent": false, "fills": true, "thrown": 0 }));
    let event = &stack.events("sayso.response.v1", 1).await?[0]["data"];
    assert_eq!(event["touchpoint"], "table-7");
    assert_eq!(event["channel"], "qr");
    assert_eq!(event["locale"], "en");
    assert_eq!(event["answers"]["csat"]["value"], 4);
    Ok(())
}

#[tokio::test]
async fn elsewhere_the_address_of_the_page_is_the_hosts_own() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        "/order.html?touchpoint=evil&lang=en&prefill.csat=4",
        "",
        r#"host()?.remove();
        document.documentElement.lang = "vi";
        await load({ "data-survey": "smiley", "data-mode": "inline" });
        await until(() => find("[role=radio]"));
        await after(800);
        done({ lang: find(".frame").lang, chosen: find("[aria-checked=true]") !== null });"#,
    )
    .await?;
    assert_eq!(told, json!({ "lang": "vi", "chosen": false }));
    Ok(())
}

#[tokio::test]
async fn a_sheet_follows_its_handle_and_closes_where_it_is_let_go_far_down() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let told = visit(
        &browser,
        &stack,
        "/order.html",
        "",
        r#"await load({ "data-survey": "complaint" });
        await until(() => find(".tell"));
        const frame = find(".frame");
        const top = () => Math.round(find(".close").getBoundingClientRect().top - frame.getBoundingClientRect().top);
        frame.scrollTop = 400;
        await until(() => frame.scrollTop > 0);
        const stays = Math.abs(top()) <= 2;
        const pull = (type, clientY) => find(".close").dispatchEvent(new PointerEvent(type, { clientY, bubbles: true }));
        const pulled = () => getComputedStyle(frame).translate;
        pull("pointermove", 500);
        const untouched = pulled();
        pull("pointerdown", 300);
        pull("pointermove", 340);
        const halfway = pulled();
        pull("pointerup", 340);
        const back = [pulled(), frame.hidden];
        pull("pointerdown", 300);
        pull("pointermove", 290);
        const up = pulled();
        pull("pointermove", 420);
        pull("pointercancel", 420);
        const cancelled = [pulled(), frame.hidden];
        pull("pointerdown", 300);
        pull("pointermove", 420);
        pull("pointerup", 420);
        await until(() => frame.hidden);
        done({ stays, untouched, halfway, back, up, cancelled, closed: heard.filter((name) => name === "closed").length });"#,
    )
    .await?;
    let expected = json!({
        "stays": true, "untouched": "0px", "halfway": "0px 40px", "back": ["0px", false], "up": "0px",
        "cancelled": ["0px", false], "closed": 1,
    });
    assert_eq!(told, expected);
    Ok(())
}

#[tokio::test]
async fn the_page_reaches_a_survey_within_an_element_of_its_own() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        BARE,
        "",
        r#"await load({});
        document.querySelectorAll("sayso-survey").forEach((element) => element.remove());
        const outer = document.createElement("shop-corner").attachShadow({ mode: "open" });
        const inner = document.createElement("shop-card").attachShadow({ mode: "open" });
        const element = document.createElement("sayso-survey");
        element.setAttribute("mode", "popover");
        element.setAttribute("survey", "smiley");
        element.setAttribute("trigger", "manual");
        inner.append(element);
        outer.append(inner.host);
        document.body.append(outer.host);
        const found = (selector) => element.shadowRoot?.querySelector(selector);
        await sayso.open({ survey: "smiley" });
        await until(() => found(".frame:not([hidden])"));
        found("[role=radio]").click();
        await until(() => heard.includes("submitted"));
        const [{ scores }] = await sayso.scores();
        await sayso.close();
        await until(() => found(".frame").hidden);
        done({ elements: document.querySelectorAll("sayso-survey").length, metric: scores[0].metric });"#,
    )
    .await?;
    assert_eq!(told, json!({ "elements": 0, "metric": "csat" }));
    Ok(())
}

#[tokio::test]
async fn the_page_opens_closes_tells_and_is_told() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        BARE,
        r#"const names = [];
        const survey = URL.createObjectURL(new Blob([JSON.stringify({
            id: "piped", version: 1, locales: ["en"], questions: [
                { id: "csat", type: "smiley", metric: "csat", title: { en: "How was it, {{context.name}}?" } },
                { id: "why", type: "text", show_if: { "==": [{ var: "context.plan" }, "gold"] }, title: { en: "Why?" } },
            ],
        })]));"#,
        r#"window.sayso = [
            ["set", { name: "Lan", orders: 3 }],
            ["on", "shown", (event) => names.push(event.type)],
            ["open", { survey, endpoint: "/v1/events", touchpoint: "api" }],
            ["on", "shown"], ["on", "shown", "nobody"], ["nonsense"], null, 5, "open", [],
        ];
        await load({});
        if (Array.isArray(window.sayso)) done({ failed: "the queue was not taken" });
        await until(() => find("h2"));
        await until(() => find("h2").textContent.includes("Lan"));
        const title = find("h2").textContent;
        await sayso.set({ name: "Mai", plan: "gold" });
        await until(() => find("h2").textContent.includes("Mai"));
        const retitled = find("h2").textContent;
        await sayso.close();
        const closed = find(".frame").hidden;
        await sayso.open({ survey });
        await until(() => !find(".frame").hidden);
        find("[role=radio]").click();
        await until(() => find("textarea, input"));
        const [{ scores }] = await sayso.scores();
        find(".primary").click();
        await until(() => heard.includes("delivered"));
        const waiting = await sayso.pending();
        const flushed = await sayso.flush();
        // Whatever the page passes, it gets no exception.
        sayso.open(null); sayso.open({ "no name": 1 }); sayso.set(null); sayso.set(5); sayso.push(null, [null], ["toString"]);
        sayso.close("everything"); sayso.push(["on"]);
        await after(500);
        done({ title, retitled, closed, names: names.length > 0, metric: scores[0].metric, waiting, flushed, thrown });"#,
    )
    .await?;
    let expected = json!({
        "title": "How was it, Lan?", "retitled": "How was it, Mai?", "closed": true, "names": true, "metric": "csat",
        "waiting": [], "flushed": 0, "thrown": 0,
    });
    assert_eq!(told, expected);
    let event = &stack.events("sayso.response.v1", 1).await?[0]["data"];
    assert_eq!(event["context"], json!({ "name": "Mai", "orders": "3", "plan": "gold" }));
    Ok(())
}
