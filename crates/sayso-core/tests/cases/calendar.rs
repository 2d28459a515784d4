//! Due times: zones that skip and repeat hours and days, ends of years, calendars that never open, and a minute-by-minute
//! walk that knows nothing of spans and gaps.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use sayso_core::complaint::{BusinessCalendar, Due, Severity, Span, Targets};
use sayso_core::error::Error;

fn spans(text: &str) -> Vec<Span> {
    text.split_whitespace().map(|span| span.parse().unwrap()).collect()
}

/// The same hours on every day.
fn daily(hours: &str) -> BusinessCalendar {
    BusinessCalendar::new(std::array::from_fn(|_| spans(hours))).unwrap()
}

/// Monday to Friday.
fn weekdays(hours: &str) -> BusinessCalendar {
    let week = std::array::from_fn(|day| if day < 5 { spans(hours) } else { Vec::new() });
    BusinessCalendar::new(week).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A moment, written with its offset.
fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

#[track_caller]
fn check(calendar: &BusinessCalendar, zone: Tz, from: &str, minutes: u32, expected: &str) {
    let due = calendar.due(&zone, at(from), minutes).unwrap();
    assert_eq!(due.to_rfc3339(), expected, "{minutes} minutes from {from}");
}

#[test]
fn an_office_in_hanoi() {
    let zone = Tz::Asia__Ho_Chi_Minh;
    let office = weekdays("08:00-12:00 13:00-17:00");
    // Within a span, over lunch, over night, over the weekend, to the very end of a day, and nothing at all.
    check(&office, zone, "2026-11-20T09:00:00+07:00", 60, "2026-11-20T10:00:00+07:00");
    check(&office, zone, "2026-11-20T11:30:00+07:00", 60, "2026-11-20T13:30:00+07:00");
    check(&office, zone, "2026-11-19T16:30:00+07:00", 60, "2026-11-20T08:30:00+07:00");
    check(&office, zone, "2026-11-20T16:30:00+07:00", 480, "2026-11-23T16:30:00+07:00");
    check(&office, zone, "2026-11-21T20:38:00+07:00", 480, "2026-11-23T17:00:00+07:00");
    check(&office, zone, "2026-11-21T20:38:00+07:00", 0, "2026-11-23T08:00:00+07:00");
    check(&office, zone, "2026-11-20T09:00:00+07:00", 0, "2026-11-20T09:00:00+07:00");
    // Closing time is not opening time.
    check(&office, zone, "2026-11-20T17:00:00+07:00", 0, "2026-11-23T08:00:00+07:00");
    // Seconds and milliseconds are kept.
    check(&office, zone, "2026-11-20T09:00:30.250+07:00", 1, "2026-11-20T09:01:30.250+07:00");
}

#[test]
fn tet_and_the_end_of_the_year() {
    let zone = Tz::Asia__Ho_Chi_Minh;
    let mut office = weekdays("08:00-12:00 13:00-17:00").with_holiday(date("2027-01-01")).unwrap();
    check(&office, zone, "2026-12-31T16:00:00+07:00", 120, "2027-01-04T09:00:00+07:00");
    // Tết Đinh Mùi, with a Saturday that makes up for a bridge day.
    for day in ["2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11", "2027-02-12"] {
        office = office.with_holiday(date(day)).unwrap();
    }
    check(&office, zone, "2027-02-04T16:30:00+07:00", 60, "2027-02-15T08:30:00+07:00");
    let office = office.with_day(date("2027-02-13"), spans("08:00-12:00")).unwrap();
    check(&office, zone, "2027-02-04T16:30:00+07:00", 60, "2027-02-13T08:30:00+07:00");
    // A leap day is a day.
    check(&daily("08:00-09:00"), zone, "2028-02-28T09:00:00+07:00", 90, "2028-03-01T08:30:00+07:00");
}

#[test]
fn a_bar_that_is_open_past_midnight() {
    let bar = daily("00:00-02:00 18:00-24:00");
    let zone = Tz::Asia__Ho_Chi_Minh;
    check(&bar, zone, "2026-11-21T23:30:00+07:00", 60, "2026-11-22T00:30:00+07:00");
    check(&bar, zone, "2026-11-21T23:30:00+07:00", 30, "2026-11-22T00:00:00+07:00");
    check(&bar, zone, "2026-11-22T01:30:00+07:00", 60, "2026-11-22T18:30:00+07:00");
}

#[test]
fn an_hour_that_is_skipped_is_not_open() {
    let zone = Tz::Europe__Berlin; // 29 March 2026, 02:00 becomes 03:00
    let around_the_clock = BusinessCalendar::always();
    check(&around_the_clock, zone, "2026-03-29T01:30:00+01:00", 60, "2026-03-29T03:30:00+02:00");
    check(&around_the_clock, zone, "2026-03-28T12:00:00+01:00", 24 * 60, "2026-03-29T13:00:00+02:00");
    // Opens at 02:30, which never comes, so at 03:00; closes at 02:30, so at 03:00 as well.
    check(&daily("02:30-04:00"), zone, "2026-03-29T00:00:00+01:00", 0, "2026-03-29T03:00:00+02:00");
    check(&daily("01:00-02:30"), zone, "2026-03-29T01:00:00+01:00", 61, "2026-03-30T01:01:00+02:00");
    // Open only within the hour that never comes: the next day.
    check(&daily("02:00-03:00"), zone, "2026-03-28T12:00:00+01:00", 30, "2026-03-30T02:30:00+02:00");
}

#[test]
fn an_hour_that_comes_twice_counts_twice_between_its_ends() {
    let zone = Tz::Europe__Berlin; // 25 October 2026, 03:00 becomes 02:00
    let around_the_clock = BusinessCalendar::always();
    check(&around_the_clock, zone, "2026-10-25T01:30:00+02:00", 120, "2026-10-25T02:30:00+01:00");
    check(&around_the_clock, zone, "2026-10-24T12:00:00+02:00", 24 * 60, "2026-10-25T11:00:00+01:00");
    // Both ends mean the first 02:30, so that adjoining spans neither overlap nor leave a gap.
    check(&daily("01:00-02:30"), zone, "2026-10-25T00:00:00+02:00", 91, "2026-10-26T01:01:00+01:00");
    check(&daily("02:30-05:00"), zone, "2026-10-25T00:00:00+02:00", 0, "2026-10-25T02:30:00+02:00");
    check(
        &daily("01:00-02:30 02:30-05:00"),
        zone,
        "2026-10-25T00:00:00+02:00",
        300,
        "2026-10-25T05:00:00+01:00",
    );
}

#[test]
fn a_midnight_that_is_skipped_or_comes_twice() {
    // São Paulo skipped the midnight of 4 November 2018.
    check(
        &daily("00:00-24:00"),
        Tz::America__Sao_Paulo,
        "2018-11-03T23:30:00-03:00",
        60,
        "2018-11-04T01:30:00-02:00",
    );
    check(
        &daily("00:00-01:00"),
        Tz::America__Sao_Paulo,
        "2018-11-03T12:00:00-03:00",
        30,
        "2018-11-05T00:30:00-02:00",
    );
    // St John's went back from 00:01 to 23:01 of the day before, on 4 November 2007.
    let zone = Tz::America__St_Johns;
    check(&daily("00:00-24:00"), zone, "2007-11-04T00:00:30-02:30", 62, "2007-11-04T00:02:30-03:30");
    check(&daily("00:00-24:00"), zone, "2007-11-03T23:30:00-03:30", 60, "2007-11-04T00:30:00-03:30");
}

#[test]
fn a_day_that_is_skipped() {
    // Samoa had no 30 December 2011.
    let zone = Tz::Pacific__Apia;
    let office = daily("09:00-17:00");
    check(&office, zone, "2011-12-29T16:30:00-10:00", 60, "2011-12-31T09:30:00+14:00");
    check(
        &office.with_holiday(date("2011-12-31")).unwrap(),
        zone,
        "2011-12-29T16:30:00-10:00",
        60,
        "2012-01-01T09:30:00+14:00",
    );
}

#[test]
fn a_calendar_that_never_opens_says_so() {
    let from = at("2026-11-21T20:38:00+07:00");
    let due = |calendar: &BusinessCalendar, minutes| calendar.due(&Utc, from, minutes);
    let closed = weekdays("");
    assert_eq!(due(&closed, 0), Err(Error::NeverOpen));
    // One day of opening in all: enough for an hour, not for nine.
    let once = closed.with_day(date("2030-01-01"), spans("08:00-16:00")).unwrap();
    assert_eq!(due(&once, 60).unwrap(), at("2030-01-01T09:00:00Z"));
    assert_eq!(due(&once, 481), Err(Error::NeverOpen));
    // Ten years are sought through, and no more.
    let late = weekdays("").with_day(date("2036-11-30"), spans("08:00-16:00")).unwrap();
    assert_eq!(due(&late, 0), Err(Error::NeverOpen));
    assert_eq!(due(&BusinessCalendar::always(), u32::MAX), Err(Error::NeverOpen));
    assert!(due(&BusinessCalendar::always(), 10 * 365 * 24 * 60).is_ok());
}

#[test]
fn moments_outside_of_1970_to_9999_are_refused() {
    let always = BusinessCalendar::always();
    let refused = Err(Error::OutOfRange { argument: "time" });
    for from in [at("1969-12-31T23:59:59Z"), DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert_eq!(always.due(&Utc, from, 1), refused);
        assert!(always.open_between(&Utc, from, from).is_err());
    }
    let last = at("9999-12-31T23:59:00Z");
    assert_eq!(always.due(&Utc, last, 0), Ok(last));
    assert_eq!(always.due(&Utc, last, 2), refused);
    // On the clock of Hanoi the year 10000 has begun.
    let hanoi = FixedOffset::east_opt(7 * 3600).unwrap();
    assert_eq!(always.due(&hanoi, last, 0), Err(Error::OutOfRange { argument: "time" }));
    for day in ["1969-12-31", "+10000-01-01"] {
        assert_eq!(always.clone().with_holiday(date(day)), Err(Error::OutOfRange { argument: "date" }));
    }
}

#[test]
fn hours_without_sense_are_refused() {
    let week = |hours: Vec<Span>| {
        let mut week: [Vec<Span>; 7] = Default::default();
        week[3] = hours;
        BusinessCalendar::new(week)
    };
    let refused = Err(Error::OutOfRange { argument: "spans" });
    assert_eq!(week(spans("08:00-12:00 11:59-17:00")), refused);
    assert_eq!(week(spans("13:00-17:00 08:00-12:00")), refused);
    assert_eq!(week((0..25).map(|hour| Span::new(hour * 50, hour * 50 + 10).unwrap()).collect()), refused);
    assert!(week(spans("08:00-12:00 12:00-17:00")).is_ok());
    for text in [
        "",
        "8-12",
        "08:00",
        "8:00-12:00",
        "08:00-24:01",
        "08:60-12:00",
        "12:00-12:00",
        "-1:00-02:00",
        "+8:00-12:00",
        "٠٨:00-12:00",
    ] {
        assert_eq!(text.parse::<Span>(), Err(Error::OutOfRange { argument: "span" }), "{text}");
    }
    assert_eq!("00:00 – 24:00".parse(), Ok(Span::ALL_DAY));
    let mut crowded = BusinessCalendar::always();
    for day in date("2026-01-01").iter_days().take(BusinessCalendar::MAX_EXCEPTIONS) {
        crowded = crowded.with_holiday(day).unwrap();
    }
    // Another day is too many, the same day again is not.
    assert!(crowded.clone().with_holiday(date("2026-01-01")).is_ok());
    assert_eq!(crowded.with_holiday(date("2060-01-01")), Err(Error::OutOfRange { argument: "exceptions" }));
}

#[test]
fn open_time_between_two_moments() {
    let office = weekdays("08:00-12:00 13:00-17:00");
    let hanoi = Tz::Asia__Ho_Chi_Minh;
    let hours =
        |from: &str, to: &str| office.open_between(&hanoi, at(from), at(to)).map(|time| time.num_minutes());
    assert_eq!(hours("2026-11-20T11:00:00+07:00", "2026-11-23T14:00:00+07:00"), Ok(60 + 240 + 240 + 60));
    assert_eq!(hours("2026-11-21T00:00:00+07:00", "2026-11-22T23:00:00+07:00"), Ok(0));
    assert_eq!(hours("2026-11-21T00:00:00+07:00", "2026-11-20T23:00:00+07:00"), Err(Error::TimeReversed));
    assert_eq!(
        hours("2026-11-21T00:00:00+07:00", "2036-11-21T00:00:00+07:00"),
        Err(Error::OutOfRange { argument: "to" })
    );
}

/// Opening minutes counted by walking from minute to minute and asking the clock on the wall.
fn walk(hours: &[(u32, u32)], zone: Tz, from: DateTime<Utc>, minutes: i64) -> i64 {
    (0..minutes)
        .filter(|minute| {
            let wall = (from + TimeDelta::minutes(*minute)).with_timezone(&zone);
            let now = wall.hour() * 60 + wall.minute();
            hours.iter().any(|(open, close)| (*open..*close).contains(&now))
        })
        .count()
        .try_into()
        .unwrap()
}

fn hours() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::btree_set(0_u16..=1_440, 0..8).prop_map(|ends| {
        let ends: Vec<u16> = ends.into_iter().collect();
        ends.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1]).unwrap()).collect()
    })
}

