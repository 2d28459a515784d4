//! What a tablet tells those who look after it: whose panel it is, what it is badly told, what became of what they did.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Host, eventually, setting};
use serde_json::{Value, json};

use crate::away::SAVED;
use crate::counter::{answer, events, knock, open_panel, serve, until_panel_says};
use crate::kiosk::{TABLET, is_ready, tap, until};

const ACT: &str = ".acts .secondary";

/// What a test of the panel's own elements comes to; `root` is the widget's.
async fn seen(browser: &Browser, script: &str) -> Result<Value> {
    let root = "const root = document.querySelector('sayso-survey').shadowRoot;";
    browser.evaluate(&[root, script].concat()).await
}

#[tokio::test]
async fn the_panel_says_whose_it_is_and_what_became_of_each_act() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' pin='2580' tap-interval='0s' idle-reset='1h'").await?;
    browser.before_each_page(SAVED).await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 4).await?;
    open_panel(&browser).await?;
    until_panel_says(&browser, "Quầy 1 · counter-1 · smiley").await?;
    tap(&browser, ACT, 1).await?;
    until_panel_says(&browser, "Không có mục nào bị từ chối").await?;
    assert_eq!(browser.evaluate("arguments[0](window.savedAs ?? null)").await?, json!(null), "an empty file");
    tap(&browser, ACT, 2).await?;
    until_panel_says(&browser, "Chạm lần nữa để xóa hẳn").await?;
    // Until a touch is no longer the other half of a double one.
    eventually("the device to be wiped", async || {
        tap(&browser, ACT, 2).await?;
        let said = seen(&browser, "arguments[0](root.querySelector('.panel-said').textContent)").await?;
        Ok((said == "Đã xóa.").then_some(()))
    })
    .await
}

#[tokio::test]
async fn what_a_tag_misspells_is_named_to_the_staff_and_in_the_reports_until_it_is_mended() -> Result<()> {
    let attributes =
        "survey='smiley' pin='2580' hours='always' timezone='Saigon' alert='lots' idle-reset='1h'";
    let (endpoint, browser) = serve(attributes).await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    let report = eventually("a report", async || Ok(events(&endpoint, "sayso.device.v1").pop())).await?;
    let faults = report["data"]["faults"].to_string();
    open_panel(&browser).await?;
    for slip in ["hours: \"always\"", "timezone: \"Saigon\"", "alert: \"lots\""] {
        until_panel_says(&browser, slip).await?;
        assert!(faults.contains(&slip.replace('"', "\\\"")), "{slip} in {faults}");
    }
    let mend = "const host = document.querySelector('sayso-survey');
        host.setAttribute('hours', 'daily 00:00-24:00'); host.setAttribute('alert', 'off'); arguments[0](1)";
    browser.evaluate(mend).await?;
    eventually("the slips that are left", async || {
        tap(&browser, ACT, 0).await?;
        let said = seen(&browser, "arguments[0](root.querySelector('.health').textContent)").await?;
        let said = said.as_str().context("a text")?;
        Ok((!said.contains("hours: ") && !said.contains("alert: ") && said.contains("timezone: "))
            .then_some(()))
    })
    .await
}

/// "11/22/26, 6:57 PM" stood below a drawing with "22/11".
#[tokio::test]
async fn the_panel_writes_each_date_in_one_way_by_the_clock_on_the_wall() -> Result<()> {
    let zone = "Pacific/Kiritimati";
    let (endpoint, browser) =
        serve(&format!("survey='smiley' pin='2580' locale='en' timezone='{zone}' idle-reset='1h'")).await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    answer(&browser, 4).await?;
    eventually("a contact", async || {
        Ok((browser.evaluate("arguments[0](localStorage['sayso:contact'] > 0)").await? == true).then_some(()))
    })
    .await?;
    knock(&browser).await?;
    crate::counter::enter(&browser, "2580").await?;
    until_panel_says(&browser, "Last contact").await?;
    let script = format!(
        "const at = Number(localStorage['sayso:contact']);
         const part = (name) => Number(new Intl.DateTimeFormat('en', {{ timeZone: '{zone}', [name]: 'numeric' }}).format(at));
         const term = [...root.querySelectorAll('.health dt')].find((it) => it.textContent === 'Last contact');
         arguments[0]([term.nextSibling.textContent.replace(/, \\d\\d:\\d\\d$/, ''), [part('day'), part('month'), part('year')].join('/')])"
    );
    let told = seen(&browser, &script).await?;
    assert_eq!(told[0], told[1]);
    Ok(())
}

/// The seconds were counted down in an alert, which is spoken whenever it changes; and half a day was 43,200 of them.
#[tokio::test]
async fn a_panel_that_is_locked_says_so_once_and_shows_for_how_long() -> Result<()> {
    let (endpoint, browser) = serve("survey='smiley' pin='2580' locale='en' idle-reset='1h'").await?;
    browser.open(&endpoint.url("/kiosk")).await?;
    knock(&browser).await?;
    let countdown = "
        localStorage['sayso:attempts'] = JSON.stringify({ wrong: 3, last: Date.now() });
        const alerts = [], waits = [];
        const note = () => {
            alerts.push(root.querySelector('.code-said[role=alert]').textContent);
            waits.push(root.querySelector('[role=timer]').textContent);
            if (new Set(waits).size >= 4) arguments[0]([[...new Set(alerts)], waits.filter(Boolean)[0]]);
        };
        new MutationObserver(note).observe(root.querySelector('.panel'), { childList: true, characterData: true, subtree: true });
        root.querySelector('.key').click();";
    let told = seen(&browser, countdown).await?;
    assert_eq!(told[0], json!(["Too many wrong tries."]));
    let wait = told[1].as_str().context("a text")?;
    assert!(wait.starts_with("Try again in ") && wait.ends_with(" seconds."), "{wait}");
    browser.evaluate("localStorage['sayso:attempts'] = JSON.stringify({ wrong: 30, last: Date.now() }); arguments[0](1)").await?;
    until_panel_says(&browser, "Try again in 12 hours.").await.map(drop)
}

/// The page was loaded anew ten seconds after its start, whoever looked at the panel.
#[tokio::test]
async fn the_panel_of_a_kiosk_that_does_not_come_up_stays_open() -> Result<()> {
    let good = r#"{ "id": "own", "version": 1, "locales": ["vi"], "questions": [
        { "id": "csat", "type": "smiley", "metric": "csat", "title": { "vi": "Cà phê ngon không?" } }] }"#;
    let host = Host::start(&setting("SAYSO_SITE")?, &[("own.json", "{}".to_owned())]).await?;
    let browser = Browser::start(TABLET).await?;
    let address =
        "/kiosk.html?survey=/own.json&touchpoint=counter-1&endpoint=/v1/events&pin=2580&idle-reset=1h";
    browser.open(&host.url(address)).await?;
    knock(&browser).await?;
    browser.evaluate("window.isTheSame = true; arguments[0](1)").await?;
    let past = "const wait = 10_000 * 2 ** Math.min(Number(sessionStorage['sayso:loads'] ?? 0), 3);
        arguments[0](window.isTheSame ? performance.now() > wait + 3_000 : 'loaded anew')";
    let stayed = eventually("the time at which it tries again", async || {
        Ok(Some(browser.evaluate(past).await?).filter(|past| *past != false))
    })
    .await?;
    assert_eq!(stayed, true);
    host.put("own.json", good)?;
    tap(&browser, ".panel-head .secondary", 0).await?;
    until(&browser, "the question", is_ready).await.map(drop)
}
