//! What is counted for Prometheus, and its text.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::registry::Registry;

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was new and is on disk.
    Accepted,
    /// It was known.
    Duplicate,
    /// It was refused as malformed.
    Rejected,
}

impl Outcome {
    const NAMES: [(&'static str, Self); 3] =
        [("accepted", Self::Accepted), ("duplicate", Self::Duplicate), ("rejected", Self::Rejected)];

    fn labels(self) -> EventLabels {
        EventLabels { outcome: Self::NAMES[self as usize].0 }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EventLabels {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DeliveryLabels {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

/// The counters of one collector.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    events: Family<EventLabels, Counter<u64, AtomicU64>>,
    requests: Family<RequestLabels, Counter<u64, AtomicU64>>,
    deliveries: Family<DeliveryLabels, Counter<u64, AtomicU64>>,
}

impl Metrics {
    /// All counters at zero, the events' shown from the start so that a rate has a first point.
    pub(crate) fn new() -> Self {
        let events = Family::<EventLabels, Counter>::default();
        for (_, outcome) in Outcome::NAMES {
            drop(events.get_or_create(&outcome.labels()));
        }
        let requests = Family::<RequestLabels, Counter>::default();
        let mut registry = Registry::with_prefix("sayso");
        registry.register("events", "Events by what became of them", events.clone());
        registry.register("http_requests", "Requests by method, route and status", requests.clone());
        let deliveries = Family::<DeliveryLabels, Counter>::default();
        registry.register("webhook_attempts", "Attempts to reach a webhook by outcome", deliveries.clone());
        Self { registry, events, requests, deliveries }
    }

    /// Counts events.
    pub(crate) fn count_events(&self, outcome: Outcome, number: usize) {
        self.events.get_or_create(&outcome.labels()).inc_by(number as u64);
    }

    /// Counts a request. The route is the pattern, not the path, so that clients cannot make labels.
    pub(crate) fn count_request(&self, method: &str, route: &str, status: u16) {
        let labels = RequestLabels { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
    }

    /// Counts an attempt to reach a webhook.
    pub(crate) fn count_delivery(&self, has_arrived: bool) {
        let outcome = if has_arrived { "delivered" } else { "failed" };
        self.deliveries.get_or_create(&DeliveryLabels { outcome }).inc();
    }

    /// The counters as Prometheus reads them.
    pub(crate) fn encode(&self) -> String {
        let mut page = String::new();
        // Writing to a string does not fail.
        let _always = text::encode(&mut page, &self.registry);
        page
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_start_at_zero_and_add_up() {
        let metrics = Metrics::new();
        assert!(
            metrics.encode().contains("sayso_events_total{outcome=\"accepted\"} 0"),
            "{}",
            metrics.encode()
        );
        metrics.count_events(Outcome::Duplicate, 3);
        metrics.count_events(Outcome::Duplicate, 4);
        metrics.count_request("POST", "/v1/events", 202);
        let page = metrics.encode();
        assert!(page.contains("sayso_events_total{outcome=\"duplicate\"} 7"));
        let request = "sayso_http_requests_total{method=\"POST\",route=\"/v1/events\",status=\"202\"} 1";
        assert!(page.contains(request), "{page}");
    }
}
