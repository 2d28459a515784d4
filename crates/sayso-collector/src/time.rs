//! The server's clock, and how the API writes moments.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::store::Millis;

/// Now, by this server's clock.
pub fn now() -> Millis {
    Utc::now().timestamp_millis()
}

/// RFC 3339 in UTC, with milliseconds.
///
/// ```
/// use sayso_collector::time::write;
/// assert_eq!(write(1_763_732_280_123), "2025-11-21T13:38:00.123Z");
/// ```
pub fn write(moment: Millis) -> String {
    DateTime::from_timestamp_millis(moment).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Millis, true)
}