fn week() -> impl Strategy<Value = [Vec<Span>; 7]> {
    prop::array::uniform7(hours())
}

fn zone() -> impl Strategy<Value = Tz> {
    prop::sample::select(&TZ_VARIANTS[..])
}

/// 1970 to 2038, in whole seconds, where the zones' histories are.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..2_145_916_800).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

proptest! {
    #[test]
    fn due_and_open_time_are_each_others_inverse(week in week(), zone in zone(), from in moment(), minutes in 0_u32..20_000) {
        let calendar = BusinessCalendar::new(week).unwrap();
        match calendar.due(&zone, from, minutes) {
            Ok(due) => {
                let due = due.to_utc();
                prop_assert!(due >= from);
                let open = calendar.open_between(&zone, from, due).unwrap();
                prop_assert_eq!(open, TimeDelta::minutes(i64::from(minutes)));
            }
            Err(error) => prop_assert_eq!(error, Error::NeverOpen),
        }
    }

    #[test]
    fn more_time_is_never_due_earlier(week in week(), zone in zone(), from in moment(), minutes in 0_u32..5_000, more in 0_u32..5_000, later in 0_i64..500_000) {
        let calendar = BusinessCalendar::new(week).unwrap();
        if let Ok(due) = calendar.due(&zone, from, minutes) {
            if let Ok(longer) = calendar.due(&zone, from, minutes + more) {
                prop_assert!(longer >= due);
            }
            if let Ok(after) = calendar.due(&zone, from + TimeDelta::seconds(later), minutes) {
                prop_assert!(after >= due);
            }
        }
    }

    #[test]
    fn around_the_clock_is_plain_addition(zone in zone(), from in moment(), minutes in 0_u32..100_000) {
        let due = BusinessCalendar::always().due(&zone, from, minutes).unwrap();
        prop_assert_eq!(due.to_utc(), from + TimeDelta::minutes(i64::from(minutes)));
    }

    /// Hours that no change of the clocks touches: there, walking the wall clock must say the same.
    #[test]
    fn a_walk_over_the_minutes_counts_the_same(
        open in 300_u32..800, length in 1_u32..300, gap in 0_u32..60,
        zone in prop::sample::select(vec![Tz::Europe__Berlin, Tz::Asia__Ho_Chi_Minh, Tz::America__New_York, Tz::Australia__Lord_Howe]),
        minute in 0_i64..35_765_280, minutes in 0_i64..8_000,
    ) {
        let from = DateTime::from_timestamp(minute * 60, 0).unwrap();
        // 05:00 to 23:59 lies clear of the small hours in which these zones change.
        let ends = [(open, open + length), (open + length + gap, open + length + gap + 30)];
        let spans: Vec<Span> = ends.iter().map(|(open, close)| Span::new(u16::try_from(*open).unwrap(), u16::try_from(*close).unwrap()).unwrap()).collect();
        let calendar = BusinessCalendar::new(std::array::from_fn(|_| spans.clone())).unwrap();
        let open = calendar.open_between(&zone, from, from + TimeDelta::minutes(minutes)).unwrap();
        prop_assert_eq!(open, TimeDelta::minutes(walk(&ends, zone, from, minutes)));
    }

    #[test]
    fn any_moment_has_an_answer(week in week(), zone in zone(), seconds in any::<i64>(), minutes in any::<u32>(), severity in 0_u8..=5) {
        let from = DateTime::from_timestamp(seconds % 260_000_000_000, 999_999_999).unwrap();
        let calendar = BusinessCalendar::new(week).unwrap();
        let _ = calendar.due(&zone, from, minutes);
        if let Ok(due) = Due::of(Severity::new(severity).unwrap(), from, &calendar, &zone, &Targets::default()) {
            prop_assert!(from <= due.acknowledge_by && due.acknowledge_by <= due.answer_by);
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_hours_or_is_refused(text in prop_oneof![any::<String>(), "[ 0-9]{1,3}:[0-9]{2} ?[-–] ?[0-9]{2}:[0-9]{2}"]) {
        if let Ok(span) = text.parse::<Span>() {
            prop_assert!(BusinessCalendar::new(std::array::from_fn(|_| vec![span])).is_ok());
        }
    }

    #[test]
    fn any_promise_keeps_its_order_or_is_refused(acknowledge in any::<[u32; 6]>(), answer in any::<[u32; 6]>(), sorted in any::<bool>()) {
        let (mut acknowledge, mut answer) = (acknowledge, answer);
        if sorted {
            acknowledge.sort_unstable_by(|one, other| other.cmp(one));
            answer.sort_unstable_by(|one, other| other.cmp(one));
        }
        if let Ok(targets) = Targets::new(acknowledge, answer) {
            for severity in (0..=5).map(|number| Severity::new(number).unwrap()) {
                prop_assert!(targets.acknowledge(severity) <= targets.answer(severity));
                prop_assert!(targets.answer(severity) >= targets.answer(Severity::CRITICAL));
            }
        }
    }
}

#[test]
fn the_zone_may_be_any_of_chronos() {
    let fixed = FixedOffset::west_opt(12 * 3600).unwrap();
    let due = weekdays("08:00-12:00").due(&fixed, at("2026-11-21T12:00:00Z"), 30).unwrap();
    assert_eq!(due, fixed.with_ymd_and_hms(2026, 11, 23, 8, 30, 0).unwrap());
}
