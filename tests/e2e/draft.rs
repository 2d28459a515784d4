//! A survey that is left half way, and found again after the page was loaded anew.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Endpoint, Manner, Shop, eventually, in_every_engine};
use serde_json::{Value, json};

/// Puts the survey on the page and does what `steps` say, with `button`, `tap`, `write` and `shows` at hand.
async fn visit(browser: &Browser, endpoint: &Endpoint, survey: &Value, steps: &str) -> Result<Value> {
    // Opened anew: nothing of the visit before is left but what the device keeps.
    Shop::open(browser, &endpoint.url("/contact.html")).await?.widget().await?;
    let script = format!(
        r#"const done = arguments[0];
        const element = document.createElement("sayso-survey");
        element.setAttribute("survey", URL.createObjectURL(new Blob([JSON.stringify({survey})])));
        element.setAttribute("endpoint", "/v1/events");
        element.setAttribute("touchpoint", "counter");
        element.addEventListener("sayso:error", (event) => done({{ failed: event.detail.problems }}));
        element.addEventListener("sayso:ready", async () => {{
            const root = element.shadowRoot;
            const until = async (what, found) => {{
                for (let waited = 0; waited < 60000; waited += 20) {{
                    const value = found();
                    if (value) return value;
                    await new Promise((resolve) => setTimeout(resolve, 20));
                }}
                throw new Error("waited for " + what + " in " + root.querySelector("section").innerText);
            }};
            const named = (name) => [...root.querySelectorAll("button")]
                .find((it) => [it.textContent, it.getAttribute("aria-label")].includes(name) && it.checkVisibility());
            const button = async (name) => (await until(name, () => named(name))).click();
            const shows = (title) => until(title, () => root.querySelector("h2")?.textContent === title);
            const write = (text) => {{
                const field = root.querySelector("input, textarea");
                field.value = text;
                field.dispatchEvent(new Event("input", {{ bubbles: true }}));
                field.dispatchEvent(new Event("change", {{ bubbles: true }}));
            }};
            // What lies on the device for the next visit, which is other bytes whenever it is kept.
            const lying = () => new Promise((resolve) => {{
                const opening = indexedDB.open("sayso-drafts", 1);
                opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", {{ keyPath: "id" }});
                opening.onsuccess = () => {{
                    const reading = opening.result.transaction("drafts").objectStore("drafts").getAll();
                    reading.onsuccess = () => {{
                        opening.result.close();
                        resolve(reading.result.map(({{ sealed }}) => new Uint8Array(sealed.data).join()).join());
                    }};
                }};
            }});
            const anew = async (before) => {{
                for (let after = before; ; after = await lying()) if (after && after !== before) return after;
            }};
            const offer = () => root.querySelector(".resume p")?.textContent ?? null;
            try {{ {steps} }} catch (error) {{ done({{ failed: String(error) }}); }}
        }});
        document.querySelector("sayso-survey").replaceWith(element);"#
    );
    let told = browser.evaluate(&script).await?;
    assert_eq!(told.get("failed"), None, "{told}");
    Ok(told)
}

fn survey(version: u32, questions: &Value) -> Value {
    json!({ "id": "visit", "version": version, "locales": ["vi"], "questions": questions })
}

#[tokio::test]
async fn a_survey_that_was_left_half_way_goes_on_after_a_reload_even_when_it_has_changed() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
    let endpoint = Endpoint::start(Manner::Reply(202, "")).await?;
    let title = |vi: &str| json!({ "vi": vi });
    let first = survey(
        1,
        &json!([{ "id": "mood", "type": "smiley", "metric": "csat", "title": title("Thế nào?") },
            { "id": "why", "type": "text", "title": title("Vì sao?") },
            { "id": "more", "type": "text", "title": title("Thêm?") }]),
    );
    let steps = r#"
        await button("Tệ"); await shows("Vì sao?");
        const before = await anew("");
        write("chậm 😡"); await button("Tiếp"); await shows("Thêm?"); await anew(before);
        done(offer());"#;
    assert_eq!(visit(browser, &endpoint, &first, steps).await?, json!(null));

    let changed = survey(
        2,
        &json!([{ "id": "rating", "was": ["mood"], "type": "smiley", "metric": "csat", "title": title("Thế nào?") },
            { "id": "new", "type": "thumbs", "required": true, "title": title("Mới?") },
            { "id": "why", "type": "text", "title": title("Vì sao?") },
            { "id": "more", "type": "text", "title": title("Thêm?") }]),
    );
    let steps = r#"
        const offered = await until("the offer", offer);
        await button("Trả lời tiếp"); await shows("Mới?"); await button("Tốt"); await shows("Vì sao?");
        const kept = root.querySelector("input").value;
        await button("Tiếp"); await shows("Thêm?"); await button("Bỏ qua");
        await until("thanks", () => root.querySelector(".end").textContent);
        done({ offered, kept });"#;
    let told = visit(browser, &endpoint, &changed, steps).await?;
    assert_eq!(told, json!({ "offered": "Lần trước bạn đang trả lời dở.", "kept": "chậm 😡" }));
    let data = eventually("the response", async || {
        let received = endpoint.received();
        Ok(received.iter().find(|event| event["data"]["complete"] == true).map(|event| event["data"].clone()))
    })
    .await?;
    assert_eq!(data["survey"]["version"], json!(2));
    // Those that came before, as the page was left or held up, belong to it and count for less.
    for part in endpoint.received().iter().map(|event| &event["data"]).filter(|part| part["complete"] == false) {
        assert_eq!(part["responseId"], data["responseId"]);
        assert!(part["revision"].as_u64() < data["revision"].as_u64(), "{part}");
    }
    assert_eq!(data["answers"]["rating"], json!({ "type": "smiley", "value": 2, "scale": 5 }));
    assert_eq!(data["answers"]["why"]["value"], "chậm 😡");
    let (started, submitted) = (&data["startedAt"], &data["submittedAt"]);
    assert!(started.as_str() < submitted.as_str().context("a time").ok(), "{started} {submitted}");

    let nothing = visit(browser, &endpoint, &changed, "done(offer());").await?;
    assert_eq!(nothing, json!(null), "submitted, so nothing is offered any more");
    Ok(())
    })
    .await
}
