//! `GET /v1/export.csv` and `/v1/export.jsonl`: every response that passes a filter, a chunk at a time, so that memory stays flat.
//!
//! An export that breaks off ends the connection without its last chunk, so that nobody takes half for the whole.

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use sayso_core::score::Metric;
use serde_json::Value;

use crate::app::App;
use crate::auth::Reader;
use crate::csv;
use crate::error::StoreError;
use crate::problem::Problem;
use crate::query;
use crate::read;
use crate::store::{Filter, Position, StoredResponse, Window};

/// How many responses are in memory at once.
const CHUNK: u32 = 500;

/// The columns before those of the scores: a name, and where in an item of `/v1/responses` it is.
const COLUMNS: [(&str, &str); 21] = [
    ("id", "/id"),
    ("response_id", "/responseId"),
    ("revision", "/revision"),
    ("complete", "/complete"),
    ("survey", "/survey/id"),
    ("survey_version", "/survey/version"),
    ("touchpoint", "/touchpoint"),
    ("channel", "/channel"),
    ("locale", "/locale"),
    ("started_at", "/startedAt"),
    ("submitted_at", "/submittedAt"),
    ("received_at", "/receivedAt"),
    ("duration_ms", "/durationMs"),
    ("clock_skew_ms", "/clockSkewMs"),
    ("age_ms", "/ageMs"),
    ("age_by_wall_ms", "/ageByWallMs"),
    ("segment", "/segment"),
    ("flags", "/flags"),
    ("context", "/context"),
    ("source", "/source"),
    ("answers", "/answers"),
];

/// As a table: a column for each score, and one that holds all answers as JSON.
pub(crate) async fn get_csv(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let filter = query::parse_filter(query.as_deref().unwrap_or_default())?;
    Ok(stream(app, filter, head(), row, "text/csv; charset=utf-8; header=present", "responses.csv"))
}

/// As lines of JSON, each as an item of `/v1/responses`.
pub(crate) async fn get_json_lines(
    _: Reader,
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let filter = query::parse_filter(query.as_deref().unwrap_or_default())?;
    let line = |item: &Value| format!("{item}\n");
    Ok(stream(app, filter, String::new(), line, "application/jsonl", "responses.jsonl"))
}

/// Where an export is.
enum Place {
    Head(String),
    After(Option<Position>),
    End,
}

fn stream(
    app: App,
    filter: Filter,
    head: String,
    write: fn(&Value) -> String,
    kind: &'static str,
    name: &str,
) -> Response {
    let chunks =
        stream::try_unfold((app, filter, Place::Head(head)), move |(app, filter, place)| async move {
            let after = match place {
                Place::Head(head) => return Ok(Some((head, (app, filter, Place::After(None))))),
                Place::After(after) => after,
                Place::End => return Ok(None),
            };
            let found = app.store.responses(&filter, Window { after, limit: CHUNK }).await?;
            let place = match found.last() {
                Some(last) if found.len() == CHUNK as usize => Place::After(Some(last.position)),
                _ => Place::End,
            };
            let text: String =
                found.into_iter().map(|found: StoredResponse| write(&read::item(found))).collect();
            Ok::<_, StoreError>(Some((text, (app, filter, place))))
        });
    let mut response = Body::from_stream(chunks).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn head() -> String {
    let names = COLUMNS.iter().map(|(name, _)| (*name).to_owned());
    let scores = Metric::NAMES.iter().map(|(name, _)| format!("score_{}", name.replace('-', "_")));
    csv::row(names.chain(scores))
}

fn row(item: &Value) -> String {
    let facts = COLUMNS.iter().map(|(_, place)| csv::cell(item.pointer(place).unwrap_or(&Value::Null)));
    let scores = Metric::NAMES.iter().map(|(name, _)| csv::cell(score(item, name).unwrap_or(&Value::Null)));
    csv::row(facts.chain(scores))
}

/// The first score of a metric: the index, where several questions make one.
fn score<'i>(item: &'i Value, metric: &str) -> Option<&'i Value> {
    item["scores"].as_array()?.iter().find(|score| score["metric"] == metric)?.get("value")
}
