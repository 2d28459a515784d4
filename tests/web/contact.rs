//! The contact question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{all, labelled, submitted, survey, try_to_go_on, type_in, words, write};
use crate::page::Page;

const CONTACT: &str = r#""type": "contact""#;

#[wasm_bindgen_test]
async fn each_field_tells_the_browser_what_it_is() {
    let page = Page::open(&survey(CONTACT), &[]).await;
    for (name, autocomplete, mode) in
        [("Tên của bạn", "name", "text"), ("Số điện thoại", "tel", "tel"), ("Email", "email", "email")]
    {
        let field = labelled(&page, name);
        assert_eq!(field.get_attribute("autocomplete").as_deref(), Some(autocomplete));
        assert_eq!(field.get_attribute("inputmode").as_deref(), Some(mode));
    }
}

#[wasm_bindgen_test]
async fn only_what_is_given_travels_and_a_number_becomes_international() {
    let page = Page::open(&survey(CONTACT), &[]).await;
    write(&labelled(&page, "Số điện thoại"), "0912 345 678");
    assert_eq!(submitted(&page).await, r#"{"phone":"+84912345678"}"#);
    let page = Page::open(&survey(CONTACT), &[]).await;
    assert_eq!(submitted(&page).await, "undefined");
}

#[wasm_bindgen_test]
async fn a_wrong_number_is_said_at_its_field_once_it_is_left_and_until_it_is_mended() {
    let page = Page::open(&survey(CONTACT), &[]).await;
    let phone = labelled(&page, "Số điện thoại");
    let error = page.root.get_element_by_id(&phone.get_attribute("aria-describedby").unwrap()).unwrap();
    assert_eq!(error.get_attribute("role").as_deref(), Some("alert"));
    type_in(&phone, "0912 345");
    assert_eq!(words(&error), "", "nobody is scolded in the middle of a number");
    write(&phone, "0912 345");
    assert_eq!(words(&error), "Số này chưa đúng. Số di động có 10 chữ số, ví dụ 0912 345 678.");
    assert_eq!(phone.get_attribute("aria-invalid").as_deref(), Some("true"));
    try_to_go_on(&page).await;
    assert_eq!(page.root.active_element().as_ref(), Some(phone.as_ref()));
    type_in(&phone, "0912 345 678");
    assert_eq!(words(&error), "");
    assert_eq!(phone.get_attribute("aria-invalid").as_deref(), Some("false"));
    write(&labelled(&page, "Email"), "lan@example");
    try_to_go_on(&page).await;
    write(&labelled(&page, "Email"), "lan@example.vn");
    assert_eq!(submitted(&page).await, r#"{"email":"lan@example.vn","phone":"+84912345678"}"#);
}

#[wasm_bindgen_test]
async fn a_survey_asks_for_less() {
    let page = Page::open(&survey(r#""type": "contact", "fields": ["email"]"#), &[]).await;
    assert_eq!(all(&page, "label").iter().map(|label| words(label)).collect::<Vec<_>>(), ["Email"]);
}
