//! `/portal/{survey}`: the page of a WiFi sign-in. One question and one reason that may be left out, as a plain form that
//! needs no script, no storage and no other origin; then back to the gateway, if it is a listed one.
//!
//! What a gateway puts into the address beside `touchpoint` and `continue`, such as the device's MAC address, is not read.
//! The way on never hangs on the answer, nor on this database.

use std::collections::HashMap;

use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use sayso_core::answer::{Answer, Given, QuestionType, Rating};
use sayso_core::config::{Channel, Mode};
use sayso_core::event::{Event, Payload};
use sayso_core::face::Face;
use sayso_core::response::{Circumstances, Client, Response, SurveyRef, clip, score};
use sayso_core::survey::{Choosable, Kind, Options, Question, Survey};
use sayso_core::words::Words;
use sayso_core::{preset, response};
use url::{Url, form_urlencoded};
use uuid::Uuid;

use crate::app::App;
use crate::html::{self, escape};
use crate::ingest::body;
use crate::metrics::Outcome;
use crate::problem::Problem;
use crate::segment::Segment;
use crate::store::{Kept, NewEvent};
use crate::time::now;

const TITLE: Words = Words { vi: "Trước khi vào mạng", en: "Before you go online" };
const SEND: Words = Words { vi: "Gửi", en: "Send" };
const SKIP: Words = Words { vi: "Bỏ qua, vào mạng", en: "Skip and go online" };
const GO_ON: Words = Words { vi: "Vào mạng", en: "Go online" };
const THANKS: Words = Words { vi: "Cảm ơn bạn.", en: "Thank you." };
const CHOOSE: Words = Words { vi: "Bạn vui lòng chọn một mức.", en: "Please choose one." };
const NOT_KEPT: Words = Words {
    vi: "Chưa lưu được câu trả lời. Bạn có thể gửi lại sau.",
    en: "Your answer could not be kept. You may try again later.",
};

/// The longest visit that is believed; a form that lay open for longer says nothing about how long somebody thought.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// The form.
pub(crate) async fn get_form(
    State(app): State<App>,
    Segment(name): Segment,
    RawQuery(query): RawQuery,
    headers: axum::http::HeaderMap,
) -> Result<HttpResponse, Problem> {
    let form = Form::of(&app, &name)?;
    let fields = read_fields(query.unwrap_or_default().as_bytes());
    Ok(form.page(StatusCode::OK, html::language(&headers), &Visit::of(&app, &fields), None))
}

/// What was answered; then the way on.
pub(crate) async fn post_form(
    State(app): State<App>,
    Segment(name): Segment,
    request: Request,
) -> Result<HttpResponse, Problem> {
    let form = Form::of(&app, &name)?;
    let (parts, body) = request.into_parts();
    app.limits.writes_from(&parts)?;
    let fields = read_fields(&body::read(&parts.headers, body, app.patience).await?);
    let (language, visit) = (html::language(&parts.headers), Visit::of(&app, &fields));
    let Some(response) = form.read(&fields, &visit, language) else {
        return Ok(form.page(StatusCode::BAD_REQUEST, language, &visit, Some(CHOOSE)));
    };
    if let Err(error) = keep(&app, &name, response).await {
        tracing::error!(%error, "an answer of the portal could not be kept");
        let body = notice(NOT_KEPT, language) + &visit.link(GO_ON, language);
        return Ok(html::page(StatusCode::SERVICE_UNAVAILABLE, language, TITLE.pick(language), &body));
    }
    Ok(match visit.way_on.as_ref().and_then(|url| HeaderValue::from_str(url.as_str()).ok()) {
        Some(url) => (StatusCode::SEE_OTHER, [(header::LOCATION, url)]).into_response(),
        None => html::page(StatusCode::OK, language, TITLE.pick(language), &notice(THANKS, language)),
    })
}

async fn keep(app: &App, name: &str, response: Response) -> Result<(), crate::error::StoreError> {
    let event = Event {
        // The same form sent twice is one answer.
        id: Uuid::new_v5(&response.response_id, b"portal"),
        source: format!("/portal/{name}"),
        subject: response.circumstances.touchpoint.clone(),
        time: response.circumstances.submitted_at,
        payload: Payload::Response(Box::new(response)),
    };
    let kept = app.store.append(vec![NewEvent::new(&event, &event.encode(), now())]).await?;
    let outcome = if kept == [Kept::New] { Outcome::Accepted } else { Outcome::Duplicate };
    app.metrics.count_events(outcome, 1);
    Ok(())
}

