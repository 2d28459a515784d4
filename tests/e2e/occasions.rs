//! Whether and when a survey is shown: triggers, single-page navigation, `sample`, `repeat`, the cool-down.

use anyhow::Result;
use sayso_e2e::{Browser, Device, Stack};
use serde_json::{Value, json};

/// Runs `steps` in a page of the shop, with a tag of these attributes to put there (`tag`), a wait (`after`), and what was
/// fetched (`fetched`) and shown (`shown`) so far.
async fn visit(browser: &Browser, stack: &Stack, steps: &str) -> Result<Value> {
    browser.open(&stack.url("/contact.html")).await?;
    let script = format!(
        r#"const done = arguments[0];
        const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        let shown = 0;
        document.querySelector("sayso-survey").remove();
        document.addEventListener("sayso:shown", () => shown++);
        const tag = (attributes) => {{
            const element = document.createElement("sayso-survey");
            for (const [name, value] of Object.entries({{ survey: "smiley", mode: "popover", ...attributes }})) {{
                element.setAttribute(name, value);
            }}
            document.body.append(element);
            return element;
        }};
        const until = async (found) => {{
            for (let waited = 0; waited < 60000 && !found(); waited += 20) await after(20);
            return Boolean(found());
        }};
        const answer = async (element) => {{
            await until(() => element.shadowRoot?.querySelector("[role=radio]"));
            const submitted = new Promise((resolve) => element.addEventListener("sayso:submitted", resolve, {{ once: true }}));
            element.shadowRoot.querySelector("[role=radio]").click();
            await submitted;
        }};
        (async () => {{ {steps} }})().catch((error) => done({{ failed: String(error) }}));"#
    );
    let told = browser.evaluate(&script).await?;
    assert_eq!(told.get("failed"), None, "{told}");
    Ok(told)
}

#[tokio::test]
async fn until_its_occasion_a_page_fetches_nothing_of_the_survey() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    // The page's own inline survey has loaded the widget already; one from the cache would not be seen. So: its files by name.
    let told = visit(
        &browser,
        &stack,
        r#"const surveys = () => performance.getEntriesByType("resource").filter(({ name }) => name.includes("surveys/ces")).length;
        tag({ survey: "ces", trigger: "delay:1s" });
        await after(600);
        const before = [shown, surveys()];
        const came = await until(() => shown === 1);
        done({ before, came, fetched: surveys() });"#,
    )
    .await?;
    assert_eq!(told, json!({ "before": [0, 0], "came": true, "fetched": 1 }));
    Ok(())
}

#[tokio::test]
async fn each_trigger_waits_for_what_it_names() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let occasions = [
        ("delay:1s", ""),
        ("idle:1s", ""),
        ("scroll:50%", "scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })"),
        ("visible:footer", "document.querySelector('footer').scrollIntoView({ behavior: 'instant' })"),
        ("click:h1", "document.querySelector('h1').click()"),
        ("event:order-placed", "document.dispatchEvent(new Event('order-placed'))"),
        ("exit", "document.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, bubbles: true }))"),
        ("url:/thanks/*", "history.pushState(null, '', '/thanks/42')"),
        (
            "scroll:50%;event:order-placed",
            "document.dispatchEvent(new Event('order-placed')); scrollTo({ top: 9e9, behavior: 'instant' }); await after(700); shownEarly = shown; document.dispatchEvent(new Event('order-placed'))",
        ),
    ];
    for (trigger, occasion) in occasions {
        let steps = format!(
            r#"let shownEarly = 0;
            // Higher than the window, so that there is a foot to scroll to.
            document.querySelector("main").style.minHeight = "3000px";
            tag({{ trigger: "{trigger}", cooldown: "0s" }});
            await after(600);
            const before = shown;
            {occasion};
            done({{ before, early: shownEarly, came: await until(() => shown === 1) }});"#
        );
        let told = visit(&browser, &stack, &steps).await?;
        assert_eq!(told, json!({ "before": 0, "early": 0, "came": true }), "{trigger}");
    }
    Ok(())
}

#[tokio::test]
async fn a_phone_is_about_to_leave_when_it_scrolls_up_fast_or_goes_to_another_tab() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    // A headless browser has a mouse: the page says what a phone's would.
    let steps = |occasion: &str| {
        format!(
            r#"window.matchMedia = () => ({{ matches: true }});
            document.querySelector("main").style.minHeight = "5000px";
            scrollTo({{ top: 3000, behavior: "instant" }});
            tag({{ trigger: "exit", cooldown: "0s" }});
            await after(600);
            const before = shown;
            {occasion}
            done({{ before, came: await until(() => shown === 1) }});"#
        )
    };
    let scroll = "for (let y = 3000; y > 2000; y -= 150) { scrollTo({ top: y, behavior: 'instant' }); await after(16); }";
    let hide = "Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));";
    for occasion in [scroll, hide] {
        let told = visit(&browser, &stack, &steps(occasion)).await?;
        assert_eq!(told, json!({ "before": 0, "came": true }), "{occasion}");
    }
    Ok(())
}

#[tokio::test]
async fn a_delay_begins_anew_on_another_page_of_a_single_page_application() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        r#"const own = history.pushState;
        tag({ trigger: "delay:2s;url:/contact*" });
        await after(1200);
        history.pushState(null, "", "/cart");
        await after(1600); // by now the first delay would be over
        const elsewhere = shown;
        history.pushState(null, "", "/contact.html");
        await after(1000);
        const early = shown;
        done({ elsewhere, early, came: await until(() => shown === 1), untouched: history.pushState === own });"#,
    )
    .await?;
    assert_eq!(told, json!({ "elsewhere": 0, "early": 0, "came": true, "untouched": true }));
    Ok(())
}

