//! A response that was left half filled in, and the visit after it.

use js_sys::{Array, Function, JSON, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fill::{all, onward, type_in, value, words, write};
use crate::page::{Page, field, sleep};

const SURVEY: &str = r#"{ "id": "s", "version": 1, "locales": ["vi"], "questions": [
    { "id": "mood", "type": "smiley", "metric": "csat", "title": { "vi": "Thế nào?" } },
    { "id": "reach", "type": "contact", "title": { "vi": "Liên hệ" } },
    { "id": "note", "type": "text", "title": { "vi": "Vì sao?" } },
    { "id": "last", "type": "text", "title": { "vi": "Thêm?" } }] }"#;

const OFFER: &str = "Lần trước bạn đang trả lời dở.";

async fn shows(page: &Page, expected: &str) {
    page.until(expected, |page| page.find("h2").is_some_and(|title| words(&title) == expected)).await;
}

async fn next(page: &Page, expected: &str) {
    onward(page).click();
    shows(page, expected).await;
}

/// Answers the first three questions, and leaves.
async fn leave_half_filled(attributes: &[(&str, &str)]) {
    let page = Page::open(SURVEY, attributes).await;
    page.radio("Tệ").click();
    shows(&page, "Liên hệ").await;
    write(&all(&page, "input[type=tel]").remove(0), "0912 345 678");
    next(&page, "Vì sao?").await;
    write(&all(&page, "input").remove(0), "chậm 😡");
    next(&page, "Thêm?").await;
    match attributes {
        [("touchpoint", touchpoint)] => {
            drop(until_kept(touchpoint, |kept| kept.contains("\"at\":\"last\"")).await);
        }
        _ => page.settle().await,
    }
}

/// Takes up what the visit before left, once it is offered.
async fn take_up(page: &Page) {
    page.until("the offer", |page| offer(page).is_some()).await;
    page.button("Trả lời tiếp").unwrap().click();
}

fn offer(page: &Page) -> Option<String> {
    page.find(".resume > p").map(|line| words(&line))
}

/// What lies on the device under this touch point, as text, opened with the key that lies there as well; in the clear there is
/// nothing of it.
async fn kept(touchpoint: &str) -> String {
    let read = Function::new_with_args(
        "touchpoint",
        r#"const all = (name, store) => new Promise((resolve, reject) => {
            const opening = indexedDB.open(name, 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore(store, { keyPath: "id" });
            opening.onsuccess = () => {
                const reading = opening.result.transaction(store).objectStore(store).getAll();
                reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
            };
        });
        return (async () => {
            const found = (await all("sayso-drafts", "drafts")).filter(({ id }) => id.endsWith("\n" + touchpoint));
            if (!found.length) return "";
            const [{ id, sealed, ...clear }] = found;
            if (Object.keys(clear).length) throw Error("in the clear: " + JSON.stringify(clear));
            const [{ key }] = (await all("sayso-device", "device")).filter(({ id }) => id === "key");
            if (key.extractable) throw Error("a script can read the key out");
            const opened = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data);
            return new TextDecoder().decode(opened);
        })();"#,
    );
    let found: Promise = read.call1(&JsValue::NULL, &touchpoint.into()).unwrap().unchecked_into();
    JsFuture::from(found).await.unwrap().as_string().unwrap()
}

/// Waits until what lies there is as it should be: nobody else waits for it.
async fn until_kept(touchpoint: &str, is_right: impl Fn(&str) -> bool) -> String {
    for _ in 0..500 {
        let found = kept(touchpoint).await;
        if is_right(&found) {
            return found;
        }
        sleep(20).await;
    }
    panic!("at {touchpoint} lies: {}", kept(touchpoint).await);
}

/// The response that left, and its data.
fn sent(page: &Page) -> JsValue {
    field(&page.heard("sayso:submitted")[0], "event.data")
}

async fn submit(page: &Page) {
    page.button("Gửi").unwrap_or_else(|| onward(page)).click();
    page.until("the submission", |page| !page.heard("sayso:submitted").is_empty()).await;
    page.settle().await;
}

