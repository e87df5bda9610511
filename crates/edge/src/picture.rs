//! `GET /media/{file}`: uploaded pictures, the same for everyone and for ever.
//!
//! A file's name is made from its content, so it is cached for good. What is sent is a JPEG that
//! the shop encoded itself; a browser is told to take it for nothing else.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use shop::Shop;

use crate::{FOR_ALL_PAGES, Path, Problem, code};

/// Sends a picture's file, `{hash}-{width}.jpg`.
///
/// # Errors
/// 404 for a file that there isn't, 503 while the storage fails.
pub async fn picture(
    State(shop): State<Shop>,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let bytes = match shop.picture(&file).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Err(Problem::not_found()),
        Err(error) => {
            tracing::error!(%error, "a picture can't be read");
            let detail = "The picture can't be read right now";
            return Err(Problem::new(code::UNAVAILABLE, detail));
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    Ok((headers, [FOR_ALL_PAGES], bytes).into_response())
}
