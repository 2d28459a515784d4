//! The file question.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::fill::{all, submitted, survey, tell, words};
use crate::page::{Page, field};

const FILE: &str = r#""type": "file", "max_files": 2, "max_side": 320"#;

async fn run(code: &str, argument: &JsValue) -> JsValue {
    let promise = Function::new_with_args("it", &["return (async () => {", code, "})()"].concat());
    let promise: Promise = promise.call1(&JsValue::NULL, argument).unwrap().unchecked_into();
    JsFuture::from(promise).await.unwrap()
}

/// A photograph of 800 by 600 in this colour, with a place written into its metadata.
async fn photograph(colour: &str) -> JsValue {
    let code = r#"
        const canvas = document.createElement("canvas");
        canvas.width = 800; canvas.height = 600;
        const context = canvas.getContext("2d");
        context.fillStyle = it; context.fillRect(0, 0, 800, 600);
        const jpeg = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
        const note = new TextEncoder().encode("Exif\0\0GPS 11.94N 108.44E");
        const head = new Uint8Array([0xff, 0xe1, 0, note.length + 2]);
        return new File([jpeg.slice(0, 2), head, note, jpeg.slice(2)], "IMG_1024.jpg", { type: "image/jpeg" });"#;
    run(code, &colour.into()).await
}

/// Chooses files as the device's chooser would.
async fn choose(page: &Page, files: &[JsValue]) {
    let code =
        "const data = new DataTransfer(); for (const file of it) data.items.add(file); return data.files;";
    let files = run(code, &files.iter().collect::<Array>()).await;
    let input = input(page);
    js_sys::Reflect::set(&input, &"files".into(), &files).unwrap();
    tell(&input, "change");
}

fn input(page: &Page) -> HtmlElement {
    all(page, "input[type=file]").remove(0)
}

fn shown(page: &Page) -> Vec<HtmlElement> {
    all(page, "[role=img]")
}

#[wasm_bindgen_test]
async fn a_photograph_is_made_smaller_and_loses_its_metadata_on_the_device() {
    let page = Page::open(&survey(FILE), &[]).await;
    assert_eq!(input(&page).get_attribute("aria-label").as_deref(), Some("Thêm ảnh"));
    let original = photograph("teal").await;
    let has_place = "return new TextDecoder().decode(await it.arrayBuffer()).includes('GPS 11.94N')";
    assert_eq!(run(has_place, &original).await, true, "the test's own photograph must have a place");
    choose(&page, &[original]).await;
    page.until("the photograph", |page| shown(page).len() == 1).await;

    let answer = field(&page.heard("sayso:answered")[0], "answer.value.0");
    assert_eq!(field(&answer, "type"), "image/jpeg");
    let hash = field(&answer, "hash").as_string().unwrap();
    assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    assert!(field(&answer, "bytes").as_f64().unwrap() > 100.0);
    let label = shown(&page)[0].get_attribute("aria-label").unwrap();
    assert!(label.starts_with("Ảnh 1, ") && label.ends_with("kB"), "{label}");
    let (width, height) = (field(&shown(&page)[0], "width"), field(&shown(&page)[0], "height"));
    assert_eq!((width.as_f64(), height.as_f64()), (Some(320.0), Some(240.0)));

    // The same picture that never had a place: the same bytes, so nothing of the place is left in them.
    let bare =
        run("return new Blob([it.slice(0, 2), it.slice(2 + 4 + 24)])", &photograph("teal").await).await;
    assert_eq!(run(has_place, &bare).await, false);
    let bare = run("return new File([it], 'bare.jpg', { type: 'image/jpeg' })", &bare).await;
    choose(&page, &[bare]).await;
    page.until("the second to be taken", |page| page.heard("sayso:answered").len() == 2).await;
    let second = field(&page.heard("sayso:answered")[1], "answer.value");
    assert_eq!(js_sys::Array::from(&second).length(), 1);
    assert_eq!(field(&second, "0.hash").as_string().unwrap(), hash);
}

#[wasm_bindgen_test]
async fn photographs_can_be_removed_and_the_tile_goes_when_there_is_no_room() {
    let page = Page::open(&survey(FILE), &[]).await;
    choose(&page, &[photograph("teal").await, photograph("brown").await, photograph("navy").await]).await;
    page.until("two photographs", |page| shown(page).len() == 2).await;
    page.until("the tile to go", |page| page.find(".photo-add").unwrap().has_attribute("hidden")).await;
    page.button("Bỏ ảnh 1").expect("a button to remove it").click();
    page.until("one photograph", |page| shown(page).len() == 1).await;
    page.settle().await;
    assert!(!page.find(".photo-add").unwrap().has_attribute("hidden"));
    page.button("Bỏ ảnh 1").expect("a button to remove it").click();
    page.until("no photograph", |page| shown(page).is_empty()).await;
    assert_eq!(submitted(&page).await, "undefined");
}

#[wasm_bindgen_test]
async fn what_is_no_picture_is_refused_and_the_respondent_may_go_on() {
    let page = Page::open(&survey(FILE), &[]).await;
    let text = run("return new File(['no picture'], 'a.jpg', { type: 'image/jpeg' })", &JsValue::NULL).await;
    choose(&page, &[text]).await;
    page.until("the refusal", |page| {
        words(&page.find("#file-error").unwrap())
            == "Không đọc được ảnh này. Bạn thử ảnh khác (JPEG hoặc PNG) nhé."
    })
    .await;
    assert_eq!(submitted(&page).await, "undefined");
}

#[wasm_bindgen_test]
async fn the_same_photograph_twice_is_one() {
    let page = Page::open(&survey(FILE), &[]).await;
    choose(&page, &[photograph("teal").await, photograph("teal").await]).await;
    page.until("the photograph", |page| shown(page).len() == 1).await;
    page.settle().await;
    assert_eq!(shown(&page).len(), 1);
}