#[wasm_bindgen_test]
async fn whoever_comes_back_goes_on_where_they_were_in_the_same_response() {
    let here: &[_] = &[("touchpoint", "back")];
    leave_half_filled(here).await;
    let text = kept("back").await;
    assert!(text.contains("chậm 😡"), "{text}");
    assert!(!text.contains("345 678"), "how to reach somebody does not lie about: {text}");
    let bytes = Array::from(&field(&JSON::parse(&text).unwrap(), "response"));
    let kept_id: Vec<u8> =
        bytes.iter().map(|byte| byte.as_f64().map_or(0, |byte| format!("{byte}").parse().unwrap())).collect();

    let page = Page::open(SURVEY, here).await;
    page.until("the offer", |page| offer(page).is_some()).await;
    assert_eq!(offer(&page).as_deref(), Some(OFFER));
    let group = page.find(".resume[role=group]").unwrap();
    assert_eq!(page.name_of(&group), OFFER);
    // It hung under the faces as if it were their legend.
    let faces = page.find(".faces").unwrap().get_bounding_client_rect().bottom();
    assert!(group.get_bounding_client_rect().top() - faces >= 24.0);
    // A telephone number was given, and offered as if it were still there.
    let lack = page.root.get_element_by_id(&group.get_attribute("aria-describedby").unwrap());
    assert!(words(&lack.unwrap()).starts_with("Lời kể, cách liên hệ hay ảnh thì không lưu lại"));
    page.button("Trả lời tiếp").unwrap().click();
    // Not the last question: how to reach them was not kept, so that is asked again.
    shows(&page, "Liên hệ").await;
    assert_eq!(offer(&page), None);
    next(&page, "Vì sao?").await;
    assert_eq!(value(&all(&page, "input").remove(0)), "chậm 😡");
    next(&page, "Thêm?").await;
    submit(&page).await;
    let data = sent(&page);
    let response_id = field(&data, "responseId").as_string().unwrap();
    assert_eq!(uuid::Uuid::parse_str(&response_id).unwrap().as_bytes()[..], kept_id[..]);
    assert_eq!(field(&data, "revision"), 2, "higher than that of the first visit");
    assert_eq!(field(&data, "answers.mood.value"), 2);
    assert_eq!(field(&data, "answers.note.value"), "chậm 😡");
    // Submitted, so nothing is left behind.
    until_kept("back", str::is_empty).await;
    assert_eq!(offer(&Page::open(SURVEY, here).await), None);
}

#[wasm_bindgen_test]
async fn words_of_the_open_screen_and_those_behind_back_are_there_after_a_reload() {
    let here: &[_] = &[("touchpoint", "open")];
    let page = Page::open(SURVEY, here).await;
    page.radio("Tệ").click();
    shows(&page, "Liên hệ").await;
    next(&page, "Vì sao?").await;
    type_in(&all(&page, "input").remove(0), "đang viết d");
    until_kept("open", |kept| kept.contains("đang viết d")).await;
    type_in(&all(&page, "input").remove(0), "đang viết dở");
    page.button("Quay lại").unwrap().click();
    shows(&page, "Liên hệ").await;
    let text = until_kept("open", |kept| kept.contains("\"at\":\"reach\"")).await;
    assert!(text.contains("đang viết dở"), "{text}");

    let page = Page::open(SURVEY, here).await;
    take_up(&page).await;
    shows(&page, "Liên hệ").await;
    next(&page, "Vì sao?").await;
    assert_eq!(value(&all(&page, "input").remove(0)), "đang viết dở");
}

#[wasm_bindgen_test]
async fn an_offered_draft_outlives_a_touch_of_the_screen() {
    let here: &[_] = &[("touchpoint", "touched")];
    leave_half_filled(here).await;
    let page = Page::open(SURVEY, here).await;
    page.until("the offer", |page| offer(page).is_some()).await;
    let before = kept("touched").await;
    page.radio("Tệ").focus().unwrap();
    page.press("ArrowRight");
    sleep(1_000).await;
    assert_eq!(offer(&page).as_deref(), Some(OFFER));
    assert_eq!(kept("touched").await, before);
}

