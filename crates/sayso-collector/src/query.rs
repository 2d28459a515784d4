//! The query of a request, read once into what it means.

use std::borrow::Cow;

use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, NaiveTime};
use sayso_core::complaint::{Kind, State};
use sayso_core::config::Channel;
use sayso_core::decode::nearest;
use sayso_core::event::EventType;
use serde_json::{Value, json};
use url::form_urlencoded;
use uuid::Uuid;

use crate::problem::{Problem, json_response};
use crate::store::{CaseFilter, EventFilter, Filter, Millis, Placed, Position, Window};

/// How many responses a page has where the request does not say.
const PAGE: u32 = 100;

/// How many it may have.
const MAX_PAGE: u32 = 500;

const MOMENT: &str = "a time such as 2026-11-21T20:38:00+07:00 or a day such as 2026-11-21";

const FILTERS: [&str; 5] = ["touchpoint", "survey", "channel", "from", "to"];
const PAGING: [&str; 7] = ["touchpoint", "survey", "channel", "from", "to", "limit", "cursor"];
const EVENTS: [&str; 6] = ["type", "touchpoint", "from", "to", "limit", "cursor"];
const DEVICES: [&str; 3] = ["touchpoint", "limit", "cursor"];
const CASES: [&str; 12] = [
    "touchpoint",
    "survey",
    "channel",
    "from",
    "to",
    "state",
    "kind",
    "severity",
    "due",
    "overdue",
    "limit",
    "cursor",
];

/// Which page of which list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page<F> {
    /// What of it.
    pub(crate) filter: F,
    /// Which part of that.
    pub(crate) window: Window,
}

impl Page<Filter> {
    /// Reads the query of `/v1/responses`.
    ///
    /// # Errors
    /// Every parameter that is unknown, repeated or unreadable, by its name.
    pub(crate) fn parse(query: &str) -> Result<Self, Problem> {
        let mut fields = Parameters::new(query, &PAGING);
        let filter = fields.filter();
        let window = fields.window();
        fields.end(Self { filter, window })
    }
}

impl Page<CaseFilter> {
    /// Reads the query of `/v1/complaints`. What is overdue is so at `now`.
    ///
    /// # Errors
    /// Every parameter that is unknown, repeated or unreadable, by its name.
    pub(crate) fn parse(query: &str, now: Millis) -> Result<Self, Problem> {
        let mut fields = Parameters::new(query, &CASES);
        let Filter { touchpoint, survey, channel, from, to } = fields.filter();
        let state = fields.read("state", &listed(&State::NAMES), |text| named(text, &State::NAMES));
        let kind = fields.read("kind", &listed(&Kind::NAMES), |text| named(text, &Kind::NAMES));
        let severity = fields.read("severity", "a number from 0 to 5", |text| {
            text.parse().ok().filter(|severity| *severity <= 5)
        });
        let due = fields.read("due", MOMENT, parse_moment);
        let is_overdue = fields.read("overdue", "true or false", |text| text.parse::<bool>().ok());
        let due = if is_overdue == Some(true) { Some(due.map_or(now, |due| due.min(now))) } else { due };
        let window = fields.window();
        let filter = CaseFilter { touchpoint, survey, channel, from, to, state, kind, severity, due };
        fields.end(Self { filter, window })
    }
}

/// The types that are listed as they came; of responses and complaints there are lists of what they became.
pub(crate) const LISTED: [EventType; 5] =
    [EventType::Callback, EventType::StaffCall, EventType::Device, EventType::Alert, EventType::Consent];

impl Page<EventFilter> {
    /// Reads the query of `/v1/events`, which has to say of which type.
    ///
    /// # Errors
    /// Every parameter that is missing, unknown, repeated or unreadable, by its name.
    pub(crate) fn parse(query: &str) -> Result<Self, Problem> {
        let mut fields = Parameters::new(query, &EVENTS);
        let names = LISTED.map(|kind| (kind.name(), kind));
        let kind = fields.read("type", &listed(&names), |text| named(text, &names));
        if kind.is_none() && !fields.has("type") {
            fields.errors.push(error("type", &format!("is missing: {}", listed(&names))));
        }
        let Filter { touchpoint, from, to, .. } = fields.filter();
        let window = fields.window();
        // Without a type there is an error, and no page.
        let kind = kind.unwrap_or(EventType::Callback);
        fields.end(Self { filter: EventFilter { kind, touchpoint, from, to }, window })
    }
}

