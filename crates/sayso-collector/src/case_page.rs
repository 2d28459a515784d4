//! `GET /case/{reference}`, and `/case`, where the reference is typed: what the customer may see of a case, on a phone: how far it is and when, nothing of a person.
//!
//! A number that was mistyped is told from its check symbol, before anything is looked up; one that two cases share shows
//! neither.

use axum::extract::{FromRequestParts, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, FixedOffset, Offset, Utc};
use sayso_core::complaint::Reference;
use sayso_core::words::Words;

use url::form_urlencoded;

use crate::app::App;
use crate::html::{self, Page, escape};
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
const UNKNOWN: Words =
    Words { vi: "Chúng tôi chưa tìm thấy mã số này.", en: "We cannot find this number yet." };
/// A device hands out numbers without a network, and sends what was told once it has one.
const MAY_COME: Words = Words {
    vi: "Nếu máy lúc đó không có mạng, có thể phản ánh của bạn chưa đến chỗ chúng tôi. Bạn xem lại sau, hoặc đưa mã số này cho nhân viên.",
    en: "If the device was offline, what you told us may not have reached us. Please look again later, or show this number to a member of staff.",
};
const MISTYPED: Words = Words {
    vi: "Mã số này chưa đúng, có lẽ nhầm hoặc thiếu một ký tự.",
    en: "This number is not right: a letter or digit is wrong or missing.",
};
/// The check symbol says that there is a slip, and not where: no number is proposed.
const COMPARE: Words = Words {
    vi: "Bạn so lại với mã đã nhận nhé. Mã bắt đầu bằng SO, theo sau là 9 chữ cái hoặc chữ số.",
    en: "Please compare it with the one that you were given. It begins with SO; nine letters or digits follow.",
};
const NOT_NOW: Words = Words {
    vi: "Hiện chưa xem được. Bạn thử lại sau ít phút nhé.",
    en: "This cannot be shown right now. Please try again in a few minutes.",
};
const TOO_MANY: Words = Words {
    vi: "Bạn xem hơi nhiều lần. Vui lòng đợi một phút.",
    en: "That was quite often. Please wait a minute.",
};

const ASK: Words = Words { vi: "Mã số bạn đã nhận", en: "The number that you were given" };
const LOOK: Words = Words { vi: "Xem phản ánh", en: "Look it up" };

/// The most of what was typed that is given back to be mended, in characters: a number with a hyphen between any two of its signs.
const MAX_TYPED: usize = 32;

/// Who asks: whether they may already, in which language, and for a page or as a program.
pub(crate) struct Visitor {
    language: &'static str,
    takes_pages: bool,
    refused: Option<Problem>,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self {
            language: html::language(&parts.headers),
            takes_pages: html::is_wanted(&parts.headers),
            refused: app.limits.looks_up(parts).err(),
        })
    }
}

/// The page of a case.
pub(crate) async fn get_page(
    visitor: Visitor,
    State(app): State<App>,
    typed: Result<Segment, Problem>,
) -> Result<Response, Problem> {
    let language = visitor.language;
    if let Some(problem) = visitor.refused {
        return Ok(page(notice(TOO_MANY, language)).instead_of(problem, language));
    }
    // What is no text is no number either.
    let typed = typed.map(|Segment(typed)| typed).unwrap_or_default();
    let Ok(reference) = typed.parse::<Reference>() else { return Ok(mistyped(&typed, language)) };
    // 40 bits.
    let bits = i64::try_from(reference.bits()).unwrap_or_default();
    match app.store.case_of_reference(bits).await {
        Ok(Some(found)) => Ok(page(status(&found, reference, language)).answer(StatusCode::OK, language)),
        Ok(None) => {
            let body = notice(UNKNOWN, language) + &paragraph(MAY_COME, language);
            Ok(other(StatusCode::NOT_FOUND, language, body, &reference.to_string()))
        }
        Err(error) if visitor.takes_pages => {
            Ok(page(notice(NOT_NOW, language)).instead_of(error.into(), language))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where a reference is typed; one that was leads to its page.
pub(crate) async fn find_page(headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let language = html::language(&headers);
    let query = query.unwrap_or_default();
    let typed = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "reference");
    match typed.map(|(_, typed)| (typed.parse::<Reference>(), typed)) {
        Some((Ok(reference), _)) => Redirect::to(&format!("/case/{reference}")).into_response(),
        Some((Err(_), typed)) => mistyped(&typed, language),
        None => other(StatusCode::OK, language, String::new(), ""),
    }
}

fn mistyped(typed: &str, language: &str) -> Response {
    let body = notice(MISTYPED, language) + &paragraph(COMPARE, language);
    other(StatusCode::NOT_FOUND, language, body, typed)
}

fn notice(words: Words, language: &str) -> String {
    format!("<p class=\"notice\">{}</p>", words.pick(language))
}

fn paragraph(words: Words, language: &str) -> String {
    format!("<p>{}</p>", words.pick(language))
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
    let late = if is_late { paragraph(LATE, language) } else { String::new() };
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

/// A page where a number can be typed, under what is to be said of the one before, which stays there to be mended.
fn other(status: StatusCode, language: &str, body: String, typed: &str) -> Response {
    let typed: String = typed.chars().filter(|sign| !sign.is_control()).take(MAX_TYPED).collect();
    let form = format!(
        "<form class=\"other\" action=\"/case\"><label for=\"reference\">{}</label>\
         <input id=\"reference\" name=\"reference\" value=\"{}\" required placeholder=\"SO-7K4M-92QF-T\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\">\
         <button>{}</button></form>",
        ASK.pick(language),
        escape(typed.trim()),
        LOOK.pick(language)
    );
    page(body + &form).answer(status, language)
}

fn page(body: String) -> Page {
    Page { title: TITLE, style: include_str!("case_page.css"), body, script: None, other_language: None }
}
