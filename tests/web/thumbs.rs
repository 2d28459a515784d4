//! The thumbs question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field, one};

#[wasm_bindgen_test]
async fn down_comes_before_up_and_one_tap_answers() {
    let page = Page::open(&one(r#""type": "thumbs""#), &[]).await;
    assert_eq!(page.names(), ["Chưa tốt", "Tốt"]);
    page.radio("Tốt").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let answer = field(&page.heard("sayso:submitted")[0], "event.data.answers.q");
    assert_eq!((field(&answer, "type"), field(&answer, "value")), ("thumbs".into(), 2.into()));
}
