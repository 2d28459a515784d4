//! `GET /v1/complaints` and what belongs to one: its history, and the step that takes it further.
//!
//! Which step is allowed the core decides, who is first of two at once the database.

use axum::extract::{RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, Utc};
use sayso_core::complaint::{self, Case, Reference, Transition};
use sayso_core::decode::Node;
use sayso_core::error::Error;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::App;
use crate::auth::{self, Admin, Reader};
use crate::ingest::body;
use crate::problem::{Problem, json_response};
use crate::query::{self, Page};
use crate::segment::Segment;
use crate::store::{CaseFilter, FoundCase, Millis, Step, StoredCase};
use crate::time::{self, now};

/// The most characters of a note.
const MAX_NOTE: usize = 5_000;

/// The cases, newest first.
pub(crate) async fn get_cases(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let now = now();
    let page = Page::<CaseFilter>::parse(query.as_deref().unwrap_or_default(), now)?;
    let found = app.store.cases(&page.filter, query::and_one_more(page.window)).await?;
    Ok(query::answer(found, page.window, |case| encode(&case, now)))
}

/// One case with its history and what was told.
pub(crate) async fn get_case(
    _: Reader,
    State(app): State<App>,
    Segment(id): Segment,
) -> Result<Response, Problem> {
    Ok(answer(&find(&app, &id).await?))
}

/// Takes a case one step further.
pub(crate) async fn patch_case(
    admin: Admin,
    State(app): State<App>,
    Segment(id): Segment,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let (state, note) = read_step(&body::read(&parts.headers, body, app.patience).await?)?;
    let found = find(&app, &id).await?;
    check_version(&parts.headers, found.case.version)?;
    let step = next_step(&found, state, note, admin.token, now())?;
    if !app.store.advance_case(&step).await? {
        return Err(changed_meanwhile());
    }
    Ok(answer(&find(&app, &id).await?))
}

async fn find(app: &App, id: &str) -> Result<FoundCase, Problem> {
    let unknown = || Problem::new(StatusCode::NOT_FOUND, "There is no complaint of this id.");
    let id = Uuid::try_parse(id).map_err(|_| unknown())?;
    app.store.case(id).await?.ok_or_else(unknown)
}

/// Where the case is to go, and what is written about it.
fn read_step(bytes: &[u8]) -> Result<(complaint::State, Option<String>), Problem> {
    let document: Value = serde_json::from_slice(bytes)
        .map_err(|_| Problem::bad_request("Expected JSON such as {\"state\": \"acknowledged\"}."))?;
    let mut faults = Vec::new();
    let step = Node::root(&document).object(&mut faults).and_then(|mut fields| {
        let state = fields
            .required("state", &mut faults)
            .and_then(|node| node.one_of(&complaint::State::NAMES, &mut faults));
        let note = match fields.optional("note") {
            Some(node) => Some(node.text(MAX_NOTE, &mut faults)?.replace('\0', "")),
            None => None,
        };
        Some((state?, note))
    });
    step.filter(|_| faults.is_empty()).ok_or_else(|| {
        let errors = faults.iter().map(|fault| json!({ "path": fault.path, "reason": fault.reason }));
        Problem::bad_request("The step cannot be read; see errors.").with_errors(errors.collect())
    })
}

/// Whoever changes a case says which state of it they have seen.
fn check_version(headers: &HeaderMap, version: i64) -> Result<(), Problem> {
    let Some(seen) = auth::header(headers, header::IF_MATCH) else {
        let detail = "Say in the header If-Match which version you have seen: the ETag of GET.";
        return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, detail));
    };
    let current = etag(version);
    if seen.split(',').any(|tag| tag.trim() == "*" || tag.trim() == current) {
        Ok(())
    } else {
        Err(changed_meanwhile())
    }
}

fn changed_meanwhile() -> Problem {
    Problem::new(StatusCode::PRECONDITION_FAILED, "The case was changed meanwhile; get it again.")
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

fn next_step(
    found: &FoundCase,
    state: complaint::State,
    note: Option<String>,
    by: Uuid,
    now: Millis,
) -> Result<Step, Problem> {
    let corrupt =
        || Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The history of this case cannot be read.");
    let mut case = replay(found).ok_or_else(corrupt)?;
    // A clock that was set back does not undo what happened.
    let at = found.history.last().map_or(now, |last| now.max(last.at));
    case.advance(state, moment(at)).map_err(|error| refusal(found, error))?;
    let next_due = match case.owes() {
        Some(complaint::State::Acknowledged) => found.case.acknowledge_by,
        Some(_) => found.case.answer_by,
        None => None,
    };
    let number = found.case.version + 1;
    Ok(Step { case_id: found.case.id, number, state, at, actor: by.to_string(), note, next_due })
}

fn refusal(found: &FoundCase, error: Error) -> Problem {
    let allowed: Vec<&str> = found.case.state.next().iter().map(|state| state.name()).collect();
    let detail = match error {
        Error::Transition { .. } => format!("{error}; from here it can become {}.", allowed.join(", ")),
        _ => "This case has as many steps as a case may have.".to_owned(),
    };
    Problem::new(StatusCode::CONFLICT, detail)
}

fn replay(found: &FoundCase) -> Option<Case> {
    let steps: Vec<Transition> =
        found.history.iter().map(|step| Transition { to: step.state, at: moment(step.at) }).collect();
    Case::replay(&steps).ok()
}

fn moment(at: Millis) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at).unwrap_or_default()
}

fn answer(found: &FoundCase) -> Response {
    let mut body = encode(&found.case, now());
    body["history"] = found.history.iter().map(encode_step).collect();
    body["complaint"] = found.body["data"].clone();
    let mut response = json_response(StatusCode::OK, &body);
    if let Ok(etag) = HeaderValue::try_from(etag(found.case.version)) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

fn encode(case: &StoredCase, now: Millis) -> Value {
    let next: Vec<&str> = case.state.next().iter().map(|state| state.name()).collect();
    json!({ "id": case.id.to_string(), "reference": Reference::of(case.id).to_string(),
        "responseId": case.response_id.to_string(), "kind": case.kind.name(), "survey": case.survey,
        "touchpoint": case.touchpoint, "channel": case.channel, "severity": case.severity,
        "receivedAt": time::write(case.received_at), "acknowledgeBy": case.acknowledge_by.map(time::write),
        "answerBy": case.answer_by.map(time::write), "state": case.state.name(), "version": case.version,
        "nextStates": next, "nextDue": case.next_due.map(time::write),
        "overdue": case.next_due.is_some_and(|due| due < now) })
}

fn encode_step(step: &Step) -> Value {
    json!({ "state": step.state.name(), "at": time::write(step.at), "actor": step.actor, "note": step.note })
}
