//! What a photograph is reduced to before it leaves the device.

use super::kind::FileField;
use crate::photo::Photo;

impl FileField {
    /// The largest file that is read at all. Phones take pictures of 3 to 12 MB, and 25 to 30 at their finest setting.
    pub const MAX_ORIGINAL: f64 = 40_000_000.0;

    /// The most bytes of one picture as it is sent.
    pub const MAX_BYTES: f64 = Photo::MAX_BYTES as f64;

    /// What is tried, one after the other, until a picture is small enough: the share of `max_side` in percent, and the quality
    /// of JPEG. At the last of them the busiest picture of the largest side fits.
    pub const TRIES: [(u16, f64); 6] = [(100, 0.85), (100, 0.7), (100, 0.5), (70, 0.7), (50, 0.6), (30, 0.5)];

    /// The same with this share of its side, in percent.
    ///
    /// ```
    /// use sayso_core::survey::FileField;
    /// let field = FileField { max_files: 1, max_side: 1_600 };
    /// assert_eq!(field.scaled(50).fit(4_000, 3_000), Some((800, 600)));
    /// ```
    #[must_use]
    pub fn scaled(self, percent: u16) -> Self {
        let side = u32::from(self.max_side) * u32::from(percent) / 100;
        Self { max_side: u16::try_from(side).unwrap_or(u16::MAX), ..self }
    }

    /// Width and height after resizing: the longer side is at most `max_side`, small pictures stay, nothing becomes
    /// nothing. `None` for a picture without a side.
    ///
    /// ```
    /// use sayso_core::survey::FileField;
    /// let field = FileField { max_files: 1, max_side: 1_600 };
    /// assert_eq!(field.fit(4_000, 3_000), Some((1_600, 1_200)));
    /// assert_eq!(field.fit(800, 600), Some((800, 600)));
    /// assert_eq!(field.fit(1, 40_000), Some((1, 1_600)));
    /// assert_eq!(field.fit(0, 600), None);
    /// ```
    pub fn fit(self, width: u32, height: u32) -> Option<(u32, u32)> {
        let (longest, most) = (width.max(height), u32::from(self.max_side));
        if width == 0 || height == 0 {
            return None;
        }
        if longest <= most {
            return Some((width, height));
        }
        let scaled = |side: u32| {
            let rounded = (u64::from(side) * u64::from(most) + u64::from(longest) / 2) / u64::from(longest);
            u32::try_from(rounded).unwrap_or(most).max(1)
        };
        Some((scaled(width), scaled(height)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_side_decides_and_the_shape_stays() {
        let field = FileField { max_files: 1, max_side: 320 };
        let check = |size: (u32, u32), expected| assert_eq!(field.fit(size.0, size.1), expected, "{size:?}");
        check((320, 320), Some((320, 320)));
        check((321, 320), Some((320, 319)));
        check((640, 480), Some((320, 240)));
        check((480, 640), Some((240, 320)));
        check((u32::MAX, 1), Some((320, 1)));
        check((640, 0), None);
    }
}
