//! How often somebody may ask: by write key, and by the address that they come from.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use uuid::Uuid;

use crate::auth;
use crate::config::Rates;
use crate::problem::Problem;

/// How many references somebody at one address may look up in a minute. A number has 40 bits: at this pace one that belongs to
/// one of 1,000 cases is met by chance once in 70 years.
const LOOKUPS: NonZeroU32 = NonZeroU32::new(30).expect("30 is not 0");

/// Who asked how often.
pub(crate) struct Limits {
    keys: Option<DefaultKeyedRateLimiter<Uuid>>,
    addresses: Option<DefaultKeyedRateLimiter<IpAddr>>,
    lookups: DefaultKeyedRateLimiter<IpAddr>,
    is_behind_proxy: bool,
}

impl Limits {
    /// Nobody has asked yet.
    pub(crate) fn new(rates: &Rates) -> Self {
        Self {
            keys: rates.per_key.map(|most| RateLimiter::keyed(Quota::per_minute(most))),
            addresses: rates.per_address.map(|most| RateLimiter::keyed(Quota::per_minute(most))),
            lookups: RateLimiter::keyed(Quota::per_minute(LOOKUPS)),
            is_behind_proxy: rates.is_behind_proxy,
        }
    }

    /// Counts a request that brings events from an address.
    pub(crate) fn writes_from(&self, parts: &Parts) -> Result<(), Problem> {
        check(self.addresses.as_ref(), self.address(parts).as_ref())
    }

    /// Counts a request that brings events with a key.
    pub(crate) fn writes_with(&self, key: Uuid) -> Result<(), Problem> {
        check(self.keys.as_ref(), Some(&key))
    }

    /// Counts somebody who asks for a case by its reference.
    pub(crate) fn looks_up(&self, parts: &Parts) -> Result<(), Problem> {
        check(Some(&self.lookups), self.address(parts).as_ref())
    }

    /// Forgets those who have not asked for long, so that memory does not grow with every address there is.
    pub(crate) fn forget(&self) {
        self.lookups.retain_recent();
        if let Some(keys) = &self.keys {
            keys.retain_recent();
        }
        if let Some(addresses) = &self.addresses {
            addresses.retain_recent();
        }
    }

    fn address(&self, parts: &Parts) -> Option<IpAddr> {
        let ConnectInfo(peer) = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
        let forwarded = if self.is_behind_proxy { forwarded_for(&parts.headers) } else { None };
        Some(network(forwarded.unwrap_or(peer.ip())))
    }
}

fn check<K: Clone + Eq + std::hash::Hash>(
    limiter: Option<&DefaultKeyedRateLimiter<K>>,
    who: Option<&K>,
) -> Result<(), Problem> {
    let (Some(limiter), Some(who)) = (limiter, who) else { return Ok(()) };
    limiter.check_key(who).map_err(|not_yet| {
        let wait = not_yet.wait_time_from(DefaultClock::default().now());
        let problem =
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests; see the header Retry-After.");
        problem.with_header(header::RETRY_AFTER, seconds(wait))
    })
}

/// Whole seconds, never 0.
fn seconds(wait: Duration) -> HeaderValue {
    HeaderValue::from(wait.as_secs().saturating_add(1))
}

/// The address that the proxy saw: the last one, since the client may write any before it.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let text = auth::header(headers, HeaderName::from_static("x-forwarded-for"))?;
    text.rsplit(',').next()?.trim().parse().ok()
}

/// A home has one address of version 4 and 2^64 of version 6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parts(peer: &str, forwarded: Option<&str>) -> Parts {
        let mut request = Request::builder();
        if let Some(list) = forwarded {
            request = request.header("x-forwarded-for", list);
        }
        let mut parts = request.body(()).unwrap().into_parts().0;
        parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        parts
    }

    fn limits(per_address: u32, is_behind_proxy: bool) -> Limits {
        let per_address = NonZeroU32::new(per_address);
        Limits::new(&Rates { per_key: NonZeroU32::new(3), per_address, is_behind_proxy })
    }

    #[test]
    fn each_address_has_its_own_count() {
        let limits = limits(2, false);
        let ask = |peer: &str| limits.writes_from(&parts(peer, None)).is_ok();
        assert_eq!([ask("1.1.1.1"), ask("1.1.1.1"), ask("1.1.1.1")], [true, true, false]);
        assert_eq!([ask("2.2.2.2"), ask("::ffff:1.1.1.1")], [true, false]);
        // One home.
        assert_eq!([ask("2001:db8::1"), ask("2001:db8::2"), ask("2001:db8::3")], [true, true, false]);
        assert!(ask("2001:db8:0:1::1"));
    }

    #[test]
    fn without_a_proxy_nobody_can_say_that_they_are_somebody_else() {
        let (alone, behind) = (limits(1, false), limits(1, true));
        let ask = |limits: &Limits, list| limits.writes_from(&parts("10.0.0.1", Some(list))).is_ok();
        assert_eq!([ask(&alone, "1.1.1.1"), ask(&alone, "2.2.2.2")], [true, false]);
        assert_eq!([ask(&behind, "9.9.9.9, 1.1.1.1"), ask(&behind, "8.8.8.8, 1.1.1.1")], [true, false]);
        assert!(ask(&behind, "2.2.2.2"));
    }

    #[test]
    fn no_limit_is_none() {
        let limits = limits(0, false);
        assert!((0..1_000).all(|_| limits.writes_from(&parts("1.1.1.1", None)).is_ok()));
    }

    #[test]
    fn a_key_has_its_own_count_and_says_when_to_come_back() {
        let limits = limits(0, false);
        let (key, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert!((0..3).all(|_| limits.writes_with(key).is_ok()));
        let refused = format!("{:?}", limits.writes_with(key).unwrap_err());
        assert!(refused.contains("retry-after"), "{refused}");
        assert!(limits.writes_with(other).is_ok());
    }
}
