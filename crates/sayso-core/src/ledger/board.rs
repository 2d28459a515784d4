//! What a ledger adds up to for those who work at the touch point: today and the week, by hour and weekday, day by day, and why.

use super::Entry;
use crate::aggregate::{Aggregate, Indicator, LocalTime};
use crate::chart::{Point, p_chart};
use crate::score::{Distribution, Method, Metric, Segments};
use crate::stats::Level;

/// A share of satisfied respondents, and between which ends the truth lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// In percent.
    pub value: f64,
    /// Of how many respondents.
    pub n: u64,
    /// The lower end of the 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// One hour of one weekday.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// 1 (Monday) to 7 (Sunday).
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// The satisfied, in percent.
    pub value: f64,
    /// Of how many respondents.
    pub n: u64,
}

/// One day of the trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// As ISO 8601 writes it.
    pub date: String,
    /// Days since 1970-01-01, for how far it lies from another.
    pub number: i32,
    /// Of how many respondents.
    pub n: u64,
    /// The satisfied as a share of 1, and the limits within which it lies while nothing has changed.
    pub point: Point,
}

/// What a ledger adds up to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// CSAT of the local day; `None` without an answer.
    pub today: Option<Figure>,
    /// CSAT of the seven days that end with it.
    pub week: Option<Figure>,
    /// How often each point was tapped in these days, worst first; of the scale that was used most.
    pub taps: Option<Distribution>,
    /// Hours in which anybody answered, within [`Board::DAYS`].
    pub hours: Vec<Cell>,
    /// Days on which anybody answered, oldest first, within [`Board::DAYS`].
    pub days: Vec<Day>,
    /// The reasons of the unhappy in the last seven days and how many gave each, the most frequent first.
    pub reasons: Vec<(String, u64)>,
}

impl Board {
    /// How many days the heat map and the trend look back.
    pub const DAYS: i32 = 28;

    /// How many reasons there are at most.
    pub const REASONS: usize = 5;

    /// The board of a ledger at a moment. What lies in the future by the device's clock is not counted.
    pub fn of(entries: &[Entry], now: LocalTime) -> Self {
        let local = |entry: &Entry| LocalTime::new(entry.at).ok();
        let timed: Vec<(LocalTime, &Entry)> = entries
            .iter()
            .filter_map(|entry| Some((local(entry)?, entry)))
            .filter(|(at, _)| at.day() <= now.day() && at.day() > now.day() - Self::DAYS)
            .collect();
        let since = |days: i32| {
            timed.iter().filter(move |(at, _)| at.day() > now.day() - days).map(|(_, entry)| *entry)
        };
        let week = counted(since(7));
        Self {
            today: figure(&counted(since(1))),
            week: figure(&week),
            taps: rated(&week).max_by_key(Distribution::n),
            hours: hours(&timed),
            days: days(&timed),
            reasons: reasons(since(7)),
        }
    }
}

fn counted<'e>(entries: impl Iterator<Item = &'e Entry>) -> Aggregate {
    let mut scores = Aggregate::default();
    for entry in entries {
        // What a later version wrote otherwise is left out, the rest counts.
        let _uncounted = scores.add_digest(&entry.digest, false, 1);
    }
    scores
}

/// CSAT, as the collector estimates it.
fn figure(scores: &Aggregate) -> Option<Figure> {
    let estimates = scores.estimates(Level::P95);
    let csat = |metric| metric == Indicator::Of(Metric::Csat);
    let csat = estimates.into_iter().find(|it| csat(it.metric) && it.method == Method::TOP_BOX)?;
    Some(Figure { value: csat.value, n: csat.n, low: csat.low?, high: csat.high? })
}

/// The ratings of satisfaction, the good end up.
fn rated(scores: &Aggregate) -> impl Iterator<Item = Distribution> {
    let groups = scores.groups();
    let summaries: Vec<_> = groups
        .iter()
        .flat_map(|group| {
            let summaries = group.summaries().into_iter().filter(|it| it.metric == Metric::Csat);
            summaries.filter_map(|it| Some(it.distribution?.directed(it.direction))).collect::<Vec<_>>()
        })
        .collect();
    summaries.into_iter()
}

/// How many were satisfied, and of how many.
fn satisfied(scores: &Aggregate) -> (u64, u64) {
    let segments = rated(scores).map(|ratings| Segments::of(&ratings, Metric::Csat));
    let segments = segments.fold(Segments::default(), Segments::merge);
    (segments.promoters, segments.n())
}

fn hours(timed: &[(LocalTime, &Entry)]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for weekday in 1..=7 {
        for hour in 0..24 {
            let here = timed.iter().filter(|(at, _)| at.weekday() == weekday && at.hour() == hour);
            let (part, n) = satisfied(&counted(here.map(|(_, entry)| *entry)));
            if n > 0 {
                cells.push(Cell { weekday, hour, value: 100.0 * part as f64 / n as f64, n });
            }
        }
    }
    cells
}

