//! `DELETE /v1/respondents/{ref}`: takes what leads to a person out of all that they said, and keeps what is counted.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use sayso_core::complaint::Reference;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Admin;
use crate::problem::{Problem, json_response};
use crate::respondent;
use crate::segment::Segment;
use crate::store::Whom;
use crate::time::now;

/// Erases a respondent, who is named by a response, a reference, a telephone number, an e-mail address, or the hidden field
/// `respondent`.
pub(crate) async fn delete_respondent(
    _: Admin,
    State(app): State<App>,
    Segment(name): Segment,
) -> Result<Response, Problem> {
    let mut erased = 0;
    for who in everybody_of(&name) {
        erased += app.store.erase(&who, now()).await?;
    }
    Ok(json_response(StatusCode::OK, &json!({ "erased": erased })))
}

/// Whom a name may mean. A business may give its customers ids that look like a reference.
fn everybody_of(name: &str) -> Vec<Whom> {
    let mut everybody = vec![Whom::Hash(respondent::hash(name))];
    everybody.extend(Uuid::try_parse(name).ok().map(Whom::Response));
    if let Ok(reference) = name.parse::<Reference>() {
        // 40 bits.
        everybody.extend(i64::try_from(reference.bits()).ok().map(Whom::Reference));
    }
    everybody
}
