//! What was written and cannot be taken stays in its field, whatever is read meanwhile.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{all, error, labelled, survey, try_to_go_on, value, words, write};
use crate::page::Page;

async fn to_english(page: &Page) {
    page.button("English").unwrap().click();
    page.until("English", |page| words(&page.find("#title").unwrap()) == "Question").await;
    page.settle().await;
}

async fn next_is_refused(page: &Page) {
    page.button("Next").unwrap().click();
    page.settle().await;
    assert_eq!(words(&page.find("#title").unwrap()), "Question", "this must not go on");
}

#[wasm_bindgen_test]
async fn a_refused_number_is_there_in_the_other_language_and_still_refused() {
    let page = Page::open(&survey(r#""type": "number""#), &[]).await;
    write(&all(&page, "input")[0], "hai");
    to_english(&page).await;
    assert_eq!(value(&all(&page, "input")[0]), "hai");
    next_is_refused(&page).await;
    assert_eq!(error(&page), "Please enter a number, such as 12 or 2.5.");
}

#[wasm_bindgen_test]
async fn too_long_a_text_is_there_with_how_much_too_long_it_is() {
    let page = Page::open(&survey(r#""type": "text", "max_length": 3"#), &[]).await;
    write(&all(&page, "input")[0], "năm chữ");
    to_english(&page).await;
    assert_eq!(value(&all(&page, "input")[0]), "năm chữ");
    let room = words(&page.find(".room").unwrap());
    assert!(room.contains('4'), "{room}");
    next_is_refused(&page).await;
}

#[wasm_bindgen_test]
async fn all_fields_of_a_question_are_there_also_those_that_were_right() {
    let page = Page::open(&survey(r#""type": "contact""#), &[]).await;
    write(&labelled(&page, "Số điện thoại"), "0912 345 678");
    write(&labelled(&page, "Email"), "lan@example");
    to_english(&page).await;
    assert_eq!(value(&labelled(&page, "Phone number")), "0912 345 678");
    assert_eq!(value(&labelled(&page, "Email")), "lan@example");
    next_is_refused(&page).await;

    let page = Page::open(&survey(r#""type": "date""#), &[]).await;
    for (place, part) in ["31", "2", "2026"].iter().enumerate() {
        write(&all(&page, "input")[place], part);
    }
    to_english(&page).await;
    assert_eq!(value(&labelled(&page, "Day")), "31");
    assert_eq!(value(&labelled(&page, "Month")), "2");
    assert_eq!(value(&labelled(&page, "Year")), "2026");
    next_is_refused(&page).await;
}

#[wasm_bindgen_test]
async fn it_is_there_after_the_way_back_until_something_right_is_written() {
    let two = r#"{ "id": "s", "version": 1, "locales": ["vi"], "questions": [
        { "id": "before", "type": "statement", "title": { "vi": "Trước" } },
        { "id": "a", "type": "number", "title": { "vi": "Câu hỏi" } },
        { "id": "last", "type": "statement", "title": { "vi": "Hết" } }] }"#;
    let page = Page::open(two, &[]).await;
    let to_the_number = async || {
        page.button("Tiếp").unwrap().click();
        page.until("the number", |page| words(&page.find("#title").unwrap()) == "Câu hỏi").await;
        page.settle().await;
    };
    to_the_number().await;
    write(&all(&page, "input")[0], "hai");
    page.button("Quay lại").unwrap().click();
    page.until("the screen before", |page| words(&page.find("#title").unwrap()) == "Trước").await;
    to_the_number().await;
    assert_eq!(value(&all(&page, "input")[0]), "hai");
    try_to_go_on(&page).await;
    write(&all(&page, "input")[0], "2");
    page.button("Tiếp").unwrap().click();
    page.until("the end", |page| words(&page.find("#title").unwrap()) == "Hết").await;
    page.button("Quay lại").unwrap().click();
    page.until("the number", |page| words(&page.find("#title").unwrap()) == "Câu hỏi").await;
    assert_eq!(value(&all(&page, "input")[0]), "2");
}
