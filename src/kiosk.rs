//! What a device at a touch point knows of its taps from one respondent to the next: too soon after another, or too many in a minute.
//! They are kept, and not counted.

use std::cell::RefCell;

use sayso_core::config::Mode;
use sayso_core::quality::{Flag, TapRule, Taps};
use wasm_bindgen::{JsCast, JsValue};

use crate::{clock, json};

thread_local! {
    /// Of this page, whichever widget it shows: a person has one pair of hands.
    static TAPS: RefCell<Option<Taps>> = const { RefCell::new(None) };
}

/// The doubts about a response that is given now, or goes on with those that there were `before`.
pub(crate) fn doubts(mode: Mode, library: &JsValue, before: Option<Vec<Flag>>) -> Vec<Flag> {
    if mode != Mode::Kiosk {
        return Vec::new();
    }
    let interval = json::get(&json::get(library, "attributes"), "tap-interval").as_string();
    // Where no loader of a kiosk notes them, there are none.
    let touches: js_sys::Array = json::get(library, "touches").dyn_into().unwrap_or_default();
    let touches: Vec<i64> = touches.iter().filter_map(|at| at.as_f64()).map(clock::whole).collect();
    let now = clock::whole(clock::monotonic_ms());
    TAPS.with_borrow_mut(|taps| {
        let rule = || Taps::new(TapRule::of_tag(&interval.unwrap_or_default()));
        let taps = taps.get_or_insert_with(rule);
        match before {
            Some(before) => taps.observe_on(before, now, &touches),
            None => taps.observe_amid(now, &touches),
        }
    })
}
