//! A rating to paste into an e-mail: a row of choices, each a link to the page that has chosen it and asks to confirm.
//!
//! Programs that look through letters fetch every link of them. That answers nothing: what is tapped is chosen on the page, and kept and sent
//! only once somebody confirms it there.

use std::fmt::Write;

use crate::{LANGUAGES, Link, escape, titles, words};
use sayso_core::answer::Rating;
use sayso_core::face::Face;
use sayso_core::survey::Question;
use sayso_core::words::Words;

const HOW: Words = Words {
    vi: "Bấm để chọn. Bạn xác nhận ở trang mở ra.",
    en: "Tap to choose. You confirm on the page that opens.",
};

/// Fonts that every letter has.
const FONT: &str = "Arial,Helvetica,sans-serif";

/// The most choices in a row; more stand in two, so that a thumb meets one.
const ROW: usize = 7;

/// The letter's part as HTML: tables and inline style alone, since that is what programs for e-mail keep. No image, no script, nothing
/// that is fetched. `None` where the question has no scale.
///
/// ```
/// use sayso_core::{config::Channel, preset, survey::Survey};
/// use sayso_invite::{Link, letter};
/// let survey = Survey::parse(preset::document("smiley").unwrap()).unwrap();
/// let link = Link::new("https://shop.example/rate", "order", Channel::Email).unwrap();
/// let html = letter(&link, &survey.questions[0]).unwrap();
/// assert!(html.contains("href=\"https://shop.example/rate?touchpoint=order&amp;channel=email&amp;prefill.csat=4\""));
/// assert!(html.contains("Rất tốt") && html.contains("Very good"));
/// ```
pub fn letter(link: &Link, question: &Question) -> Option<String> {
    let ratings: Vec<Rating> =
        question.kind.scale()?.values().filter_map(|value| question.rate(value)).collect();
    let mut html = String::from(
        "<table role=\"presentation\" align=\"center\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#fffdf9\" \
         style=\"max-width:480px;margin:0 auto;background:#fffdf9;border:1px solid #e4dfd4;border-radius:12px\">\n",
    );
    for (index, title) in titles(&question.title).iter().enumerate() {
        let (style, top) = if index == 0 { ("bold 20px/1.3", 20) } else { ("16px/1.4", 4) };
        let colour = if index == 0 { "#1d2523" } else { "#55605d" };
        let lang = if question.title.speaks(LANGUAGES[index]) { LANGUAGES[index] } else { "" };
        line(&mut html, lang, title, &format!("padding:{top}px 16px 0;font:{style} {FONT};color:{colour}"));
    }
    html.push_str("<tr><td style=\"padding:12px 12px 4px\">\n");
    let columns = ratings.len().div_ceil(ratings.len().div_ceil(ROW).max(1)).max(1);
    for row in ratings.chunks(columns) {
        html.push_str(
            "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"4\" border=\"0\"><tr>\n",
        );
        for rating in row {
            choice(&mut html, link, question, *rating, 100 / columns);
        }
        for _ in row.len()..columns {
            let _ = writeln!(html, "<td width=\"{}%\"></td>", 100 / columns);
        }
        html.push_str("</tr></table>\n");
    }
    html.push_str("</td></tr>\n");
    for rating in ratings.iter().filter(|_| !words::name_each(question)) {
        let said = LANGUAGES.map(|language| words::of(question, *rating, language)).into_iter().flatten();
        let mut said: Vec<String> = said.collect();
        said.dedup();
        if !said.is_empty() {
            let text = [&rating.value().to_string(), ": ", &said.join(" · ")].concat();
            line(&mut html, "", &text, &format!("padding:0 16px;font:13px/1.5 {FONT};color:#55605d"));
        }
    }
    for (language, text) in [("vi", HOW.vi), ("en", HOW.en)] {
        let bottom = if language == "en" { 16 } else { 0 };
        line(
            &mut html,
            language,
            text,
            &format!("padding:2px 16px {bottom}px;font:13px/1.5 {FONT};color:#55605d"),
        );
    }
    html.push_str("</table>\n");
    Some(html)
}

fn line(html: &mut String, language: &str, text: &str, style: &str) {
    let lang = if language.is_empty() { String::new() } else { format!(" lang=\"{language}\"") };
    let _ = writeln!(html, "<tr><td align=\"center\"{lang} style=\"{style}\">{}</td></tr>", escape(text));
}

/// A number and its words, white on the colour that the widget gives it.
fn choice(html: &mut String, link: &Link, question: &Question, rating: Rating, share: usize) {
    let colour = Face::of(rating).colour();
    let address = escape(&link.choosing(&question.id, rating.value()));
    let words = LANGUAGES.map(|language| {
        let text = words::of(question, rating, language).filter(|_| words::name_each(question));
        let line = |text: &str| format!("<br><span lang=\"{language}\">{}</span>", escape(text));
        text.as_deref().map(line).unwrap_or_default()
    });
    let _ = writeln!(
        html,
        "<td align=\"center\" valign=\"top\" width=\"{share}%\" bgcolor=\"{colour}\" style=\"background:{colour};border-radius:10px\">\
         <a href=\"{address}\" target=\"_blank\" style=\"display:block;padding:10px 2px;color:#ffffff;text-decoration:none;\
         font:11px/1.35 {FONT}\"><span style=\"font:bold 20px/1.2 {FONT}\">{}</span>{}</a></td>",
        rating.value(),
        words.concat(),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG's contrast of white on a colour.
    fn contrast(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05)
    }

    #[test]
    fn white_is_read_on_the_colour_of_every_face() {
        for (name, face) in Face::NAMES {
            assert!(contrast(face.colour()) >= 4.5, "{name}: {}", contrast(face.colour()));
        }
    }
}
