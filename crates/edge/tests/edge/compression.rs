//! Answers leave compressed for who takes it, and as they are for everybody else.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY};
use axum::http::{HeaderMap, Request};
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::get;
use futures_util::stream;
use tower::ServiceExt as _;

fn page() -> String {
    "<li>৳১,২৩,৪৫৬</li>".repeat(500)
}

fn site() -> Router {
    let kind = |kind: &'static str| [(CONTENT_TYPE, kind)];
    Router::new()
        .route("/page", get(async move || (kind("text/html"), page())))
        .route(
            "/tagged",
            get(async move || {
                (
                    [(CONTENT_TYPE, "application/json"), (ETAG, "\"strong\"")],
                    page(),
                )
            }),
        )
        .route("/short", get(async move || (kind("text/html"), "<p>৳</p>")))
        .route("/picture", get(async move || (kind("image/webp"), page())))
        .route(
            "/packed",
            get(async move || {
                (
                    [(CONTENT_TYPE, "text/html"), (CONTENT_ENCODING, "br")],
                    page(),
                )
            }),
        )
        .route(
            "/stream",
            get(async move || {
                let chunk = Ok::<_, std::io::Error>(Bytes::from(page()));
                let body = Body::from_stream(stream::iter([chunk]));
                (kind("text/event-stream"), body).into_response()
            }),
        )
        .layer(from_fn(edge::compress))
}

async fn get_with(path: &str, accepts: &str) -> (HeaderMap, Bytes) {
    let request = Request::get(path).header(ACCEPT_ENCODING, accepts);
    let request = request.body(Body::empty()).unwrap();
    let (head, body) = site().oneshot(request).await.unwrap().into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (head.headers, body)
}

#[tokio::test]
async fn what_shrinks_is_compressed_as_the_client_takes_it() {
    for (accepts, coding) in [
        ("gzip, br", Some("br")),
        ("gzip", Some("gzip")),
        ("zstd", None),
    ] {
        let (headers, body) = get_with("/page", accepts).await;
        let sent = headers.get(CONTENT_ENCODING).map(|v| v.to_str().unwrap());
        assert_eq!(sent, coding, "{accepts}");
        assert_eq!(headers[VARY], "accept-encoding");
        assert_eq!(body.len() == page().len(), coding.is_none(), "{accepts}");
        if coding == Some("br") {
            let mut back = Vec::new();
            brotli::BrotliDecompress(&mut &body[..], &mut back).unwrap();
            assert_eq!(back, page().as_bytes());
        }
    }
}

#[tokio::test]
async fn the_rest_stays_as_it_is() {
    for path in ["/short", "/picture", "/stream"] {
        let (headers, _) = get_with(path, "br").await;
        assert!(!headers.contains_key(CONTENT_ENCODING), "{path}");
        assert!(!headers.contains_key(VARY), "{path}");
    }
    let (_, packed_before) = get_with("/packed", "br").await;
    assert_eq!(packed_before.len(), page().len());
}

/// A strong tag promises the same bytes; compressed ones are others.
#[tokio::test]
async fn a_strong_tag_is_weakened() {
    assert_eq!(get_with("/tagged", "br").await.0[ETAG], "W/\"strong\"");
    assert_eq!(get_with("/tagged", "identity").await.0[ETAG], "\"strong\"");
}
