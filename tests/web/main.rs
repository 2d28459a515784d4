//! Components in a real browser, found as people find them: by role and by name.

#![cfg(target_arch = "wasm32")]

mod choice; // one, several, reasons in two levels
mod complaint; // the intake form, and what one takes along
mod consent; // the opt-in
mod contact; // how to reach somebody, and what is wrong with it
mod date; // days in the order of the language
mod draft; // half filled in: offered at the next visit, never on a kiosk, nothing private
mod dropdown; // the device's own menu
mod embed; // what crosses the boundary to the loader: errors, unmounting, several widgets
mod emotion; // the feelings
mod expectation; // expected and actual, and the gap
mod file; // photographs, smaller and without metadata
mod fill; // filling in fields, found by name
mod flow; // the way that the answers lead, Back, and what is piped
mod language; // the switch, gaps in words, right to left
mod matrix; // statements rated on one scale
mod number; // numbers as each language writes them
mod page; // a page of one widget, and how to find things in it
mod points; // numbers: rating, NPS, CES
mod progress; // how far the respondent has come
mod ranking; // a list put in order by buttons and by dragging
mod slider; // the slider: untouched is unanswered
mod smiley; // the smiley question: taps, keys, names
mod stars; // the stars question
mod statement; // words to read
mod text; // words of one's own, and their limit
mod thanks; // the end: whose words, and the way to a public review
mod thumbs;
mod writing; // what could not be taken stays in its field // the thumbs question

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