fn read_fields(bytes: &[u8]) -> HashMap<String, String> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// Somebody who signs in.
struct Visit {
    response_id: Uuid,
    touchpoint: String,
    /// The gateway's address, where it is a listed one.
    way_on: Option<Url>,
}

impl Visit {
    fn of(app: &App, fields: &HashMap<String, String>) -> Self {
        let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let hosts = app.portal.as_deref().unwrap_or_default();
        Self {
            response_id: Uuid::try_parse(text("response")).unwrap_or_else(|_| Uuid::now_v7()),
            touchpoint: clip(&text("touchpoint").replace('\0', ""), response::MAX_TOUCHPOINT).to_owned(),
            way_on: way_on(text("continue"), hosts),
        }
    }

    fn link(&self, words: Words, language: &str) -> String {
        let link =
            |url: &Url| format!("<p><a href=\"{}\">{}</a></p>", escape(url.as_str()), words.pick(language));
        self.way_on.as_ref().map(link).unwrap_or_default()
    }
}

/// An address whose host is listed, as it stands in the list: `gateway.example`, or `10.0.0.1:8080` for that port alone.
fn way_on(text: &str, hosts: &[String]) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let with_port = format!("{host}:{}", url.port_or_known_default()?);
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_listed = hosts.iter().any(|listed| listed.eq_ignore_ascii_case(host) || *listed == with_port);
    (is_plain && is_listed).then_some(url)
}

/// What of a survey goes into one form: its first rating, and its first short list to choose from.
struct Form {
    survey: Survey,
    rating: usize,
    reasons: Option<usize>,
}

impl Form {
    fn of(app: &App, name: &str) -> Result<Self, Problem> {
        let unknown = || Problem::new(StatusCode::NOT_FOUND, "There is no such page.");
        app.portal.as_ref().ok_or_else(unknown)?;
        let document = preset::document(name).ok_or_else(unknown)?;
        let document = serde_json::from_str(document).map_err(|_| unknown())?;
        let survey = Survey::decode(&document).map_err(|_| unknown())?;
        let place = |wanted: fn(&Question) -> bool| survey.questions.iter().position(wanted);
        let rating = place(|question| question.kind.scale().is_some()).ok_or_else(unknown)?;
        let reasons = place(|question| options(question).is_some());
        Ok(Self { survey, rating, reasons })
    }

    fn page(&self, status: StatusCode, language: &str, visit: &Visit, wrong: Option<Words>) -> HttpResponse {
        let question = &self.survey.questions[self.rating];
        let values = question.kind.scale().into_iter().flat_map(|scale| scale.values().rev());
        let ratings: Vec<String> = values
            .filter_map(|value| {
                Some(radio(&question.id, &value.to_string(), &label(question, value, language)?))
            })
            .collect();
        let hidden = |name: &str, value: &str| {
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
        };
        let mut body = wrong.map(|words| notice(words, language)).unwrap_or_default();
        body.push_str("<form method=\"post\">");
        body.push_str(&hidden("response", &visit.response_id.to_string()));
        body.push_str(&hidden("touchpoint", &visit.touchpoint));
        body.push_str(&visit.way_on.as_ref().map(|url| hidden("continue", url.as_str())).unwrap_or_default());
        body.push_str(&fieldset(question, language, &ratings.concat()));
        if let Some(question) = self.reasons.map(|place| &self.survey.questions[place]) {
            let reasons = options(question).into_iter().flatten();
            let reasons: Vec<String> = reasons
                .map(|option| radio(&question.id, &option.id, option.label.pick(language, "vi")))
                .collect();
            body.push_str(&fieldset(question, language, &reasons.concat()));
        }
        body.extend(["<button>", SEND.pick(language), "</button></form>"]);
        body.push_str(&visit.link(SKIP, language));
        html::page(status, language, TITLE.pick(language), &body)
    }

