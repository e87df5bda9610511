//! What a client calls itself.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

/// The request's `User-Agent`, if it is text.
#[derive(Debug, Clone)]
pub struct UserAgent(pub Option<String>);

impl<S: Sync> FromRequestParts<S> for UserAgent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(USER_AGENT);
        let text = header.and_then(|value| value.to_str().ok());
        Ok(UserAgent(text.map(str::to_owned)))
    }
}
