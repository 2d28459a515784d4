//! One constructed style sheet for every widget of the page: nothing is added to the host's `<head>`, and a content
//! security policy without `style-src` allows it. It grows by a second part when the program does.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

struct Sheet {
    sheet: CssStyleSheet,
    text: String,
}

thread_local! {
    static SHEET: RefCell<Option<Sheet>> = const { RefCell::new(None) };
}

/// Gives `root` the widget's style; the first call decides the text.
pub(crate) fn adopt(root: &ShadowRoot, css: &str) -> Result<(), JsValue> {
    SHEET.with_borrow_mut(|shared| {
        let sheet = if let Some(Sheet { sheet, .. }) = shared {
            sheet.clone()
        } else {
            let sheet = CssStyleSheet::new()?;
            sheet.replace_sync(css)?;
            shared.insert(Sheet { sheet, text: css.to_owned() }).sheet.clone()
        };
        root.set_adopted_style_sheets(&Array::of1(&sheet));
        Ok(())
    })
}

/// Adds the style of what the second part of the program draws.
pub(crate) fn extend(css: &str) -> Result<(), JsValue> {
    SHEET.with_borrow_mut(|shared| match shared {
        Some(Sheet { sheet, text }) => {
            text.push_str(css);
            sheet.replace_sync(text)
        }
        None => Ok(()),
    })
}
