//! What one respondent said in one go: answers, the scores made of them, and the circumstances.
//!
//! How it travels is left to [`crate::event`].

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::answer::{Answer, QuestionType};
use crate::config::{Channel, Mode};
use crate::decode::{Node, Problems};
use crate::quality::Flag;
use crate::score::{self, Item, Metric, Score, Segment};
use crate::small;
use crate::survey::{Survey, limits};

/// Which survey was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyRef {
    /// The survey's id.
    pub id: String,
    /// The version of it that was on the screen.
    pub version: u32,
}

/// What drew the survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The widget's version.
    pub version: String,
    /// How it was shown.
    pub mode: Mode,
}

/// Everything around the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Which survey was answered.
    pub survey: SurveyRef,
    /// Where: a free id such as `checkout`.
    pub touchpoint: String,
    /// By which road the respondent came.
    pub channel: Channel,
    /// The language of the screen, as BCP 47.
    pub locale: String,
    /// When the first screen was shown.
    pub started_at: DateTime<FixedOffset>,
    /// When the answers were given.
    pub submitted_at: DateTime<FixedOffset>,
    /// How long it took, by a clock that nobody can set.
    pub duration_ms: u64,
    /// The device's clock minus the server's, as far as it is known.
    pub clock_skew_ms: i64,
    /// What drew the survey.
    pub client: Client,
}

/// One respondent's answers, scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The same for every revision of one response.
    pub response_id: Uuid,
    /// Rises with every change; the highest one counts.
    pub revision: u32,
    /// Whether the respondent came to the end.
    pub complete: bool,
    /// The answers by question id.
    pub answers: BTreeMap<String, Answer>,
    /// The scores made of the answers.
    pub scores: Vec<Score>,
    /// The group that the scores put the respondent in.
    pub segment: Option<Segment>,
    /// Doubts about the quality of the answers; never a reason to drop them.
    pub flags: Vec<Flag>,
    /// Hidden fields that the host page set.
    pub context: BTreeMap<String, String>,
    /// Everything around the answers.
    pub circumstances: Circumstances,
}

/// The scores of a set of answers and the segment of the first that has one.
///
/// ```
/// use sayso_core::{answer::Answer, preset, response, score::Segment, survey::Survey};
/// # let document = serde_json::from_str(preset::document("smiley").unwrap()).unwrap();
/// let survey = Survey::decode(&document).unwrap();
/// let question = &survey.questions[0];
/// let answer = Answer::rating(question.kind.question_type(), question.rate(2).unwrap());
/// let (scores, segment) = response::score(&survey, &[("csat".to_owned(), answer)].into());
/// assert_eq!(scores[0].value, 25.0);
/// assert_eq!(segment, Some(Segment::Detractor));
/// ```
pub fn score(survey: &Survey, answers: &BTreeMap<String, Answer>) -> (Vec<Score>, Option<Segment>) {
    let measured = survey.questions.iter().filter_map(|question| {
        let answer = answers.get(&question.id)?;
        let metric = question.metric.or_else(|| Metric::implied_by(answer.kind))?;
        let mut item = Item::of(metric, answer, question.direction)?;
        item.score = item.score.of_question(&question.id);
        Some(item)
    });
    score::of_items(measured.collect())
}

/// RFC 3339 with milliseconds and the offset of the place, the one way in which events write time.
pub fn write_time(time: DateTime<FixedOffset>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, false)
}

/// The most characters of a touch point.
pub const MAX_TOUCHPOINT: usize = 500;

/// The first `max` characters of an address, which may be longer than an event takes.
///
/// ```
/// use sayso_core::response::clip;
/// assert_eq!(clip("/cà-phê", 4), "/cà-");
/// ```
pub fn clip(text: &str, max: usize) -> &str {
    text.char_indices().nth(max).map_or(text, |(end, _)| &text[..end])
}

/// Hidden fields as a page sets them: what is no text, and what is too much for an event, is passed over.
///
/// ```
/// use sayso_core::response::hidden_fields;
/// let fields = hidden_fields(&serde_json::json!({ "plan": "gold", "cart": [1], "none": null }));
/// assert_eq!(fields, [("plan".to_owned(), "gold".to_owned())].into());
/// ```
pub fn hidden_fields(value: &Value) -> BTreeMap<String, String> {
    let fields = value
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), clip(value.as_str()?, limits::TEXT).to_owned())));
    small::gather(fields.take(Response::MAX_CONTEXT))
}

impl Response {
    /// The most answers that an event may carry.
    pub const MAX_ANSWERS: usize = limits::QUESTIONS;
    /// The most hidden fields that an event may carry.
    pub const MAX_CONTEXT: usize = 50;

