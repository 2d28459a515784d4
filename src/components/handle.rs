//! The handle of a sheet on a phone. A tap closes the sheet, as the Close button that it is; pulled down it takes the sheet along
//! and closes it where it is let go far enough down.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, MouseEvent};

use crate::call::call;
use crate::element::Element;
use crate::json;
use crate::session::Session;

/// How far down it closes, in CSS pixels: farther than a finger slips.
const FAR: i32 = 72;

/// Lets the button be pulled down, and the frame with it.
pub(super) fn pulled(session: Session, button: Element, frame: &HtmlElement) -> Element {
    let handle = button.html();
    let from = Rc::new(Cell::new(None));
    let (began, moved, ended) = (from.clone(), from.clone(), from.clone());
    let (at_move, at_end, at_cancel) = (frame.style(), frame.style(), frame.style());
    button
        .on("pointerdown", move |event| {
            // A mouse that leaves the handle is still heard.
            let id = json::get(&event, "pointerId");
            let _ = call(&handle, "setPointerCapture", &[&id]);
            began.set(Some(height(&event)));
        })
        .on("pointermove", move |event| {
            if let Some(from) = moved.get() {
                let way = (height(&event) - from).max(0).to_string();
                let _ = at_move.set_property("--_pulled", &[&way, "px"].concat());
            }
        })
        .on("pointerup", move |event| {
            let is_far = ended.take().is_some_and(|from| height(&event) - from >= FAR);
            let _ = at_end.remove_property("--_pulled");
            if is_far {
                session.close();
            }
        })
        .on("pointercancel", move |_| {
            from.set(None);
            let _ = at_cancel.remove_property("--_pulled");
        })
}

fn height(event: &Event) -> i32 {
    event.unchecked_ref::<MouseEvent>().client_y()
}
