//! What the papers tell people to paste, pasted: `docs/embedding.md` and `docs/endpoints.md`, block by block.

use anyhow::{Context, Result, ensure};
use sayso_e2e::{
    Browser, Device, Host, PATIENCE, Process, Request, Shop, Widget, eventually, recipe, setting,
};
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use std::process::Command;

use crate::ENGLISH;

/// A page around a block, with the addresses of this host in place of the examples'.
async fn page(body: &str, head: &str, files: &Host) -> Result<Host> {
    let text = format!("<!doctype html><html lang=\"en\"><head>{head}</head><body>{body}</body></html>");
    let text = text.replace("https://static.example/", &files.url("/"));
    let text = text.replace("https://static.example", &files.url(""));
    let text = text.replace("https://api.example/v1/events", &files.url("/v1/events"));
    let text = text.replace("https://api.example", &files.url(""));
    Host::start(&setting("SAYSO_SITE")?, &[("page.html", text)]).await
}

async fn files() -> Result<Host> {
    Host::start(&setting("SAYSO_SITE")?, &[]).await
}

async fn shown<'browser>(browser: &'browser Browser, host: &Host) -> Result<Widget<'browser>> {
    Shop::open(browser, &host.url("/page.html")).await?.widget().await
}

async fn posted(host: &Host) -> Result<Request> {
    eventually("the event", async || Ok(host.requests().into_iter().find(|request| request.method == "POST")))
        .await
}

/// Pastes the block below a heading, taps a face, and looks where the event arrives.
async fn check_embedding(heading: &str, paste: impl Fn(String) -> String) -> Result<Value> {
    let files = files().await?;
    let host = page(&paste(recipe("embedding.md", heading, "html")?), "", &files).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    let widget = shown(&browser, &host).await?;
    assert_eq!(widget.choices().await?, ENGLISH);
    widget.tap("Good").await?;
    Ok(serde_json::from_str(&posted(&files).await?.body)?)
}

#[tokio::test]
async fn the_pasted_tag_and_the_pasted_element_send_to_the_endpoint_that_they_name() -> Result<()> {
    for (heading, mode) in [("The tag", "popover"), ("The element", "inline")] {
        let event = check_embedding(heading, |block| block).await.context(heading)?;
        assert_eq!((&event["subject"], &event["data"]["client"]["mode"]), (&"checkout".into(), &mode.into()));
    }
    Ok(())
}

/// Tag Manager takes its tag's HTML apart and makes each script anew, with its text and its address and no other attribute.
const TAG_MANAGER: &str = r#"<script>
    addEventListener("load", () => {
        const box = document.createElement("div");
        box.innerHTML = document.querySelector("template").innerHTML;
        for (const old of box.querySelectorAll("script")) {
            const script = document.createElement("script");
            if (old.src) script.src = old.src;
            script.text = old.text;
            old.replaceWith(script);
        }
        document.body.append(box);
    });
</script>"#;

#[tokio::test]
async fn a_tag_manager_that_makes_scripts_anew_shows_the_survey() -> Result<()> {
    let inject = |block: String| format!("<template>{block}</template>{TAG_MANAGER}");
    let event = check_embedding("Google Tag Manager", inject).await?;
    assert_eq!(event["subject"], "checkout");
    assert_eq!(event["data"]["client"]["mode"], "popover");
    Ok(())
}

