//! The end of a survey.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, SMILEY};

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
