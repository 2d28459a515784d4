//! When an event is tried again: exponential backoff with full jitter, unless the endpoint named a time.

/// The longest that the first wait can be.
const FIRST_MS: u64 = 1_000;

/// The longest that any wait of our own can be: an endpoint that is back should not stand idle for longer.
pub(super) const LONGEST_MS: u64 = 15 * 60 * 1_000;

/// The longest that an endpoint can ask us to wait. A slip of a clock or of a unit must not hold answers up for weeks.
pub(super) const MOST_ASKED_MS: u64 = 24 * 60 * 60 * 1_000;

/// How long to wait after so many failed attempts, in milliseconds.
///
/// `chance` is drawn anew from 0 to 1 for every wait, so that devices that lost their endpoint in the same moment do not all
/// come back in the same moment. `asked_ms` is what the endpoint's `Retry-After` came to, see [`retry_after_ms`]: never sooner
/// than that.
///
/// # Formula
/// `chance · min(15 min, 1 s · 2^(attempts - 1))`, the "full jitter" of Brooker, *Exponential Backoff and Jitter*, AWS
/// Architecture Blog, 2015.
///
/// ```
/// use sayso_core::delivery::wait_ms;
/// assert_eq!(wait_ms(1, 1.0, None), 1_000);
/// assert_eq!(wait_ms(4, 0.5, None), 4_000);
/// assert_eq!(wait_ms(99, 1.0, None), 900_000);
/// assert_eq!(wait_ms(1, 0.2, Some(30_000)), 30_200);
/// ```
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a chance is between 0 and 1, and a float to integer cast saturates"
)]
pub fn wait_ms(attempts: u32, chance: f64, asked_ms: Option<u64>) -> u64 {
    let doublings = attempts.saturating_sub(1).min(32);
    let longest = LONGEST_MS.min(FIRST_MS << doublings);
    let jitter = (longest as f64 * chance.clamp(0.0, 1.0)) as u64;
    match asked_ms {
        // The jitter comes on top: all that were told the same second should not come in it.
        Some(asked) => asked.min(MOST_ASKED_MS) + jitter,
        None => jitter,
    }
}

/// What a `Retry-After` header asks for, in milliseconds from `now_ms`: a number of seconds or a date (RFC 9110, section
/// 10.2.3). A date in the past asks for nothing. `date_ms` is the header read as a date, where it is one: browsers read dates,
/// and to read them here as well would weigh more than the rest of the outbox.
///
/// ```
/// use sayso_core::delivery::retry_after_ms;
/// assert_eq!(retry_after_ms("120", None, 0), Some(120_000));
/// assert_eq!(retry_after_ms("Sun, 22 Nov 2026 01:00:30 GMT", Some(30_000), 10_000), Some(20_000));
/// assert_eq!(retry_after_ms("Sat, 21 Nov 2026 01:00:30 GMT", Some(5_000), 10_000), Some(0));
/// assert_eq!(retry_after_ms("soon", None, 0), None);
/// ```
pub fn retry_after_ms(header: &str, date_ms: Option<i64>, now_ms: i64) -> Option<u64> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit ask for as long as can be asked for.
        return Some(header.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(1_000));
    }
    Some(u64::try_from(date_ms?.saturating_sub(now_ms)).unwrap_or(0))
}

/// How far the device's clock is ahead of the endpoint's, in milliseconds, by the `Date` of a reply, which was sent for and
/// received at these times of the device. Behind is negative.
///
/// The header tells whole seconds, cut off, and the reply was written somewhere between sending and receiving, so the skew is
/// known to within half a second and half of the round trip: what lies within that is none.
///
/// ```
/// use sayso_core::delivery::skew_ms;
/// assert_eq!(skew_ms(60_000, 60_100, 60_300), 0);
/// assert_eq!(skew_ms(60_000, 3_660_500, 3_660_500), 3_600_000);
/// ```
pub fn skew_ms(written_ms: i64, sent_ms: i64, received_ms: i64) -> i64 {
    let trip = received_ms.saturating_sub(sent_ms);
    let middle_of_second = 500;
    let skew = sent_ms.saturating_sub(written_ms).saturating_add(trip / 2).saturating_sub(middle_of_second);
    let unknown = (trip / 2).saturating_abs() + middle_of_second;
    if skew.saturating_abs() <= unknown { 0 } else { skew }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_endpoint_cannot_ask_for_more_than_a_day() {
        let asked = retry_after_ms("99999999999999999999999999", None, 0);
        assert_eq!(wait_ms(1, 0.0, asked), MOST_ASKED_MS);
    }

    #[test]
    fn what_cannot_be_known_is_no_skew() {
        let check = |sent: i64, received: i64, expected: i64| {
            assert_eq!(skew_ms(60_000, sent, received), expected, "{sent} {received}");
        };
        check(60_000, 60_999, 0);
        // A slow trip hides a small skew.
        check(55_000, 65_000, 0);
        check(70_500, 70_500, 10_000);
        check(50_500, 50_500, -10_000);
        // A clock that was set back between sending and receiving.
        check(60_500, 59_500, 0);
    }

    proptest! {
        #[test]
        fn waits_stay_within_their_bounds(attempts: u32, chance in 0.0..=1.0_f64, asked: Option<u64>) {
            let wait = wait_ms(attempts, chance, asked);
            prop_assert!(wait <= MOST_ASKED_MS + LONGEST_MS);
            prop_assert!(wait >= asked.unwrap_or(0).min(MOST_ASKED_MS));
        }

        #[test]
        fn no_header_and_no_clock_makes_it_panic(header: String, date: Option<i64>, now: i64, sent: i64) {
            let _ = retry_after_ms(&header, date, now);
            let _ = skew_ms(date.unwrap_or_default(), sent, now);
        }
    }
}
