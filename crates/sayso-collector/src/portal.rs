//! `/portal/{survey}`: the page of a WiFi sign-in. One question and one reason that may be left out, as a plain form that
//! needs no script, no storage and no other origin; then back to the gateway, if it is a listed one. Which reasons are asked for follows
//! from the rating: the style sheet shows them, and a browser that is too old for it asks for the rating alone. Where the site beside the API has
//! the widget, a script makes the form the survey itself, and what is answered goes through the form all the same.
//!
//! What a gateway puts into the address beside `touchpoint`, `continue` and `lang`, such as the device's MAC address, is not read.
//! The way on never hangs on the answer, nor on this database, nor on whether there is such a survey.

mod form;

use std::collections::HashMap;
use std::path::Path;

use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response as HttpResponse};
use sayso_core::event::{Event, Payload};
use sayso_core::response::{self, Response, clip};
use sayso_core::words::Words;
use url::{Url, form_urlencoded};
use uuid::Uuid;

use self::form::Form;
use crate::app::App;
use crate::error::StoreError;
use crate::html::{self, Page, escape};
use crate::ingest::body;
use crate::metrics::Outcome;
use crate::problem::Problem;
use crate::segment::Segment;
use crate::store::{Kept, NewEvent};
use crate::time::now;

const TITLE: Words = Words { vi: "Trước khi vào mạng", en: "Before you go online" };
/// Of a page that leads nowhere.
const TITLE_ALONE: Words = Words { vi: "Ý kiến của bạn", en: "What you think" };
const GO_ON: Words = Words { vi: "Vào mạng", en: "Go online" };
const THANKS: Words = Words { vi: "Cảm ơn bạn.", en: "Thank you." };
const THE_END: Words = Words { vi: "Bạn có thể đóng trang này.", en: "You may close this page." };
const CHOOSE: Words = Words { vi: "Bạn vui lòng chọn một mức.", en: "Please choose one." };
const NOT_KEPT: Words = Words {
    vi: "Chưa lưu được câu trả lời. Bạn có thể gửi lại sau.",
    en: "Your answer could not be kept. You may try again later.",
};
const NO_QUESTION: Words = Words {
    vi: "Lần này không có câu hỏi nào, mời bạn vào mạng.",
    en: "There is no question this time. Please go on.",
};
const NO_QUESTION_ALONE: Words =
    Words { vi: "Trang này không có câu hỏi nào.", en: "There is no question on this page." };
const ASK_STAFF: Words = Words {
    vi: "Bạn cần gì, cứ hỏi nhân viên nhé.",
    en: "If you need anything, please ask a member of staff.",
};

/// Whether a site has what makes a form the survey itself.
pub(crate) fn has_widget(site: &Path) -> bool {
    ["sayso.js", "sayso-widget.wasm"].iter().all(|name| site.join(name).is_file())
}

