//! What the respondent sees. A component reads the session's signals and draws; it decides nothing.

mod app;
mod ask;
mod face;
mod rating_group;
mod smiley;
mod thanks;

pub(crate) use app::App;
