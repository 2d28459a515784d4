//! What brings people to a survey: posters as a browser prints them, and links as they are tapped.

use anyhow::{Context, Result};
use sayso_core::config::Channel;
use sayso_core::preset;
use sayso_core::survey::Survey;
use sayso_e2e::{Browser, Device, Host, eventually, recipe, setting};
use sayso_invite::{self as invite, Coding, Link, Message, Paper, Poster};
use serde_json::{Value, json};
use std::path::Path;

use crate::VIETNAMESE;
use crate::away::SAVED;
use crate::counter::open_panel;
use crate::kiosk::{self, KEPT, TABLET};

fn survey(name: &str) -> Survey {
    let document = preset::document(name).expect("a preset");
    Survey::parse(document).unwrap_or_else(|problems| panic!("{name}: {problems:?}"))
}

/// What a reader makes of the one code in a picture.
fn read(file: &Path) -> Result<String> {
    let picture = image::open(file)?.to_luma8();
    let (width, height) = (usize::try_from(picture.width())?, usize::try_from(picture.height())?);
    let pixels = picture.into_raw();
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "{}", file.display());
    Ok(grids[0].decode().context("a code")?.1)
}

/// The dots of a printer to each of a screen: 288 to an inch.
const DOTS: u32 = 3;

/// How large the drawing is in millimetres, where its texts stand, as boxes of left, top, right and bottom in its own units, and where the
/// faces begin. Then it is made as large as a printer sees it.
const TEXTS: &str = r#"
    const page = document.documentElement;
    const { width, height } = page.getBoundingClientRect();
    const size = [width, height].map((pixels) => Math.round(pixels / 96 * 25.4));
    const box = (node) => { const { x, y, width, height } = node.getBBox(); return [x, y, x + width, y + height]; };
    const texts = [...document.querySelectorAll("text")].map((text) => [text.textContent, ...box(text)]);
    const faces = document.querySelector("g").getBoundingClientRect().top / width * 105;
    page.setAttribute("width", width * 3);
    page.setAttribute("height", height * 3);
    requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]({ size, texts, faces })));"#;

