//! How pages leave: their headers, and bytes that lie ready in two encodings.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use askama::Template;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use edge::Problem;

/// Brotli's quality for what is compressed once and sent many times: nearly the best, at a tenth
/// of the best's time.
const QUALITY: i32 = 5;
/// Fewer bytes than this don't get smaller by enough.
const WORTH_COMPRESSING: usize = 512;

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
    // Weak: the same page, however it is compressed on its way (RFC 9110, 8.8.1).
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    let etag = HeaderValue::try_from(format!("W/\"{:016x}\"", hasher.finish()));
    let headers = [
        (header::CONTENT_TYPE, HTML),
        (header::CACHE_CONTROL, SHARED),
        (header::ETAG, etag.map_err(Problem::internal)?),
    ];
    Ok((headers, html).into_response())
}

/// Middleware: 304 for who has the page already, as its entity tag says.
pub async fn not_modified(request: Request, next: Next) -> Response {
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    let tag = response.headers().get(header::ETAG);
    let (Some(known), Some(tag)) = (known, tag.and_then(|tag| tag.to_str().ok())) else {
        return response;
    };
    let request = HeaderMap::from_iter([(header::IF_NONE_MATCH, known)]);
    if response.status() != StatusCode::OK || !has_tag(&request, tag.trim_start_matches("W/")) {
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

/// Bytes as they are and compressed, each with its entity tag.
pub struct Encoded {
    /// As they are.
    pub body: Bytes,
    /// Compressed with Brotli, if that makes them smaller.
    pub br: Option<Bytes>,
    /// The tag of `body` (RFC 9110, 8.8.3).
    pub etag: String,
}

impl Encoded {
    /// Compresses `body`; `version` stands for exactly these bytes.
    #[must_use]
    pub fn new(body: Bytes, version: &str) -> Self {
        let br = compress(&body);
        Encoded {
            body,
            br,
            etag: format!("\"{version}\""),
        }
    }
}

/// The bytes in Brotli, if that makes them smaller.
#[must_use]
pub fn compress(body: &[u8]) -> Option<Bytes> {
    if body.len() < WORTH_COMPRESSING {
        return None;
    }
    let params = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        ..Default::default()
    };
    let mut compressed = Vec::with_capacity(body.len() / 4);
    // Memory to memory: the one thing that could fail is the allocator.
    brotli::BrotliCompress(&mut &body[..], &mut compressed, &params).ok()?;
    (compressed.len() < body.len()).then(|| Bytes::from(compressed))
}

/// Answers with whichever encoding the request takes, or with 304 if it has the bytes already.
#[must_use]
pub fn send_encoded(encoded: &Encoded, request: &HeaderMap) -> Response {
    send_ready(&encoded.body, encoded.br.as_ref(), &encoded.etag, request)
}

/// [`send_encoded`] with the parts apart.
#[must_use]
pub fn send_ready(body: &Bytes, br: Option<&Bytes>, etag: &str, request: &HeaderMap) -> Response {
    let br = br.filter(|_| takes_brotli(request));
    // Two representations, two tags (RFC 9110, 8.8.3.3).
    let own = match br {
        Some(_) => format!("{}-br\"", etag.trim_end_matches('"')),
        None => etag.to_owned(),
    };
    let mut response = if has_tag(request, etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(br.unwrap_or(body).clone()))
    };
    let mut set = |name: HeaderName, value: HeaderValue| response.headers_mut().insert(name, value);
    set(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(own) = HeaderValue::from_str(&own) {
        set(header::ETAG, own);
    }
    if br.is_some() {
        set(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

/// Whether `Accept-Encoding` lists `br` without forbidding it (RFC 9110, 12.5.3).
fn takes_brotli(request: &HeaderMap) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("br"));
            let refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
            named && !refused
        })
}

/// Whether `If-None-Match` names the bytes in either encoding; compared weakly (RFC 9110, 13.1.2).
fn has_tag(request: &HeaderMap, etag: &str) -> bool {
    let opaque = etag.trim_matches('"');
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|tag| {
            let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
            tag == "*" || tag.strip_suffix("-br").unwrap_or(tag) == opaque
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn brotli_is_sent_to_who_takes_it() {
        for (value, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=0.5", true),
            ("br;q=0, gzip", false),
            ("gzip", false),
            ("brotli", false),
        ] {
            assert_eq!(
                takes_brotli(&asking(header::ACCEPT_ENCODING, value)),
                takes,
                "{value}"
            );
        }
        assert!(!takes_brotli(&HeaderMap::new()));
    }

    #[test]
    fn a_tag_is_known_in_either_encoding() {
        for (value, known) in [
            ("\"abc\"", true),
            ("\"abc-br\"", true),
            ("W/\"abc\"", true),
            ("\"x\", \"abc-br\"", true),
            ("*", true),
            ("\"abcd\"", false),
            ("", false),
        ] {
            assert_eq!(
                has_tag(&asking(header::IF_NONE_MATCH, value), "\"abc\""),
                known,
                "{value}"
            );
        }
    }

    #[test]
    fn what_is_compressed_comes_back_whole() {
        let page = "<p>ঢাকাকার্ট</p>".repeat(200);
        let compressed = compress(page.as_bytes()).unwrap();
        assert!(compressed.len() * 10 < page.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &compressed[..], &mut back).unwrap();
        assert_eq!(back, page.as_bytes());
        assert!(compress(b"short").is_none());
    }
}
