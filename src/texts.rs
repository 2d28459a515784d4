//! The widget's own words in the language of the screen. Files of words are `locales/*.json`; none is compiled in.
//!
//! The library is what the loader brings along. Whose words stand in for missing ones is decided by the core; here they are fetched, and the gap is told.

use std::ops::Deref;
use std::sync::Arc;

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

    /// Promises the file of words under this very tag.
    #[wasm_bindgen(method, catch)]
    fn texts(this: &Library, language: &str) -> Result<js_sys::Promise, JsValue>;

    /// Promises the style of what the second part of the program draws.
    #[wasm_bindgen(method, catch, js_name = moreStyle)]
    fn more_style(this: &Library) -> Result<js_sys::Promise, JsValue>;
}

/// Words on the screen, and their language where it is another than the screen's. One pointer, which is lighter to hand on.
#[derive(Clone, Debug)]
pub(crate) struct Phrase(Arc<[String; 2]>);

impl Phrase {
    /// Words in this language; none is the screen's.
    pub(crate) fn new(words: String, language: Option<&str>) -> Self {
        Self(Arc::new([words, language.unwrap_or_default().to_owned()]))
    }

    /// The language, where it is another than the screen's.
    pub(crate) fn language(&self) -> Option<&str> {
        Some(&*self.0[1]).filter(|language| !language.is_empty())
    }

    /// Other words in the same language.
    pub(crate) fn with(&self, words: String) -> Self {
        Self::new(words, self.language())
    }

    /// Puts something in the place of a gap, such as `{n}`.
    pub(crate) fn fill(&self, gap: &str, filler: &str) -> Self {
        self.with(self.replace(gap, filler))
    }
}

impl Default for Phrase {
    fn default() -> Self {
        Self::new(String::new(), None)
    }
}

impl Deref for Phrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0[0]
    }
}

/// The words of one language, and those that stand in for what it lacks.
#[derive(Clone, Default)]
pub(crate) struct Texts {
    /// Nothing where the language has no file.
    file: JsValue,
    stand_in: JsValue,
    /// The language of those that stand in.
    other: &'static str,
}

impl Texts {
    /// Fetches the words for `locale`, for a survey whose first language is `first`; `None` where none can be had now.
    pub(crate) async fn load(library: &JsValue, locale: &str, first: &str) -> Option<Self> {
        let library: &Library = library.unchecked_ref();
        let mut file = JsValue::UNDEFINED;
        for tag in locale::lookup(locale) {
            if !file.is_object() {
                file = read(library, tag).await;
            }
        }
        let other = if file.is_object() {
            locale::stand_in(locale, first).unwrap_or_default()
        } else {
            let message = ["there are no words for ", locale].concat();
            page::warn_once(&message, &message);
            "en"
        };
        let stand_in = if other.is_empty() { JsValue::UNDEFINED } else { read(library, other).await };
        (file.is_object() || stand_in.is_object()).then_some(Self { file, stand_in, other })
    }

    /// The words under `key`. Where no file has them it is the key itself, so that the gap is seen and not silent.
    pub(crate) fn get(&self, key: &str) -> Phrase {
        if let Some(words) = json::get(&self.file, key).as_string() {
            return Phrase::new(words, None);
        }
        if self.file.is_object() {
            let message = ["the language of the screen has no words for ", key].concat();
            page::warn_once(&message, &message);
        }
        let words = json::get(&self.stand_in, key).as_string().unwrap_or_else(|| key.to_owned());
        Phrase::new(words, Some(self.other))
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
