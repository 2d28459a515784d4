//! The text question.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{
    all, error, go_back, go_on, submitted, survey, tell, try_to_go_on, type_in, value, words, write,
};
use crate::page::{Page, one};

#[wasm_bindgen_test]
async fn words_arrive_as_they_were_written_and_survive_going_back() {
    let page = Page::open(&survey(r#""type": "text", "multiline": true"#), &[]).await;
    let field = all(&page, "textarea").remove(0);
    assert_eq!(page.name_of(&field), "Câu hỏi");
    write(&field, " <b>Chậm</b> 😡\n\u{202e}quá ");
    go_on(&page).await;
    go_back(&page).await;
    assert_eq!(value(&all(&page, "textarea").remove(0)), " <b>Chậm</b> 😡\n\u{202e}quá ");
    assert_eq!(submitted(&page).await, "\" <b>Chậm</b> 😡\\n\u{202e}quá \"");
}

#[wasm_bindgen_test]
async fn blanks_are_no_answer() {
    let page = Page::open(&survey(r#""type": "text", "required": true"#), &[]).await;
    write(&all(&page, "input").remove(0), "   ");
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Bạn trả lời câu này trước nhé.");
}

#[wasm_bindgen_test]
async fn the_room_is_told_near_the_limit_and_too_much_is_refused_not_cut() {
    let page = Page::open(&survey(r#""type": "text", "max_length": 10"#), &[]).await;
    let field = all(&page, "input").remove(0);
    let spoken = || words(&page.find(".field [role=status]").unwrap());
    let shown = || words(&page.find(".room").unwrap());
    type_in(&field, "ế");
    assert_eq!((shown().as_str(), spoken().as_str()), ("", ""));
    type_in(&field, "ếếếếếếếế");
    assert_eq!((shown().as_str(), spoken().as_str()), ("Còn 2 ký tự", "Còn 2 ký tự"));
    type_in(&field, "ếếếếếếếếế");
    assert_eq!((shown().as_str(), spoken().as_str()), ("Còn 1 ký tự", "Còn 2 ký tự"), "said once a step");
    type_in(&field, "ếếếếếếếếếếếế");
    try_to_go_on(&page).await;
    assert_eq!(error(&page), "Dài quá 2 ký tự, bạn bớt lại giúp nhé.");
    assert_eq!(value(&field), "ếếếếếếếếếếếế");
    assert_eq!(page.root.active_element().as_ref(), Some(field.as_ref()), "the focus returns to the field");
    type_in(&field, "ếếếếếếếếếế");
    assert_eq!(submitted(&page).await, r#""ếếếếếếếếếế""#);
}

#[wasm_bindgen_test]
async fn enter_goes_on_from_one_line() {
    let page = Page::open(&survey(r#""type": "text""#), &[]).await;
    let field = all(&page, "input").remove(0);
    field.focus().unwrap();
    type_in(&field, "SG-1024");
    page.press("Enter");
    page.until("the next screen", |page| page.find("#title").is_some_and(|title| words(&title) == "Hết"))
        .await;
}

#[wasm_bindgen_test]
async fn the_page_hears_of_an_answer_once_it_is_whole() {
    let page = Page::open(&survey(r#""type": "text""#), &[]).await;
    let field = all(&page, "input").remove(0);
    for text in ["t", "tr", "trễ"] {
        type_in(&field, text);
    }
    assert_eq!(page.heard("sayso:answered").len(), 0);
    tell(&field, "change");
    assert_eq!(page.heard("sayso:answered").len(), 1);
}

#[wasm_bindgen_test]
async fn no_field_makes_a_phone_zoom_and_a_long_text_makes_it_grow() {
    let page = Page::open(&survey(r#""type": "text", "multiline": true"#), &[]).await;
    let field = all(&page, "textarea").remove(0);
    let style = web_sys::window().unwrap().get_computed_style(&field).unwrap().unwrap();
    assert_eq!(style.get_property_value("font-size").unwrap(), "16px");
    let before = field.offset_height();
    type_in(&field, "dòng\n".repeat(8).trim_end());
    assert!(field.offset_height() > before, "{} is not above {before}", field.offset_height());
    type_in(&field, &"dòng\n".repeat(200));
    assert!(field.offset_height() <= 320, "but not without end");
}

#[wasm_bindgen_test]
async fn the_keyboard_of_a_phone_is_followed_while_the_widget_is_there() {
    let page = Page::open(&one(r#""type": "text""#), &[]).await;
    let frame: web_sys::HtmlElement = page.find(".frame").unwrap().unchecked_into();
    let lift = || frame.style().get_property_value("--_keyboard").unwrap();
    let touch = || {
        frame.style().remove_property("--_keyboard").unwrap();
        tell(&frame, "focusin");
    };
    // Followed from when the rest of the program is there.
    page.until("the lift", |_| {
        touch();
        lift() == "0px"
    })
    .await;
    page.unmount();
    page.until("that nobody follows it for a widget that is gone", |_| {
        touch();
        lift().is_empty()
    })
    .await;
}
