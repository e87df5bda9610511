//! Parameters in the path as types.

use axum::extract::FromRequestParts;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::{Problem, code};

/// Parameters of the path. One that can't be what the route takes (`/orders/!!!`) names nothing
/// that exists, so it is 404 `not_found`; bytes that aren't text are 400 `invalid_request`.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // Decoded once only, so this is the one spelling that yields a NUL.
        if parts.uri.path().contains("%00") {
            return Err(unreadable());
        }
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(rejection) => Err(problem(rejection)),
        }
    }
}

fn problem(rejection: PathRejection) -> Problem {
    match &rejection {
        PathRejection::FailedToDeserializePathParams(failed) => match failed.kind() {
            ErrorKind::InvalidUtf8InPathParam { .. } => unreadable(),
            // The route and the handler disagree: ours to mend.
            ErrorKind::WrongNumberOfParameters { .. } | ErrorKind::UnsupportedType { .. } => {
                Problem::internal(rejection)
            }
            _ => Problem::not_found(),
        },
        _ => Problem::internal(rejection),
    }
}

fn unreadable() -> Problem {
    Problem::new(
        code::INVALID_REQUEST,
        "The path holds bytes that are not text",
    )
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::extract::Request;
    use axum::routing::get;
    use domain::CartId;
    use tower::ServiceExt as _;

    use super::*;

    async fn status(path: &str) -> u16 {
        let router = Router::new()
            .route(
                "/carts/{id}",
                get(async |Path(id): Path<CartId>| id.to_string()),
            )
            .route("/skus/{sku}", get(async |Path(sku): Path<String>| sku))
            .route(
                "/wrong/{a}",
                get(async |Path((_, _)): Path<(String, String)>| ""),
            );
        let request = Request::get(path).body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn what_can_not_exist_is_not_found() {
        assert_eq!(
            status("/carts/018f2f6e-0000-7000-8000-000000000000").await,
            200
        );
        assert_eq!(status("/carts/1").await, 404);
        assert_eq!(status("/skus/%E0%A6%AB").await, 200);
    }

    #[tokio::test]
    async fn bytes_that_are_not_text_are_bad_requests() {
        assert_eq!(status("/skus/%ff").await, 400);
        assert_eq!(status("/skus/a%00b").await, 400);
        assert_eq!(status("/carts/%00").await, 400);
    }

    #[tokio::test]
    async fn our_own_mistakes_are_ours() {
        assert_eq!(status("/wrong/a").await, 500);
    }
}
