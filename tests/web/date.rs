//! The date question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{
    all, error, go_back, go_on, labelled, submitted, survey, try_to_go_on, type_in, value, words, write,
};
use crate::page::Page;

const DATE: &str = r#""type": "date""#;

#[wasm_bindgen_test]
async fn the_parts_stand_in_the_order_of_the_language() {
    let page = Page::open(&survey(DATE), &[]).await;
    let labels = all(&page, "label").iter().map(|label| words(label)).collect::<Vec<_>>();
    assert_eq!(labels, ["Ngày", "Tháng", "Năm"]);
    assert_eq!(page.name_of(&page.find("[role=group]").unwrap()), "Câu hỏi");
    for (name, text) in [("Ngày", "9"), ("Tháng", "2"), ("Năm", "2026")] {
        write(&labelled(&page, name), text);
    }
    go_on(&page).await;
    go_back(&page).await;
    assert_eq!(value(&labelled(&page, "Tháng")), "2");
    assert_eq!(submitted(&page).await, r#""2026-02-09""#);
}

#[wasm_bindgen_test]
async fn a_day_that_does_not_exist_is_refused() {
    let page = Page::open(&survey(DATE), &[]).await;
    for (name, text) in [("Ngày", "31"), ("Tháng", "2"), ("Năm", "2026")] {
        write(&labelled(&page, name), text);
    }
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Ngày này chưa đúng. Bạn xem lại ngày, tháng và năm đủ bốn số.");
    assert_eq!(page.root.active_element().as_ref(), Some(labelled(&page, "Ngày").as_ref()));
    for name in ["Ngày", "Tháng", "Năm"] {
        write(&labelled(&page, name), "");
    }
    assert_eq!(submitted(&page).await, "undefined");
}

#[wasm_bindgen_test]
async fn a_full_part_passes_the_focus_on() {
    let page = Page::open(&survey(DATE), &[]).await;
    let [day, month] = ["Ngày", "Tháng"].map(|name| labelled(&page, name));
    day.focus().unwrap();
    type_in(&day, "2");
    assert_eq!(page.root.active_element().as_ref(), Some(day.as_ref()));
    type_in(&day, "21");
    assert_eq!(page.root.active_element().as_ref(), Some(month.as_ref()));
}

#[wasm_bindgen_test]
async fn today_is_one_tap() {
    let page = Page::open(&survey(DATE), &[]).await;
    let today = js_sys::Date::new_0();
    page.button("Hôm nay").expect("a shortcut").click();
    assert_eq!(value(&labelled(&page, "Ngày")), today.get_date().to_string());
    assert_eq!(value(&labelled(&page, "Năm")), today.get_full_year().to_string());
    let answer = submitted(&page).await;
    assert!(
        answer.starts_with(&format!("\"{}-{:02}-", today.get_full_year(), today.get_month() + 1)),
        "{answer}"
    );
}

#[wasm_bindgen_test]
async fn a_day_outside_of_the_limits_is_refused_with_the_limit_in_words() {
    let limits = r#""type": "date", "min": "2026-02-01", "max": "2026-02-28""#;
    let page = Page::open(&survey(limits), &[]).await;
    assert!(page.button("Hôm nay").is_none(), "a shortcut to a day that is not taken");
    let fill = |day: &str, month: &str| {
        for (name, text) in [("Ngày", day), ("Tháng", month), ("Năm", "2026")] {
            write(&labelled(&page, name), text);
        }
    };
    fill("31", "1");
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Ngày sớm nhất có thể chọn là 1 tháng 2, 2026.");
    assert_eq!(labelled(&page, "Ngày").get_attribute("aria-invalid").as_deref(), Some("true"));
    fill("1", "3");
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Ngày muộn nhất có thể chọn là 28 tháng 2, 2026.");
    fill("28", "2");
    assert_eq!(submitted(&page).await, r#""2026-02-28""#);
}
