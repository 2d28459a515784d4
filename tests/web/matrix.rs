//! The matrix question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field, one};

const MATRIX: &str = r#""type": "matrix", "scale": 3, "required": true, "low": { "vi": "Tệ" }, "high": { "vi": "Tốt" },
    "rows": [{ "id": "taste", "label": { "vi": "Hương vị" } }, { "id": "speed", "label": { "vi": "Tốc độ" } }]"#;

#[wasm_bindgen_test]
async fn it_is_a_table_of_radio_groups_named_by_their_rows() {
    let page = Page::open(&one(MATRIX), &[]).await;
    let rows =
        page.root.query_selector_all("table tbody tr > th[scope=row] + td > [role=radiogroup]").unwrap();
    assert_eq!(rows.length(), 2);
    assert_eq!(page.name_of(&page.group()), "Hương vị");
    assert_eq!(page.names(), ["1, Tệ", "2", "3, Tốt", "1, Tệ", "2", "3, Tốt"]);
    let ids = page.root.query_selector_all("[id]").unwrap();
    let mut seen: Vec<String> = (0..ids.length())
        .map(|place| wasm_bindgen::JsCast::unchecked_into::<web_sys::Element>(ids.item(place).unwrap()).id())
        .collect();
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), count, "every id stands once: {seen:?}");
}

#[wasm_bindgen_test]
async fn every_row_is_asked_for_and_the_one_left_out_is_marked() {
    let page = Page::open(&one(MATRIX), &[]).await;
    page.radio_of("Hương vị", "2").click();
    page.settle().await;
    page.button("Gửi").expect("rows do not go on by themselves").click();
    page.until("a mark", |page| page.find("tr.is-missing").is_some()).await;
    assert_eq!(page.find("tr.is-missing th").unwrap().text_content().as_deref(), Some("Tốc độ"));
    assert!(page.find("[role=radiogroup][aria-invalid=true]").is_some());

    page.radio_of("Tốc độ", "3, Tốt").click();
    page.button("Gửi").unwrap().click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let answer = field(&page.heard("sayso:submitted")[0], "event.data.answers.q.value");
    assert_eq!((field(&answer, "taste"), field(&answer, "speed")), (2.into(), 3.into()));
    assert_eq!(field(&page.heard("sayso:submitted")[0], "event.data.answers.q.scale"), 3);
}

#[wasm_bindgen_test]
async fn arrows_stay_in_their_row() {
    let page = Page::open(&one(MATRIX), &[]).await;
    page.radio_of("Tốc độ", "1, Tệ").focus().unwrap();
    page.press("ArrowLeft");
    page.settle().await;
    assert_eq!(page.chosen(), ["3, Tốt"]);
    let stops = page.radios().iter().filter(|radio| radio.tab_index() == 0).count();
    assert_eq!(stops, 2, "one stop for Tab a row");
}

#[wasm_bindgen_test]
async fn where_nobody_has_to_answer_the_rows_that_were_rated_are_sent() {
    let page = Page::open(&one(&MATRIX.replace("\"required\": true", "\"required\": false")), &[]).await;
    page.radio_of("Hương vị", "2").click();
    page.settle().await;
    page.button("Gửi").unwrap().click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let answer = field(&page.heard("sayso:submitted")[0], "event.data.answers.q.value");
    assert_eq!(field(&answer, "taste"), 2);
    assert!(field(&answer, "speed").is_undefined());
}
