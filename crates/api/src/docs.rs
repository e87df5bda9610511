//! The OpenAPI document, and the page to read it.
//!
//! Both are made once, at the first request: the document from the handlers themselves
//! (`document.rs`), the page from the document (`page.rs`).

mod curl;
mod document;
mod page;
mod prose;
mod sample;
mod schema;

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde_json::Value;

/// The page's stylesheet.
pub(crate) const STYLESHEET: &str = "/api/docs.css";

/// The page loads its own stylesheet and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
                           form-action 'none'; frame-ancestors 'none'";

/// A file that stays the same as long as the process runs.
struct File {
    content_type: &'static str,
    body: Bytes,
    etag: String,
}

static DOCUMENT: LazyLock<File> =
    LazyLock::new(|| File::new("application/json", openapi().into_bytes()));

static PAGE: LazyLock<File> = LazyLock::new(|| {
    // The template writes to a string from data in memory; `tests/docs.rs` renders it.
    let page = page::render(&document::json()).unwrap_or_default();
    File::new("text/html; charset=utf-8", page.into_bytes())
});

static CSS: LazyLock<File> = LazyLock::new(|| {
    File::new(
        "text/css; charset=utf-8",
        include_str!("../assets/docs.css").as_bytes().to_vec(),
    )
});

/// The OpenAPI 3.1 document of the API, as indented JSON.
#[must_use]
pub fn openapi() -> String {
    let document: Value = document::json();
    format!("{document:#}\n")
}

/// The OpenAPI document of this API
#[utoipa::path(get, path = "/api/openapi.json", tag = "System", operation_id = "openapi_json",
    responses((status = 200, description = "OpenAPI 3.1.", body = serde_json::Value, content_type = "application/json")))]
pub(crate) async fn openapi_json(headers: HeaderMap) -> Response {
    DOCUMENT.respond(&headers)
}

/// This page
#[utoipa::path(get, path = "/api/docs", tag = "System", operation_id = "docs_page",
    responses((status = 200, description = "The OpenAPI document, for people.", body = String, content_type = "text/html")))]
pub(crate) async fn docs_page(headers: HeaderMap) -> Response {
    let policy = [(CONTENT_SECURITY_POLICY, PAGE_POLICY)];
    (policy, PAGE.respond(&headers)).into_response()
}

/// The page's stylesheet.
pub(crate) async fn stylesheet(headers: HeaderMap) -> Response {
    CSS.respond(&headers)
}

impl File {
    fn new(content_type: &'static str, body: Vec<u8>) -> Self {
        let etag = edge::entity_tag(&body);
        File {
            content_type,
            body: Bytes::from(body),
            etag,
        }
    }

    fn respond(&self, asked: &HeaderMap) -> Response {
        let mut response = if edge::has_entity(asked, &self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let kind = [(CONTENT_TYPE, self.content_type)];
            (kind, self.body.clone()).into_response()
        };
        let headers = response.headers_mut();
        // Another release may answer the next request.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        if let Ok(etag) = HeaderValue::from_str(&self.etag) {
            headers.insert(ETAG, etag);
        }
        response
    }
}