#[tokio::test]
async fn a_printed_poster_is_read_and_nothing_hangs_over_its_edge() -> Result<()> {
    let places = [
        ("table-7", ["Bàn 7", "Table 7"]),
        ("quầy-đổi-trả", ["Quầy đổi trả hàng, tầng trệt, cạnh lối ra bãi xe máy", "Returns, ground floor"]),
    ];
    for (name, paper) in Paper::NAMES {
        let (width, height) = paper.millimetres();
        let pixels = |millimetres: u32| (millimetres * 960).div_ceil(254) * DOTS;
        let device = Device { width: pixels(width), height: pixels(height), ..Device::DESKTOP };
        let browser = Browser::start(device).await?;
        for preset in ["wifi", "nps", "ces", "acsi"] {
            let survey = survey(preset);
            let question = invite::rating(&survey).context("a rating")?;
            for (id, place) in places {
                let link = Link::new("https://ca-phe.example/danh-gia", id, Channel::Qr)?;
                let poster =
                    Poster { link: &link, title: &question.title, place }.draw(paper).context("a poster")?;
                let host = Host::start(&setting("SAYSO_SITE")?, &[("poster.svg", poster)]).await?;
                browser.open(&host.url("/poster.svg")).await?;
                let told = browser.evaluate(TEXTS).await?;
                assert_eq!(told["size"], json!([width, height]));
                check_places(&told, &format!("{name} {preset} {place:?}"));
                let file = setting("SAYSO_SCREENSHOTS")?
                    .join(format!("poster-{name}-{preset}-{}.png", place[1].len()));
                browser.screenshot(&file).await?;
                assert_eq!(read(&file)?, link.address());
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_kiosks_panel_draws_the_poster_of_its_touch_point_without_a_network() -> Result<()> {
    let host = Host::start(&setting("SAYSO_SITE")?, &[]).await?;
    let browser = Browser::start(TABLET).await?;
    browser.before_each_page(SAVED).await?;
    let base = "https://ca-phe.example/danh-gia";
    let page = "/kiosk.html?survey=smiley&touchpoint=quầy-1&endpoint=/v1/events&pin=2580&label=Quầy 1|Counter 1&idle-reset=1h";
    browser.open(&host.url(&format!("{page}&poster={base}"))).await?;
    eventually("the files on the device", async || Ok((browser.evaluate(KEPT).await? == true).then_some(())))
        .await?;
    host.stop().await;
    open_panel(&browser).await?;
    for (act, (name, paper)) in (2..).zip(Paper::NAMES) {
        browser.evaluate("delete window.savedAs; arguments[0](1)").await?;
        kiosk::tap(&browser, ".acts .secondary", act).await?;
        let saved = eventually("the poster", async || {
            let saved = "arguments[0](window.savedAs ? 1 : 0)";
            Ok((browser.evaluate(saved).await? == 1).then_some(()))
        });
        saved.await?;
        let saved = browser.evaluate("saved.then((text) => arguments[0]([savedAs, text]))").await?;
        assert_eq!(saved[0], format!("quầy-1-{name}.svg"));
        let drawn = saved[1].as_str().context("a drawing")?.to_owned();
        let (width, height) = paper.millimetres();
        let pixels = |millimetres: u32| (millimetres * 960).div_ceil(254) * DOTS;
        let printer =
            Browser::start(Device { width: pixels(width), height: pixels(height), ..Device::DESKTOP })
                .await?;
        let place = Host::start(&setting("SAYSO_SITE")?, &[("poster.svg", drawn)]).await?;
        printer.open(&place.url("/poster.svg")).await?;
        let told = printer.evaluate(TEXTS).await?;
        assert_eq!(told["size"], json!([width, height]));
        check_places(&told, name);
        assert_eq!(told["texts"][0][0], "Quầy 1 · Counter 1");
        let file = setting("SAYSO_SCREENSHOTS")?.join(format!("poster-{name}-kiosk.png"));
        printer.screenshot(&file).await?;
        assert_eq!(read(&file)?, Link::new(base, "quầy-1", Channel::Qr)?.address());
    }
    Ok(())
}

/// Everything lies within what printers reach, and the question above the faces.
fn check_places(told: &Value, about: &str) {
    let texts = told["texts"].as_array().expect("texts");
    assert!(texts.len() >= 6, "{about}: {told}");
    let number = |value: &Value| value.as_f64().expect("a number");
    let faces = number(&told["faces"]);
    for text in texts {
        let edge = |at: usize| number(&text[at]);
        assert!(edge(1) > 5.0 && edge(3) < 100.0 && edge(2) > 5.0 && edge(4) < 144.0, "{about}: {text}");
    }
    let above = texts.iter().filter(|text| number(&text[2]) < faces);
    assert!(above.clone().all(|text| number(&text[4]) < faces), "{about}: {told}");
    assert_eq!(texts.last().map(|text| &text[0]), Some(&json!("ca-phe.example")), "{about}");
}

/// The page of the papers, with the files and the endpoint of the host that serves it.
async fn rate_page() -> Result<Host> {
    let page = recipe("touchpoints.md", "The page that they come to", "html")?;
    let page = page.replace("https://static.example/", "/").replace("https://api.example/", "/");
    Host::start(&setting("SAYSO_SITE")?, &[("rate.html", page)]).await
}

/// A letter as a reader sees it, in a page of its own.
async fn letter_page(link: &Link, preset: &str) -> Result<Host> {
    let survey = survey(preset);
    let letter = invite::letter(link, invite::rating(&survey).context("a rating")?).context("a letter")?;
    assert!(letter.lines().all(|line| line.len() < 998), "e-mail has no longer lines");
    let head =
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
    Host::start(&setting("SAYSO_SITE")?, &[("letter.html", [head, &letter].concat())]).await
}

const LINKS: &str = "arguments[0]([...document.links].map((link) => link.href))";

/// Waits until a choice is made and can be confirmed, and says which.
const CHOSEN: &str = r#"
    const find = (selector) => document.querySelector("sayso-survey")?.shadowRoot?.querySelector(selector);
    const look = () => {
        const chosen = find("[aria-checked=true]");
        if (!chosen || !find(".primary:not([hidden])")) return setTimeout(look, 50);
        sayso.pending().then((waiting) => arguments[0]([chosen.textContent.trim(), waiting.length]));
    };
    look();"#;

/// Taps on what a selector finds, once it is there.
fn tap(selector: &str) -> String {
    format!(
        r#"const look = () => {{
            const found = document.querySelector("sayso-survey")?.shadowRoot?.querySelector({selector:?});
            if (!found) return setTimeout(look, 50);
            found.click();
            arguments[0]();
        }};
        look();"#
    )
}

/// The responses that came, each once.
fn responses(host: &Host) -> Result<Vec<Value>> {
    let mut events: Vec<Value> = Vec::new();
    for request in host.requests().into_iter().filter(|request| request.method == "POST") {
        let event: Value = serde_json::from_str(&request.body)?;
        if events.iter().all(|known| known["id"] != event["id"]) {
            events.push(event);
        }
    }
    Ok(events)
}

#[tokio::test]
async fn a_letter_that_is_looked_through_answers_nothing_and_a_tap_that_is_confirmed_once() -> Result<()> {
    let host = rate_page().await?;
    let link = Link::new(&host.url("/rate.html"), "order", Channel::Email)?;
    let letter = letter_page(&link, "smiley").await?;
    let browser = Browser::start(Device::PHONE).await?;
    browser.open(&letter.url("/letter.html")).await?;
    let links = browser.evaluate(LINKS).await?;
    let links: Vec<&str> = links.as_array().context("links")?.iter().filter_map(Value::as_str).collect();
    assert_eq!(links.len(), 5);
    // A gateway fetches each; one that is thorough draws the page, too.
    for (link, name) in links.iter().zip(VIETNAMESE) {
        let reply = reqwest::get(*link).await?;
        assert_eq!(reply.status(), 200, "{link}");
        browser.open(link).await?;
        assert_eq!(browser.evaluate(CHOSEN).await?, json!([name, 0]), "{link}");
    }
    assert_eq!(responses(&host)?, Vec::<Value>::new());
    // The customer comes, and confirms.
    browser.open(links[3]).await?;
    browser.evaluate(CHOSEN).await?;
    browser.evaluate(&tap(".primary:not([hidden])")).await?;
    let event = eventually("the response", async || Ok(responses(&host)?.pop())).await?;
    eventually("an empty outbox", async || Ok(browser.outbox().await?.is_empty().then_some(()))).await?;
    assert_eq!(responses(&host)?.len(), 1);
    let data = &event["data"];
    assert_eq!((&data["channel"], &data["touchpoint"]), (&json!("email"), &json!("order")));
    assert_eq!((&data["answers"]["csat"]["value"], &data["complete"]), (&json!(4), &json!(true)));
    Ok(())
}

#[tokio::test]
async fn the_link_of_a_text_asks_and_one_tap_answers() -> Result<()> {
    let host = rate_page().await?;
    let link = Link::new(&host.url("/rate.html"), "order-sms", Channel::Social)?;
    let survey = survey("smiley");
    let message = Message::inviting(&link, &survey.questions[0], "vi", false);
    assert_eq!((message.coding, message.parts), (Coding::Gsm7, 1), "{}", message.text);
    let address = message.text.split(' ').next_back().context("a link")?;
    assert_eq!(reqwest::get(address).await?.status(), 200);
    let browser = Browser::start(Device::PHONE).await?;
    browser.open(address).await?;
    let fourth = "[role=radio]:nth-child(4)";
    browser.evaluate(&tap(fourth)).await?;
    let event = eventually("the response", async || Ok(responses(&host)?.pop())).await?;
    assert_eq!(event["data"]["channel"], "social");
    assert_eq!(event["data"]["answers"]["csat"]["value"], 4);
    Ok(())
}

/// What a letter holds, how far it is wider than the screen, and its smallest link.
const LETTER: &str = r#"
    const sizes = [...document.links].map((link) => link.parentElement.getBoundingClientRect());
    arguments[0]({
        over: document.documentElement.scrollWidth - innerWidth,
        fetched: document.querySelectorAll("img, script, link, style, iframe, object").length,
        width: Math.min(...sizes.map(({ width }) => width)), height: Math.min(...sizes.map(({ height }) => height)),
    });"#;

#[tokio::test]
async fn a_letter_fits_a_phone_and_a_thumb_meets_each_choice() -> Result<()> {
    for (width, dark) in [(320, false), (320, true), (640, false)] {
        let browser = Browser::start(Device { width, height: 480, dark, ..Device::PHONE }).await?;
        for preset in ["csat", "nps", "ces"] {
            let link = Link::new("https://ca-phe.example/danh-gia", "order", Channel::Email)?;
            let host = letter_page(&link, preset).await?;
            browser.open(&host.url("/letter.html")).await?;
            let told = browser.evaluate(LETTER).await?;
            let scheme = if dark { "dark" } else { "light" };
            let name = format!("letter-{width}-{scheme}-{preset}.png");
            browser.screenshot(&setting("SAYSO_SCREENSHOTS")?.join(name)).await?;
            assert_eq!((&told["over"], &told["fetched"]), (&json!(0), &json!(0)), "{preset} {width}");
            for (side, least) in [("width", 32.0), ("height", 44.0)] {
                assert!(
                    told[side].as_f64().is_some_and(|length| length >= least),
                    "{preset} {width}: {told}"
                );
            }
        }
    }
    Ok(())
}
