//! What a business promises to those who complain: by when they hear back, and the hours that count.
//!
//! How opening hours are counted is left to [`crate::complaint::BusinessCalendar`].

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::complaint::{BusinessCalendar, Due, Severity, Span, Targets};
use crate::decode::{Node, Problems};

/// A promise, valid throughout.
///
/// ```
/// use chrono::DateTime;
/// use sayso_core::{complaint::Severity, survey::{Kind, Survey}};
/// # use serde_json::json;
/// let survey = Survey::decode(&json!({ "id": "complaint", "version": 1, "locales": ["en"], "questions": [
///     { "id": "case", "type": "complaint", "title": { "en": "What happened?" }, "promise": {
///         "hours": [{ "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "17:00" }],
///         "offset": "+07:00", "acknowledge_hours": 2, "answer_hours": 9 } }] })).unwrap();
/// let Kind::Complaint(intake) = &survey.questions[0].kind else { panic!() };
/// let saturday = DateTime::parse_from_rfc3339("2026-11-21T20:38:00+07:00").unwrap().to_utc();
/// let due = intake.promise.as_ref().unwrap().due(Severity::SERIOUS, saturday).unwrap();
/// assert_eq!(due.answer_by.to_rfc3339(), "2026-11-23T17:00:00+07:00");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    calendar: BusinessCalendar,
    offset: FixedOffset,
    targets: Targets,
}

/// The days of a week and their names in a survey, Monday first.
const DAYS: [(&str, usize); 7] =
    [("mon", 0), ("tue", 1), ("wed", 2), ("thu", 3), ("fri", 4), ("sat", 5), ("sun", 6)];

impl Promise {
    /// The longest promise, in hours of opening time.
    pub const MAX_HOURS: i64 = 2_000;
    /// The most stretches of hours, and the most holidays.
    pub const MAX_DAYS: usize = 400;

    /// The due times of what arrives at `received`, by the clock of the business; `None` where it never opens for as
    /// long.
    pub fn due(&self, severity: Severity, received: DateTime<Utc>) -> Option<Due<FixedOffset>> {
        Due::of(severity, received, &self.calendar, &self.offset, &self.targets).ok()
    }

    pub(super) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let week = fields.required("hours", problems).and_then(|hours| decode_week(&hours, problems));
        let holidays = match fields.optional("holidays") {
            Some(node) => decode_holidays(&node, problems),
            None => Some(Vec::new()),
        };
        let offset = fields.required("offset", problems).and_then(|offset| decode_offset(&offset, problems));
        let answer = fields.required("answer_hours", problems).and_then(|node| hours(&node, problems));
        let sooner = fields.optional("acknowledge_hours");
        let acknowledge = sooner.as_ref().map_or(answer, |node| hours(node, problems));
        fields.refuse_unknown(problems);
        let (acknowledge, answer) = (acknowledge?, answer?);
        let Ok(targets) = Targets::new([acknowledge; 6], [answer; 6]) else {
            return sooner?.refuse("expected at most answer_hours", problems);
        };
        let calendar = BusinessCalendar::new(week?).ok()?;
        let calendar =
            holidays?.into_iter().try_fold(calendar, |calendar, day| calendar.with_holiday(day).ok())?;
        Some(Self { calendar, offset: offset?, targets })
    }
}

/// Hours of opening time, in minutes.
fn hours(node: &Node<'_>, problems: &mut Problems) -> Option<u32> {
    u32::try_from(node.integer(1..=Promise::MAX_HOURS, problems)? * 60).ok()
}

fn decode_week(node: &Node<'_>, problems: &mut Problems) -> Option<[Vec<Span>; 7]> {
    let items = node.list(Promise::MAX_DAYS, problems)?;
    if items.is_empty() {
        return node.refuse("expected at least one stretch of hours", problems);
    }
    let mut week: [Vec<Span>; 7] = std::array::from_fn(|_| Vec::new());
    let before = problems.len();
    for item in &items {
        let Some((days, span)) = decode_hours(item, problems) else { continue };
        for day in days {
            week[day].push(span);
            week[day].sort_unstable();
            if BusinessCalendar::new(std::array::from_fn(|_| week[day].clone())).is_err() {
                item.refuse::<()>("overlaps with other hours of the same day", problems);
                break;
            }
        }
    }
    (problems.len() == before).then_some(week)
}

