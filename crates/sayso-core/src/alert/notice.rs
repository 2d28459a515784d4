//! The `data` of a `sayso.alert.v1`: that a device calls for help, and why.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};
use std::time::Duration;

use super::{Alert, Rule, Watch};
use crate::decode::{Node, Problems};
use crate::response::{MAX_TOUCHPOINT, write_time};

/// A call for help.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// The device that calls: an id that it made up once.
    pub device: String,
    /// Where: a free id such as `counter-1`.
    pub touchpoint: String,
    /// The time of the newest answer, by the clock of the place.
    pub at: DateTime<FixedOffset>,
    /// How many answers the window holds.
    pub n: u32,
    /// How many of them are unhappy.
    pub unhappy: u32,
    /// The rule that holds.
    pub rule: Rule,
}

impl Notice {
    /// The most characters of a device's id.
    pub const MAX_DEVICE: usize = 200;

    /// The call that the last of a device's answers makes, oldest first; `None` where it makes none.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta};
    /// use sayso_core::alert::{Notice, Rule};
    /// let start = DateTime::UNIX_EPOCH.fixed_offset();
    /// let answers = [true, false, true, false].map(|unhappy| unhappy);
    /// let timed: Vec<_> = (0..).zip(answers).map(|(minute, it)| (start + TimeDelta::minutes(minute), it)).collect();
    /// let call = |count| Notice::of_the_last(&timed[..count], Rule::default(), "a", "counter-1");
    /// assert_eq!((call(3), call(4).map(|notice| (notice.unhappy, notice.n))), (None, Some((2, 4))));
    /// ```
    pub fn of_the_last(
        answers: &[(DateTime<FixedOffset>, bool)],
        rule: Rule,
        device: &str,
        touchpoint: &str,
    ) -> Option<Self> {
        let mut watch = Watch::new(rule);
        let mut called = None;
        for (at, unhappy) in answers {
            called = watch.push(at.to_utc(), *unhappy).map(|alert| (*at, alert));
        }
        let (at, Alert { n, unhappy, .. }) = called?;
        Some(Self { device: device.to_owned(), touchpoint: touchpoint.to_owned(), at, n, unhappy, rule })
    }

    /// As it travels.
    pub fn encode(&self) -> Value {
        let Rule { share, window, minimum } = self.rule;
        json!({ "deviceId": self.device, "touchpoint": self.touchpoint, "at": write_time(self.at), "n": self.n,
            "unhappy": self.unhappy,
            "rule": { "share": share, "windowMs": window.num_milliseconds(), "minimum": minimum } })
    }

    /// Reads a call.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let device = fields.required("deviceId", problems).and_then(|it| it.name(Self::MAX_DEVICE, problems));
        let touchpoint =
            fields.required("touchpoint", problems).and_then(|it| it.text(MAX_TOUCHPOINT, problems));
        let at = fields.required("at", problems).and_then(|it| it.moment(problems));
        let most = i64::from(u32::MAX);
        let n = fields.required("n", problems).and_then(|it| it.integer(1..=most, problems));
        let n = n.and_then(|n| u32::try_from(n).ok());
        let unhappy = fields
            .required("unhappy", problems)
            .and_then(|it| it.integer(0..=n.map_or(most, i64::from), problems));
        let rule = fields.required("rule", problems).and_then(|it| decode_rule(&it, problems));
        Some(Self {
            device: device?.to_owned(),
            touchpoint: touchpoint?.to_owned(),
            at: at?,
            n: n?,
            unhappy: u32::try_from(unhappy?).ok()?,
            rule: rule?,
        })
    }
}

fn decode_rule(node: &Node<'_>, problems: &mut Problems) -> Option<Rule> {
    let mut fields = node.object(problems)?;
    let share = fields.required("share", problems).and_then(|it| it.number(problems));
    let window =
        fields.required("windowMs", problems).and_then(|it| it.integer(1..=31_622_400_000, problems));
    let minimum = fields.required("minimum", problems).and_then(|it| it.integer(1..=4096, problems));
    let window = Duration::from_millis(u64::try_from(window?).ok()?);
    match Rule::new(share?, window, u32::try_from(minimum?).ok()?) {
        Ok(rule) => Some(rule),
        Err(error) => node.refuse(error.to_string(), problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Value {
        json!({ "deviceId": "a", "touchpoint": "counter-1", "at": "2026-11-21T20:38:00.123+07:00", "n": 4, "unhappy": 2,
            "rule": { "share": 0.5, "windowMs": 900_000, "minimum": 4 } })
    }

    #[test]
    fn a_call_survives_the_journey_and_a_wrong_one_is_named_by_its_path() {
        let read = |told: &Value| {
            let mut problems = Problems::new();
            let notice = Notice::decode(&Node::root(told), &mut problems);
            notice
                .filter(|_| problems.is_empty())
                .ok_or_else(|| problems.iter().map(ToString::to_string).collect())
        };
        assert_eq!(read(&told()).unwrap().encode(), told());
        let check = |path: &str, value: Value, problem: &str| {
            let mut wrong = told();
            *wrong.pointer_mut(path).unwrap() = value;
            assert_eq!(read(&wrong), Err(vec![problem.to_owned()]), "{path}");
        };
        check("/unhappy", json!(5), "/unhappy: expected 0 to 4, found 5");
        check("/rule/share", json!(0), "/rule: share is out of range");
        check("/rule/minimum", json!(0), "/rule/minimum: expected 1 to 4096, found 0");
        check("/at", json!("now"), "/at: expected a time such as 2026-11-21T20:38:00+07:00, found \"now\"");
    }
}
