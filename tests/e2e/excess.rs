//! Surveys that are too large or too deep, and texts that are hard to carry.

use anyhow::{Context, Result, bail};
use sayso_e2e::{Browser, Device, Endpoint, Manner, Shop, eventually};
use serde_json::{Value, json};

/// Puts a survey on the page whose text `make` comes to, once the widget has been loaded by another; tells what the page was
/// told, how long after the text had arrived, the longest that the page was blocked meanwhile, and what was drawn.
async fn refusal(make: &str) -> Result<Value> {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    Shop::open(&browser, &endpoint.url("/contact.html")).await?.widget().await?;
    let script = format!(
        r#"const done = arguments[0];
        const survey = URL.createObjectURL(new Blob([{make}]));
        let arrived = null;
        const text = Response.prototype.text;
        Response.prototype.text = async function () {{
            const whole = await text.call(this);
            arrived = performance.now();
            return whole;
        }};
        const tasks = [];
        new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({{ entryTypes: ["longtask"] }});
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", survey);
        element.addEventListener("sayso:ready", () => done({{ drawn: true }}));
        element.addEventListener("sayso:error", (event) => {{
            const took = performance.now() - arrived;
            // Long tasks are reported once they are over.
            setTimeout(() => {{
                const blocked = tasks.filter((task) => task.startTime + task.duration > arrived).map((task) => task.duration);
                done({{ problems: event.detail.problems, took, arrived, blocked: Math.max(0, ...blocked),
                    drawn: (element.shadowRoot?.childElementCount ?? 0) > 0 }});
            }}, 300);
        }});
        setTimeout(() => document.body.append(element), 200);"#
    );
    browser.evaluate(&script).await
}

/// Refuses it within a tenth of a second, to which what else the machine does in that moment may add: the quickest of several
/// refusals is what it takes.
async fn check(make: &str, expected: impl Fn(&Value)) -> Result<()> {
    const TRIES: usize = 8;
    for _ in 0..TRIES {
        let told = refusal(make).await?;
        expected(&told["problems"]);
        assert_eq!(told["drawn"], false);
        assert!(told["arrived"].is_number(), "the text came through the loader: {told}");
        let [took, blocked] = ["took", "blocked"].map(|name| told[name].as_f64());
        let (took, blocked) = (took.context("a time")?, blocked.context("a time")?);
        println!("told {took} ms after it arrived, page blocked for {blocked} ms");
        if took < 100.0 && blocked < 100.0 {
            return Ok(());
        }
    }
    bail!("in none of {TRIES} tries within a tenth of a second")
}

/// The whole is refused, for one reason.
fn whole(reason: &str) -> impl Fn(&Value) {
    move |problems| assert_eq!(*problems, json!([{ "path": "", "reason": reason }]))
}

#[tokio::test]
async fn a_survey_of_ten_megabytes_is_refused_within_a_tenth_of_a_second() -> Result<()> {
    let text = r#"JSON.stringify({ id: "s", version: 1, locales: ["vi"],
        questions: Array.from({ length: 100000 }, (_, at) => ({ id: "q" + at, type: "thumbs", title: { vi: "x".repeat(50) } })) })"#;
    check(text, whole("expected at most 256 kB")).await
}

#[tokio::test]
async fn a_survey_nested_ten_thousand_deep_is_refused_within_a_tenth_of_a_second() -> Result<()> {
    let lists = r#"'{"id":' + '['.repeat(10000) + ']'.repeat(10000) + '}'"#;
    check(lists, whole("expected at most 32 levels of nesting")).await?;
    let objects = r#"'{"a":'.repeat(10000) + '1' + '}'.repeat(10000)"#;
    check(objects, whole("expected at most 32 levels of nesting")).await
}

#[tokio::test]
async fn a_survey_of_small_pieces_just_within_the_size_is_refused_as_fast() -> Result<()> {
    let brackets = r#"'{"id":"s","version":1,"locales":["vi"],"questions":[' + '{},'.repeat(80000) + '{}]}'"#;
    check(brackets, whole("expected at most 20000 values")).await?;
    // Names that are near to none: each is compared with all that are known.
    let names = r#"'{"id":"s","version":1,"locales":["vi"],"questions":[],'
        + Array.from({ length: 5000 }, (_, at) => '"question' + String(at).padStart(31, "s") + '":1').join() + '}'"#;
    check(names, |problems| assert_eq!(problems.as_array().map(Vec::len), Some(100))).await
}

