//! Fixed words of the core in its two languages. Any other language is left to the locale files, by code.

use crate::locale::language;

/// The same words in Vietnamese and in English.
///
/// ```
/// use sayso_core::words::Words;
/// let staff = Words { vi: "Nhân viên", en: "Staff" };
/// assert_eq!([staff.pick("vi-VN"), staff.pick("en"), staff.pick("fr")], ["Nhân viên", "Staff", "Staff"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Words {
    /// As one says it at a good counter in Vietnam.
    pub vi: &'static str,
    /// The English beside it.
    pub en: &'static str,
}

impl Words {
    /// The words for a BCP 47 locale: Vietnamese for `vi` and its regions, English for everybody else.
    pub fn pick(self, locale: &str) -> &'static str {
        if language(locale).eq_ignore_ascii_case("vi") { self.vi } else { self.en }
    }

    /// The language of what [`Words::pick`] comes to, where it is another than the locale's.
    ///
    /// ```
    /// use sayso_core::words::Words;
    /// assert_eq!(["vi-VN", "en-GB", "fr"].map(Words::stand_in), [None, None, Some("en")]);
    /// ```
    pub fn stand_in(locale: &str) -> Option<&'static str> {
        let is_ours = ["vi", "en"].iter().any(|ours| language(locale).eq_ignore_ascii_case(ours));
        (!is_ours).then_some("en")
    }
}
