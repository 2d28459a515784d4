//! Numbers with words at both ends: rating, NPS and CES.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field, one};

#[wasm_bindgen_test]
async fn both_ends_are_named_by_their_words() {
    let ends = r#""type": "rating", "scale": 4, "low": { "vi": "Khó" }, "high": { "vi": "Dễ" }"#;
    let page = Page::open(&one(ends), &[]).await;
    assert_eq!(page.names(), ["1, Khó", "2", "3", "4, Dễ"]);
    let line = page.find(".ends").unwrap();
    assert_eq!(line.get_attribute("aria-hidden").as_deref(), Some("true"), "nothing is read twice");

    let page = Page::open(&one(r#""type": "rating", "scale": 3"#), &[]).await;
    assert_eq!(page.names(), ["1", "2", "3"]);
    assert!(page.find(".ends").unwrap().has_attribute("hidden"));
}

#[wasm_bindgen_test]
async fn nps_starts_at_zero_and_zero_is_an_answer() {
    let page = Page::open(&one(r#""type": "nps", "required": true"#), &[("locale", "en")]).await;
    let names = page.names();
    assert_eq!(names.len(), 11);
    assert_eq!((names[0].as_str(), names[10].as_str()), ("0, Not at all likely", "10, Extremely likely"));
    page.radio("0, Not at all likely").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let data = field(&page.heard("sayso:submitted")[0], "event.data");
    assert_eq!((field(&data, "answers.q.value"), field(&data, "answers.q.scale")), (0.into(), 11.into()));
    assert_eq!(field(&data, "segment"), "detractor");
}

#[wasm_bindgen_test]
async fn ces_is_agreement_from_one_to_seven() {
    let page = Page::open(&one(r#""type": "ces""#), &[]).await;
    let names = page.names();
    assert_eq!(names.len(), 7);
    assert_eq!((names[0].as_str(), names[6].as_str()), ("1, Hoàn toàn không đồng ý", "7, Hoàn toàn đồng ý"));
    page.radio("6").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let answer = field(&page.heard("sayso:submitted")[0], "event.data.answers.q");
    assert_eq!((field(&answer, "value"), field(&answer, "scale")), (6.into(), 7.into()));
}
