//! The widget's own words in the language of the screen. Files of words are `locales/*.json`; none is compiled in.
//!
//! The library is what the loader brings along. Whose words stand in for missing ones is decided by the core; here they are fetched, and the gap is told.

use sayso_core::locale;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{json, page};

#[wasm_bindgen]
extern "C" {
    /// Where files of words come from.
    #[derive(Clone)]
    pub(crate) type Library;

    /// Promises the file of words that fits a language.
    #[wasm_bindgen(method, catch)]
    fn texts(this: &Library, language: &str) -> Result<js_sys::Promise, JsValue>;

    /// Promises the style of what the second part of the program draws.
    #[wasm_bindgen(method, catch, js_name = moreStyle)]
    fn more_style(this: &Library) -> Result<js_sys::Promise, JsValue>;
}

/// The words of one language, and those that stand in for what it lacks.
#[derive(Clone, Default)]
pub(crate) struct Texts {
    file: JsValue,
    stand_in: JsValue,
}

impl Texts {
    /// Fetches the words for `locale`, for a survey whose first language is `first`; `None` where none can be had now.
    pub(crate) async fn load(library: &JsValue, locale: &str, first: &str) -> Option<Self> {
        let library: &Library = library.unchecked_ref();
        let file = read(library, locale).await;
        if !file.is_object() {
            return None;
        }
        let stand_in = match locale::stand_in(locale, first) {
            Some(language) => read(library, language).await,
            None => JsValue::UNDEFINED,
        };
        Some(Self { file, stand_in })
    }

    /// The words under `key`. Where no file has them it is the key itself, so that the gap is seen and not silent.
    pub(crate) fn get(&self, key: &str) -> String {
        if let Some(words) = json::get(&self.file, key).as_string() {
            return words;
        }
        let message = ["the language of the screen has no words for ", key].concat();
        page::warn_once(&message, &message);
        json::get(&self.stand_in, key).as_string().unwrap_or_else(|| key.to_owned())
    }
}

/// Fetches the style of what the second part of the program draws.
pub(crate) fn more_style(library: &JsValue) -> Option<js_sys::Promise> {
    library.unchecked_ref::<Library>().more_style().ok()
}

async fn read(library: &Library, language: &str) -> JsValue {
    match library.texts(language) {
        Ok(promise) => JsFuture::from(promise).await.unwrap_or_default(),
        Err(_) => JsValue::UNDEFINED,
    }
}
