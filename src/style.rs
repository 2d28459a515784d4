//! One constructed style sheet for every widget of the page: nothing is added to the host's `<head>`, and a content
//! security policy without `style-src` allows it.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

thread_local! {
    static SHEET: RefCell<Option<CssStyleSheet>> = const { RefCell::new(None) };
}

/// Gives `root` the widget's style; the first call decides the text.
pub(crate) fn adopt(root: &ShadowRoot, css: &str) -> Result<(), JsValue> {
    SHEET.with_borrow_mut(|shared| {
        let sheet = if let Some(sheet) = shared {
            sheet.clone()
        } else {
            let sheet = CssStyleSheet::new()?;
            sheet.replace_sync(css)?;
            shared.insert(sheet).clone()
        };
        root.set_adopted_style_sheets(&Array::of1(&sheet));
        Ok(())
    })
}