impl Page<Option<String>> {
    /// Reads the query of `/v1/devices`.
    ///
    /// # Errors
    /// Every parameter that is unknown, repeated or unreadable, by its name.
    pub(crate) fn parse(query: &str) -> Result<Self, Problem> {
        let mut fields = Parameters::new(query, &DEVICES);
        let Filter { touchpoint, .. } = fields.filter();
        let window = fields.window();
        fields.end(Self { filter: touchpoint, window })
    }
}

/// Reads the query of `/v1/scores`.
///
/// # Errors
/// Every parameter that is unknown, repeated or unreadable, by its name.
pub(crate) fn parse_filter(query: &str) -> Result<Filter, Problem> {
    let mut fields = Parameters::new(query, &FILTERS);
    let filter = fields.filter();
    fields.end(filter)
}

/// A page of a list as it is answered: so many of what was found, and where to go on, if there is more.
pub(crate) fn answer<T: Placed>(mut found: Vec<T>, window: Window, item: impl FnMut(T) -> Value) -> Response {
    let most = window.limit as usize;
    let is_more = found.len() > most;
    found.truncate(most);
    let next = found.last().filter(|_| is_more).map(|last| write_cursor(last.position()));
    let items: Vec<Value> = found.into_iter().map(item).collect();
    json_response(StatusCode::OK, &json!({ "items": items, "next": next }))
}

/// One more than is asked for tells whether there is a next page.
pub(crate) fn and_one_more(window: Window) -> Window {
    Window { limit: window.limit + 1, ..window }
}

/// The cursor of the page after this place. What is in it is nobody's business but [`parse_cursor`]'s.
fn write_cursor(position: Position) -> String {
    format!("{:x}-{}", position.at, position.id.simple())
}

fn parse_cursor(text: &str) -> Option<Position> {
    let (moment, id) = text.split_once('-')?;
    Some(Position { at: Millis::from_str_radix(moment, 16).ok()?, id: Uuid::try_parse(id).ok()? })
}

/// A moment, or the first of a day in UTC. A `+` that was not escaped arrives as a blank.
fn parse_moment(text: &str) -> Option<Millis> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Some(day.and_time(NaiveTime::MIN).and_utc().timestamp_millis());
    }
    let moment = DateTime::parse_from_rfc3339(&text.replace(' ', "+")).ok()?;
    Some(moment.timestamp_millis())
}

/// The parameters of a query and what is wrong with them.
struct Parameters<'q> {
    pairs: Vec<(Cow<'q, str>, Cow<'q, str>)>,
    errors: Vec<Value>,
}

impl<'q> Parameters<'q> {
    fn new(query: &'q str, known: &[&'static str]) -> Self {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let mut errors = Vec::new();
        for (index, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(&name.as_ref()) {
                errors.push(error(name, &unknown(name, known)));
            } else if pairs[..index].iter().any(|(earlier, _)| earlier == name) {
                errors.push(error(name, "is given twice"));
            }
        }
        Self { pairs, errors }
    }

    fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(given, _)| given == name)
    }

    /// The value of a parameter, if it is given and can be read.
    fn read<T>(&mut self, name: &str, expected: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let (_, text) = self.pairs.iter().find(|(given, _)| given == name)?;
        let value = parse(text);
        if value.is_none() {
            let found: String = text.chars().take(40).collect();
            self.errors.push(error(name, &format!("expected {expected}, found \"{found}\"")));
        }
        value
    }

    fn filter(&mut self) -> Filter {
        let text =
            |text: &str| (text.chars().count() <= 500 && !text.contains('\0')).then(|| text.to_owned());
        Filter {
            touchpoint: self.read("touchpoint", "at most 500 characters", text),
            survey: self.read("survey", "at most 500 characters", text),
            channel: self.read("channel", &listed(&Channel::NAMES), |text| named(text, &Channel::NAMES)),
            from: self.read("from", MOMENT, parse_moment),
            to: self.read("to", MOMENT, parse_moment),
        }
    }

    fn window(&mut self) -> Window {
        let limit = self.read("limit", "a number from 1 to 500", |text| {
            text.parse().ok().filter(|limit| (1..=MAX_PAGE).contains(limit))
        });
        let after = self.read("cursor", "the \"next\" of an earlier page", parse_cursor);
        Window { after, limit: limit.unwrap_or(PAGE) }
    }

    /// `value`, if nothing was wrong.
    fn end<T>(self, value: T) -> Result<T, Problem> {
        if self.errors.is_empty() {
            return Ok(value);
        }
        let names: Vec<&str> = self.errors.iter().filter_map(|error| error["parameter"].as_str()).collect();
        let detail = format!("The query cannot be read: {}; see errors.", names.join(", "));
        Err(Problem::bad_request(detail).with_errors(self.errors))
    }
}

