//! A text as a QR code, drawn as one SVG path. What the text says is left to the caller.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// A QR code as a drawing.
///
/// ```
/// use sayso_core::qr::Drawing;
/// let drawing = Drawing::of("SO-5HN7-PK2X-V").unwrap();
/// // Version 1 has 21 modules a side, and a quiet zone of four around them.
/// assert_eq!(drawing.side, 29);
/// assert!(drawing.path.starts_with("M4 4h7v1h-7z"));
/// assert!(Drawing::of(&"x".repeat(400)).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The side of the square in modules, the quiet zone of four on each side included.
    pub side: i32,
    /// The dark modules as SVG path data, one rectangle for each run in a row.
    pub path: String,
}

impl Drawing {
    /// Light modules around the code, as ISO/IEC 18004 asks.
    pub const QUIET: i32 = 4;

    /// The code of a text, which withstands 15 % of damage; `None` for more than 331 bytes, which a phone would not
    /// read off a small screen.
    pub fn of(text: &str) -> Option<Self> {
        // Bytes alone, without the modes that pack digits or capitals: every reader takes them.
        let segment = QrSegment::make_bytes(text.as_bytes());
        let (low, high) = (Version::MIN, Version::new(13));
        let code =
            QrCode::encode_segments_advanced(&[segment], QrCodeEcc::Medium, low, high, None, false).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            row(&code, y, &mut path);
        }
        Some(Self { side: code.size() + 2 * Self::QUIET, path })
    }
}

/// Adds the dark runs of a row.
fn row(code: &QrCode, y: i32, path: &mut String) {
    let mut x = 0;
    while x < code.size() {
        let start = x;
        // Outside of the code every module is light, so a run ends at the edge.
        while code.get_module(x, y) {
            x += 1;
        }
        if x > start {
            let (left, top) = (start + Drawing::QUIET, y + Drawing::QUIET);
            let (left, top, width) = (left.to_string(), top.to_string(), (x - start).to_string());
            for part in ["M", &left, " ", &top, "h", &width, "v1h-", &width, "z"] {
                path.push_str(part);
            }
        }
        x += 1;
    }
}
