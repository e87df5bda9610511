//! The plain listener: everybody is sent on to HTTPS, and a CA finds its challenges answered.
//!
//! Whoever asks is sent to the shop's own name, never to what they say in `Host`: that is anybody's
//! to choose, and a cache in between would send others after them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use domain::Ambient;

use crate::{Problem, Stack, code};

/// Answers a CA's questions: the key authorization that belongs to a token (RFC 8555 §8.3).
pub type Challenges = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

type Origin = Arc<dyn Fn() -> Option<String> + Send + Sync>;

#[derive(Clone)]
struct Plain {
    origin: Origin,
    challenges: Option<Challenges>,
}

/// A router for plain HTTP that redirects to `origin` (`https://shop.example`), asked at every
/// request. Without one it refuses.
pub fn to_https(
    ambient: &Ambient,
    origin: impl Fn() -> Option<String> + Send + Sync + 'static,
    challenges: Option<Challenges>,
) -> Router {
    let plain = Plain {
        origin: Arc::new(origin),
        challenges,
    };
    Router::new()
        .route("/.well-known/acme-challenge/{token}", get(challenge))
        .route("/health", get(async || "ok"))
        .fallback(redirect)
        .with_state(plain)
        .layer(Stack::api(ambient))
}

async fn challenge(State(plain): State<Plain>, Path(token): Path<String>) -> Response {
    let answer = plain.challenges.as_ref().and_then(|answer| answer(&token));
    match answer {
        Some(answer) => {
            let kind = HeaderValue::from_static("application/octet-stream");
            ([(CONTENT_TYPE, kind)], answer).into_response()
        }
        None => Problem::not_found().into_response(),
    }
}

/// 308 keeps the method and the body: a form isn't turned into something else.
async fn redirect(State(plain): State<Plain>, uri: Uri) -> Response {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let to = (plain.origin)().filter(|_| path.starts_with('/'));
    match to.and_then(|origin| HeaderValue::try_from(format!("{origin}{path}")).ok()) {
        Some(to) => {
            // A certificate may yet be taken away, and browsers keep such redirects for good.
            let brief = HeaderValue::from_static("max-age=3600");
            let headers = [(LOCATION, to), (CACHE_CONTROL, brief)];
            (StatusCode::PERMANENT_REDIRECT, headers).into_response()
        }
        None => Problem::new(
            code::INVALID_REQUEST,
            "This shop is reached by HTTPS; ask again with https://",
        )
        .into_response(),
    }
}
