//! How grave a complaint is, as a sum of listed points. What follows from it is decided by people.

use std::cmp::Reverse;

use serde_json::{Map, Value};

use super::Reason;
use crate::decode::{Node, Problems};
use crate::error::Error;
use crate::words::Words;

/// How grave a complaint is, from 0 (none) to 5 (critical).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Severity(u8);

impl Severity {
    /// Praise and thanks.
    pub const NONE: Self = Self(0);
    /// Nobody is harmed.
    pub const SLIGHT: Self = Self(1);
    /// A nuisance.
    pub const MODERATE: Self = Self(2);
    /// The customer may leave.
    pub const SERIOUS: Self = Self(3);
    /// The customer has lost something.
    pub const GRAVE: Self = Self(4);
    /// Health, law or public trust is at stake.
    pub const CRITICAL: Self = Self(5);

    /// A severity by number.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] above 5.
    pub fn new(severity: u8) -> Result<Self, Error> {
        if severity <= Self::CRITICAL.0 {
            Ok(Self(severity))
        } else {
            Err(Error::OutOfRange { argument: "severity" })
        }
    }

    /// The number.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// What makes a complaint graver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The gravest of the reasons that were given.
    Reason(Reason),
    /// Somebody was or may be hurt.
    Safety,
    /// It was posted where others read it.
    Public,
}

impl Cause {
    /// The cause's name in events: a reason's code, `safety` or `public`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reason(reason) => reason.code(),
            Self::Safety => "safety",
            Self::Public => "public",
        }
    }

    /// The cause of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "safety" => Some(Self::Safety),
            "public" => Some(Self::Public),
            code => Reason::from_code(code).map(Self::Reason),
        }
    }

    /// The cause in words.
    pub fn words(self) -> Words {
        match self {
            Self::Reason(reason) => reason.label(),
            Self::Safety => Words { vi: "Liên quan đến an toàn", en: "Safety is concerned" },
            Self::Public => Words { vi: "Đã đăng công khai", en: "Posted in public" },
        }
    }
}

/// Points and what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// What the points are for.
    pub cause: Cause,
    /// How many.
    pub points: u8,
}

/// A severity and the points it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The sum of the points, at most 5.
    pub severity: Severity,
    /// What it is made of, in the order in which it was added.
    pub points: Vec<Point>,
}

impl Assessment {
    /// Added where somebody was or may be hurt.
    pub const SAFETY: u8 = 3;
    /// Added where the complaint stands in public.
    pub const PUBLIC: u8 = 1;

    /// The severity of a complaint. No reason counts as [`Reason::Other`].
    ///
    /// # Formula
    /// `min(5, max(severity of the reasons) + 3·[safety] + 1·[public])`
    ///
    /// # Source
    /// The criteria are those of ISO 10002 (initial assessment: severity, safety implication, impact); the standard
    /// gives no numbers. The reasons' own are the taxonomy's, the two added ones are this project's, and both are
    /// listed.
    ///
    /// ```
    /// use sayso_core::complaint::{Assessment, Reason, Severity};
    /// let late = Assessment::of(&[Reason::DeliveryLate], false, true);
    /// assert_eq!(late.severity, Severity::GRAVE);
    /// let listed: Vec<_> = late.points.iter().map(|point| (point.cause.words().en, point.points)).collect();
    /// assert_eq!(listed, [("Late delivery", 3), ("Posted in public", 1)]);
    /// ```
    pub fn of(reasons: &[Reason], safety: bool, public: bool) -> Self {
        // Of several equally grave ones the first of the taxonomy, so that their order changes nothing.
        let gravest = reasons.iter().copied().max_by_key(|reason| (reason.severity(), Reverse(*reason)));
        let reason = gravest.unwrap_or(Reason::Other);
        let mut points = vec![Point { cause: Cause::Reason(reason), points: reason.severity().get() }];
        if safety {
            points.push(Point { cause: Cause::Safety, points: Self::SAFETY });
        }
        if public {
            points.push(Point { cause: Cause::Public, points: Self::PUBLIC });
        }
        let sum: u8 = points.iter().map(|point| point.points).sum();
        Self { severity: Severity(sum.min(Severity::CRITICAL.0)), points }
    }
}

/// As it stands in an event: the sum, and the points that it is made of.
pub(super) fn encode_assessment(assessment: &Assessment) -> Value {
    let point = |point: &Point| {
        let mut object = Map::new();
        object.insert("cause".to_owned(), point.cause.name().into());
        object.insert("points".to_owned(), point.points.into());
        Value::Object(object)
    };
    let mut object = Map::new();
    object.insert("value".to_owned(), assessment.severity.0.into());
    object.insert("points".to_owned(), assessment.points.iter().map(point).collect());
    Value::Object(object)
}

/// Reads what [`encode_assessment`] wrote; a sum that is not that of its points is refused.
pub(super) fn decode_assessment(node: &Node<'_>, problems: &mut Problems) -> Option<Assessment> {
    let highest = i64::from(Severity::CRITICAL.0);
    let mut fields = node.object(problems)?;
    let value = fields.required("value", problems);
    let severity = value.as_ref().and_then(|node| node.integer(0..=highest, problems));
    let points = fields.required("points", problems).and_then(|points| {
        let items = points.list(Reason::ALL.len() + 2, problems)?;
        let points: Vec<_> = items.iter().map(|item| decode_point(item, problems)).collect();
        points.into_iter().collect::<Option<Vec<_>>>()
    });
    let (severity, points) = (severity?, points?);
    let sum: i64 = points.iter().map(|point| i64::from(point.points)).sum();
    if severity != sum.min(highest) {
        return value?.refuse("is not the sum of its points, at most 5", problems);
    }
    Some(Assessment { severity: Severity(u8::try_from(severity).ok()?), points })
}

fn decode_point(node: &Node<'_>, problems: &mut Problems) -> Option<Point> {
    let mut fields = node.object(problems)?;
    let cause = fields.required("cause", problems).and_then(|node| {
        let cause = node.value().as_str().and_then(Cause::from_name);
        cause.or_else(|| node.refuse("expected the code of a reason, safety or public", problems))
    });
    let points = fields.required("points", problems).and_then(|node| node.integer(0..=5, problems));
    Some(Point { cause: cause?, points: u8::try_from(points?).ok()? })
}
