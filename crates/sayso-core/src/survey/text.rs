//! A text in the languages that its author wrote.

use serde_json::Value;

use crate::decode::{Node, Problems};
use crate::locale::lookup;

use super::limits;

/// A text in at least one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalText(Vec<(String, String)>);

impl LocalText {
    /// A text from pairs of language and words; `None` where there is none.
    pub fn new<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Option<Self> {
        let texts: Vec<_> =
            texts.into_iter().map(|(locale, text)| (locale.to_owned(), text.to_owned())).collect();
        (!texts.is_empty()).then_some(Self(texts))
    }

    /// A text out of a survey that is known to be valid, without what reads and proves surveys; `None` where there is none.
    ///
    /// ```
    /// use sayso_core::survey::LocalText;
    /// use serde_json::json;
    /// assert_eq!(LocalText::known(&json!({ "vi": "Xin chào" })), LocalText::new([("vi", "Xin chào")]));
    /// assert_eq!(LocalText::known(&json!(null)), None);
    /// ```
    pub fn known(value: &Value) -> Option<Self> {
        let texts = value.as_object()?.iter();
        Self::new(texts.filter_map(|(locale, text)| Some((locale.as_str(), text.as_str()?))))
    }

    /// The words for `locale`: its own, those of its language, those of `fallback`, or whichever there are; see [`lookup`].
    ///
    /// ```
    /// use sayso_core::survey::LocalText;
    /// let hello = LocalText::new([("vi", "Xin chào"), ("en", "Hello")]).unwrap();
    /// assert_eq!(hello.pick("en-GB", "vi"), "Hello");
    /// assert_eq!(hello.pick("fr", "vi"), "Xin chào");
    /// assert!(hello.speaks("en-GB") && !hello.speaks("fr"));
    /// ```
    pub fn pick(&self, locale: &str, fallback: &str) -> &str {
        self.own(locale).or_else(|| self.other(fallback)).map_or("", |(_, text)| text)
    }

    /// Whether it is written in that locale or in its language.
    pub fn speaks(&self, locale: &str) -> bool {
        self.own(locale).is_some()
    }

    /// The language of the words that [`LocalText::pick`] comes to, where it is another than was asked for.
    ///
    /// ```
    /// use sayso_core::survey::LocalText;
    /// let hello = LocalText::new([("vi", "Xin chào"), ("en", "Hello")]).unwrap();
    /// assert_eq!(hello.stand_in("fr", "vi"), Some("vi"));
    /// assert_eq!(hello.stand_in("en-GB", "vi"), None);
    /// ```
    pub fn stand_in(&self, locale: &str, fallback: &str) -> Option<&str> {
        let of_other = self.other(fallback).filter(|_| !self.speaks(locale));
        of_other.map(|(locale, _)| locale.as_str())
    }

    fn own(&self, locale: &str) -> Option<&(String, String)> {
        lookup(locale).find_map(|tag| self.named(tag))
    }

    fn other(&self, fallback: &str) -> Option<&(String, String)> {
        self.named(fallback).or_else(|| self.0.first())
    }

    fn named(&self, key: &str) -> Option<&(String, String)> {
        self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))
    }

    /// The languages it is written in.
    pub fn locales(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(locale, _)| locale.as_str())
    }

    /// The words of every language.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, text)| text.as_str())
    }

    /// Whether any of its words take in what was answered.
    pub fn pipes(&self) -> bool {
        self.words().any(|words| words.contains("{{"))
    }

    pub(super) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let fields = node.object(problems)?;
        if fields.is_empty() || fields.len() > limits::LOCALES {
            return node
                .refuse("expected a text in at least one language, such as {\"vi\": \"…\"}", problems);
        }
        let texts: Vec<_> = fields
            .entries()
            .map(|(locale, text)| Some((locale.to_owned(), text.name(limits::TEXT, problems)?.to_owned())))
            .collect();
        Some(Self(texts.into_iter().collect::<Option<_>>()?))
    }
}
