//! How grave a complaint is, as a sum of listed points. What follows from it is decided by people.

use std::cmp::Reverse;

use super::Reason;
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
