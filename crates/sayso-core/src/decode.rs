//! Reads a JSON value tree into typed data and collects every problem under its path.
//!
//! A [`Node`] is a value and its place in the document; it knows nothing of surveys or events. Where the text was parsed
//! (the browser's `JSON.parse`, `serde_json` on a server) is left to the caller.

use std::ops::RangeInclusive;

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::problem::Problem;

/// What a decoder has found wrong so far.
pub type Problems = Vec<Problem>;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node<'v> {
    value: &'v Value,
    path: String,
}

impl<'v> Node<'v> {
    /// The whole document.
    pub fn root(value: &'v Value) -> Self {
        Self { value, path: String::new() }
    }

    /// A value at a known place, for a document that is one of several.
    pub fn at(value: &'v Value, path: impl Into<String>) -> Self {
        Self { value, path: path.into() }
    }

    /// The value itself.
    pub fn value(&self) -> &'v Value {
        self.value
    }

    /// Its JSON Pointer.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Notes that this value is wrong, and is `None` so that a decoder can end with it.
    pub fn refuse<T>(&self, reason: impl Into<String>, problems: &mut Problems) -> Option<T> {
        problems.push(Problem::new(self.path.clone(), reason));
        None
    }

    fn expected<T>(&self, what: &str, problems: &mut Problems) -> Option<T> {
        let reason = ["expected ", what, ", found ", &self.found()].concat();
        self.refuse(reason, problems)
    }

    /// The value in a few words, for messages.
    fn found(&self) -> String {
        match self.value {
            Value::Null => "nothing".into(),
            Value::Bool(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => {
                let short: String = text.chars().take(40).collect();
                let dots = if short.len() < text.len() { "…" } else { "" };
                ["\"", &short, dots, "\""].concat()
            }
            Value::Array(_) => "a list".into(),
            Value::Object(_) => "an object".into(),
        }
    }

    /// The fields of an object.
    pub fn object(&self, problems: &mut Problems) -> Option<Fields<'v>> {
        match self.value {
            Value::Object(map) => Some(Fields { map, path: self.path.clone(), known: Vec::new() }),
            _ => self.expected("an object", problems),
        }
    }

    /// The items of a list of at most `max`.
    pub fn list(&self, max: usize, problems: &mut Problems) -> Option<Vec<Node<'v>>> {
        let Value::Array(items) = self.value else { return self.expected("a list", problems) };
        if items.len() > max {
            let reason =
                ["expected at most ", &max.to_string(), " items, found ", &items.len().to_string()].concat();
            return self.refuse(reason, problems);
        }
        let item = |(index, value)| Node { value, path: join(&self.path, &usize::to_string(&index)) };
        Some(items.iter().enumerate().map(item).collect())
    }

    /// A text of at most `max` characters.
    pub fn text(&self, max: usize, problems: &mut Problems) -> Option<&'v str> {
        let Value::String(text) = self.value else { return self.expected("a text", problems) };
        let length = text.chars().count();
        if length > max {
            let reason =
                ["expected at most ", &max.to_string(), " characters, found ", &length.to_string()].concat();
            return self.refuse(reason, problems);
        }
        Some(text)
    }

    /// A text that is not empty.
    pub fn name(&self, max: usize, problems: &mut Problems) -> Option<&'v str> {
        let text = self.text(max, problems)?;
        if text.trim().is_empty() { self.expected("a text that is not empty", problems) } else { Some(text) }
    }

    /// A whole number within `range`.
    pub fn integer(&self, range: RangeInclusive<i64>, problems: &mut Problems) -> Option<i64> {
        let whole = match self.value {
            Value::Number(number) => number.as_i64().or_else(|| number.as_f64().and_then(whole_number)),
            _ => None,
        };
        match whole {
            Some(number) if range.contains(&number) => Some(number),
            _ => self
                .expected(&[&range.start().to_string(), " to ", &range.end().to_string()].concat(), problems),
        }
    }

    /// A finite number.
    pub fn number(&self, problems: &mut Problems) -> Option<f64> {
        let number = self.value.as_f64().filter(|number| number.is_finite());
        number.or_else(|| self.expected("a number", problems))
    }

    /// `true` or `false`.
    pub fn boolean(&self, problems: &mut Problems) -> Option<bool> {
        self.value.as_bool().or_else(|| self.expected("true or false", problems))
    }

    /// One of a set of words, each with its meaning.
    pub fn one_of<T: Copy>(&self, words: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let word = self.value.as_str();
        if let Some((_, meaning)) = words.iter().find(|(name, _)| Some(*name) == word) {
            return Some(*meaning);
        }
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let mut what = ["one of ", &names.join(", ")].concat();
        if let Some(near) = word.and_then(|word| nearest(word, names.iter().copied())) {
            what = [&what, " (did you mean \"", near, "\"?)"].concat();
        }
        self.expected(&what, problems)
    }

    /// A UUID in its usual form.
    pub fn uuid(&self, problems: &mut Problems) -> Option<Uuid> {
        let uuid = self.value.as_str().and_then(|text| Uuid::try_parse(text).ok());
        uuid.or_else(|| self.expected("a UUID", problems))
    }

    /// A moment as RFC 3339 writes it, between the years 1970 and 9999.
    pub fn moment(&self, problems: &mut Problems) -> Option<DateTime<FixedOffset>> {
        let moment = self.value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        let sane = moment.filter(|moment| moment.timestamp() >= 0);
        sane.or_else(|| self.expected("a time such as 2026-11-21T20:38:00+07:00", problems))
    }
}

