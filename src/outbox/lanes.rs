//! What this device has learnt of each endpoint: how long to leave it alone, and how far the two clocks are apart.

use std::cell::RefCell;

use js_sys::{Date, Math};
use sayso_core::delivery::{Outcome, Rest, wait_ms};
use wasm_bindgen::JsValue;

use crate::idb::{Change, DEVICE};
use crate::transport::Reply;
use crate::{clock, json};

/// One lane: a destination, and what was learnt of it.
struct Lane {
    rest: Rest,
    /// Requests in a row that failed.
    failures: u32,
    skew_ms: i64,
}

thread_local! {
    /// Here as well as on the device, which may keep nothing.
    static LANES: RefCell<Vec<Lane>> = const { RefCell::new(Vec::new()) };
}

/// Reads what this and other tabs have learnt.
pub(super) async fn recall() {
    let Ok(records) = DEVICE.read_all().await else { return };
    LANES.with_borrow_mut(|lanes| {
        for record in records.iter() {
            let number = |name: &str| json::get(&record, name).as_f64().unwrap_or_default();
            let (Some(name), Some(is_asked)) =
                (json::get(&record, "id").as_string(), json::get(&record, "asked").as_bool())
            else {
                continue;
            };
            let known = find(lanes, &name);
            // A rest that could not be written is kept to all the same.
            if clock::millis(number("until")) >= known.rest.until_ms {
                known.rest.until_ms = clock::millis(number("until"));
                known.rest.noted_ms = clock::millis(number("noted"));
            }
            known.rest.is_asked = is_asked;
            known.failures = u32::try_from(clock::millis(number("failures"))).unwrap_or(u32::MAX);
            known.rest.has_failed = known.failures > 0;
            known.skew_ms = clock::whole(number("skew"));
        }
    });
}

/// The lanes that are left alone.
pub(super) fn rests() -> Vec<Rest> {
    LANES.with_borrow(|lanes| lanes.iter().map(|lane| lane.rest.clone()).collect())
}

/// How far this device's clock is ahead of that of this lane's endpoint, as far as is known.
pub(crate) fn skew_ms(lane: &str) -> i64 {
    LANES.with_borrow_mut(|lanes| find(lanes, lane).skew_ms)
}

/// Learns from a reply.
pub(super) async fn learn(lane: &str, reply: &Reply) {
    let record = LANES.with_borrow_mut(|lanes| {
        let known = find(lanes, lane);
        known.skew_ms = reply.skew_ms.unwrap_or(known.skew_ms);
        known.rest.is_asked = false;
        known.rest.has_failed = reply.outcome == Outcome::Retry;
        if reply.outcome == Outcome::Retry {
            known.failures = known.failures.saturating_add(1);
            let wait = wait_ms(known.failures, Math::random(), reply.asked_ms);
            known.rest.noted_ms = clock::millis(Date::now());
            known.rest.until_ms = known.rest.noted_ms.saturating_add(wait);
            known.rest.is_asked = reply.asked_ms.is_some();
        } else {
            known.failures = 0;
            known.rest.until_ms = 0;
        }
        known.record()
    });
    let _ = DEVICE.write(vec![Change::Put(record)]).await;
}

impl Lane {
    fn record(&self) -> JsValue {
        let number = JsValue::from_f64;
        let fields = [
            ("id", JsValue::from_str(&self.rest.lane)),
            ("until", number(self.rest.until_ms as f64)),
            ("noted", number(self.rest.noted_ms as f64)),
            ("asked", JsValue::from_bool(self.rest.is_asked)),
            ("failures", number(f64::from(self.failures))),
            ("skew", number(self.skew_ms as f64)),
        ];
        json::object(&fields).into()
    }
}

fn find<'a>(lanes: &'a mut Vec<Lane>, name: &str) -> &'a mut Lane {
    let at = lanes.iter().position(|known| known.rest.lane == name).unwrap_or_else(|| {
        let rest = Rest { lane: name.to_owned(), ..Rest::default() };
        lanes.push(Lane { rest, failures: 0, skew_ms: 0 });
        lanes.len() - 1
    });
    &mut lanes[at]
}
