//! Pages for customers: one shell, one style, no script, nothing from another origin; in the language that they like best.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sayso_core::locale::{self, choose};
use sayso_core::words::Words;
use sha2::{Digest, Sha256};

use crate::auth;
use crate::problem::Problem;

/// What every page looks like.
const SHELL: &str = include_str!("html.css");

/// The languages of the pages.
const LANGUAGES: [&str; 2] = ["vi", "en"];

/// How each calls itself.
const NAMES: [&str; 2] = ["Tiếng Việt", "English"];

/// A language of the pages by its tag.
pub(crate) fn language_by_name(tag: &str) -> Option<&'static str> {
    LANGUAGES.into_iter().find(|known| *known == tag)
}

/// The one of the two that a page is not in.
pub(crate) fn other_language(language: &str) -> &'static str {
    if language == LANGUAGES[0] { LANGUAGES[1] } else { LANGUAGES[0] }
}

/// Whether a browser asks: whoever names HTML among what they take.
pub(crate) fn is_wanted(headers: &HeaderMap) -> bool {
    auth::header(headers, header::ACCEPT).is_some_and(|types| types.contains("text/html"))
}

/// The language that the browser likes best of those that there are; English where it likes others alone, Vietnamese where it says none.
pub(crate) fn language(headers: &HeaderMap) -> &'static str {
    let text = auth::header(headers, header::ACCEPT_LANGUAGE).unwrap_or_default();
    let mut wishes: Vec<(&str, f32)> = text
        .split(',')
        .filter_map(|wish| {
            let (tag, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
            let weight = weight.trim().strip_prefix("q=")?.parse().ok()?;
            Some((tag.trim(), weight))
        })
        .filter(|(tag, weight)| *weight > 0.0 && is_language(tag))
        .collect();
    // Stable, so that of two that are liked the same the first comes first.
    wishes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let foreign = wishes.first().map(|_| LANGUAGES[1]);
    choose(wishes.into_iter().map(|(tag, _)| tag).chain(foreign), LANGUAGES).unwrap_or(LANGUAGES[0])
}

/// Whether a tag names a language; `*` is any.
fn is_language(tag: &str) -> bool {
    let language = locale::language(tag);
    (2..=8).contains(&language.len()) && language.bytes().all(|letter| letter.is_ascii_alphabetic())
}

/// A page in the shell.
pub(crate) struct Page {
    /// Text.
    pub(crate) title: Words,
    /// What it looks like beside the shell.
    pub(crate) style: &'static str,
    /// HTML.
    pub(crate) body: String,
    /// What makes more of it, where it may run; it may load from the same origin.
    pub(crate) script: Option<&'static str>,
    /// The address of the same in the other language, where there is one.
    pub(crate) other_language: Option<String>,
}

impl Page {
    /// As a browser gets it.
    pub(crate) fn answer(&self, status: StatusCode, language: &str) -> Response {
        let title = escape(self.title.pick(language));
        let style = [SHELL, self.style].concat();
        let tag = self
            .script
            .map(|script| format!("<script type=\"module\">{script}</script>"))
            .unwrap_or_default();
        let body = &self.body;
        let other = self.other_language.as_ref().map(|address| link(address, other_language(language)));
        let other = other.unwrap_or_default();
        let page = format!(
            "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
             <style>{style}</style>{tag}</head><body><main><h1>{title}</h1>{body}{other}</main></body></html>"
        );
        // In the page itself: one file less to wait for.
        let own = self.script.map(|script| {
            let hash = hash(script);
            format!(" script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; connect-src 'self';")
        });
        let own = own.unwrap_or_default();
        let hash = hash(&style);
        let policy = format!("default-src 'none'; style-src 'sha256-{hash}';{own} frame-ancestors 'none'");
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (
                header::CONTENT_LANGUAGE,
                HeaderValue::from_str(language).unwrap_or(HeaderValue::from_static("vi")),
            ),
            (header::VARY, HeaderValue::from_static("accept-language")),
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'")),
            ),
        ];
        (status, headers, page).into_response()
    }

    /// As a browser gets it in place of a problem: with its status, and when to come back.
    pub(crate) fn instead_of(&self, problem: Problem, language: &str) -> Response {
        let mut problem = problem.into_response();
        let mut page = self.answer(problem.status(), language);
        if let Some(wait) = problem.headers_mut().remove(header::RETRY_AFTER) {
            page.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        page
    }
}

/// A link to a page in another language.
fn link(address: &str, language: &str) -> String {
    let name = if language == LANGUAGES[0] { NAMES[0] } else { NAMES[1] };
    format!(
        "<p class=\"language\"><a href=\"{}\" lang=\"{language}\" hreflang=\"{language}\">{name}</a></p>",
        escape(address)
    )
}

/// As a policy names what stands in the page.
fn hash(text: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// A text as it stands in HTML, between tags and in quoted attributes.
///
/// What is not ours never comes into a page but through here.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_that_the_browser_likes_best() {
        let check = |text: Option<&'static str>, expected: &str| {
            let headers: HeaderMap = text
                .map(|text| (header::ACCEPT_LANGUAGE, HeaderValue::from_static(text)))
                .into_iter()
                .collect();
            assert_eq!(language(&headers), expected, "{text:?}");
        };
        check(None, "vi");
        check(Some("en-GB,en;q=0.9,vi;q=0.8"), "en");
        check(Some("en;q=0.5, vi-VN;q=0.7"), "vi");
        check(Some("fr, en;q=0.1"), "en");
        check(Some("en;q=0, *"), "vi");
        check(Some("*"), "vi");
        check(Some(""), "vi");
        check(Some("de"), "en");
        check(Some("fr-CH, fr;q=0.9, *;q=0.5"), "en");
        check(Some("fr, vi;q=0.1"), "vi");
        check(Some(";;;,q=,,"), "vi");
    }

    #[test]
    fn a_text_stays_a_text() {
        assert_eq!(escape("<a href='x' b=\"y\">&"), "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;");
    }
}