fn days(timed: &[(LocalTime, &Entry)]) -> Vec<Day> {
    let mut days: Vec<LocalTime> = timed.iter().map(|(at, _)| *at).collect();
    days.sort_unstable_by_key(|at| at.day());
    days.dedup_by_key(|at| at.day());
    let of = |day: LocalTime| {
        let here = timed.iter().filter(move |(at, _)| at.day() == day.day());
        (day, satisfied(&counted(here.map(|(_, entry)| *entry))))
    };
    let samples: Vec<_> = days.into_iter().map(of).filter(|(_, (_, n))| *n > 0).collect();
    let counts: Vec<(u64, u64)> = samples.iter().map(|(_, sample)| *sample).collect();
    let Ok(chart) = p_chart(&counts) else { return Vec::new() };
    let day =
        |((day, (_, n)), point): ((LocalTime, _), _)| Day { date: day.date(), number: day.day(), n, point };
    samples.into_iter().zip(chart.points).map(day).collect()
}

fn reasons<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = Vec::new();
    for entry in entries {
        let mut given: Vec<&String> = entry.reasons.iter().collect();
        given.sort_unstable();
        given.dedup();
        for reason in given {
            match counts.iter_mut().find(|(known, _)| known == reason) {
                Some((_, count)) => *count += 1,
                None => counts.push((reason.clone(), 1)),
            }
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(Board::REASONS);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};

    /// Taps of so many days and hours ago, seen on a Saturday at 20:38 in Hanoi.
    fn ledger(taps: &[(i64, i64, u8)]) -> Board {
        let now = DateTime::parse_from_rfc3339("2026-11-21T20:38:00+07:00").unwrap();
        let entry = |(index, (days, hours, tap)): (usize, &(i64, i64, u8))| Entry {
            id: index.to_string(),
            at: now - TimeDelta::days(*days) - TimeDelta::hours(*hours),
            digest: crate::aggregate::Digest::decode(&format!(
                r#"[null,[["csat","csat",5,false,{tap}]],[]]"#
            ))
            .unwrap(),
            reasons: if *tap < 3 {
                vec!["DEL-LATE".into(), "DEL-LATE".into(), format!("R{tap}")]
            } else {
                vec![]
            },
        };
        let entries: Vec<Entry> = taps.iter().enumerate().map(entry).collect();
        Board::of(&entries, LocalTime::new(now).unwrap())
    }

    #[test]
    fn an_empty_ledger_has_a_board_without_figures() {
        assert_eq!(ledger(&[]), Board::default());
    }

    #[test]
    fn today_and_the_week_end_with_the_local_day() {
        // 20 hours ago is 0:38 of today, 21 hours ago is yesterday.
        let board =
            ledger(&[(0, 0, 5), (0, 20, 1), (0, 21, 4), (6, 20, 3), (6, 21, 5), (40, 0, 1), (-1, 0, 1)]);
        let figure = |figure: Option<Figure>| figure.map(|it| (it.value, it.n));
        assert_eq!(figure(board.today), Some((50.0, 2)));
        assert_eq!(figure(board.week), Some((50.0, 4)));
        assert_eq!(board.taps.unwrap().counts(), [1, 0, 1, 1, 1]);
        // Wilson's interval for 2 of 4, by hand: 0.15 to 0.85.
        let week = board.week.unwrap();
        assert_eq!(
            (format!("{:.2}", week.low), format!("{:.2}", week.high)),
            ("15.00".into(), "85.00".into())
        );
    }

    #[test]
    fn hours_and_days_are_those_of_the_place() {
        let board = ledger(&[(0, 0, 5), (7, 0, 2), (0, 20, 4), (28, 0, 1)]);
        let cells: Vec<_> =
            board.hours.iter().map(|cell| (cell.weekday, cell.hour, cell.value, cell.n)).collect();
        assert_eq!(cells, [(6, 0, 100.0, 1), (6, 20, 50.0, 2)]);
        let days: Vec<_> = board.days.iter().map(|day| (day.date.as_str(), day.n, day.point.value)).collect();
        assert_eq!(days, [("2026-11-14", 1, 0.0), ("2026-11-21", 2, 1.0)]);
        assert!(board.days.iter().all(|day| day.point.center > 0.66 && day.point.center < 0.67));
    }

    #[test]
    fn reasons_count_once_a_respondent_and_the_most_frequent_comes_first() {
        let board = ledger(&[(0, 0, 1), (0, 1, 2), (1, 0, 1), (8, 0, 1)]);
        let reasons: Vec<_> = board.reasons.iter().map(|(reason, n)| (reason.as_str(), *n)).collect();
        assert_eq!(reasons, [("DEL-LATE", 3), ("R1", 2), ("R2", 1)]);
    }
}