#[wasm_bindgen_test]
async fn whoever_starts_anew_leaves_nothing_behind() {
    let here: &[_] = &[("touchpoint", "anew")];
    leave_half_filled(here).await;
    let response =
        |kept: &str| String::from(JSON::stringify(&field(&JSON::parse(kept).unwrap(), "response")).unwrap());
    let before = response(&kept("anew").await);
    let page = Page::open(SURVEY, here).await;
    page.until("the offer", |page| offer(page).is_some()).await;
    page.button("Làm lại từ đầu").unwrap().click();
    until_kept("anew", str::is_empty).await;
    assert_eq!(offer(&page), None);
    page.radio("Tốt").click();
    shows(&page, "Liên hệ").await;
    let after = response(&until_kept("anew", |kept| !kept.is_empty()).await);
    assert_ne!(before, after);
}

#[wasm_bindgen_test]
async fn whoever_answers_instead_of_choosing_has_started_anew() {
    let here: &[_] = &[("touchpoint", "instead")];
    leave_half_filled(here).await;
    let page = Page::open(SURVEY, here).await;
    page.radio("Tốt").click();
    shows(&page, "Liên hệ").await;
    assert_eq!(offer(&page), None);
    let text = until_kept("instead", |kept| !kept.contains("chậm")).await;
    assert_eq!(field(&JSON::parse(&text).unwrap(), "answers.mood.value"), 4);
}

#[wasm_bindgen_test]
async fn nothing_is_kept_for_the_next_person_at_a_kiosk() {
    for (touchpoint, kiosk) in [("by-channel", ("channel", "kiosk")), ("by-mode", ("mode", "kiosk"))] {
        let here: &[_] = &[("touchpoint", touchpoint), kiosk];
        leave_half_filled(here).await;
        assert_eq!(kept(touchpoint).await, "", "{kiosk:?}");
        assert_eq!(offer(&Page::open(SURVEY, here).await), None);
    }
}

#[wasm_bindgen_test]
async fn a_survey_that_changed_meanwhile_takes_what_still_fits() {
    let here: &[_] = &[("touchpoint", "changed")];
    leave_half_filled(here).await;
    let changed = SURVEY
        .replace("\"version\": 1", "\"version\": 2")
        // The rating has another name now, the text takes less, the contact and the last question are gone.
        .replace("\"id\": \"mood\"", "\"id\": \"rating\", \"was\": [\"mood\"]")
        .replace("{ \"id\": \"reach\", \"type\": \"contact\", \"title\": { \"vi\": \"Liên hệ\" } },", "")
        .replace(
            "\"id\": \"note\", \"type\": \"text\"",
            "\"id\": \"note\", \"type\": \"text\", \"max_length\": 3",
        )
        .replace("\"id\": \"last\"", "\"id\": \"end-word\"");
    let page = Page::open(&changed, here).await;
    take_up(&page).await;
    shows(&page, "Thêm?").await;
    page.button("Quay lại").unwrap().click();
    shows(&page, "Vì sao?").await;
    assert_eq!(value(&all(&page, "input").remove(0)), "", "too long for what is asked now");
    page.button("Quay lại").unwrap().click();
    shows(&page, "Thế nào?").await;
    assert_eq!(page.chosen(), ["Tệ"]);
    next(&page, "Vì sao?").await;
    next(&page, "Thêm?").await;
    submit(&page).await;
    let data = sent(&page);
    assert_eq!(field(&data, "survey.version"), 2);
    assert_eq!(field(&data, "answers.rating.value"), 2);
    assert!(field(&data, "answers.note").is_undefined());
}

#[wasm_bindgen_test]
async fn a_draft_that_fits_nowhere_is_not_offered() {
    let here: &[_] = &[("touchpoint", "nowhere")];
    leave_half_filled(here).await;
    let other = SURVEY.replace("\"mood\"", "\"other\"").replace("\"note\"", "\"words\"");
    assert_eq!(offer(&Page::open(&other, here).await), None);
}
