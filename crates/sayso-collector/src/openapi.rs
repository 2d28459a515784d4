//! `GET /openapi.json`: what the routes take and give, for tools.
//!
//! It is held against a running server by the tests: each route of [`crate::app`] is in it, and what schemathesis makes up
//! after it is answered as it says.

use std::sync::OnceLock;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sayso_core::complaint::{Kind, State};
use sayso_core::config::Channel;
use sayso_core::photo::Media;
use serde_json::{Value, json};
use utoipa::openapi::content::Content;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required};

/// The document.
pub(crate) async fn get_document() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| document().to_json().unwrap_or_default());
    (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], text.clone()).into_response()
}

fn document() -> OpenApi {
    let info = InfoBuilder::new().title("Sayso collector").version(env!("CARGO_PKG_VERSION"));
    let bearer = || SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    let components = ComponentsBuilder::new()
        .schema("Problem", schema(problem()))
        .schema("Event", schema(event()))
        .schema("Case", schema(case()))
        .security_scheme("token", bearer())
        .security_scheme("writeKey", bearer());
    let get = |operation| PathItem::new(HttpMethod::Get, operation);
    let page = |items: Value| {
        json!({ "type": "object", "required": ["items", "next"], "properties": {
        "items": { "type": "array", "items": items }, "next": { "type": ["string", "null"] } } })
    };
    let paths = PathsBuilder::new()
        .path("/v1/events", events(&page(json!({ "$ref": "#/components/schemas/Event" }))))
        .path(
            "/v1/devices",
            get(reads("The devices, when each was last heard of and what it said", &page(device()))
                .parameters(Some(filters().into_iter().take(1).chain(paging())))
                .build()),
        )
        .path(
            "/v1/responses",
            get(reads("The newest revision of each response", &page(json!({ "type": "object" })))
                .parameters(Some(filters().into_iter().chain(paging())))
                .build()),
        )
        .path("/v1/scores", get(reads("Scores over them", &scores()).parameters(Some(filters())).build()))
        .path("/v1/export.csv", get(exports("As a table", "text/csv")))
        .path("/v1/export.jsonl", get(exports("As lines of JSON", "application/jsonl")))
        .path(
            "/v1/complaints",
            get(reads("The cases", &page(json!({ "$ref": "#/components/schemas/Case" })))
                .parameters(Some(filters().into_iter().chain(case_filters()).chain(paging())))
                .build()),
        )
        .path("/v1/complaints/{id}", one_case())
        .path("/v1/photos/{hash}", get(photo()))
        .path("/v1/respondents/{ref}", PathItem::new(HttpMethod::Delete, delete_respondent()))
        .path("/case", get(case_finder()))
        .path("/case/", get(case_finder()))
        .path("/case/{reference}", get(case_page()))
        .path("/portal", portal_without_survey())
        .path("/portal/", portal_without_survey())
        .path("/portal/{survey}", portal())
        .path("/healthz", get(health("The process is up")))
        .path("/readyz", get(health("The database answers")))
        .path(
            "/metrics",
            get(said(
                operation("Counters for Prometheus"),
                "200",
                "application/openmetrics-text",
                json!({ "type": "string" }),
            )
            .build()),
        )
        .path(
            "/openapi.json",
            get(said(operation("This document"), "200", "application/json", json!({ "type": "object" }))
                .build()),
        );
    OpenApiBuilder::new().info(info.build()).paths(paths).components(Some(components.build())).build()
}

/// A schema from its JSON, which is a constant of this file; a test sees that each is one.
fn schema(document: Value) -> RefOr<Schema> {
    serde_json::from_value(document).unwrap_or_else(|_| RefOr::T(Schema::default()))
}

fn operation(summary: &str) -> OperationBuilder {
    OperationBuilder::new().summary(Some(summary))
}

/// With an answer of this status, type and shape.
fn said(operation: OperationBuilder, status: &str, kind: &str, shape: Value) -> OperationBuilder {
    let content = Content::new(Some(schema(shape)));
    operation.response(status, ResponseBuilder::new().description("").content(kind, content).build())
}

/// With answers that are problems.
fn refused(operation: OperationBuilder, statuses: &[&str]) -> OperationBuilder {
    let problem = || Content::new(Some(Ref::from_schema_name("Problem")));
    let answer =
        || ResponseBuilder::new().description("").content("application/problem+json", problem()).build();
    statuses.iter().fold(operation, |operation, status| operation.response(*status, answer()))
}

