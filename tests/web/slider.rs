//! The slider question.

use js_sys::Reflect;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event};

use crate::page::{Page, field, one};

const SLIDER: &str = r#""type": "slider", "min": 0, "max": 2000, "step": 500, "required": true,
    "low": { "vi": "Không" }, "high": { "vi": "Rất nhiều" }"#;

fn slider(page: &Page) -> Element {
    page.find("input[type=range]").unwrap()
}

fn says(page: &Page) -> String {
    slider(page).get_attribute("aria-valuetext").unwrap()
}

#[wasm_bindgen_test]
async fn an_untouched_slider_says_so_and_answers_nothing() {
    let page = Page::open(&one(SLIDER), &[]).await;
    assert_eq!(page.name_of(&slider(&page)), "Thế nào?");
    assert_eq!(says(&page), "Chưa chọn");
    assert_eq!(page.find("output").unwrap().text_content().as_deref(), Some("Chưa chọn"));
    page.button("Gửi").unwrap().click();
    page.until("an error", |page| page.find("[role=alert]").unwrap().text_content() != Some(String::new()))
        .await;
    assert!(page.heard("sayso:answered").is_empty());
}

#[wasm_bindgen_test]
async fn a_slide_answers_with_a_number_and_ends_are_read_with_their_words() {
    let page = Page::open(&one(SLIDER), &[]).await;
    let slide = |value: &str| {
        Reflect::set(&slider(&page), &"value".into(), &value.into()).unwrap();
        slider(&page).dispatch_event(&Event::new("input").unwrap()).unwrap();
    };
    slide("1500");
    page.settle().await;
    assert_eq!(says(&page), "1.500", "as Vietnamese writes it");
    slide("2000");
    page.settle().await;
    assert_eq!(says(&page), "2.000, Rất nhiều");
    page.button("Gửi").unwrap().click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    assert_eq!(field(&page.heard("sayso:submitted")[0], "event.data.answers.q.value"), 2000);
}

#[wasm_bindgen_test]
async fn enter_takes_the_value_on_which_it_stands() {
    let page = Page::open(&one(SLIDER), &[]).await;
    wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(slider(&page)).focus().unwrap();
    page.press("Enter");
    page.settle().await;
    assert_eq!(page.heard("sayso:answered").len(), 1);
    assert_eq!(field(&page.heard("sayso:answered")[0], "answer.value"), 1000);
}