/// Pastes a text into the one field of a survey, as the browser's own editing does, and goes on.
async fn paste(browser: &Browser, endpoint: &Endpoint, text: &str) -> Result<Value> {
    Shop::open(browser, &endpoint.url("/contact.html")).await?.widget().await?;
    let script = format!(
        r##"const done = arguments[0];
        const text = {text};
        const survey = {{ id: "s", version: 1, locales: ["vi"], questions: [
            {{ id: "why", type: "text", multiline: true, max_length: 20000, title: {{ vi: "?" }} }}] }};
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", URL.createObjectURL(new Blob([JSON.stringify(survey)])));
        element.setAttribute("endpoint", "/v1/events");
        element.addEventListener("sayso:error", (event) => done(event.detail));
        element.addEventListener("sayso:ready", async () => {{
            const root = element.shadowRoot;
            const field = root.querySelector("textarea");
            field.focus();
            document.execCommand("insertText", false, text);
            const held = field.value === text;
            field.blur();
            root.querySelector("button.primary").click();
            const line = root.querySelector("#error");
            const end = root.querySelector(".end");
            // The focus comes with the next frame.
            const isOver = () => end.textContent || (line.textContent && root.activeElement === field);
            for (let waited = 0; waited < 60000 && !isOver(); waited += 20)
                await new Promise((resolve) => setTimeout(resolve, 20));
            done({{ held, error: line.textContent, thanked: end.textContent !== "", invalid: field.getAttribute("aria-invalid"),
                kept: field.value === text, focused: root.activeElement === field,
                described: (field.getAttribute("aria-describedby") ?? "").split(" ").includes(line.id) }});
        }});
        document.body.append(element);"##
    );
    browser.evaluate(&script).await
}

#[tokio::test]
async fn texts_that_are_hard_to_carry_arrive_as_they_were_given() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let texts = [
        "👩‍👩‍👧‍👦 🇻🇳 👍🏽 ❤️",
        "e\u{302}\u{323} và ệ: Chậm qua\u{301}",
        "Z\u{351}\u{36b}\u{343}\u{36a}a\u{300}\u{301}\u{302}\u{303}\u{304}lgo",
        "\u{202e}ngược\u{202c} \u{2067}עברית\u{2069} \u{200f}العربية",
        "\u{200b}\u{200d}\u{feff}x\u{ad}",
        "\u{1d400}\u{10ffff}\u{e000}",
        "\"\\/\u{2028}\u{2029}\t\n</script>",
    ];
    for (at, text) in texts.iter().enumerate() {
        let told = paste(&browser, &endpoint, &json!(text).to_string()).await?;
        assert_eq!((&told["held"], &told["thanked"]), (&json!(true), &json!(true)), "{text}: {told}");
        let events = eventually("the event", async || {
            let events = endpoint.events();
            Ok((events.len() == at + 1).then_some(events))
        })
        .await?;
        assert_eq!(events[at]["data"]["answers"]["why"]["value"], *text);
    }
    Ok(())
}

#[tokio::test]
async fn a_paste_beyond_the_limit_and_half_a_character_are_refused_at_the_field() -> Result<()> {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    for (text, said) in [
        (r#""ă".repeat(51200)"#, "Dài quá 31.200 ký tự, bạn bớt lại giúp nhé."),
        (r#""a".repeat(102400)"#, "Dài quá 82.400 ký tự, bạn bớt lại giúp nhé."),
        (r#""a\ud800b""#, "Có một ký tự không đọc được. Bạn xóa ký tự đó giúp nhé."),
        (r#""\udc00""#, "Có một ký tự không đọc được. Bạn xóa ký tự đó giúp nhé."),
    ] {
        let told = paste(&browser, &endpoint, text).await?;
        assert_eq!(told["error"], said, "{text}");
        let refused = json!({ "held": true, "error": said, "thanked": false, "invalid": "true", "kept": true,
            "focused": true, "described": true });
        assert_eq!(told, refused, "{text}");
    }
    assert_eq!(endpoint.received(), Vec::<Value>::new());
    // As much as is taken, arrives whole.
    let told = paste(&browser, &endpoint, r#""ệ".repeat(20000)"#).await?;
    assert_eq!(told["thanked"], true, "{told}");
    let events = eventually("the event", async || {
        let events = endpoint.received();
        Ok((!events.is_empty()).then_some(events))
    })
    .await?;
    assert_eq!(events[0]["data"]["answers"]["why"]["value"], "ệ".repeat(20_000));
    Ok(())
}
