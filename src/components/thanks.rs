//! The end of a survey: a tick, thanks in the tone of the answer, and where the answer is by now.

use leptos::prelude::*;
use sayso_core::score::Segment;

use crate::page;
use crate::session::{Delivery, Session};

/// The thanks, as they stand in the live region.
pub(super) fn thanks(session: Session) -> impl IntoView {
    let words = move || session.text(tone(session.read(|state| state.segment)));
    let whereabouts = move || match session.read(|state| state.delivery) {
        Delivery::Pending | Delivery::Delivered => String::new(),
        Delivery::Kept if page::is_online() => session.text("saved.later"),
        Delivery::Kept => session.text("saved.offline"),
    };
    view! {
        <svg class="tick" viewBox="0 0 48 48" aria-hidden="true">
            <circle class="tick-ring" cx="24" cy="24" r="20.5" />
            <path class="tick-mark" d="M15 24.5 21.5 31 33.5 18" pathLength="1" />
        </svg>
        <p class="thanks">{words}</p>
        <p class="saved">{whereabouts}</p>
    }
}

/// No false cheer after a low score, and neutral is not taken for praise.
fn tone(segment: Option<Segment>) -> &'static str {
    match segment {
        Some(Segment::Promoter) => "thanks.promoter",
        Some(Segment::Detractor) => "thanks.detractor",
        Some(Segment::Neutral) | None => "thanks.neutral",
    }
}
