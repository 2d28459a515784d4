//! How a device at a touch point is doing: the `data` of a `sayso.device.v1`.
//!
//! Reading it off the device is left to the kiosk, keeping the newest of each device to the collector.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};

use crate::decode::{Fields, Node, Problems};
use crate::response::{MAX_TOUCHPOINT, write_time};

/// What waits on a device to be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many events are still to arrive.
    pub waiting: u64,
    /// How many were refused, and are kept.
    pub parked: u64,
    /// For how long the oldest of those that wait has, in milliseconds; `None` where none does.
    pub oldest_ms: Option<u64>,
}

/// Room on the device, in bytes, as the browser estimates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Taken.
    pub used: u64,
    /// What there is in all.
    pub quota: u64,
}

/// The battery, where the browser tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Battery {
    /// How full it is, 0 to 1.
    pub level: f64,
    /// Whether it is on its cable.
    pub charging: bool,
}

/// How a device is doing.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The device: an id that it made up once.
    pub device: String,
    /// What it made up when it was started last: where two devices have one id, as copies of one disk do, these take turns.
    pub start: Option<String>,
    /// Where it stands: a free id such as `counter-1`.
    pub touchpoint: String,
    /// When this was so, by the clock of the place.
    pub reported_at: DateTime<FixedOffset>,
    /// The version of Sayso that it runs.
    pub version: String,
    /// For how long it has run since it was started, in milliseconds.
    pub uptime_ms: u64,
    /// How often it was started.
    pub restarts: u64,
    /// What waits to be sent.
    pub queue: Queue,
    /// Room on the device; `None` where the browser does not say.
    pub storage: Option<Storage>,
    /// The battery; `None` where there is none, or the browser does not say.
    pub battery: Option<Battery>,
    /// The device's clock minus the endpoint's, as far as it is known.
    pub clock_skew_ms: i64,
    /// What went wrong on the device of late, in a few words each; nothing that anybody wrote.
    pub faults: Vec<String>,
}

/// Beyond 2^53 a browser's numbers are no longer whole.
const MOST: i64 = 1 << 53;

impl Report {
    /// The most characters of an id, of a version, and of a fault.
    pub const MAX_TEXT: usize = 200;

    /// The most faults.
    pub const MAX_FAULTS: usize = 20;

    /// As it travels.
    pub fn encode(&self) -> Value {
        let mut report = Map::new();
        let mut put = |name: &str, value: Value| report.insert(name.to_owned(), value);
        put("deviceId", self.device.as_str().into());
        if let Some(start) = &self.start {
            put("startId", start.as_str().into());
        }
        put("touchpoint", self.touchpoint.as_str().into());
        put("reportedAt", write_time(self.reported_at).into());
        put("version", self.version.as_str().into());
        put("uptimeMs", self.uptime_ms.into());
        put("restarts", self.restarts.into());
        let mut queue = Map::new();
        queue.insert("waiting".into(), self.queue.waiting.into());
        queue.insert("parked".into(), self.queue.parked.into());
        queue.extend(self.queue.oldest_ms.map(|age| ("oldestMs".to_owned(), age.into())));
        put("queue", queue.into());
        if let Some(Storage { used, quota }) = self.storage {
            put("storage", serde_json::json!({ "usedBytes": used, "quotaBytes": quota }));
        }
        if let Some(Battery { level, charging }) = self.battery {
            put("battery", serde_json::json!({ "level": level, "charging": charging }));
        }
        put("clockSkewMs", self.clock_skew_ms.into());
        put("faults", self.faults.clone().into());
        report.into()
    }

    /// Reads what a device says of itself.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let device = fields.required("deviceId", problems).and_then(|it| it.name(Self::MAX_TEXT, problems));
        let start = maybe(fields.optional("startId"), |it| it.name(Self::MAX_TEXT, problems));
        let touchpoint =
            fields.required("touchpoint", problems).and_then(|it| it.text(MAX_TOUCHPOINT, problems));
        let reported_at = fields.required("reportedAt", problems).and_then(|it| it.moment(problems));
        let version = fields.required("version", problems).and_then(|it| it.text(Self::MAX_TEXT, problems));
        let uptime_ms = count(&mut fields, "uptimeMs", problems);
        let restarts = count(&mut fields, "restarts", problems);
        let queue = fields.required("queue", problems).and_then(|it| decode_queue(&it, problems));
        let storage = maybe(fields.optional("storage"), |it| decode_storage(&it, problems));
        let battery = maybe(fields.optional("battery"), |it| decode_battery(&it, problems));
        let clock_skew_ms = maybe(fields.optional("clockSkewMs"), |it| it.integer(-MOST..=MOST, problems))
            .map(Option::unwrap_or_default);
        let faults = maybe(fields.optional("faults"), |it| {
            let faults = it.list(Self::MAX_FAULTS, problems)?;
            faults.iter().map(|fault| fault.text(Self::MAX_TEXT, problems).map(str::to_owned)).collect()
        });
        Some(Self {
            device: device?.to_owned(),
            start: start.ok()?.map(str::to_owned),
            touchpoint: touchpoint?.to_owned(),
            reported_at: reported_at?,
            version: version?.to_owned(),
            uptime_ms: uptime_ms?,
            restarts: restarts?,
            queue: queue?,
            storage: storage.ok()?,
            battery: battery.ok()?,
            clock_skew_ms: clock_skew_ms.ok()?,
            faults: faults.ok()?.unwrap_or_default(),
        })
    }
}

