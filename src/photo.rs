//! A photograph, prepared on the device: made smaller, written anew so that nothing of its metadata is left (place, time,
//! camera), and named by its hash.
//!
//! How small it must become is decided by the core; that its bytes leave in an event of their own, to the session.

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use sayso_core::photo::Media;
use sayso_core::survey::FileField;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, window};

use crate::call::{call, window as page};
use crate::json;

/// What every photograph is written as.
pub(crate) const MEDIA: Media = Media::Jpeg;

/// The longest side of the small picture that shows what was chosen.
const PREVIEW: FileField = FileField { max_files: 1, max_side: 320 };

/// A photograph that is ready to be sent.
#[derive(Clone)]
pub(crate) struct Photo {
    /// SHA-256 of its bytes, as hexadecimal digits: its name in the answer.
    pub(crate) hash: String,
    /// How many bytes it has.
    pub(crate) bytes: usize,
    /// Its bytes as base64, a text of the browser's.
    pub(crate) content: JsValue,
    /// A small picture of it. Drawn, not loaded: pages that allow no `blob:` images show it all the same.
    pub(crate) preview: HtmlCanvasElement,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is larger than is read, or stays larger than is sent.
    TooLarge,
    /// The browser knows no such picture.
    Unreadable,
    /// The page is no secure context, where browsers compute no hash.
    Insecure,
}

/// Prepares a file that was chosen.
pub(crate) async fn prepare(file: &Blob, field: FileField) -> Result<Photo, Refusal> {
    if file.size() > FileField::MAX_ORIGINAL {
        return Err(Refusal::TooLarge);
    }
    let bitmap = read(file).await.ok_or(Refusal::Unreadable)?;
    let preview = draw(&bitmap, PREVIEW);
    let blob = small(&bitmap, field).await;
    bitmap.close();
    let (preview, blob) = (preview.ok_or(Refusal::Unreadable)?, blob?);
    let buffer: ArrayBuffer =
        JsFuture::from(blob.array_buffer()).await.map_err(|_| Refusal::Unreadable)?.unchecked_into();
    let hash = hash(&buffer).await.ok_or(Refusal::Insecure)?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let content = base64(&bytes).ok_or(Refusal::Unreadable)?;
    Ok(Photo { hash, bytes: bytes.len(), content, preview })
}

/// The picture, upright: the browser turns it as its metadata says before these are lost.
async fn read(file: &Blob) -> Option<ImageBitmap> {
    let promise = window()?.create_image_bitmap_with_blob(file).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn draw(bitmap: &ImageBitmap, field: FileField) -> Option<HtmlCanvasElement> {
    let (width, height) = field.fit(bitmap.width(), bitmap.height())?;
    let canvas = window()?.document()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let (width, height) = (f64::from(width), f64::from(height));
    // JPEG has no transparency; without a ground it would turn black.
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height).ok()?;
    Some(canvas)
}

/// Written as large and as good as is small enough.
async fn small(bitmap: &ImageBitmap, field: FileField) -> Result<Blob, Refusal> {
    for (percent, quality) in FileField::TRIES {
        let canvas = draw(bitmap, field.scaled(percent)).ok_or(Refusal::Unreadable)?;
        let blob = encode(&canvas, quality).await.ok_or(Refusal::Unreadable)?;
        if blob.size() <= FileField::MAX_BYTES {
            return Ok(blob);
        }
    }
    Err(Refusal::TooLarge)
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Option<Blob> {
    let promise = Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &blob);
        });
        let _ =
            canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), MEDIA.name(), &quality.into());
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn hash(bytes: &ArrayBuffer) -> Option<String> {
    let crypto = window()?.crypto().ok()?;
    if json::get(&crypto, "subtle").is_undefined() {
        return None;
    }
    let digest = crypto.subtle().digest_with_str_and_buffer_source("SHA-256", bytes).ok()?;
    let digest: ArrayBuffer = JsFuture::from(digest).await.ok()?.unchecked_into();
    Some(hexadecimal(&Uint8Array::new(&digest).to_vec()))
}

/// By the browser, which takes a text whose every character is a byte.
fn base64(bytes: &[u8]) -> Option<JsValue> {
    let text: String = bytes.iter().copied().map(char::from).collect();
    call(&page(), "btoa", &[&JsValue::from_str(&text)]).ok()
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

/// The files that were chosen in a field, which forgets them: the same file can be chosen again.
pub(crate) fn chosen(input: &JsValue) -> Vec<Blob> {
    let files = json::get(input, "files");
    let files = Array::from(&files).iter().filter_map(|file| file.dyn_into().ok()).collect();
    json::set(input, "value", &JsValue::from_str(""));
    files
}
