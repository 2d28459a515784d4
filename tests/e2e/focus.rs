//! Where the focus goes: into a new screen, onto what has to be mended, back to the page; and that a tap leaves no ring.

use anyhow::{Context, Result};
use sayso_e2e::{Browser, Device, Stack, Walk, eventually, in_every_engine};
use serde_json::{Value, json};
use thirtyfour::Key;

/// A survey that asks each question on its own screen, and has to be answered.
fn survey(questions: &[Value]) -> Value {
    let questions = questions.iter().enumerate().map(|(index, question)| {
        let mut question = question.clone();
        question["id"] = format!("q{index}").into();
        question["title"] = json!({ "vi": format!("Câu hỏi {index}"), "en": format!("Question {index}") });
        question
    });
    json!({ "id": "s", "version": 1, "locales": ["vi", "en"], "questions": questions.collect::<Vec<_>>() })
}

fn options() -> Value {
    json!([{ "id": "a", "label": { "vi": "Cà phê", "en": "Coffee" } }, { "id": "b", "label": { "vi": "Trà", "en": "Tea" } }])
}

/// Whatever can be missed, and what takes the focus then.
fn missed() -> Vec<(Value, &'static str)> {
    vec![
        (json!({ "type": "smiley" }), "radio"),
        (json!({ "type": "stars" }), "radio"),
        (json!({ "type": "rating" }), "radio"),
        (json!({ "type": "nps" }), "radio"),
        (json!({ "type": "ces" }), "radio"),
        (json!({ "type": "thumbs" }), "radio"),
        (json!({ "type": "emotion" }), "radio"),
        (json!({ "type": "choice", "options": options() }), "radio"),
        (json!({ "type": "choice", "multiple": true, "options": options() }), "checkbox"),
        (json!({ "type": "choice", "multiple": true, "options": "reasons" }), "summary"),
        (json!({ "type": "dropdown", "options": options() }), "select"),
        (json!({ "type": "ranking", "options": options() }), "button"),
        (json!({ "type": "matrix", "rows": options() }), "radio"),
        (json!({ "type": "slider" }), "input"),
        (json!({ "type": "text" }), "input"),
        (json!({ "type": "text", "multiline": true }), "textarea"),
        (json!({ "type": "number" }), "input"),
        (json!({ "type": "date" }), "input"),
        (json!({ "type": "contact" }), "input"),
        (
            json!({ "type": "consent", "text": { "vi": "Đồng ý", "en": "I agree" }, "text_version": "1" }),
            "checkbox",
        ),
        (json!({ "type": "expectation" }), "radio"),
        (json!({ "type": "file" }), "input"),
        (json!({ "type": "complaint" }), "textarea"),
    ]
}

#[tokio::test]
async fn what_was_missed_has_the_focus_and_an_error_that_describes_it() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    for (mut question, role) in missed() {
        question["required"] = true.into();
        walk.ask(&survey(&[question.clone(), json!({ "type": "statement" })]), &json!({})).await?;
        walk.refuse().await?;
        let refusal = walk.refusal().await.with_context(|| question.to_string())?;
        assert!(refusal.is_described && refusal.is_invalid, "{question}: {refusal:?}");
        assert_eq!(refusal.role, role, "{question}: {refusal:?}");
        let barriers = walk.barriers(&["vi"], &["light", "dark"]).await?;
        assert!(barriers.is_empty(), "{question}:\n{}", barriers.join("\n"));
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_number_has_the_focus_and_its_own_error() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    walk.ask(&survey(&[json!({ "type": "complaint" })]), &json!({})).await?;
    walk.tap("[role=radio]:first-child", "#tell-contact ~ .picks").await?;
    walk.tap(".primary", "").await?;
    let refusal = walk.refusal().await?;
    assert_eq!(refusal.field, "tell-phone");
    assert!(refusal.is_described && refusal.is_invalid, "{refusal:?}");
    assert_eq!(refusal.errors.len(), 1, "said once: {refusal:?}");
    Ok(())
}

