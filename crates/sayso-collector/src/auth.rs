//! Who is asking: the token or write key of a request, and whether it is good for what is asked.

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use url::form_urlencoded;
use uuid::Uuid;

use crate::app::App;
use crate::config::Access;
use crate::credential::{Origin, Role, Token, TokenRow};
use crate::problem::Problem;

/// Proof that a request carries a token that may read responses: one of either role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader;

/// Proof that a request carries a token that may change things, and which it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Admin {
    /// The token's id.
    pub(crate) token: Uuid,
}

/// Proof that a request may bring events.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer;

impl FromRequestParts<App> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        // Either role may read.
        token_of(parts, app).await.map(|_| Self)
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let row = token_of(parts, app).await?;
        match row.role {
            Role::Admin => Ok(Self { token: row.id }),
            Role::Read => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "This token may read; changing needs an admin token.",
            )),
        }
    }
}

async fn token_of(parts: &Parts, app: &App) -> Result<TokenRow, Problem> {
    let Some(bearer) = bearer(&parts.headers) else {
        return Err(unauthorized("This needs a token: Authorization: Bearer sst_…"));
    };
    let unknown = || unauthorized("The token is not known here, or was revoked.");
    let token = Token::parse(bearer).ok_or_else(unknown)?;
    let row = app.store.active_token(token.id()).await?;
    row.filter(|row| row.matches(&token)).ok_or_else(unknown)
}

impl FromRequestParts<App> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        app.limits.writes_from(parts)?;
        if app.access == Access::Open {
            return Ok(Self);
        }
        let in_query = key_of_query(parts.uri.query().unwrap_or_default());
        let Some(key) = bearer(&parts.headers).map(str::to_owned).or(in_query) else {
            return Err(unauthorized("Events need a write key: Authorization: Bearer pk_…, or ?key=pk_…"));
        };
        let Some(row) = app.store.active_key(&key).await? else {
            return Err(unauthorized("The write key is not known here, or was revoked."));
        };
        let origin = header(&parts.headers, header::ORIGIN).and_then(|origin| Origin::parse(origin).ok());
        if !origin.is_some_and(|origin| row.origins.contains(&origin)) {
            let detail = "The write key is not for pages of this origin.";
            return Err(Problem::new(StatusCode::FORBIDDEN, detail));
        }
        app.limits.writes_with(row.id)?;
        Ok(Self)
    }
}

/// A header as text, if it is there and is text.
pub(crate) fn header(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, credential) = header(headers, header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(credential.trim())
}

/// A request without custom headers (`format="simple"`, a beacon) has no other place for its key.
fn key_of_query(query: &str) -> Option<String> {
    let mut fields = form_urlencoded::parse(query.as_bytes());
    fields.find(|(name, _)| name == "key").map(|(_, key)| key.into_owned())
}

fn unauthorized(detail: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, detail)
        .with_header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}
