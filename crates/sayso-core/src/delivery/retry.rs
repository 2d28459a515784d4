//! When an event is tried again: exponential backoff with full jitter, unless the endpoint named a time.

use chrono::{DateTime, FixedOffset};

/// The longest that the first wait can be.
const FIRST_MS: u64 = 1_000;

/// The longest that any wait of our own can be: an endpoint that is back should not stand idle for longer.
const LONGEST_MS: u64 = 15 * 60 * 1_000;

/// The longest that an endpoint can ask us to wait. A slip of a clock or of a unit must not hold answers up for weeks.
const MOST_ASKED_MS: u64 = 24 * 60 * 60 * 1_000;

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

/// What a `Retry-After` header asks for, in milliseconds from `now`: a number of seconds or a date (RFC 9110, section
/// 10.2.3). A date in the past asks for nothing.
///
/// ```
/// use sayso_core::delivery::retry_after_ms;
/// let now = "2026-11-22T08:00:00+07:00".parse().unwrap();
/// assert_eq!(retry_after_ms("120", now), Some(120_000));
/// assert_eq!(retry_after_ms("Sun, 22 Nov 2026 01:00:30 GMT", now), Some(30_000));
/// assert_eq!(retry_after_ms("Sat, 21 Nov 2026 01:00:30 GMT", now), Some(0));
/// assert_eq!(retry_after_ms("soon", now), None);
/// ```
pub fn retry_after_ms(header: &str, now: DateTime<FixedOffset>) -> Option<u64> {
    let header = header.trim();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit ask for as long as can be asked for.
        return Some(header.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(1_000));
    }
    let date = DateTime::parse_from_rfc2822(header).ok()?;
    Some(u64::try_from((date - now).num_milliseconds()).unwrap_or(0))
}

/// How far the device's clock is ahead of the endpoint's, in milliseconds, by the `Date` of a reply. Behind is negative.
///
/// The header tells whole seconds, cut off, and the reply was written somewhere between sending and receiving, so the skew is
/// known to within half a second and half of the round trip: what lies within that is none.
///
/// ```
/// use sayso_core::delivery::skew_ms;
/// let at = |text: &str| text.parse().unwrap();
/// let date = "Sun, 22 Nov 2026 01:00:00 GMT";
/// assert_eq!(skew_ms(date, at("2026-11-22T08:00:00.100+07:00"), at("2026-11-22T08:00:00.300+07:00")), Some(0));
/// assert_eq!(skew_ms(date, at("2026-11-22T09:00:00.500+07:00"), at("2026-11-22T09:00:00.500+07:00")), Some(3_600_000));
/// assert_eq!(skew_ms("now", at("2026-11-22T08:00:00Z"), at("2026-11-22T08:00:00Z")), None);
/// ```
pub fn skew_ms(date: &str, sent: DateTime<FixedOffset>, received: DateTime<FixedOffset>) -> Option<i64> {
    let written = DateTime::parse_from_rfc2822(date.trim()).ok()?;
    let trip = (received - sent).num_milliseconds();
    let middle_of_second = 500;
    let skew = (sent - written).num_milliseconds() + trip / 2 - middle_of_second;
    let unknown = middle_of_second + (trip / 2).abs();
    Some(if skew.abs() <= unknown { 0 } else { skew })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_endpoint_cannot_ask_for_more_than_a_day() {
        let now = "2026-11-22T08:00:00+07:00".parse().unwrap();
        let asked = retry_after_ms("99999999999999999999999999", now);
        assert_eq!(wait_ms(1, 0.0, asked), MOST_ASKED_MS);
    }

    #[test]
    fn what_cannot_be_known_is_no_skew() {
        let at = |text: &str| text.parse::<DateTime<FixedOffset>>().unwrap();
        let check = |sent: &str, received: &str, expected: i64| {
            let skew = skew_ms("Sun, 22 Nov 2026 01:00:00 GMT", at(sent), at(received));
            assert_eq!(skew, Some(expected), "{sent} {received}");
        };
        check("2026-11-22T01:00:00.000Z", "2026-11-22T01:00:00.999Z", 0);
        // A slow trip hides a small skew.
        check("2026-11-22T00:59:55Z", "2026-11-22T01:00:05Z", 0);
        check("2026-11-22T01:00:10.500Z", "2026-11-22T01:00:10.500Z", 10_000);
        check("2026-11-22T00:59:50.500Z", "2026-11-22T00:59:50.500Z", -10_000);
        // A clock that was set back between sending and receiving.
        check("2026-11-22T01:00:00.500Z", "2026-11-22T00:59:59.500Z", 0);
    }

    proptest! {
        #[test]
        fn waits_stay_within_their_bounds(attempts: u32, chance in 0.0..=1.0_f64, asked: Option<u64>) {
            let wait = wait_ms(attempts, chance, asked);
            prop_assert!(wait <= MOST_ASKED_MS + LONGEST_MS);
            prop_assert!(wait >= asked.unwrap_or(0).min(MOST_ASKED_MS));
        }

        #[test]
        fn no_header_makes_it_panic(header: String) {
            let now = "2026-11-22T08:00:00+07:00".parse().unwrap();
            let _ = retry_after_ms(&header, now);
            let _ = skew_ms(&header, now, now);
        }
    }
}
