//! Events that are listed as they came: requests, the health of devices, alerts, consents.

use sayso_core::event::EventType;
use serde_json::Value;
use uuid::Uuid;

use super::Millis;

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

/// A place in the order of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventPosition {
    /// When the event came in.
    pub received_at: Millis,
    /// Its id, which tells apart those of the same millisecond.
    pub id: Uuid,
}

/// A device, as it said last how it is doing.
#[derive(Clone, Debug)]
pub struct StoredDevice {
    /// When it was heard of last, and by which event.
    pub position: EventPosition,
    /// The data of that event.
    pub report: Value,
}

/// An event as it came out of the database.
#[derive(Clone, Debug)]
pub struct StoredEvent {
    /// Its place in the order.
    pub position: EventPosition,
    /// The whole event.
    pub body: Value,
}
