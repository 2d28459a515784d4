//! The end of a survey: a tick, thanks in the tone of the answer, and where the answer is by now.

use sayso_core::score::Segment;

use super::face::{drawn, ring};
use crate::element::{Element, element, svg};
use crate::page;
use crate::session::{Delivery, Session};

/// The thanks, as they stand in the live region.
pub(super) fn thanks(session: Session) -> Element {
    let tick = svg("path").class("tick-mark").attr("d", "M15 24.5 21.5 31 33.5 18").attr("pathLength", "1");
    let whereabouts = move || match session.read(|state| state.delivery) {
        Delivery::Pending | Delivery::Delivered => String::new(),
        Delivery::Parked => session.text("saved.parked"),
        Delivery::Waiting if page::is_online() => session.text("saved.later"),
        Delivery::Waiting => session.text("saved.offline"),
    };
    element("div")
        .child(drawn("tick", "0 0 48 48").child(ring("tick-ring")).child(tick))
        .child(
            element("p")
                .class("thanks")
                .live_text(move || session.text(tone(session.read(|state| state.segment)))),
        )
        .child(element("p").class("saved").live_text(whereabouts))
}

/// No false cheer after a low score, and neutral is not taken for praise.
fn tone(segment: Option<Segment>) -> &'static str {
    match segment {
        Some(Segment::Promoter) => "thanks.promoter",
        Some(Segment::Detractor) => "thanks.detractor",
        Some(Segment::Neutral) | None => "thanks.neutral",
    }
}
