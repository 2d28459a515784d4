//! A photograph on its way: the event that brings the bytes to which an answer refers by their hash.
//!
//! Making it small enough is left to the widget, after [`crate::survey::FileField`]; that the bytes are those of the hash, and of the kind
//! that is named, to whoever takes it.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};
use uuid::{Builder, Uuid, Version};

use crate::config::Channel;
use crate::decode::{Node, Problems};
use crate::response::{MAX_TOUCHPOINT, write_time};
use crate::survey::limits;

/// The kinds of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// What the widget writes every photograph as.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
}

impl Media {
    /// Every kind and its name on the wire.
    pub const NAMES: [(&'static str, Self); 3] =
        [("image/jpeg", Self::Jpeg), ("image/png", Self::Png), ("image/webp", Self::WebP)];

    /// The kind's name on the wire.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// What these bytes are, by how they begin.
    ///
    /// ```
    /// use sayso_core::photo::Media;
    /// assert_eq!(Media::of(b"\xff\xd8\xff\xe0"), Some(Media::Jpeg));
    /// assert_eq!(Media::of(b"<svg onload='alert(1)'/>"), None);
    /// ```
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let is_webp = |bytes: &[u8]| bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            _ => is_webp(bytes).then_some(Self::WebP),
        }
    }
}

/// The `data` of a `sayso.photo.v1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Unique, and the same however often it is made: see [`Photo::id_of`].
    pub id: Uuid,
    /// The response that refers to it.
    pub response_id: Uuid,
    /// The question that it answers.
    pub question: String,
    /// Where: a free id such as `checkout`.
    pub touchpoint: String,
    /// By which road the respondent came.
    pub channel: Channel,
    /// When the response was given, by the clock of the place.
    pub submitted_at: DateTime<FixedOffset>,
    /// SHA-256 of its bytes as 64 hexadecimal digits: its name in the answer.
    pub hash: String,
    /// What the bytes are said to be.
    pub media: Media,
    /// The bytes as base64, with padding (RFC 4648, section 4).
    pub content: String,
}

impl Photo {
    /// The most bytes of a photograph: with what is around it, an event of it stays below 700 kB.
    pub const MAX_BYTES: usize = 512_000;

    /// The most characters of its content.
    pub const MAX_CONTENT: usize = Self::MAX_BYTES.div_ceil(3) * 4;

    /// The id of a photograph with this hash in a response: a UUID (version 8) of both, so that it is sent once however often a response
    /// is, and one that two people send is each one's own.
    ///
    /// ```
    /// use sayso_core::photo::Photo;
    /// use uuid::Uuid;
    /// let hash = "a".repeat(64);
    /// let of = |response| Photo::id_of(Uuid::from_u128(response), &hash);
    /// assert_eq!(of(7), of(7));
    /// assert_ne!(of(7), of(8));
    /// assert_eq!(of(7).get_version_num(), 8);
    /// ```
    pub fn id_of(response_id: Uuid, hash: &str) -> Uuid {
        let half = hash.get(..32).and_then(|digits| u128::from_str_radix(digits, 16).ok());
        let mixed = response_id.as_u128() ^ half.unwrap_or_default();
        Builder::from_u128(mixed).with_version(Version::Custom).into_uuid()
    }

    /// As it stands in the `data` of an event.
    pub fn encode(&self) -> Value {
        let mut data = Map::new();
        let mut put = |name: &str, value: &str| data.insert(name.to_owned(), value.into());
        put("photoId", &self.id.to_string());
        put("responseId", &self.response_id.to_string());
        put("question", &self.question);
        put("touchpoint", &self.touchpoint);
        put("channel", self.channel.name());
        put("submittedAt", &write_time(self.submitted_at));
        put("hash", &self.hash);
        put("mediaType", self.media.name());
        put("content", &self.content);
        Value::Object(data)
    }