/// The same, but a page for a browser.
fn told(operation: OperationBuilder, statuses: &[&str]) -> OperationBuilder {
    let problem = || Content::new(Some(Ref::from_schema_name("Problem")));
    let page = || Content::new(Some(schema(json!({ "type": "string" }))));
    let answer = || {
        let answer = ResponseBuilder::new().description("").content("application/problem+json", problem());
        answer.content("text/html", page()).build()
    };
    statuses.iter().fold(operation, |operation, status| operation.response(*status, answer()))
}

fn needs(operation: OperationBuilder, scheme: &str) -> OperationBuilder {
    let none: [&str; 0] = [];
    operation.security(SecurityRequirement::new(scheme, none))
}

/// A route that a token reads.
fn reads(summary: &str, shape: &Value) -> OperationBuilder {
    let operation = said(operation(summary), "200", "application/json", shape.clone());
    refused(needs(operation, "token"), &["400", "401", "503"])
}

fn exports(summary: &str, kind: &str) -> Operation {
    let operation = said(operation(summary), "200", kind, json!({ "type": "string" }));
    let operation = refused(needs(operation, "token"), &["400", "401", "503"]);
    operation.parameters(Some(filters())).build()
}

fn post_events() -> Operation {
    let event = || Content::new(Some(Ref::from_schema_name("Event")));
    let several =
        json!({ "type": "array", "maxItems": 1_000, "items": { "$ref": "#/components/schemas/Event" } });
    let either = json!({ "oneOf": [{ "type": "object" }, { "type": "array", "maxItems": 1_000 }] });
    let body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/cloudevents+json", event())
        .content("application/cloudevents-batch+json", Content::new(Some(schema(several))))
        .content("application/json", Content::new(Some(schema(either.clone()))))
        .content("text/plain", Content::new(Some(schema(either))));
    let receipt = json!({ "type": "object", "required": ["accepted", "duplicates", "rejected"], "properties": {
        "accepted": { "type": "integer" }, "duplicates": { "type": "integer" }, "rejected": { "type": "array" } } });
    let operation =
        said(operation("Brings events; answered after the commit"), "202", "application/json", receipt);
    let operation = refused(operation, &["400", "401", "403", "408", "413", "415", "429", "503"]);
    // An open collector takes them without.
    let operation = operation.security(SecurityRequirement::default());
    needs(operation, "writeKey").request_body(Some(body.build())).build()
}

fn events(page: &Value) -> PathItem {
    let types = crate::query::LISTED.map(sayso_core::event::EventType::name);
    let kind = ParameterBuilder::new().name("type").parameter_in(ParameterIn::Query).required(Required::True);
    let kind = kind.schema(Some(schema(json!({ "type": "string", "enum": types })))).build();
    let narrowing =
        filters().into_iter().filter(|filter| ["touchpoint", "from", "to"].contains(&filter.name.as_str()));
    let get = reads("Requests, devices, alerts and consents as they came", page);
    let get = get.parameters(Some([kind].into_iter().chain(narrowing).chain(paging()))).build();
    let mut item = PathItem::new(HttpMethod::Get, get);
    item.merge_operations(PathItem::new(HttpMethod::Post, post_events()));
    item
}

fn one_case() -> PathItem {
    let id = || in_path("id", json!({ "type": "string", "format": "uuid" }));
    let case = json!({ "$ref": "#/components/schemas/Case" });
    let get = refused(reads("A case with its history", &case), &["404"]).parameter(id()).build();
    let step = json!({ "type": "object", "required": ["state"], "properties": {
        "state": { "type": "string", "enum": names(&State::NAMES) }, "note": { "type": "string", "maxLength": 5_000 } } });
    let body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/json", Content::new(Some(schema(step))))
        .build();
    let if_match = ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .schema(Some(schema(json!({ "type": "string" }))))
        .build();
    let patch = said(operation("The next step of a case"), "200", "application/json", case);
    let refusals = ["400", "401", "403", "404", "408", "409", "412", "413", "415", "428", "503"];
    let patch = refused(needs(patch, "token"), &refusals);
    let patch = patch.parameter(id()).parameter(if_match).request_body(Some(body));
    let mut item = PathItem::new(HttpMethod::Get, get);
    item.merge_operations(PathItem::new(HttpMethod::Patch, patch.build()));
    item
}

