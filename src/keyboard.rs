//! The on-screen keyboard of a phone: a sheet stands above it, and neither the field nor the button is under it.
//!
//! Phones lay the keyboard over the page without telling its layout; only the visual viewport becomes smaller. How far the
//! sheet is lifted is a custom property, which the style sheet reads.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, EventTarget, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, ShadowRoot,
    VisualViewport, window,
};

/// Less than this is the browser's own bar coming and going.
const LEAST: f64 = 80.0;

/// Follows the keyboard until it is dropped.
pub(crate) struct KeyboardWatch {
    targets: [(EventTarget, &'static str); 3],
    listener: Closure<dyn FnMut()>,
}

/// Keeps `frame` above the keyboard. `None` where the browser has no visual viewport, and no such keyboard.
pub(crate) fn stay_above(frame: &HtmlElement) -> Option<KeyboardWatch> {
    let viewport = window()?.visual_viewport()?;
    let (followed, seen) = (frame.clone(), viewport.clone());
    let listener = Closure::<dyn FnMut()>::new(move || follow(&followed, &seen));
    let targets: [(EventTarget, &str); 3] = [
        (viewport.clone().unchecked_into(), "resize"),
        (viewport.unchecked_into(), "scroll"),
        (frame.clone().unchecked_into(), "focusin"),
    ];
    for (target, event) in &targets {
        let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    Some(KeyboardWatch { targets, listener })
}

impl Drop for KeyboardWatch {
    fn drop(&mut self) {
        for (target, event) in &self.targets {
            let _ = target.remove_event_listener_with_callback(event, self.listener.as_ref().unchecked_ref());
        }
    }
}

fn follow(frame: &HtmlElement, viewport: &VisualViewport) {
    let layout = window().and_then(|window| window.document()?.document_element());
    let Some(layout) = layout.map(|page| f64::from(page.client_height())) else { return };
    let covered = covered(layout, viewport.height(), viewport.offset_top(), viewport.scale());
    let lift = [&covered.to_string(), "px"].concat();
    let _ = frame.style().set_property("--_keyboard", &lift);
    if covered > 0 {
        reveal(frame);
    }
}

/// How many pixels at the foot of the page are under the keyboard. Whoever has zoomed in sees a part of the page, and
/// nothing is covered.
#[expect(clippy::cast_possible_truncation, reason = "a float to integer cast saturates")]
fn covered(layout: f64, visible: f64, above: f64, scale: f64) -> i32 {
    let covered = layout - visible - above;
    if scale > 1.01 || covered < LEAST { 0 } else { covered as i32 }
}

/// Brings the button into view, then the field that is written in: where there is room for one of them, it is the field.
fn reveal(frame: &HtmlElement) {
    let root: ShadowRoot = frame.get_root_node().unchecked_into();
    let Some(field) = root.active_element().filter(|active| active.matches(".line").unwrap_or(false)) else {
        return;
    };
    let button = root.query_selector(".navigation").ok().flatten();
    for part in button.iter().chain([&field]) {
        nearest(part);
    }
}

fn nearest(part: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    part.scroll_into_view_with_scroll_into_view_options(&options);
}
