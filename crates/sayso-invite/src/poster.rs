//! A poster for a touch point: its name, the question, the faces, and a code that leads to the survey.
//!
//! One drawing for each paper, in millimetres; colours are those of the widget's light theme.

use std::fmt::Write;

use crate::fit::{Column, Lines};
use crate::{Link, Paper, escape, titles};
use sayso_core::face::Face;
use sayso_core::qr::Drawing;
use sayso_core::survey::LocalText;
use sayso_core::words::Words;

const SCAN: Words = Words {
    vi: "Quét mã bằng camera điện thoại để góp ý.",
    en: "Scan with your phone’s camera and tell us.",
};

/// As in the style sheet's tokens.
const INK: &str = "#1d2523";
const INK_SOFT: &str = "#55605d";
const LINE: &str = "#e4dfd4";
const ACCENT: &str = "#0f6b66";

/// What the drawing is measured in: A6, in millimetres. Any other paper is this one, larger.
const WIDTH: f64 = 105.0;
const MARGIN: f64 = 9.0;

/// A poster.
#[derive(Clone, Copy, Debug)]
pub struct Poster<'a> {
    /// Where its code leads.
    pub link: &'a Link,
    /// What is asked.
    pub title: &'a LocalText,
    /// What people call the touch point, in Vietnamese and in English; one of them where they are the same.
    pub place: [&'a str; 2],
}

impl Poster<'_> {
    /// The poster as an SVG document; `None` where the link is longer than a code holds that phones read.
    ///
    /// ```
    /// use sayso_core::{config::Channel, preset, survey::Survey};
    /// use sayso_invite::{Link, Paper, Poster, rating};
    /// let survey = Survey::parse(preset::document("wifi").unwrap()).unwrap();
    /// let link = Link::new("https://shop.example/rate", "table-7", Channel::Qr).unwrap();
    /// let title = &rating(&survey).unwrap().title;
    /// let poster = Poster { link: &link, title, place: ["Bàn 7", "Table 7"] };
    /// let a6 = poster.draw(Paper::A6).unwrap();
    /// assert!(a6.contains("width=\"105mm\" height=\"148mm\""));
    /// assert!(a6.contains("Bàn 7 · Table 7") && a6.contains("How do you like it here?"));
    /// ```
    pub fn draw(&self, paper: Paper) -> Option<String> {
        let code = Drawing::of(self.link.address())?;
        let (width, height) = paper.millimetres();
        let scale = f64::from(width) / WIDTH;
        let tall = f64::from(height) / scale;
        let name = escape(&self.names().join(" · "));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" \
             viewBox=\"0 0 {WIDTH} {tall}\" role=\"img\" aria-label=\"{name}\" text-anchor=\"middle\" \
             font-family=\"Be Vietnam Pro, Noto Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif\">\
             <style>@page{{size:{width}mm {height}mm;margin:0}}</style>\
             <rect width=\"{WIDTH}\" height=\"{tall}\" fill=\"#fff\"/>"
        );
        self.head(&mut svg);
        faces(&mut svg, 60.0);
        code_card(&mut svg, &code, 75.0);
        self.foot(&mut svg);
        svg.push_str("</svg>\n");
        Some(svg)
    }

    /// What the touch point is called, each name once.
    fn names(&self) -> Vec<&str> {
        let mut names = self.place.map(str::trim).to_vec();
        names.dedup();
        names.retain(|name| !name.is_empty());
        names
    }

    /// The place's name, and the question in the middle of what is left above the faces.
    fn head(&self, svg: &mut String) {
        const TOP: f64 = 17.5;
        const BOTTOM: f64 = 57.0;
        let names = self.names();
        let column = Column { width: WIDTH - 2.0 * MARGIN, lines: 1, largest: 4.2, smallest: 2.6 };
        // Side by side as long as that can be read; else one under the other.
        let beside = column.fit(&names.join(" · "));
        let mut y = 8.0;
        let fitted = if beside.size > 3.4 {
            vec![beside]
        } else {
            names.into_iter().map(|name| Column { largest: 3.6, ..column }.fit(name)).collect()
        };
        for name in fitted {
            block(svg, &name, Text { size: name.size, colour: ACCENT, weight: 600 }, y);
            y += high(&name);
        }

        // As large as both fit above the faces, the upper one giving way.
        let gap = 2.6;
        let mut largest = 9.4;
        let (fitted, all) = loop {
            let columns = [
                Column { width: WIDTH - 2.0 * MARGIN, lines: 3, largest, smallest: 4.8 },
                Column { width: WIDTH - 2.0 * MARGIN, lines: 2, largest: 4.8, smallest: 3.2 },
            ];
            let titles = titles(self.title).into_iter().zip(columns);
            let fitted: Vec<Lines> = titles.map(|(title, column)| column.fit(title)).collect();
            let all: f64 = fitted.iter().map(high).sum::<f64>() + gap * fitted.len().saturating_sub(1) as f64;
            if all <= BOTTOM - TOP || largest <= 4.8 {
                break (fitted, all);
            }
            largest *= 0.97;
        };
        let mut y = TOP + (BOTTOM - TOP - all).max(0.0) / 2.0;
        for (index, lines) in fitted.iter().enumerate() {
            let (colour, weight) = if index == 0 { (INK, 700) } else { (INK_SOFT, 400) };
            block(svg, lines, Text { size: lines.size, colour, weight }, y);
            y += high(lines) + gap;
        }
    }

    /// What to do, and whose page it is.
    fn foot(&self, svg: &mut String) {
        let column = |largest| Column { width: WIDTH - 2.0 * MARGIN, lines: 1, largest, smallest: 2.2 };
        let rows = [
            (SCAN.vi, Text { size: 3.8, colour: INK, weight: 600 }, 127.0),
            (SCAN.en, Text { size: 3.2, colour: INK_SOFT, weight: 400 }, 132.6),
            (self.link.host(), Text { size: 2.7, colour: INK_SOFT, weight: 400 }, 138.4),
        ];
        for (text, style, y) in rows {
            let lines = column(style.size).fit(text);
            block(svg, &lines, Text { size: lines.size, ..style }, y);
        }
    }
}

