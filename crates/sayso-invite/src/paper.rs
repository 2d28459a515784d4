//! The papers that posters are printed on.

/// A size of paper, upright (ISO 216).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paper {
    /// A postcard: on a table, in a stand.
    A6,
    /// A sheet: on a wall, at a door.
    A4,
}

impl Paper {
    /// Every paper and its name on the command line and in file names.
    pub const NAMES: [(&'static str, Self); 2] = [("a6", Self::A6), ("a4", Self::A4)];

    /// The paper's name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Width and height in millimetres.
    pub fn millimetres(self) -> (u32, u32) {
        match self {
            Self::A6 => (105, 148),
            Self::A4 => (210, 297),
        }
    }
}
