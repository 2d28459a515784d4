//! The number question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{all, error, go_back, go_on, submitted, survey, try_to_go_on, value, words, write};
use crate::page::Page;

const WEIGHT: &str = r#""type": "number", "min": 0.5, "max": 1200, "unit": { "vi": "kg", "en": "kilos" }"#;

#[wasm_bindgen_test]
async fn a_number_is_read_and_shown_again_in_the_language_of_the_screen() {
    for (locale, written, shown) in [("vi", "1.000,5", "1000,5"), ("en", "1,000.5", "1000.5")] {
        let page = Page::open(&survey(WEIGHT), &[("locale", locale)]).await;
        let field = all(&page, "input").remove(0);
        assert_eq!(field.get_attribute("inputmode").as_deref(), Some("decimal"));
        assert_eq!(field.get_attribute("aria-labelledby").as_deref(), Some("title unit"));
        write(&field, written);
        if locale == "vi" {
            go_on(&page).await;
            go_back(&page).await;
            assert_eq!(value(&all(&page, "input").remove(0)), shown);
            assert_eq!(submitted(&page).await, "1000.5");
        } else {
            assert_eq!(words(&page.find("#unit").unwrap()), "kilos");
        }
        let heard = page.heard("sayso:answered");
        assert_eq!(crate::page::field(&heard[0], "answer.value"), 1000.5);
    }
}

#[wasm_bindgen_test]
async fn what_is_no_number_or_out_of_range_is_said() {
    let page = Page::open(&survey(WEIGHT), &[]).await;
    let field = all(&page, "input").remove(0);
    for (text, expected) in [
        ("hai", "Bạn nhập số giúp nhé, ví dụ 12 hoặc 2,5."),
        ("0,25", "Số nhỏ nhất là 0,5."),
        ("1201", "Số lớn nhất là 1200."),
    ] {
        write(&field, text);
        try_to_go_on(&page).await;
        assert_eq!(error(&page), expected, "{text}");
        assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
        assert!(field.get_attribute("aria-describedby").unwrap().contains("error"));
    }
    write(&field, "");
    assert_eq!(submitted(&page).await, "undefined", "an empty field that is not required is no answer");
}

#[wasm_bindgen_test]
async fn whole_numbers_get_the_keyboard_of_digits() {
    let page = Page::open(&survey(r#""type": "number", "min": 1, "whole": true"#), &[]).await;
    let field = all(&page, "input").remove(0);
    assert_eq!(field.get_attribute("inputmode").as_deref(), Some("numeric"));
    write(&field, "2,5");
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Bạn nhập số nguyên giúp nhé.");
    write(&field, "3");
    assert_eq!(submitted(&page).await, "3");
}
