//! A text in a column: broken into lines, and as large as it fits.
//!
//! The fonts of whoever prints are not known here, so a letter is taken to be as wide as it is in wide sans-serif faces.

/// Lines and the size that they are set in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lines {
    pub(crate) texts: Vec<String>,
    pub(crate) size: f64,
}

/// A column to fit a text into; lengths in the units of the drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) width: f64,
    /// The most lines.
    pub(crate) lines: usize,
    /// The size to begin with, and the one below which nobody reads.
    pub(crate) largest: f64,
    pub(crate) smallest: f64,
}

impl Column {
    /// The text as large as it fits; at the smallest size what does not fit is cut, and says so by an ellipsis.
    pub(crate) fn fit(self, text: &str) -> Lines {
        const STEP: f64 = 0.94;
        let mut size = self.largest;
        loop {
            let texts = wrap(text, self.width / size);
            if texts.len() <= self.lines && texts.iter().all(|line| ems(line) * size <= self.width) {
                return Lines { texts, size };
            }
            if size <= self.smallest {
                return Lines { texts: cut(texts, self.lines, self.width / size), size };
            }
            size = (size * STEP).max(self.smallest);
        }
    }
}

/// Breaks a text at its spaces.
fn wrap(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if ems(line) + ems(" ") + ems(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn cut(mut lines: Vec<String>, most: usize, room: f64) -> Vec<String> {
    let is_cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter_mut().enumerate() {
        let is_short = ems(line) <= room && !(is_cut && index == last);
        if is_short {
            continue;
        }
        while ems(line) + ems("…") > room && line.pop().is_some() {}
        *line = [line.trim_end(), "…"].concat();
    }
    lines
}

/// How wide a text is, in units of its size.
fn ems(text: &str) -> f64 {
    text.chars().map(width).sum()
}

fn width(letter: char) -> f64 {
    match letter {
        // Marks that stand over the letter before.
        '\u{300}'..='\u{36f}' => 0.0,
        ' ' | 'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' => 0.34,
        'f' | 'r' | 't' | '-' | '(' | ')' | '[' | ']' | '/' | '·' => 0.46,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 1.0,
        '0'..='9' => 0.6,
        _ if letter.is_uppercase() => 0.76,
        // Scripts that fill a square.
        '\u{2e80}'.. => 1.1,
        _ => 0.64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const COLUMN: Column = Column { width: 85.0, lines: 3, largest: 9.0, smallest: 4.5 };

    #[test]
    fn a_short_text_is_large_and_a_long_one_smaller() {
        let short = COLUMN.fit("Bạn thấy chỗ này thế nào?");
        assert_eq!((short.size, short.texts.len()), (9.0, 2));
        let long = COLUMN.fit(&"Bạn thấy chỗ này thế nào? ".repeat(5));
        assert!(long.size < 9.0 && long.texts.len() == 3, "{long:?}");
    }

    #[test]
    fn what_fits_in_no_size_is_cut_and_says_so() {
        let cut = COLUMN.fit(&"rất dài ".repeat(200));
        assert!(cut.texts.len() == 3 && cut.texts[2].ends_with('…'), "{cut:?}");
        let word = COLUMN.fit(&"x".repeat(300));
        assert!(word.texts.len() == 1 && word.texts[0].ends_with('…'), "{word:?}");
        assert_eq!(COLUMN.fit("").texts, Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_its_column_nor_has_more_lines(text in "\\PC{0,300}") {
            let Lines { texts, size } = COLUMN.fit(&text);
            prop_assert!(texts.len() <= 3 && size >= 4.5);
            for line in texts {
                prop_assert!(ems(&line) * size <= 85.0 + 1e-9, "{line}");
            }
        }
    }
}
