//! Components in a real browser, found as people find them: by role and by name.

#![cfg(target_arch = "wasm32")]

mod complaint; // the intake form, and what one takes along
mod embed; // what crosses the boundary to the loader: errors, unmounting, several widgets
mod language; // the switch, gaps in words, right to left
mod page; // a page of one widget, and how to find things in it
mod progress; // how far the respondent has come
mod smiley; // the smiley question: taps, keys, names

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
