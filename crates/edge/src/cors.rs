//! Which other origins' scripts may call the API (CORS, fetch.spec.whatwg.org).
//!
//! Exact origins only. No credentials: the API takes no cookie, so there is nothing to allow.

use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;

const METHODS: HeaderValue =
    HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
const REQUEST_HEADERS: HeaderValue = HeaderValue::from_static(
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id",
);
const ANSWER_HEADERS: HeaderValue = HeaderValue::from_static(
    "ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
);
/// Browsers ask again after so many seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");

/// The origins that are allowed. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Cors(Arc<[HeaderValue]>);

/// Text that is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an origin such as https://shop.example or http://127.0.0.1:8080")]
pub struct BadOrigin(pub String);

impl Cors {
    /// Allows exactly these origins, each as a browser spells it: scheme, host, port if it isn't
    /// the scheme's own, and no path.
    ///
    /// # Errors
    /// [`BadOrigin`] for the first that is none.
    pub fn new<O: AsRef<str>>(origins: &[O]) -> Result<Self, BadOrigin> {
        let origins: Result<Vec<HeaderValue>, BadOrigin> = origins
            .iter()
            .map(|o| origin(o.as_ref()).ok_or_else(|| BadOrigin(o.as_ref().to_owned())))
            .collect();
        Ok(Cors(origins?.into()))
    }

    /// The answer to a browser that asks first (a preflight); `None` for any other request.
    pub(crate) fn preflight(&self, method: &Method, headers: &HeaderMap) -> Option<Response> {
        if method != Method::OPTIONS || !headers.contains_key(ORIGIN) {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        if self.allowed(headers).is_some() {
            let headers = response.headers_mut();
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS);
            headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        }
        Some(response)
    }

    /// The origin of a request, if it has one and it is allowed.
    pub(crate) fn allowed(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let origin = headers.get(ORIGIN)?;
        self.0.contains(origin).then(|| origin.clone())
    }

    /// Lets an allowed origin read the answer. Every answer says that it depends on the origin,
    /// so that no cache hands one origin's answer to another.
    pub(crate) fn write_headers(allowed: Option<HeaderValue>, headers: &mut HeaderMap) {
        headers.append(VARY, HeaderValue::from_static("origin"));
        if let Some(origin) = allowed {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS);
        }
    }
}

fn origin(text: &str) -> Option<HeaderValue> {
    let uri: Uri = text.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?.as_str());
    let web = matches!(scheme, "http" | "https");
    // What a browser sends has no path, no user, and lower case.
    let whole = text == format!("{scheme}://{authority}") && !authority.contains('@');
    (web && whole && text == text.to_ascii_lowercase()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cors() -> Cors {
        Cors::new(&["https://shop.example", "http://127.0.0.1:8080"]).unwrap()
    }

    fn from(origin: &'static str) -> HeaderMap {
        [(ORIGIN, HeaderValue::from_static(origin))]
            .into_iter()
            .collect()
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for wrong in [
            "*",
            "shop.example",
            "https://shop.example/",
            "ftp://shop.example",
            "https://a@b",
            "HTTPS://x",
            "",
        ] {
            assert_eq!(
                Cors::new(&[wrong]).unwrap_err(),
                BadOrigin(wrong.to_owned())
            );
        }
    }

    #[test]
    fn a_preflight_of_an_allowed_origin_learns_what_it_may() {
        let response = cors()
            .preflight(&Method::OPTIONS, &from("https://shop.example"))
            .unwrap();
        assert_eq!(response.status(), 204);
        let allowed = response.headers()[ACCESS_CONTROL_ALLOW_HEADERS]
            .to_str()
            .unwrap();
        assert!(allowed.contains("Idempotency-Key") && allowed.contains("Authorization"));
        assert!(
            response.headers()[ACCESS_CONTROL_ALLOW_METHODS]
                .to_str()
                .unwrap()
                .contains("PUT")
        );
    }

    #[test]
    fn any_other_origin_learns_nothing() {
        for other in [
            "https://evil.example",
            "https://shop.example.evil",
            "null",
            "http://shop.example",
        ] {
            let response = cors().preflight(&Method::OPTIONS, &from(other)).unwrap();
            assert!(response.headers().is_empty(), "{other}");
            assert_eq!(cors().allowed(&from(other)), None, "{other}");
        }
    }

    #[test]
    fn other_requests_are_no_preflights() {
        assert!(
            cors()
                .preflight(&Method::GET, &from("https://shop.example"))
                .is_none()
        );
        assert!(
            cors()
                .preflight(&Method::OPTIONS, &HeaderMap::new())
                .is_none()
        );
    }

    #[test]
    fn an_answer_is_readable_for_the_allowed_alone() {
        let mut headers = HeaderMap::new();
        Cors::write_headers(cors().allowed(&from("http://127.0.0.1:8080")), &mut headers);
        assert_eq!(
            headers[ACCESS_CONTROL_ALLOW_ORIGIN],
            "http://127.0.0.1:8080"
        );
        assert_eq!(headers[VARY], "origin");
        let mut headers = HeaderMap::new();
        Cors::write_headers(None, &mut headers);
        assert!(!headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
        assert_eq!(headers[VARY], "origin");
    }
}
