//! The widget's own words in the language of the screen. Files of words are `locales/*.json`; none is compiled in.

use wasm_bindgen::JsValue;

use crate::json;

/// One locale file.
#[derive(Clone)]
pub(crate) struct Texts(JsValue);

impl Texts {
    /// The parsed file.
    pub(crate) fn new(file: JsValue) -> Self {
        Self(file)
    }

    /// The words under `key`; the key itself where the file lacks them, so that the gap is seen and not silent.
    pub(crate) fn get(&self, key: &str) -> String {
        json::get(&self.0, key).as_string().unwrap_or_else(|| key.to_owned())
    }
}
