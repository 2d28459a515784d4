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
async fn yes_to_one_question_more_takes_nothing_back() {
    // The bar fell from 100 % to 80 % under whoever wanted an answer.
    let page = Page::open(include_str!("../../presets/csat.json"), &[]).await;
    let value = |page: &Page| {
        let bar = page.find(".progress:not([hidden]) progress").expect("a bar");
        bar.get_attribute("value").unwrap().parse::<u32>().unwrap()
    };
    page.radio("Tệ").click();
    page.until("why", |page| said(page).as_deref() == Some("Câu 2 trên 4")).await;
    page.button("Bỏ qua").expect("nothing was chosen yet").click();
    page.until("the gap", |page| said(page).as_deref() == Some("Câu 3 trên 4")).await;
    page.button("Bỏ qua").expect("nothing was chosen yet").click();
    page.until("the offer", |page| said(page).as_deref() == Some("Câu 4 trên 4")).await;
    let told = value(&page);
    assert!((600..1000).contains(&told), "{told}");
    page.radio("Có, hãy trả lời tôi").click();
    page.until("one more", |page| said(page).as_deref() == Some("Câu 4 trên 5")).await;
    assert_eq!(value(&page), told);
    page.button("Tiếp").expect("something was chosen").click();
    page.until("the case", |page| said(page).as_deref() == Some("Câu 5 trên 5")).await;
    assert!(value(&page) > told);
    page.button("Quay lại").unwrap().click();
    page.until("back", |page| said(page).as_deref() == Some("Câu 4 trên 5")).await;
    assert!(value(&page) < told, "who goes back is told so");
}

#[wasm_bindgen_test]
async fn words_to_read_are_not_counted() {
    let page = Page::open(include_str!("../../presets/servqual.json"), &[]).await;
    assert_eq!(said(&page), None);
    page.button("Tiếp").unwrap().click();
    page.until("the first question", |page| said(page).as_deref() == Some("Câu 1 trên 22")).await;
}

#[wasm_bindgen_test]
async fn a_single_question_has_no_bar() {
    let page = Page::open(SMILEY, &[]).await;
    assert_eq!(said(&page), None);
}
