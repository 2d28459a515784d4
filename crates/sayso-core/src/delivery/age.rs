//! How old an event is when it is sent, as far as a device can tell across its pages.

/// How old an event was at some moment of a page.
///
/// A page has a clock that nobody sets, which the next page does not know: between two of them there is the device's clock alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Age {
    /// In all, in milliseconds.
    pub ms: u64,
    /// Of that, what the device's clock alone has told.
    pub by_wall_ms: u64,
}

impl Age {
    /// The age on a page that finds the event at `now_ms` of the device's clock, as a page before noted it at `noted_ms`: what that
    /// clock has gone on. Where it was set back it has told nothing, and the event is no younger than it was.
    ///
    /// ```
    /// use sayso_core::delivery::Age;
    /// let noted = Age { ms: 5_000, by_wall_ms: 0 };
    /// assert_eq!(noted.found(60_000, 90_000), Age { ms: 35_000, by_wall_ms: 30_000 });
    /// assert_eq!(noted.found(60_000, 20_000), noted);
    /// ```
    pub fn found(self, noted_ms: u64, now_ms: u64) -> Self {
        let gap = now_ms.saturating_sub(noted_ms);
        Self { ms: self.ms.saturating_add(gap), by_wall_ms: self.by_wall_ms.saturating_add(gap) }
    }

    /// The age after so many milliseconds more of the page's own clock.
    ///
    /// ```
    /// use sayso_core::delivery::Age;
    /// assert_eq!(Age { ms: 35_000, by_wall_ms: 30_000 }.after(2_000), Age { ms: 37_000, by_wall_ms: 30_000 });
    /// ```
    pub fn after(self, ms: u64) -> Self {
        Self { ms: self.ms.saturating_add(ms), ..self }
    }
}
