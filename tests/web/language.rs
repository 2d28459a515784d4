//! Languages: the switch, what stands in for missing words, and right to left.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

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
    let language_of = |selector: &str| page.find(selector).unwrap().get_attribute("lang");
    assert_eq!(language_of("h2").as_deref(), Some("en"), "a screen reader reads it as English");
    page.radio("سيئ جدًا").click();
    page.until("thanks", |page| page.status().starts_with("Sorry that went badly.")).await;

    page.button("Tiếng Việt").unwrap().click();
    page.until("left to right", |_| frame.get_attribute("dir").as_deref() == Some("ltr")).await;
}

#[wasm_bindgen_test]
async fn words_that_stand_in_say_their_language_and_the_others_say_none() {
    let languages = |page: &Page, selector: &str| {
        let found = page.root.query_selector_all(selector).unwrap();
        let tag = |place| found.item(place).unwrap().unchecked_into::<Element>().get_attribute("lang");
        (0..found.length()).map(tag).collect::<Vec<_>>()
    };
    let open = async |question: &str| {
        let survey = format!(
            r#"{{ "id": "s", "version": 1, "locales": ["vi", "en"], "questions": [{{ "id": "q",
            "title": {{ "vi": "Gì?", "en": "What?" }}, "help": {{ "vi": "Chọn nhé" }}, {question} }}] }}"#
        );
        let page = Page::open(&survey, &[("locale", "en")]).await;
        assert_eq!(languages(&page, "h2, .help"), [None, Some("vi".to_owned())]);
        page
    };
    let options = r#""options": [{ "id": "a", "label": { "vi": "Cái này" } }, { "id": "b", "label": { "en": "That" } }]"#;
    let (missing, own) = (Some("vi".to_owned()), None);
    let one = open(&format!(r#""type": "choice", {options}"#)).await;
    assert_eq!(languages(&one, "[role=radio]"), [missing.clone(), own.clone()]);
    let several = open(&format!(r#""type": "choice", "multiple": true, {options}"#)).await;
    assert_eq!(languages(&several, "[role=checkbox]"), [missing.clone(), own.clone()]);
    let menu = open(&format!(r#""type": "dropdown", {options}"#)).await;
    assert_eq!(languages(&menu, "option:not([value=''])"), [missing.clone(), own.clone()]);
    let ranking = open(&format!(r#""type": "ranking", {options}"#)).await;
    assert_eq!(languages(&ranking, ".rank-label"), [missing.clone(), own.clone()]);
    let rows = options.replace("options", "rows");
    let matrix = open(&format!(r#""type": "matrix", "scale": 5, {rows}"#)).await;
    assert_eq!(languages(&matrix, "th"), [missing.clone(), own]);
    let consent = open(r#""type": "consent", "text": { "vi": "Đồng ý" }, "text_version": "1""#).await;
    assert_eq!(languages(&consent, "[role=checkbox]"), std::slice::from_ref(&missing));
    let statement = open(r#""type": "statement", "body": { "vi": "Chào bạn" }"#).await;
    assert_eq!(languages(&statement, ".statement"), [missing]);
}

/// What says a name on the screen, and the language that it says it is in.
fn said(page: &Page, selector: &str) -> Vec<(String, Option<String>)> {
    let found = page.root.query_selector_all(selector).unwrap();
    let told = |place| {
        let element = found.item(place).unwrap().unchecked_into::<Element>();
        (element.text_content().unwrap(), element.get_attribute("lang"))
    };
    (0..found.length()).map(told).collect()
}

fn of<const N: usize>(expected: [(&str, Option<&str>); N]) -> Vec<(String, Option<String>)> {
    expected.map(|(words, language)| (words.to_owned(), language.map(str::to_owned))).into()
}

#[wasm_bindgen_test]
async fn words_of_the_widget_that_stand_in_say_their_language_too() {
    // English words on an Arabic screen were read out as Arabic.
    let page = Page::open(ARABIC, &[("locale", "ar")]).await;
    assert!(said(&page, ".face-name").iter().all(|(_, language)| language.is_none()));
    page.radio("سيئ جدًا").click();
    page.until("a button that has no Arabic words", |page| page.button("Skip").is_some()).await;
    let skip = page.button("Skip").unwrap();
    assert_eq!(skip.get_attribute("lang").as_deref(), Some("en"));
    assert_eq!(skip.get_attribute("dir").as_deref(), Some("auto"));

    // Where a language has no file at all, everything stands in; the screen keeps its language, which is the survey's.
    let french = SMILEY.replace("[\"vi\", \"en\"]", "[\"fr\"]");
    let page = Page::open(&french, &[("locale", "fr")]).await;
    assert_eq!(page.find("section").unwrap().get_attribute("lang").as_deref(), Some("fr"));
    assert_eq!(page.names(), ["Very bad", "Bad", "Okay", "Good", "Very good"]);
    assert!(said(&page, ".face-name").iter().all(|(_, language)| language.as_deref() == Some("en")));

    let reasons = r#"{ "id": "s", "version": 1, "locales": ["fr"], "questions": [
        { "id": "why", "type": "choice", "multiple": true, "options": "reasons", "title": { "fr": "Pourquoi ?" } }] }"#;
    let page = Page::open(reasons, &[]).await;
    assert_eq!(said(&page, ".topic-name > span")[0], ("Product".to_owned(), Some("en".to_owned())));
    let end = r#"{ "id": "s", "version": 1, "locales": ["fr"], "questions": [{ "id": "q", "type": "nps", "title": { "fr": "?" } }] }"#;
    let page = Page::open(end, &[]).await;
    assert_eq!(page.radios()[0].get_attribute("lang").as_deref(), Some("en"), "0, not at all likely");
    assert_eq!(page.radios()[1].get_attribute("lang"), None);
}

#[wasm_bindgen_test]
async fn words_are_looked_up_by_the_whole_tag_before_it_is_cut_short() {
    // One file was all that two ways of writing a language could have.
    let survey = SMILEY.replace("[\"vi\", \"en\"]", "[\"pt-BR\", \"pt-PT\", \"en-GB\"]");
    let page = Page::open(&survey, &[("locale", "pt-BR")]).await;
    let gap = Some("en");
    let own = [("Péssimo", None), ("Bad", gap), ("Okay", gap), ("Good", gap), ("Ótimo", None)];
    assert_eq!(said(&page, ".face-name"), of(own));
    let page = Page::open(&survey, &[("locale", "pt-PT")]).await;
    assert_eq!(said(&page, ".face-name")[0], ("Very bad".to_owned(), Some("en".to_owned())));
    let page = Page::open(&survey, &[("locale", "en-GB")]).await;
    assert_eq!(
        said(&page, ".face-name")[0],
        ("Very bad".to_owned(), None),
        "British readers have no file of their own"
    );
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
