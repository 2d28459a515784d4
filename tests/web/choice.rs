//! The choice question: one of a list, several, reasons in two levels.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{
    all, checkbox, go_back, go_on, submitted, survey, ticked, try_to_go_on, type_in, value, words,
};
use crate::page::Page;

const OPTIONS: &str = r#""options": [
    { "id": "late", "label": { "vi": "Trễ", "en": "Late" } },
    { "id": "cold", "label": { "vi": "Nguội", "en": "Cold" } },
    { "id": "other", "label": { "vi": "Khác", "en": "Other" }, "with_text": true },
    { "id": "none", "label": { "vi": "Không có gì", "en": "Nothing" }, "exclusive": true }]"#;

fn choice(more: &str) -> String {
    survey(&[r#""type": "choice", "#, OPTIONS, more].concat())
}

#[wasm_bindgen_test]
async fn one_of_a_list_is_a_radiogroup_that_waits_for_the_button() {
    let page = Page::open(&choice(r#", "required": true"#), &[]).await;
    assert_eq!(page.name_of(&page.group()), "Câu hỏi");
    try_to_go_on(&page).await;
    assert_eq!(crate::fill::error(&page), "Bạn trả lời câu này trước nhé.");
    page.radio("Trễ").click();
    page.radio("Nguội").click();
    page.settle().await;
    assert_eq!(page.radio("Nguội").get_attribute("aria-checked").as_deref(), Some("true"));
    assert_eq!(page.radio("Trễ").get_attribute("aria-checked").as_deref(), Some("false"));
    assert_eq!(crate::fill::error(&page), "", "an answer takes the error back");
    assert_eq!(submitted(&page).await, r#"["cold"]"#);
}

#[wasm_bindgen_test]
async fn arrow_keys_move_the_choice() {
    let page = Page::open(&choice(""), &[]).await;
    page.radios()[0].focus().unwrap();
    page.press("ArrowDown");
    page.settle().await;
    assert_eq!(page.radio("Nguội").get_attribute("aria-checked").as_deref(), Some("true"));
    assert_eq!(submitted(&page).await, r#"["cold"]"#);
}

#[wasm_bindgen_test]
async fn several_are_ticked_and_taken_back() {
    let page = Page::open(&choice(r#", "multiple": true"#), &[]).await;
    let group = page.find("[role=group]").unwrap();
    assert_eq!(page.name_of(&group), "Câu hỏi");
    for name in ["Trễ", "Nguội", "Trễ", "Khác"] {
        checkbox(&page, name).click();
    }
    page.settle().await;
    assert_eq!(ticked(&page), ["Nguội", "Khác"]);
    assert_eq!(submitted(&page).await, r#"["cold","other"]"#);
}

#[wasm_bindgen_test]
async fn none_of_these_takes_back_the_others_and_the_other_way_round() {
    let page = Page::open(&choice(r#", "multiple": true"#), &[]).await;
    checkbox(&page, "Trễ").click();
    checkbox(&page, "Không có gì").click();
    page.settle().await;
    assert_eq!(ticked(&page), ["Không có gì"]);
    checkbox(&page, "Nguội").click();
    page.settle().await;
    assert_eq!(ticked(&page), ["Nguội"]);
}

#[wasm_bindgen_test]
async fn something_else_opens_a_line_whose_words_travel_with_it_and_survive_going_back() {
    for more in ["", r#", "multiple": true"#] {
        let page = Page::open(&choice(more), &[]).await;
        let line = all(&page, "input[type=text]").remove(0);
        assert!(line.hidden());
        assert_eq!(line.get_attribute("aria-label").as_deref(), Some("Khác"));
        all(&page, "[role=radio], [role=checkbox]")
            .into_iter()
            .find(|it| words(it) == "Khác")
            .unwrap()
            .click();
        page.settle().await;
        assert!(!line.hidden());
        type_in(&line, "Nhạc to quá");
        page.settle().await;
        assert!(line.is_connected(), "the line must not be drawn anew under the writer's fingers");
        go_on(&page).await;
        go_back(&page).await;
        let line = all(&page, "input[type=text]").remove(0);
        assert!(!line.hidden());
        assert_eq!(value(&line), "Nhạc to quá");
        assert_eq!(submitted(&page).await, r#"[{"id":"other","text":"Nhạc to quá"}]"#);
    }
}

#[wasm_bindgen_test]
async fn a_group_of_radios_holds_nothing_else() {
    let page = Page::open(&choice(""), &[]).await;
    assert_eq!(all(&page, "[role=radiogroup] input").len(), 0);
    assert_eq!(all(&page, "[role=radiogroup] > *").len(), 4);
}

#[wasm_bindgen_test]
async fn an_order_by_lot_stays_for_the_respondent_and_keeps_the_last_last() {
    let page = Page::open(&choice(r#", "random": true"#), &[]).await;
    let names = |page: &Page| page.radios().iter().map(|radio| words(radio)).collect::<Vec<_>>();
    let drawn = names(&page);
    assert_eq!(drawn[2..], ["Khác", "Không có gì"]);
    go_on(&page).await;
    go_back(&page).await;
    assert_eq!(names(&page), drawn);
}

#[wasm_bindgen_test]
async fn reasons_come_in_two_levels_one_topic_open_at_a_time() {
    let page = Page::open(&survey(r#""type": "choice", "options": "reasons", "multiple": true"#), &[]).await;
    let topics = all(&page, "summary");
    let service = topics.iter().find(|topic| words(topic) == "Dịch vụ").unwrap();
    let staff = topics.iter().find(|topic| words(topic) == "Nhân viên").unwrap();
    service.click();
    checkbox(&page, "Không tin cậy, sai cam kết").click();
    staff.click();
    page.settle().await;
    page.until("only the second topic open", |page| all(page, "details[open]").len() == 1).await;
    assert_eq!(words(service), "Dịch vụĐã chọn 1", "a closed topic says what is chosen in it");
    let inner = staff.parent_element().unwrap().query_selector("[role=group]").unwrap().unwrap();
    assert_eq!(page.name_of(&inner), "Nhân viên");
    // A topic with one reason needs no second tap.
    checkbox(&page, "Giao hàng chậm trễ").click();
    assert!(all(&page, "[role=checkbox]").iter().all(|reason| words(reason) != "Khen ngợi"));
    assert_eq!(submitted(&page).await, r#"["REL-TRUST","DEL-LATE"]"#);
}

#[wasm_bindgen_test]
async fn of_reasons_one_may_be_asked_for_across_topics() {
    let page = Page::open(&survey(r#""type": "choice", "options": "reasons""#), &[("locale", "en")]).await;
    page.radio("Late delivery").click();
    page.radio("Staff attitude").click();
    page.settle().await;
    assert_eq!(all(&page, "[role=radio][aria-checked=true]").len(), 1);
    let heard = page.heard("sayso:answered");
    assert_eq!(crate::fill::json(&crate::page::field(&heard[1], "answer")), r#"["STF-ATT"]"#);
}
