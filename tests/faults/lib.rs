//! The fault campaign: whatever breaks between the tap and the database, each answer that somebody was thanked for arrives
//! once, with the time at which it was given.
//!
//! `cargo xtask faults` runs it long, `tests.rs` short. Here devices are made of the core's decisions, so that thousands of
//! answers take seconds; in `tests/e2e` the same proxy stands behind the widget in a browser.

mod campaign;
mod clock;
mod count;
mod device;
mod fault;
mod ledger;
mod proxy;
mod shelf;

pub use campaign::{Campaign, Happened, Mutant, Report, run};
pub use count::{Count, count};
pub use fault::{Fault, Weather};
pub use proxy::{Breach, Proxy};

/// A client that goes straight to its address, whatever proxy the environment names.
fn client() -> anyhow::Result<reqwest::Client> {
    // Needed by any client, where another package of the same build brings TLS along; the second one finds it there.
    let _there = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder().no_proxy().build()?)
}
