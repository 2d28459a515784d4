//! The ghosting-risk score: points for what is known to come before a silent goodbye, each listed with its cause.

use super::{BgNbd, History};
use crate::error::Error;
use crate::score::Segment;
use crate::words::Words;

/// Whether what went wrong was put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resolution {
    /// It was.
    Yes,
    /// In part.
    Partly,
    /// It was not.
    No,
}

impl Resolution {
    /// Every answer and its name in events.
    pub const NAMES: [(&'static str, Self); 3] =
        [("yes", Self::Yes), ("partly", Self::Partly), ("no", Self::No)];

    /// The answer's name in events.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// What the host knows about a customer's visits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Visits {
    /// Nothing.
    #[default]
    Unknown,
    /// One purchase, so many days ago.
    Once {
        /// Days since that purchase.
        days_since: f64,
    },
    /// Several, at a usual distance.
    Regular {
        /// Days since the last one.
        days_since: f64,
        /// Days that usually lie between two.
        usual_days: f64,
    },
    /// Several, judged by BG/NBD.
    Alive {
        /// The probability that the customer has not left for good.
        p_alive: f64,
    },
}

impl Visits {
    /// What a purchase history says; `days_per_unit` tells the model's unit of time, such as 7 for weeks. A
    /// customer with no repeat purchase goes by the gap, for the model calls them alive for ever.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless `days_per_unit` is above 0 and at most 1,000.
    ///
    /// ```
    /// use sayso_core::risk::{BgNbd, History, Visits};
    /// let cdnow = BgNbd::new(0.243, 4.414, 0.793, 2.426).unwrap();
    /// let once = Visits::of_history(cdnow, History::new(0, 0.0, 10.0).unwrap(), 7.0);
    /// assert_eq!(once, Ok(Visits::Once { days_since: 70.0 }));
    /// ```
    pub fn of_history(model: BgNbd, history: History, days_per_unit: f64) -> Result<Self, Error> {
        if !(days_per_unit > 0.0 && days_per_unit <= 1_000.0) {
            return Err(Error::OutOfRange { argument: "days_per_unit" });
        }
        Ok(if history.repeats() == 0 {
            Self::Once { days_since: history.gap() * days_per_unit }
        } else {
            Self::Alive { p_alive: model.p_alive(history) }
        })
    }
}

/// What is known about a customer. What is not known adds no points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Signals {
    /// The segment of the last rating.
    pub segment: Option<Segment>,
    /// Whether the last complaint was put right, in the customer's own words.
    pub resolution: Option<Resolution>,
    /// Complaints within the period that the host looks at, this one included.
    pub complaints: u32,
    /// What the host knows about visits.
    pub visits: Visits,
}

/// How many points each cause is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// The last rating was negative.
    pub low_score: u8,
    /// The last rating was neutral.
    pub indifferent: u8,
    /// The complaint was not put right.
    pub unresolved: u8,
    /// The complaint was put right in part.
    pub partly_resolved: u8,
    /// Two complaints or more.
    pub repeated_complaint: u8,
    /// Away for twice the usual time or longer.
    pub long_gap: u8,
    /// Away for three times the usual time or longer.
    pub very_long_gap: u8,
    /// Gone for certain by BG/NBD; less in proportion to P(alive).
    pub gone: u8,
    /// Bought once, and is still in the first days in which most leave.
    pub first_days: u8,
    /// Bought once and did not come back after those days.
    pub never_back: u8,
    /// How many days the first days are.
    pub first_days_window: u16,
}

impl Default for Weights {
    /// The points that this project proposes, and the first 100 days of J. Coleman's *Never Lose a Customer Again*
    /// (2018). No study stands behind the points: they order a work list, and a business sets its own.
    fn default() -> Self {
        Self {
            low_score: 25,
            indifferent: 10,
            unresolved: 25,
            partly_resolved: 10,
            repeated_complaint: 15,
            long_gap: 15,
            very_long_gap: 30,
            gone: 30,
            first_days: 10,
            never_back: 20,
            first_days_window: 100,
        }
    }
}