#[tokio::test]
async fn the_stated_policy_is_enough_and_without_wasm_unsafe_eval_too_little() -> Result<()> {
    let policy = recipe("embedding.md", "Content Security Policy", "text")?;
    let tag = recipe("embedding.md", "The tag", "html")?;
    let meta = |policy: &str| {
        format!(r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {policy}">"#)
    };
    let files = files().await?;
    let host = page(&tag, &meta(&policy), &files).await?;
    let browser = Browser::start(Device::DESKTOP).await?;
    shown(&browser, &host).await?.tap("Bad").await?;
    posted(&files).await?;
    let console = browser.console().await?;
    let refused: Vec<_> = console.iter().filter(|line| line.contains("Content Security Policy")).collect();
    assert!(refused.iter().all(|line| line.contains("favicon")), "{refused:?}");

    let host = page(&tag, &meta(&policy.replace("'wasm-unsafe-eval'", "")), &files).await?;
    browser.open(&host.url("/page.html")).await?;
    eventually("a refusal", async || {
        let console = browser.console().await?;
        Ok(console.iter().any(|line| line.contains("WebAssembly")).then_some(()))
    })
    .await
}

/// Taps in a page whose element posts to `endpoint`, which is of another origin, in a format.
async fn tap_towards(browser: &Browser, endpoint: &str, format: &str) -> Result<()> {
    let element = format!(
        r#"<script async src="/sayso.js"></script>
        <sayso-survey survey="smiley" endpoint="{endpoint}" format="{format}"></sayso-survey>"#
    );
    let host = page(&element, "", &files().await?).await?;
    shown(browser, &host).await?.tap("Bad").await?;
    // The page's host goes with the return; what it had to serve has arrived by then.
    eventually("an event on its way", async || {
        let kept =
            browser.evaluate("arguments[0](document.querySelector('sayso-survey').shadowRoot.textContent)");
        Ok(kept.await?.as_str().is_some_and(|text| text.contains("Thank")).then_some(()))
    })
    .await
}

#[tokio::test]
async fn simple_asks_for_no_permission_and_the_others_do() -> Result<()> {
    for (format, content_type, preflights) in [
        ("simple", "text/plain", 0),
        ("json", "application/json", 1),
        ("cloudevents", "application/cloudevents+json", 1),
    ] {
        let endpoint = files().await?;
        let browser = Browser::start(Device::DESKTOP).await?;
        tap_towards(&browser, &endpoint.url("/v1/events"), format).await?;
        let event = posted(&endpoint).await?;
        assert!(event.content_type.starts_with(content_type), "{event:?}");
        let asked = endpoint.requests().into_iter().filter(|request| request.method == "OPTIONS").count();
        assert_eq!(asked, preflights, "{format}");
        let body: Value = serde_json::from_str(&event.body)?;
        let data = if format == "cloudevents" { &body["data"] } else { &body };
        assert_eq!(
            (&data["revision"], &data["answers"]["csat"]["value"]),
            (&1.into(), &2.into()),
            "{format}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_reply_at_the_end_of_a_redirect_decides() -> Result<()> {
    for (path, kept) in [("/moved", 0), ("/login", 1)] {
        let endpoint = files().await?;
        let browser = Browser::start(Device::DESKTOP).await?;
        tap_towards(&browser, &endpoint.url(path), "simple").await?;
        eventually(&format!("{kept} events after {path}"), async || {
            let outbox = browser.outbox().await?;
            // What was refused is marked so; before that it only waits for its first reply.
            let is_tried = outbox.iter().all(|entry| entry["attempts"] != 0);
            Ok((outbox.len() == kept && is_tried).then_some(()))
        })
        .await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_sheet_keeps_each_response_once_and_no_formula() -> Result<()> {
    let script = recipe("endpoints.md", "Google Sheets", "js")?;
    // As much of Apps Script as the recipe uses; a cell loses the apostrophe that marks it as text.
    let stage = r#"
        const rows = [];
        const texts = (cells) => cells.map((cell) => {
            if (!cell.startsWith("'")) throw Error("a formula could be " + cell);
            return cell.slice(1);
        });
        const range = (row, column) => ({
            offset: (down, right, height, width) => range(row + down, column + right),
            getValue: () => rows[row][column],
            setValues: ([cells]) => rows[row].splice(column, cells.length, ...texts(cells)),
        });
        const find = (text) => {
            const row = rows.findIndex((cells) => cells.includes(text));
            return row < 0 ? null : range(row, rows[row].indexOf(text));
        };
        const sheet = {
            createTextFinder: (text) => ({ matchEntireCell: () => ({ findNext: () => find(text) }) }),
            appendRow: (cells) => rows.push(texts(cells)),
        };
        const SpreadsheetApp = { getActive: () => ({ getSheets: () => [sheet] }) };
        let held = 0;
        const LockService = { getScriptLock: () => ({ waitLock: () => held++, releaseLock: () => held-- }) };
        const ContentService = { createTextOutput: (text) => text };
        const post = (data) => doPost({ postData: { contents: JSON.stringify(data) } });
        const response = { responseId: "r", revision: 1, touchpoint: "=IMPORTXML(1)" };
        const changed = { ...response, revision: 2, complete: true };
        for (const data of [response, response, changed, response, { complaintId: "c" }, { complaintId: "c" }]) post(data);
        console.log(JSON.stringify([rows.map(([id, revision]) => [id, revision]), rows[0][2], JSON.parse(rows[0][3]), held]));"#;
    let output = Command::new("node").args(["--eval", &(script + stage)]).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout)?;
    // A changed answer made a second row, and whoever counts rows counted it twice.
    let changed = serde_json::json!({ "responseId": "r", "revision": 2, "touchpoint": "=IMPORTXML(1)", "complete": true });
    assert_eq!(said, serde_json::json!([[["r", "2"], ["c", "1"]], "=IMPORTXML(1)", changed, 0]));
    Ok(())
}

/// A server of the papers in a folder of its own, at a port, with the page's origin in place of the example's.
fn serve(folder: &Path, program: &str, file: &str, code: &str, port: u16) -> Result<Process> {
    std::fs::write(folder.join(file), code)?;
    Process::start(Command::new(program).arg(file).current_dir(folder).env("PORT", port.to_string()))
}

async fn check_server(program: &str, heading: &str, language: &str, file: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let endpoint = format!("http://127.0.0.1:{port}/");
    let browser = Browser::start(Device::DESKTOP).await?;
    let element = format!(
        r#"<script async src="/sayso.js"></script>
        <sayso-survey survey="smiley" endpoint="{endpoint}"></sayso-survey>"#
    );
    let shop = page(&element, "", &files().await?).await?;
    let code = recipe("endpoints.md", heading, language)?.replace("https://shop.example", &shop.url(""));
    let client = reqwest::Client::builder().timeout(PATIENCE).build()?;
    let post = async |body: &'static str| -> Result<u16> {
        Ok(client.post(&endpoint).body(body).send().await?.status().as_u16())
    };
    {
        let _server = serve(folder.path(), program, file, &code, port)?;
        eventually("the server", async || Ok(Some(client.get(&endpoint).send().await?))).await?;
        shown(&browser, &shop).await?.tap("Bad").await?;
        eventually("the event", async || {
            let submitted = browser.outbox().await?.is_empty();
            Ok((submitted && kept(folder.path()).await?.len() == 1).then_some(()))
        })
        .await?;
        assert_eq!((post(r#"{"id": "one"}"#).await?, post(r#"{"id": "one"}"#).await?), (202, 202));
        for bad in ["", "{", "[]", "null", "7", r#"{"no": "id"}"#] {
            assert_eq!(post(bad).await?, 400, "{bad}");
        }
    }
    let _again = serve(folder.path(), program, file, &code, port)?;
    eventually("the server again", async || Ok(Some(client.get(&endpoint).send().await?))).await?;
    assert_eq!(post(r#"{"id": "one"}"#).await?, 202);
    let ids = kept(folder.path()).await?;
    assert_eq!(ids.iter().filter(|id| *id == "one").count(), 1, "{ids:?}");
    assert_eq!(ids.len(), 2, "{ids:?}");
    Ok(())
}

/// The ids that a server of the papers has kept, in whichever file.
async fn kept(folder: &Path) -> Result<Vec<String>> {
    let lines = folder.join("sayso.jsonl");
    if lines.exists() {
        let id =
            |line: &str| Ok(serde_json::from_str::<Value>(line)?["id"].as_str().context("no id")?.to_owned());
        return std::fs::read_to_string(lines)?.lines().map(id).collect();
    }
    let options = SqliteConnectOptions::new().filename(folder.join("sayso.db")).read_only(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    Ok(sqlx::query_scalar("SELECT id FROM events").fetch_all(&mut database).await?)
}

#[tokio::test]
async fn the_server_in_python_keeps_each_event_once() -> Result<()> {
    check_server("python3", "A server of your own, in Python", "python", "endpoint.py").await
}

#[tokio::test]
async fn the_server_in_node_keeps_each_event_once() -> Result<()> {
    check_server("node", "A server of your own, in Node.js", "js", "endpoint.mjs").await
}
