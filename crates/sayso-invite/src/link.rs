//! The address that an invitation leads to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use sayso_core::config::Channel;
use sayso_core::error::Error;
use sayso_core::response::MAX_TOUCHPOINT;

/// What stays as it is in the value of a query (RFC 3986, unreserved).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A link to the page of a survey that says where it hangs and by which road somebody came.
///
/// ```
/// use sayso_core::config::Channel;
/// use sayso_invite::Link;
/// let link = Link::new("https://shop.example/rate", "bàn 7", Channel::Qr).unwrap();
/// assert_eq!(link.address(), "https://shop.example/rate?touchpoint=b%C3%A0n%207&channel=qr");
/// assert_eq!(link.host(), "shop.example");
/// assert!(Link::new("shop.example", "table-7", Channel::Qr).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    base: String,
    address: String,
}

impl Link {
    /// The most characters of a page's address.
    pub const MAX_BASE: usize = 2_000;

    /// A link to the page at `base`, which may have a query of its own.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a `base` that is no `http://` or `https://` address, has a fragment or signs that stand in none, and for a
    /// `touchpoint` that is empty or longer than an event takes.
    pub fn new(base: &str, touchpoint: &str, channel: Channel) -> Result<Self, Error> {
        let rest = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"));
        let is_plain = |sign: char| sign.is_ascii_graphic() && !"#\"<>\\^`{|}".contains(sign);
        let has_host = rest
            .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '['));
        if !has_host || base.len() > Self::MAX_BASE || !base.chars().all(is_plain) {
            return Err(Error::OutOfRange { argument: "base" });
        }
        if touchpoint.trim().is_empty() || touchpoint.chars().count() > MAX_TOUCHPOINT {
            return Err(Error::OutOfRange { argument: "touchpoint" });
        }
        let fields = [("touchpoint", touchpoint), ("channel", channel.name())];
        let address =
            fields.into_iter().fold(base.to_owned(), |address, (name, value)| with(&address, name, value));
        Ok(Self { base: base.to_owned(), address })
    }

    /// Where it leads.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Where a tap on one choice leads: the page has chosen it then, and asks to confirm. Fetching it answers nothing.
    ///
    /// ```
    /// use sayso_core::config::Channel;
    /// use sayso_invite::Link;
    /// let link = Link::new("https://shop.example/rate?lang=vi", "order", Channel::Email).unwrap();
    /// let four = "https://shop.example/rate?lang=vi&touchpoint=order&channel=email&prefill.csat=4";
    /// assert_eq!(link.choosing("csat", 4), four);
    /// ```
    pub fn choosing(&self, question: &str, value: u8) -> String {
        let name = ["prefill.", &encode(question)].concat();
        with(&self.address, &name, &value.to_string())
    }

    /// Whose page it is, for people to read.
    pub fn host(&self) -> &str {
        let rest = self.base.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        authority.rsplit('@').next().unwrap_or_default()
    }
}

fn with(address: &str, name: &str, value: &str) -> String {
    let joint = match address.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    [address, joint, name, "=", &encode(value)].concat()
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_an_address_of_a_page() {
        let check = |base: &str, fits: bool| {
            assert_eq!(Link::new(base, "a", Channel::Qr).is_ok(), fits, "{base}");
        };
        check("https://shop.example", true);
        check("http://127.0.0.1:8787/order.html?x=1", true);
        check("https://[::1]/", true);
        for base in [
            "",
            "https://",
            "https:///x",
            "ftp://shop.example/",
            "javascript:alert(1)",
            "https://shop.example/#x",
        ] {
            check(base, false);
        }
        for base in [
            "https://shop.example/a b",
            "https://shop.example/\"><script>",
            "https://quán.example/",
            "https://a\n",
        ] {
            check(base, false);
        }
        check(&format!("https://shop.example/{}", "x".repeat(Link::MAX_BASE)), false);
    }

    #[test]
    fn a_touch_point_keeps_its_name_whatever_it_holds() {
        let check = |touchpoint: &str, expected: &str| {
            let link = Link::new("https://a.example/?q=&", touchpoint, Channel::Qr).unwrap();
            assert_eq!(link.address(), format!("https://a.example/?q=&touchpoint={expected}&channel=qr"));
        };
        check("table-7", "table-7");
        check("a&channel=web", "a%26channel%3Dweb");
        check("Quầy 1/2+#", "Qu%E1%BA%A7y%201%2F2%2B%23");
        for wrong in ["", "  ", &"x".repeat(MAX_TOUCHPOINT + 1)] {
            assert!(Link::new("https://a.example/", wrong, Channel::Qr).is_err());
        }
    }

    #[test]
    fn the_host_is_the_one_that_the_browser_goes_to() {
        let check = |base: &str, expected: &str| {
            assert_eq!(Link::new(base, "a", Channel::Qr).unwrap().host(), expected);
        };
        check("https://shop.example", "shop.example");
        check("http://shop.example:8080?x=/", "shop.example:8080");
        check("https://bank.example@evil.example/x@y", "evil.example");
    }
}
