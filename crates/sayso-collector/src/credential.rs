//! Who may do what: tokens that read, and write keys that stand in web pages.
//!
//! A token is a secret, kept as its SHA-256 alone. A write key is public; what binds it is the origin of the page. Where
//! the two are kept is left to [`crate::store`], how a request carries them to [`crate::auth`].

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;
use uuid::Uuid;

use crate::error::Error;
use crate::store::Millis;

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Responses and scores.
    Read,
    /// Everything that [`Role::Read`] may, and what changes things.
    Admin,
}

impl Role {
    /// Every role and its name.
    pub const NAMES: [(&'static str, Self); 2] = [("read", Self::Read), ("admin", Self::Admin)];

    /// The role's name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The role of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role)
    }
}

/// A token as it is handed out: `sst_`, its id, and 128 random bits.
///
/// The id is part of the text so that the row is found by something that is no secret, and the secret itself is only
/// ever compared in constant time.
pub struct Token {
    id: Uuid,
    secret: u128,
}

impl Token {
    /// A new token.
    ///
    /// # Errors
    /// When the operating system has no random bytes.
    pub fn generate() -> Result<Self, Error> {
        Ok(Self { id: Uuid::now_v7(), secret: random_bits()? })
    }

    /// Reads the text of a token; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix("sst_")?.split_once('_')?;
        if secret.len() != 32 || !secret.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        Some(Self { id: Uuid::try_parse(id).ok()?, secret: u128::from_str_radix(secret, 16).ok()? })
    }

    /// The id of its row.
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// The text that its holder sends. There is no other way to see the secret.
    pub fn reveal(&self) -> String {
        format!("sst_{}_{:032x}", self.id.simple(), self.secret)
    }

    /// What is kept of it.
    pub fn row(&self, role: Role, name: &str, created_at: Millis) -> TokenRow {
        TokenRow { id: self.id, role, name: name.to_owned(), hash: self.hash(), created_at, revoked_at: None }
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret.to_be_bytes()).into()
    }
}

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Its id, public.
    pub id: Uuid,
    /// What it is good for.
    pub role: Role,
    /// What its owner calls it.
    pub name: String,
    /// The SHA-256 of its secret.
    pub hash: [u8; 32],
    /// When it was made.
    pub created_at: Millis,
    /// When it was ended.
    pub revoked_at: Option<Millis>,
}

impl TokenRow {
    /// Whether `token` is this one, in a time that tells nothing of the secret.
    pub fn matches(&self, token: &Token) -> bool {
        self.hash.ct_eq(&token.hash()).into()
    }
}

/// A write key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: Uuid,
    /// The key itself, `pk_…`.
    pub key: String,
    /// What its owner calls it.
    pub name: String,
    /// The pages that may use it.
    pub origins: Vec<Origin>,
    /// When it was made.
    pub created_at: Millis,
    /// When it was ended.
    pub revoked_at: Option<Millis>,
}

impl KeyRow {
    /// A new key for these origins.
    ///
    /// # Errors
    /// When the operating system has no random bytes.
    pub fn generate(origins: Vec<Origin>, name: &str, created_at: Millis) -> Result<Self, Error> {
        let key = format!("pk_{:032x}", random_bits()?);
        Ok(Self { id: Uuid::now_v7(), key, name: name.to_owned(), origins, created_at, revoked_at: None })
    }
}

/// The origin of a web page: scheme, host and port, as browsers write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The origin of an `http` or `https` address.
    ///
    /// # Errors
    /// What was expected, when the address is none of these.
    ///
    /// ```
    /// use sayso_collector::credential::Origin;
    /// assert_eq!(Origin::parse("https://Shop.example:443/cart").unwrap().as_str(), "https://shop.example");
    /// assert!(Origin::parse("null").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let expected = || format!("expected an address such as https://shop.example, found \"{text}\"");
        let url = Url::parse(text).map_err(|_| expected())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(expected());
        }
        Ok(Self(url.origin().ascii_serialization()))
    }

    /// As it stands in the header `Origin`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn random_bits() -> Result<u128, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::System(format!("no random bytes: {error}")))?;
    Ok(u128::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_text_alone() {
        let token = Token::generate().unwrap();
        let row = token.row(Role::Read, "dashboard", 0);
        assert!(row.matches(&Token::parse(&token.reveal()).unwrap()));
        let other = Token { id: token.id, secret: token.secret ^ 1 };
        assert!(!row.matches(&other));
    }

    #[test]
    fn what_is_kept_does_not_hold_the_secret() {
        let token = Token::generate().unwrap();
        let kept = format!("{:?}", token.row(Role::Admin, "first", 0));
        let secret = token.reveal().rsplit_once('_').unwrap().1.to_owned();
        assert!(!kept.contains(&secret));
        assert!(!format!("{:?}", token.hash()).contains(&format!("{:?}", token.secret.to_be_bytes())));
    }

    #[test]
    fn text_that_is_no_token_is_none() {
        for text in ["", "sst_", "sst_1_2", "pk_00000000000000000000000000000000", "Bearer"] {
            assert!(Token::parse(text).is_none(), "{text}");
        }
        let id = Uuid::nil().simple();
        assert!(Token::parse(&format!("sst_{id}_+0000000000000000000000000000001")).is_none());
        assert!(Token::parse(&format!("sst_{id}_{}", "0".repeat(33))).is_none());
    }

    #[test]
    fn no_two_secrets_are_alike() {
        assert_ne!(Token::generate().unwrap().secret, Token::generate().unwrap().secret);
        let key = || KeyRow::generate(Vec::new(), "", 0).unwrap().key;
        assert_ne!(key(), key());
    }

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Origin::parse(text).ok().as_ref().map(Origin::as_str), expected, "{text}");
        };
        check("https://shop.example", Some("https://shop.example"));
        check("HTTP://Shop.Example:8080/path?q", Some("http://shop.example:8080"));
        check("https://cửahàng.example", Some("https://xn--cahng-tqa2694c.example"));
        check("shop.example", None);
        check("file:///etc/passwd", None);
        check("null", None);
        check("*", None);
    }
}
