//! What somebody who waits for an answer takes with them: the reference number, the same as a QR code, and by when the
//! answer comes, where the business has promised it. All of it is made on the device, so it is there without a network.
//!
//! # Keyboard
//! One button, which copies the number, and a link to where its state can be read. The number itself can be selected.
//!
//! # Screen reader
//! The number is read group by group, sign by sign.

use chrono::{DateTime, FixedOffset};
use leptos::task::spawn_local;
use sayso_core::config::Mode;
use sayso_core::delivery::Delivery;
use sayso_core::locale::language;
use sayso_core::qr::Drawing;

use crate::element::{Element, element, svg, tell};
use crate::ending::Receipt;
use crate::session::Session;
use crate::texts::Phrase;
use crate::{intl, page};

/// The reference, its code, and the promise.
pub(super) fn receipt(session: Session, receipt: &Receipt) -> Element {
    let reference = receipt.reference.to_string();
    let text = |key: &str| session.text(key);
    let code = receipt.link.as_deref().unwrap_or(&reference);
    let hint = if receipt.link.is_some() { "receipt.scan" } else { "receipt.keep" };
    let number = element("p")
        .class("reference")
        .child(element("span").attr("aria-hidden", "true").attr("translate", "no").text(&reference))
        .child(element("span").class("unseen").text(&spelled(&reference)));
    let card = element("div")
        .class("receipt")
        .child(element("p").class("receipt-label").says(&text("receipt.label")))
        .child(number)
        .children(page::can_copy().then(|| copy_button(session, reference.clone())))
        .children(Drawing::of(code).map(|drawing| qr(&drawing, &text("receipt.qr"))))
        .child(element("p").class("receipt-hint").says(&text(hint)))
        .children(receipt.link.as_deref().and_then(|link| status_link(session, link)));
    let promised = receipt.answer_by.map(|at| promise(session, at, receipt.promise()));
    // Where nothing is promised, what they left is at least read back to them.
    let left = || Some(text("receipt.reach").fill("{contact}", receipt.contact.as_deref()?));
    let words = promised.or_else(left).map(|words| element("p").class("promise").says(&words));
    let has_endpoint = receipt.has_endpoint;
    let called = move || {
        let delivery = session.read(|state| state.delivery);
        session.text(if has_endpoint { delivery } else { Delivery::Lost }.words_of_a_call())
    };
    let call = receipt.calls_staff.then(|| element("p").class("promise").live_says(called));
    element("div").children(call).children(words).child(card)
}

/// The code is for another device; on this one the page opens by a tap. A kiosk has no way out of itself.
fn status_link(session: Session, link: &str) -> Option<Element> {
    if session.with(|setup| setup.config.mode) == Mode::Kiosk {
        return None;
    }
    let anchor = element("a").class("public-link").attr("href", link);
    let anchor = anchor.attr("target", "_blank").attr("rel", "noopener noreferrer");
    Some(anchor.says(&session.text("receipt.open")))
}

fn copy_button(session: Session, reference: String) -> Element {
    let button = element("button").class("copy").attr("type", "button").says(&session.text("receipt.copy"));
    let label = button.node().clone();
    button.on("click", move |_| {
        let (label, reference) = (label.clone(), reference.clone());
        spawn_local(async move {
            if page::copy(&reference).await {
                tell(&label, &session.text("receipt.copied"));
            }
        });
    })
}

/// The code as one path: dark on light in every theme, since readers expect it so.
fn qr(drawing: &Drawing, label: &Phrase) -> Element {
    let side = drawing.side.to_string();
    svg("svg")
        .class("qr")
        .attr("viewBox", &["0 0 ", &side, " ", &side].concat())
        .attr("role", "img")
        .called(label)
        .attr("shape-rendering", "crispEdges")
        .child(svg("path").attr("d", &drawing.path))
}

/// By when the answer comes.
fn promise(session: Session, at: DateTime<FixedOffset>, key: &str) -> Phrase {
    let locale = session.with(|setup| setup.locale.clone());
    let mut day = intl::day(&locale, at);
    // Within a sentence Vietnamese writes "thứ Hai", which stands alone as "Thứ Hai".
    if language(&locale) == "vi" && day.starts_with("Thứ") {
        day.replace_range(..1, "t");
    }
    session.text(key).fill("{time}", &intl::time_of_day(&locale, at)).fill("{day}", &day)
}

/// `S O, 5 H N 7, P K 2 X, V`: the signs apart, the groups parted by a pause.
fn spelled(reference: &str) -> String {
    let mut spelled = String::new();
    for sign in reference.chars() {
        if sign == '-' {
            spelled.push(',');
        } else {
            if !spelled.is_empty() {
                spelled.push(' ');
            }
            spelled.push(sign);
        }
    }
    spelled
}
