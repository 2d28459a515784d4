//! The ranking question.

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field, one};

const RANKING: &str = r#""type": "ranking", "required": true, "options": [
    { "id": "price", "label": { "vi": "Giá" } }, { "id": "taste", "label": { "vi": "Vị" } },
    { "id": "speed", "label": { "vi": "Nhanh" } }]"#;

fn order(page: &Page) -> Vec<String> {
    let labels = page.root.query_selector_all("ol > li .rank-label").unwrap();
    (0..labels.length()).filter_map(|place| labels.item(place)?.text_content()).collect()
}

fn answers(page: &Page) -> Vec<String> {
    let all = page.heard("sayso:answered");
    let list = field(all.last().expect("an answer"), "answer.value");
    js_sys::Array::from(&list).iter().filter_map(|id| id.as_string()).collect()
}

#[wasm_bindgen_test]
async fn a_row_moves_by_its_buttons_keeps_the_focus_and_is_announced() {
    let page = Page::open(&one(RANKING), &[]).await;
    let up = page.button("Đưa lên: Nhanh").unwrap();
    up.focus().unwrap();
    up.click();
    up.click();
    page.settle().await;
    assert_eq!(order(&page), ["Nhanh", "Giá", "Vị"]);
    assert_eq!(answers(&page), ["speed", "price", "taste"]);
    assert_eq!(page.root.active_element().as_ref(), Some(up.as_ref()), "the focus stays on the button");
    let news = page.find(".rank [aria-live=polite]").unwrap();
    assert_eq!(news.text_content().as_deref(), Some("Nhanh: thứ 1 trên 3"));

    assert_eq!(up.get_attribute("aria-disabled").as_deref(), Some("true"), "it is the first");
    up.click();
    page.button("Đưa xuống: Giá").unwrap().click();
    page.settle().await;
    assert_eq!(answers(&page), ["speed", "taste", "price"]);
}

#[wasm_bindgen_test]
async fn the_order_it_comes_in_is_no_answer_until_it_is_confirmed() {
    let page = Page::open(&one(RANKING), &[]).await;
    page.button("Gửi").unwrap().click();
    page.until("an error", |page| page.find("[role=alert]").unwrap().text_content() != Some(String::new()))
        .await;
    assert!(page.heard("sayso:submitted").is_empty());

    let confirm = page.button("Thứ tự này đúng ý tôi").unwrap();
    confirm.click();
    page.settle().await;
    assert_eq!(confirm.get_attribute("aria-pressed").as_deref(), Some("true"));
    assert_eq!(answers(&page), ["price", "taste", "speed"]);
    page.button("Gửi").unwrap().click();
    page.until("thanks", |page| !page.status().is_empty()).await;
}

#[wasm_bindgen_test]
async fn a_row_is_dragged_by_its_grip() {
    let page = Page::open(&one(RANKING), &[]).await;
    let drag = Function::new_with_args(
        "row, by",
        "const grip = row.querySelector('.grip'), top = row.getBoundingClientRect().top + 20;
         const say = (type, y) => grip.dispatchEvent(new PointerEvent(type, { clientY: y, bubbles: true, button: 0 }));
         say('pointerdown', top); say('pointermove', top + by / 2); say('pointermove', top + by); say('lostpointercapture', top + by);",
    );
    let row = page.find("ol > li").unwrap();
    let height = field(&row, "offsetHeight").as_f64().unwrap();
    drag.call2(&JsValue::NULL, &row, &(height * 2.0 + 16.0).into()).unwrap();
    page.settle().await;
    assert_eq!(order(&page), ["Vị", "Nhanh", "Giá"]);
    assert_eq!(answers(&page), ["taste", "speed", "price"]);
    assert_eq!(page.heard("sayso:answered").len(), 1, "one drag is one answer");

    // A drag just over half of a row once swapped the two to and fro without end.
    for by in 0..=24 {
        let by = height / 2.0 - 4.0 + f64::from(by);
        drag.call2(&JsValue::NULL, &page.find("ol > li").unwrap(), &by.into()).unwrap();
    }
    page.settle().await;
    let answered = page.heard("sayso:answered").len();
    assert!(answered > 1, "some of these drags went far enough");

    // A grip that is let go where it was taken has answered nothing new.
    drag.call2(&JsValue::NULL, &page.find("ol > li").unwrap(), &4.0.into()).unwrap();
    page.settle().await;
    assert_eq!(page.heard("sayso:answered").len(), answered);
}
