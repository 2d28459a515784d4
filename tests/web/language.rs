//! Languages: the switch, what stands in for missing words, and right to left.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, SMILEY, field};

const ARABIC: &str = include_str!("../fixtures/arabic.json");

#[wasm_bindgen_test]
async fn switching_keeps_the_answers_the_place_and_the_focus() {
    let page = Page::open(ARABIC, &[("locale", "vi")]).await;
    page.radio("Tệ").click();
    page.until("the second question", |page| page.name_of(&page.group()) == "Còn cách phục vụ?").await;
    page.radios()[3].focus().unwrap();
    page.press("End");
    page.settle().await;

    let english = page.button("English").expect("a switch that names each language in itself");
    english.focus().unwrap();
    english.click();
    page.until("English", |page| page.name_of(&page.group()) == "And the service?").await;
    assert_eq!(page.radio("Very good").get_attribute("aria-checked").as_deref(), Some("true"));
    assert_eq!(page.root.active_element().as_ref(), Some(english.as_ref()), "the focus stays on the switch");
    assert_eq!(english.get_attribute("aria-pressed").as_deref(), Some("true"));
    assert_eq!(page.find("section").unwrap().get_attribute("lang").as_deref(), Some("en"));

    page.button("Next").unwrap().click();
    page.until("the third question", |page| page.name_of(&page.group()) == "And the place?").await;
    page.radio("Good").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let data = field(&page.heard("sayso:submitted")[0], "event.data");
    assert_eq!(field(&data, "answers.csat.value"), 2);
    assert_eq!(field(&data, "answers.service.value"), 5);
    assert_eq!(field(&data, "locale"), "en");
}

#[wasm_bindgen_test]
async fn thanks_change_their_language_too() {
    let page = Page::open(SMILEY, &[]).await;
    page.radio("Tốt").click();
    page.until("thanks", |page| page.status() == "Cảm ơn bạn. Rất vui vì bạn hài lòng.").await;
    page.button("English").unwrap().click();
    page.until("English", |page| page.status() == "Thank you. We are glad it went well.").await;
}

#[wasm_bindgen_test]
async fn the_last_of_two_quick_taps_wins() {
    let page = Page::open(ARABIC, &[("locale", "vi")]).await;
    page.button("English").unwrap().click();
    page.button("العربية").unwrap().click();
    page.settle().await;
    assert_eq!(page.find("section").unwrap().get_attribute("lang").as_deref(), Some("ar"));
}

#[wasm_bindgen_test]
async fn arabic_runs_from_right_to_left_and_its_gaps_are_filled() {
    let page = Page::open(ARABIC, &[("locale", "ar-EG")]).await;
    let frame = page.find("section").unwrap();
    assert_eq!(frame.get_attribute("dir").as_deref(), Some("rtl"));
    let place = |at: usize| page.radios()[at].offset_left();
    assert!(place(0) > place(4), "the worst face stands at the right, where reading begins");

    page.radios()[0].focus().unwrap();
    page.press("ArrowLeft");
    page.settle().await;
    assert_eq!(page.radio("سيئ").get_attribute("aria-checked").as_deref(), Some("true"));

    page.radio("سيئ جدًا").click();
    page.until("the second question", |page| page.name_of(&page.group()) == "وكيف كانت الخدمة؟").await;
    page.radio("سيئ جدًا").click();
    // Nobody wrote the third question in Arabic, nor these thanks.
    page.until("the third question", |page| page.name_of(&page.group()) == "And the place?").await;
    page.radio("سيئ جدًا").click();
    page.until("thanks", |page| page.status().starts_with("Sorry that went badly.")).await;

    page.button("Tiếng Việt").unwrap().click();
    page.until("left to right", |_| frame.get_attribute("dir").as_deref() == Some("ltr")).await;
}

#[wasm_bindgen_test]
async fn a_survey_in_one_language_offers_no_choice() {
    let page = Page::open(&SMILEY.replace("[\"vi\", \"en\"]", "[\"vi\"]"), &[]).await;
    assert!(page.is_mounted());
    assert!(page.find("[role=group]").is_none());
}

#[wasm_bindgen_test]
async fn numbers_are_written_with_the_digits_of_the_language() {
    let survey = r#"{ "id": "digits", "version": 1, "locales": ["ar-EG"], "questions": [
        { "id": "rating", "type": "rating", "title": { "ar-EG": "؟" } }] }"#;
    let page = Page::open(survey, &[]).await;
    assert_eq!(page.names(), ["١", "٢", "٣", "٤", "٥"]);
}