    /// As it stands in the `data` of an event.
    pub fn encode(&self) -> Value {
        let about = &self.circumstances;
        let mut data = Map::new();
        let mut put = |name: &str, value: Value| data.insert(name.to_owned(), value);
        put("responseId", self.response_id.to_string().into());
        put("revision", self.revision.into());
        put("complete", self.complete.into());
        put("survey", about.survey.encode());
        put("touchpoint", about.touchpoint.as_str().into());
        put("channel", about.channel.name().into());
        put("locale", about.locale.as_str().into());
        put("startedAt", write_time(about.started_at).into());
        put("submittedAt", write_time(about.submitted_at).into());
        put("durationMs", about.duration_ms.into());
        put("clockSkewMs", about.clock_skew_ms.into());
        put("answers", small::object(self.answers.iter().map(|(id, answer)| (id.as_str(), answer.encode()))));
        put("scores", self.scores.iter().map(Score::encode).collect());
        if let Some(segment) = self.segment {
            put("segment", segment.name().into());
        }
        put("flags", self.flags.iter().map(|flag| Value::from(flag.name())).collect());
        put(
            "context",
            small::object(self.context.iter().map(|(name, value)| (name.as_str(), value.as_str().into()))),
        );
        let client = &about.client;
        put(
            "client",
            small::object([("version", client.version.as_str().into()), ("mode", client.mode.name().into())]),
        );
        Value::Object(data)
    }

    /// Reads what [`Response::encode`] wrote. Fields of later versions are passed over.
    pub fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let response_id = fields.required("responseId", problems).and_then(|node| node.uuid(problems));
        let revision = fields.required("revision", problems).and_then(|node| unsigned(&node, problems));
        let complete = fields.required("complete", problems).and_then(|node| node.boolean(problems));
        let answers = fields.required("answers", problems).and_then(|node| decode_answers(&node, problems));
        let scores = match fields.optional("scores") {
            Some(node) => decode_items(&node, 200, problems, Score::decode),
            None => Some(Vec::new()),
        };
        let segment = match fields.optional("segment") {
            Some(node) => node.one_of(&Segment::NAMES, problems).map(Some),
            None => Some(None),
        };
        let flags = match fields.optional("flags") {
            Some(node) => decode_items(&node, 50, problems, Flag::decode),
            None => Some(Vec::new()),
        };
        let context = match fields.optional("context") {
            Some(node) => decode_context(&node, problems),
            None => Some(BTreeMap::new()),
        };
        let circumstances = Circumstances::decode(node, problems);
        Some(Self {
            response_id: response_id?,
            revision: revision?,
            complete: complete?,
            answers: answers?,
            scores: scores?,
            segment: segment?,
            flags: flags?,
            context: context?,
            circumstances: circumstances?,
        })
    }
}

impl Response {
    /// Makes of a response what is heard before its photographs are there, so that nobody's words wait for them: this revision without
    /// the answers that refer to them. What comes back goes into [`Response::go_on`].
    pub fn hold_back(&mut self) -> BTreeMap<String, Answer> {
        let said = small::keep(&self.answers, |_, answer| answer.kind != QuestionType::File);
        std::mem::replace(&mut self.answers, said)
    }

    /// Makes of it the next revision, complete as well, which goes once its photographs have arrived.
    ///
    /// ```
    /// # use sayso_core::event::{Event, Payload};
    /// # use serde_json::json;
    /// # let event = json!({ "specversion": "1.0", "id": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5d", "source": "/", "type": "sayso.response.v1",
    /// #     "time": "2026-11-21T20:38:00.123+07:00", "data": { "responseId": "01936b5e-4d2c-7c3a-9b1f-2f8d6a7b4c5e", "revision": 3,
    /// #     "complete": true, "survey": { "id": "s", "version": 1 }, "touchpoint": "t", "channel": "web", "locale": "vi",
    /// #     "startedAt": "2026-11-21T20:37:52.000+07:00", "submittedAt": "2026-11-21T20:38:00.123+07:00", "durationMs": 1,
    /// #     "client": { "version": "0.1.0", "mode": "inline" }, "answers": { "why": { "type": "text", "value": "vỡ" },
    /// #     "defect": { "type": "file", "value": [{ "hash": "0f".repeat(32), "bytes": 9, "type": "image/jpeg" }] } } } });
    /// # let Payload::Response(mut response) = Event::decode(&event).unwrap().payload else { panic!() };
    /// let told = response.clone();
    /// let held = response.hold_back();
    /// assert_eq!((response.revision, response.complete), (3, true));
    /// assert!(response.answers.keys().eq(["why"]));
    /// response.go_on(held);
    /// assert_eq!((response.revision, response.answers), (4, told.answers));
    /// ```
    pub fn go_on(&mut self, held: BTreeMap<String, Answer>) {
        self.answers = held;
        self.revision = self.revision.saturating_add(1);
    }
}

