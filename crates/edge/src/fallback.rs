//! What is answered where no route is.

use axum::http::Method;

use crate::{Problem, code};

/// For `Router::fallback`: 404 `not_found`.
pub async fn not_found() -> Problem {
    Problem::not_found()
}

/// For `Router::method_not_allowed_fallback`: 405 `method_not_allowed`. The router adds `Allow`.
pub async fn method_not_allowed(method: Method) -> Problem {
    Problem::new(
        code::METHOD_NOT_ALLOWED,
        format!("{method} is not possible here; see the Allow header"),
    )
}
