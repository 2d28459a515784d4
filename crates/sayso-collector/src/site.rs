//! Static files beside the API, such as the demo shop: compressed twins where the browser takes them, and never stale.

use std::convert::Infallible;
use std::path::Path;

use axum::extract::Request;
use axum::handler::HandlerWithoutStateExt;
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use tower::{Service, ServiceExt};
use tower_http::services::ServeDir;

use crate::app::unknown_route;

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
        .fallback(otherwise(folder));
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

/// What is no file: a page by its short address, such as `/kiosk?survey=smiley`, which is typed on a tablet; else the
/// API's 404.
fn otherwise(
    folder: &Path,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send> + Clone + Send + Sync + 'static
{
    let folder = folder.to_owned();
    let answer = move |method: Method, uri: Uri| {
        let page = page(&folder, &uri).filter(|_| matches!(method, Method::GET | Method::HEAD));
        async move {
            match page {
                Some(address) => Redirect::temporary(&address).into_response(),
                None => unknown_route().await,
            }
        }
    };
    answer.into_service()
}

/// The address of the page of a folder that a path of one plain word names, with what was asked of it.
fn page(folder: &Path, uri: &Uri) -> Option<String> {
    let name = uri.path().strip_prefix('/')?;
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let file = format!("{name}.html");
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (plain && folder.join(&file).is_file()).then(|| format!("/{file}{query}"))
}

/// The type of a text that does not say how it is encoded, said.
fn in_utf_8(kind: &HeaderValue) -> Option<HeaderValue> {
    let kind = kind.to_str().ok().filter(|kind| kind.starts_with("text/") && !kind.contains("charset"))?;
    HeaderValue::try_from(format!("{kind}; charset=utf-8")).ok()
}
