//! The routes and what surrounds them all: CORS, security headers, counting, and one shape of error.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::{Access, Config};
use crate::credential::Origin;
use crate::limit::Limits;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::store::Store;
use crate::{
    case_page, cases, devices, erase, events, export, health, ingest, openapi, photo, portal, read, scores,
    site,
};

/// What every handler may reach.
#[derive(Clone)]
pub(crate) struct App {
    /// The database.
    pub(crate) store: Arc<dyn Store>,
    /// Who may write.
    pub(crate) access: Access,
    /// What is counted.
    pub(crate) metrics: Arc<Metrics>,
    /// The hosts that a portal's visitors may be sent on to; `None` where there is no portal.
    pub(crate) portal: Option<Arc<[String]>>,
    /// Whether the site beside the API has what makes a portal's form the survey itself.
    pub(crate) has_widget: bool,
    /// How long a body may take to arrive.
    pub(crate) patience: Duration,
    /// Who asked how often.
    pub(crate) limits: Arc<Limits>,
}

/// All routes of a collector with these settings.
pub(crate) fn router(app: &App, config: &Config) -> Router {
    let api = Router::new()
        .route("/v1/events", get(events::get_events).post(ingest::post_events))
        .route("/v1/devices", get(devices::get_devices))
        .route("/v1/responses", get(read::get_responses))
        .route("/v1/scores", get(scores::get_scores))
        .route("/v1/export.csv", get(export::get_csv))
        .route("/v1/export.jsonl", get(export::get_json_lines))
        .route("/v1/photos/{hash}", get(photo::get_photo))
        .route("/v1/respondents/{ref}", delete(erase::delete_respondent))
        .route("/v1/complaints", get(cases::get_cases))
        .route("/v1/complaints/{id}", get(cases::get_case).patch(cases::patch_case))
        .route("/case", get(case_page::find_page))
        .route("/case/", get(case_page::find_page))
        .route("/case/{reference}", get(case_page::get_page))
        .route("/portal", get(portal::get_form).post(portal::post_form))
        .route("/portal/", get(portal::get_form).post(portal::post_form))
        .route("/portal/{survey}", get(portal::get_form).post(portal::post_form))
        .route("/healthz", get(health::process_is_up))
        .route("/readyz", get(health::database_answers))
        .route("/metrics", get(health::metrics))
        .route("/openapi.json", get(openapi::get_document))
        .method_not_allowed_fallback(wrong_method)
        .layer(middleware::map_response(harden));
    let routes = match &config.site {
        Some(folder) => api.fallback_service(site::files(folder)),
        None => api.fallback(unknown_route),
    };
    routes
        // Around everything: pages on other hosts load the widget's files too, and must be able to read a 404.
        .layer(cors(app))
        .layer(middleware::from_fn_with_state(app.clone(), count))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "This is a defect of the collector.")
                .into_response()
        }))
        .with_state(app.clone())
}

/// The answer to a path that is nothing here.
pub(crate) async fn unknown_route() -> Response {
    harden(Problem::new(StatusCode::NOT_FOUND, "There is nothing at this address.").into_response()).await
}

async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "This address does not take this method; see the header Allow.",
    )
}

/// Answers of the API are data: never sniffed, framed, kept by a cache, or run.
async fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ] {
        // A page says for itself which style is its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    let method = if KNOWN_METHODS.contains(&method) { method.as_str() } else { "other" };
    app.metrics.count_request(method, route, response.status().as_u16());
    tracing::debug!(method, route, status = response.status().as_u16());
    response
}

/// Methods that get a label of their own; a client can make up any other.
const KNOWN_METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

fn cors(app: &App) -> CorsLayer {
    let origins = match app.access {
        Access::Open => AllowOrigin::any(),
        Access::Keys => {
            let store = Arc::clone(&app.store);
            AllowOrigin::async_predicate(move |origin: HeaderValue, _: &Parts| knows_origin(store, origin))
        }
    };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::CONTENT_TYPE,
            header::AUTHORIZATION,
            HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([header::RETRY_AFTER, header::DATE])
        .max_age(Duration::from_hours(1))
}

async fn knows_origin(store: Arc<dyn Store>, origin: HeaderValue) -> bool {
    let Some(origin) = origin.to_str().ok().and_then(|origin| Origin::parse(origin).ok()) else {
        return false;
    };
    store.knows_origin(&origin).await.unwrap_or_else(|error| {
        tracing::error!(%error, "the origins of the keys could not be read");
        false
    })
}