    /// Reads what [`Photo::encode`] wrote. Fields of later versions are passed over.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("photoId", problems).and_then(|node| node.uuid(problems));
        let response_id = fields.required("responseId", problems).and_then(|node| node.uuid(problems));
        let question = fields.required("question", problems).and_then(|node| node.name(limits::ID, problems));
        let touchpoint =
            fields.required("touchpoint", problems).and_then(|node| node.text(MAX_TOUCHPOINT, problems));
        let channel =
            fields.required("channel", problems).and_then(|node| node.one_of(&Channel::NAMES, problems));
        let submitted_at = fields.required("submittedAt", problems).and_then(|node| node.moment(problems));
        let hash = fields.required("hash", problems).and_then(|node| decode_hash(&node, problems));
        let media =
            fields.required("mediaType", problems).and_then(|node| node.one_of(&Media::NAMES, problems));
        let content =
            fields.required("content", problems).and_then(|node| node.name(Self::MAX_CONTENT, problems));
        Some(Self {
            id: id?,
            response_id: response_id?,
            question: question?.to_owned(),
            touchpoint: touchpoint?.to_owned(),
            channel: channel?,
            submitted_at: submitted_at?,
            hash: hash?.to_owned(),
            media: media?,
            content: content?.to_owned(),
        })
    }
}

fn decode_hash<'v>(node: &Node<'v>, problems: &mut Problems) -> Option<&'v str> {
    let hash = node.text(64, problems)?;
    if is_hash(hash) {
        Some(hash)
    } else {
        node.refuse("expected 64 hexadecimal digits, 0-9 and a-f", problems)
    }
}

/// Whether this could name a photograph.
///
/// ```
/// use sayso_core::photo::is_hash;
/// assert!(is_hash(&"0f".repeat(32)));
/// assert!(!is_hash(&"0F".repeat(32)));
/// assert!(!is_hash("0f"));
/// ```
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use serde_json::json;

    fn document() -> Value {
        json!({ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "source": "https://shop.example/",
            "type": "sayso.photo.v1", "subject": "checkout", "time": "2026-11-21T20:38:00.123+07:00",
            "datacontenttype": "application/json",
            "data": { "photoId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d",
                "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "question": "defect", "touchpoint": "checkout",
                "channel": "web", "submittedAt": "2026-11-21T20:38:00.123+07:00", "hash": "0f".repeat(32),
                "mediaType": "image/jpeg", "content": "/9j/4A==" } })
    }

    #[test]
    fn a_photograph_survives_the_journey_to_the_letter() {
        let event = Event::decode(&document()).unwrap();
        assert_eq!(event.encode(), document());
        assert!(event.is_private());
    }

    #[test]
    fn what_is_wrong_is_named_by_its_path() {
        let check = |name: &str, value: Value, expected: &str| {
            let mut document = document();
            document["data"][name] = value;
            let problems = Event::decode(&document).unwrap_err();
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert_eq!(problems, [expected]);
        };
        check("hash", json!("0F"), "/data/hash: expected 64 hexadecimal digits, 0-9 and a-f");
        check("photoId", json!(7), "/data/photoId: expected a UUID, found 7");
        check(
            "mediaType",
            json!("image/svg+xml"),
            "/data/mediaType: expected one of image/jpeg, image/png, image/webp, found \"image/svg+xml\"",
        );
        check("content", json!(""), "/data/content: expected a text that is not empty, found \"\"");
        let large = "A".repeat(Photo::MAX_CONTENT + 1);
        check("content", json!(large), "/data/content: expected at most 682668 characters, found 682669");
    }

    #[test]
    fn an_event_of_the_largest_photograph_stays_below_700_kilobytes() {
        let mut document = document();
        document["data"]["content"] = json!("A".repeat(Photo::MAX_CONTENT));
        assert!(document.to_string().len() < 700_000);
    }

    #[test]
    fn a_kind_is_told_by_how_its_bytes_begin() {
        let check =
            |bytes: &[u8], expected: Option<Media>| assert_eq!(Media::of(bytes), expected, "{bytes:?}");
        check(b"\x89PNG\r\n\x1a\n....", Some(Media::Png));
        check(b"RIFF\0\0\0\0WEBPVP8 ", Some(Media::WebP));
        check(b"RIFF\0\0\0\0WAVEfmt ", None);
        check(b"RIFF", None);
        check(b"\xff\xd8", None);
        check(b"", None);
    }
}