/// How a text is set.
#[derive(Clone, Copy)]
struct Text {
    size: f64,
    colour: &'static str,
    weight: u32,
}

/// Room for the marks over and under Vietnamese letters.
const LEADING: f64 = 1.25;

fn high(lines: &Lines) -> f64 {
    lines.texts.len() as f64 * lines.size * LEADING
}

/// Lines from the top at `y`, in the middle of the page.
fn block(svg: &mut String, lines: &Lines, text: Text, y: f64) {
    let Text { size, colour, weight } = text;
    for (index, line) in lines.texts.iter().enumerate() {
        let base = y + size * (LEADING * index as f64 + 1.0);
        let x = WIDTH / 2.0;
        let line = escape(line);
        let _ = write!(
            svg,
            "<text x=\"{x}\" y=\"{base:.2}\" font-size=\"{size:.2}\" font-weight=\"{weight}\" fill=\"{colour}\">{line}</text>"
        );
    }
}

/// The five faces in a row, worst first, as the widget draws them.
fn faces(svg: &mut String, y: f64) {
    const SIDE: f64 = 11.0;
    const GAP: f64 = 3.4;
    let count = Face::NAMES.len() as f64;
    let left = (WIDTH - count * SIDE - (count - 1.0) * GAP) / 2.0;
    for (index, (_, face)) in Face::NAMES.into_iter().enumerate() {
        let x = left + index as f64 * (SIDE + GAP);
        let (colour, features) = (face.colour(), face.features());
        let scale = SIDE / 48.0;
        let mouth = if face == Face::Great { colour } else { "none" };
        let _ = write!(
            svg,
            "<g transform=\"translate({x:.2} {y:.2}) scale({scale:.4})\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.6\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"><circle cx=\"24\" cy=\"24\" r=\"20.5\" fill=\"{colour}\" fill-opacity=\".09\"/>\
             <path d=\"{}\"/><path d=\"{}\" stroke-width=\"{}\"/><path d=\"{}\" fill=\"{mouth}\"/></g>",
            features.brows,
            features.eyes,
            if face == Face::Great { 2.6 } else { 4.4 },
            features.mouth,
        );
    }
}

/// The code in a frame of its own. Its quiet zone is part of it.
fn code_card(svg: &mut String, code: &Drawing, y: f64) {
    const SIDE: f64 = 49.0;
    let x = (WIDTH - SIDE) / 2.0;
    let scale = SIDE / f64::from(code.side);
    let _ = write!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"4\" fill=\"#fff\" stroke=\"{LINE}\" stroke-width=\".5\"/>\
         <path transform=\"translate({x} {y}) scale({scale:.5})\" shape-rendering=\"crispEdges\" fill=\"{INK}\" d=\"{}\"/>",
        code.path
    );
}

/// A touch point's id as a part of a file's name.
///
/// ```
/// use sayso_invite::file_name;
/// assert_eq!(file_name("table-7"), "table-7");
/// assert_eq!(file_name("../Bàn 7"), "Bàn-7");
/// assert_eq!(file_name("/"), "poster");
/// ```
pub fn file_name(touchpoint: &str) -> String {
    let parts = touchpoint.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "poster".to_owned() } else { parts.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../../style/tokens.css");
        for (name, face) in Face::NAMES {
            assert!(tokens.contains(&format!("--_{name}: {};", face.colour())), "{name}");
        }
        for (name, value) in [("accent", ACCENT), ("ink", INK)] {
            assert!(tokens.contains(&format!("--_{name}: var(--sayso-{name}, {value});")), "{name}");
        }
        for (name, value) in [("ink-soft", INK_SOFT), ("line", LINE)] {
            assert!(tokens.contains(&format!("--_{name}: {value};")), "{name}");
        }
    }
}