#[tokio::test]
async fn a_tap_brings_the_focus_to_the_new_screen_without_a_ring() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let stack = Stack::start()?;
        let mut walk = Walk::open(browser, &stack).await?;
        walk.ask(&survey(&[json!({ "type": "smiley" }), json!({ "type": "text" })]), &json!({})).await?;
        let first = walk.screen().await?;
        walk.tap("[role=radio]", "").await?;
        let second = walk.after(&first).await?;
        let begun =
            eventually("the focus", async || Ok(Some(walk.focus().await?).filter(|it| !it.role.is_empty())));
        let begun = begun.await?;
        assert_eq!(begun.role, "h2", "no field, which would bring up a phone's keyboard");
        assert!(!begun.is_keyboard, "{begun:?}");

        walk.tap(".primary", "").await?;
        walk.after(&second).await?;
        let begun =
            eventually("the focus", async || Ok(Some(walk.focus().await?).filter(|it| it.role == "p")));
        assert!(!begun.await?.is_keyboard);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn closing_gives_the_focus_back_and_takes_it_from_nobody() -> Result<()> {
    in_every_engine(Device::PHONE, async |browser| {
        let stack = Stack::start()?;
        let mut walk = Walk::open(browser, &stack).await?;
        let asked = survey(&[json!({ "type": "smiley" }), json!({ "type": "text" })]);
        // Closed by Escape from within: back to the link that it came from.
        walk.ask(&asked, &json!({ "mode": "popover", "cooldown": "0s" })).await?;
        walk.enter().await?;
        walk.press(Key::Tab).await?;
        walk.press(Key::Escape).await?;
        eventually("the link", async || Ok((walk.page_focus().await? == "all").then_some(()))).await?;
        // Closed after a tap within, which comes from nowhere: where it was when the survey came.
        walk.leave("English").await?;
        walk.ask(&asked, &json!({ "mode": "popover", "cooldown": "0s" })).await?;
        walk.tap("[role=radio]", "").await?;
        eventually("the focus", async || Ok((!walk.focus().await?.role.is_empty()).then_some(()))).await?;
        walk.tap(".close", "").await?;
        eventually("the link", async || Ok((walk.page_focus().await? == "English").then_some(()))).await?;
        // Somebody writes on the page meanwhile: the next screen leaves them alone.
        walk.ask(&asked, &json!({})).await?;
        let first = walk.screen().await?;
        walk.tap("[role=radio]", "").await?;
        walk.leave("dark").await?;
        walk.after(&first).await?;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(walk.page_focus().await?, "dark");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_way_so_far_is_announced_on_each_screen() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    walk.ask(
        &survey(&[json!({ "type": "smiley" }), json!({ "type": "text" }), json!({ "type": "nps" })]),
        &json!({}),
    )
    .await?;
    // The first question is there before what works out the way.
    let begun = async || Ok(Some(walk.screen().await?).filter(|screen| !screen.place.is_empty()));
    let mut screen = eventually("the place of the first question", begun).await?;
    let mut said = vec![screen.place.clone()];
    for _ in 0..2 {
        walk.answer(0).await?;
        walk.next().await?;
        screen = walk.after(&screen).await?;
        said.push(screen.place.clone());
    }
    assert_eq!(said, ["Câu 1 trên 3", "Câu 2 trên 3", "Câu 3 trên 3"]);
    Ok(())
}

#[tokio::test]
async fn what_nobody_has_to_answer_with_one_tap_can_be_skipped() -> Result<()> {
    let stack = Stack::start()?;
    let browser = Browser::start(Device::PHONE).await?;
    let mut walk = Walk::open(&browser, &stack).await?;
    walk.ask(&survey(&[json!({ "type": "nps" }), json!({ "type": "emotion" })]), &json!({})).await?;
    let first = walk.screen().await?;
    walk.enter().await?;
    let mut stop = walk.focus().await?;
    while stop.role != "primary" {
        walk.press(Key::Tab).await?;
        stop = walk.seen_focus().await?;
    }
    assert_eq!(stop.name, "Bỏ qua");
    walk.press(Key::Enter).await?;
    let second = walk.after(&first).await?;
    assert_eq!(walk.id(&second)?, "q1");
    walk.tap(".primary", "").await?;
    assert!(walk.after(&second).await?.is_thanked);
    Ok(())
}
