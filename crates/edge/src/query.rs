//! The query string as a type.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::{Problem, pairs};

/// A query string's parameters. Unknown ones are ignored; a bad value is 400 `invalid_input` with
/// the parameter's name.
///
/// A repeated parameter fills a `Vec`, a blank one is `None` for an `Option`. `#[serde(flatten)]`
/// loses the types of numbers: take two `Query` in one handler instead.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        pairs::read(parts.uri.query().unwrap_or_default()).map(Self)
    }
}
