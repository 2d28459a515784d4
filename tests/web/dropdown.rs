//! The dropdown question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{all, error, go_back, go_on, submitted, survey, try_to_go_on, value, write};
use crate::page::Page;

#[wasm_bindgen_test]
async fn one_is_chosen_by_the_device_s_own_menu() {
    let options = r#""type": "dropdown", "required": true, "options": [
        { "id": "dalat", "label": { "vi": "Đà Lạt" } }, { "id": "dilinh", "label": { "vi": "Di Linh" } }]"#;
    let page = Page::open(&survey(options), &[]).await;
    let menu = all(&page, "select").remove(0);
    assert_eq!(page.name_of(&menu), "Câu hỏi");
    assert_eq!(value(&menu), "", "nothing is chosen beforehand");
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Bạn trả lời câu này trước nhé.");
    assert_eq!(menu.get_attribute("aria-invalid").as_deref(), Some("true"));
    write(&menu, "dilinh");
    go_on(&page).await;
    go_back(&page).await;
    assert_eq!(value(&all(&page, "select").remove(0)), "dilinh");
    assert_eq!(submitted(&page).await, r#""dilinh""#);
}
