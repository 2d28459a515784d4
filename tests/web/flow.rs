//! The way through a survey: what is shown, what Back keeps, what is sent.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field};

const SURVEY: &str = r#"{ "id": "s", "version": 1, "locales": ["en"], "questions": [
    { "id": "csat", "type": "smiley", "title": { "en": "How was it?" } },
    { "id": "ease", "type": "smiley", "title": { "en": "You said {{csat}}, {{csat.label}}. Why?" },
      "show_if": { "<=": [{ "var": "csat" }, 2] } },
    { "id": "last", "type": "statement", "title": { "en": "The end" } }] }"#;

fn title(page: &Page) -> String {
    page.find("h2").and_then(|title| title.text_content()).unwrap_or_default()
}

async fn shows(page: &Page, expected: &str) {
    page.until(expected, |page| title(page) == expected).await;
}

#[wasm_bindgen_test]
async fn a_low_score_is_asked_more_and_what_was_answered_is_piped() {
    let page = Page::open(SURVEY, &[]).await;
    shows(&page, "How was it?").await;
    page.radio("Bad").click();
    shows(&page, "You said 2, Bad. Why?").await;
}

#[wasm_bindgen_test]
async fn answers_off_the_way_are_kept_on_the_screen_but_not_sent() {
    let page = Page::open(SURVEY, &[]).await;
    page.radio("Bad").click();
    shows(&page, "You said 2, Bad. Why?").await;
    page.radio("Okay").click();
    shows(&page, "The end").await;
    page.button("Back").unwrap().click();
    shows(&page, "You said 2, Bad. Why?").await;
    assert_eq!(page.chosen(), ["Okay"], "Back keeps what was given");
    page.button("Back").unwrap().click();
    shows(&page, "How was it?").await;
    page.radio("Very good").click();
    shows(&page, "The end").await;
    page.button("Send").unwrap().click();
    page.until("the submission", |page| !page.heard("sayso:submitted").is_empty()).await;
    let data = field(&page.heard("sayso:submitted")[0], "event.data");
    assert_eq!(field(&data, "answers.csat.value"), 5);
    assert!(field(&data, "answers.ease").is_undefined(), "what is off the way is not sent");
    assert_eq!(field(&data, "scores.length").as_f64(), Some(0.0), "neither question measures anything");
}
