//! The stars question.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, field, one};

#[wasm_bindgen_test]
async fn stars_are_named_by_what_they_mean_and_fill_up_to_the_chosen_one() {
    let page = Page::open(&one(r#""type": "stars""#), &[]).await;
    assert_eq!(
        page.names(),
        ["1 trên 5 sao", "2 trên 5 sao", "3 trên 5 sao", "4 trên 5 sao", "5 trên 5 sao"]
    );
    page.radios()[0].focus().unwrap();
    page.press("End");
    page.press("ArrowLeft");
    page.press("ArrowLeft");
    page.settle().await;
    let lit = page.root.query_selector_all(".is-lit").unwrap();
    assert_eq!((lit.length(), page.chosen()), (3, vec!["3 trên 5 sao".to_owned()]));
    assert!(page.heard("sayso:submitted").is_empty(), "arrow keys must not go on");
}

#[wasm_bindgen_test]
async fn one_tap_on_a_star_is_the_whole_answer() {
    let page =
        Page::open(&one(r#""type": "stars", "scale": 10, "metric": "csat""#), &[("locale", "en")]).await;
    page.radio("7 of 10 stars").click();
    page.until("thanks", |page| !page.status().is_empty()).await;
    let answer = field(&page.heard("sayso:submitted")[0], "event.data.answers.q");
    assert_eq!((field(&answer, "value"), field(&answer, "scale")), (7.into(), 10.into()));
}
