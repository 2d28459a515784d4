//! What a load is made of: how many events, in how large requests, from how many at once.

use serde_json::{Value, json};
use uuid::Uuid;

/// A load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Events in all.
    pub events: usize,
    /// Events in a request.
    pub batch: usize,
    /// Connections that each send one request after the other.
    pub clients: usize,
}

impl Shape {
    /// Requests in all.
    pub fn requests(&self) -> usize {
        self.events / self.batch
    }
}

/// A new response of one tap, as the widget sends it.
pub(crate) fn event(tapped: u32) -> Value {
    let response = Uuid::now_v7().to_string();
    json!({ "specversion": "1.0", "id": Uuid::now_v7().to_string(), "source": "https://shop.example/cart",
        "type": "sayso.response.v1", "subject": "checkout", "time": "2026-11-21T20:38:00.123+07:00",
        "datacontenttype": "application/json",
        "data": { "responseId": response, "revision": 1, "complete": true, "survey": { "id": "csat", "version": 1 },
            "touchpoint": "checkout", "channel": "web", "locale": "vi", "startedAt": "2026-11-21T20:37:52.000+07:00",
            "submittedAt": "2026-11-21T20:38:00.123+07:00", "durationMs": 8123, "clockSkewMs": 0,
            "answers": { "csat": { "type": "smiley", "value": tapped, "scale": 5 } },
            "scores": [{ "metric": "csat", "value": f64::from(tapped - 1) * 25.0, "min": 0.0, "max": 100.0,
                "method": "rescale/1" }],
            "segment": "detractor", "flags": [], "context": { "plan": "gold" },
            "client": { "version": "0.1.0", "mode": "popover" } } })
}

/// So many.
pub(crate) fn events(number: usize) -> Vec<Value> {
    (1..=5).cycle().take(number).map(event).collect()
}
