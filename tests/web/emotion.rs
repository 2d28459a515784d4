//! The emotion question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field, one};

#[wasm_bindgen_test]
async fn seven_feelings_are_named_in_the_language_of_the_screen() {
    let page = Page::open(&one(r#""type": "emotion""#), &[]).await;
    let names = ["Vui", "Yên tâm", "Bình thường", "Lo lắng", "Nghi ngờ", "Hoang mang", "Bực mình"];
    assert_eq!(page.names(), names);
    assert_eq!(page.name_of(&page.group()), "Thế nào?");
    let page = Page::open(&one(r#""type": "emotion""#), &[("locale", "en")]).await;
    let names = ["Happy", "At ease", "Neutral", "Worried", "Doubtful", "Confused", "Annoyed"];
    assert_eq!(page.names(), names);
}

#[wasm_bindgen_test]
async fn a_feeling_is_answered_by_name_and_scored_by_how_pleasant_it_is() {
    let page = Page::open(&one(r#""type": "emotion""#), &[]).await;
    page.radio("Lo lắng").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let data = field(&page.heard("sayso:submitted")[0], "event.data");
    assert_eq!(field(&data, "answers.q.value"), "worried");
    assert_eq!(field(&data, "scores.0.value"), -1);
}

#[wasm_bindgen_test]
async fn arrow_keys_walk_the_feelings_and_wait() {
    let page = Page::open(&one(r#""type": "emotion""#), &[]).await;
    page.radios()[0].focus().unwrap();
    page.press("ArrowRight");
    page.settle().await;
    assert_eq!(page.chosen(), ["Yên tâm"]);
    assert!(page.heard("sayso:submitted").is_empty());
    page.button("Gửi").expect("a button to go on").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
}

#[wasm_bindgen_test]
async fn after_a_trouble_the_unpleasant_feelings_come_first() {
    let page = Page::open(&one(r#""type": "emotion", "worst_first": true"#), &[]).await;
    let names = ["Bực mình", "Hoang mang", "Nghi ngờ", "Lo lắng", "Bình thường", "Yên tâm", "Vui"];
    assert_eq!(page.names(), names);
    page.radios()[0].focus().unwrap();
    page.press("ArrowRight");
    page.until("a choice", |page| page.chosen() == ["Hoang mang"]).await;
    page.radio("Bực mình").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    assert_eq!(field(&page.heard("sayso:submitted")[0], "event.data.answers.q.value"), "annoyed");
}
