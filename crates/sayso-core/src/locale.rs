//! Which language a respondent is addressed in.
//!
//! Where the wishes come from (the tag, the page, the browser) is left to the widget.

/// The language of a BCP 47 tag: `vi` of `vi-VN`.
pub fn language(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// A BCP 47 tag and what is left of it when it is cut short from its end, most exact first: where words in it are looked for. What a
/// single letter introduces goes together with that letter.
///
/// # Source
/// RFC 4647, section 3.4, "Lookup".
///
/// ```
/// use sayso_core::locale::lookup;
/// let tags: Vec<&str> = lookup("zh-Hant-CN-x-private1-private2").collect();
/// assert_eq!(tags, ["zh-Hant-CN-x-private1-private2", "zh-Hant-CN-x-private1", "zh-Hant-CN", "zh-Hant", "zh"]);
/// assert_eq!(lookup("pt-BR").collect::<Vec<_>>(), ["pt-BR", "pt"]);
/// ```
pub fn lookup(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| cut(tag))
}

fn cut(tag: &str) -> Option<&str> {
    let is_joint = |byte: &u8| matches!(byte, b'-' | b'_');
    let end = tag.bytes().rposition(|byte| is_joint(&byte))?;
    match &tag.as_bytes()[..end] {
        [.., before, _] if is_joint(before) => tag.get(..end - 2),
        _ => tag.get(..end),
    }
}

/// The first wish that the survey was written in, looked up by [`lookup`] or else by language; else the survey's first language.
///
/// ```
/// use sayso_core::locale::choose;
/// assert_eq!(choose(["en-GB", "vi"], ["vi", "en"]), Some("en"));
/// assert_eq!(choose(["fr"], ["vi", "en"]), Some("vi"));
/// assert_eq!(choose(["zh-TW"], ["zh-CN", "zh-TW"]), Some("zh-TW"));
/// assert_eq!(choose(["zh-Hant-TW"], ["zh-Hans", "zh-Hant"]), Some("zh-Hant"));
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
            let exact = lookup(wish).find_map(|wish| available.clone().find(|tag| same(tag, wish)));
            exact.or_else(|| available.clone().find(|tag| same(language(tag), language(wish))))
        })
        .or_else(|| available.clone().next())
}

/// The languages whose words the widget brings, whole.
const WHOLE: [&str; 2] = ["vi", "en"];

/// Whose words stand in for those that a file of `locale` lacks: those of the survey's first language where the widget
/// brings it, else English; for a region of such a language those of the language. `None` where nothing can be lacking.
///
/// ```
/// use sayso_core::locale::stand_in;
/// assert_eq!(stand_in("vi", "vi"), None);
/// assert_eq!(stand_in("en-GB", "vi"), Some("en"));
/// assert_eq!(stand_in("ar", "vi"), Some("vi"));
/// assert_eq!(stand_in("fr", "de"), Some("en"));
/// ```
pub fn stand_in(locale: &str, first: &str) -> Option<&'static str> {
    let whole = |tag: &str| WHOLE.into_iter().find(|known| language(tag).eq_ignore_ascii_case(known));
    let stand_in = whole(locale).or_else(|| whole(first)).unwrap_or("en");
    (stand_in != locale).then_some(stand_in)
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
