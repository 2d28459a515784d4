//! Filling in what one can write in, tick or choose, found by name.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventInit, HtmlElement};

use crate::page::{Page, field};

/// A survey of this question, in Vietnamese and English, and of one more so that going on can be seen.
pub(crate) fn survey(question: &str) -> String {
    let title = r#""title": { "vi": "Câu hỏi", "en": "Question" }"#;
    [
        r#"{ "id": "s", "version": 1, "locales": ["vi", "en"], "questions": [{ "id": "a", "#,
        title,
        ", ",
        question,
        r#" }, { "id": "last", "type": "statement", "title": { "vi": "Hết", "en": "The end" } }] }"#,
    ]
    .concat()
}

/// Every element of that role, native ones included.
pub(crate) fn all(page: &Page, selector: &str) -> Vec<HtmlElement> {
    let found = page.root.query_selector_all(selector).unwrap();
    (0..found.length()).map(|index| found.item(index).unwrap().unchecked_into()).collect()
}

/// The checkbox of that name.
pub(crate) fn checkbox(page: &Page, name: &str) -> HtmlElement {
    all(page, "[role=checkbox]").into_iter().find(|found| words(found) == name).expect(name)
}

/// The names of the ticked checkboxes.
pub(crate) fn ticked(page: &Page) -> Vec<String> {
    all(page, "[role=checkbox][aria-checked=true]").iter().map(|found| words(found)).collect()
}

/// The field under the label of that name.
pub(crate) fn labelled(page: &Page, name: &str) -> HtmlElement {
    let label = all(page, "label").into_iter().find(|label| words(label) == name).expect(name);
    let id = label.get_attribute("for").unwrap();
    page.root.get_element_by_id(&id).unwrap().unchecked_into()
}

/// Writes into a field, as typing does, and leaves it.
pub(crate) fn write(target: &Element, text: &str) {
    type_in(target, text);
    tell(target, "change");
}

/// Writes into a field and stays in it.
pub(crate) fn type_in(target: &Element, text: &str) {
    js_sys::Reflect::set(target, &"value".into(), &text.into()).unwrap();
    tell(target, "input");
}

pub(crate) fn tell(target: &Element, event: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    target.dispatch_event(&Event::new_with_event_init_dict(event, &init).unwrap()).unwrap();
}

/// What stands in a field.
pub(crate) fn value(target: &Element) -> String {
    field(target, "value").as_string().unwrap()
}

pub(crate) fn words(element: &Element) -> String {
    element.text_content().unwrap_or_default().trim().to_owned()
}

/// What the question's error says.
pub(crate) fn error(page: &Page) -> String {
    page.find("#error").map(|line| words(&line)).unwrap_or_default()
}

/// The button that goes on, with an answer or without.
pub(crate) fn onward(page: &Page) -> HtmlElement {
    page.button("Tiếp").or_else(|| page.button("Bỏ qua")).expect("a button to go on")
}

/// Goes on by the button, and waits for the next screen.
pub(crate) async fn go_on(page: &Page) {
    onward(page).click();
    page.until("the next screen", |page| title(page) == "Hết").await;
}

/// Presses the button where something has to be mended first.
pub(crate) async fn try_to_go_on(page: &Page) {
    onward(page).click();
    page.settle().await;
    assert_eq!(title(page), "Câu hỏi", "this must not go on");
}

pub(crate) async fn go_back(page: &Page) {
    page.button("Quay lại").expect("a button to go back").click();
    page.until("the screen before", |page| title(page) == "Câu hỏi").await;
}

fn title(page: &Page) -> String {
    page.find("#title").map(|title| words(&title)).unwrap_or_default()
}

/// Hands in the survey; the answer to its question as JSON, `undefined` where there is none.
pub(crate) async fn submitted(page: &Page) -> String {
    if title(page) == "Câu hỏi" {
        go_on(page).await;
    }
    page.button("Gửi").expect("a button to send").click();
    page.until("the submission", |page| !page.heard("sayso:submitted").is_empty()).await;
    json(&field(&page.heard("sayso:submitted")[0], "event.data.answers.a"))
}

pub(crate) fn json(value: &JsValue) -> String {
    if value.is_undefined() {
        return "undefined".to_owned();
    }
    js_sys::JSON::stringify(&field(value, "value")).unwrap().into()
}
