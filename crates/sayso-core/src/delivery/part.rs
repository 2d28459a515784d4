//! What was answered so far, sent on its own: whoever stops half way has said something all the same.
//!
//! It is an event like any other, of the same response and of a lower revision than what comes after it.

use crate::config::Format;

/// How long a part is held back: whoever goes on meanwhile sends one event instead of two.
const HELD_MS: u64 = 30_000;

/// Whether an endpoint of this format gets parts: one that can tell by `responseId` and `revision` that they belong together. Behind
/// `simple` stands a hook without code, which adds a line for whatever comes.
///
/// ```
/// use sayso_core::{config::Format::{CloudEvents, Json, Simple}, delivery::takes_parts};
/// assert_eq!([CloudEvents, Json, Simple].map(takes_parts), [true, true, false]);
/// ```
pub fn takes_parts(format: Format) -> bool {
    format != Format::Simple
}

/// When a part is sent by the clock; when the page is left it goes at once.
///
/// ```
/// assert_eq!(sayso_core::delivery::part_due_ms(1_000), 31_000);
/// ```
pub fn part_due_ms(now_ms: u64) -> u64 {
    now_ms.saturating_add(HELD_MS)
}
