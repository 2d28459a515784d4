//! Time and randomness, read from the browser and handed to the core, which has neither.

use chrono::{DateTime, FixedOffset};
use js_sys::{Date, Uint8Array};
use uuid::{Builder, Uuid};
use web_sys::{Crypto, window};

/// The moment by the device's clock, with the offset of the place.
pub(crate) fn now() -> DateTime<FixedOffset> {
    let date = Date::new_0();
    let west = whole(date.get_timezone_offset()) * 60;
    let offset = i32::try_from(-west).ok().and_then(FixedOffset::east_opt).unwrap_or_else(|| {
        // Unreachable in a browser, whose offsets lie within a day; total all the same.
        FixedOffset::east_opt(0).unwrap_or_else(|| unreachable!("zero is an offset"))
    });
    DateTime::from_timestamp_millis(whole(date.get_time())).unwrap_or_default().with_timezone(&offset)
}

/// Milliseconds on a clock that nobody can set, from an arbitrary start.
pub(crate) fn monotonic_ms() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// A new UUIDv7: sorted by time, 74 random bits.
pub(crate) fn uuid() -> Uuid {
    let mut random = [0; 10];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        fill(&crypto, &mut random);
    }
    let millis = u64::try_from(whole(Date::now())).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

fn fill(crypto: &Crypto, random: &mut [u8; 10]) {
    let bytes = Uint8Array::new_with_length(10);
    if crypto.get_random_values_with_array_buffer_view(&bytes).is_ok() {
        bytes.copy_to(random);
    }
}

/// A browser's time or count as the core has it: never below nothing.
pub(crate) fn millis(number: f64) -> u64 {
    u64::try_from(whole(number)).unwrap_or(0)
}

#[expect(clippy::cast_possible_truncation, reason = "a browser's times lie far within 2^53")]
pub(crate) fn whole(number: f64) -> i64 {
    number as i64
}