/// Days, and the hours of each.
fn decode_hours(node: &Node<'_>, problems: &mut Problems) -> Option<(Vec<usize>, Span)> {
    let mut fields = node.object(problems)?;
    let days = fields.required("days", problems).and_then(|days| {
        let items = days.list(7, problems)?;
        if items.is_empty() {
            return days.refuse("expected at least one day, such as [\"mon\"]", problems);
        }
        items.iter().map(|day| day.one_of(&DAYS, problems)).collect::<Option<Vec<_>>>()
    });
    let from = fields.required("from", problems).and_then(|time| wall_time(&time, problems));
    let to = fields.required("to", problems).and_then(|time| wall_time(&time, problems));
    fields.refuse_unknown(problems);
    let (days, from, to) = (days?, from?, to?);
    match Span::new(from, to) {
        Ok(span) => Some((days, span)),
        Err(_) => node.refuse("expected \"from\" before \"to\"", problems),
    }
}

/// `08:00`, as minutes since midnight; the end of a day is `24:00`.
fn wall_time(node: &Node<'_>, problems: &mut Problems) -> Option<u16> {
    let text = node.text(5, problems)?;
    let minutes = clock(text).filter(|minutes| *minutes <= 24 * 60);
    minutes.or_else(|| node.refuse("expected a time such as 08:00", problems))
}

/// `+07:00`: where the business keeps its clock. Vietnam changes its clocks never, and a browser that only shows a
/// form carries no time zones.
fn decode_offset(node: &Node<'_>, problems: &mut Problems) -> Option<FixedOffset> {
    let text = node.text(6, problems)?;
    let offset = text.split_at_checked(1).and_then(|(sign, rest)| {
        let seconds = i32::from(clock(rest)?) * 60;
        match sign {
            "+" => FixedOffset::east_opt(seconds),
            "-" | "−" => FixedOffset::west_opt(seconds),
            _ => None,
        }
    });
    // The offsets of the world's clocks lie between −12:00 and +14:00.
    let offset = offset.filter(|offset| (-43_200..=50_400).contains(&offset.local_minus_utc()));
    offset.or_else(|| node.refuse("expected an offset from UTC such as +07:00", problems))
}

/// The minutes of `hh:mm`.
fn clock(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse::<u16>().ok() } else { None }
    };
    let (hour, minute) = (two_digits(hour)?, two_digits(minute)?);
    (minute < 60).then_some(hour * 60 + minute)
}

fn decode_holidays(node: &Node<'_>, problems: &mut Problems) -> Option<Vec<NaiveDate>> {
    let items = node.list(Promise::MAX_DAYS, problems)?;
    items.iter().map(|item| decode_day(item, problems)).collect::<Vec<_>>().into_iter().collect()
}

