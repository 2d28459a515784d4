//! The consent question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{checkbox, error, submitted, survey, ticked, try_to_go_on};
use crate::page::Page;

#[wasm_bindgen_test]
async fn it_is_never_ticked_beforehand_and_keeps_which_words_were_agreed_to_and_when() {
    let asked = r#""type": "consent", "text_version": "2026-11", "text": { "vi": "Tôi đồng ý." }"#;
    let page = Page::open(&survey(&[asked, r#", "required": true"#].concat()), &[]).await;
    assert_eq!(ticked(&page).len(), 0);
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Bạn trả lời câu này trước nhé.");
    checkbox(&page, "Tôi đồng ý.").click();
    page.settle().await;
    assert_eq!(ticked(&page), ["Tôi đồng ý."]);
    let answer = submitted(&page).await;
    assert!(answer.starts_with(r#"{"given":true,"textVersion":"2026-11","time":"20"#), "{answer}");

    let page = Page::open(&survey(asked), &[]).await;
    checkbox(&page, "Tôi đồng ý.").click();
    checkbox(&page, "Tôi đồng ý.").click();
    assert_eq!(submitted(&page).await, "undefined", "taken back, nothing of it is sent");
}
