//! What the respondent sees. A component reads the session's signals and draws; it decides nothing.

mod app;
mod ask;
mod ces;
mod choice;
mod complaint;
mod consent;
mod contact;
mod date;
mod dropdown;
mod emotion;
mod expectation;
mod face;
mod field;
mod file;
mod language;
mod matrix;
mod nps;
mod number;
mod option;
mod points;
mod progress;
mod ranking;
mod rating;
mod rating_group;
mod receipt;
mod resume;
mod slider;
mod smiley;
mod stars;
mod statement;
mod text;
mod thanks;
mod thumbs;

pub(crate) use app::App;
