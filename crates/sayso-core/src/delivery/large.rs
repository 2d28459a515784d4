//! What is different about an event as large as a photograph: it takes its time.

use crate::config::Format;

/// A request that hangs is ended after this.
const TIMEOUT_MS: u64 = 15_000;

/// What a request may hold before it gets longer than that, in bytes.
const ORDINARY: usize = 65_536;

/// How slow a network may be for what is beyond, in bytes a millisecond: 64 kbit/s.
const SLOWEST: u64 = 8;

/// No request is waited for longer.
const LONGEST_REQUEST_MS: u64 = 100_000;

/// How much longer than a request the queue is held for it.
const MARGIN_MS: u64 = 5_000;

/// Whether an endpoint of this format gets photographs. Behind `simple` stands a hook without code, whose table has no room for one.
///
/// ```
/// use sayso_core::{config::Format::{CloudEvents, Json, Simple}, delivery::takes_photos};
/// assert_eq!([CloudEvents, Json, Simple].map(takes_photos), [true, true, false]);
/// ```
pub fn takes_photos(format: Format) -> bool {
    format != Format::Simple
}

/// How long a request of so many bytes may take: 15 s, and for what is beyond 64 KiB as long as a slow network needs.
///
/// ```
/// use sayso_core::delivery::timeout_ms;
/// assert_eq!([900, 65_536, 700_000, 100_000_000].map(timeout_ms), [15_000, 15_000, 94_308, 100_000]);
/// ```
pub fn timeout_ms(bytes: usize) -> u64 {
    let beyond = u64::try_from(bytes.saturating_sub(ORDINARY)).unwrap_or(u64::MAX);
    LONGEST_REQUEST_MS.min(TIMEOUT_MS + beyond / SLOWEST)
}

/// How long a tab holds the queue for a request of so many bytes, where there are no locks: longer than it can take.
pub fn lease_ms(bytes: usize) -> u64 {
    timeout_ms(bytes) + MARGIN_MS
}

/// Whether a tab may take the lease on the queue that another took until then; for browsers without locks.
///
/// ```
/// use sayso_core::delivery::{is_free, lease_ms};
/// assert!(!is_free(1_000 + lease_ms(700_000), 1_000));
/// assert!(is_free(1_000, 1_000));
/// // Noted before the clock was set back.
/// assert!(is_free(900_000, 1_000));
/// ```
pub fn is_free(until_ms: u64, now_ms: u64) -> bool {
    until_ms <= now_ms || until_ms > now_ms.saturating_add(LONGEST_REQUEST_MS + MARGIN_MS)
}