fn named<T: Copy>(text: &str, names: &[(&str, T)]) -> Option<T> {
    names.iter().find(|(name, _)| *name == text).map(|(_, meaning)| *meaning)
}

fn listed<T>(names: &[(&str, T)]) -> String {
    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    format!("one of {}", names.join(", "))
}

fn unknown(name: &str, known: &[&'static str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("is not known here; did you mean \"{near}\"?"),
        None => format!("is not known here; there are {}", known.join(", ")),
    }
}

fn error(parameter: &str, reason: &str) -> Value {
    let parameter: String = parameter.chars().take(100).collect();
    json!({ "parameter": parameter, "reason": reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(query: &str) -> Vec<String> {
        let mut fields = Parameters::new(query, &PAGING);
        let _filter = fields.filter();
        let name = |error: &Value| {
            format!("{}: {}", error["parameter"].as_str().unwrap(), error["reason"].as_str().unwrap())
        };
        fields.errors.iter().map(name).collect()
    }

    #[test]
    fn a_full_query_is_read() {
        let id = Uuid::from_u128(7);
        let after = Position { at: 1_763_732_280_123, id };
        let query = format!(
            "touchpoint=qu%E1%BA%A7y%201&survey=csat&channel=kiosk&from=2025-11-21T20:38:00%2B07:00\
             &to=2025-11-22&limit=2&cursor={}",
            write_cursor(after)
        );
        let filter = Filter {
            touchpoint: Some("quầy 1".into()),
            survey: Some("csat".into()),
            channel: Some(Channel::Kiosk),
            from: Some(1_763_732_280_000),
            to: Some(1_763_769_600_000),
        };
        let window = Window { after: Some(after), limit: 2 };
        assert_eq!(Page::<Filter>::parse(&query).unwrap(), Page { filter, window });
    }

    #[test]
    fn an_empty_query_asks_for_the_first_page_of_everything() {
        let window = Window { after: None, limit: 100 };
        assert_eq!(Page::<Filter>::parse("").unwrap(), Page { filter: Filter::default(), window });
    }

    #[test]
    fn a_plus_that_was_not_escaped_is_still_understood() {
        assert_eq!(parse_moment("2025-11-21T20:38:00 07:00"), Some(1_763_732_280_000));
        assert_eq!(parse_moment("2025-02-30"), None);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(errors("tuchpoint=a"), ["tuchpoint: is not known here; did you mean \"touchpoint\"?"]);
        assert_eq!(errors("survey=a&survey=b"), ["survey: is given twice"]);
        let channels = "web, kiosk, wifi, hotline, email, qr, social";
        assert_eq!(errors("channel=fax"), [format!("channel: expected one of {channels}, found \"fax\"")]);
        assert_eq!(errors("from=yesterday&to=tomorrow").len(), 2);
        for query in ["limit=0", "limit=501", "limit=x", "cursor=x", "cursor=1-2", "limit="] {
            assert!(Page::<Filter>::parse(query).is_err(), "{query}");
        }
        assert!(parse_filter("limit=1").is_err());
    }
}