fn photo() -> Operation {
    let bytes = || json!({ "type": "string", "format": "binary" });
    let content =
        |response: ResponseBuilder, kind| response.content(kind, Content::new(Some(schema(bytes()))));
    let kinds = Media::NAMES.iter().map(|(name, _)| *name);
    let found = kinds.fold(ResponseBuilder::new().description(""), content).build();
    let operation = operation("The bytes of a photograph, by its hash").response("200", found);
    let operation = refused(needs(operation, "token"), &["401", "404", "503"]);
    operation.parameter(in_path("hash", json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }))).build()
}

fn delete_respondent() -> Operation {
    let erased = json!({ "type": "object", "required": ["erased"], "properties": { "erased": { "type": "integer" } } });
    let operation = said(operation("Takes out what leads to a person"), "200", "application/json", erased);
    let operation = refused(needs(operation, "token"), &["400", "401", "403", "503"]);
    operation.parameter(in_path("ref", json!({ "type": "string", "minLength": 1 }))).build()
}

fn case_page() -> Operation {
    let page = || json!({ "type": "string" });
    let statuses = ["200", "404", "429"];
    let operation = statuses.iter().fold(operation("A page for the customer"), |operation, status| {
        said(operation, status, "text/html", page())
    });
    let operation = told(operation, &["503"]);
    operation.parameter(in_path("reference", json!({ "type": "string", "minLength": 1 }))).build()
}

fn case_finder() -> Operation {
    let page = || json!({ "type": "string" });
    let statuses = ["200", "404"];
    let operation =
        statuses.iter().fold(operation("Where a customer types their reference"), |operation, status| {
            said(operation, status, "text/html", page())
        });
    let operation = operation.response("303", ResponseBuilder::new().description("").build());
    operation.parameter(in_query("reference", json!({ "type": "string" }))).build()
}

fn portal() -> PathItem {
    let survey = || in_path("survey", json!({ "type": "string", "enum": ["wifi", "csat", "smiley"] }));
    let page = || json!({ "type": "string" });
    let get = said(operation("The form of a WiFi sign-in"), "200", "text/html", page());
    let get = told(get, &["404"])
        .parameter(survey())
        .parameter(in_query("lang", json!({ "type": "string", "enum": ["vi", "en"] })))
        .parameter(in_query("touchpoint", json!({ "type": "string" })))
        .parameter(in_query("continue", json!({ "type": "string" })));
    let body = RequestBodyBuilder::new()
        .required(Some(Required::True))
        .content("application/x-www-form-urlencoded", Content::new(Some(schema(json!({ "type": "object" })))))
        .build();
    let post = ["200", "503"].iter().fold(operation("What was answered"), |operation, status| {
        said(operation, status, "text/html", page())
    });
    let post = post.response("303", ResponseBuilder::new().description("").build());
    let post =
        told(post, &["400", "404", "408", "413", "415", "429"]).parameter(survey()).request_body(Some(body));
    let mut item = PathItem::new(HttpMethod::Get, get.build());
    item.merge_operations(PathItem::new(HttpMethod::Post, post.build()));
    item
}

/// Where a gateway's address lacks the survey: the way on all the same.
fn portal_without_survey() -> PathItem {
    let get = told(operation("No form, and the way on"), &["404"])
        .parameter(in_query("continue", json!({ "type": "string" })));
    let post = told(operation("The same of a form"), &["400", "404", "408", "413", "415", "429"]);
    let mut item = PathItem::new(HttpMethod::Get, get.build());
    item.merge_operations(PathItem::new(HttpMethod::Post, post.build()));
    item
}

fn health(summary: &str) -> Operation {
    let status =
        json!({ "type": "object", "required": ["status"], "properties": { "status": { "type": "string" } } });
    refused(said(operation(summary), "200", "application/json", status), &["503"]).build()
}

fn filters() -> Vec<Parameter> {
    let text = || json!({ "type": "string", "maxLength": 500 });
    let moment = || json!({ "anyOf": [{ "type": "string", "format": "date" }, { "type": "string", "format": "date-time" }] });
    vec![
        in_query("touchpoint", text()),
        in_query("survey", text()),
        in_query("channel", json!({ "type": "string", "enum": names(&Channel::NAMES) })),
        in_query("from", moment()),
        in_query("to", moment()),
    ]
}

