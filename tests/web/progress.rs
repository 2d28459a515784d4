//! How far the respondent has come.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, SMILEY};

const ACSI: &str = include_str!("../../presets/acsi.json");

fn said(page: &Page) -> Option<String> {
    page.find(".progress:not([hidden]) progress")?.get_attribute("aria-label")
}

#[wasm_bindgen_test]
async fn from_three_questions_on_the_place_is_shown_and_announced() {
    let page = Page::open(ACSI, &[]).await;
    assert_eq!(said(&page).as_deref(), Some("Câu 1 trên 3"));
    let live = page.find("[aria-live=polite]").unwrap();
    page.radios()[8].click();
    page.until("the next place", |page| said(page).as_deref() == Some("Câu 2 trên 3")).await;
    assert_eq!(live.text_content().as_deref(), Some("Câu 2 trên 3"));
    assert!(live.is_connected(), "a live region that is drawn anew is not announced");

    page.button("English").unwrap().click();
    page.until("English", |page| said(page).as_deref() == Some("Question 2 of 3")).await;
    page.button("Back").unwrap().click();
    page.until("back", |page| said(page).as_deref() == Some("Question 1 of 3")).await;
}

#[wasm_bindgen_test]
async fn a_single_question_has_no_bar() {
    let page = Page::open(SMILEY, &[]).await;
    assert_eq!(said(&page), None);
}
