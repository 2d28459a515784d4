//! Events that are listed as they came: requests, the health of devices, alerts, consents.

use sayso_core::event::EventType;
use serde_json::Value;

use super::{Millis, Position};

/// Which events are asked for. An absent condition lets everything through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFilter {
    /// Their type, which is neither a response nor a complaint: these are listed as what they became.
    pub kind: EventType,
    /// The touch point.
    pub touchpoint: Option<String>,
    /// Came in at or after.
    pub from: Option<Millis>,
    /// Came in before.
    pub to: Option<Millis>,
}

/// A device, as it said last how it is doing.
#[derive(Clone, Debug)]
pub struct StoredDevice {
    /// When it was heard of last, and by which event.
    pub position: Position,
    /// The data of that event.
    pub report: Value,
    /// When it was last seen that two devices have its id and stand in its place.
    pub conflict_at: Option<Millis>,
}

/// An event as it came out of the database.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// Its place in the order.
    pub position: Position,
    /// The whole event.
    pub body: Value,
}