/// What may be missing, and must be right where it is not.
fn maybe<'v, T>(node: Option<Node<'v>>, decode: impl FnOnce(Node<'v>) -> Option<T>) -> Result<Option<T>, ()> {
    node.map(|node| decode(node).ok_or(())).transpose()
}

fn count(fields: &mut Fields<'_>, name: &'static str, problems: &mut Problems) -> Option<u64> {
    let number = fields.required(name, problems)?.integer(0..=MOST, problems)?;
    u64::try_from(number).ok()
}

fn decode_queue(node: &Node<'_>, problems: &mut Problems) -> Option<Queue> {
    let mut fields = node.object(problems)?;
    let (waiting, parked) = (count(&mut fields, "waiting", problems), count(&mut fields, "parked", problems));
    let oldest = maybe(fields.optional("oldestMs"), |it| it.integer(0..=MOST, problems));
    let oldest_ms = oldest.ok()?.and_then(|age| u64::try_from(age).ok());
    Some(Queue { waiting: waiting?, parked: parked?, oldest_ms })
}

fn decode_storage(node: &Node<'_>, problems: &mut Problems) -> Option<Storage> {
    let mut fields = node.object(problems)?;
    let (used, quota) =
        (count(&mut fields, "usedBytes", problems), count(&mut fields, "quotaBytes", problems));
    Some(Storage { used: used?, quota: quota? })
}

fn decode_battery(node: &Node<'_>, problems: &mut Problems) -> Option<Battery> {
    let mut fields = node.object(problems)?;
    let level = fields.required("level", problems).and_then(|it| {
        let level = it.number(problems)?;
        if (0.0..=1.0).contains(&level) { Some(level) } else { it.refuse("expected 0 to 1", problems) }
    });
    let charging = fields.required("charging", problems).and_then(|it| it.boolean(problems));
    Some(Battery { level: level?, charging: charging? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told() -> Value {
        json!({ "deviceId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "startId": "9f", "touchpoint": "counter-1",
            "reportedAt": "2026-11-21T20:38:00.123+07:00", "version": "0.1.0", "uptimeMs": 300_000, "restarts": 4,
            "queue": { "waiting": 12, "parked": 1, "oldestMs": 86_400_000 },
            "storage": { "usedBytes": 1_000_000, "quotaBytes": 60_000_000_000_u64 },
            "battery": { "level": 0.82, "charging": true }, "clockSkewMs": -1_500, "faults": ["the ledger is full"] })
    }

    fn read(told: &Value) -> Result<Report, Vec<String>> {
        let mut problems = Problems::new();
        let report = Report::decode(&Node::root(told), &mut problems);
        report
            .filter(|_| problems.is_empty())
            .ok_or_else(|| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn what_a_device_says_survives_the_journey() {
        assert_eq!(read(&told()).unwrap().encode(), told());
        let mut least = told();
        for name in ["storage", "battery", "startId"] {
            least.as_object_mut().unwrap().remove(name);
        }
        least["queue"].as_object_mut().unwrap().remove("oldestMs");
        assert_eq!(read(&least).unwrap().encode(), least);
    }

    #[test]
    fn what_is_wrong_with_it_is_named_by_its_path() {
        let check = |path: &str, value: Value, problem: &str| {
            let mut wrong = told();
            *wrong.pointer_mut(path).unwrap() = value;
            assert_eq!(read(&wrong).unwrap_err(), [problem.to_owned()], "{path}");
        };
        check("/deviceId", json!(" "), "/deviceId: expected a text that is not empty, found \" \"");
        check("/startId", json!(7), "/startId: expected a text, found 7");
        check("/uptimeMs", json!(-1), "/uptimeMs: expected 0 to 9007199254740992, found -1");
        check("/battery/level", json!(82), "/battery/level: expected 0 to 1");
        check("/queue", Value::Null, "/queue: is missing");
        check(
            "/queue/oldestMs",
            json!("a day"),
            "/queue/oldestMs: expected 0 to 9007199254740992, found \"a day\"",
        );
        check("/storage", json!([]), "/storage: expected an object, found a list");
        check("/faults", json!(vec!["x"; 21]), "/faults: expected at most 20 items, found 21");
    }
}
