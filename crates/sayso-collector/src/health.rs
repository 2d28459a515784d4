//! Whether the collector lives, whether it can work, and what it has done.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::app::App;
use crate::problem::{Problem, json_response};

/// `GET /healthz`: the process is up.
pub(crate) async fn process_is_up() -> Response {
    json_response(StatusCode::OK, &json!({ "status": "up" }))
}

/// `GET /readyz`: the database answers too.
pub(crate) async fn database_answers(State(app): State<App>) -> Result<Response, Problem> {
    app.store.ping().await?;
    Ok(json_response(StatusCode::OK, &json!({ "status": "ready" })))
}

/// `GET /metrics`: counters for Prometheus.
pub(crate) async fn metrics(State(app): State<App>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], app.metrics.encode()).into_response()
}
