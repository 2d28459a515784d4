//! The offer to go on with what an earlier visit left half filled in: a line under the first question. Where something of it was not
//! kept, a second line says so.
//!
//! # Keyboard
//! Two buttons after the question. Whoever answers the question instead has started anew.
//!
//! # Screen reader
//! A group named by its line. Either button brings the focus to the question.

use crate::element::{Element, element};
use crate::session::{Earlier, Session};

const WORDS_ID: &str = "resume";
const LACK_ID: &str = "lack";

/// The line, while there is something to go on with.
pub(crate) fn resume(session: Session) -> Option<Element> {
    let earlier = session.read(|state| state.earlier);
    (earlier != Earlier::Nothing).then(|| {
        let button =
            |name: &str| element("button").class("chip").attr("type", "button").says(&session.text(name));
        let group = element("div").class("shortcuts resume").attr("role", "group");
        let group = group
            .attr("aria-labelledby", WORDS_ID)
            .child(element("p").attr("id", WORDS_ID).says(&session.text("draft.offer")));
        let group = if earlier == Earlier::Lacking {
            let lack = element("p").class("lack").attr("id", LACK_ID).says(&session.text("draft.lacks"));
            group.attr("aria-describedby", LACK_ID).child(lack)
        } else {
            group
        };
        group
            .child(button("draft.go_on").on("click", move |_| session.take_up_draft()))
            .child(button("draft.anew").on("click", move |_| session.begin_anew()))
    })
}
