//! Answers compressed for clients that take it (RFC 9110, 8.4 and 12.5.3): Brotli, else gzip.
//!
//! A body is compressed whole, with a window that fits it. An encoder for streams takes megabytes
//! for any page, however small, and what it leaves behind in the allocator is most of what a busy
//! process would weigh. Bodies whose length isn't known (streams) leave as they are.

mod coding;

use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;

pub use coding::{Coding, brotli};

use crate::Problem;

/// Longer bodies than this are left as they are; a page of a list weighs a hundredth of it.
const LONGEST: usize = 4 * 1024 * 1024;
/// Longer bodies than this are compressed where they hold nobody up.
const LONG: usize = 128 * 1024;

/// Middleware: compresses what handlers answer, if that pays. Use it with
/// `axum::middleware::from_fn`.
///
/// # Errors
/// A [`Problem`] if the body breaks off while it is read.
pub async fn compress(request: Request, next: Next) -> Result<Response, Problem> {
    let coding = Coding::best(request.headers());
    let mut response = next.run(request).await;
    let length = response.body().size_hint().exact();
    let length = length.and_then(|length| usize::try_from(length).ok());
    if !pays(response.headers(), length) {
        return Ok(response);
    }
    let varies = HeaderValue::from_static("accept-encoding");
    let told = response.headers().get_all(VARY);
    if told.iter().all(|header| header != varies) {
        response.headers_mut().append(VARY, varies);
    }
    let Some(coding) = coding else {
        return Ok(response);
    };
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, LONGEST).await.map_err(Problem::internal)?;
    let Some(smaller) = encode(coding, &body).await else {
        return Ok(Response::from_parts(head, Body::from(body)));
    };
    let headers = &mut head.headers;
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    headers.remove(CONTENT_LENGTH);
    weaken_tag(headers);
    Ok(Response::from_parts(head, Body::from(smaller)))
}

async fn encode(coding: Coding, body: &Bytes) -> Option<Bytes> {
    if body.len() <= LONG {
        return coding.encode(body);
    }
    let long = body.clone();
    let encoding = tokio::task::spawn_blocking(move || coding.encode(&long));
    encoding.await.ok().flatten()
}

/// Whether a body of that length, described so, gets smaller by enough.
fn pays(headers: &HeaderMap, length: Option<usize>) -> bool {
    let whole = length.is_some_and(|length| (coding::SHORTEST..=LONGEST).contains(&length));
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    let text = kind.starts_with("text/")
        || ["json", "xml", "javascript"]
            .iter()
            .any(|format| kind.ends_with(format));
    whole && text && !headers.contains_key(CONTENT_ENCODING)
}

/// A strong tag names the bytes as they were (RFC 9110, 8.8.1).
fn weaken_tag(headers: &mut HeaderMap) {
    let Some(tag) = headers.get(ETAG) else { return };
    if !tag.as_bytes().starts_with(b"W/")
        && let Ok(weak) = HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat())
    {
        headers.insert(ETAG, weak);
    }
}