/// The form.
pub(crate) async fn get_form(
    State(app): State<App>,
    name: Result<Segment, Problem>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> HttpResponse {
    let mut fields = read_fields(query.unwrap_or_default().as_bytes());
    // Each form is one visitor's, whatever an address says that many come by.
    fields.remove("response");
    let visit = Visit::of(&app, &fields, &headers);
    match form(&app, name) {
        Ok((_, form)) => form.page(&app, StatusCode::OK, &visit, None),
        Err(problem) => visit.refused(&headers, problem, visit.no_question()),
    }
}

/// What was answered; then the way on.
pub(crate) async fn post_form(
    State(app): State<App>,
    name: Result<Segment, Problem>,
    request: Request,
) -> HttpResponse {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    // What the page was asked for with: the way on, should the form itself not come through.
    let asked = Visit::of(&app, &read_fields(parts.uri.query().unwrap_or_default().as_bytes()), headers);
    let read = match app.limits.writes_from(&parts) {
        Ok(()) => body::read(headers, body, app.patience).await,
        Err(problem) => Err(problem),
    };
    let fields = match read {
        Ok(bytes) => read_fields(&bytes),
        Err(problem) => return asked.refused(headers, problem, &[NOT_KEPT]),
    };
    let visit = Visit { way_on: way_on(&app, &fields).or(asked.way_on), ..Visit::of(&app, &fields, headers) };
    let (name, form) = match form(&app, name) {
        Ok(found) => found,
        Err(problem) => return visit.refused(headers, problem, visit.no_question()),
    };
    let Some(response) = form.read(&fields, &visit) else {
        return form.page(&app, StatusCode::BAD_REQUEST, &visit, Some(CHOOSE));
    };
    if let Err(error) = keep(&app, &name, response).await {
        tracing::error!(%error, "an answer of the portal could not be kept");
        return visit.said(&[NOT_KEPT]).answer(StatusCode::SERVICE_UNAVAILABLE, visit.language);
    }
    match visit.way_on.as_ref().and_then(|url| HeaderValue::from_str(url.as_str()).ok()) {
        Some(url) => (StatusCode::SEE_OTHER, [(header::LOCATION, url)]).into_response(),
        None => visit.said(&[THANKS, THE_END]).answer(StatusCode::OK, visit.language),
    }
}

fn form(app: &App, name: Result<Segment, Problem>) -> Result<(String, Form), Problem> {
    // Without a name, it is no survey's.
    let name = name.map(|Segment(name)| name).unwrap_or_default();
    Form::of(app, &name).map(|form| (name, form))
}

/// Keeps an answer. The same form sent twice with the same answer is one event. With another it is the next revision of the same response,
/// whole: what was said before stays, what was said last counts, and it counts once. Which revision is the next one the database
/// decides: whoever comes second finds the id taken.
async fn keep(app: &App, name: &str, mut response: Response) -> Result<(), StoreError> {
    let source = format!("/portal/{name}");
    let response_id = response.response_id;
    let outcome = loop {
        let event = Event {
            id: Uuid::new_v5(&response_id, format!("portal/{}", response.revision).as_bytes()),
            source: source.clone(),
            subject: response.circumstances.touchpoint.clone(),
            time: response.circumstances.submitted_at,
            payload: Payload::Response(Box::new(response.clone())),
        };
        let body = event.encode();
        if app.store.append(vec![NewEvent::new(&event, &body, now())]).await? == [Kept::New] {
            break Outcome::Accepted;
        }
        let last = app.store.response(response_id).await?.map(|last| last.body);
        // A response that came in another way is not this page's to revise.
        let own = last.filter(|last| last["source"] == source.as_str());
        let changed = own.filter(|last| last["data"]["answers"] != body["data"]["answers"]);
        let revision = changed.and_then(|last| u32::try_from(last["data"]["revision"].as_u64()?).ok());
        match revision.and_then(|last| last.max(response.revision).checked_add(1)) {
            Some(next) => response.revision = next,
            None => break Outcome::Duplicate,
        }
    };
    app.metrics.count_events(outcome, 1);
    Ok(())
}

fn read_fields(bytes: &[u8]) -> HashMap<String, String> {
    form_urlencoded::parse(bytes).into_owned().collect()
}

/// Somebody who signs in.
struct Visit {
    /// The id of the form, which is known again by it.
    form_id: Uuid,
    touchpoint: String,
    /// The gateway's address, where it is a listed one.
    way_on: Option<Url>,
    language: &'static str,
}

impl Visit {
    fn of(app: &App, fields: &HashMap<String, String>, headers: &HeaderMap) -> Self {
        let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        Self {
            form_id: Uuid::try_parse(text("response")).unwrap_or_else(|_| Uuid::now_v7()),
            touchpoint: clip(&text("touchpoint").replace('\0', ""), response::MAX_TOUCHPOINT).to_owned(),
            way_on: way_on(app, fields),
            language: html::language_by_name(text("lang")).unwrap_or_else(|| html::language(headers)),
        }
    }

    /// A page that promises a network where one is behind it.
    fn page(&self, body: String) -> Page {
        let title = if self.way_on.is_some() { TITLE } else { TITLE_ALONE };
        Page { title, style: include_str!("portal.css"), body, script: None, other_language: None }
    }

    /// A page that says something, first of all the first of it, with the way on.
    fn said(&self, words: &[Words]) -> Page {
        let way = self.way_on.as_ref().map(|url| {
            let label = GO_ON.pick(self.language);
            format!("<p class=\"go\"><a href=\"{}\">{label}</a></p>", escape(url.as_str()))
        });
        let first = words.iter().take(1).map(|words| notice(*words, self.language));
        let rest = words.iter().skip(1).map(|words| format!("<p>{}</p>", words.pick(self.language)));
        self.page(first.chain(rest).chain(way).collect())
    }

    /// The same where the form could not be read or there is none; a program is told the problem.
    fn refused(&self, headers: &HeaderMap, problem: Problem, words: &[Words]) -> HttpResponse {
        if html::is_wanted(headers) {
            self.said(words).instead_of(problem, self.language)
        } else {
            problem.into_response()
        }
    }

    fn no_question(&self) -> &'static [Words] {
        if self.way_on.is_some() { &[NO_QUESTION] } else { &[NO_QUESTION_ALONE, ASK_STAFF] }
    }

    /// The way past the question; once it is answered nothing is skipped.
    fn skip(&self, words: Words) -> String {
        let link = |url: &Url| {
            format!(
                "<p class=\"way\"><a href=\"{}\" data-answered=\"{}\">{}</a></p>",
                escape(url.as_str()),
                GO_ON.pick(self.language),
                words.pick(self.language)
            )
        };
        self.way_on.as_ref().map(link).unwrap_or_default()
    }

    /// The address of the form in the other language.
    fn in_other_language(&self) -> String {
        let mut query = form_urlencoded::Serializer::new("?".to_owned());
        query.append_pair("lang", html::other_language(self.language));
        if !self.touchpoint.is_empty() {
            query.append_pair("touchpoint", &self.touchpoint);
        }
        if let Some(url) = &self.way_on {
            query.append_pair("continue", url.as_str());
        }
        query.finish()
    }
}

fn way_on(app: &App, fields: &HashMap<String, String>) -> Option<Url> {
    listed(fields.get("continue")?, app.portal.as_deref().unwrap_or_default())
}

/// An address whose host is listed, as it stands in the list: `gateway.example`, or `10.0.0.1:8080` for that port alone.
fn listed(text: &str, hosts: &[String]) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let with_port = format!("{host}:{}", url.port_or_known_default()?);
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_listed = hosts.iter().any(|listed| listed.eq_ignore_ascii_case(host) || *listed == with_port);
    (is_plain && is_listed).then_some(url)
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
        let check = |text: &str, fits: bool| assert_eq!(listed(text, &hosts).is_some(), fits, "{text}");
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
