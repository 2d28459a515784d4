//! A device's clock: it runs faster than ours, so that waits of minutes pass in a moment, and somebody can set it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

/// How many milliseconds of a device pass in one of ours.
const PACE: u64 = 500;

/// When every campaign begins: 2026-11-21, 20:38 in Vietnam.
const BEGIN_MS: i64 = 1_795_268_280_000;

/// A clock.
#[derive(Debug)]
pub(crate) struct Clock {
    started: Instant,
    set_by: AtomicI64,
}

impl Clock {
    /// One that is right.
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), set_by: AtomicI64::new(0) }
    }

    /// What it shows, in milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        let passed =
            u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_mul(PACE);
        let set_by = self.set_by.load(Ordering::SeqCst);
        u64::try_from(BEGIN_MS.saturating_add(set_by)).unwrap_or_default().saturating_add(passed)
    }

    /// What it shows, as it is written into events.
    pub(crate) fn now(&self) -> String {
        let moment = i64::try_from(self.now_ms()).ok().and_then(DateTime::from_timestamp_millis);
        let vietnam = FixedOffset::east_opt(7 * 3_600);
        let local = moment.zip(vietnam).map(|(moment, zone)| moment.with_timezone(&zone));
        local.map(sayso_core::response::write_time).unwrap_or_default()
    }

    /// Somebody sets it back.
    pub(crate) fn set_back(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or_default();
        self.set_by.fetch_sub(by, Ordering::SeqCst);
    }

    /// How long of ours until it shows that.
    pub(crate) fn until(&self, ms: u64) -> Duration {
        Duration::from_millis(ms.saturating_sub(self.now_ms()).div_ceil(PACE))
    }
}
