//! One constructed style sheet for every widget of the page: nothing is added to the host's `<head>`, and a content
//! security policy without `style-src` allows it. It grows by a second part when the program does.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{CssStyleSheet, ShadowRoot};

struct Sheet {
    constructed: CssStyleSheet,
    /// Of a first rating, once a widget was drawn.
    first: String,
    /// Of the second part, which may come before: a page sends what waits without showing a survey.
    more: String,
}

impl Sheet {
    fn write(&self) -> Result<(), JsValue> {
        self.constructed.replace_sync(&[self.first.as_str(), &self.more].concat())
    }
}

thread_local! {
    static SHEET: RefCell<Option<Sheet>> = const { RefCell::new(None) };
}

fn with(act: impl FnOnce(&mut Sheet) -> Result<(), JsValue>) -> Result<(), JsValue> {
    SHEET.with_borrow_mut(|shared| match shared {
        Some(shared) => act(shared),
        None => act(shared.insert(Sheet {
            constructed: CssStyleSheet::new()?,
            first: String::new(),
            more: String::new(),
        })),
    })
}

/// Gives `root` the widget's style; the first call decides the text.
pub(crate) fn adopt(root: &ShadowRoot, css: &str) -> Result<(), JsValue> {
    with(|shared| {
        if shared.first.is_empty() {
            css.clone_into(&mut shared.first);
            shared.write()?;
        }
        root.set_adopted_style_sheets(&Array::of1(&shared.constructed));
        Ok(())
    })
}

/// Adds the style of what the second part of the program draws.
pub(crate) fn extend(css: &str) -> Result<(), JsValue> {
    with(|shared| {
        css.clone_into(&mut shared.more);
        shared.write()
    })
}
