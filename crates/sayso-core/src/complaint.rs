//! Complaints: reasons, cases, severity, due times and reference numbers.
//!
//! What a complaint looks like on the screen is left to the widget, where it is kept to the collector.

mod calendar;
mod case;
mod contact;
mod due;
mod filed;
mod group;
mod kind;
mod reason;
mod reference;
mod remedy;
mod request;
mod severity;
mod state;
mod told;

pub use calendar::{BusinessCalendar, Span};
pub use case::{Case, Recovery, Transition};
pub use contact::{By, Contact, Slot};
pub use due::{Due, Targets};
pub use filed::Complaint;
pub use group::Group;
pub use kind::Kind;
pub use reason::Reason;
pub use reference::Reference;
pub use remedy::Remedy;
pub use request::{Request, Want};
pub use severity::{Assessment, Cause, Point, Severity};
pub use state::State;
pub use told::{Needs, Obstacle, Part, Told};
