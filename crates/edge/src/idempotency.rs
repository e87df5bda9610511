//! The `Idempotency-Key` of a request (draft-ietf-httpapi-idempotency-key-header).

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::{Problem, code};

/// The key that makes a repeated request harmless. Exactly one, or the request is refused: an
/// order without a key could be placed twice by a retry.
#[derive(Debug, Clone)]
pub struct IdempotencyKey(pub shop::IdempotencyKey);

impl<S: Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let mut keys = parts.headers.get_all("idempotency-key").iter();
        let key = keys.next().ok_or_else(|| {
            Problem::new(
                code::IDEMPOTENCY_KEY_MISSING,
                "Send an Idempotency-Key header: a value of your own, new for each order, such as a UUID",
            )
        })?;
        if keys.next().is_some() {
            return Err(Problem::invalid_field(
                "Idempotency-Key",
                "duplicate",
                "Idempotency-Key must be given once",
            ));
        }
        // What isn't ASCII can't be a key either; the parser says so.
        let key = key.to_str().unwrap_or_default();
        shop::IdempotencyKey::parse(key)
            .map(Self)
            .map_err(|error| Problem::invalid(vec![error]))
    }
}
