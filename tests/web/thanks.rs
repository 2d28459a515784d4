//! The end of a survey.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, SMILEY, field};

fn with_ending(ending: &str) -> String {
    SMILEY.replacen('{', &format!("{{ {ending},"), 1)
}

async fn thanked(survey: &str, face: &str) -> Page {
    let page = Page::open(survey, &[]).await;
    page.radio(face).click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    page
}

#[wasm_bindgen_test]
async fn the_survey_thanks_in_its_own_words_and_leaves_the_rest_to_the_widget() {
    let survey =
        with_ending(r#""thanks": { "detractor": { "vi": "Quán xin lỗi bạn.", "en": "We are sorry." } }"#);
    assert_eq!(thanked(&survey, "Tệ").await.status(), "Quán xin lỗi bạn.");
    assert_eq!(thanked(&survey, "Bình thường").await.status(), "Cảm ơn bạn đã cho biết.");
}

#[wasm_bindgen_test]
async fn the_way_to_a_public_review_is_shown_whatever_the_score() {
    let survey = with_ending(
        r#""public_link": { "url": "https://reviews.example/shop", "label": { "vi": "Đánh giá công khai", "en": "Review us" } }"#,
    );
    for face in ["Rất tệ", "Bình thường", "Rất tốt"] {
        let page = thanked(&survey, face).await;
        let link = page.find("a").expect(face);
        assert_eq!(link.get_attribute("href").as_deref(), Some("https://reviews.example/shop"));
        assert_eq!(link.text_content().as_deref(), Some("Đánh giá công khai"));
    }
}

#[wasm_bindgen_test]
async fn who_skipped_everything_is_thanked_for_nothing_they_said() {
    // "Cảm ơn bạn đã nói thật" was said to whoever had said nothing.
    let page = Page::open(include_str!("../../presets/exit.json"), &[]).await;
    for _ in 0..2 {
        let title = |page: &Page| page.find("h2").and_then(|title| title.text_content());
        let before = title(&page);
        page.button("Bỏ qua").expect("a button to skip").click();
        page.until("the next screen", |page| title(page) != before).await;
    }
    assert_eq!(page.status(), "Cảm ơn bạn đã dành thời gian.");
}

fn data(page: &Page, nth: usize, path: &str) -> wasm_bindgen::JsValue {
    field(&page.heard("sayso:submitted")[nth], &format!("event.data.{path}"))
}

#[wasm_bindgen_test]
async fn a_tap_that_ended_the_survey_can_be_taken_back() {
    let page = thanked(SMILEY, "Rất tệ").await;
    assert!(page.status().starts_with("Rất tiếc"), "{}", page.status());
    page.button("Sửa lại").expect("a way back").click();
    page.until("the question", |page| !page.radios().is_empty()).await;
    assert_eq!(page.chosen(), ["Rất tệ"]);
    assert_eq!(page.status(), "", "nobody is thanked while they change their mind");
    page.radio("Rất tốt").click();
    page.until("thanks", |page| page.status().starts_with("Cảm ơn")).await;
    assert_eq!(page.heard("sayso:submitted").len(), 2);
    assert_eq!(data(&page, 0, "responseId"), data(&page, 1, "responseId"));
    assert_eq!((data(&page, 0, "revision"), data(&page, 1, "revision")), (1.into(), 2.into()));
    assert_eq!(data(&page, 1, "complete"), true);
    assert_eq!(data(&page, 1, "answers.csat.value"), 5);
    assert!(page.button("Sửa lại").is_some(), "they may change it again");
}

#[wasm_bindgen_test]
async fn the_way_back_leads_to_the_last_screen_and_from_there_to_those_before() {
    let page = Page::open(include_str!("../../presets/csat.json"), &[]).await;
    let title = |page: &Page| page.find("h2").and_then(|title| title.text_content()).unwrap_or_default();
    page.radio("Bình thường").click();
    page.until("what would draw them away", |page| title(page).starts_with("Lần tới")).await;
    page.button("Bỏ qua").unwrap().click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    page.button("Sửa lại").unwrap().click();
    page.until("the last screen", |page| title(page).starts_with("Lần tới")).await;
    page.button("Quay lại").unwrap().click();
    page.until("the first", |page| page.chosen() == ["Bình thường"]).await;
    page.radio("Tốt").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    assert_eq!((data(&page, 1, "answers.csat.value"), data(&page, 1, "revision")), (4.into(), 2.into()));
}

#[wasm_bindgen_test]
async fn there_is_no_way_back_on_a_shared_device_and_once_a_form_was_sent() {
    for shared in [("mode", "kiosk"), ("channel", "kiosk"), ("channel", "hotline")] {
        let page = Page::open(SMILEY, &[shared]).await;
        page.radio("Tệ").click();
        page.until("thanks", |page| !page.status().is_empty()).await;
        assert!(page.button("Sửa lại").is_none(), "{shared:?}");
    }
    let page = Page::open(include_str!("../../presets/complaint.json"), &[]).await;
    crate::fill::write(&crate::fill::all(&page, "textarea").remove(0), "Trễ hai ngày");
    page.button("Gửi").unwrap().click();
    page.until("the number", |page| page.find(".reference").is_some()).await;
    assert!(page.button("Sửa lại").is_none(), "the number is of what was sent");
}