/// What points are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the field of `Weights` of the same name")]
pub enum Cause {
    LowScore,
    Indifferent,
    Unresolved,
    PartlyResolved,
    RepeatedComplaint,
    LongGap,
    VeryLongGap,
    Gone,
    FirstDays,
    NeverBack,
}

impl Cause {
    /// Every cause and its name in events.
    pub const NAMES: [(&'static str, Self); 10] = [
        ("low-score", Self::LowScore),
        ("indifferent", Self::Indifferent),
        ("unresolved", Self::Unresolved),
        ("partly-resolved", Self::PartlyResolved),
        ("repeated-complaint", Self::RepeatedComplaint),
        ("long-gap", Self::LongGap),
        ("very-long-gap", Self::VeryLongGap),
        ("gone", Self::Gone),
        ("first-days", Self::FirstDays),
        ("never-back", Self::NeverBack),
    ];

    /// The cause's name in events.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// The cause as staff reads it.
    pub fn words(self) -> Words {
        WORDS[self as usize]
    }
}

const WORDS: [Words; 10] = [
    Words { vi: "Lần gần nhất chấm điểm thấp", en: "The last rating was low" },
    Words {
        vi: "Lần gần nhất chỉ thấy bình thường, gặp nơi tốt hơn là đi",
        en: "The last rating was neutral: stays only until something better comes along",
    },
    Words {
        vi: "Chuyện chưa ổn vẫn chưa được giải quyết", en: "What went wrong has not been put right"
    },
    Words {
        vi: "Mới giải quyết được một phần", en: "What went wrong has been put right only in part"
    },
    Words { vi: "Đã than phiền từ hai lần trở lên", en: "Has complained twice or more" },
    Words { vi: "Vắng lâu gấp đôi thường lệ", en: "Away for twice the usual time" },
    Words { vi: "Vắng lâu gấp ba thường lệ", en: "Away for three times the usual time" },
    Words {
        vi: "Nhịp mua hàng cho thấy có thể khách đã đi nơi khác",
        en: "The rhythm of purchases says that the customer may have left",
    },
    Words {
        vi: "Mới mua một lần, còn trong những ngày đầu dễ bỏ đi nhất",
        en: "Has bought once and is in the first days, when most leave",
    },
    Words {
        vi: "Mua một lần rồi không quay lại",
        en: "Has bought once and did not come back after the first days",
    },
];

/// Points, what they are for, and the number that they come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// What the points are for.
    pub cause: Cause,
    /// How many, before the total is capped.
    pub points: u8,
    /// The number behind them, where there is one: complaints, days, times the usual gap, P(alive).
    pub evidence: Option<f64>,
}

/// A ghosting-risk score and the points it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Ghosting {
    /// From 0 (no sign) to 100.
    pub total: u8,
    /// What it is made of; points of 0 are left out.
    pub points: Vec<Point>,
}

