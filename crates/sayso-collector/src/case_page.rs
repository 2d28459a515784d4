//! `GET /case/{reference}`, and `/case`, where the reference is typed: what the customer may see of a case, on a phone: how far it is and when, nothing of a person.
//!
//! A number that was mistyped is told from its check symbol, before anything is looked up; one that two cases share shows
//! neither.

use axum::extract::{FromRequestParts, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, FixedOffset, Offset, Utc};
use sayso_core::complaint::Reference;
use sayso_core::words::Words;

use url::form_urlencoded;

use crate::app::App;
use crate::html::{self, Page};
use crate::problem::Problem;
use crate::segment::Segment;
use crate::store::{FoundCase, Millis, Step};
use crate::time::now;

const TITLE: Words = Words { vi: "Phản ánh của bạn", en: "Your complaint" };
const NUMBER: Words = Words { vi: "Mã số", en: "Reference" };
const RECEIVED: Words = Words { vi: "Đã nhận lúc", en: "Received" };
const ACKNOWLEDGE_BY: Words =
    Words { vi: "Sẽ báo nhận trước", en: "You will know that we have it by" };
const ANSWER_BY: Words = Words { vi: "Sẽ trả lời trước", en: "You will have an answer by" };
const LATE: Words = Words {
    vi: "Chúng tôi đã trễ hẹn, xin lỗi bạn. Bạn có thể hỏi nhân viên bằng mã số này.",
    en: "We are late, and we are sorry. You may ask a member of staff with this number.",
};
const PROMISED: Words = Words { vi: "Đã hẹn trước", en: "Promised by" };
const STEPS: Words = Words { vi: "Các bước", en: "Steps" };
const UNKNOWN: Words = Words {
    vi: "Chúng tôi không tìm thấy mã số này. Bạn vui lòng xem lại mã, hoặc hỏi nhân viên.",
    en: "We cannot find this number. Please check it, or ask a member of staff.",
};
const MISTYPED: Words = Words {
    vi: "Mã số này có chỗ gõ nhầm. Mã có dạng SO-7K4M-92QF-T.",
    en: "There is a slip in this number. It looks like SO-7K4M-92QF-T.",
};
const TOO_MANY: Words = Words {
    vi: "Bạn xem hơi nhiều lần. Vui lòng đợi một phút.",
    en: "That was quite often. Please wait a minute.",
};

const ASK: Words = Words { vi: "Mã số trên phiếu của bạn", en: "The number that you were given" };
const LOOK: Words = Words { vi: "Xem phản ánh", en: "Look it up" };

/// Who asks: whether they may already, and in which language.
pub(crate) struct Visitor {
    language: &'static str,
    refused: Option<Problem>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self { language: html::language(&parts.headers), refused: app.limits.looks_up(parts).err() })
    }
}

/// The page of a case.
pub(crate) async fn get_page(
    visitor: Visitor,
    State(app): State<App>,
    Segment(reference): Segment,
) -> Result<Response, Problem> {
    let language = visitor.language;
    if let Some(problem) = visitor.refused {
        let mut response = page(StatusCode::TOO_MANY_REQUESTS, language, notice(TOO_MANY, language));
        if let Some(wait) = problem.into_response().headers_mut().remove(header::RETRY_AFTER) {
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        return Ok(response);
    }
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(other(StatusCode::NOT_FOUND, language, notice(MISTYPED, language)));
    };
    // 40 bits.
    let bits = i64::try_from(reference.bits()).unwrap_or_default();
    Ok(match app.store.case_of_reference(bits).await? {
        Some(found) => page(StatusCode::OK, language, status(&found, reference, language)),
        None => other(StatusCode::NOT_FOUND, language, notice(UNKNOWN, language)),
    })
}

/// Where a reference is typed; one that was leads to its page.
pub(crate) async fn find_page(headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let language = html::language(&headers);
    let query = query.unwrap_or_default();
    let typed = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "reference");
    match typed.map(|(_, typed)| typed.parse::<Reference>()) {
        Some(Ok(reference)) => Redirect::to(&format!("/case/{reference}")).into_response(),
        Some(Err(_)) => other(StatusCode::NOT_FOUND, language, notice(MISTYPED, language)),
        None => other(StatusCode::OK, language, String::new()),
    }
}

fn notice(words: Words, language: &str) -> String {
    format!("<p class=\"notice\">{}</p>", words.pick(language))
}

/// No text of a person comes in here, and none of a request.
fn status(found: &FoundCase, reference: Reference, language: &str) -> String {
    let place = place(found);
    let when = |at: Millis| when(at, place, language);
    let fact =
        |words: Words, text: String| format!("<div><dt>{}</dt><dd>{text}</dd></div>", words.pick(language));
    let case = &found.case;
    let received = found.history.first().map_or(case.received_at, |step| step.at);
    let mut facts = vec![fact(NUMBER, reference.to_string()), fact(RECEIVED, when(received))];
    let is_late = case.next_due.is_some_and(|due| due < now());
    if let Some(due) = case.next_due {
        let words = match (is_late, case.version) {
            (true, _) => PROMISED,
            (false, 1) => ACKNOWLEDGE_BY,
            (false, _) => ANSWER_BY,
        };
        facts.push(fact(words, when(due)));
    }
    // A promise that was not kept is not shown as one that will be.
    let late = if is_late { format!("<p>{}</p>", LATE.pick(language)) } else { String::new() };
    let step = |step: &Step| {
        let label = step.state.label().pick(language);
        format!("<li><b>{label}</b> <time>{}</time></li>", when(step.at))
    };
    let steps: Vec<String> = found.history.iter().map(step).collect();
    format!(
        "<p class=\"state\">{}</p>{late}<dl>{}</dl><h2>{}</h2><ol>{}</ol>",
        case.state.label().pick(language),
        facts.concat(),
        STEPS.pick(language),
        steps.concat()
    )
}

/// The clock of the place where it was told.
fn place(found: &FoundCase) -> FixedOffset {
    let text = found.body["data"]["receivedAt"].as_str().unwrap_or_default();
    DateTime::parse_from_rfc3339(text).map_or(Utc.fix(), |moment| *moment.offset())
}

fn when(at: Millis, place: FixedOffset, language: &str) -> String {
    let moment = DateTime::from_timestamp_millis(at).unwrap_or_default().with_timezone(&place);
    let format = Words { vi: "%H:%M, %d/%m/%Y", en: "%H:%M, %-d %b %Y" };
    moment.format(format.pick(language)).to_string()
}

/// A page where a number can be typed, under what is to be said of the one before.
fn other(status: StatusCode, language: &str, body: String) -> Response {
    let form = format!(
        "<form class=\"other\" action=\"/case\"><label for=\"reference\">{}</label>\
         <input id=\"reference\" name=\"reference\" required placeholder=\"SO-7K4M-92QF-T\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\">\
         <button>{}</button></form>",
        ASK.pick(language),
        LOOK.pick(language)
    );
    page(status, language, body + &form)
}

fn page(status: StatusCode, language: &str, body: String) -> Response {
    Page { title: TITLE, style: include_str!("case_page.css"), body, script: None }.answer(status, language)
}
