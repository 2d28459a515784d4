//! The expectation question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field, one};

const EXPECTED: &str = "Bạn đã mong đợi";
const ACTUAL: &str = "Bạn thực sự nhận được";

fn gap(page: &Page) -> String {
    page.find("[aria-live].gap").unwrap().text_content().unwrap_or_default()
}

#[wasm_bindgen_test]
async fn the_gap_is_said_in_words_once_both_sides_are_given() {
    let page = Page::open(&one(r#""type": "expectation", "required": true"#), &[]).await;
    assert_eq!(gap(&page), "");
    page.radio_of(EXPECTED, "4").click();
    page.settle().await;
    assert_eq!(gap(&page), "", "one side has no gap");
    for (actual, said) in [
        ("2", "Kém hơn bạn mong đợi 2 bậc."),
        ("4", "Đúng như bạn mong đợi."),
        ("5, Rất tốt", "Tốt hơn bạn mong đợi 1 bậc."),
    ] {
        page.radio_of(ACTUAL, actual).click();
        page.settle().await;
        assert_eq!(gap(&page), said);
    }
    page.button("Gửi").expect("it does not go on by itself").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let data = field(&page.heard("sayso:submitted")[0], "event.data");
    assert_eq!(field(&data, "answers.q.value.expected"), 4);
    assert_eq!(field(&data, "answers.q.value.actual"), 5);
    assert_eq!(field(&data, "answers.q.scale"), 5, "it can be read without the survey");
    assert_eq!(field(&data, "scores.0.metric"), "gap");
    assert_eq!(field(&data, "scores.0.value"), 1);
}

#[wasm_bindgen_test]
async fn one_side_alone_is_not_enough_where_an_answer_is_required() {
    let page = Page::open(&one(r#""type": "expectation", "required": true"#), &[]).await;
    page.radio_of(ACTUAL, "3").click();
    page.settle().await;
    page.button("Gửi").unwrap().click();
    page.until("an error", |page| page.find("[role=alert]").unwrap().text_content() != Some(String::new()))
        .await;
    assert!(page.heard("sayso:submitted").is_empty());
}

#[wasm_bindgen_test]
async fn half_of_one_is_completed_or_taken_back_by_a_second_tap() {
    let page = Page::open(&one(r#""type": "expectation""#), &[]).await;
    page.radio_of(ACTUAL, "3").click();
    page.settle().await;
    page.button("Gửi").unwrap().click();
    let said = "Bạn chấm nốt dòng còn lại nhé, hoặc chạm lại vào số đã chọn để bỏ qua câu này.";
    page.until("the way out", |page| page.find("#error").unwrap().text_content().as_deref() == Some(said))
        .await;
    let missing = page.find("[aria-invalid=true]").expect("the side that is missing");
    assert_eq!(page.name_of(&missing), EXPECTED);
    page.radio_of(ACTUAL, "3").click();
    page.settle().await;
    assert_eq!(page.chosen(), [""; 0]);
    page.button("Gửi").unwrap().click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    assert!(field(&page.heard("sayso:submitted")[0], "event.data.answers.q").is_undefined());
}

/// Once a survey that asks for an ideal had its rows named "what you expected" and "what you got".
#[wasm_bindgen_test]
async fn a_survey_names_its_own_sides_and_no_gap_is_said_between_them() {
    let fields = r#""type": "expectation", "expected_label": { "vi": "Nơi thật tốt cần đạt" },
        "actual_label": { "vi": "Chúng tôi đang đạt" }"#;
    let page = Page::open(&one(fields), &[]).await;
    page.radio_of("Nơi thật tốt cần đạt", "4").click();
    page.radio_of("Chúng tôi đang đạt", "2").click();
    page.settle().await;
    assert!(page.find(".gap").is_none());
}
