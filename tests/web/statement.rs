//! The statement.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{all, submitted, survey, words};
use crate::page::Page;

#[wasm_bindgen_test]
async fn words_are_read_in_paragraphs_and_stay_words() {
    let page =
        Page::open(&survey(r#""type": "statement", "body": { "vi": "Một.\n\n<b>Hai</b>." }"#), &[]).await;
    let paragraphs = all(&page, ".statement p").iter().map(|text| words(text)).collect::<Vec<_>>();
    assert_eq!(paragraphs, ["Một.", "<b>Hai</b>."]);
    assert_eq!(submitted(&page).await, "undefined");
}
