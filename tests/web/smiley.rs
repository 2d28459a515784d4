//! The smiley question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, SMILEY, field};

#[wasm_bindgen_test]
async fn five_radios_are_named_in_the_language_of_the_screen_worst_first() {
    let page = Page::open(SMILEY, &[]).await;
    let names: Vec<String> = page.radios().iter().filter_map(|radio| radio.text_content()).collect();
    assert_eq!(names, ["Rất tệ", "Tệ", "Bình thường", "Tốt", "Rất tốt"]);
    assert_eq!(page.name_of(&page.group()), "Hôm nay bạn thấy dịch vụ thế nào?");

    let page = Page::open(SMILEY, &[("locale", "en-GB")]).await;
    let names: Vec<String> = page.radios().iter().filter_map(|radio| radio.text_content()).collect();
    assert_eq!(names, ["Very bad", "Bad", "Okay", "Good", "Very good"]);
    assert_eq!(page.name_of(&page.group()), "How was our service today?");
}

#[wasm_bindgen_test]
async fn no_two_faces_share_a_mouth() {
    let page = Page::open(SMILEY, &[]).await;
    let mouths = page.root.query_selector_all(".face-mouth").unwrap();
    let mut shapes: Vec<String> = (0..mouths.length())
        .filter_map(|index| {
            let mouth: web_sys::Element = wasm_bindgen::JsCast::unchecked_into(mouths.item(index)?);
            mouth.get_attribute("d")
        })
        .collect();
    shapes.sort();
    shapes.dedup();
    assert_eq!(shapes.len(), 5, "the faces must be told apart without colour");
}

#[wasm_bindgen_test]
async fn one_tap_is_scored_handed_over_and_thanked_for() {
    let page = Page::open(SMILEY, &[("touchpoint", "counter-2")]).await;
    assert_eq!(page.status(), "", "the live region must be there, empty, before it speaks");
    page.radio("Tệ").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    assert_eq!(page.status(), "Rất tiếc vì trải nghiệm chưa tốt. Cảm ơn bạn đã cho chúng tôi biết.");

    let submitted = page.heard("sayso:submitted");
    assert_eq!(submitted.len(), 1);
    let data = field(&submitted[0], "event.data");
    assert_eq!(field(&data, "answers.csat.value"), 2);
    assert_eq!(field(&data, "answers.csat.scale"), 5);
    assert_eq!(field(&data, "scores.0.value"), 25);
    assert_eq!(field(&data, "segment"), "detractor");
    assert_eq!(field(&data, "touchpoint"), "counter-2");
    assert_eq!(field(&data, "client.mode"), "inline");
}

#[wasm_bindgen_test]
async fn a_hasty_second_tap_makes_no_second_response() {
    let page = Page::open(SMILEY, &[]).await;
    page.radio("Tệ").click();
    page.radio("Tệ").click();
    page.radio("Tốt").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    page.settle().await;
    assert_eq!(page.heard("sayso:submitted").len(), 1);
}

#[wasm_bindgen_test]
async fn arrow_keys_choose_and_wait_for_send() {
    let page = Page::open(SMILEY, &[]).await;
    page.radios()[0].focus().unwrap();
    page.press("ArrowLeft");
    page.settle().await;
    assert_eq!(page.radios()[4].get_attribute("aria-checked").as_deref(), Some("true"), "arrows wrap around");
    page.press("ArrowLeft");
    page.settle().await;
    let good = page.radio("Tốt");
    assert_eq!(good.get_attribute("aria-checked").as_deref(), Some("true"));
    assert_eq!(page.root.active_element().as_ref(), Some(good.as_ref()), "the focus follows the choice");
    assert!(page.heard("sayso:submitted").is_empty(), "arrow keys must not go on");

    page.button("Gửi").expect("a Send button after a choice by keys").click();
    page.until("thanks", |page| page.status() == "Cảm ơn bạn. Rất vui vì bạn hài lòng.").await;
    assert_eq!(field(&page.heard("sayso:submitted")[0], "event.data.answers.csat.value"), 4);
}

#[wasm_bindgen_test]
async fn the_group_is_one_stop_for_tab() {
    let page = Page::open(SMILEY, &[]).await;
    let stops = |page: &Page| {
        page.radios()
            .iter()
            .filter(|radio| radio.tab_index() == 0)
            .map(|radio| radio.text_content().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(stops(&page), ["Rất tệ"]);
    page.radios()[0].focus().unwrap();
    page.press("End");
    page.settle().await;
    assert_eq!(stops(&page), ["Rất tốt"]);
}

#[wasm_bindgen_test]
async fn three_and_four_faces_leave_out_what_they_must() {
    let check = async |scale: &str, names: &[&str]| {
        let page = Page::open(&SMILEY.replace("\"scale\": 5", scale), &[]).await;
        assert_eq!(page.names(), names);
        let last = page.radios().len() - 1;
        page.radios()[last].click();
        page.until("thanks", |page| !page.status().is_empty()).await;
        assert_eq!(field(&page.heard("sayso:submitted")[0], "event.data.scores.0.value"), 100);
    };
    check("\"scale\": 3", &["Tệ", "Bình thường", "Tốt"]).await;
    check("\"scale\": 4", &["Rất tệ", "Tệ", "Tốt", "Rất tốt"]).await;
}
