//! Static files beside the API, such as the demo shop: compressed twins where the browser takes them, and never stale.

use std::convert::Infallible;
use std::path::Path;

use axum::Router;
use axum::extract::{RawQuery, Request};
use axum::handler::HandlerWithoutStateExt;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower::{Service, ServiceExt};
use tower_http::services::ServeDir;

use crate::app::{App, unknown_route};

/// The files of a folder. What is not there is the API's 404.
pub(crate) fn files(
    folder: &Path,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + Sync + 'static
{
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .ignore_multi_range_requests(true)
        .call_fallback_on_method_not_allowed(true)
        .fallback(unknown_route.into_service());
    ServiceExt::<Request>::map_response(files, |response| {
        let mut response = response.into_response();
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(in_utf_8) {
            headers.insert(header::CONTENT_TYPE, kind);
        }
        // Kept, but asked for each time (by ETag): a rebuild is seen at once.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
        response
    })
}

/// Pages at addresses that are short enough to be typed on a tablet.
pub(crate) fn pages() -> Router<App> {
    Router::new().route("/kiosk", get(kiosk))
}

/// The kiosk's page; the survey and the touch point go along.
async fn kiosk(RawQuery(query): RawQuery) -> Redirect {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::temporary(&format!("/kiosk.html{query}"))
}

/// The type of a text that does not say how it is encoded, said.
fn in_utf_8(kind: &HeaderValue) -> Option<HeaderValue> {
    let kind = kind.to_str().ok().filter(|kind| kind.starts_with("text/") && !kind.contains("charset"))?;
    HeaderValue::try_from(format!("{kind}; charset=utf-8")).ok()
}