fn case_filters() -> Vec<Parameter> {
    vec![
        in_query("state", json!({ "type": "string", "enum": names(&State::NAMES) })),
        in_query("kind", json!({ "type": "string", "enum": names(&Kind::NAMES) })),
        in_query("severity", json!({ "type": "integer", "minimum": 0, "maximum": 5 })),
        in_query("due", json!({ "type": "string", "format": "date" })),
        in_query("overdue", json!({ "type": "boolean" })),
    ]
}

fn paging() -> Vec<Parameter> {
    vec![
        in_query("limit", json!({ "type": "integer", "minimum": 1, "maximum": 500 })),
        in_query("cursor", json!({ "type": "string", "pattern": "^[0-9a-f]{1,15}-[0-9a-f]{32}$" })),
    ]
}

fn in_query(name: &str, shape: Value) -> Parameter {
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
    parameter.required(Required::False).schema(Some(schema(shape))).build()
}

fn in_path(name: &str, shape: Value) -> Parameter {
    let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
    parameter.required(Required::True).schema(Some(schema(shape))).build()
}

fn names<T>(names: &[(&'static str, T)]) -> Vec<&'static str> {
    names.iter().map(|(name, _)| *name).collect()
}

fn problem() -> Value {
    json!({ "type": "object", "required": ["type", "title", "status", "detail"], "properties": {
        "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
        "detail": { "type": "string" }, "errors": { "type": "array", "items": { "type": "object" } } } })
}

fn event() -> Value {
    json!({ "type": "object", "required": ["specversion", "id", "source", "type", "time", "data"], "properties": {
        "specversion": { "type": "string", "enum": ["1.0"] }, "id": { "type": "string", "format": "uuid" },
        "source": { "type": "string", "minLength": 1, "maxLength": 2_000 },
        "type": { "type": "string", "enum": names(&sayso_core::event::EventType::NAMES) },
        "subject": { "type": "string", "maxLength": 500 }, "time": { "type": "string", "format": "date-time" },
        "data": { "type": "object" } } })
}

fn device() -> Value {
    json!({ "type": "object", "required": ["deviceId", "touchpoint", "lastContact", "silentMs", "conflict", "queue"],
        "properties": { "deviceId": { "type": "string" }, "touchpoint": { "type": "string" },
            "lastContact": { "type": "string" }, "silentMs": { "type": "integer", "minimum": 0 },
            "conflict": { "type": "boolean" }, "queue": { "type": "object" } } })
}

fn scores() -> Value {
    json!({ "type": "object", "required": ["scores", "n"], "properties": {
        "n": { "type": "integer", "minimum": 0 },
        "scores": { "type": "array", "items": { "type": "object", "required": ["metric", "value", "method", "n"],
            "properties": { "metric": { "type": "string" }, "value": { "type": "number" },
                "method": { "type": "string" }, "n": { "type": "integer" } } } } } })
}

fn case() -> Value {
    let moment = || json!({ "type": ["string", "null"] });
    json!({ "type": "object",
        "required": ["id", "reference", "responseId", "kind", "severity", "receivedAt", "state", "version", "overdue"],
        "properties": { "id": { "type": "string", "format": "uuid" }, "reference": { "type": "string" },
            "responseId": { "type": "string", "format": "uuid" },
            "kind": { "type": "string", "enum": names(&Kind::NAMES) }, "severity": { "type": "integer" },
            "state": { "type": "string", "enum": names(&State::NAMES) }, "version": { "type": "integer" },
            "receivedAt": { "type": "string" }, "acknowledgeBy": moment(), "answerBy": moment(), "nextDue": moment(),
            "nextStates": { "type": "array", "items": { "type": "string" } }, "overdue": { "type": "boolean" } } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_a_schema() {
        for shape in [problem(), event(), device(), scores(), case()] {
            assert!(serde_json::from_value::<RefOr<Schema>>(shape.clone()).is_ok(), "{shape}");
        }
    }

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let app = include_str!("app.rs");
        let mut routes: Vec<&str> =
            app.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        routes.sort_unstable();
        let document = document();
        let described: Vec<&str> = document.paths.paths.keys().map(String::as_str).collect();
        assert_eq!(described, routes);
    }
}