impl Circumstances {
    fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let survey = fields.required("survey", problems).and_then(|node| SurveyRef::decode(&node, problems));
        let touchpoint =
            fields.required("touchpoint", problems).and_then(|node| node.text(MAX_TOUCHPOINT, problems));
        let channel =
            fields.required("channel", problems).and_then(|node| node.one_of(&Channel::NAMES, problems));
        let locale = fields.required("locale", problems).and_then(|node| node.name(35, problems));
        let started_at = fields.required("startedAt", problems).and_then(|node| node.moment(problems));
        let submitted_at = fields.required("submittedAt", problems).and_then(|node| node.moment(problems));
        let duration =
            fields.required("durationMs", problems).and_then(|node| node.integer(0..=SAFE, problems));
        let skew = match fields.optional("clockSkewMs") {
            Some(node) => node.integer(-SAFE..=SAFE, problems),
            None => Some(0),
        };
        // Of its sending rather than of the response, so it is kept as it came.
        let mut age =
            |name| fields.optional(name).is_none_or(|node| node.integer(0..=SAFE, problems).is_some());
        let is_aged = age("ageMs") & age("ageByWallMs");
        let client = fields.required("client", problems).and_then(|node| Client::decode(&node, problems));
        Some(Self {
            survey: survey?,
            touchpoint: touchpoint?.to_owned(),
            channel: channel?,
            locale: locale?.to_owned(),
            started_at: started_at?,
            submitted_at: submitted_at?,
            duration_ms: u64::try_from(duration?).ok()?,
            clock_skew_ms: skew?,
            client: client.filter(|_| is_aged)?,
        })
    }
}

/// The largest whole number that a browser holds exactly (2^53 − 1).
const SAFE: i64 = 9_007_199_254_740_991;

impl SurveyRef {
    pub(crate) fn encode(&self) -> Value {
        small::object([("id", self.id.as_str().into()), ("version", self.version.into())])
    }

    pub(crate) fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let id = fields.required("id", problems).and_then(|node| node.name(limits::ID, problems));
        let version = fields.required("version", problems).and_then(|node| unsigned(&node, problems));
        Some(Self { id: id?.to_owned(), version: version? })
    }
}

impl Client {
    fn decode(node: &Node<'_>, problems: &mut Problems) -> Option<Self> {
        let mut fields = node.object(problems)?;
        let version = fields.required("version", problems).and_then(|node| node.name(100, problems));
        let mode = fields.required("mode", problems).and_then(|node| node.one_of(&Mode::NAMES, problems));
        Some(Self { version: version?.to_owned(), mode: mode? })
    }
}

fn unsigned(node: &Node<'_>, problems: &mut Problems) -> Option<u32> {
    u32::try_from(node.integer(1..=1_000_000, problems)?).ok()
}

fn decode_items<T>(
    node: &Node<'_>,
    max: usize,
    problems: &mut Problems,
    mut decode: impl FnMut(&Node<'_>, &mut Problems) -> Option<T>,
) -> Option<Vec<T>> {
    let items: Vec<_> = node.list(max, problems)?.iter().map(|item| decode(item, problems)).collect();
    items.into_iter().collect()
}

fn decode_answers(node: &Node<'_>, problems: &mut Problems) -> Option<BTreeMap<String, Answer>> {
    let fields = node.object(problems)?;
    if fields.len() > Response::MAX_ANSWERS {
        return node.refuse("holds more answers than a survey has questions", problems);
    }
    let answers: Vec<_> = fields
        .entries()
        .map(|(id, answer)| Some((id.to_owned(), Answer::decode(&answer, problems)?)))
        .collect();
    answers.into_iter().collect()
}

fn decode_context(node: &Node<'_>, problems: &mut Problems) -> Option<BTreeMap<String, String>> {
    let fields = node.object(problems)?;
    if fields.len() > Response::MAX_CONTEXT {
        return node.refuse("expected at most 50 hidden fields", problems);
    }
    let context: Vec<_> = fields
        .entries()
        .map(|(name, value)| Some((name.to_owned(), value.text(limits::TEXT, problems)?.to_owned())))
        .collect();
    context.into_iter().collect()
}