/// A double that holds a whole number of moderate size, as the browser gives all its numbers.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn whole_number(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(number as i64)
}

/// How many problems there are at most before unknown fields are no longer named.
pub const MOST_UNKNOWN: usize = 100;

/// The fields of one object, taken by name, so that the unknown ones can be told at the end.
#[derive(Debug)]
pub struct Fields<'v> {
    map: &'v Map<String, Value>,
    path: String,
    known: Vec<&'static str>,
}

impl<'v> Fields<'v> {
    /// The field, if it is there and not null.
    pub fn optional(&mut self, name: &'static str) -> Option<Node<'v>> {
        self.known.push(name);
        let value = self.map.get(name).filter(|value| !value.is_null())?;
        Some(Node { value, path: join(&self.path, name) })
    }

    /// The field, or a problem.
    pub fn required(&mut self, name: &'static str, problems: &mut Problems) -> Option<Node<'v>> {
        let field = self.optional(name);
        if field.is_none() {
            problems.push(Problem::new(join(&self.path, name), "is missing"));
        }
        field
    }

    /// All fields, for an object whose names are data.
    pub fn entries(&self) -> impl Iterator<Item = (&'v str, Node<'v>)> + '_ {
        let path = &self.path;
        self.map.iter().map(move |(name, value)| (name.as_str(), Node { value, path: join(path, name) }))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Names every field that nobody took, with the nearest known name; once there are [`MOST_UNKNOWN`] problems no more of
    /// them, since who has as many meant another document, and searching for near names takes its time.
    pub fn refuse_unknown(self, problems: &mut Problems) {
        for name in self.map.keys().filter(|name| !self.known.contains(&name.as_str())) {
            if problems.len() >= MOST_UNKNOWN {
                return;
            }
            let reason = match nearest(name, self.known.iter().copied()) {
                Some(near) => ["is not known here; did you mean \"", near, "\"?"].concat(),
                None => "is not known here".into(),
            };
            problems.push(Problem::new(join(&self.path, name), reason));
        }
    }
}

/// A JSON Pointer one step deeper (RFC 6901: `~` and `/` are escaped).
fn join(path: &str, step: &str) -> String {
    [path, "/", &step.replace('~', "~0").replace('/', "~1")].concat()
}

/// The word closest to `word` by edit distance, if it is close enough to be a slip of the finger.
pub fn nearest<'w>(word: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    if word.len() > 40 {
        return None;
    }
    let limit = 1 + word.chars().count() / 4;
    words
        .map(|candidate| (edit_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance in characters.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_are_escaped_as_rfc_6901_says() {
        let value = json!({"a/b~c": 1});
        let mut problems = Problems::new();
        let fields = Node::root(&value).object(&mut problems).unwrap();
        fields.refuse_unknown(&mut problems);
        assert_eq!(problems[0].path, "/a~1b~0c");
    }

    #[test]
    fn unknown_fields_are_named_up_to_a_limit() {
        let value: Value = (0..2 * MOST_UNKNOWN).map(|at| (at.to_string(), Value::Null)).collect();
        let mut problems = Problems::new();
        Node::root(&value).object(&mut problems).unwrap().refuse_unknown(&mut problems);
        assert_eq!(problems.len(), MOST_UNKNOWN);
    }

    #[test]
    fn whole_numbers_arrive_as_doubles_too() {
        let value = json!(4.0);
        let mut problems = Problems::new();
        assert_eq!(Node::root(&value).integer(1..=5, &mut problems), Some(4));
        assert_eq!(Node::root(&json!(4.5)).integer(1..=5, &mut problems), None);
        assert_eq!(problems[0].reason, "expected 1 to 5, found 4.5");
    }

    #[test]
    fn a_slip_of_the_finger_is_answered_with_the_near_name() {
        assert_eq!(nearest("tilte", ["title", "type"].into_iter()), Some("title"));
        assert_eq!(nearest("zzzz", ["title", "type"].into_iter()), None);
        assert_eq!(edit_distance("thích", "thich"), 1);
    }

    #[test]
    fn a_time_before_1970_is_refused() {
        let mut problems = Problems::new();
        for text in ["1969-12-31T23:59:59Z", "10000-01-01T00:00:00Z", "2026-11-21", "2026-02-30T00:00:00Z"] {
            assert!(Node::root(&json!(text)).moment(&mut problems).is_none(), "{text}");
        }
    }
}