#[tokio::test]
async fn who_has_answered_is_not_asked_again_and_who_closed_it_is_left_alone_for_a_while() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let answered = visit(
        &browser,
        &stack,
        r#"const first = tag({ endpoint: "/v1/events", cooldown: "0s" });
        await answer(first);
        first.remove();
        tag({ cooldown: "0s" }); // answered: not within 30 days
        tag({ survey: "ces" }); // another one: not within the cool-down
        await after(800);
        const held = shown;
        const eager = tag({ survey: "ces", cooldown: "0s" });
        const came = await until(() => shown === 2);
        done({ held, came, eager: eager.shadowRoot !== null });"#,
    )
    .await?;
    assert_eq!(answered, json!({ "held": 1, "came": true, "eager": true }));
    // The same on the next visit; what the page or the visitor asks for is not held up.
    let next = visit(
        &browser,
        &stack,
        r#"tag({ cooldown: "0s" });
        await after(800);
        const held = shown;
        tag({ cooldown: "0s", repeat: "always" });
        const came = await until(() => shown === 1);
        document.querySelectorAll("sayso-survey").forEach((element) => element.remove());
        await after(50);
        tag({ trigger: "manual" });
        sayso.open({ survey: "smiley", trigger: "manual" });
        done({ held, came, asked: await until(() => shown === 2) });"#,
    )
    .await?;
    assert_eq!(next, json!({ "held": 0, "came": true, "asked": true }));
    Ok(())
}

/// One that repeats always, as at a kiosk, used to ask nobody until a clock that was set back had caught up.
#[tokio::test]
async fn a_clock_that_was_set_back_stops_no_survey_that_repeats() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        r#"const inAnHour = Date.now() + 3600000;
        for (const key of ["answered:smiley", "quiet"]) localStorage.setItem("sayso:" + key, inAnHour);
        const always = tag({ cooldown: "0s", repeat: "always" });
        const came = await until(() => shown === 1);
        always.remove();
        tag({ cooldown: "0s" }); // answered, as far as can be told within 30 days
        await after(800);
        done({ came, held: shown });"#,
    )
    .await?;
    assert_eq!(told, json!({ "came": true, "held": 1 }));
    Ok(())
}

#[tokio::test]
async fn an_answer_that_was_not_stored_does_not_count_as_asked() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        r#"const element = tag({ endpoint: "/v1/events", cooldown: "0s" });
        await until(() => element.shadowRoot?.querySelector("[role=radio]"));
        const event = { data: { scores: [] } };
        element.dispatchEvent(new CustomEvent("sayso:submitted", { detail: { durable: false, event } }));
        const unsure = localStorage.getItem("sayso:answered:smiley");
        element.dispatchEvent(new CustomEvent("sayso:submitted", { detail: { durable: true, event } }));
        done({ unsure, sure: localStorage.getItem("sayso:answered:smiley") !== null });"#,
    )
    .await?;
    assert_eq!(told, json!({ "unsure": null, "sure": true }));
    Ok(())
}

#[tokio::test]
async fn a_sample_is_drawn_once_for_a_visitor() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        r#"localStorage.setItem("sayso:draw:smiley", "0.4");
        tag({ sample: "0.3" });
        await after(500);
        const without = shown;
        tag({ sample: ".5" });
        const within = await until(() => shown === 1);
        tag({ survey: "nps", sample: "0" });
        await after(300);
        const draw = Number(localStorage.getItem("sayso:draw:nps"));
        done({ without, within, never: shown, isDrawn: draw > 0 && draw < 1 });"#,
    )
    .await?;
    assert_eq!(told, json!({ "without": 0, "within": true, "never": 1, "isDrawn": true }));
    Ok(())
}

#[tokio::test]
async fn a_button_of_the_page_opens_it_each_time_it_is_pressed() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        r#"const times = async (element, act) => {
            const before = shown;
            for (let time = 1; time <= 3; time++) {
                act();
                if (!(await until(() => shown === before + time))) break;
                element.shadowRoot.querySelector(".close").click();
                await until(() => element.shadowRoot.querySelector(".frame").hidden);
                // Until it listens again.
                await after(600);
            }
            element.remove();
            return shown - before;
        };
        const pressed = tag({ trigger: "click:h1" });
        await after(600);
        const presses = await times(pressed, () => document.querySelector("h1").click());
        const called = tag({ trigger: "event:ask", cooldown: "0s", repeat: "always", survey: "nps" });
        await after(600);
        const calls = await times(called, () => document.dispatchEvent(new Event("ask")));
        done({ presses, calls });"#,
    )
    .await?;
    assert_eq!(told, json!({ "presses": 3, "calls": 3 }));
    Ok(())
}

#[tokio::test]
async fn a_trigger_that_makes_no_sense_is_named_once_and_counts_as_load() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let told = visit(
        &browser,
        &stack,
        r#"tag({ trigger: "delya:5s" });
        const came = await until(() => shown === 1);
        tag({ survey: "nps", trigger: "delya:5s", mode: "inline", sample: "half", repaet: "once" });
        await until(() => shown === 2);
        await after(1500);
        done({ came });"#,
    )
    .await?;
    assert_eq!(told, json!({ "came": true }));
    let console = browser.console().await?;
    let count = |part: &str| console.iter().filter(|line| line.contains(part)).count();
    for part in ["delya:5s", "sample=", "repaet is no attribute"] {
        assert_eq!(count(part), 1, "{part} in {console:?}");
    }
    Ok(())
}