impl Ghosting {
    /// The risk that a customer leaves without a word. It orders a list for people; no automatic decision may hang
    /// on it.
    ///
    /// # Formula
    /// `min(100, Σ points)`, over: a negative or a neutral rating; a complaint put right not at all or in part; two
    /// complaints or more; and one of the ways in which a customer stays away: the gap against the usual one,
    /// `gone · (1 − P(alive))` rounded, or a single purchase within or after the first days.
    ///
    /// # Source
    /// The causes are those of the customer-loss literature that this project collects; the points are its own
    /// ([`Weights`]). P(alive) is [`BgNbd::p_alive`].
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for days that are negative, not finite or above 100,000, a usual gap of 0, and a
    /// P(alive) outside of 0 to 1.
    ///
    /// ```
    /// use sayso_core::risk::{Ghosting, Resolution, Signals, Visits, Weights};
    /// use sayso_core::score::Segment;
    /// let signals = Signals {
    ///     segment: Some(Segment::Detractor),
    ///     resolution: Some(Resolution::No),
    ///     complaints: 2,
    ///     visits: Visits::Regular { days_since: 75.0, usual_days: 30.0 },
    /// };
    /// let risk = Ghosting::of(&signals, &Weights::default()).unwrap();
    /// let listed: Vec<_> = risk.points.iter().map(|point| (point.cause.name(), point.points)).collect();
    /// assert_eq!(listed, [("low-score", 25), ("unresolved", 25), ("repeated-complaint", 15), ("long-gap", 15)]);
    /// assert_eq!(risk.total, 80);
    /// ```
    pub fn of(signals: &Signals, weights: &Weights) -> Result<Self, Error> {
        let complaints = f64::from(signals.complaints);
        let found = [
            match signals.segment {
                Some(Segment::Detractor) => Some((Cause::LowScore, weights.low_score, None)),
                Some(Segment::Neutral) => Some((Cause::Indifferent, weights.indifferent, None)),
                Some(Segment::Promoter) | None => None,
            },
            match signals.resolution {
                Some(Resolution::No) => Some((Cause::Unresolved, weights.unresolved, None)),
                Some(Resolution::Partly) => Some((Cause::PartlyResolved, weights.partly_resolved, None)),
                Some(Resolution::Yes) | None => None,
            },
            (signals.complaints >= 2).then_some((
                Cause::RepeatedComplaint,
                weights.repeated_complaint,
                Some(complaints),
            )),
            staying_away(signals.visits, weights)?,
        ];
        let points: Vec<Point> = found
            .into_iter()
            .flatten()
            .filter(|(_, points, _)| *points > 0)
            .map(|(cause, points, evidence)| Point { cause, points, evidence })
            .collect();
        let sum: u16 = points.iter().map(|point| u16::from(point.points)).sum();
        Ok(Self { total: u8::try_from(sum.min(100)).unwrap_or(100), points })
    }
}

type Found = Option<(Cause, u8, Option<f64>)>;

/// The one cause that visits give, if any.
fn staying_away(visits: Visits, weights: &Weights) -> Result<Found, Error> {
    match visits {
        Visits::Unknown => Ok(None),
        Visits::Once { days_since } => {
            let days = days("days_since", days_since)?;
            let early = days <= f64::from(weights.first_days_window);
            let (cause, points) = if early {
                (Cause::FirstDays, weights.first_days)
            } else {
                (Cause::NeverBack, weights.never_back)
            };
            Ok(Some((cause, points, Some(days))))
        }
        Visits::Regular { days_since, usual_days } => {
            let (since, usual) = (days("days_since", days_since)?, days("usual_days", usual_days)?);
            let times = since / usual;
            // A usual gap of 0 gives infinity or NaN, one of next to 0 may overflow.
            if !times.is_finite() {
                return Err(Error::OutOfRange { argument: "usual_days" });
            }
            Ok(if times >= 3.0 {
                Some((Cause::VeryLongGap, weights.very_long_gap, Some(times)))
            } else if times >= 2.0 {
                Some((Cause::LongGap, weights.long_gap, Some(times)))
            } else {
                None
            })
        }
        Visits::Alive { p_alive } => {
            if !(0.0..=1.0).contains(&p_alive) {
                return Err(Error::OutOfRange { argument: "p_alive" });
            }
            let points = rounded(f64::from(weights.gone) * (1.0 - p_alive));
            Ok(Some((Cause::Gone, points, Some(p_alive))))
        }
    }
}

fn days(argument: &'static str, days: f64) -> Result<f64, Error> {
    if (0.0..=100_000.0).contains(&days) { Ok(days) } else { Err(Error::OutOfRange { argument }) }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 255 by its inputs"
)]
fn rounded(points: f64) -> u8 {
    points.round() as u8
}
