//! Webhooks and what is to be sent to them. How it is sent is left to [`crate::webhook`].

use sayso_core::event::EventType;
use uuid::Uuid;

use super::Millis;

/// Where events of one type are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRow {
    /// Its id.
    pub id: Uuid,
    /// The type.
    pub kind: EventType,
    /// The address.
    pub url: String,
    /// What deliveries are signed with, `whsec_…`.
    pub secret: String,
    /// When it was made.
    pub created_at: Millis,
    /// When it was ended.
    pub revoked_at: Option<Millis>,
}

/// An event that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The webhook.
    pub webhook_id: Uuid,
    /// The event.
    pub event_id: Uuid,
    /// The address.
    pub url: String,
    /// What it is signed with.
    pub secret: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// The event as JSON.
    pub body: String,
}

/// What became of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It arrived.
    Delivered(Millis),
    /// It did not, and is tried again at that moment.
    Again(Millis, String),
    /// It did not, and never will be.
    GivenUp(String),
}
