//! The widget: Leptos components inside a shadow root, and the edge that joins them to the page.
//!
//! Scores, decisions and the shape of events belong to `sayso-core`; when to load this at all belongs to the loader.

mod call;
mod clock;
mod components;
mod draft;
mod element;
mod embed;
mod ending;
mod focus;
mod idb;
mod intl;
mod json;
mod keyboard;
mod kiosk;
mod more;
mod outbox;
mod page;
mod photo;
mod proof;
mod session;
mod style;
mod texts;
mod transport;
mod vault;

pub use embed::{Widget, mount, outbox};
