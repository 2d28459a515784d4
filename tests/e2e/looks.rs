//! What a page may change about the looks: the accent, and parts by name.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Shop, Stack};
use serde_json::{Value, json};

/// What steps use: how bright a colour is and how far two stand apart (WCAG), and a survey of its own at the end of the page.
const TOOLS: &str = r#"
    const luminance = (color) => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const linear = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((byte) => byte / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const contrast = (...colors) => {
        const [dark, light] = colors.map(luminance).sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const mounted = async (attributes, width = "") => {
        const element = document.createElement("sayso-survey");
        for (const [name, value] of Object.entries({ mode: "inline", ...attributes })) element.setAttribute(name, value);
        element.style.width = width;
        const shown = new Promise((resolve) => element.addEventListener("sayso:shown", resolve, { once: true }));
        document.body.append(element);
        await shown;
        return element;
    };"#;

/// Runs `steps` on a phone, beside the shop's own widget; they come to what is `found`.
async fn on_a_phone(steps: &str) -> Result<Value> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    Shop::open(&browser, &stack.url("/contact.html")).await?;
    let script = format!(
        "const done = arguments[0]; {TOOLS}
        const found = [];
        (async () => {{ {steps} done(found); }})().catch((error) => done(String(error)));"
    );
    browser.evaluate(&script).await
}

/// Asks one question with a button under it, in place of the shop's own widget, and runs `steps` with it.
async fn asked(browser: &Browser, stack: &Stack, steps: &str) -> Result<Value> {
    Shop::open(browser, &stack.url("/contact.html")).await?;
    let script = format!(
        r#"const done = arguments[0]; {TOOLS}
        const survey = {{ id: "own", version: 1, locales: ["vi"], questions: [
            {{ id: "mood", type: "nps", title: {{ vi: "Bạn thấy sao?" }}, help: {{ vi: "Từ 0 đến 10" }}, required: true }},
            {{ id: "why", type: "text", title: {{ vi: "Vì sao?" }}, required: true }}] }};
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", URL.createObjectURL(new Blob([JSON.stringify(survey)])));
        const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
        element.addEventListener("sayso:ready", async () => {{
            const root = element.shadowRoot;
            const style = (part) => getComputedStyle(root.querySelector(`[part~=${{part}}]`));
            try {{ {steps} }} catch (error) {{ done(String(error)); }}
        }});
        document.querySelector("sayso-survey").replaceWith(element);"#
    );
    browser.evaluate(&script).await
}

#[tokio::test]
async fn what_stands_on_any_accent_can_be_read() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let steps = r##"
        root.querySelector("[role=radio]").focus();
        root.querySelector("[role=radio]").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        await wait(300);
        const told = [];
        for (const accent of ["#0f6b66", "#ffd400", "#e4002b", "#00a650", "#1877f2", "#f5f5f5", "#111111", "#ff7a00", "#9b30ff", "#808080"]) {
            element.style.setProperty("--sayso-accent", accent);
            const { color, backgroundColor } = style("primary");
            told.push([accent, contrast(color, backgroundColor)]);
        }
        done(told);"##;
    let told = asked(&browser, &stack, steps).await?;
    let told: Vec<(String, f64)> = serde_json::from_value(told)?;
    assert_eq!(told.len(), 10);
    for (accent, contrast) in told {
        assert!(contrast >= 4.5, "{accent}: {contrast}");
    }
    Ok(())
}

#[tokio::test]
async fn parts_take_the_style_of_the_page() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let steps = r#"
        const sheet = document.createElement("style");
        const first = ["frame", "title", "help", "choice", "button", "primary", "secondary", "error"];
        sheet.textContent = [...first, "field", "thanks"].map((part) => `sayso-survey::part(${part}) { scroll-margin-top: 7px; }`).join("");
        document.head.append(sheet);
        const missed = first.filter((part) => style(part).scrollMarginTop !== "7px");
        root.querySelector("[role=radio]").click();
        while (!root.querySelector("[part~=field]")) await wait(20);
        if (style("field").scrollMarginTop !== "7px") missed.push("field");
        done(missed);"#;
    assert_eq!(asked(&browser, &stack, steps).await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn a_phones_card_has_a_name_under_every_face_and_no_word_of_it_is_cut() -> Result<()> {
    // 358 px of card on a phone of 390 named both ends alone; of three faces between them one had to guess.
    let steps = r#"
            for (const [locale, width] of [["vi", 358], ["en", 358], ["vi", 350], ["en", 350], ["vi", 288], ["en", 288]]) {
                const element = await mounted({ survey: "smiley", locale }, width + "px");
                const names = [...element.shadowRoot.querySelectorAll(".face-name")];
                const shown = names.filter((name) => getComputedStyle(name).position !== "absolute");
                const card = element.shadowRoot.querySelector(".frame").getBoundingClientRect();
                const cut = [];
                for (const name of shown) {
                    name.style.fontWeight = 600; // as the chosen one is
                    const text = name.firstChild;
                    for (const { index, 0: word } of text.data.matchAll(/\S+/g)) {
                        const range = new Range();
                        range.setStart(text, index);
                        range.setEnd(text, index + word.length);
                        const lines = range.getClientRects();
                        const [{ left, right }] = lines;
                        if (lines.length !== 1 || left < card.left || right > card.right) cut.push(word);
                    }
                    const [before, after] = [name, name.closest("[role=radio]")].map((it) => it.getBoundingClientRect());
                    if (before.left < after.left - 1 || before.right > after.right + 1) cut.push(text.data);
                }
                found.push([locale, width, shown.length, cut]);
                element.remove();
            }
        "#;
    let found = on_a_phone(steps).await?;
    let expected: Vec<Value> =
        [("vi", 358, 5), ("en", 358, 5), ("vi", 350, 5), ("en", 350, 5), ("vi", 288, 2), ("en", 288, 2)]
            .map(|(locale, width, names)| json!([locale, width, names, []]))
            .into();
    assert_eq!(found, json!(expected));
    Ok(())
}

#[tokio::test]
async fn the_chosen_kind_stands_out_of_the_switch_in_both_themes() -> Result<()> {
    // In the dark it was darker than what surrounds it: a hole.
    let steps = r#"
            for (const theme of ["light", "dark"]) {
                const element = await mounted({ survey: "complaint", theme });
                const look = (selector) => getComputedStyle(element.shadowRoot.querySelector(selector));
                const paper = look(".frame").backgroundColor;
                const chosen = look(".kinds [aria-checked=true]");
                const isLit = luminance(chosen.backgroundColor) > luminance(paper);
                found.push([theme, contrast(paper, chosen.borderTopColor) >= 3, isLit === (theme === "dark")]);
                element.remove();
            }
        "#;
    let found = on_a_phone(steps).await?;
    assert_eq!(found, json!([["light", true, true], ["dark", true, true]]));
    Ok(())
}