    /// What was answered; `None` where nothing was chosen on the scale.
    fn read(&self, fields: &HashMap<String, String>, visit: &Visit, language: &str) -> Option<Response> {
        let question = &self.survey.questions[self.rating];
        let value = fields.get(&question.id)?.parse().ok()?;
        let rating: Rating = question.rate(value)?;
        let mut answers = std::collections::BTreeMap::new();
        answers.insert(question.id.clone(), Answer::rating(question.kind.question_type(), rating));
        if let Some(question) = self.reasons.map(|place| &self.survey.questions[place])
            && let Some(chosen) = fields.get(&question.id)
            && options(question).into_iter().flatten().any(|option| option.id == *chosen)
        {
            let given = Given::Other(vec![chosen.clone()].into());
            answers.insert(question.id.clone(), Answer { kind: QuestionType::Choice, given });
        }
        let (scores, segment) = score(&self.survey, &answers);
        let (started_at, submitted_at) = times(visit.response_id);
        let duration = (submitted_at - started_at).num_milliseconds();
        Some(Response {
            response_id: visit.response_id,
            revision: 1,
            complete: true,
            answers,
            scores,
            segment,
            flags: Vec::new(),
            context: std::collections::BTreeMap::new(),
            circumstances: Circumstances {
                survey: SurveyRef { id: self.survey.id.clone(), version: self.survey.version },
                touchpoint: visit.touchpoint.clone(),
                channel: Channel::Wifi,
                locale: language.to_owned(),
                started_at,
                submitted_at,
                duration_ms: u64::try_from(duration).unwrap_or_default(),
                clock_skew_ms: 0,
                client: Client { version: env!("CARGO_PKG_VERSION").to_owned(), mode: Mode::Page },
            },
        })
    }
}

/// When the form was asked for, which its id says, and now; by this server's clock, in UTC.
fn times(id: Uuid) -> (DateTime<FixedOffset>, DateTime<FixedOffset>) {
    let now = DateTime::from_timestamp_millis(now()).unwrap_or_default();
    let asked = id.get_timestamp().and_then(|made| {
        let (seconds, nanoseconds) = made.to_unix();
        DateTime::<Utc>::from_timestamp(i64::try_from(seconds).ok()?, nanoseconds)
    });
    let asked = asked.filter(|asked| *asked <= now && now - *asked <= LONGEST).unwrap_or(now);
    (asked.fixed_offset(), now.fixed_offset())
}

fn options(question: &Question) -> Option<&[Choosable]> {
    match &question.kind {
        Kind::Choice(choices) => match &choices.options {
            Options::Listed(options) => Some(options),
            Options::Reasons => None,
        },
        _ => None,
    }
}

/// A value as it reads: faces by their words, anything else by its number.
fn label(question: &Question, value: u8, language: &str) -> Option<String> {
    let rating = question.rate(value)?;
    let words = Face::of(rating).words();
    let is_faces = question.kind.question_type() == QuestionType::Smiley;
    Some(if is_faces { words.pick(language).to_owned() } else { value.to_string() })
}

fn fieldset(question: &Question, language: &str, choices: &str) -> String {
    let title = escape(question.title.pick(language, "vi"));
    let help = question.help.as_ref().map(|help| format!("<p>{}</p>", escape(help.pick(language, "vi"))));
    format!("<fieldset><legend>{title}</legend>{}{choices}</fieldset>", help.unwrap_or_default())
}

fn radio(name: &str, value: &str, label: &str) -> String {
    let [name, value, label] = [name, value, label].map(escape);
    format!("<label><input type=\"radio\" name=\"{name}\" value=\"{value}\"> {label}</label>")
}

fn notice(words: Words, language: &str) -> String {
    format!("<p class=\"notice\" role=\"alert\">{}</p>", words.pick(language))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_leads_to_listed_hosts_alone() {
        let hosts = ["gateway.example".to_owned(), "10.0.0.1:8080".to_owned()];
        let check = |text: &str, fits: bool| assert_eq!(way_on(text, &hosts).is_some(), fits, "{text}");
        check("https://gateway.example/login?ok=1", true);
        check("HTTP://GATEWAY.example:81/", true);
        check("http://10.0.0.1:8080/go", true);
        check("http://10.0.0.1/go", false);
        check("https://gateway.example.evil.example/", false);
        check("https://gateway.example@evil.example/", false);
        check("https://me:pw@gateway.example/", false);
        check("https://evil.example/?gateway.example", false);
        check("//gateway.example/", false);
        check("javascript:alert(1)//gateway.example", false);
        check("https:\\\\evil.example\\@gateway.example", false);
        check("", false);
    }
}
