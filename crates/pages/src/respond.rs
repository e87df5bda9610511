//! How pages leave: their headers, and bytes that lie ready in two encodings.

use askama::Template;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use edge::{Coding, Problem};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// How long what everyone sees may be kept: long enough to take a crowd's load off, short enough
/// that a new price is everywhere within 2 s (the catalogue takes up to 1 s of that).
pub const SHARED: HeaderValue = HeaderValue::from_static("public, max-age=1");
/// What one visitor sees, nobody else may, and no cache keeps.
pub const PERSONAL: HeaderValue = HeaderValue::from_static("private, no-store");

/// A page that is the same for everyone.
///
/// # Errors
/// 500 if the template fails, which only a template's own code can make it.
pub fn shared(page: &impl Template) -> Result<Response, Problem> {
    let html = page.render().map_err(Problem::internal)?;
    let etag = HeaderValue::try_from(edge::entity_tag(html.as_bytes()));
    let headers = [
        (header::CONTENT_TYPE, HTML),
        (header::CACHE_CONTROL, SHARED),
        (header::ETAG, etag.map_err(Problem::internal)?),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    Ok((headers, html).into_response())
}

/// Middleware: 304 for who has the page already, as its entity tag says.
pub async fn not_modified(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let response = next.run(request).await;
    let tag = response.headers().get(header::ETAG);
    let known = tag
        .and_then(|tag| tag.to_str().ok())
        .is_some_and(|tag| edge::has_entity(&asked, tag));
    if response.status() != StatusCode::OK || !known {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    for name in [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
    ] {
        parts.headers.remove(name);
    }
    Response::from_parts(parts, Body::empty())
}

/// A page for one visitor.
///
/// # Errors
/// 500 if the template fails, which only a template's own code can make it.
pub fn personal(page: &impl Template) -> Result<Response, Problem> {
    respond(StatusCode::OK, PERSONAL, page)
}

/// A page for one visitor that says something is wrong.
///
/// # Errors
/// 500 if the template fails, which only a template's own code can make it.
pub fn personal_with(status: StatusCode, page: &impl Template) -> Result<Response, Problem> {
    respond(status, PERSONAL, page)
}

fn respond(
    status: StatusCode,
    caching: HeaderValue,
    page: &impl Template,
) -> Result<Response, Problem> {
    let html = page.render().map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HTML),
        (header::CACHE_CONTROL, caching),
    ];
    Ok((status, headers, html).into_response())
}

/// Adds cookies to a response.
#[must_use]
pub fn with_cookies(
    mut response: Response,
    cookies: impl IntoIterator<Item = HeaderValue>,
) -> Response {
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Bytes as they are and compressed, with their entity tag.
pub struct Encoded {
    /// As they are.
    pub body: Bytes,
    /// Compressed with Brotli, if that makes them smaller.
    pub br: Option<Bytes>,
    /// The weak tag of both (RFC 9110, 8.8.3).
    pub etag: String,
}

impl Encoded {
    /// Compresses `body`.
    #[must_use]
    pub fn new(body: Bytes) -> Self {
        Encoded {
            br: edge::brotli(&body),
            etag: edge::entity_tag(&body),
            body,
        }
    }

    /// Answers with whichever encoding the request takes, or with 304 if it has the bytes already.
    #[must_use]
    pub fn send(&self, request: &HeaderMap) -> Response {
        send_ready(&self.body, self.br.as_ref(), &self.etag, request)
    }
}

/// [`Encoded::send`] with the parts apart.
#[must_use]
pub fn send_ready(body: &Bytes, br: Option<&Bytes>, etag: &str, request: &HeaderMap) -> Response {
    let br = br.filter(|_| Coding::Brotli.is_taken(request));
    let mut response = if edge::has_entity(request, etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(br.unwrap_or(body).clone()))
    };
    let mut set = |name: HeaderName, value: HeaderValue| response.headers_mut().insert(name, value);
    set(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(etag) {
        set(header::ETAG, etag);
    }
    if br.is_some() {
        set(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}
