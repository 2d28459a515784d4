//! What a reply of the endpoint means for the events that were sent, and which of those that wait go next.
//!
//! Sending is left to the transport, keeping to the outbox.

mod age;
mod fate;
mod large;
mod part;
mod parting;
mod queue;
mod reply;
mod retry;
mod whereabouts;

pub use age::Age;
pub use fate::Fate;
pub use large::{is_free, lease_ms, takes_photos, timeout_ms};
pub use part::{part_due_ms, takes_parts};
pub use parting::{fits_beacon, parting};
pub use queue::{Haste, PAGE, Rest, Waiting, batch, due_ms, next, reads_on, rests_until};
pub use reply::refused;
pub use retry::{retry_after_ms, skew_ms, wait_ms};
pub use whereabouts::Delivery;

/// What became of an event that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The endpoint has it; it may be forgotten here.
    Delivered,
    /// It may work later; keep it and try again.
    Retry,
    /// It will never work as it is; keep it, visible, and do not try again.
    Parked,
}

impl Outcome {
    /// The meaning of an HTTP status; `None` where no reply came at all.
    ///
    /// ```
    /// use sayso_core::delivery::Outcome::{self, *};
    /// assert_eq!([202, 409].map(|status| Outcome::of(Some(status))), [Delivered; 2]);
    /// assert_eq!([408, 425, 429, 500, 503].map(|status| Outcome::of(Some(status))), [Retry; 5]);
    /// assert_eq!([400, 401, 404, 413].map(|status| Outcome::of(Some(status))), [Parked; 4]);
    /// assert_eq!(Outcome::of(None), Retry);
    /// ```
    pub fn of(status: Option<u16>) -> Self {
        match status {
            Some(200..=299 | 409) => Self::Delivered,
            Some(408 | 425 | 429 | 500..=599) | None => Self::Retry,
            Some(400..=499) => Self::Parked,
            // A redirect that the browser did not follow, or a status outside of HTTP: a server on its way up.
            Some(_) => Self::Retry,
        }
    }
}
