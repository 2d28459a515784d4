//! How often somebody may try a code: every wrong one from the third on costs time, and more each time.
//!
//! What the code is, and keeping the count over a restart, is left to the host.

/// Wrong codes up to now, and when the last was.
///
/// ```
/// use sayso_core::attempts::Attempts;
/// let mut attempts = Attempts::default();
/// for _ in 0..3 {
///     attempts = attempts.wrong_at(1_000);
/// }
/// assert_eq!(attempts.left_ms(1_000), 30_000);
/// assert_eq!(attempts.left_ms(31_000), 0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How many wrong ones in a row.
    pub wrong: u32,
    /// When the last was, by the device's clock in milliseconds.
    pub last_ms: u64,
}

/// Slips of the finger that cost nothing.
const FREE: u32 = 2;

/// What the first that costs costs.
const FIRST_MS: u64 = 30_000;

/// The most that any costs: half a day, after which there are some 700 tries a year at ten thousand codes of four digits.
const MOST_MS: u64 = 43_200_000;

impl Attempts {
    /// How long nothing is taken, in milliseconds.
    ///
    /// # Formula
    /// 0 up to the second wrong code; `30 s · 2^(wrong − 3)` from the third on, half a day at most
    pub fn left_ms(self, now_ms: u64) -> u64 {
        let wait = wait_ms(self.wrong);
        self.last_ms.saturating_add(wait).saturating_sub(now_ms).min(wait)
    }

    /// After one more wrong code.
    #[must_use]
    pub fn wrong_at(self, now_ms: u64) -> Self {
        Self { wrong: self.wrong.saturating_add(1), last_ms: now_ms }
    }

    /// As it is to be kept now: where the clock was set back, the wait begins anew, and does not last until the clock has caught
    /// up.
    #[must_use]
    pub fn seen_at(self, now_ms: u64) -> Self {
        Self { last_ms: self.last_ms.min(now_ms), ..self }
    }
}

fn wait_ms(wrong: u32) -> u64 {
    match wrong.checked_sub(FREE + 1) {
        None => 0,
        Some(doubled) => FIRST_MS.saturating_mul(1_u64.checked_shl(doubled).unwrap_or(u64::MAX)).min(MOST_MS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_cost_more_each_time_up_to_half_a_day() {
        let check = |wrong: u32, seconds: u64| {
            let attempts = Attempts { wrong, last_ms: 5_000 };
            assert_eq!(attempts.left_ms(5_000), seconds * 1_000, "{wrong} wrong ones");
        };
        for (wrong, seconds) in
            [(0, 0), (2, 0), (3, 30), (4, 60), (5, 120), (12, 15_360), (13, 30_720), (14, 43_200)]
        {
            check(wrong, seconds);
        }
        for wrong in [66, 67, u32::MAX] {
            check(wrong, 43_200);
        }
        assert_eq!(Attempts { wrong: u32::MAX, last_ms: 0 }.wrong_at(1).wrong, u32::MAX);
    }

    /// A clock that was set back by years once locked the panel for as many.
    #[test]
    fn a_clock_that_is_set_back_locks_no_longer_than_the_wait() {
        let kept = Attempts { wrong: 3, last_ms: 1_800_000_000_000 };
        assert_eq!(kept.left_ms(1_000), 30_000);
        assert_eq!(kept.seen_at(1_000).left_ms(31_000), 0);
        assert_eq!(kept.seen_at(1_900_000_000_000), kept);
        assert_eq!(Attempts { wrong: 9, last_ms: u64::MAX }.left_ms(u64::MAX), 0);
    }
}
