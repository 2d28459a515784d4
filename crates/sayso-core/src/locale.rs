//! Which language a respondent is addressed in.
//!
//! Where the wishes come from (the tag, the page, the browser) is left to the widget.

/// The language of a BCP 47 tag: `vi` of `vi-VN`.
pub fn language(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// The first wish that the survey was written in, by full tag or by language; else the survey's first language.
///
/// ```
/// use sayso_core::locale::choose;
/// assert_eq!(choose(["en-GB", "vi"], ["vi", "en"]), Some("en"));
/// assert_eq!(choose(["fr"], ["vi", "en"]), Some("vi"));
/// assert_eq!(choose(["zh-TW"], ["zh-CN", "zh-TW"]), Some("zh-TW"));
/// ```
pub fn choose<'w, 'a>(
    wishes: impl IntoIterator<Item = &'w str>,
    available: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
) -> Option<&'a str> {
    let available = available.into_iter();
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    wishes
        .into_iter()
        .find_map(|wish| {
            let exact = available.clone().find(|tag| same(tag, wish));
            exact.or_else(|| available.clone().find(|tag| same(language(tag), language(wish))))
        })
        .or_else(|| available.clone().next())
}

/// The languages whose words the widget brings, whole.
const WHOLE: [&str; 2] = ["vi", "en"];

/// Whose words stand in for those that a file of `locale` lacks: those of the survey's first language where the widget
/// brings it, else English. `None` where nothing can be lacking.
///
/// ```
/// use sayso_core::locale::stand_in;
/// assert_eq!(stand_in("vi-VN", "vi"), None);
/// assert_eq!(stand_in("ar", "vi"), Some("vi"));
/// assert_eq!(stand_in("fr", "de"), Some("en"));
/// ```
pub fn stand_in(locale: &str, first: &str) -> Option<&'static str> {
    let whole = |tag: &str| WHOLE.into_iter().find(|known| language(tag).eq_ignore_ascii_case(known));
    if whole(locale).is_some() { None } else { whole(first).or(Some("en")) }
}

/// Whether a language is written from right to left.
///
/// ```
/// use sayso_core::locale::is_right_to_left;
/// assert!(is_right_to_left("ar-EG"));
/// assert!(!is_right_to_left("vi"));
/// ```
pub fn is_right_to_left(tag: &str) -> bool {
    matches!(language(tag), "ar" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi")
}