/// A day such as `2027-02-06`, between the years 1970 and 9999.
fn decode_day(node: &Node<'_>, problems: &mut Problems) -> Option<NaiveDate> {
    let text = node.text(10, problems)?;
    let number = |range| text.get(range).and_then(|part: &str| part.parse::<u16>().ok());
    let is_plain = text.bytes().enumerate().all(|(place, byte)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let day = number(0..4).zip(number(5..7)).zip(number(8..10)).filter(|_| is_plain && text.len() == 10);
    let day = day
        .filter(|((year, _), _)| *year >= 1970)
        .and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()));
    day.or_else(|| node.refuse("expected a day such as 2027-02-06", problems))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn sound() -> Value {
        json!({ "hours": [
                { "days": ["mon", "tue", "wed", "thu", "fri"], "from": "13:00", "to": "17:00" },
                { "days": ["mon", "tue", "wed", "thu", "fri", "sat"], "from": "08:00", "to": "12:00" }],
            "holidays": ["2026-11-23"], "offset": "+07:00", "acknowledge_hours": 2, "answer_hours": 10 })
    }

    fn check(change: impl FnOnce(&mut Value), expected: Result<(), &[&str]>) {
        let mut document = sound();
        change(&mut document);
        let mut problems = Problems::new();
        let promise = Promise::decode(&Node::root(&document), &mut problems);
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(promise.is_some() && said.is_empty(), expected.is_ok(), "{document}: {said:?}");
        assert_eq!(said, expected.err().unwrap_or_default(), "{document}");
    }

    #[test]
    fn holidays_and_lunch_are_not_counted() {
        let mut problems = Problems::new();
        let promise = Promise::decode(&Node::root(&sound()), &mut problems).unwrap();
        let due = |text: &str| {
            let received = DateTime::parse_from_rfc3339(text).unwrap().to_utc();
            let due = promise.due(Severity::SERIOUS, received).unwrap();
            (due.acknowledge_by.to_rfc3339(), due.answer_by.to_rfc3339())
        };
        // Saturday evening; Monday is a holiday: eight hours on Tuesday, two on Wednesday.
        assert_eq!(
            due("2026-11-21T20:38:00+07:00"),
            ("2026-11-24T10:00:00+07:00".to_owned(), "2026-11-25T10:00:00+07:00".to_owned())
        );
        // Saturday, an hour before noon, by a device somewhere else.
        assert_eq!(due("2026-11-21T04:00:00Z").0, "2026-11-24T09:00:00+07:00");
    }

    #[test]
    fn a_promise_without_an_acknowledgement_promises_the_answer_alone() {
        check(|document| drop(document.as_object_mut().unwrap().remove("acknowledge_hours")), Ok(()));
        check(|document| drop(document.as_object_mut().unwrap().remove("holidays")), Ok(()));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_path() {
        check(
            |document| document["hours"] = json!([]),
            Err(&["/hours: expected at least one stretch of hours"]),
        );
        check(
            |document| document["hours"][0]["from"] = json!("8:00"),
            Err(&["/hours/0/from: expected a time such as 08:00"]),
        );
        check(
            |document| document["hours"][0]["to"] = json!("12:30"),
            Err(&["/hours/0: expected \"from\" before \"to\""]),
        );
        check(
            |document| document["hours"][1]["to"] = json!("14:00"),
            Err(&["/hours/1: overlaps with other hours of the same day"]),
        );
        check(
            |document| document["hours"][0]["days"] = json!([]),
            Err(&["/hours/0/days: expected at least one day, such as [\"mon\"]"]),
        );
        check(
            |document| document["offset"] = json!("Asia/Ho_Chi_Minh"),
            Err(&["/offset: expected at most 6 characters, found 16"]),
        );
        for offset in ["07:00", "+7:00", "+15:00", "-12:01", "+07:60", "é7:00", ""] {
            check(
                |document| document["offset"] = json!(offset),
                Err(&["/offset: expected an offset from UTC such as +07:00"]),
            );
        }
        for day in ["2026-13-01", "2026-1-1", "01/01/2027", "+026-01-01", "1969-12-31", "2027-02-29"] {
            check(
                |document| document["holidays"] = json!([day]),
                Err(&["/holidays/0: expected a day such as 2027-02-06"]),
            );
        }
        check(
            |document| document["acknowledge_hours"] = json!(11),
            Err(&["/acknowledge_hours: expected at most answer_hours"]),
        );
        check(
            |document| (document["answer_hours"], document["acknowledge_hours"]) = (json!(0), json!("soon")),
            Err(&[
                "/answer_hours: expected 1 to 2000, found 0",
                "/acknowledge_hours: expected 1 to 2000, found \"soon\"",
            ]),
        );
        check(
            |document| document["holiday"] = json!([]),
            Err(&["/holiday: is not known here; did you mean \"holidays\"?"]),
        );
    }
}
