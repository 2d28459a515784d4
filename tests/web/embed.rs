//! The boundary to the loader.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, SMILEY, field};

#[wasm_bindgen_test]
async fn a_survey_that_cannot_be_asked_shows_nothing_and_says_where_it_is_wrong() {
    let page = Page::open(&SMILEY.replace("\"scale\": 5", "\"scale\": 11"), &[]).await;
    assert!(!page.is_mounted());
    assert_eq!(page.root.inner_html(), "");
    let errors = page.heard("sayso:error");
    assert_eq!(field(&errors[0], "problems.0.path"), "/questions/0/scale");
    assert_eq!(field(&errors[0], "problems.0.reason"), "expected 3 to 5, found 11");
}

#[wasm_bindgen_test]
async fn a_misspelt_attribute_falls_back_to_its_default() {
    let page = Page::open(SMILEY, &[("mode", "popver"), ("theme", "drak")]).await;
    let frame = page.find("section").unwrap();
    assert_eq!(frame.get_attribute("data-mode").as_deref(), Some("inline"));
    assert_eq!(frame.get_attribute("data-theme").as_deref(), Some("auto"));
}

#[wasm_bindgen_test]
async fn unmounting_leaves_an_empty_root_and_twice_is_once() {
    let page = Page::open(SMILEY, &[]).await;
    page.unmount();
    page.unmount();
    assert_eq!(page.root.child_element_count(), 0);
}

#[wasm_bindgen_test]
async fn one_widget_outlives_another() {
    let first = Page::open(SMILEY, &[]).await;
    let second = Page::open(SMILEY, &[]).await;
    drop(first);
    second.radio("Tốt").click();
    second.until("thanks", |page| !page.status().is_empty()).await;
}

#[wasm_bindgen_test]
async fn a_popover_closes_by_its_button_and_by_escape_and_tells_the_page() {
    let page = Page::open(SMILEY, &[("mode", "popover")]).await;
    let frame = page.find("section").unwrap();
    assert!(frame.matches(":popover-open").unwrap());
    page.button("Đóng").unwrap().click();
    page.settle().await;
    assert!(frame.has_attribute("hidden"));

    let page = Page::open(SMILEY, &[("mode", "popover")]).await;
    page.radios()[0].focus().unwrap();
    page.press("Escape");
    page.settle().await;
    assert!(page.find("section").unwrap().has_attribute("hidden"));
    assert_eq!(page.heard("sayso:closed").len(), 1);
}

#[wasm_bindgen_test]
async fn an_unmount_between_tap_and_thanks_harms_nobody() {
    let page = Page::open(SMILEY, &[]).await;
    page.radio("Tốt").click();
    page.unmount();
    page.settle().await;
    let other = Page::open(SMILEY, &[]).await;
    other.settle().await;
    assert_eq!(other.radios().len(), 5);
}
